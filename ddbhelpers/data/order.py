"""Attributes in one order: DynamoDB keeps none, and dynoxide's changes each time."""

from collections.abc import Iterable, Mapping

from ddbhelpers.model import Entity
from ddbhelpers.model.wire import Item


def in_order(
    item: Mapping[str, object], first: Iterable[str] = (), entity: Entity | None = None
) -> Item:
    """Give the item with ``first`` in front, and then the rest by name.

    The attributes inside a map come in the entity's order, where it declares them.

    >>> in_order({"text": "hi", "data": {"b": 1, "a": 2}, "pk": "A"}, ["pk"])
    {'pk': 'A', 'data': {'a': 2, 'b': 1}, 'text': 'hi'}
    """
    attributes = entity.attributes if entity else ()
    return {
        name: _sorted(item[name], [a.name for a in attributes if a.place == name])
        for name in _names(item, first)
    }


def _names(given: Mapping[str, object], first: Iterable[str]) -> list[str]:
    front = [name for name in first if name in given]
    return front + sorted(given.keys() - front)


def _sorted(value: object, first: Iterable[str] = ()) -> object:
    match value:
        case dict():
            return {name: _sorted(value[name]) for name in _names(value, first)}
        case list():
            return [_sorted(member) for member in value]
    return value
