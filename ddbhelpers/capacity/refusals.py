"""What DynamoDB refuses to store, so that it has no charge (Constraints)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ddbhelpers.capacity.form import as_dynamodb_json
from ddbhelpers.capacity.limits import (
    MAX_ITEM_BYTES,
    MAX_NESTING_LEVELS,
    MAX_PARTITION_KEY_BYTES,
    MAX_SORT_KEY_BYTES,
)
from ddbhelpers.capacity.number import refuse_number
from ddbhelpers.capacity.same import same_values
from ddbhelpers.capacity.size import attribute_bytes, item_bytes
from ddbhelpers.errors import CapacityError
from ddbhelpers.model.table import KeyAttribute, Table

StoredItem = dict[str, dict[str, Any]]
_TYPES = {"S": "string", "N": "number", "B": "binary"}


def storable(table: Table, item: Mapping[str, Any]) -> StoredItem:
    """Give the item in DynamoDB JSON; CapacityError if the table would refuse it."""
    stored = as_dynamodb_json(item)
    for part, limit, key in _keys(table.partition_key, table.sort_key):
        if missing := [one.name for one in key if one.name not in stored]:
            raise CapacityError(
                f"an item without the {part} {missing[0]!r}",
                allowed=f"items of table {table.name!r} have {table.key_names}",
            )
        _refuse_key(part, limit, key, stored)
    for name, value in stored.items():
        _refuse_value(name, value)
    for index in table.indexes:
        for part, limit, key in _keys(index.partition_key, index.sort_key):
            _refuse_key(f"{part} of index {index.name!r}", limit, key, stored)
    size = item_bytes(stored)
    if size > MAX_ITEM_BYTES:
        raise CapacityError(
            f"an item of {size:,} bytes",
            allowed=f"at most {MAX_ITEM_BYTES:,} bytes, names included",
            do="split it, compress it, or keep its largest attribute elsewhere",
        )
    return stored


def refuse_other_key(
    table: Table, before: StoredItem | None, after: StoredItem | None
) -> None:
    """Raise CapacityError if the two images are not of one item."""
    if before and after:
        keys = [{name: it[name] for name in table.key_names} for it in (before, after)]
        if not same_values(*keys):
            raise CapacityError(
                f"a write from {keys[0]} to {keys[1]}",
                allowed="an item keeps its primary key",
                do="count it as a delete and a put",
            )


def is_key_value(value: Mapping[str, Any] | None, key: KeyAttribute) -> bool:
    """Tell whether a value can be this key: of its type, and not empty."""
    return value is not None and key.type in value and len(value[key.type]) > 0


def _keys(
    partition: tuple[KeyAttribute, ...], sort: tuple[KeyAttribute, ...]
) -> list[tuple[str, int, tuple[KeyAttribute, ...]]]:
    return [
        ("partition key", MAX_PARTITION_KEY_BYTES, partition),
        ("sort key", MAX_SORT_KEY_BYTES, sort),
    ]


def _refuse_key(
    part: str, limit: int, key: tuple[KeyAttribute, ...], item: StoredItem
) -> None:
    total = 0
    for one in key:
        value = item.get(one.name)
        if value is None:
            return  # not in this index: allowed
        [(kind, inner)] = value.items()
        if kind != one.type:
            raise CapacityError(
                f"{part} {one.name!r} of type {kind}",
                allowed=f"type {one.type}, a {_TYPES[one.type]}",
            )
        if not len(inner):
            raise CapacityError(
                f"an empty {part} {one.name!r}",
                allowed=f"1 to {limit:,} bytes",
                do="leave the attribute out, or fill it",
            )
        total += attribute_bytes("", value)
    if total > limit:
        names = "+".join(one.name for one in key)
        raise CapacityError(
            f"{part} {names!r} of {total:,} bytes",
            allowed=f"at most {limit:,} bytes",
            do="shorten it, or use a hash of it",
        )


def _refuse_value(where: str, value: Mapping[str, Any], level: int = 0) -> None:
    if level > MAX_NESTING_LEVELS:
        raise CapacityError(
            f"{where[:40]}… nested in {level} levels",
            allowed=f"at most {MAX_NESTING_LEVELS} levels",
            do="flatten it, or store the inner part as a string",
        )
    [(kind, inner)] = value.items()
    match kind:
        case "N":
            refuse_number(inner, where)
        case "NULL" if not inner:
            raise CapacityError(f"{where} is NULL: False", allowed="NULL: True")
        case "SS" | "NS" | "BS":
            _refuse_set(where, kind, inner)
        case "M":
            for name, it in inner.items():
                _refuse_value(f"{where}.{name}", it, level + 1)
        case "L":
            for place, it in enumerate(inner):
                _refuse_value(f"{where}[{place}]", it, level + 1)


def _refuse_set(where: str, kind: str, members: list[Any]) -> None:
    if not members:
        raise CapacityError(
            f"{where} is an empty set",
            allowed="a set of at least one member",
            do="leave the attribute out",
        )
    if kind == "NS":
        for member in members:
            refuse_number(member, where)
    distinct = set(map(Decimal, members)) if kind == "NS" else set(members)
    if len(distinct) < len(members):
        raise CapacityError(
            f"{where} is a set that has one member twice",
            allowed="each member once",
        )
