"""Tables of a month: the load, the bill, where the cheapest changes, the deadlines."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

from ddbhelpers.show.tables.table import tabled
from ddbhelpers.show.view import TableView
from ddbhelpers.words import NOTHING, counted, money, number, share, size

if TYPE_CHECKING:
    from ddbhelpers.capacity.charge import Unit
    from ddbhelpers.plan import (
        Bill,
        Deadlines,
        Load,
        ModeChange,
        Option,
        UtilisationCurve,
    )

SECOND = "per s"
UNITS: "tuple[Unit, ...]" = ("read", "write")


class Assuming(Protocol):
    """A result of a plan that says what it assumes."""

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What was assumed, in sentences."""


def assumptions_table(
    result: Assuming, *, caption: str = "What this assumes"
) -> TableView:
    """Show what a load, a bill, deadlines, a comparison or a change takes as given."""
    lines = [
        {"#": place, "assumption": says}
        for place, says in enumerate(result.assumptions, 1)
    ]
    return tabled(lines, ("#", "assumption"), caption=caption)


def load_table(load: "Load", *, caption: str | None = None) -> TableView:
    """Show the units per second that are asked of each table and global index.

    The units of local secondary indexes are in their table's.
    """
    lines: dict[str, dict[str, Any]] = {}
    for arm in load.arms:
        line = lines.setdefault(arm.name, {"arm": arm.name})
        line[f"{arm.unit} units, average"] = round(arm.average, 3)
        line[f"{arm.unit} units, peak"] = round(arm.peak, 3)
    if caption is None:
        asked = counted(len(load.patterns), "access pattern")
        caption = f"{load.model.name}: what {asked} consume each second"
    rates = [f"{unit} units, {of}" for unit in UNITS for of in ("average", "peak")]
    return tabled(
        list(lines.values()),
        ["arm", *rates],
        units=dict.fromkeys(rates, SECOND),
        caption=caption,
        note=_left_out(load),
        fixed=("arm",),
    )


def pattern_load_table(load: "Load", *, caption: str | None = None) -> TableView:
    """Show what each access pattern adds to the load, on average."""
    lines: list[dict[str, Any]] = [
        {
            "access pattern": pattern.pattern,
            "requests": number(pattern.rate.average),
            "units a request": number(round(pattern.request.units, 1)),
            "read units": round(pattern.read_units_per_second, 3),
            "write units": round(pattern.write_units_per_second, 3),
        }
        for pattern in load.patterns
    ]
    sums = {f"{of} units": round(load.units_per_second(of), 3) for of in UNITS}
    rates = ("requests", "read units", "write units")
    return tabled(
        lines,
        ("access pattern", "requests", "units a request", *rates[1:]),
        units=dict.fromkeys(rates, SECOND),
        caption=f"{load.model.name}: who asks for it" if caption is None else caption,
        note=_left_out(load),
        right=("units a request",),
        fixed=("access pattern",),
        sums={"access pattern": "together", **sums},
    )


def _left_out(load: "Load") -> str:
    said = [f"{pattern} ({why})" for pattern, why in load.left_out]
    return f"Not counted: {', '.join(said)}." if said else ""


def bill_table(bill: "Bill", *, caption: str | None = None) -> TableView:
    """Show every way to pay for a month, the cheapest first, and name it.

    Options that do not serve the load stand last, with the reason. Reserved capacity
    of which no block pays is left out: it costs what the option without it costs.
    """
    lines = [
        {
            "option": option.name,
            "throughput": money(option.throughput_usd),
            "storage and rest": money(option.monthly_usd - option.throughput_usd),
            "month": money(option.monthly_usd),
            "capacity used": NOTHING
            if option.utilisation is None or not option.serves
            else share(option.utilisation),
            "verdict": _verdict(bill, option),
        }
        for option in bill.ranked
    ]
    if caption is None:
        caption = f"{bill.load.model.name}: {counted(len(lines), 'way')} to pay a month"
    return tabled(
        lines,
        units=dict.fromkeys(("throughput", "storage and rest", "month"), "USD"),
        caption=caption,
        note=prices_note(bill),
        right=("capacity used",),
    )


def prices_note(result: Assuming) -> str:
    """Say the region, the price date, the month's hours, and who has the free tier."""
    begins = ("Prices of", "The free tier")
    return " ".join(says for says in result.assumptions if says.startswith(begins))


def _verdict(bill: "Bill", option: "Option") -> str:
    """Say that an option is the cheapest, or that it fails and by how much."""
    if not option.serves:
        throttled = share(bill.throttled_share(option))
        return f"does not serve: throttles {throttled} of units"
    return "cheapest" if option == bill.cheapest else ""


def option_table(
    bill: "Bill", option: "Option | None" = None, *, caption: str | None = None
) -> TableView:
    """Show one option of a bill line by line; without one, the cheapest."""
    option = option or bill.cheapest
    lines = [
        {
            "what": line.what,
            "how much": number(round(line.quantity, 3)),
            "unit": line.unit,
            "month": money(line.monthly_usd),
        }
        for line in option.lines
        if line.quantity
    ]
    lines.append({"what": "together", "month": money(option.monthly_usd)})
    return tabled(
        lines,
        ("what", "how much", "unit", "month"),
        units={"month": "USD"},
        caption=option.name if caption is None else caption,
        note=prices_note(bill),
        right=("how much",),
        total=True,
    )


def mode_changes_table(
    changes: "Iterable[ModeChange]", *, caption: str | None = None
) -> TableView:
    """Show at which multiples of the rate another option becomes the cheapest."""
    lines = [
        {
            "at the rate": f"× {change.rate_factor:.3g}",
            "the cheapest below it": change.below,
            "the cheapest from it on": change.above,
        }
        for change in changes
    ]
    if caption is None:
        caption = (
            f"The cheapest changes {counted(len(lines), 'time')} from 0.01 to 100 "
            "times the rate"
            if lines
            else "The cheapest is the same from 0.01 to 100 times the rate"
        )
    return tabled(
        lines,
        ("at the rate", "the cheapest below it", "the cheapest from it on"),
        caption=caption,
        note="What is stored stays the same.",
        right=("at the rate",),
    )


def utilisation_table(
    curve: "UtilisationCurve", *, caption: str | None = None
) -> TableView:
    """Show what so much capacity costs, and from which utilisation it pays."""
    full = curve.points[-1]
    crossed = {crossing.reserved_years: crossing for crossing in curve.crossings}
    ways = [("provisioned", 0, full.provisioned_usd)]
    ways += [
        (f"reserved {counted(years, 'year')}", years, usd)
        for years, usd in full.reserved_usd
    ]
    cheaper = "cheaper than on demand from"
    lines = [
        {
            "way to pay": way,
            "month": money(usd),
            cheaper: share(crossed[years].utilisation) if years in crossed else "never",
        }
        for way, years, usd in ways
    ]
    all_used = {"way to pay": "on demand, all used", "month": money(full.on_demand_usd)}
    lines.append(all_used)
    if caption is None:
        caption = f"{number(curve.capacity_units)} {curve.unit} units per second"
    note = f"Prices of {curve.prices}. Without free tier."
    units = {"month": "USD", cheaper: "utilisation"}
    return tabled(lines, units=units, caption=caption, note=note)


def deadlines_table(deadlines: "Deadlines", *, caption: str | None = None) -> TableView:
    """Show when something passes a limit of DynamoDB, the soonest first."""
    soonest = sorted(
        deadlines,
        key=lambda limit: (limit.date is None, limit.date or deadlines.start),
    )
    lines = [
        {
            "limit": limit.limit,
            "of": limit.about,
            "now": size(limit.bytes_now),
            "more a month": size(limit.bytes_per_month)
            if limit.bytes_per_month
            else NOTHING,
            "passed on": "passed"
            if limit.bytes_now > limit.limit_bytes
            else limit.date.isoformat()
            if limit.date
            else "never",
        }
        for limit in soonest
    ]
    if caption is None:
        first = deadlines.first
        caption = (
            f"The next limit: {first.limit}, {first.about}, on {first.date:%d %B %Y}"
            if first
            else "No limit lies ahead"
        )
    return tabled(
        lines,
        ("limit", "of", "now", "more a month", "passed on"),
        caption=caption,
        note=f"Counted from {deadlines.start:%d %B %Y}; a month is 730 h.",
        right=("now", "more a month"),
        fixed=("passed on",),
    )
