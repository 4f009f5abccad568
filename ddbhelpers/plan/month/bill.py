"""A month's bill: every way to pay, the cheapest, and where the answer flips."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypedDict, Unpack

from ddbhelpers.capacity.limits import TABLE_QUOTA_UNITS
from ddbhelpers.errors import PlanError
from ddbhelpers.plan.load.day import HOURS
from ddbhelpers.plan.load.load import HOUR_SECONDS, Load
from ddbhelpers.plan.load.stock import Storage
from ddbhelpers.plan.month.options import BillLine, Option, throughput_options
from ddbhelpers.plan.month.prices import STREAM_READS, Prices, TableClass
from ddbhelpers.plan.month.scaling import IN_MINUTES, OUT_MINUTES, AutoScaling
from ddbhelpers.words import counted

FLIP_FACTORS = tuple(10 ** (exponent / 4) for exponent in range(-8, 9))  # 0.01 to 100
_BISECTIONS = 10


@dataclass(frozen=True)
class Extras:
    """What a month has besides reads, writes and storage.

    `backups` are full backups kept all month; `restores` and `exports` (to S3) are of
    the whole table, in a month; `stream_reads_per_second` are GetRecords calls.
    """

    point_in_time_recovery: bool = False
    backups: float = 0
    restores: float = 0
    exports: float = 0
    stream_reads_per_second: float = 0

    def __post_init__(self) -> None:
        """Refuse what cannot be counted."""
        for name in ("backups", "restores", "exports", "stream_reads_per_second"):
            if not 0 <= getattr(self, name) < math.inf:
                raise PlanError(f"{name} is {getattr(self, name)}", allowed="0 or more")
        if self.exports and not self.point_in_time_recovery:
            raise PlanError(
                "exports to S3 without point-in-time recovery",
                allowed="an export reads from point-in-time recovery",
                do="turn it on, or leave the exports out",
            )


@dataclass(frozen=True)
class ModeChange:
    """At so many times the rate, another option becomes the cheapest."""

    rate_factor: float
    below: str
    above: str


@dataclass(frozen=True)
class Bill:
    """A month's bill for a load, at dated prices: all options, in one order."""

    options: tuple[Option, ...]
    load: Load
    prices: Prices
    assumptions: tuple[str, ...]

    @property
    def cheapest(self) -> Option:
        """The cheapest option that serves the whole load; of equals, the simplest."""
        serving = (option for option in self.options if option.serves)
        return min(serving, key=lambda option: round(option.monthly_usd, 6))

    @property
    def ranked(self) -> tuple[Option, ...]:
        """The options that differ, the cheapest first, those that do not serve last.

        Reserved capacity of which no block pays costs what the option without it does,
        and is left out.
        """
        best = self.cheapest

        def place(option: Option) -> tuple[bool, float, bool]:
            return not option.serves, round(option.monthly_usd, 6), option != best

        kept = (o for o in self.options if o.reserves or not o.reserved_years)
        return tuple(sorted(kept, key=place))

    @property
    def below_on_demand_share(self) -> float:
        """By which share the cheapest option is below the cheaper one on demand."""
        usd = min(o.monthly_usd for o in self.options if o.mode == "on demand")
        return 1 - self.cheapest.monthly_usd / usd

    def throttled_share(self, option: Option) -> float:
        """Tell the share of a day's units that an option does not serve."""
        asked = sum(arm.average for arm in self.load.arms) * HOURS * HOUR_SECONDS
        return option.throttled_units / asked if asked else 0.0

    @property
    def stored_usd(self) -> float:
        """The dollars a month of all that is stored, before any free tier."""
        prices, model = self.prices, self.load.model
        return sum(
            held.billed_gb
            * prices.of_class(model.table(held.table).table_class).storage_gb_month_usd
            for held in self.load.storage
        )

    def option(self, mode: str, table_class: TableClass = "STANDARD") -> Option:
        """Find an option without reserved capacity, by its mode."""
        wanted = mode, table_class, 0
        for option in self.options:
            if (option.mode, option.table_class, option.reserved_years) == wanted:
                return option
        raise PlanError(
            f"no option {mode!r} in class {table_class}",
            allowed=", ".join(dict.fromkeys(option.mode for option in self.options)),
        )


def monthly_bill(
    load: Load,
    prices: Prices,
    *,
    auto_scaling: AutoScaling | None = None,
    extras: Extras | None = None,
    free_tier: bool = True,
) -> Bill:
    """Work out a month's bill in every mode, table class and reserved term.

    `free_tier`: the tables of this load are all that the account has in the region.

    >>> from ddbhelpers.plan import pattern_loads, load_prices, take_stock
    >>> from ddbhelpers.model import Model
    >>> notes = Model(name="notes", tables={"notes": {"partition_key": "pk"}},
    ...     entities={"Note": {"keys": {"pk": "NOTE#{n}"}, "attributes": {
    ...         "n": {"type": "integer", "in": "key"}}}},
    ...     access_patterns={"write_note": {"question": "Keep it?",
    ...         "rate": {"average": 100, "peak": 100}, "operation": "PutItem",
    ...         "writes": [{"action": "put", "entity": "Note"}]}})
    >>> load = pattern_loads(take_stock(notes, [{"pk": "NOTE#1"}]))
    >>> bill = monthly_bill(load, load_prices(), free_tier=False)
    >>> round(bill.option("on demand").monthly_usd, 2)  # 262.8 million × 0.625
    164.25
    >>> bill.cheapest.name  # 180 / 36 + 0.0081 × 730, and one RCU for 730 h
    'provisioned, reserved 3 years, Standard'
    >>> round(bill.cheapest.monthly_usd, 2)
    11.01
    """
    policy, extras = auto_scaling or AutoScaling(), extras or Extras()
    options = []
    for option in throughput_options(load, prices, policy, free_tier):
        lines = (
            *option.lines,
            *storage_lines(load, prices, option.table_class, free_tier),
            *_extra_lines(load, prices, extras, free_tier),
        )
        options.append(replace(option, lines=lines))
    said = _assumptions(load, prices, policy, free_tier)
    return Bill(tuple(options), load, prices, (*load.assumptions, *said))


def storage_lines(
    load: Load, prices: Prices, table_class: TableClass, free_tier: bool
) -> tuple[BillLine, ...]:
    """Price what is stored, tables and indexes, and give back what is free of it."""
    given = prices.of_class(table_class)
    lines = []
    for held in load.storage:
        where = f"index {held.index}" if held.index else held.table
        usd = held.billed_gb * given.storage_gb_month_usd
        lines.append(BillLine(f"storage of {where}", held.billed_gb, "GB-months", usd))
    stored = sum(line.quantity for line in lines)
    if free_tier and given.free_storage_gb:
        free = min(given.free_storage_gb, stored)
        usd = -free * given.storage_gb_month_usd
        lines.append(BillLine("free tier, storage", free, "GB-months", usd))
    return tuple(lines)


class Paying(TypedDict, total=False):
    """What `monthly_bill` takes besides a load and its prices."""

    auto_scaling: AutoScaling | None
    extras: Extras | None
    free_tier: bool


def mode_changes(
    load: Load, prices: Prices, **paying: Unpack[Paying]
) -> tuple[ModeChange, ...]:
    """Tell at which multiple of the rate the cheapest option changes, 0.01 to 100.

    What is stored stays as it is. A span so short that it begins and ends between two
    of the multiples tried (four to every tenfold) is not seen.
    """

    def cheapest(factor: float) -> str:
        return monthly_bill(load.scaled(factor), prices, **paying).cheapest.name

    found = []
    tried = [(factor, cheapest(factor)) for factor in FLIP_FACTORS]
    for (low, first), (high, last) in pairwise(tried):
        if first != last:
            found += _between(cheapest, low, high, first, last)
    return tuple(found)


def _between(
    cheapest: Callable[[float], str], low: float, high: float, first: str, last: str
) -> list[ModeChange]:
    """Find the change nearest to `low`, and then those between it and `high`."""
    end = high
    for _ in range(_BISECTIONS):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if cheapest(middle) == first else (low, middle)
    above = last if high == end else cheapest(high)
    change = ModeChange(high, first, above)
    if above == last:
        return [change]
    return [change, *_between(cheapest, high, end, above, last)]


def _extra_lines(
    load: Load, prices: Prices, extras: Extras, free_tier: bool
) -> tuple[BillLine, ...]:
    def is_kept(held: Storage) -> bool:
        """Backups hold a table and its local indexes; global ones are built again."""
        table = load.model.table(held.table)
        return held.index is None or table.index(held.index).kind == "local"

    kept_gb = sum(held.billed_gb for held in load.storage if is_kept(held))
    calls = extras.stream_reads_per_second * HOUR_SECONDS * prices.month_hours
    paid = max(0.0, calls - (prices.free_stream_reads if free_tier else 0))
    pitr = prices.point_in_time_recovery_gb_month_usd
    kept = (
        (
            "point-in-time recovery",
            extras.point_in_time_recovery,
            "GB-months",
            pitr,
        ),
        ("backups", extras.backups, "GB-months", prices.backup_gb_month_usd),
        ("restores", extras.restores, "GB", prices.restore_gb_usd),
        ("exports to S3", extras.exports, "GB", prices.export_gb_usd),
    )
    lines = [
        BillLine(what, times * kept_gb, unit, times * kept_gb * usd)
        for what, times, unit, usd in kept
        if times
    ]
    if calls:
        usd = paid / STREAM_READS * prices.stream_reads_100_000_usd
        lines.append(BillLine("reads of streams", calls, "GetRecords calls", usd))
    return tuple(lines)


def _assumptions(
    load: Load, prices: Prices, policy: AutoScaling, free_tier: bool
) -> Iterator[str]:
    yield f"Prices of {prices}."
    yield "What is stored stays the same for the month; a GB is 1,024³ bytes."
    yield "Provisioned is the average day's peak in whole units, without headroom."
    least = counted(policy.minimum, "unit")
    yield (
        f"Auto scaling aims at {100 * policy.target:g} % from {least} up; it acts "
        f"{policy.lag_minutes} min after {OUT_MINUTES} min above, or after "
        f"{IN_MINUTES} min below {100 * policy.low:g} %, and takes back once an hour."
    )
    yield "An hour is billed at its highest level. Burst serves 300 s of unused units."
    yield (
        "Reserved blocks are as many as pay for themselves, their upfront payment "
        "spread over the term."
    )
    whose = "all this load's" if free_tier else "used up elsewhere"
    yield f"The free tier is {whose}."
    for arm in load.arms:
        if arm.peak > (quota := TABLE_QUOTA_UNITS[arm.unit]):
            yield (
                f"The peak of {arm.unit}s of {arm.name}, {arm.peak:,.0f} units/s, is "
                f"over the quota of {quota:,}: ask for a higher one."
            )
