"""Tables to choose by: two designs, the projections of an index, the way to change."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ddbhelpers.show.tables.plans import prices_note
from ddbhelpers.show.tables.table import tabled
from ddbhelpers.show.view import TableView
from ddbhelpers.words import counted, money, number

if TYPE_CHECKING:
    from ddbhelpers.plan import (
        Change,
        Comparison,
        PatternComparison,
        ProjectionChoice,
    )

ARROW = " → "
NOT_THERE = "–"
FEW = 3


def design_table(comparison: "Comparison", *, caption: str | None = None) -> TableView:
    """Show two designs side by side: units, pages and dollars of each pattern.

    One number stands where both designs agree. Dollars are a month's on demand before
    any free tier, so that patterns and storage add up; the note has the cheapest
    option of each, and what changed.
    """
    lines: list[dict[str, Any]] = [_compared(one) for one in comparison.patterns]
    kept = comparison.a.stored_usd, comparison.b.stored_usd
    gb = both(*(number(round(gb, 3) or gb) for gb in comparison.storage_gb))
    lines.append(
        {"pattern": f"storage, {gb} GB", "units": "", "pages": "", **_usd(*kept)}
    )
    sums = comparison.patterns_usd
    together = _usd(sums[0] + kept[0], sums[1] + kept[1])
    lines.append({"pattern": "together", "units": "", "pages": "", **together})
    a, b = comparison.names
    titles = [
        ("pattern", "access pattern", ""),
        ("units", "units a request", ""),
        ("pages", "pages", ""),
        ("a", a, "USD"),
        ("b", b, "USD"),
        ("more", "more", "USD"),
    ]
    return tabled(
        titles,
        lines,
        caption=f"{a} against {b}, a month on demand, before free tier"
        if caption is None
        else caption,
        note=_note(comparison),
        right=("units", "pages", "a", "b", "more"),
        total=True,
    )


def both(a: str, b: str) -> str:
    """Write two values, or one if they are the same.

    >>> both("1", "2"), both("1", "1")
    ('1 → 2', '1')
    """
    return a if a == b else f"{a}{ARROW}{b}"


def _compared(one: "PatternComparison") -> dict[str, str]:
    sides = (one.a, one.b)
    units = (side and number(round(side.units_per_request, 1)) for side in sides)
    pages = (side and number(round(side.pages, 1)) for side in sides)
    dollars = [money(side.monthly_usd) if side else NOT_THERE for side in sides]
    return {
        "pattern": one.pattern,
        "units": both(*(said or NOT_THERE for said in units)),
        "pages": both(*(said or NOT_THERE for said in pages)),
        "a": dollars[0],
        "b": dollars[1],
        "more": more(one.monthly_usd_more),
    }


def _usd(a: float, b: float) -> dict[str, str]:
    return {"a": money(a), "b": money(b), "more": more(b - a)}


def more(usd: float) -> str:
    """Write a difference of dollars with its sign.

    >>> more(4.106), more(-4.106), more(1e-9)
    ('+4.11', '-4.11', '0.00')
    """
    return f"{'+' if round(usd, 6) > 0 else ''}{money(usd)}"


def _note(comparison: "Comparison") -> str:
    sides = zip(comparison.names, (comparison.a, comparison.b), strict=True)
    cheapest = "; ".join(
        f"{name} {bill.cheapest.name}, {money(bill.cheapest.monthly_usd)} USD"
        for name, bill in sides
    )
    said = comparison.changed
    what = "; ".join(said[:FEW]) or "nothing"
    rest = f"; and {len(said) - FEW} more" if len(said) > FEW else ""
    prices = prices_note(comparison)
    return " ".join([f"Cheapest: {cheapest}.", prices, f"Changed: {what}{rest}."])


def differences_table(
    comparison: "Comparison", *, caption: str | None = None
) -> TableView:
    """Show everything that is different between two designs, by its place."""
    lines = []
    for says in comparison.changed:
        place, _, how = says.partition(": ")
        lines.append({"place": place, "how": how})
    if caption is None:
        a, b = comparison.names
        caption = f"{a} to {b}: {counted(len(lines), 'difference')}"
    titles = [("place", "in the model", ""), ("how", "change", "")]
    return tabled(titles, lines, caption=caption)


def projections_table(
    choices: "Sequence[ProjectionChoice]", *, caption: str | None = None
) -> TableView:
    """Show what each projection of an index costs, and which patterns it fails."""
    from ddbhelpers.plan import cheapest_projection

    serving = any(one.serves for one in choices)
    best = cheapest_projection(choices) if serving else None
    lines = [
        {
            "projection": " ".join(
                [one.projection.type, ", ".join(one.projection.attributes)]
            ).strip(),
            "writes": round(one.index_write_units_per_second, 3),
            "gb": round(one.index_gb, 4),
            "usd": money(one.monthly_usd),
            "says": "\n".join(one.lost)
            or ("cheapest that serves" if one is best else "serves"),
        }
        for one in choices
    ]
    titles = [
        ("projection", "projection", ""),
        ("writes", "index writes", "units per s"),
        ("gb", "index", "GB"),
        ("usd", "month", "USD"),
        ("says", "patterns", ""),
    ]
    if caption is None:
        caption = (
            f"{lines[choices.index(best)]['projection']} is the cheapest projection "
            "that serves every pattern"
            if best
            else "No projection serves every pattern"
        )
    note = "The whole design on demand, without free tier."
    return tabled(titles, lines, caption=caption, note=note, right=("usd",))


def change_table(change: "Change", *, caption: str | None = None) -> TableView:
    """Show the steps from one design to another, in the order DynamoDB allows."""
    timed = any(step.hours is not None for step in change.steps)
    reading = any(step.read_units for step in change.steps)
    lines = [
        {
            "at": str(at),
            "do": step.do,
            "allowed": step.allowed,
            "read": _units(step.read_units),
            "write": _units(step.write_units),
            "hours": NOT_THERE if step.hours is None else f"{step.hours:,.2f}",
            "usd": money(step.usd) if step.usd else NOT_THERE,
        }
        for at, step in enumerate(change.steps, 1)
    ]
    titles = [
        ("at", "#", ""),
        ("do", "step", ""),
        ("allowed", "what DynamoDB allows", ""),
        *([("read", "read units", "")] if reading else []),
        ("write", "write units", ""),
        *([("hours", "hours", "")] if timed else []),
        ("usd", "once", "USD"),
    ]
    if caption is None:
        caption = (
            f"{counted(len(lines), 'step')}, {money(change.usd)} USD once"
            if lines
            else "Nothing is to be done"
        )
    return tabled(
        titles,
        lines,
        caption=caption,
        note=" ".join(change.assumptions),
        right=("at", "read", "write", "hours", "usd"),
    )


def _units(units: float) -> str:
    return number(round(units)) if units else NOT_THERE
