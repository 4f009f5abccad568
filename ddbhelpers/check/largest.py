"""The largest item that an entity can have, and whether anything bounds it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ddbhelpers.capacity import item_bytes
from ddbhelpers.capacity.limits import (
    MAX_ITEM_BYTES,
    MAX_NUMBER_DIGITS,
    MAX_PARTITION_KEY_BYTES,
    MAX_SORT_KEY_BYTES,
)
from ddbhelpers.model.entity import KEY_ONLY, Attribute, Entity
from ddbhelpers.model.keys import KeyTemplate, Part
from ddbhelpers.model.table import Table
from ddbhelpers.model.wire import Item

LARGEST_INTEGER = -(10**MAX_NUMBER_DIGITS - 1)
# one digit before the point and the rest after it round up twice
LARGEST_NUMBER = "-9." + "9" * (MAX_NUMBER_DIGITS - 2)


class Largest(NamedTuple):
    """An item as large as its entity allows; what is not bounded is filled up.

    ``bounded_bytes`` is what all bounded values need together, which may be more than
    fits into an item.
    """

    item: Item
    unbounded: tuple[str, ...]
    bounded_bytes: int


def largest_item(
    table: Table, entity: Entity, filled: str | None = None, letter: str = "x"
) -> Largest:
    """Make the largest item of an entity, as Python values.

    Attributes that nothing bounds are named, and one of them (``filled``, or the
    first) takes what is left of 400 KB. ``letter`` fills what the primary key does not
    hold, so that two letters make two images of one item.

    >>> table = Table(name="mail", partition_key="pk")
    >>> mail = Entity(name="Mail", keys={"pk": "MAIL#{id}"}, attributes={
    ...     "id": {"type": "uuid", "in": "key"}, "text": {"bytes": 100}})
    >>> item_bytes(largest_item(table, mail).item)
    147
    """
    limits = key_limits(table)
    held = _held_by_the_key(table, entity)
    item: Item = {}
    unbounded = []
    for attribute in entity.attributes:
        if attribute.place == KEY_ONLY:
            continue
        filler = "x" if attribute.name in held else letter
        value = _value(attribute, limits.get(attribute.name), filler)
        if value is None:
            unbounded.append(attribute.name)
            value = ""
        _put(item, attribute, value)
    for key, template in entity.templates.items():
        text = widest_text(entity, template, limits[key], letter, held)
        item[key] = text
    bounded_bytes = item_bytes(item)
    if unbounded:
        fill = entity.attribute(filled or unbounded[0])
        _put(item, fill, letter * (MAX_ITEM_BYTES - item_bytes(item)))
    _shorten(item, [a for a in entity.attributes if a.place != KEY_ONLY])
    return Largest(item, tuple(unbounded), bounded_bytes)


def largest_items(table: Table, entity: Entity, letter: str = "x") -> Iterator[Largest]:
    """Make the largest item once for each attribute that could fill it."""
    first = largest_item(table, entity, letter=letter)
    yield first
    for name in first.unbounded[1:]:
        yield largest_item(table, entity, filled=name, letter=letter)


def key_limits(table: Table) -> dict[str, int]:
    """Give the most bytes that each key attribute of the table may have."""
    limits: dict[str, int] = {}
    kinds = [(table.partition_key, table.sort_key)]
    kinds += [(index.partition_key, index.sort_key) for index in table.indexes]
    for partition_key, sort_key in kinds:
        for key in partition_key:
            limits.setdefault(key.name, MAX_PARTITION_KEY_BYTES)
        for key in sort_key:
            limits[key.name] = MAX_SORT_KEY_BYTES
    return limits


def text_bytes(entity: Entity, template: KeyTemplate) -> tuple[int, tuple[str, ...]]:
    """Give the most bytes of a key's text, and which of its fields nothing bounds.

    A field that nothing bounds counts as one byte.
    """
    total, unbounded = 0, []
    for part in template.parts:
        most = _field_bytes(entity, part)
        total += len(part.literal.encode()) + (1 if most is None else most)
        if most is None:
            unbounded.append(str(part.field))
    return total, tuple(unbounded)


def widest_text(
    entity: Entity,
    template: KeyTemplate,
    limit: int,
    letter: str = "x",
    held: frozenset[str] = frozenset(),
) -> str:
    """Write the longest text that a template can make, up to a limit in bytes."""
    total, unbounded = text_bytes(entity, template)
    text = ""
    for part in template.parts:
        most = _field_bytes(entity, part)
        if most is None:
            # the first that nothing bounds takes what is left
            most = 1 + (max(0, limit - total) if part.field == unbounded[0] else 0)
        text += part.literal + ("x" if part.field in held else letter) * most
    return text.encode()[:limit].decode(errors="ignore")


def _field_bytes(entity: Entity, part: Part) -> int | None:
    if part.field is None:
        return 0
    attribute = entity.attribute(part.field)
    if attribute.type == "integer":
        return part.width or MAX_NUMBER_DIGITS
    return attribute.max_bytes


def _held_by_the_key(table: Table, entity: Entity) -> frozenset[str]:
    """Name the attributes that the primary key holds: an item keeps them."""
    fields = {
        field
        for key in table.key_names
        if key in entity.templates
        for field in entity.templates[key].fields
    }
    return frozenset(fields | {*table.key_names})


def _value(attribute: Attribute, limit: int | None, letter: str) -> object:
    """Give the largest value of an attribute; None if nothing bounds it."""
    match attribute.type:
        case "integer":
            return LARGEST_INTEGER + (letter != "x")
        case "number":
            # no arithmetic: by default decimal rounds to 28 digits
            return Decimal(LARGEST_NUMBER + ("9" if letter == "x" else "8"))
        case "boolean":
            return letter == "x"
    most = attribute.max_bytes
    if limit is not None:
        most = min(most or limit, limit)
    if most is None:
        return None
    if attribute.type == "binary":
        return letter.encode() * most
    return letter * most


def _put(item: Item, attribute: Attribute, value: object) -> None:
    where = item.setdefault(attribute.place, {}) if attribute.place else item
    where[attribute.name] = value


def _shorten(item: Item, attributes: list[Attribute]) -> None:
    """Cut what bounded attributes have too much together, down to 400 KB."""
    for attribute in attributes:
        excess = item_bytes(item) - MAX_ITEM_BYTES
        where = item[attribute.place] if attribute.place else item
        value = where[attribute.name]
        if excess > 0 and isinstance(value, (str, bytes)):
            where[attribute.name] = value[: max(1, len(value) - excess)]
