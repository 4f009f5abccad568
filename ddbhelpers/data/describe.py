"""A table as an engine has it: its keys, indexes, throughput and how much is in it."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ddbhelpers.engine import Engine, clear_errors
from ddbhelpers.engine.listing import list_tables
from ddbhelpers.errors import TableMissing
from ddbhelpers.model import KeyAttribute, Model, SecondaryIndex, Table, Throughput
from ddbhelpers.model.wire import Document
from ddbhelpers.words import counted, listed

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
            f"{table.name}: {counted(self.items, 'item')}, "
            f"{throughput_in_words(table.throughput)}{state}",
            f"  {key_in_words(table)}",
        ]
        if table.time_to_live:
            lines.append(f"  time to live {table.time_to_live}")
        for index in table.indexes:
            said = [
                f"  {index.kind} secondary index {index.name}: {key_in_words(index)}",
                f"projects {projection_in_words(index)}",
            ]
            if index.throughput:
                said.append(throughput_in_words(index.throughput))
            if index.name in self.index_items:
                said.append(counted(self.index_items[index.name], "item"))
            lines.append("; ".join(said))
        return "\n".join(lines)


def find_table(engine: Engine, name: str) -> Table:
    """Give a table as the engine has it; TableMissing if it has none.

    One request, which is free and which no meter sees; nothing is counted. It is asked
    each time: another process may have made the table anew, with other keys.
    """
    return Table.from_create_table(describe(engine, name))


def describe_table(
    engine: Engine, table: "str | Table | Model", *, count: bool = True
) -> TableDescription:
    """Describe a table as the engine has it; TableMissing if it has none.

    Counts are exact on local engines. dynoxide does not count the entries of its
    indexes, so they are counted there with a Scan of each index that no meter sees;
    with ``count=False`` they are left out.
    """
    name = name_of(table)
    given = describe(engine, name)
    items = given.get("ItemCount", 0)
    entries = {
        index["IndexName"]: index.get("ItemCount", 0) for index in indexes_of(given)
    }
    if engine.product == "dynoxide" and items:
        indexes = entries if count else ()
        entries = {index: _count_entries(engine, name, index) for index in indexes}
    there = Table.from_create_table(given)
    with clear_table_errors(engine, name):
        answer = engine.unmetered.describe_time_to_live(TableName=name)
    ttl = answer.get("TimeToLiveDescription", {})
    if ttl.get("TimeToLiveStatus") in ("ENABLED", "ENABLING"):
        there = there.changed(time_to_live=ttl.get("AttributeName"))
    return TableDescription(
        table=there,
        items=items,
        index_items=entries,
        status=given.get("TableStatus", "ACTIVE"),
    )


def differences(there: Table, wanted: Table) -> tuple[str, ...]:
    """Name each way in which the table that is there is not the one that is wanted.

    Names of the tables do not count.

    >>> differences(Table(name="old", partition_key="pk"),
    ...             Table(name="new", partition_key="pk", sort_key="sk"))
    ('key: partition key pk (S) there, partition key pk (S), sort key sk (S) wanted',)
    """
    has, wants = _parts(there), _parts(wanted)
    differ = [part for part in wants if part in has and has[part] != wants[part]]
    indexes = [f"index {index.name}" for index in (*wanted.indexes, *there.indexes)]
    return (
        *(f"{part}: {has[part]} there, {wants[part]} wanted" for part in differ),
        *(f"{index}: missing there" for index in indexes if index not in has),
        *(f"{index}: not wanted" for index in indexes if index not in wants),
    )


def _parts(table: Table) -> dict[str, str]:
    """Say in words each part of a table in which another one may differ."""
    parts = {
        "key": key_in_words(table),
        "capacity": throughput_in_words(table.throughput),
        "table class": table.table_class,
        "time to live": str(table.time_to_live),
    }
    for index in table.indexes:
        name = f"index {index.name}"
        parts[name] = index.kind
        parts[f"{name}, key"] = key_in_words(index)
        parts[f"{name}, projection"] = projection_in_words(index)
        if table.throughput:
            parts[f"{name}, capacity"] = throughput_in_words(index.throughput)
    return parts


def key_in_words(keyed: Table | SecondaryIndex) -> str:
    """Say which attributes make the key, with their types."""

    def say(which: str, key: tuple[KeyAttribute, ...]) -> list[str]:
        names = listed([f"{part.name} ({part.type})" for part in key])
        return [f"{which} key {names}"] if key else []

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


def name_of(table: "str | Table | Model") -> str:
    """Name a table that is given by name, as a Table, or as a Model's first table."""
    if isinstance(table, str):
        return table
    return (table.table() if isinstance(table, Model) else table).name


@contextlib.contextmanager
def clear_table_errors(engine: Engine, name: str) -> Iterator[None]:
    """Turn boto3's exceptions into ours; a missing table names the ones there are."""
    try:
        with clear_errors(engine, name):
            yield
    except TableMissing as error:
        known = list_tables(engine)
        there = f"there are: {', '.join(known)}" if known else "there is none yet"
        raise TableMissing(
            f"there is no table {name!r} on this engine; {there}",
            do="create it: create_table(engine, model)",
        ) from error.__cause__


def indexes_of(given: Document) -> list[Document]:
    """Give the descriptions of all indexes, global and local."""
    return [
        *(given.get("GlobalSecondaryIndexes") or ()),
        *(given.get("LocalSecondaryIndexes") or ()),
    ]


def describe(engine: Engine, name: str) -> Document:
    """Give what DescribeTable answers, seen by no meter; raises TableMissing."""
    with clear_table_errors(engine, name):
        return engine.unmetered.describe_table(TableName=name)["Table"]


def _count_entries(engine: Engine, name: str, index: str) -> int:
    pages = engine.unmetered.get_paginator("scan").paginate(
        TableName=name,
        IndexName=index,
        Select="COUNT",
        PaginationConfig={"PageSize": COUNT_PAGE_ITEMS},
    )
    with clear_table_errors(engine, name):
        return sum(page["Count"] for page in pages)
