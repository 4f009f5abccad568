"""What the meter looks at besides: items as they are stored, through a client that no
meter sees.

Only on a local engine: on AWS each look would cost, and would spend the throughput
that the caller's own requests need. There only the table's description is read, which
is free.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ddbhelpers.capacity.form import as_dynamodb_json, kind_and_value
from ddbhelpers.engine import touched
from ddbhelpers.errors import CapacityError
from ddbhelpers.model.table import Table

if TYPE_CHECKING:
    from ddbhelpers.engine.engine import Engine

Item = Mapping[str, Any]
BATCH = 100  # keys of one BatchGetItem
LOOKS_AT = ("dynoxide", "DynamoDB Local")
NOT_ON_AWS = (
    "the meter reads no items of its own on this engine, where that may cost, "
    "and the answer does not hold what was {}"
)


class Unseen(Exception):
    """Why the images of a request cannot be had."""


class Eyes:
    """Looks at the tables of one engine; it remembers their schemas."""

    def __init__(self, engine: "Engine") -> None:
        self.engine = engine
        self.may_read = engine.product in LOOKS_AT
        self._tables: dict[str, Table] = {}

    def table(self, name_or_arn: str) -> Table:
        """Describe a table, once."""
        name = touched.table_name(name_or_arn)
        if name not in self._tables:
            answer: Any = self.engine.unmetered.describe_table(TableName=name)
            self._tables[name] = Table.from_create_table(answer["Table"])
        return self._tables[name]

    def forget(self, name_or_arn: str) -> None:
        """Describe the table again when it is next needed: it was changed."""
        self._tables.pop(touched.table_name(name_or_arn), None)

    def items(self, table: Table, keys: Sequence[Item]) -> list[Item | None]:
        """Read whole items, None for each key that is not there."""
        if not self.may_read:
            raise Unseen(NOT_ON_AWS.format("there"))
        client: Any = self.engine.unmetered
        if len(keys) == 1:
            answer = client.get_item(
                TableName=table.name, Key=keys[0], ConsistentRead=True
            )
            return [answer.get("Item")]
        found: dict[Any, Item] = {}
        waiting = [*keys]
        while waiting:
            wanted, waiting = waiting[:BATCH], waiting[BATCH:]
            answer = client.batch_get_item(
                RequestItems={table.name: {"Keys": wanted, "ConsistentRead": True}}
            )
            for item in answer["Responses"].get(table.name, ()):
                found[identity(table, item)] = item
            rest = answer["UnprocessedKeys"].get(table.name, {})
            waiting += rest.get("Keys", ())
        return [found.get(identity(table, key)) for key in keys]

    def item(self, table: Table, key: Item) -> Item | None:
        """Read one item."""
        [item] = self.items(table, [key])
        return item

    def walked(
        self,
        operation: str,
        arguments: Mapping[str, Any],
        table: Table,
        count: int | None,
        last: Item | None,
    ) -> list[Item]:
        """Walk a page once more, with nothing filtered out and nothing left out.

        It ends after `count` items, or with the item of the key `last`: dynoxide's
        ScannedCount is one too high on a page that the 1 MB limit cuts.
        """
        if not self.may_read:
            raise Unseen(NOT_ON_AWS.format("evaluated"))
        items = [*itertools.islice(self._walk(operation, arguments, count), count)]
        if last is not None:
            end = identity(table, last)
            ids = [identity(table, item) for item in items]
            items = items[: ids.index(end) + 1] if end in ids else items
        return items

    def _walk(
        self, operation: str, arguments: Mapping[str, Any], count: int | None
    ) -> Iterator[Item]:
        client: Any = self.engine.unmetered
        ask = client.query if operation == "Query" else client.scan
        arguments = dict(arguments)
        while count is None or count > 0:
            if count is not None:
                arguments["Limit"] = count
            page = ask(**arguments)
            yield from page["Items"]
            if not page.get("LastEvaluatedKey"):
                return
            arguments["ExclusiveStartKey"] = page["LastEvaluatedKey"]
            if count is not None:
                count -= len(page["Items"])


def key_of(table: Table, item: Item) -> dict[str, Any]:
    """Give the primary key of an item. Raises CapacityError where it lacks one."""
    for name in table.key_names:
        if name not in item:
            raise CapacityError(
                f"an item without the key attribute {name!r}",
                allowed=f"items of table {table.name!r} have {table.key_names}",
            )
    return {name: item[name] for name in table.key_names}


def identity(table: Table, item: Item) -> tuple[Any, ...]:
    """Tell items apart by their keys, however a number is written."""
    key = as_dynamodb_json(key_of(table, item))
    parts = (kind_and_value(key[name]) for name in table.key_names)
    return tuple(Decimal(inner) if kind == "N" else inner for kind, inner in parts)


def by_key(table: Table, items: Iterable[Item]) -> dict[Any, Item]:
    """Find items by their keys."""
    return {identity(table, item): item for item in items}
