"""The images of PartiQL's requests: what the same request would be in classic words."""

from collections.abc import Mapping, Sequence
from typing import Any

from ddbhelpers.capacity import (
    Action,
    ConditionCheck,
    FailedWrite,
    ItemsRead,
    ItemWrite,
)
from ddbhelpers.explaining.images import (
    NotCharged,
    Response,
    Tokens,
    Watch,
    Watcher,
    consistency,
    known,
    look,
    transacted,
)
from ddbhelpers.explaining.lookups import Item, Lookups, Unseen, key_of
from ddbhelpers.explaining.pages import page_read
from ddbhelpers.explaining.partiql.statement import RANGES, Statement, Term, read
from ddbhelpers.model.table import Key, Table

_FAILED = ("ConditionalCheckFailed", "DuplicateItem")


class _Touch:
    """A statement that names one item by its whole key: a write, or a read of one."""

    def __init__(self, eyes: Lookups, body: Mapping[str, Any]) -> None:
        self.eyes = eyes
        self.says = read(body["Statement"], body.get("Parameters", ()))
        self.table = eyes.table(self.says.table)
        self.key = _key(self.says, self.table)
        self.strong = body.get("ConsistentRead", False)
        # an INSERT that succeeds found nothing there
        self.looked = look(eyes, self.table, self.key)

    @property
    def reads(self) -> bool:
        return self.says.kind == "SELECT"

    def done(self, *, transactional: bool = False) -> ItemWrite:
        """Give the write as it was carried out."""
        before = known(self.looked)
        after: Item | None = self.says.item
        if self.says.kind == "UPDATE":
            after = self.eyes.item(self.table, self.key)
        return ItemWrite(self.table, before, after, transactional)

    def failed(self) -> FailedWrite:
        """Give the write whose condition failed."""
        before = known(self.looked)
        unknown = self.says.kind == "UPDATE" and before is not None
        return FailedWrite(self.table, before, self.says.item, not unknown)

    def was_read(self, how: Any) -> ItemsRead:
        """Give the read of the one item."""
        return ItemsRead(
            self.table,
            [known(self.looked)],
            consistency=how,
            each=True,
            projected=self.says.names,
        )


def _execute(eyes: Lookups, _: Tokens, request: Mapping[str, Any]) -> Watch:
    says = read(request["Statement"], request.get("Parameters", ()))
    if says.kind == "SELECT":
        table = eyes.table(says.table)
        answer = yield
        if answer.error is not None:
            raise NotCharged
        return (_selected(eyes, table, says, request, answer.response),)
    touch = _Touch(eyes, request)
    answer = yield
    return (touch.failed() if answer.failed else touch.done(),)


def _batch(eyes: Lookups, _: Tokens, request: Mapping[str, Any]) -> Watch:
    touches = [_Touch(eyes, one) for one in request["Statements"]]
    answer = yield
    if answer.error is not None:
        raise NotCharged
    actions: list[Action] = []
    for touch, got in zip(touches, answer.response["Responses"], strict=True):
        code = got.get("Error", {}).get("Code")
        if touch.reads and code is None:
            actions.append(touch.was_read(consistency(touch.strong)))
        elif code is None:
            actions.append(touch.done())
        elif code in _FAILED and not touch.reads:
            actions.append(touch.failed())
    return tuple(actions)


def _transaction(eyes: Lookups, tokens: Tokens, request: Mapping[str, Any]) -> Watch:
    touches = [_Touch(eyes, one) for one in request["TransactStatements"]]
    again = tokens.replay(request.get("ClientRequestToken"))
    answer = yield
    if all(touch.reads and not touch.says.exists for touch in touches):
        if answer.error is not None:
            raise NotCharged
        return tuple(touch.was_read("transactional") for touch in touches)
    if again and answer.error is None:
        return again
    return transacted(
        tokens, request, answer, [_in_transaction(touch, answer) for touch in touches]
    )


def _in_transaction(touch: _Touch, answer: Response) -> ItemWrite | ConditionCheck:
    if touch.reads:
        return ConditionCheck(touch.table, known(touch.looked))
    if not answer.cancelled:
        return touch.done(transactional=True)
    after = touch.says.item if touch.says.kind == "INSERT" else known(touch.looked)
    return ItemWrite(touch.table, known(touch.looked), after, transactional=True)


def _key(says: Statement, table: Table) -> dict[str, Any]:
    key = says.equal(table.key_names)
    if says.item is not None:
        key = key_of(table, says.item)
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
    partition, sort = owner.partition_key, owner.sort_key
    asked: dict[str, Any] = {"TableName": table.name}
    if says.index is not None:
        asked["IndexName"] = says.index
    equal = says.equal([one.name for one in partition])
    if equal is not None:
        terms = [Term(name, "=", (it,)) for name, it in equal.items()]
        asked |= _key_condition([*terms, *_sorted(says, sort)])
    operation = "Scan" if equal is None else "Query"
    items = eyes.walked(operation, asked, table, limit, None)
    if says.names is not None:
        asked["AttributesToGet"] = [*says.names]
    asked["ConsistentRead"] = request.get("ConsistentRead", False)
    return page_read(eyes, table, operation, asked, items)


def _sorted(says: Statement, sort: Key) -> list[Term]:
    """Give the terms on the sort key: equal from the left, then one range."""
    found: list[Term] = []
    for one in sort:
        ours = [c for c in says.terms if c.name == one.name]
        if not ours or ours[0].operator not in RANGES:
            break
        found.append(ours[0])
        if ours[0].operator != "=":
            break
    return found


def _key_condition(terms: Sequence[Term]) -> dict[str, Any]:
    names: dict[str, str] = {}
    values: dict[str, Item] = {}
    parts = []
    for at, one in enumerate(terms):
        names[f"#{at}"] = one.name
        held = [f":{at}_{n}" for n in range(len(one.values))]
        values |= dict(zip(held, one.values, strict=True))
        if one.operator == "BETWEEN":
            parts.append(f"#{at} BETWEEN {held[0]} AND {held[1]}")
        elif one.operator == "BEGINS_WITH":
            parts.append(f"begins_with(#{at}, {held[0]})")
        else:
            parts.append(f"#{at} {one.operator} {held[0]}")
    return {
        "KeyConditionExpression": " AND ".join(parts),
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
    }


STATEMENTS: dict[str, Watcher] = {
    "ExecuteStatement": _execute,
    "BatchExecuteStatement": _batch,
    "ExecuteTransaction": _transaction,
}
