"""A receipt to look at: which bytes, which rounding, which arm, and who says otherwise.

`explain` makes one of a metered request, or of a request on paper.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol, overload

from ddbhelpers.capacity import Action, ItemsRead, ItemWrite, Receipt, Step
from ddbhelpers.capacity.action import Image
from ddbhelpers.capacity.receipt import ReceiptLine
from ddbhelpers.model import Table
from ddbhelpers.show.html import QUIET, element, text
from ddbhelpers.show.tables.receipt_sizes import sizes_table
from ddbhelpers.show.tables.table import tabled
from ddbhelpers.show.view import TableView
from ddbhelpers.words import number

_VERDICTS = {
    "agreed": "{} reported the same.",
    "explained": "{} reports something else, for a known reason",
    "unreported": "{} reported nothing.",
    "unexplained": "{} reports something else, and nothing known explains it",
}


class Explained(Protocol):
    """What has a receipt of its own: a meter's record."""

    @property
    def receipt(self) -> Receipt:
        """The receipt."""


@dataclass(frozen=True, repr=False)
class ReceiptView:
    """A receipt that shows itself, as text and as HTML; `receipt` is the value."""

    receipt: Receipt

    @property
    def tables(self) -> tuple[TableView, ...]:
        """What was sized, what each arm is charged, what was reported otherwise."""
        sizes = sizes_table(self.receipt)
        arms = _arms(self.receipt, caption="" if sizes else str(self.receipt))
        reported = _reported(self.receipt)
        return tuple(view for view in (sizes, arms, reported) if view is not None)

    @property
    def on_paper(self) -> "ReceiptView":
        """The same without the engine's word: it looks the same on every engine."""
        return ReceiptView(replace(self.receipt, witness=None))

    def __repr__(self) -> str:
        """Draw the tables with characters."""
        return "\n\n\n".join(map(repr, self.tables))

    def __rich_console__(self, *_: Any) -> Iterator[Any]:
        """Draw the tables on a terminal."""
        first, *rest = self.tables
        yield first
        for table in rest:
            yield "\n"
            yield table

    def _repr_html_(self) -> str:
        """Draw the tables as HTML, each under its caption and above its note.

        These stand outside of the tables: they would stretch narrow ones.
        """
        return "\n".join(map(_html, self.tables))


@overload
def explain(given: Explained | Receipt | Action, /, *more: Action) -> ReceiptView: ...
@overload
def explain(
    given: Table, before: Image, after: Image, /, *, transactional: bool = False
) -> ReceiptView: ...
@overload
def explain(given: Table, /, **read: Any) -> ReceiptView: ...
def explain(given: Any, /, *more: Any, **facts: Any) -> ReceiptView:
    """Show every unit of a request: its bytes, its rounding, each arm, the sum.

    `given` is a record of the meter: what the engine reported stands beside it, and why
    it may differ. Or a table: with an item before and after a write (None: absent), or
    with the arguments of `read_charge`, such as `items=` and `index=`. Or the actions
    of a batch or a transaction, of `ddbhelpers.capacity`. Raises CapacityError for what
    DynamoDB refuses, EngineError for a record that the meter could take no images of.

    >>> mail = Table(name="mail", partition_key="pk")
    >>> explain(mail, None, {"pk": "1", "text": "Hello"})
    write on mail: 1 write unit
    ...
    item, names and values                    12
    ...
    table  new item, its whole size: 1       12    1,012            1
    """
    if isinstance(given, Table):
        reads = "items" in facts
        given = ItemsRead(given, **facts) if reads else ItemWrite(given, *more, **facts)
        more = ()
    if not isinstance(given, Receipt):
        known = getattr(given, "receipt", None)
        given = known or Receipt.of(given, *more)
    return ReceiptView(given)


def _html(view: TableView) -> str:
    parts = [replace(view, caption="", note="")._repr_html_()]
    if view.caption:
        head = text(view.caption, short_ids=view.short_ids)
        parts.insert(0, element("span", head, "font-weight:600;font-size:13px"))
    if view.note:
        note = element("small", text(view.note, short_ids=view.short_ids))
        parts += [element("span", note, "font-size:13px", QUIET), "<br>", "<br>"]
    return "\n".join(parts)


def _arms(receipt: Receipt, caption: str) -> TableView:
    """Show the step of each arm, and the sum."""
    numbered = len(receipt.parts) > 1
    lines: list[dict[str, Any]] = [
        {"#": place if numbered else None, **_arm_line(line, receipt)}
        for place, part in enumerate(receipt.parts, 1)
        for line in part.lines
    ]
    units = f"{receipt.unit} units"
    if not lines:
        lines = [{"arm": "none", "how it is rounded": "nothing is charged", units: 0}]
    witness = receipt.witness
    told = []
    if witness is not None and witness.verdict in ("agreed", "unreported"):
        told = [_VERDICTS[witness.verdict].format(witness.engine), *witness.why]
    rules = [f"Open rule, {rule.name}: {rule}." for rule in receipt.notes]
    columns = ("#", "arm", "how it is rounded", "size", "left", units)
    return tabled(
        lines,
        columns if numbered else columns[1:],
        units={"size": "bytes", "left": "bytes"},
        caption=caption,
        note=" ".join([*rules, *receipt.remarks, *told]),
        nothing="",
        null="",
        sums={"arm": "together", units: receipt.total},
    )


def _arm_line(line: ReceiptLine, receipt: Receipt) -> dict[str, Any]:
    step = line.step
    arm = "table" if step.index is None else f"{step.kind.upper()} {step.index}"
    marked = ", ".join(rule.name for rule in step.notes)
    return {
        "arm": f"{arm} of {line.table}" if len(receipt.charges) > 1 else arm,
        "how it is rounded": f"{step} (open rule: {marked})" if marked else str(step),
        "size": _sized(step),
        "left": line.bytes_left,
        f"{receipt.unit} units": line.units,
    }


def _sized(step: Step) -> str:
    if len(step.sizes) > 2:
        return number(sum(step.sizes))
    return (" + " if step.how == "sum" else " → ").join(map(number, step.sizes))


def _reported(receipt: Receipt) -> TableView | None:
    """Show what an engine reported beside DynamoDB's charge, where they differ."""
    witness = receipt.witness
    if witness is None or witness.verdict in ("agreed", "unreported"):
        return None
    ours, theirs = receipt.units, witness.units
    tables = len(receipt.charges) > 1
    lines: list[dict[str, Any]] = [
        {
            "arm": label if tables else label.partition("/")[2] or "table",
            "ours": ours.get(label, 0),
            "theirs": None if theirs is None else theirs.get(label, 0),
        }
        for label in dict.fromkeys([*ours, *(theirs or ())])
    ]
    reported = f"{witness.engine} reported"
    return tabled(
        lines,
        {"arm": "arm", "ours": "DynamoDB charges", "theirs": reported},
        units={"ours": f"{receipt.unit} units", "theirs": f"{witness.unit} units"},
        caption=_VERDICTS[witness.verdict].format(witness.engine),
        note=" ".join(witness.why),
        sums={"arm": "together", "ours": receipt.total, "theirs": witness.total},
    )
