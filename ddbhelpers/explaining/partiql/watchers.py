"""The watchers of PartiQL: what the same request would be in classic words."""

from collections.abc import Iterator, Mapping
from typing import Any

from ddbhelpers.capacity import (
    Action,
    ConditionCheck,
    FailedWrite,
    ItemsRead,
    ItemWrite,
)
from ddbhelpers.capacity.read import Consistency
from ddbhelpers.capacity.refusals import key_of
from ddbhelpers.explaining.images import (
    NotCharged,
    Response,
    Tokens,
    Watch,
    Watcher,
)
from ddbhelpers.explaining.lookups import Item, Lookups, Unseen, item_of
from ddbhelpers.explaining.pages import consistency, page_read
from ddbhelpers.explaining.partiql.statement import COMPARISONS, Statement, Term, read
from ddbhelpers.explaining.watchers import known, look, single_read, transacted
from ddbhelpers.model.table import Key, Table

_FAILED = ("ConditionalCheckFailed", "DuplicateItem")


class _Touch:
    """A statement that names one item by its whole key: a write, or a read of one."""

    def __init__(self, eyes: Lookups, body: Mapping[str, Any]) -> None:
        self.eyes = eyes
        self.says = read(body["Statement"], body.get("Parameters", ()))
        self.table = eyes.table(self.says.table)
        self.key = _key(self.says, self.table)
        self.consistency = consistency(body)
        # an INSERT that succeeds found nothing there
        self.looked = look(eyes, self.table, self.key)

    @property
    def reads(self) -> bool:
        return self.says.kind == "SELECT"

    def done(self, *, transactional: bool = False) -> ItemWrite:
        """Give the write as it was carried out."""
        after: Item | None = self.says.item
        if self.says.kind == "UPDATE":
            after = item_of(self.eyes, self.table, self.key)
        return ItemWrite(self.table, known(self.looked), after, transactional)

    def failed(self) -> FailedWrite:
        """Give the write whose condition failed."""
        before = known(self.looked)
        unknown = self.says.kind == "UPDATE" and before is not None
        return FailedWrite(self.table, before, self.says.item, not unknown)

    def was_read(self, how: Consistency) -> ItemsRead:
        """Give the read of the one item."""
        return single_read(self.table, [known(self.looked)], how, self.says.names)

    def in_transaction(self, response: Response) -> ItemWrite | ConditionCheck:
        """Give its part of a transaction that writes, carried out or not."""
        if self.reads:
            return ConditionCheck(self.table, known(self.looked))
        if not response.cancelled:
            return self.done(transactional=True)
        before = known(self.looked)
        after = self.says.item if self.says.kind == "INSERT" else before
        return ItemWrite(self.table, before, after, transactional=True)


def _execute(eyes: Lookups, _: Tokens, request: Mapping[str, Any]) -> Watch:
    says = read(request["Statement"], request.get("Parameters", ()))
    if says.kind == "SELECT":
        table = eyes.table(says.table)
        return (_selected(eyes, table, says, request, (yield).done),)
    touch = _Touch(eyes, request)
    return (touch.failed() if (yield).failed else touch.done(),)


def _batch(eyes: Lookups, _: Tokens, request: Mapping[str, Any]) -> Watch:
    touches = [_Touch(eyes, statement) for statement in request["Statements"]]
    actions: list[Action] = []
    for touch, got in zip(touches, (yield).done["Responses"], strict=True):
        code = got.get("Error", {}).get("Code")
        if code is None:
            reads = touch.reads
            actions.append(touch.was_read(touch.consistency) if reads else touch.done())
        elif code in _FAILED and not touch.reads:
            actions.append(touch.failed())
    return tuple(actions)


def _transaction(eyes: Lookups, tokens: Tokens, request: Mapping[str, Any]) -> Watch:
    touches = [_Touch(eyes, statement) for statement in request["TransactStatements"]]
    again = tokens.replay(request.get("ClientRequestToken"))
    response = yield
    if all(touch.reads and not touch.says.exists for touch in touches):
        if response.error is not None:
            raise NotCharged
        return tuple(touch.was_read("transactional") for touch in touches)
    if again and response.error is None:
        return again
    actions = [touch.in_transaction(response) for touch in touches]
    return transacted(tokens, request, response, actions)


def _key(says: Statement, table: Table) -> dict[str, Any]:
    if says.item is not None:
        return key_of(table, says.item)
    key = says.equal(table.key_names)
    if key is None:
        raise Unseen("a statement of several that names no whole primary key")
    return key


def _selected(
    eyes: Lookups,
    table: Table,
    says: Statement,
    request: Mapping[str, Any],
    response: Mapping[str, Any],
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
    items = eyes.walked(operation, classic, table, limit, None)
    if says.names is not None:
        classic["AttributesToGet"] = [*says.names]
    classic["ConsistentRead"] = request.get("ConsistentRead", False)
    return page_read(eyes, table, operation, classic, items)


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
