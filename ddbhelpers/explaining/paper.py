"""A request explained on paper: boto3's arguments, and the items that are there.

The same watchers that look at an engine look at a sheet of items instead, so a request
costs on paper what it costs when it is metered.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from ddbhelpers.capacity import Receipt, as_dynamodb_json
from ddbhelpers.errors import CapacityError
from ddbhelpers.explaining import touched
from ddbhelpers.explaining.images import Images, Tokens
from ddbhelpers.explaining.lookups import (
    Item,
    Lookups,
    Unseen,
    by_key,
    identity,
    item_of,
)
from ddbhelpers.explaining.partiql.watchers import classic
from ddbhelpers.explaining.watching import Watching
from ddbhelpers.model.table import Table
from ddbhelpers.model.wire import Document

NOT_KNOWN = (
    "Which items are there is not known, so it is priced as if there were none: give "
    "those that are there before, or name an engine that has the table."
)
_SHAPES = {
    "KeyConditionExpression": "Query",
    "KeyConditions": "Query",
    "UpdateExpression": "UpdateItem",
    "AttributeUpdates": "UpdateItem",
    "Item": "PutItem",
    "Key": "GetItem",
    "Statement": "ExecuteStatement",
    "Statements": "BatchExecuteStatement",
    "TransactStatements": "ExecuteTransaction",
    "TableName": "Scan",
}


def operation_of(request: Document) -> str:
    """Tell a request's operation by its arguments; CapacityError if they are of none.

    GetItem and DeleteItem look the same: a Key alone is taken for a GetItem.

    >>> operation_of({"TableName": "mail", "Item": {"pk": {"S": "1"}}})
    'PutItem'
    """
    if "RequestItems" in request:
        bodies = request["RequestItems"].values()
        writes = all(isinstance(body, (list, tuple)) for body in bodies)
        return "BatchWriteItem" if writes else "BatchGetItem"
    if "TransactItems" in request:
        gets = all("Get" in action for action in request["TransactItems"])
        return "TransactGetItems" if gets else "TransactWriteItems"
    for argument, operation in _SHAPES.items():
        if argument in request:
            return operation
    raise CapacityError(
        f"a request of {', '.join(map(repr, request)) or 'nothing'}",
        allowed="the arguments of one operation, as boto3's client takes them",
    )


def on_paper(
    request: Document,
    tables: Iterable[Table] = (),
    *,
    before: Iterable[Item] | None = None,
    after: Iterable[Item] = (),
    operation: str | None = None,
    stored: Lookups | None = None,
) -> Receipt:
    """Explain a request that is not sent.

    `before` are the items that are there, in either form; of these a Query or Scan
    evaluates all. Without them nothing is taken to be there, and the receipt says so.
    `after` are the items that an UpdateItem leaves, which nobody can tell from its
    expression. A write may have `stored` instead of `tables` and `before`: it looks
    them up. Raises CapacityError.

    >>> mail = Table(name="mail", partition_key="pk")
    >>> request = {"TableName": "mail", "Key": {"pk": {"S": "1"}}}
    >>> print(on_paper(request, [mail], operation="DeleteItem"))
    DeleteItem on mail: 1 write unit
    """
    operation = operation or operation_of(request)
    sheet = _Sheet(tables, before or (), after, stored)
    for name in touched.tables(request):
        sheet.table(name)
    seen = _watched(sheet, operation, request)
    if seen.missing is not None:
        raise CapacityError(
            f"{operation} cannot be explained on paper: {seen.missing}",
            allowed="a request whose items are given, of an update before and after",
        )
    where = ", ".join(touched.tables(request))
    unknown = before is None and stored is None
    return Receipt.of(
        *seen.actions,
        title=f"{operation} on {where}",
        remarks=(*seen.remarks, *([NOT_KNOWN] if unknown else [])),
    )


class _Sheet:
    """Lookups in what was written down."""

    may_read = True

    def __init__(
        self,
        tables: Iterable[Table],
        before: Iterable[Item],
        after: Iterable[Item],
        stored: Lookups | None,
    ) -> None:
        self.tables = {table.name: table for table in tables}
        self.before = [as_dynamodb_json(item) for item in before]
        self.after = [as_dynamodb_json(item) for item in after]
        self.stored = stored
        self.written = False  # whether it is asked what a write has left

    def table(self, name_or_arn: str, /) -> Table:
        if self.stored is not None:
            return self.stored.table(name_or_arn)
        name = touched.table_name(name_or_arn)
        if name not in self.tables:
            raise CapacityError(
                f"a request to table {name!r}",
                allowed=", ".join(self.tables),
                do="correct the name, or give the model of that table",
            )
        return self.tables[name]

    def items(self, table: Table, keys: Sequence[Item], /) -> list[Item | None]:
        if self.stored is not None and not self.written:
            return self.stored.items(table, keys)
        there = by_key(table, _of(table, self.after if self.written else self.before))
        found = [there.get(identity(table, key)) for key in keys]
        if self.written and None in found:
            raise Unseen("the item as the update leaves it is not given")
        return found

    def walked(
        self,
        operation: str,
        arguments: Document,
        table: Table,
        count: int | None,
        last: Item | None,
        /,
    ) -> list[Item]:
        return _of(table, self.before)

    def answer(self, operation: str, request: Document) -> dict[str, Any]:
        """Answer as an engine would that holds the items."""
        match operation:
            case "Query" | "Scan":
                items = _of(self.table(request["TableName"]), self.before)
                return {"Items": items, "ScannedCount": len(items)}
            case "BatchGetItem":
                return {
                    "Responses": {name: self.before for name in request["RequestItems"]}
                }
            case "GetItem":
                return self._got(request)
            case "TransactGetItems":
                gets = (action["Get"] for action in request["TransactItems"])
                return {"Responses": [self._got(get) for get in gets]}
        statements = (
            *request.get("Statements", ()),
            *request.get("TransactStatements", ()),
        )
        classics = (classic(self, statement) for statement in statements)
        return {"Responses": [self._got(same) for _, same in classics]}

    def _got(self, get: Document) -> dict[str, Any]:
        if "Key" not in get:
            return {}
        return {"Item": item_of(self, self.table(get["TableName"]), get["Key"])}


def _watched(sheet: _Sheet, operation: str, request: Document) -> Images:
    watching = Watching(sheet, Tokens(), operation, request)
    if watching.missing is not None:
        return Images(missing=watching.missing)
    response = sheet.answer(operation, request)
    sheet.written = touched.doing(operation, request) == "write"
    return watching.images(response, None)


def _of(table: Table, items: Iterable[Item]) -> list[Item]:
    return [item for item in items if item.keys() >= {*table.key_names}]
