"""Values on the command line: what a shell's text means for a type of the model."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from typer import BadParameter

from ddbhelpers.files import from_base64
from ddbhelpers.model.types import AttributeType

# What is typed, as help shows it. Text types are checked by the pattern's templates.
WRITTEN: dict[AttributeType, str] = {
    "string": "TEXT",
    "text": "TEXT",
    "uuid": "UUID",
    "timestamp": "YYYY-MM-DDThh:mm:ssZ",
    "date": "YYYY-MM-DD",
    "integer": "INTEGER",
    "number": "NUMBER",
    "boolean": "true|false",
    "binary": "BASE64",
    "map": "JSON",
    "list": "JSON",
    "string_set": "JSON",
    "number_set": "JSON",
    "binary_set": "JSON",
}


def reader(type_: AttributeType) -> Callable[[str], object]:
    """Give the function that reads a parameter of this type; it raises BadParameter.

    >>> reader("integer")("12"), reader("number_set")("[1, 2]")
    (12, {1, 2})
    """
    return _READERS.get(type_, str)


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise BadParameter(f"{text!r} is no integer") from None


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError:
        raise BadParameter(f"{text!r} is no number") from None


def _boolean(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise BadParameter(f"{text!r} is neither true nor false")
    return text.lower() == "true"


def _binary(text: str) -> bytes:
    try:
        return from_base64(text)
    except ValueError:
        raise BadParameter(f"{text!r} is not Base64") from None


def _json(kind: type, text: str) -> Any:
    try:
        value = json.loads(text, parse_float=Decimal)
    except ValueError:
        value = None
    if not isinstance(value, kind):
        shape = "object" if kind is dict else "list"
        raise BadParameter(f"{text!r} is no JSON {shape}")
    return value


_READERS: dict[AttributeType, Callable[[str], object]] = {
    "uuid": str.lower,  # as keys have it
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "binary": _binary,
    "map": lambda text: _json(dict, text),
    "list": lambda text: _json(list, text),
    "string_set": lambda text: set(_json(list, text)),
    "number_set": lambda text: set(_json(list, text)),
    "binary_set": lambda text: {_binary(base64) for base64 in _json(list, text)},
}
