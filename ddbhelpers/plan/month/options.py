"""The ways to pay for a load: each mode, table class and term, line by line."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ddbhelpers.capacity.charge import Unit
from ddbhelpers.model import Throughput
from ddbhelpers.plan.load.day import HOURS
from ddbhelpers.plan.load.load import UNITS, ArmLoad, Load
from ddbhelpers.plan.month.prices import TABLE_CLASSES, TERMS, Prices, TableClass, Years
from ddbhelpers.plan.month.scaling import AutoScaling, Capacity, fixed, followed

Mode = Literal["on demand", "provisioned as modelled", "provisioned", "auto scaling"]
CLASS_WORDS = {"STANDARD": "Standard", "STANDARD_INFREQUENT_ACCESS": "Standard-IA"}
CAPACITY_UNITS = {"read": "RCU", "write": "WCU"}
REQUEST_UNITS = {"read": "RRU", "write": "WRU"}
BLOCKS = "blocks"
Part = Literal["reads", "writes", "storage"]
PARTS: tuple[Part, ...] = ("reads", "writes", "storage")
PART_OF: dict[Unit, Part] = {"read": "reads", "write": "writes"}


@dataclass(frozen=True)
class BillLine:
    """One line of a bill: what for, how much of it, and dollars (below 0: a credit).

    `part`: reads, writes, or storage and all the rest.
    """

    what: str
    quantity: float
    unit: str
    monthly_usd: float
    part: Part = "storage"


@dataclass(frozen=True)
class Option:
    """One way to pay for everything, its lines adding up to `monthly_usd`.

    `reserved_years` is 0 without reserved capacity. `utilisation` is the share of the
    provisioned unit-hours that is consumed, None on demand. `throttled_units` is what
    the capacity does not serve in a day, burst included.
    """

    mode: Mode
    table_class: TableClass
    reserved_years: Literal[0, 1, 3]
    lines: tuple[BillLine, ...]
    utilisation: float | None = None
    throttled_units: float = 0

    @property
    def name(self) -> str:
        """The option in words."""
        term = {0: "", 1: ", reserved 1 year", 3: ", reserved 3 years"}
        return f"{self.mode}{term[self.reserved_years]}, {self.class_in_words}"

    @property
    def class_in_words(self) -> str:
        """Standard, or Standard-IA."""
        return CLASS_WORDS[self.table_class]

    @property
    def monthly_usd(self) -> float:
        """The dollars of a month, all lines together."""
        return math.fsum(line.monthly_usd for line in self.lines)

    @property
    def throughput_usd(self) -> float:
        """The dollars of a month for reads and writes alone, or for their capacity."""
        throughput = (line for line in self.lines if line.part != "storage")
        return math.fsum(line.monthly_usd for line in throughput)

    @property
    def usd_by_part(self) -> Mapping[Part, float]:
        """The dollars of a month for reads, for writes, and for storage and the rest.

        What is reserved, and what is free, counts where it belongs.
        """
        parts = dict.fromkeys(PARTS, 0.0)
        for line in self.lines:
            parts[line.part] += line.monthly_usd
        return parts

    @property
    def reserves(self) -> bool:
        """Whether any block of reserved capacity pays."""
        return any(line.unit == BLOCKS and line.quantity for line in self.lines)

    @property
    def serves(self) -> bool:
        """Whether it serves the whole load, with nothing throttled."""
        return not self.throttled_units


Planned = tuple[ArmLoad, Capacity]


def throughput_options(
    load: Load, prices: Prices, policy: AutoScaling, free_tier: bool
) -> Iterator[Option]:
    """Give every way to pay for a load's throughput, without storage."""
    ways: dict[Mode, list[Planned]] = {}
    if modelled := _as_modelled(load):
        ways["provisioned as modelled"] = modelled
    ways["provisioned"] = [
        (arm, fixed(arm.by_minute, _whole(arm.peak))) for arm in load.arms
    ]
    ways["auto scaling"] = [(arm, followed(arm.by_minute, policy)) for arm in load.arms]
    for table_class in TABLE_CLASSES:
        yield on_demand(load, prices, table_class)
        for mode, planned in ways.items():
            yield provisioned(mode, planned, prices, table_class, 0, free_tier)
    for years in TERMS:
        if years in prices.reserved:
            for mode, planned in ways.items():
                yield provisioned(mode, planned, prices, "STANDARD", years, free_tier)


def on_demand(load: Load, prices: Prices, table_class: TableClass) -> Option:
    """Pay for each request unit."""
    lines = []
    for arm in load.arms:
        units = arm.month_units(prices.month_hours)
        usd = units * prices.of_class(table_class).request_usd(arm.unit)
        unit = REQUEST_UNITS[arm.unit]
        part = PART_OF[arm.unit]
        lines.append(BillLine(f"{part} of {arm.name}", units, unit, usd, part))
    return Option("on demand", table_class, 0, tuple(lines))


def provisioned(
    mode: Mode,
    planned: Sequence[Planned],
    prices: Prices,
    table_class: TableClass,
    years: Literal[0, 1, 3],
    free_tier: bool,
) -> Option:
    """Pay for each unit of capacity by the hour, the highest level of each hour."""
    lines: list[BillLine] = []
    for arm, capacity in planned:
        hours = _month(capacity.by_hour, prices)
        usd = hours * prices.of_class(table_class).unit_hour_usd(arm.unit)
        unit = f"{CAPACITY_UNITS[arm.unit]}-hours"
        part = PART_OF[arm.unit]
        lines.append(BillLine(f"{part} of {arm.name}", hours, unit, usd, part))
    for unit in UNITS:
        levels = [capacity.by_hour for arm, capacity in planned if arm.unit == unit]
        together = tuple(map(sum, zip(*levels, strict=True)))
        free = prices.of_class(table_class).free_unit_hours(unit) if free_tier else 0
        lines += _credits(unit, together, prices, table_class, years, free)
    consumed = sum(sum(arm.by_minute) for arm, _ in planned)
    there = sum(sum(capacity.by_minute) for _, capacity in planned)
    return Option(
        mode,
        table_class,
        years,
        tuple(lines),
        # capacity passes over the last bit of a float, and so must this
        utilisation=min(1.0, consumed / there),
        throttled_units=sum(capacity.throttled_units for _, capacity in planned),
    )


def _credits(
    unit: Unit,
    levels: tuple[int, ...],
    prices: Prices,
    table_class: TableClass,
    years: Literal[0, 1, 3],
    free: float,
) -> Iterator[BillLine]:
    """Give what reserved blocks cost and cover, and then what the free tier covers."""
    hour_usd = prices.of_class(table_class).unit_hour_usd(unit)
    hours, said = _month(levels, prices), f"{CAPACITY_UNITS[unit]}-hours"
    covered, part = 0.0, PART_OF[unit]
    if years:
        blocks = _blocks_that_pay(unit, levels, prices, years, free)
        covered = _covered(levels, blocks, prices)
        cost = blocks * prices.reserved_block_month_usd(years, unit)
        what = f"reserved {part}, blocks of {prices.reserved_block_units}"
        yield BillLine(what, blocks, BLOCKS, cost, part)
        credit = -covered * hour_usd
        yield BillLine(f"{part} that they cover", covered, said, credit, part)
    if free:
        used = min(free, hours - covered)
        yield BillLine(f"free tier, {part}", used, said, -used * hour_usd, part)


def _blocks_that_pay(
    unit: Unit, levels: tuple[int, ...], prices: Prices, years: Years, free: float
) -> int:
    """Count the reserved blocks that make the bill smallest; the last pays least."""
    hour_usd = prices.standard.unit_hour_usd(unit)
    block_usd = prices.reserved_block_month_usd(years, unit)
    hours = _month(levels, prices)

    def usd(blocks: int) -> float:
        left = hours - _covered(levels, blocks, prices)
        return blocks * block_usd + max(0.0, left - free) * hour_usd

    blocks = 0
    while usd(blocks + 1) < usd(blocks):
        blocks += 1
    return blocks


def _covered(levels: Iterable[int], blocks: int, prices: Prices) -> float:
    """Give the unit-hours of a month that so many blocks cover."""
    reserved = blocks * prices.reserved_block_units
    return _month([min(level, reserved) for level in levels], prices)


def _month(levels: Sequence[float], prices: Prices) -> float:
    """Give the unit-hours of a month of such days."""
    return sum(levels) * prices.month_hours / HOURS


def _as_modelled(load: Load) -> list[Planned] | None:
    """Take the throughput that the model gives its tables; None if one has none."""
    given: dict[tuple[str, str | None], Mapping[Unit, int]] = {}
    places: list[tuple[str | None, Throughput | None]]
    for table in load.model.tables:
        places = [(None, table.throughput)]
        places += [(i.name, i.throughput) for i in table.indexes if i.kind == "global"]
        for index, units in places:
            if units is None:
                return None
            given[table.name, index] = {"read": units.read, "write": units.write}
    return [
        (arm, fixed(arm.by_minute, given[arm.table, arm.index][arm.unit]))
        for arm in load.arms
    ]


def _whole(units: float) -> int:
    """Round up to whole units, at least one; what fractions add up to is cut off."""
    return max(1, math.ceil(round(units, 9)))
