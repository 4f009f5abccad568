"""What DynamoDB refuses to store, so that it has no charge (Constraints)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

from ddbhelpers.capacity.equality import same_values
from ddbhelpers.capacity.form import as_dynamodb_json, kind_and_value
from ddbhelpers.capacity.limits import (
    MAX_ATTRIBUTE_NAME_BYTES,
    MAX_ITEM_BYTES,
    MAX_NESTING_LEVELS,
    MAX_PARTITION_KEY_BYTES,
    MAX_SORT_KEY_BYTES,
)
from ddbhelpers.capacity.number import refuse_number
from ddbhelpers.capacity.size import attribute_bytes, item_bytes
from ddbhelpers.errors import CapacityError
from ddbhelpers.model.table import KeyAttribute, SecondaryIndex, Table
from ddbhelpers.model.wire import AttributeValue, WireItem
from ddbhelpers.words import listed

V = TypeVar("V")
_TYPES = {"S": "string", "N": "number", "B": "binary"}


def storable(table: Table, item: Mapping[str, object]) -> WireItem:
    """Give an item to be written in DynamoDB JSON; CapacityError if it is refused."""
    stored = stored_item(table, item)
    for index in table.indexes:
        if fault := key_fault(index, stored):
            raise fault
    return stored


def stored_item(table: Table, item: Mapping[str, object]) -> WireItem:
    """Give an item that is there already in DynamoDB JSON; CapacityError if it cannot.

    It may violate the key of an index that was made later: it is then not in it.
    """
    stored = as_dynamodb_json(item)
    key_of(table, stored)
    for name, value in stored.items():
        _refuse_name(name)
        _refuse_value(name, value)
    if fault := key_fault(table, stored):
        raise fault
    size = item_bytes(stored)
    if size > MAX_ITEM_BYTES:
        raise CapacityError(
            f"an item of {size:,} bytes",
            allowed=f"at most {MAX_ITEM_BYTES:,} bytes, names included",
            do="split it, compress it, or keep its largest attribute elsewhere",
        )
    return stored


def key_of(table: Table, item: Mapping[str, V]) -> dict[str, V]:
    """Give the primary key of an item. Raises CapacityError where it lacks one."""
    for name in table.key_names:
        if name not in item:
            raise CapacityError(
                f"an item without the key attribute {name!r}",
                allowed=f"items of table {table.name!r} have {listed(table.key_names)}",
            )
    return {name: item[name] for name in table.key_names}


def key_fault(owner: Table | SecondaryIndex, item: WireItem) -> CapacityError | None:
    """Say what is wrong with the key attributes that are there, of a table or index."""
    whose = f" of index {owner.name!r}" if isinstance(owner, SecondaryIndex) else ""
    partition, sort = owner.partition_key, owner.sort_key
    return _key_fault(
        f"partition key{whose}", MAX_PARTITION_KEY_BYTES, partition, item
    ) or _key_fault(f"sort key{whose}", MAX_SORT_KEY_BYTES, sort, item)


def refuse_other_key(
    table: Table, before: WireItem | None, after: WireItem | None
) -> None:
    """Raise CapacityError if the two images are not of one item."""
    if before and after:
        keys = [key_of(table, item) for item in (before, after)]
        if not same_values(*keys):
            raise CapacityError(
                f"a write from {keys[0]} to {keys[1]}",
                allowed="an item keeps its primary key",
                do="count it as a delete and a put",
            )


def _key_fault(
    role: str, limit: int, key: tuple[KeyAttribute, ...], item: WireItem
) -> CapacityError | None:
    there = [part for part in key if part.name in item]
    for part in there:
        kind, inner = kind_and_value(item[part.name])
        if kind != part.type:
            return CapacityError(
                f"{role} {part.name!r} of type {kind}",
                allowed=f"type {part.type}, a {_TYPES[part.type]}",
            )
        if not inner:
            return CapacityError(
                f"an empty {role} {part.name!r}",
                allowed=f"1 to {limit:,} bytes",
                do="leave the attribute out, or fill it",
            )
    size = sum(attribute_bytes("", item[part.name]) for part in there)
    if size > limit:
        names = " + ".join(repr(part.name) for part in there)
        return CapacityError(
            f"{role} {names} of {size:,} bytes",
            allowed=f"at most {limit:,} bytes",
            do="shorten it, or use a hash of it",
        )
    return None


def _refuse_name(name: str) -> None:
    if not 0 < len(name.encode()) <= MAX_ATTRIBUTE_NAME_BYTES:
        raise CapacityError(
            f"an attribute name of {len(name.encode()):,} bytes",
            allowed=f"1 to {MAX_ATTRIBUTE_NAME_BYTES:,} bytes",
        )


def _refuse_value(where: str, value: AttributeValue, level: int = 1) -> None:
    """Refuse a value that stands in the `level`th container, the item being one."""
    kind, inner = kind_and_value(value)
    if kind in ("M", "L") and level == MAX_NESTING_LEVELS:
        raise CapacityError(
            f"{where[:40]}… nested in more than {MAX_NESTING_LEVELS} levels",
            allowed=f"{MAX_NESTING_LEVELS} levels, the item itself is the first",
            do="flatten it, or store the inner part as a string",
        )
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
