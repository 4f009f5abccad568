"""What an update leaves of an item, where only the change is known and not its value.

An attribute is altered so that it is another value of the same size: the table is
charged on the size alone, an index on the size and on whether its entry changed.
"""

from collections.abc import Iterable
from typing import Any

from ddbhelpers.capacity.refusals import StoredItem
from ddbhelpers.errors import PlanError
from ddbhelpers.model import Table


def updated(item: StoredItem, paths: Iterable[str]) -> StoredItem:
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


def changeable(table: Table, item: StoredItem) -> tuple[str, ...]:
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


def _altered_at(value: dict[str, Any], path: list[str]) -> dict[str, Any]:
    [(kind, inner)] = value.items()
    if not path:
        return _altered(kind, inner)
    if kind != "M" or path[0] not in inner:
        return value
    return {"M": {**inner, path[0]: _altered_at(inner[path[0]], path[1:])}}


def _altered(kind: str, inner: Any) -> dict[str, Any]:
    match kind:
        case "S":
            return {"S": _other_text(inner)}
        case "N":
            return {"N": _other_number(inner)}
        case "B":
            return {"B": bytes([inner[0] ^ 1]) + inner[1:] if inner else inner}
        case "BOOL":
            return {"BOOL": not inner}
        case "M":
            return {"M": {name: _altered(*_parts(it)) for name, it in inner.items()}}
        case "L":
            return {"L": [_altered(*_parts(it)) for it in inner]}
        case "SS" | "NS" | "BS":
            # each member becomes another, and no two become the same
            return {kind: [_altered(kind[0], it)[kind[0]] for it in inner]}
    return {kind: inner}  # NULL has no other value


def _parts(value: dict[str, Any]) -> tuple[str, Any]:
    [(kind, inner)] = value.items()
    return kind, inner


def _other_text(text: str) -> str:
    """Swap the first character with its neighbour of the same length in UTF-8."""
    return chr(ord(text[0]) ^ 1) + text[1:] if text else text


def _other_number(number: str) -> str:
    """Swap the last digit that is no zero for another such digit."""
    digits, mark, exponent = number.upper().partition("E")
    for at in reversed(range(len(digits))):
        if digits[at] in "123456789":
            other = str(int(digits[at]) % 9 + 1)
            return digits[:at] + other + digits[at + 1 :] + mark + exponent
    return number  # a zero: any other number is larger
