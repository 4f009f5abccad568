"""Python values and DynamoDB JSON, ``{"S": "…"}``, without an SDK.

Numbers become int where they are whole, Decimal otherwise: nothing is rounded.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from ddbhelpers.errors import ModelError

Item = dict[str, Any]  # of Python values
AttributeValue = dict[str, Any]  # DynamoDB JSON: {"S": "…"}
WireItem = dict[str, AttributeValue]
Document = Mapping[str, Any]  # boto3's: the arguments of a request, or its answer


def to_wire(value: object) -> AttributeValue:
    """Write one Python value as DynamoDB JSON; ModelError for a foreign type.

    >>> to_wire({"ok": True, "tags": {"b", "a"}})
    {'M': {'ok': {'BOOL': True}, 'tags': {'SS': ['a', 'b']}}}
    """
    match value:
        case str():
            return {"S": value}
        case bool():
            return {"BOOL": value}
        case int() | Decimal():
            return {"N": str(value)}
        case float():
            return {"N": str(Decimal(repr(float(value))))}
        case bytes() | bytearray():
            return {"B": bytes(value)}
        case None:
            return {"NULL": True}
        case Mapping():
            return {"M": {key: to_wire(inner) for key, inner in value.items()}}
        case list() | tuple():
            return {"L": [to_wire(inner) for inner in value]}
        case set() | frozenset():
            return _set_to_wire(value)
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        return to_wire(value.item())  # numpy's scalars: int64, bool
    if hasattr(value, "value") and isinstance(value.value, bytes):
        return {"B": value.value}  # boto3's Binary
    raise ModelError(
        f"{type(value).__name__} {value!r} cannot be stored",
        allowed="str, int, Decimal, float, bytes, bool, None, dict, list, set",
    )


def _set_to_wire(members: Collection[object]) -> AttributeValue:
    written = [to_wire(member) for member in members]
    kinds = {kind for member in written for kind in member}
    if len(kinds) != 1 or not kinds <= {"S", "N", "B"}:
        raise ModelError(
            f"set {members!r} cannot be stored",
            allowed="a set of one kind: strings, numbers or bytes, not empty",
        )
    kind = kinds.pop()
    return {f"{kind}S": sorted(member[kind] for member in written)}


def from_wire(attribute: Mapping[str, Any]) -> Any:
    """Read one value of DynamoDB JSON.

    >>> from_wire({"L": [{"N": "1"}, {"N": "1.50"}, {"NULL": True}]})
    [1, Decimal('1.50'), None]
    """
    ((kind, value),) = attribute.items()
    match kind:
        case "S" | "BOOL":
            return value
        case "N":
            return number(value)
        case "B":
            return bytes(value)
        case "NULL":
            return None
        case "M":
            return {key: from_wire(inner) for key, inner in value.items()}
        case "L":
            return [from_wire(inner) for inner in value]
        case "SS":
            return set(value)
        case "NS":
            return {number(member) for member in value}
        case "BS":
            return {bytes(member) for member in value}
    raise ModelError(
        f"attribute type {kind!r}", allowed="S, N, B, BOOL, NULL, M, L, SS, NS, BS"
    )


def number(text: str) -> int | Decimal:
    """Read a number exactly: an int where it is written as one.

    >>> number("12"), number("1E+2")
    (12, Decimal('1E+2'))
    """
    return int(text) if text.lstrip("-").isdigit() else Decimal(text)


def item_to_wire(item: Mapping[str, object]) -> WireItem:
    """Write an item of Python values as DynamoDB JSON."""
    return {name: to_wire(value) for name, value in item.items()}


def item_from_wire(item: Mapping[str, Mapping[str, Any]]) -> Item:
    """Read an item of DynamoDB JSON as Python values."""
    return {name: from_wire(value) for name, value in item.items()}
