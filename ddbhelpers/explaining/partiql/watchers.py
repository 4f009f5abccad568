"""The watchers of PartiQL: what the same request would be in classic words."""

from collections.abc import Iterator
from typing import Any

from ddbhelpers.capacity import Action, ItemsRead
from ddbhelpers.explaining.images import NotCharged, Response, Tokens, Watch, Watcher
from ddbhelpers.explaining.lookups import Lookups, Unseen
from ddbhelpers.explaining.pages import page_read
from ddbhelpers.explaining.partiql.statement import COMPARISONS, Statement, Term, read
from ddbhelpers.explaining.watchers import WATCHERS
from ddbhelpers.model.table import Key, Table
from ddbhelpers.model.wire import Document


def classic(lookups: Lookups, body: Document) -> tuple[str, Document]:
    """Give the operation and the request that do what a statement on one item does."""
    says = read(body["Statement"], body.get("Parameters", ()))
    request: dict[str, Any] = {"TableName": says.table}
    if says.item is not None:
        return "PutItem", {**request, "Item": says.item}
    request["Key"] = says.equal(lookups.table(says.table).key_names)
    if request["Key"] is None:
        raise Unseen("a statement of several that names no whole primary key")
    if says.kind != "SELECT":
        return f"{says.kind.title()}Item", request
    if says.names is not None:
        request["AttributesToGet"] = [*says.names]
    request["ConsistentRead"] = body.get("ConsistentRead")
    return "ConditionCheck" if says.exists else "GetItem", request


def _execute(lookups: Lookups, tokens: Tokens, request: Document) -> Watch:
    says = read(request["Statement"], request.get("Parameters", ()))
    if says.kind == "SELECT":
        table = lookups.table(says.table)
        return (_selected(lookups, table, says, request, (yield).done),)
    operation, same = classic(lookups, request)
    return (yield from WATCHERS[operation](lookups, tokens, same))


def _batch(lookups: Lookups, tokens: Tokens, request: Document) -> Watch:
    watches = []
    for statement in request["Statements"]:
        operation, same = classic(lookups, statement)
        watches.append(WATCHERS[operation](lookups, tokens, same))
        next(watches[-1])
    actions: list[Action] = []
    for watch, got in zip(watches, (yield).done["Responses"], strict=True):
        code = got.get("Error", {}).get("Code")
        try:
            # a batch shortens the names of errors
            watch.send(Response(got, code and f"{code}Exception"))
        except StopIteration as ended:
            actions += ended.value
        except NotCharged:
            pass
    return tuple(actions)


def _transaction(lookups: Lookups, tokens: Tokens, request: Document) -> Watch:
    parts = [classic(lookups, statement) for statement in request["TransactStatements"]]
    whole, get = "TransactGetItems", "Get"
    if any(operation != "GetItem" for operation, _ in parts):
        whole, get = "TransactWriteItems", "ConditionCheck"
    kinds = {"GetItem": get, "UpdateItem": "Update"}
    actions = [{kinds.get(operation, operation): same} for operation, same in parts]
    return (
        yield from WATCHERS[whole](
            lookups, tokens, {**request, "TransactItems": actions}
        )
    )


def _selected(
    lookups: Lookups,
    table: Table,
    says: Statement,
    request: Document,
    response: Document,
) -> ItemsRead:
    """Tell what a SELECT read: without its partition key it is a Scan."""
    if "NextToken" in request:
        raise Unseen("a SELECT that went on from a NextToken")
    limit = request.get("Limit")
    if "NextToken" in response and limit is None:
        raise Unseen("a SELECT that was cut by the 1 MB limit")
    owner = table if says.index is None else table.index(says.index)
    operation, classic = "Scan", dict[str, Any](TableName=table.name)
    if says.index is not None:
        classic["IndexName"] = says.index
    equal = says.equal([attribute.name for attribute in owner.partition_key])
    if equal is not None:
        operation = "Query"
        terms = [Term(name, "=", (value,)) for name, value in equal.items()]
        classic["KeyConditions"] = {
            term.name: {
                "ComparisonOperator": COMPARISONS[term.operator],
                "AttributeValueList": [*term.values],
            }
            for term in (*terms, *_sorted(says, owner.sort_key))
        }
    items = lookups.walked(operation, classic, table, limit, None)
    if says.names is not None:
        classic["AttributesToGet"] = [*says.names]
    classic["ConsistentRead"] = request.get("ConsistentRead")
    return page_read(lookups, table, operation, classic, items)


def _sorted(says: Statement, sort: Key) -> Iterator[Term]:
    """Give the terms on the sort key: equal from the left, then one range."""
    for attribute in sort:
        term = next((term for term in says.terms if term.name == attribute.name), None)
        if term is None:
            return
        yield term
        if term.operator != "=":
            return


STATEMENTS: dict[str, Watcher] = {
    "ExecuteStatement": _execute,
    "BatchExecuteStatement": _batch,
    "ExecuteTransaction": _transaction,
}
