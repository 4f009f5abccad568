"""Two ways to write an item: DynamoDB JSON, and Python values.

DynamoDB JSON, as boto3's client takes and gives it: ``{"pk": {"S": "MSG#1"}}``, binary
as bytes, numbers as text, sets as lists. Python values, as boto3's resource and the
frames have them: ``{"pk": "MSG#1"}``.

An item is DynamoDB JSON if each of its attributes is a dict of one key, the name of a
type, whose value has the Python type that belongs to it. So an item of Python values
can only be mistaken if every attribute is such a map; an item with its key attributes
is never one, because a key is a string, a number or binary.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

from ddbhelpers.errors import CapacityError, ModelError
from ddbhelpers.model.wire import AttributeValue, WireItem, item_to_wire

_PYTHON_TYPE: dict[str, tuple[type, ...]] = {
    "S": (str,),
    "N": (str,),
    "B": (bytes, bytearray, memoryview),
    "BOOL": (bool,),
    "NULL": (bool,),
    "M": (Mapping,),
    "L": (list, tuple),
    "SS": (list, tuple, set, frozenset),
    "NS": (list, tuple, set, frozenset),
    "BS": (list, tuple, set, frozenset),
}


def is_dynamodb_json(item: Mapping[str, object]) -> bool:
    """Tell DynamoDB JSON (True) from Python values (False).

    Raises CapacityError for an item that is partly the one and partly the other: all
    its attributes are marked with a type, and some have the type that they say.

    >>> is_dynamodb_json({"pk": {"S": "a"}}), is_dynamodb_json({"pk": "a"})
    (True, False)
    >>> is_dynamodb_json({"pk": {"S": "a"}, "n": {"N": 5}})
    Traceback (most recent call last):
    ddbhelpers.errors.CapacityError: attribute 'n' is {'N': 5}; allowed: ...
    """
    if not isinstance(item, Mapping):
        raise CapacityError(
            f"an item of type {type(item).__name__}",
            allowed="a dict of attributes, in DynamoDB JSON or in Python values",
        )
    if not all(_marked(value) for value in item.values()):
        return False
    wrong = [name for name, value in item.items() if not _fits(value)]
    if wrong and len(wrong) < len(item):
        raise _unreadable(wrong[0], item[wrong[0]])
    return not wrong


def as_dynamodb_json(item: Mapping[str, object]) -> WireItem:
    """Write an item of either form as DynamoDB JSON, all the way down.

    Raises CapacityError for a value that cannot be stored.

    >>> as_dynamodb_json({"pk": "MSG#1", "count": 12})
    {'pk': {'S': 'MSG#1'}, 'count': {'N': '12'}}
    """
    try:
        if not is_dynamodb_json(item):
            item = item_to_wire(item)
        for name in item:
            _encodable(name)
        return {name: _tidy(name, value) for name, value in item.items()}
    except ModelError as error:
        raise CapacityError(error.given, allowed=error.allowed) from None
    except ValueError as error:  # an int so long that Python will not write it out
        raise CapacityError(str(error), allowed="38 significant digits") from None
    except RecursionError:
        raise CapacityError(
            "an item nested without end", allowed="32 levels", do="flatten it"
        ) from None


def kind_and_value(value: AttributeValue) -> tuple[str, Any]:
    """Take an attribute of DynamoDB JSON apart.

    >>> kind_and_value({"S": "MSG#1"})
    ('S', 'MSG#1')
    """
    [(kind, inner)] = value.items()
    return kind, inner


def _marked(value: object) -> TypeGuard[AttributeValue]:
    return (
        isinstance(value, Mapping)
        and len(value) == 1
        and next(iter(value)) in _PYTHON_TYPE
    )


def _fits(value: object) -> TypeGuard[AttributeValue]:
    if not _marked(value):
        return False
    [(kind, inner)] = value.items()
    if kind == "B":
        inner = getattr(inner, "value", inner)  # boto3's Binary
    return isinstance(inner, _PYTHON_TYPE[kind])


def _tidy(where: str, value: object) -> AttributeValue:
    """Copy a value with plain lists and bytes, refusing what is not DynamoDB JSON."""
    if not _fits(value):
        raise _unreadable(where, value)
    [(kind, inner)] = value.items()
    match kind:
        case "S":
            _encodable(inner)
        case "B":
            inner = _binary(inner)
        case "M":
            for name in inner:
                _encodable(name)
            inner = {name: _tidy(f"{where}.{name}", it) for name, it in inner.items()}
        case "L":
            inner = [_tidy(f"{where}[{place}]", it) for place, it in enumerate(inner)]
        case "SS" | "NS" | "BS":
            inner = _members(where, kind, inner)
    return {kind: inner}


def _members(where: str, kind: str, members: Iterable[object]) -> list[Any]:
    listed = list(members)
    for member in listed:
        if not _fits({kind[0]: member}):
            raise _unreadable(where, {kind: listed})
        if kind == "SS":
            _encodable(member)
    return [_binary(member) for member in listed] if kind == "BS" else listed


def _binary(inner: Any) -> bytes:
    return bytes(inner)


def _encodable(text: Any) -> None:
    try:
        text.encode()
    except (AttributeError, UnicodeEncodeError):
        raise CapacityError(
            f"{text!r} is not text that UTF-8 can hold",
            allowed="strings of Unicode characters, without lone surrogates",
        ) from None


def _unreadable(where: str, value: object) -> CapacityError:
    return CapacityError(
        f"attribute {where!r} is {value!r}",
        allowed='DynamoDB JSON such as {"S": "text"}, {"N": "12"}, {"B": b"bytes"}, '
        '{"BOOL": True}, {"SS": ["a", "b"]}; or Python values throughout',
        do="write the whole item in one of the two forms",
    )
