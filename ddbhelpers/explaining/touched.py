"""Which tables and which index a request touches, and whether it reads or writes."""

import re
from collections.abc import Iterator
from typing import Literal

from ddbhelpers.model.wire import Document

Doing = Literal["read", "write", "neither"]

_READS = {"GetItem", "BatchGetItem", "TransactGetItems", "Query", "Scan"}
_WRITES = {
    "PutItem",
    "UpdateItem",
    "DeleteItem",
    "BatchWriteItem",
    "TransactWriteItems",
}
_NAME = r'(?:"([^"]+)"|([A-Za-z0-9_.-]+))'
_FROM = re.compile(rf"\b(?:FROM|INTO|UPDATE)\s+{_NAME}(?:\.{_NAME})?", re.IGNORECASE)


def doing(operation: str, request: Document) -> Doing:
    """Say whether its units are read or write units.

    >>> doing("Query", {"TableName": "orders"})
    'read'
    >>> doing("ExecuteStatement", {"Statement": "DELETE FROM orders WHERE pk = 'a'"})
    'write'
    >>> doing("DescribeTable", {"TableName": "orders"})
    'neither'
    """
    if operation in _READS:
        return "read"
    if operation in _WRITES:
        return "write"
    statements = list(_statements(request))
    if not statements:
        return "neither"
    selects = (text.lstrip()[:6].upper() == "SELECT" for text in statements)
    return "read" if all(selects) else "write"


def tables(request: Document) -> tuple[str, ...]:
    """Name the tables of a request, each once and in order of their names.

    >>> tables({"RequestItems": {"orders": [], "carts": []}})
    ('carts', 'orders')
    >>> tables({"Statement": 'SELECT * FROM "orders"."by-day"'})
    ('orders',)
    """
    names = {table_name(name) for name in _names(request)}
    return tuple(sorted(names))


def index(request: Document) -> str | None:
    """Name the index that a request reads, if it reads one.

    >>> index({"Statement": 'SELECT * FROM "orders"."by-day"'})
    'by-day'
    """
    if "IndexName" in request:
        return str(request["IndexName"])
    for text in _statements(request):
        found = _FROM.search(text)
        if found and (found[3] or found[4]):
            return found[3] or found[4]
    return None


def table_name(name_or_arn: str) -> str:
    """Return the table's name where its address was given.

    >>> table_name("arn:aws:dynamodb:eu-west-1:111122223333:table/orders")
    'orders'
    """
    return name_or_arn.rpartition(":table/")[2].partition("/")[0]


def _names(request: Document) -> Iterator[str]:
    if "TableName" in request:
        yield request["TableName"]
    yield from request.get("RequestItems", {})
    for action in request.get("TransactItems", ()):
        for body in action.values():
            yield body["TableName"]
    for text in _statements(request):
        found = _FROM.search(text)
        if found:
            yield found[1] or found[2]


def _statements(request: Document) -> Iterator[str]:
    if "Statement" in request:
        yield request["Statement"]
    for several in ("Statements", "TransactStatements"):
        yield from (statement["Statement"] for statement in request.get(several, ()))
