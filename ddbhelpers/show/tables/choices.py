"""Tables to choose by: two designs, the projections of an index, the way to change."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ddbhelpers.show.tables.plans import prices_note
from ddbhelpers.show.tables.table import tabled
from ddbhelpers.show.view import TableView
from ddbhelpers.words import NOTHING, counted, money, number

if TYPE_CHECKING:
    from ddbhelpers.plan import (
        Change,
        Comparison,
        PatternComparison,
        ProjectionChoice,
    )

ARROW = " → "
UNITS = "units a request"
FEW = 3


def design_table(comparison: "Comparison", *, caption: str | None = None) -> TableView:
    """Show two designs side by side: units, pages and dollars of each pattern.

    One number stands where both designs agree. Dollars are a month's on demand before
    any free tier, so that patterns and storage add up; the note has the cheapest
    option of each, and what changed.
    """
    a, b = comparison.names
    lines = [_compared(pattern) for pattern in comparison.patterns]
    kept = comparison.a.stored_usd, comparison.b.stored_usd
    gb = both(*(number(round(gb, 3) or gb) for gb in comparison.storage_gb))
    stored = {"access pattern": f"storage, {gb} GB", UNITS: "", "pages": ""}
    lines.append(stored | _usd(*kept))
    sums = comparison.patterns_usd
    together = _usd(sums[0] + kept[0], sums[1] + kept[1])
    lines.append({"access pattern": "together"} | together)
    columns = ("access pattern", UNITS, "pages", "a", "b", "more")
    return tabled(
        lines,
        {name: name for name in columns} | {"a": a, "b": b},
        caption=f"{a} against {b}, a month on demand, before free tier"
        if caption is None
        else caption,
        note=_note(comparison),
        units=dict.fromkeys(("a", "b", "more"), "USD"),
        right=(UNITS, "pages"),
        total=True,
    )


def both(a: str, b: str) -> str:
    """Write two values, or one if they are the same.

    >>> both("1", "2"), both("1", "1")
    ('1 → 2', '1')
    """
    return a if a == b else f"{a}{ARROW}{b}"


def _compared(pattern: "PatternComparison") -> dict[str, str]:
    sides = (pattern.a, pattern.b)
    units = (side and number(round(side.units_per_request, 1)) for side in sides)
    pages = (side and number(round(side.pages, 1)) for side in sides)
    dollars = [money(side.monthly_usd) if side else NOTHING for side in sides]
    return {
        "access pattern": pattern.pattern,
        UNITS: both(*(shown or NOTHING for shown in units)),
        "pages": both(*(shown or NOTHING for shown in pages)),
        "a": dollars[0],
        "b": dollars[1],
        "more": more(pattern.monthly_usd_more),
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
        lines.append({"in the model": place, "change": how})
    if caption is None:
        a, b = comparison.names
        caption = f"{a} to {b}: {counted(len(lines), 'difference')}"
    return tabled(lines, ("in the model", "change"), caption=caption)


def projections_table(
    choices: "Sequence[ProjectionChoice]", *, caption: str | None = None
) -> TableView:
    """Show what each projection of an index costs, and which patterns it fails."""
    from ddbhelpers.plan import cheapest_projection

    serving = any(choice.serves for choice in choices)
    best = cheapest_projection(choices) if serving else None
    lines = [
        {
            "projection": " ".join(
                [choice.projection.type, ", ".join(choice.projection.attributes)]
            ).strip(),
            "index writes": round(choice.index_write_units_per_second, 3),
            "index": round(choice.index_gb, 4),
            "month": money(choice.monthly_usd),
            "patterns": "\n".join(choice.lost)
            or ("cheapest that serves" if choice is best else "serves"),
        }
        for choice in choices
    ]
    if caption is None:
        caption = (
            f"{lines[choices.index(best)]['projection']} is the cheapest projection "
            "that serves every pattern"
            if best
            else "No projection serves every pattern"
        )
    note = "The whole design on demand, without free tier."
    units = {"index writes": "units per s", "index": "GB", "month": "USD"}
    return tabled(lines, units=units, caption=caption, note=note)


def change_table(change: "Change", *, caption: str | None = None) -> TableView:
    """Show the steps from one design to another, in the order DynamoDB allows."""
    steps = change.steps
    lines = [
        {
            "#": place,
            "step": step.do,
            "what DynamoDB allows": step.allowed,
            "read units": _units(step.read_units),
            "write units": _units(step.write_units),
            "hours": NOTHING if step.hours is None else number(step.hours, 2),
            "once": money(step.usd) if step.usd else NOTHING,
        }
        for place, step in enumerate(steps, 1)
    ]
    columns = ["#", "step", "what DynamoDB allows", "write units", "once"]
    if any(step.read_units for step in steps):
        columns.insert(3, "read units")
    if any(step.hours is not None for step in steps):
        columns.insert(-1, "hours")
    if caption is None:
        caption = (
            f"{counted(len(lines), 'step')}, {money(change.usd)} USD once"
            if lines
            else "Nothing is to be done"
        )
    return tabled(
        lines,
        columns,
        units={"once": "USD"},
        caption=caption,
        note=" ".join(change.assumptions),
        right=("read units", "write units", "hours"),
    )


def _units(units: float) -> str:
    return number(round(units)) if units else NOTHING
