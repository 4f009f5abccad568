"""The ways to pay for a load: each mode, table class and term, line by line."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ddbhelpers.capacity.charge import Unit
from ddbhelpers.plan.load.day import HOURS
from ddbhelpers.plan.load.load import UNITS, ArmLoad, Load
from ddbhelpers.plan.month.prices import (
    TABLE_CLASSES,
    TERMS,
    ClassPrices,
    Prices,
    TableClass,
)
from ddbhelpers.plan.month.scaling import AutoScaling, Capacity, fixed, followed

Mode = Literal["on demand", "provisioned as modelled", "provisioned", "auto scaling"]
CLASS_WORDS = {"STANDARD": "Standard", "STANDARD_INFREQUENT_ACCESS": "Standard-IA"}
UNIT_HOURS = {"read": "RCU-hours", "write": "WCU-hours"}
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


@dataclass(frozen=True)
class _Terms:
    """What units are paid by: a class's prices, a reserved term, what is free."""

    prices: Prices
    table_class: TableClass = "STANDARD"
    years: Literal[0, 1, 3] = 0
    free_tier: bool = False

    @property
    def of_class(self) -> ClassPrices:
        return self.prices.of_class(self.table_class)

    def unit_hours(self, levels: Iterable[float]) -> float:
        """Give the unit-hours of a month of such days."""
        return sum(levels) * self.prices.month_hours / HOURS

    def covered(self, levels: Iterable[int], blocks: int) -> float:
        """Give the unit-hours of a month that so many reserved blocks cover."""
        reserved = blocks * self.prices.reserved_block_units
        return self.unit_hours(min(level, reserved) for level in levels)


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
        terms = _Terms(prices, table_class, free_tier=free_tier)
        yield _on_demand(load, terms)
        yield from (_provisioned(mode, way, terms) for mode, way in ways.items())
    for years in TERMS:
        if years in prices.reserved:
            terms = _Terms(prices, years=years, free_tier=free_tier)
            yield from (_provisioned(mode, way, terms) for mode, way in ways.items())


def _on_demand(load: Load, terms: _Terms) -> Option:
    """Pay for each request unit."""
    lines = []
    for arm in load.arms:
        units, part = arm.month_units(terms.prices.month_hours), PART_OF[arm.unit]
        usd = units * terms.of_class.request_usd(arm.unit)
        unit = REQUEST_UNITS[arm.unit]
        lines.append(BillLine(f"{part} of {arm.name}", units, unit, usd, part))
    return Option("on demand", terms.table_class, 0, tuple(lines))


def _provisioned(mode: Mode, planned: Sequence[Planned], terms: _Terms) -> Option:
    """Pay for each unit of capacity by the hour, the highest level of each hour."""
    lines: list[BillLine] = []
    for arm, capacity in planned:
        hours, part = terms.unit_hours(capacity.by_hour), PART_OF[arm.unit]
        usd = hours * terms.of_class.unit_hour_usd(arm.unit)
        unit = UNIT_HOURS[arm.unit]
        lines.append(BillLine(f"{part} of {arm.name}", hours, unit, usd, part))
    for kind in UNITS:
        levels = [capacity.by_hour for arm, capacity in planned if arm.unit == kind]
        lines += _credits(kind, tuple(map(sum, zip(*levels, strict=True))), terms)
    consumed = sum(sum(arm.by_minute) for arm, _ in planned)
    there = sum(sum(capacity.by_minute) for _, capacity in planned)
    return Option(
        mode,
        terms.table_class,
        terms.years,
        tuple(lines),
        # capacity passes over the last bit of a float, and so must this
        utilisation=min(1.0, consumed / there),
        throttled_units=sum(capacity.throttled_units for _, capacity in planned),
    )


def _credits(unit: Unit, levels: tuple[int, ...], terms: _Terms) -> Iterator[BillLine]:
    """Give what reserved blocks cost and cover, and then what the free tier covers."""
    hour_usd, covered = terms.of_class.unit_hour_usd(unit), 0.0
    free = terms.of_class.free_unit_hours(unit) if terms.free_tier else 0
    part, hours = PART_OF[unit], UNIT_HOURS[unit]
    if terms.years:
        block_usd = terms.prices.reserved_block_month_usd(terms.years, unit)
        blocks = _blocks_that_pay(levels, terms, block_usd, hour_usd, free)
        covered = terms.covered(levels, blocks)
        what = f"reserved {part}, blocks of {terms.prices.reserved_block_units}"
        yield BillLine(what, blocks, BLOCKS, blocks * block_usd, part)
        credit = -covered * hour_usd
        yield BillLine(f"{part} that they cover", covered, hours, credit, part)
    if free:
        used = min(free, terms.unit_hours(levels) - covered)
        yield BillLine(f"free tier, {part}", used, hours, -used * hour_usd, part)


def _blocks_that_pay(
    levels: tuple[int, ...],
    terms: _Terms,
    block_usd: float,
    hour_usd: float,
    free: float,
) -> int:
    """Count the reserved blocks that make the bill smallest; the last pays least."""
    hours = terms.unit_hours(levels)

    def usd(blocks: int) -> float:
        left = hours - terms.covered(levels, blocks)
        return blocks * block_usd + max(0.0, left - free) * hour_usd

    blocks = 0
    while usd(blocks + 1) < usd(blocks):
        blocks += 1
    return blocks


def _as_modelled(load: Load) -> list[Planned] | None:
    """Take the throughput that the model gives its tables; None if one has none."""
    planned = []
    for arm in load.arms:
        table = load.model.table(arm.table)
        given = (table.index(arm.index) if arm.index else table).throughput
        if given is None:
            return None
        planned.append((arm, fixed(arm.by_minute, given.of(arm.unit))))
    return planned


def _whole(units: float) -> int:
    """Round up to whole units, at least one; what fractions add up to is cut off."""
    return max(1, math.ceil(round(units, 9)))
