"""What an item weighs, to the byte.

The size is the names and the values of the attributes, and nothing besides: the
100 bytes for each item that the documentation mentions are in the storage bill only.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ddbhelpers.capacity.form import as_dynamodb_json
from ddbhelpers.capacity.limits import DOCUMENT_BYTES, ELEMENT_BYTES
from ddbhelpers.capacity.number import number_bytes, number_doubt_bytes
from ddbhelpers.model.wire import AttributeValue


def item_bytes(item: Mapping[str, Any]) -> int:
    """Measure an item: DynamoDB JSON, as boto3's client has it, or Python values.

    It only measures: an item that DynamoDB would refuse has a size too. Which of the
    two forms an item has is told in `ddbhelpers.capacity.form`. Raises CapacityError
    for what is neither. Source: CapacityUnitCalculations.

    >>> item_bytes({"pk": {"S": "MSG#1"}, "count": {"N": "12"}})
    14
    >>> item_bytes({"pk": "MSG#1", "count": 12})
    14
    """
    try:
        return _item_bytes(item)
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        # Python values, or something to refuse: slowly, and with care
        return _item_bytes(as_dynamodb_json(item))


def attribute_bytes(name: str, value: AttributeValue) -> int:
    """Measure one attribute of DynamoDB JSON, its name included."""
    return _item_bytes({name: value})


def doubt_bytes(item: Mapping[str, AttributeValue]) -> int:
    """Tell how many bytes more (or fewer) the item has by the other number formula.

    `item` is DynamoDB JSON. See `ddbhelpers.capacity.open_rules.NUMBER_SIZE`.
    """
    return sum(_doubt(value) for value in item.values())


def _item_bytes(item: Mapping[str, AttributeValue]) -> int:
    # Names and strings, most of an item, are measured in one go. Joining them also
    # refuses whatever is no string.
    texts = [*item]
    total = 0
    for value in item.values():
        [kind] = value
        if kind == "S":
            texts.append(value["S"])
        else:
            total += _SIZE_OF[kind](value[kind])
    return total + _text("".join(texts))


def _value_bytes(value: AttributeValue) -> int:
    [kind] = value
    return _SIZE_OF[kind](value[kind])


def _text(text: str) -> int:
    return len(text) if str.isascii(text) else len(text.encode())


def _binary(data: Any) -> int:
    return memoryview(data).nbytes


def _one(flag: bool) -> int:
    if not isinstance(flag, bool):
        raise TypeError
    return 1


def _map(inner: Mapping[str, AttributeValue]) -> int:
    elements = ELEMENT_BYTES * len(inner)
    return DOCUMENT_BYTES + elements + _item_bytes(inner)


def _list(inner: list[AttributeValue]) -> int:
    if not isinstance(inner, list):
        raise TypeError
    elements = ELEMENT_BYTES * len(inner)
    return DOCUMENT_BYTES + elements + sum(map(_value_bytes, inner))


def _set(member_bytes: Callable[[Any], int], members: list[Any]) -> int:
    if not isinstance(members, list):
        raise TypeError
    return sum(map(member_bytes, members))


_SIZE_OF: dict[str, Callable[[Any], int]] = {
    "S": _text,
    "N": number_bytes,
    "B": _binary,
    "BOOL": _one,
    "NULL": _one,
    "M": _map,
    "L": _list,
    "SS": partial(_set, _text),
    "NS": partial(_set, number_bytes),
    "BS": partial(_set, _binary),
}


def _doubt(value: AttributeValue) -> int:
    [(kind, inner)] = value.items()
    match kind:
        case "N":
            return number_doubt_bytes(inner)
        case "NS":
            return sum(map(number_doubt_bytes, inner))
        case "M":
            return doubt_bytes(inner)
        case "L":
            return sum(map(_doubt, inner))
    return 0
