"""What an engine reported against what DynamoDB charges, as a table."""

from typing import TYPE_CHECKING, Any

from ddbhelpers.show.tables.table import tabled
from ddbhelpers.show.view import TableView
from ddbhelpers.words import counted

if TYPE_CHECKING:
    from ddbhelpers.explaining import ReconciledLine, Reconciliation


def reconciliation_table(
    reconciliation: "Reconciliation", *, caption: str | None = None
) -> TableView:
    """Show a reconciliation: one line for each kind of outcome, and why.

    >>> from ddbhelpers.explaining import ReconciledLine, Reconciliation
    >>> line = ReconciledLine("agreed", (), "", "read", "read", 3, 1.5, 1.5)
    >>> reconciliation_table(Reconciliation("an engine", (line,)))
    3 requests: an engine against DynamoDB
    <BLANKLINE>
                                  reported  DynamoDB charges
    outcome  why  unit  requests   (units)           (units)
    -------  ---  ----  --------  --------  ----------------
    agreed        read         3       1.5               1.5
    """
    about = f"{counted(reconciliation.requests, 'request')}: {reconciliation.engine}"
    return tabled(
        list(map(_line, reconciliation.lines)),
        ("outcome", "why", "unit", "requests", "reported", "DynamoDB charges"),
        units={"reported": "units", "DynamoDB charges": "units"},
        caption=f"{about} against DynamoDB" if caption is None else caption,
    )


def _line(line: "ReconciledLine") -> dict[str, Any]:
    return {
        "outcome": line.kind,
        "why": "\n".join(filter(None, [" + ".join(line.divergences), line.why])),
        "unit": line.unit
        if line.unit == line.reported_unit
        else f"{line.reported_unit}, is {line.unit}",
        "requests": line.requests,
        "reported": line.reported,
        "DynamoDB charges": line.charged,
    }
