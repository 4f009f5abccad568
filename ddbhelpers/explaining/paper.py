"""A request explained on paper: boto3's arguments, and the items that are there.

The same watchers that look at an engine look at a sheet of items instead, so a request
costs on paper what it costs when it is metered.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ddbhelpers.capacity import Receipt, as_dynamodb_json
from ddbhelpers.errors import CapacityError
from ddbhelpers.explaining import touched
from ddbhelpers.explaining.images import Images, Tokens
from ddbhelpers.explaining.lookups import Item, Unseen, identity
from ddbhelpers.explaining.watching import Watching
from ddbhelpers.model.table import Table

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


def operation_of(request: Mapping[str, Any]) -> str:
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
    request: Mapping[str, Any],
    tables: Iterable[Table],
    *,
    before: Iterable[Item] = (),
    after: Iterable[Item] = (),
    operation: str | None = None,
) -> Receipt:
    """Explain a request without an engine.

    `before` are the items that are there, in either form; of these a Query or Scan
    evaluates all. `after` are the items that an UpdateItem leaves, which nobody can
    tell from its expression. Raises CapacityError.

    >>> mail = Table(name="mail", partition_key="pk")
    >>> request = {"TableName": "mail", "Key": {"pk": {"S": "1"}}}
    >>> print(on_paper(request, [mail], operation="DeleteItem"))
    DeleteItem on mail: 1 write unit
    """
    operation = operation or operation_of(request)
    reads = touched.doing(operation, request) == "read"
    eyes = _Sheet(tables, before, after, reads)
    for name in touched.tables(request):
        eyes.table(name)
    seen = _watched(eyes, operation, request)
    if seen.missing is not None:
        raise CapacityError(
            f"{operation} cannot be explained on paper: {seen.missing}",
            allowed="a request whose items are given, of an update before and after",
        )
    where = ", ".join(touched.tables(request))
    return Receipt.of(
        *seen.actions, title=f"{operation} on {where}", remarks=seen.remarks
    )


class _Sheet:
    """Lookups in what was written down."""

    may_read = True

    def __init__(
        self,
        tables: Iterable[Table],
        before: Iterable[Item],
        after: Iterable[Item],
        reads: bool,
    ) -> None:
        self.tables = {table.name: table for table in tables}
        self.before = [as_dynamodb_json(item) for item in before]
        self.after = [as_dynamodb_json(item) for item in after]
        self.reads = reads
        self.answered = False

    def table(self, name_or_arn: str) -> Table:
        name = touched.table_name(name_or_arn)
        if name not in self.tables:
            raise CapacityError(
                f"a request to table {name!r}",
                allowed=", ".join(self.tables),
                do="correct the name, or give the model of that table",
            )
        return self.tables[name]

    def items(self, table: Table, keys: Sequence[Item]) -> list[Item | None]:
        there = self.after if self._written else self.before
        found = {identity(table, item): item for item in there if _is_of(table, item)}
        return [found.get(identity(table, key)) for key in keys]

    def item(self, table: Table, key: Item) -> Item | None:
        [item] = self.items(table, [key])
        if item is None and self._written:
            raise Unseen("the item as the update leaves it is not given")
        return item

    @property
    def _written(self) -> bool:
        """Whether it is asked what a write has left."""
        return self.answered and not self.reads

    def walked(self, operation: str, arguments: Any, table: Table, *_: Any) -> Any:
        return [item for item in self.before if _is_of(table, item)]

    def answer(self, operation: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Answer as an engine would that holds the items."""
        if operation in ("Query", "Scan"):
            items = self.walked(operation, request, self.table(request["TableName"]))
            return {"Items": items, "ScannedCount": len(items)}
        if operation == "BatchGetItem":
            return {
                "Responses": {name: self.before for name in request["RequestItems"]}
            }
        gets = [one["Get"] for one in request.get("TransactItems", ()) if "Get" in one]
        if operation == "GetItem":
            gets = [request]
        got = [self._got(get) for get in gets]
        if operation == "GetItem":
            return got[0]
        if "Statements" in request:
            return {"Responses": [{} for _ in request["Statements"]]}
        return {"Responses": got}

    def _got(self, get: Mapping[str, Any]) -> dict[str, Any]:
        item = self.item(self.table(get["TableName"]), get["Key"])
        return {} if item is None else {"Item": item}


def _watched(eyes: Any, operation: str, request: Mapping[str, Any]) -> Images:
    watching = Watching(eyes, Tokens(), operation, request)
    if watching.missing is not None:
        return Images(missing=watching.missing)
    response = {"ResponseMetadata": {}, **eyes.answer(operation, request)}
    eyes.answered = True
    return watching.images(response, None)


def _is_of(table: Table, item: Item) -> bool:
    return item.keys() >= {*table.key_names}
