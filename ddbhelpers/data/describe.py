"""A table as an engine has it: its keys, indexes, throughput and how much is in it."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ddbhelpers.engine import Engine, clear_errors
from ddbhelpers.errors import TableMissing
from ddbhelpers.model import KeyAttribute, Model, SecondaryIndex, Table, Throughput

COUNT_PAGE_ITEMS = 2000


@dataclass(frozen=True, repr=False)
class TableDescription:
    """A table without what differs from engine to engine: no addresses, no dates.

    ``index_items`` maps each index whose entries were counted to how many it has. On
    AWS the counts are up to six hours old (API Reference, *TableDescription*).

    >>> print(TableDescription(Table(name="users", partition_key="pk"), items=2))
    users: 2 items, on demand
      partition key pk (S)
    """

    table: Table
    items: int = 0
    index_items: Mapping[str, int] = field(default_factory=dict)
    status: str = "ACTIVE"

    @property
    def name(self) -> str:
        """The table's name."""
        return self.table.name

    def __repr__(self) -> str:
        """Say it in words, a line for each index."""
        table = self.table
        state = "" if self.status == "ACTIVE" else f", {self.status}"
        lines = [
            f"{table.name}: {items_in_words(self.items)}, "
            f"{throughput_in_words(table.throughput)}{state}",
            f"  {key_in_words(table)}",
        ]
        if table.time_to_live:
            lines.append(f"  time to live {table.time_to_live}")
        for index in table.indexes:
            lines.append(
                f"  {index.kind} secondary index {index.name}: {key_in_words(index)}; "
                f"projects {projection_in_words(index)}"
                + (
                    f"; {throughput_in_words(index.throughput)}"
                    if index.throughput
                    else ""
                )
                + (
                    f"; {items_in_words(self.index_items[index.name])}"
                    if index.name in self.index_items
                    else ""
                )
            )
        return "\n".join(lines)


def find_table(engine: Engine, name: str) -> Table:
    """Give a table as the engine has it; TableMissing if it has none.

    One request, which is free and which no meter sees; nothing is counted. It is asked
    each time: another process may have made the table anew, with other keys.
    """
    return Table.from_create_table(describe(engine, name))


def describe_table(engine: Engine, table: "str | Table | Model") -> TableDescription:
    """Describe a table as the engine has it; TableMissing if it has none.

    Counts are exact on local engines. dynoxide does not count the entries of its
    indexes, so they are counted there with a Scan of each index that no meter sees.
    """
    return described(engine, name_of(table), counted=True)


def described(engine: Engine, name: str, *, counted: bool = False) -> TableDescription:
    """Describe a table; what an engine has not counted itself only if ``counted``."""
    given = describe(engine, name)
    table = Table.from_create_table(given)
    items = given.get("ItemCount", 0)
    entries = {
        index["IndexName"]: index.get("ItemCount") for index in indexes_of(given)
    }
    if engine.product == "dynoxide":
        entries = dict.fromkeys(entries, None if items else 0)
    for index in entries if counted else ():
        if entries[index] is None:
            entries[index] = _count_entries(engine, name, index)
    with told_of(engine, name):
        answer = engine.unmetered.describe_time_to_live(TableName=name)
    ttl = answer.get("TimeToLiveDescription", {})
    if ttl.get("TimeToLiveStatus") in ("ENABLED", "ENABLING"):
        table = table.changed(time_to_live=ttl.get("AttributeName"))
    return TableDescription(
        table=table,
        items=items,
        index_items={
            index: count for index, count in entries.items() if count is not None
        },
        status=given.get("TableStatus", "ACTIVE"),
    )


def differences(there: Table, wanted: Table) -> tuple[str, ...]:
    """Name each way in which the table that is there is not the one that is wanted.

    Names of the tables do not count.

    >>> differences(Table(name="old", partition_key="pk"),
    ...             Table(name="new", partition_key="pk", sort_key="sk"))
    ('key: partition key pk (S) there, partition key pk (S), sort key sk (S) wanted',)
    """
    found: list[str] = []

    def compare(what: str, has: str, wants: str) -> None:
        if has != wants:
            found.append(f"{what}: {has} there, {wants} wanted")

    compare("key", key_in_words(there), key_in_words(wanted))
    _compare_capacity(compare, "capacity", there.throughput, wanted.throughput)
    compare("table class", there.table_class, wanted.table_class)
    compare("time to live", str(there.time_to_live), str(wanted.time_to_live))
    has = {index.name: index for index in there.indexes}
    wants = {index.name: index for index in wanted.indexes}
    found += [f"index {name}: missing there" for name in wants if name not in has]
    found += [f"index {name}: not wanted" for name in has if name not in wants]
    for name in (name for name in wants if name in has):
        one, other = has[name], wants[name]
        compare(f"index {name}", one.kind, other.kind)
        compare(f"index {name}, key", key_in_words(one), key_in_words(other))
        compare(
            f"index {name}, projection",
            projection_in_words(one),
            projection_in_words(other),
        )
        if there.throughput and wanted.throughput:
            _compare_capacity(
                compare, f"index {name}, capacity", one.throughput, other.throughput
            )
    return tuple(found)


def _compare_capacity(
    compare: Any, what: str, has: Throughput | None, wants: Throughput | None
) -> None:
    compare(what, throughput_in_words(has), throughput_in_words(wants))


def key_in_words(keyed: Table | SecondaryIndex) -> str:
    """Say which attributes make the key, with their types."""

    def say(part: str, key: tuple[KeyAttribute, ...]) -> list[str]:
        names = " and ".join(f"{one.name} ({one.type})" for one in key)
        return [f"{part} key {names}"] if key else []

    return ", ".join(
        say("partition", keyed.partition_key) + say("sort", keyed.sort_key)
    )


def throughput_in_words(throughput: Throughput | None) -> str:
    """Say how much capacity is provisioned."""
    if throughput is None:
        return "on demand"
    return f"{throughput.read} RCU and {throughput.write} WCU"


def projection_in_words(index: SecondaryIndex) -> str:
    """Say what an index projects: ALL, KEYS_ONLY or the attributes, in order."""
    return ", ".join(sorted(index.projection.attributes)) or index.projection.type


def items_in_words(count: int) -> str:
    """Say how many items there are.

    >>> items_in_words(1), items_in_words(1200)
    ('1 item', '1,200 items')
    """
    return f"{count:,} item" + ("" if count == 1 else "s")


def name_of(table: "str | Table | Model") -> str:
    """Name a table that is given by name, as a Table, or as a Model's first table."""
    if isinstance(table, str):
        return table
    return (table.table() if isinstance(table, Model) else table).name


@contextlib.contextmanager
def told_of(engine: Engine, name: str) -> Iterator[None]:
    """Turn boto3's exceptions into ours; a missing table names the ones there are."""
    try:
        with clear_errors(engine, name):
            yield
    except TableMissing as error:
        with clear_errors(engine):
            known = engine.client.list_tables()["TableNames"]
        there = f"there are: {', '.join(known)}" if known else "there is none yet"
        raise TableMissing(
            f"there is no table {name!r} on this engine; {there}",
            do="create it: create_table(engine, model)",
        ) from error.__cause__


def indexes_of(given: Mapping[str, Any]) -> list[Any]:
    """Give the descriptions of all indexes, global and local."""
    return [
        *(given.get("GlobalSecondaryIndexes") or ()),
        *(given.get("LocalSecondaryIndexes") or ()),
    ]


def describe(engine: Engine, name: str) -> Mapping[str, Any]:
    """Give what DescribeTable answers, seen by no meter; raises TableMissing."""
    with told_of(engine, name):
        return engine.unmetered.describe_table(TableName=name)["Table"]


def _count_entries(engine: Engine, name: str, index: str) -> int:
    counted, more = 0, True
    arguments: dict[str, Any] = {
        "TableName": name,
        "IndexName": index,
        "Select": "COUNT",
        "Limit": COUNT_PAGE_ITEMS,
    }
    while more:
        with told_of(engine, name):
            page = engine.unmetered.scan(**arguments)
        counted += page["Count"]
        more = bool(page.get("LastEvaluatedKey"))
        if more:
            arguments["ExclusiveStartKey"] = page["LastEvaluatedKey"]
    return counted
