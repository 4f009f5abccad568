"""What explaining a request asks about items: the tables, and what is stored in them.

A sheet of items that somebody wrote down answers that, and so does an engine.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

from ddbhelpers.capacity.form import as_dynamodb_json, kind_and_value
from ddbhelpers.capacity.refusals import key_of
from ddbhelpers.model.table import Table
from ddbhelpers.model.wire import Document

Item = Mapping[str, Any]
NOT_READ = (
    "the meter reads no items of its own on this engine, where that may cost, "
    "and the answer does not hold what was {}"
)


class Unseen(Exception):
    """Why the images of a request cannot be had."""


class Lookups(Protocol):
    """Where items can be looked up, all of them in DynamoDB JSON."""

    @property
    def may_read(self) -> bool:
        """Whether items can be read at all, and not only their tables' keys."""

    def table(self, name_or_arn: str, /) -> Table:
        """Give a table with its keys and indexes."""

    def items(self, table: Table, keys: Sequence[Item], /) -> list[Item | None]:
        """Give whole items, None for each key that is not there. Raises Unseen."""

    def walked(
        self,
        operation: str,
        arguments: Document,
        table: Table,
        count: int | None,
        last: Item | None,
        /,
    ) -> list[Item]:
        """Give what a page evaluates. Raises Unseen."""


def item_of(lookups: Lookups, table: Table, key: Item) -> Item | None:
    """Look one item up. Raises Unseen."""
    [item] = lookups.items(table, [key])
    return item


def identity(table: Table, item: Item) -> tuple[object, ...]:
    """Tell items apart by their keys, however a number is written."""
    key = as_dynamodb_json(key_of(table, item))
    parts = (kind_and_value(key[name]) for name in table.key_names)
    return tuple(Decimal(inner) if kind == "N" else inner for kind, inner in parts)


def by_key(table: Table, items: Iterable[Item]) -> dict[tuple[object, ...], Item]:
    """Find items by their keys."""
    return {identity(table, item): item for item in items}
