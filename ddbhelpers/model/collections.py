"""Item collections: the items that one partition key holds, of a table or an index."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from ddbhelpers.model.table import KeyAttribute, SecondaryIndex, Table
from ddbhelpers.words import written

OTHER = "other"  # how an item of no entity is called
Key = tuple[object, ...]


def gathered(
    items: Iterable[Mapping[str, object]], target: Table | SecondaryIndex
) -> dict[Key, list[Mapping[str, object]]]:
    """Gather items by partition key; those that lack a key attribute are not there."""
    held: dict[Key, list[Mapping[str, object]]] = {}
    for item in items:
        if all(key in item for key in target.key_names):
            held.setdefault(key_values(item, target.partition_key), []).append(item)
    return held


def key_values(item: Mapping[str, object], keys: tuple[KeyAttribute, ...]) -> Key:
    """Give what an item has for some key attributes."""
    return tuple(item[key.name] for key in keys)


def key_text(key: Key) -> str:
    """Write a key; the parts of a key of several attributes stand apart.

    >>> key_text(("ORDER#7", 2026))
    'ORDER#7 · 2026'
    """
    return " · ".join(map(value_text, key))


def value_text(value: object) -> str:
    """Write an attribute's value. A number may be a year: no separators, all digits."""
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return str(value)
    return written(value, null="NULL")
