"""The load: access patterns and their rates as units per second, arm by arm."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ddbhelpers.capacity import Charge
from ddbhelpers.capacity.charge import Unit
from ddbhelpers.check import check_model, errors_of
from ddbhelpers.errors import PlanError
from ddbhelpers.model import AccessPattern, Model, Rate
from ddbhelpers.plan.load.day import MINUTES, day_of, is_too_steep
from ddbhelpers.plan.load.requests import PatternCharge, pattern_charge
from ddbhelpers.plan.load.stock import NO_ENTITY, Stock, Storage
from ddbhelpers.words import counted

UNITS: tuple[Unit, ...] = ("read", "write")
HOUR_SECONDS = 3600


@dataclass(frozen=True)
class PatternLoad:
    """What a pattern asks for: its rate, and the charge of one request on average."""

    rate: Rate
    request: PatternCharge

    @property
    def pattern(self) -> str:
        """The name of the pattern."""
        return self.request.pattern

    @property
    def read_units_per_second(self) -> float:
        """Read units per second, on average, of all arms."""
        return self.rate.average * self._units("read")

    @property
    def write_units_per_second(self) -> float:
        """Write units per second, on average, of all arms."""
        return self.rate.average * self._units("write")

    def _units(self, unit: Unit) -> float:
        charges = self.request.charges.values()
        return sum(charge.total for charge in charges if charge.unit == unit)


@dataclass(frozen=True)
class ArmLoad:
    """What is asked of one throughput: a table's, or a global secondary index's.

    The units of local secondary indexes are in their table's. `average` and `peak` are
    units per second; `by_minute` is a whole day of them.
    """

    table: str
    index: str | None
    unit: Unit
    average: float
    peak: float
    by_minute: tuple[float, ...] = field(repr=False)

    @property
    def name(self) -> str:
        """The table or index, as a sentence has it."""
        return f"index {self.index}" if self.index else self.table

    def scaled(self, factor: float) -> "ArmLoad":
        """The same arm at so many times the rate."""
        average, peak = self.average * factor, self.peak * factor
        by_minute = tuple(units * factor for units in self.by_minute)
        return replace(self, average=average, peak=peak, by_minute=by_minute)

    def month_units(self, month_hours: float) -> float:
        """The units of a month of so many hours."""
        return self.average * HOUR_SECONDS * month_hours


@dataclass(frozen=True)
class Load:
    """The whole load of a design, by pattern and by arm, with what it stores.

    `left_out` are the patterns that could not be counted, each with the reason.
    """

    model: Model
    patterns: tuple[PatternLoad, ...]
    arms: tuple[ArmLoad, ...]
    storage: tuple[Storage, ...]
    left_out: tuple[tuple[str, str], ...]
    assumptions: tuple[str, ...]

    @property
    def billed_gb(self) -> float:
        """The GB that storage is billed for, indexes included."""
        return math.fsum(held.billed_gb for held in self.storage)

    def units_per_second(self, unit: Unit) -> float:
        """Read or write units per second on average, of all arms."""
        return sum(arm.average for arm in self.arms if arm.unit == unit)

    def scaled(self, factor: float) -> "Load":
        """The same load at so many times the rate; what is stored stays."""
        if not 0 < factor < float("inf"):
            raise PlanError(f"a load times {factor}", allowed="more than 0")
        patterns = (replace(p, rate=p.rate.times(factor)) for p in self.patterns)
        arms = tuple(arm.scaled(factor) for arm in self.arms)
        return replace(self, patterns=tuple(patterns), arms=arms)


def pattern_loads(
    stock: Stock,
    *,
    curve: Sequence[float] | None = None,
    changes: Mapping[str, Sequence[str]] | None = None,
) -> Load:
    """Work out the units per second that a design's patterns ask for.

    `curve`: the shape of a day, the same for all patterns, as 24 hourly weights;
    without it each pattern has one smooth peak a day, from its average and peak rate.
    `changes`: for a pattern that updates, the attributes that it changes, as
    ``{"rename_user": ["data.other_display_name"]}``; without it, all that are no key.
    A pattern that is not rated, or that DynamoDB would refuse, is left out and named.

    >>> from ddbhelpers.plan.load.stock import take_stock
    >>> notes = Model(name="notes", tables={"notes": {"partition_key": "pk"}},
    ...     entities={"Note": {"keys": {"pk": "NOTE#{n}"}, "attributes": {
    ...         "n": {"type": "integer", "in": "key"}, "text": "text"}}},
    ...     access_patterns={"write_note": {"question": "Keep it?",
    ...         "rate": {"average": 2, "peak": 4}, "operation": "PutItem",
    ...         "writes": [{"action": "put", "entity": "Note"}]}})
    >>> load = pattern_loads(take_stock(notes, [{"pk": "NOTE#1", "text": "x" * 2000}]))
    >>> load.units_per_second("write"), load.arms[1].peak
    (4.0, 8.0)
    """
    model, changes = stock.model, changes or {}
    for name in changes:
        if all(write.action != "update" for write in model.pattern(name).writes):
            raise PlanError(
                f"changes for {name}, which updates nothing",
                allowed="the attributes that a pattern's updates change",
            )
    loads, left_out = [], []
    refused = {error.about: error.says for error in errors_of(check_model(model))}
    for pattern in model.access_patterns:
        if pattern.rate is None:
            left_out.append((pattern.name, "no rate"))
        elif why := _why_not(pattern, refused):
            left_out.append((pattern.name, why))
        else:
            request = pattern_charge(stock, pattern, changes.get(pattern.name))
            loads.append(PatternLoad(pattern.rate, request))
    return Load(
        model=model,
        patterns=tuple(loads),
        arms=tuple(_arms(model, loads, curve)),
        storage=stock.storage,
        left_out=tuple(left_out),
        assumptions=tuple(_assumptions(stock, loads, curve, changes)),
    )


def _arms(
    model: Model, loads: Sequence[PatternLoad], curve: Sequence[float] | None
) -> Iterator[ArmLoad]:
    days = [day_of(load.rate, curve) for load in loads]
    for table, index, unit in _throughputs(model):
        charges = (load.request.charges.get(table) for load in loads)
        units = [units_on(charge, index, unit) for charge in charges]
        # what asks for nothing is left out: most patterns, of most arms
        used = [(n, day) for n, day in zip(units, days, strict=True) if n]
        by_minute = tuple(sum(n * day[m] for n, day in used) for m in range(MINUTES))
        rates = [(n, load.rate) for n, load in zip(units, loads, strict=True)]
        average = sum(n * rate.average for n, rate in rates)
        peak = sum(n * rate.peak for n, rate in rates)
        if curve is not None:
            peak = max(by_minute)
        yield ArmLoad(table, index, unit, average, peak, by_minute)


def _throughputs(model: Model) -> Iterator[tuple[str, str | None, Unit]]:
    """Name what has a throughput of its own: tables and global indexes."""
    for table in model.tables:
        names = [index.name for index in table.indexes if index.kind == "global"]
        for index in (None, *names):
            for unit in UNITS:
                yield table.name, index, unit


def units_on(charge: Charge | None, index: str | None, unit: Unit) -> float:
    """Give the units of a charge that come out of a table's throughput, or a GSI's.

    >>> charge = Charge(unit="write", table=2, gsi={"by-day": 1}, lsi={"by-size": 3})
    >>> units_on(charge, None, "write"), units_on(charge, "by-day", "write")
    (5, 1)
    """
    if charge is None or charge.unit != unit:
        return 0
    if index is None:
        return charge.table + sum(charge.lsi.values())
    return charge.gsi.get(index, 0)


def _why_not(pattern: AccessPattern, refused: Mapping[str, str]) -> str | None:
    if pattern.name in refused:
        return refused[pattern.name]
    if not pattern.is_read and not pattern.writes:
        return "its writes are not listed"
    return None


def _assumptions(
    stock: Stock,
    loads: Sequence[PatternLoad],
    curve: Sequence[float] | None,
    changes: Mapping[str, Sequence[str]],
) -> Iterator[str]:
    patterns = [stock.model.pattern(load.pattern) for load in loads]
    operations = {pattern.operation for pattern in patterns}
    writes = [(write.action, p.name) for p in patterns for write in p.writes]
    given, stand_for = sum(stock.given.values()), sum(stock.volume.values())
    stand = "stands" if given == 1 else "stand"
    yield (
        f"Sizes are those of {counted(given, 'item')}, which {stand} for "
        f"{stand_for:,.0f}."
    )
    if "Query" in operations:
        yield (
            "A Query evaluates as many items as its pattern says (items), neighbours "
            "in the order of the key; without that, its limit, or an item collection."
        )
    if "Scan" in operations:
        yield (
            "A Scan walks all the items there are, on one partition: each further "
            "partition costs at least half a unit more."
        )
    if any(action == "put" for action, _ in writes):
        yield "A put is of a new item; no condition fails, nothing is retried."
    if any(action == "update" and name not in changes for action, name in writes):
        yield "An update keeps an item's size and changes all that is no key."
    if curve is not None:
        yield "All patterns follow the curve that was given; its peak is theirs."
    elif any(load.rate.peak > load.rate.average for load in loads):
        yield "Every pattern has one smooth peak a day, all at the same time of day."
    if curve is None and any(is_too_steep(load.rate) for load in loads):
        yield "A peak too high to last a minute is spread over that minute."
    if strays := stock.given.get(NO_ENTITY):
        yield f"Of no entity, but stored and met by Scans: {counted(strays, 'item')}."
