"""JSON that a command is given, in a file or on standard input: items, requests."""

import json
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from ddbhelpers.errors import ItemFileError
from ddbhelpers.files import read_text, with_bytes

STDIN = "-"
ANSWER = {"operation", "scanned_count", "items"}  # what ddb prints with --json
_ITEMS = "one item, a list of items, or what `aws dynamodb scan` or ddb prints"


def load_document(file: str) -> Any:
    """Read one JSON document; `-` is standard input. Raises ItemFileError."""
    try:
        return json.loads(_text(file), parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise ItemFileError(
            f"{_named(file)}, line {error.lineno}: not JSON: {error.msg.lower()}",
            allowed="an item or a request, as one JSON document",
        ) from None


def _text(file: str) -> str:
    if file != STDIN:
        return read_text(Path(file), ItemFileError)
    try:
        return sys.stdin.read()
    except UnicodeDecodeError as error:
        raise ItemFileError(f"{_named(file)}: cannot be read: {error}") from None


def items_of(document: Any, file: str) -> list[Any]:
    """Give the items of a document, DynamoDB JSON or plain values. ItemFileError."""
    if isinstance(document, Mapping) and {*document} >= ANSWER:
        document = document["items"]
    elif isinstance(document, Mapping) and isinstance(document.get("Items"), list):
        document = document["Items"]
    items = document if isinstance(document, list) else [document]
    items = [
        item["Item"] if isinstance(item, Mapping) and [*item] == ["Item"] else item
        for item in items
    ]
    wrong = [item for item in items if not isinstance(item, Mapping) or not item]
    if wrong or not items:
        said = json.dumps(wrong[0], default=str)[:60] if wrong else "an empty list"
        raise ItemFileError(f"{_named(file)}: {said} is no item", allowed=_ITEMS)
    return [binary_read(item, file) if _typed(item) else item for item in items]


def binary_read(value: object, file: str) -> Any:
    """Give DynamoDB JSON with its binary as bytes; ItemFileError if it is no Base64."""
    try:
        return with_bytes(value)
    except ValueError as error:
        says = f"{_named(file)}: binary that is not Base64: {error}"
        raise ItemFileError(says, allowed="Base64") from None


def _typed(item: Mapping[str, object]) -> bool:
    from ddbhelpers.data.item_files import TYPES

    return all(
        isinstance(value, Mapping) and len(value) == 1 and TYPES.issuperset(value)
        for value in item.values()
    )


def _named(file: str) -> str:
    return "standard input" if file == STDIN else file
