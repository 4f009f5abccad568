"""The tables of the notebooks: patterns, plans, requests, answers, charges.

Each function takes values that the other rooms made and gives a ``TableView``.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from ddbhelpers.model import KeyAttribute, Model, SecondaryIndex, Table
from ddbhelpers.show.view import Column, TableView
from ddbhelpers.show.words import column_of, counted, cut, number, written

if TYPE_CHECKING:
    from pandas import DataFrame

    from ddbhelpers.capacity import Charge
    from ddbhelpers.check import Request

Records = Iterable[Mapping[str, Any]]


def show_table(
    data: "DataFrame | Records",
    *,
    caption: str = "",
    note: str = "",
    units: Mapping[str, str] | None = None,
    columns: Sequence[str] | None = None,
    total: bool = False,
    short_ids: bool = True,
) -> TableView:
    """Show a DataFrame, or a list of mappings, as a table.

    ``units`` maps a column to its unit, which goes to the heading; ``columns`` chooses
    and orders; ``total`` says that the last line is a sum. Numbers of a column stand
    aligned, with the decimals that the column needs. A missing value is a dash.

    >>> show_table([{"pattern": "AP1", "read_units": 0.5},
    ...             {"pattern": "AP7", "read_units": 240}])
    pattern  read units
    -------  ----------
    AP1             0.5
    AP7           240.0
    """
    names, lines = _records(data)
    shown = list(columns) if columns is not None else names
    units = units or {}
    return _table(
        [(name, name.replace("_", " "), units.get(name, "")) for name in shown],
        lines,
        caption=caption,
        note=note,
        total=total,
        short_ids=short_ids,
    )


def patterns_table(
    model: Model, *columns: str, caption: str | None = None
) -> TableView:
    """Show what the application asks: each access pattern, how often, how much.

    ``columns`` chooses and orders: id, pattern, question, screen, average, peak (runs
    per second), items, operation, index. Columns that nothing is in are left out.
    """
    lines = [
        {
            "id": pattern.id,
            "pattern": pattern.name,
            "question": pattern.question,
            "screen": pattern.screen,
            # rates span powers of ten: the decimals of the smallest would be noise
            "average": pattern.rate and number(pattern.rate.average),
            "peak": pattern.rate and number(pattern.rate.peak),
            "items": pattern.items,
            "operation": pattern.operation,
            "index": pattern.index,
        }
        for pattern in model.access_patterns
    ]
    chosen = columns or ("id", "pattern", "question", "average", "peak", "items")
    named = {"pattern": "access pattern"}
    titles = [
        (name, named.get(name, name), "per s" if name in ("average", "peak") else "")
        for name in chosen
        if columns or any(line[name] is not None for line in lines)
    ]
    if caption is None:
        caption = f"{model.name}: {counted(len(lines), 'access pattern')}"
    return _table(
        titles,
        lines,
        caption=caption,
        right=("average", "peak"),
        fixed=("id", "pattern"),
    )


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
    titles = [("argument", "argument", ""), ("value", "value", "")]
    return _table(titles, lines, caption=caption or "", fixed=("argument",))


def answer_table(
    answer: Any,
    *columns: str,
    caption: str | None = None,
    longest: int | None = 120,
    short_ids: bool = True,
) -> TableView:
    """Show the items of an answer, or of any frame of items: one line for each.

    An Answer is shown by its ``view``, the entity's own attributes, and says below
    what was evaluated and consumed. ``columns`` chooses and orders attributes;
    ``longest`` cuts long texts. A missing attribute is blank, NULL is NULL.
    """
    frame = getattr(answer, "view", None) if hasattr(answer, "scanned_count") else None
    note = "" if frame is None else _consumed(answer)
    if frame is None:
        frame = answer
    names, lines = _records(frame)
    if longest:
        lines = [
            {
                name: cut(value, longest) if isinstance(value, str) else value
                for name, value in line.items()
            }
            for line in lines
        ]
    if caption is None:
        caption = counted(len(lines), "item")
    return _table(
        [(name, name, "") for name in columns or names],
        lines,
        caption=caption,
        note=note,
        nothing="",
        null="NULL",
        short_ids=short_ids,
    )


def table_description(
    table: Table | Mapping[str, Any], *, caption: str | None = None
) -> TableView:
    """Show a table and its indexes: keys, projection, provisioned capacity.

    Takes a Table, CreateTable's arguments, or DescribeTable's Table.
    """
    if not isinstance(table, Table):
        table = Table.from_create_table(table)
    lines = [_described(table.name, "table", table)]
    for index in table.indexes:
        kind = "GSI" if index.kind == "global" else "LSI"
        lines.append(_described(index.name, kind, index))
    titles = [
        ("name", "name", ""),
        ("kind", "kind", ""),
        ("partition_key", "partition key", ""),
        ("sort_key", "sort key", ""),
        ("holds", "holds", ""),
        ("read", "read", "RCU"),
        ("write", "write", "WCU"),
    ]
    if not table.throughput:
        titles = titles[:-2]
    if caption is None:
        mode = "provisioned" if table.throughput else "on demand"
        caption = f"{table.name}, {mode}"
    return _table(titles, lines, caption=caption, fixed=("name", "kind"))


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
            "request": name,
            "unit": charge.unit,
            "table": charge.table,
            **{
                f"{kind} {index}": getattr(charge, kind).get(index, 0)
                for kind, index in arms
            },
            "total": charge.total,
        }
        for name, charge in several.items()
    ]
    titles = [("request", "request", ""), ("unit", "unit", ""), ("table", "table", "")]
    titles += [(f"{k} {i}", f"{k.upper()} {i}", "") for k, i in arms]
    titles.append(("total", "total", ""))
    return _table(titles[alone:], lines, caption=caption)


def comparison_table(
    designs: Mapping[str, Mapping[str, Any]],
    *,
    caption: str = "",
    units: Mapping[str, str] | None = None,
) -> TableView:
    """Show designs beside each other: one line for each measure, one column for each.

    With two designs of numbers a last column tells the second by the first.

    >>> comparison_table({"ALL": {"write_units": 6}, "KEYS_ONLY": {"write_units": 3}})
    measure      ALL  KEYS_ONLY  KEYS_ONLY / ALL
    -----------  ---  ---------  ---------------
    write units    6          3           × 0.50
    """
    units = units or {}
    measures = dict.fromkeys(name for held in designs.values() for name in held)
    names = list(designs)
    lines = []
    for measure in measures:
        values: list[Any] = [held.get(measure) for held in designs.values()]
        unit = f" ({units[measure]})" if measure in units else ""
        cells, numbers = column_of(values)
        line = {"measure": measure.replace("_", " ") + unit, "by": ""}
        line |= dict(zip(names, cells, strict=True))
        if len(names) == 2 and numbers and None not in values and values[0]:
            line["by"] = f"× {number(values[1] / values[0], 2)}"
        lines.append(line)
    titles = [("measure", "measure", ""), *((name, name, "") for name in names)]
    if any(line.get("by") for line in lines):
        titles.append(("by", f"{names[1]} / {names[0]}", ""))
    return _table(titles, lines, caption=caption, right=(*names, "by"))


def _table(
    titles: Sequence[tuple[str, str, str]],
    lines: Sequence[Mapping[str, Any]],
    *,
    caption: str,
    note: str = "",
    nothing: str = "–",
    null: str = "–",
    right: Sequence[str] = (),
    fixed: Sequence[str] = (),
    total: bool = False,
    short_ids: bool = True,
) -> TableView:
    columns, cells = [], []
    absent = float("nan")
    for name, title, unit in titles:
        values = [line.get(name, absent) for line in lines]
        texts, numbers = column_of(values, nothing=nothing, null=null)
        columns.append(
            Column(title or name, unit, numbers or name in right, name in fixed)
        )
        cells.append(texts)
    return TableView(
        tuple(columns),
        tuple(zip(*cells, strict=True)),
        caption=caption,
        note=note,
        total=total,
        short_ids=short_ids,
    )


def _records(data: "DataFrame | Records") -> tuple[list[str], list[dict[str, Any]]]:
    """Give the columns' names, and the lines as mappings, of a frame or a list."""
    if hasattr(data, "to_dict"):
        frame = cast("DataFrame", data)
        names = [str(name) for name in frame.columns]
        columns = [frame.iloc[:, at].tolist() for at in range(len(names))]
        return names, [
            dict(zip(names, line, strict=True)) for line in zip(*columns, strict=True)
        ]
    lines = [dict(line) for line in data]
    return list(dict.fromkeys(name for line in lines for name in line)), lines


def _argument(value: Any) -> str:
    if isinstance(value, Mapping) and value:
        return "\n".join(f"{name} = {_json(held)}" for name, held in value.items())
    return value if isinstance(value, str) else _json(value)


def _json(value: Any) -> str:
    return json.dumps(
        value, ensure_ascii=False, default=lambda other: written(other), sort_keys=True
    )


def _consumed(answer: Any) -> str:
    units = answer.read_units
    said = [
        f"{counted(answer.scanned_count, 'item')} evaluated",
        f"{answer.count:,} returned",
        counted(answer.pages, "page"),
    ]
    if units is not None:
        noun = "read unit" if units == 1 else "read units"
        said.append(f"{number(units)} {noun}")
    if answer.next is not None:
        said.append("more to come")
    return ", ".join(said)


def _described(name: str, kind: str, held: Table | SecondaryIndex) -> dict[str, Any]:
    holds = "all attributes"
    if isinstance(held, SecondaryIndex) and held.projection.type != "ALL":
        extra = ", ".join(held.projection.attributes)
        holds = f"the keys, {extra}" if extra else "only the keys"
    throughput = held.throughput
    return {
        "name": name,
        "kind": kind,
        "partition_key": _keys(held.partition_key),
        "sort_key": _keys(held.sort_key) or None,
        "holds": holds,
        "read": throughput.read if throughput else None,
        "write": throughput.write if throughput else None,
    }


def _keys(keys: tuple[KeyAttribute, ...]) -> str:
    return ", ".join(f"{key.name} ({key.type})" for key in keys)
