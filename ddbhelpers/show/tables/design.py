"""Tables of a design: its questions, how keys serve them, and the tables themselves."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ddbhelpers.check import AccessPath, Finding
from ddbhelpers.model import KeyAttribute, Model, SecondaryIndex, Table
from ddbhelpers.show.tables.table import tabled
from ddbhelpers.show.view import TableView
from ddbhelpers.words import counted, number

if TYPE_CHECKING:
    from ddbhelpers.data import TableDescription


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
    shown = [
        name
        for name in chosen
        if columns or any(line[name] is not None for line in lines)
    ]
    if caption is None:
        caption = f"{model.name}: {counted(len(lines), 'access pattern')}"
    return tabled(
        lines,
        {name: "access pattern" if name == "pattern" else name for name in shown},
        units={"average": "per s", "peak": "per s"},
        caption=caption,
        fixed=("id", "pattern"),
    )


def access_path_table(
    results: Iterable[AccessPath | Finding], *, caption: str | None = None
) -> TableView:
    """Show how each access pattern is served, from what ``check`` gave.

    A pattern without a plan is shown by the findings that stand in its way. ``at
    most`` is the charge of one request on the largest items, one page of a Query.
    """
    lines: dict[str, dict[str, str]] = {}
    found: dict[str, list[str]] = {}
    operations = []
    for result in results:
        if isinstance(result, AccessPath):
            lines[result.pattern] = _planned(result, found.get(result.pattern, []))
            operations.append(result.operation)
        else:
            says = found.setdefault(result.about, [])
            says.append(result.says)
            if result.severity == "error":
                unserved = {"access pattern": result.about, "request": "none"}
                lines[result.about] = {**unserved, "how": "\n".join(says)}
    scans = operations.count("Scan")
    if caption is None:
        answered = counted(len(operations) - scans, "access pattern")
        caption = f"{answered} served by a key"
        caption += f", {scans} by a Scan" if scans else ""
    return tabled(
        [*lines.values()],
        ("access pattern", "request", "how", "at most"),
        units={"at most": "units"},
        caption=caption,
        nothing="",
    )


def findings_table(
    results: Iterable[AccessPath | Finding], *, caption: str | None = None
) -> TableView:
    """Show what ``check`` found, and what to do about it."""
    lines = [
        {
            "severity": result.severity,
            "about": result.about,
            "finding": result.says,
            "do": result.do,
        }
        for result in results
        if isinstance(result, Finding)
    ]
    if caption is None:
        caption = counted(len(lines), "finding")
    return tabled(lines, ("severity", "about", "finding", "do"), caption=caption)


def table_description(
    table: "TableDescription | Table | Mapping[str, Any]",
    *,
    caption: str | None = None,
) -> TableView:
    """Show a table and its indexes: keys, projection, provisioned capacity.

    Takes what ``describe_table`` gave (then with the number of items), a Table,
    CreateTable's arguments, or DescribeTable's Table.
    """
    items: dict[str, int] = {}
    if isinstance(table, Mapping):
        table = Table.from_create_table(table)
    elif not isinstance(table, Table):
        items = {table.name: table.items, **table.index_items}
        table = table.table
    lines = [_described(table.name, "table", table)]
    for index in table.indexes:
        kind = "GSI" if index.kind == "global" else "LSI"
        lines.append(_described(index.name, kind, index))
    if items:
        lines = [{**line, "items": items.get(line["name"])} for line in lines]
    if caption is None:
        mode = "provisioned" if table.throughput else "on demand"
        caption = f"{table.name}, {mode}"
    units = {"read": "RCU", "write": "WCU"}
    return tabled(lines, units=units, caption=caption, fixed=("name", "kind"))


def _planned(plan: AccessPath, says: list[str]) -> dict[str, str]:
    where = f" on {plan.index}" if plan.index else ""
    how = [f"{plan.key_condition}"] if plan.key_condition else []
    if plan.order and plan.operation == "Query":
        how.append(plan.order)
    most = f"{number(plan.worst.total)} {plan.worst.unit}" if plan.worst else "no limit"
    how += says or ([] if how else [plan.bound])
    return {
        "access pattern": plan.pattern,
        "request": plan.operation + where,
        "how": "\n".join(how),
        "at most": most,
    }


def _described(name: str, kind: str, held: Table | SecondaryIndex) -> dict[str, Any]:
    holds = "all attributes"
    if isinstance(held, SecondaryIndex) and held.projection.type != "ALL":
        extra = ", ".join(held.projection.attributes)
        holds = f"the keys, {extra}" if extra else "only the keys"
    line: dict[str, Any] = {
        "name": name,
        "kind": kind,
        "partition key": _keys(held.partition_key),
        "sort key": _keys(held.sort_key) or None,
        "holds": holds,
    }
    if held.throughput:
        line |= {"read": held.throughput.read, "write": held.throughput.write}
    return line


def _keys(keys: tuple[KeyAttribute, ...]) -> str:
    return ", ".join(f"{key.name} ({key.type})" for key in keys)
