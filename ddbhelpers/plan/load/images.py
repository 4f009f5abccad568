"""What an update leaves of an item, where only the change is known and not its value.

An attribute is altered so that it is another value of the same size: the table is
charged on the size alone, an index on the size and on whether its entry changed.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from ddbhelpers.capacity.form import kind_and_value
from ddbhelpers.errors import PlanError
from ddbhelpers.model import Table
from ddbhelpers.model.wire import AttributeValue, WireItem

DIGITS = "123456789"
BITS = (1, 2, 4, 8, 16, 32, 64)


def updated(item: WireItem, paths: Iterable[str]) -> WireItem:
    """Alter the attributes of these paths, where the item has them.

    >>> updated({"pk": {"S": "1"}, "data": {"M": {"n": {"S": "Ada"}}}}, ["data.n"])
    {'pk': {'S': '1'}, 'data': {'M': {'n': {'S': '@da'}}}}
    """
    after = dict(item)
    for path in paths:
        top, *rest = path.split(".")
        if top in after:
            after[top] = _altered_at(after[top], rest)
    return after


def changeable(table: Table, item: WireItem) -> tuple[str, ...]:
    """Name the attributes that are no key, neither of the table nor of an index."""
    keys = table.attribute_types()
    return tuple(name for name in item if name not in keys)


def refuse_primary_key(table: Table, paths: Iterable[str], where: str) -> None:
    """Raise PlanError for a change of what an update cannot change."""
    if named := [path for path in paths if path.split(".")[0] in table.key_names]:
        raise PlanError(
            f"{where}: an update that changes {named[0]}",
            allowed="an item keeps its primary key",
            do="make it a delete and a put",
        )


def _altered_at(value: AttributeValue, path: list[str]) -> AttributeValue:
    kind, inner = kind_and_value(value)
    if not path:
        return _altered(kind, inner)
    if kind != "M" or path[0] not in inner:
        return value
    return {"M": {**inner, path[0]: _altered_at(inner[path[0]], path[1:])}}


def _altered(kind: str, inner: Any) -> AttributeValue:
    match kind:
        case "BOOL":
            return {"BOOL": not inner}
        case "M":
            return {"M": {name: _altered_at(it, []) for name, it in inner.items()}}
        case "L":
            return {"L": [_altered_at(it, []) for it in inner]}
        case "SS" | "NS" | "BS":
            return {kind: _other_set(kind[0], inner)}
        case "S" | "N" | "B":
            return {kind: next(_others(kind, inner), inner)}
    return {kind: inner}  # NULL has no other value


def _others(kind: str, value: Any) -> Iterator[Any]:
    """Give other values of the same size, if there are any."""
    if kind == "N":
        digits, mark, exponent = value.upper().partition("E")
        for place in reversed(range(len(digits))):
            if digits[place] in DIGITS:
                for other in DIGITS.replace(digits[place], ""):
                    yield digits[:place] + other + digits[place + 1 :] + mark + exponent
                return  # the last digit that is no zero: others would be trimmed
    elif value:
        for bit in BITS:
            # below 128 a bit does not change how long a character is in UTF-8
            first = value[0]
            if kind == "S":
                yield chr(ord(first) ^ bit) + value[1:]
            else:
                yield bytes([first ^ bit]) + value[1:]


def _other_set(kind: str, members: list[Any]) -> list[Any]:
    """Alter one member into something that the set does not hold yet."""
    held = {Decimal(it) for it in members} if kind == "N" else set(members)
    for place, member in enumerate(members):
        for other in _others(kind, member):
            if (Decimal(other) if kind == "N" else other) not in held:
                return [*members[:place], other, *members[place + 1 :]]
    return members
