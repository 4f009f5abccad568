"""Tables of what was asked, what came back, and what it consumed."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from ddbhelpers.errors import WrongTable
from ddbhelpers.show.tables.table import Records, lines_of, tabled
from ddbhelpers.show.view import TableView
from ddbhelpers.words import counted, cut, is_missing, number, written

if TYPE_CHECKING:
    from pandas import DataFrame

    from ddbhelpers.capacity import Charge
    from ddbhelpers.data import Answer
    from ddbhelpers.request import Request

METERED = {
    "pattern": "access pattern",
    "operation": "operation",
    "arms": "units by arm",
    "scanned_count": "evaluated",
    "count": "returned",
    "read_units": "read units",
    "write_units": "write units",
    "error": "error",
}


def request_table(
    request: "Request | Mapping[str, Any]", *, caption: str | None = None
) -> TableView:
    """Show a request as it goes to DynamoDB, argument by argument."""
    if isinstance(request, Mapping):
        arguments: Mapping[str, Any] = request
    else:
        arguments = request.arguments
        caption = caption or f"{request.operation} for {request.pattern.name}"
    lines = [
        {"argument": name, "value": _argument(value)}
        for name, value in arguments.items()
    ]
    return tabled(lines, caption=caption or "", fixed=("argument",))


def answer_table(
    answer: "Answer | DataFrame | Records",
    *columns: str,
    caption: str | None = None,
    longest: int | None = 120,
    short_ids: bool = True,
) -> TableView:
    """Show the items of an answer, or of any frame of items: one line for each.

    An Answer is shown by its ``view``, the entity's own attributes, and says below
    what it cost; by its ``frame``, the items as stored, where ``columns`` names what
    only that has, or the items are of several entities. ``longest`` cuts long texts.
    A missing attribute is blank, NULL is NULL.
    """
    data, note = _items_of(answer, columns)
    names, lines = lines_of(data)
    for line in lines:
        for name, value in line.items():
            if longest and isinstance(value, str):
                line[name] = cut(value, longest)
    return tabled(
        lines,
        columns or names,
        caption=counted(len(lines), "item")
        if caption is None and not note
        else caption or "",
        note=note,
        nothing="",
        null="NULL",
        short_ids=short_ids,
    )


def units_table(frame: "DataFrame", *, caption: str = "") -> TableView:
    """Show a meter's frame: one line for each request, and the sum of their units."""
    from ddbhelpers.metering.tallies import arms_of

    metered = [{**line, "units": arms_of(line)} for line in lines_of(frame)[1]]
    indexes = list(dict.fromkeys(name for line in metered for name in _indexes(line)))
    short = {indexes[0]: "index"} if len(indexes) == 1 else {}
    lines = [_metered(line, short) for line in metered]
    columns = dict(METERED)
    if all(line["count"] == line["scanned_count"] for line in lines if _counts(line)):
        del columns["count"]
    for name in METERED:
        if not any(_held(line[name]) for line in lines):
            columns.pop(name, None)
    sums: dict[str, Any] = {next(iter(columns), ""): counted(len(lines), "request")}
    for name in ("scanned_count", "count", "read_units", "write_units"):
        sums[name] = sum(line[name] for line in lines if _held(line[name]))
    note = f"index: {indexes[0]}" if short else ""
    return tabled(lines, columns, caption=caption, note=note, sums=sums)


def charge_table(
    charges: "Charge | Mapping[str, Charge]", *, caption: str = ""
) -> TableView:
    """Show a charge, or several by name: units of the table and of each index.

    >>> from ddbhelpers.capacity import Charge
    >>> charge_table({"move": Charge(unit="write", table=1, gsi={"by-group": 2})})
    request  unit   table  GSI by-group  total
    -------  -----  -----  ------------  -----
    move     write      1             2      3
    """
    alone = not isinstance(charges, Mapping)
    several = {"": charges} if not isinstance(charges, Mapping) else dict(charges)
    arms = {
        (arm.kind, arm.index): None
        for charge in several.values()
        for arm in charge.arms
        if arm.kind != "table"
    }
    lines = [
        {
            **({} if alone else {"request": name}),
            "unit": charge.unit,
            "table": charge.table,
            **{
                f"{kind.upper()} {index}": getattr(charge, kind).get(index, 0)
                for kind, index in arms
            },
            "total": charge.total,
        }
        for name, charge in several.items()
    ]
    return tabled(lines, caption=caption)


def _items_of(
    answer: "Answer | DataFrame | Records", columns: tuple[str, ...]
) -> "tuple[DataFrame | Records, str]":
    """Give an answer's view or frame, and what it cost in words; data as it is."""
    if not hasattr(answer, "scanned_count"):
        return cast("DataFrame | Records", answer), ""
    answer = cast("Answer", answer)
    try:
        view = answer.view
    except WrongTable:
        return answer.frame, str(answer)
    if set(columns) <= set(view.columns):
        return view, str(answer)
    return answer.frame, str(answer)


def _metered(line: Mapping[str, Any], short: Mapping[str, str]) -> dict[str, Any]:
    arms = []
    for label, units in line["units"].items():
        index = label.partition("/")[2]
        arms.append(f"{short.get(index, index) or 'table'} {number(units)}")
    # a request reads or writes: the other's zero says nothing
    wrote = _held(line["write_units"]) and line["write_units"]
    return {
        "pattern": line["pattern"],
        "operation": line["operation"],
        "arms": ", ".join(arms),
        "scanned_count": line["scanned_count"],
        "count": line["count"],
        "read_units": None if wrote else line["read_units"],
        "write_units": line["write_units"] if wrote else None,
        "error": line["error"],
    }


def _indexes(line: Mapping[str, Any]) -> list[str]:
    return [index for arm in line["units"] if (index := arm.partition("/")[2])]


def _counts(line: Mapping[str, Any]) -> bool:
    return _held(line["count"]) and _held(line["scanned_count"])


def _held(value: Any) -> bool:
    return value is not None and not is_missing(value) and value != ""


def _argument(value: Any) -> str:
    if isinstance(value, Mapping) and value:
        return "\n".join(f"{name} = {_json(held)}" for name, held in value.items())
    return value if isinstance(value, str) else _json(value)


def _json(value: Any) -> str:
    return json.dumps(
        value, ensure_ascii=False, default=lambda other: written(other), sort_keys=True
    )
