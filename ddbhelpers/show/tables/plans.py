"""Tables of a month: the load, the bill, where the cheapest changes, the deadlines."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

from ddbhelpers.show.tables.table import Title, tabled
from ddbhelpers.show.view import TableView
from ddbhelpers.words import counted, money, number, share, size

if TYPE_CHECKING:
    from ddbhelpers.plan import (
        Bill,
        Deadlines,
        Load,
        ModeChange,
        Option,
        UtilisationCurve,
    )

SECOND = "per s"


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
        {"at": str(at), "says": says} for at, says in enumerate(result.assumptions, 1)
    ]
    titles = [("at", "#", ""), ("says", "assumption", "")]
    return tabled(titles, lines, caption=caption, right=("at",))


def load_table(load: "Load", *, caption: str | None = None) -> TableView:
    """Show the units per second that are asked of each table and global index.

    The units of local secondary indexes are in their table's.
    """
    lines: dict[str, dict[str, Any]] = {}
    for arm in load.arms:
        line = lines.setdefault(arm.name, {"arm": arm.name})
        line[f"{arm.unit}_average"] = round(arm.average, 3)
        line[f"{arm.unit}_peak"] = round(arm.peak, 3)
    titles: list[Title] = [("arm", "table or index", "")]
    for unit in ("read", "write"):
        titles += [
            (f"{unit}_average", f"{unit} units, average", SECOND),
            (f"{unit}_peak", f"{unit} units, peak", SECOND),
        ]
    if caption is None:
        asked = counted(len(load.patterns), "access pattern")
        caption = f"{load.model.name}: what {asked} consume each second"
    return tabled(
        titles,
        list(lines.values()),
        caption=caption,
        note=_left_out(load),
        fixed=("arm",),
    )


def pattern_load_table(load: "Load", *, caption: str | None = None) -> TableView:
    """Show what each access pattern adds to the load, on average."""
    lines: list[dict[str, Any]] = [
        {
            "pattern": one.pattern,
            "runs": number(one.rate.average),
            "units": number(round(one.request.units, 1)),
            "read": round(one.read_units_per_second, 3),
            "write": round(one.write_units_per_second, 3),
        }
        for one in load.patterns
    ]
    total = len(lines) > 1
    if total:
        sums = {
            unit: round(load.units_per_second(unit), 3) for unit in ("read", "write")
        }
        lines.append({"pattern": "together", "runs": "", "units": "", **sums})
    titles = [
        ("pattern", "access pattern", ""),
        ("runs", "requests", SECOND),
        ("units", "units a request", ""),
        ("read", "read units", SECOND),
        ("write", "write units", SECOND),
    ]
    return tabled(
        titles,
        lines,
        caption=f"{load.model.name}: who asks for it" if caption is None else caption,
        note=_left_out(load),
        right=("runs", "units"),
        fixed=("pattern",),
        total=total,
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
            "rest": money(option.monthly_usd - option.throughput_usd),
            "usd": money(option.monthly_usd),
            "used": _used(option),
            "says": verdict(bill, option),
        }
        for option in bill.ranked
    ]
    titles = [
        ("option", "option", ""),
        ("throughput", "throughput", "USD"),
        ("rest", "storage and rest", "USD"),
        ("usd", "month", "USD"),
        ("used", "capacity used", ""),
        ("says", "verdict", ""),
    ]
    if caption is None:
        caption = f"{bill.load.model.name}: {counted(len(lines), 'way')} to pay a month"
    return tabled(
        titles,
        lines,
        caption=caption,
        note=prices_note(bill),
        right=("throughput", "rest", "usd", "used"),
    )


def prices_note(result: Assuming) -> str:
    """Say the region, the price date, the month's hours, and who has the free tier."""
    begins = ("Prices of", "The free tier")
    return " ".join(says for says in result.assumptions if says.startswith(begins))


def _used(option: "Option") -> str:
    if option.utilisation is None or not option.serves:
        return "–"
    return share(option.utilisation)


def verdict(bill: "Bill", option: "Option") -> str:
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
            "quantity": number(round(line.quantity, 3)),
            "unit": line.unit,
            "usd": money(line.monthly_usd),
        }
        for line in option.lines
        if line.quantity
    ]
    total = {"what": "together", "quantity": "", "unit": ""}
    lines.append({**total, "usd": money(option.monthly_usd)})
    titles = [
        ("what", "what", ""),
        ("quantity", "how much", ""),
        ("unit", "unit", ""),
        ("usd", "month", "USD"),
    ]
    return tabled(
        titles,
        lines,
        caption=option.name if caption is None else caption,
        note=prices_note(bill),
        right=("quantity", "usd"),
        total=True,
    )


def mode_changes_table(
    changes: "Iterable[ModeChange]", *, caption: str | None = None
) -> TableView:
    """Show at which multiples of the rate another option becomes the cheapest."""
    lines = [
        {
            "factor": f"× {change.rate_factor:.3g}",
            "below": change.below,
            "above": change.above,
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
    titles = [
        ("factor", "at the rate", ""),
        ("below", "the cheapest below it", ""),
        ("above", "the cheapest from it on", ""),
    ]
    note = "What is stored stays the same."
    return tabled(titles, lines, caption=caption, note=note, right=("factor",))


def utilisation_table(
    curve: "UtilisationCurve", *, caption: str | None = None
) -> TableView:
    """Show what so much capacity costs, and from which utilisation it pays."""
    full = curve.points[-1]
    crossed = {one.reserved_years: one.utilisation for one in curve.crossings}
    ways = [("provisioned", 0, full.provisioned_usd)]
    ways += [
        (f"reserved {term(years)}", years, usd) for years, usd in full.reserved_usd
    ]
    lines = [
        {
            "way": way,
            "usd": money(usd),
            "from": share(crossed[years]) if years in crossed else "never",
        }
        for way, years, usd in ways
    ]
    lines.append(
        {"way": "on demand, all used", "usd": money(full.on_demand_usd), "from": "–"}
    )
    titles = [
        ("way", "way to pay", ""),
        ("usd", "month", "USD"),
        ("from", "cheaper than on demand from", "utilisation"),
    ]
    if caption is None:
        caption = f"{number(curve.capacity_units)} {curve.unit} units per second"
    note = f"Prices of {curve.prices}. Without free tier."
    return tabled(titles, lines, caption=caption, note=note, right=("usd", "from"))


def term(years: int) -> str:
    """Say a reserved term.

    >>> term(1), term(3)
    ('1 year', '3 years')
    """
    return counted(years, "year")


def deadlines_table(deadlines: "Deadlines", *, caption: str | None = None) -> TableView:
    """Show when something passes a limit of DynamoDB, the soonest first."""
    soonest = sorted(
        deadlines,
        key=lambda one: (one.date is None, one.date or deadlines.start),
    )
    lines = [
        {
            "limit": one.limit,
            "about": one.about,
            "now": size(one.bytes_now),
            "more": size(one.bytes_per_month) if one.bytes_per_month else "–",
            "date": "passed"
            if one.bytes_now > one.limit_bytes
            else one.date.isoformat()
            if one.date
            else "never",
        }
        for one in soonest
    ]
    titles = [
        ("limit", "limit", ""),
        ("about", "of", ""),
        ("now", "now", ""),
        ("more", "more a month", ""),
        ("date", "passed on", ""),
    ]
    if caption is None:
        first = deadlines.first
        caption = (
            f"The next limit: {first.limit}, {first.about}, on {first.date:%d %B %Y}"
            if first
            else "No limit lies ahead"
        )
    note = f"Counted from {deadlines.start:%d %B %Y}; a month is 730 h."
    return tabled(
        titles,
        lines,
        caption=caption,
        note=note,
        right=("now", "more"),
        fixed=("date",),
    )
