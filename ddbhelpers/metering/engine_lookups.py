"""What the meter looks at besides: items as they are stored, through a client that no
meter sees.

Only on a local engine: on AWS each look would cost, and would spend the throughput
that the caller's own requests need. There only the table's description is read, which
is free.
"""

import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ddbhelpers.explaining import touched
from ddbhelpers.explaining.lookups import NOT_READ, Item, Unseen, identity
from ddbhelpers.model.table import Table
from ddbhelpers.model.wire import Document

if TYPE_CHECKING:
    from ddbhelpers.engine.engine import Engine

BATCH = 100  # keys of one BatchGetItem
LOOKS_AT = ("dynoxide", "DynamoDB Local")


class EngineLookups:
    """Looks at the tables of one engine; it remembers their schemas."""

    def __init__(self, engine: "Engine") -> None:
        self.engine = engine
        self.may_read = engine.product in LOOKS_AT
        self._tables: dict[str, Table] = {}

    def table(self, name_or_arn: str) -> Table:
        """Describe a table, once."""
        name = touched.table_name(name_or_arn)
        if name not in self._tables:
            answer = self.engine.unmetered.describe_table(TableName=name)
            self._tables[name] = Table.from_create_table(answer["Table"])
        return self._tables[name]

    def forget(self, name_or_arn: str) -> None:
        """Describe the table again when it is next needed: it was changed."""
        self._tables.pop(touched.table_name(name_or_arn), None)

    def items(self, table: Table, keys: Sequence[Item]) -> list[Item | None]:
        """Read whole items, None for each key that is not there."""
        if not self.may_read:
            raise Unseen(NOT_READ.format("there"))
        client = self.engine.unmetered
        if len(keys) == 1:
            got = client.get_item(
                TableName=table.name, Key=keys[0], ConsistentRead=True
            )
            return [got.get("Item")]
        found: dict[tuple[object, ...], Item] = {}
        waiting = [*keys]
        while waiting:
            wanted, waiting = waiting[:BATCH], waiting[BATCH:]
            answer = client.batch_get_item(
                RequestItems={table.name: {"Keys": wanted, "ConsistentRead": True}}
            )
            for item in answer["Responses"].get(table.name, ()):
                found[identity(table, item)] = item
            rest = answer["UnprocessedKeys"].get(table.name)
            waiting += rest["Keys"] if rest else ()
        return [found.get(identity(table, key)) for key in keys]

    def walked(
        self,
        operation: str,
        arguments: Document,
        table: Table,
        count: int | None,
        last: Item | None,
    ) -> list[Item]:
        """Walk a page once more, with nothing filtered out and nothing left out.

        It ends after `count` items, or with the item of the key `last`: dynoxide's
        ScannedCount is one too high on a page that the 1 MB limit cuts.
        """
        if not self.may_read:
            raise Unseen(NOT_READ.format("evaluated"))
        items = [*itertools.islice(self._walk(operation, arguments, count), count)]
        if last is not None:
            end = identity(table, last)
            ids = [identity(table, item) for item in items]
            items = items[: ids.index(end) + 1] if end in ids else items
        return items

    def _walk(
        self, operation: str, arguments: Document, count: int | None
    ) -> Iterator[Item]:
        client = self.engine.unmetered
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
