"""What an engine reported against what DynamoDB charges, as a table."""

from collections.abc import Sequence
from typing import Any, Protocol

from ddbhelpers.show.tables.table import tabled
from ddbhelpers.show.view import TableView
from ddbhelpers.words import counted


class _Line(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def divergences(self) -> tuple[str, ...]: ...
    @property
    def why(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def reported_unit(self) -> str: ...
    @property
    def requests(self) -> int: ...
    @property
    def reported(self) -> float: ...
    @property
    def charged(self) -> float | None: ...


class Reconciled(Protocol):
    """What `ddbhelpers.reconcile` gives."""

    @property
    def engine(self) -> str:
        """The engine's name."""

    @property
    def requests(self) -> int:
        """How many requests were compared."""

    @property
    def lines(self) -> Sequence[_Line]:
        """A line for each kind of outcome."""


def reconciliation_table(
    reconciliation: Reconciled, *, caption: str | None = None
) -> TableView:
    """Show a reconciliation: one line for each kind of outcome, and why.

    >>> from types import SimpleNamespace as Plain
    >>> line = Plain(kind="agreed", divergences=(), why="", unit="read",
    ...              reported_unit="read", requests=3, reported=1.5, charged=1.5)
    >>> reconciliation_table(Plain(engine="an engine", requests=3, lines=[line]))
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


def _line(line: _Line) -> dict[str, Any]:
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
