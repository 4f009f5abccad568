"""The types of attributes: what DynamoDB stores for them, and how a key writes them.

A key is text, so a value in a key template is text of a fixed shape:

=============  ==================================  ======================
type           in an item                          in a key
=============  ==================================  ======================
uuid           S, 36 characters                    the same
timestamp      S, ``2023-03-01T09:15:00Z``         the same, 20 characters
date           S, ``2023-03-01``                   the same, 10 characters
integer        N                                   digits, padded: ``{n:04}``
string, text   S                                   the same, no separator
=============  ==================================  ======================
"""

import datetime as dt
import uuid
from numbers import Integral
from typing import Literal

AttributeType = Literal[
    "string",
    "text",
    "uuid",
    "timestamp",
    "date",
    "integer",
    "number",
    "boolean",
    "binary",
    "map",
    "list",
    "string_set",
    "number_set",
    "binary_set",
]

DYNAMODB_TYPE: dict[AttributeType, str] = {
    "string": "S",
    "text": "S",
    "uuid": "S",
    "timestamp": "S",
    "date": "S",
    "integer": "N",
    "number": "N",
    "boolean": "BOOL",
    "binary": "B",
    "map": "M",
    "list": "L",
    "string_set": "SS",
    "number_set": "NS",
    "binary_set": "BS",
}

# What a value of the type looks like inside a key; other text has no fixed shape.
KEY_SHAPE: dict[str, str] = {
    "uuid": r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "timestamp": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "date": r"\d{4}-\d\d-\d\d",
    "integer": r"\d+",
}
KEY_EXAMPLE = {
    "uuid": "3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b",
    "timestamp": "2023-03-01T09:15:00Z",
    "date": "2023-03-01",
    "integer": "42",
}
FIXED_BYTES = {"uuid": 36, "timestamp": 20, "date": 10, "boolean": 1}
TEXT_TYPES = frozenset({"string", "text", "uuid", "timestamp", "date"})


def as_text(value: object) -> str:
    """Write a value as a key does: UTC, fixed width, lower-case uuid.

    >>> as_text(dt.datetime(2023, 3, 1, 9, 15, tzinfo=dt.UTC))
    '2023-03-01T09:15:00Z'
    """
    if isinstance(value, str):
        return value
    if isinstance(value, dt.datetime):
        if value.tzinfo is None or value.microsecond:
            raise ValueError(
                f"time {value!s}; allowed: whole seconds with a time zone, "
                "such as 2023-03-01T09:15:00Z"
            )
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID) or (
        isinstance(value, Integral) and not isinstance(value, bool)
    ):
        return str(value)
    raise ValueError(
        f"{type(value).__name__} {value!r}; allowed: str, int, date, datetime, UUID"
    )
