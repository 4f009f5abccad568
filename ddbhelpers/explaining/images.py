"""The images of a request: what was there before it and after it, what it evaluated.

Each watcher below looks before the request is sent, waits for the answer (`yield`),
looks again, and gives the actions that the charge is worked out from. Another writer
that touches the same items meanwhile is not noticed: images are exact where requests
to an item come one after the other.
"""

import time
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from ddbhelpers.capacity import (
    Action,
    CancelledAction,
    ConditionCheck,
    FailedWrite,
    ItemsRead,
    ItemWrite,
    ReplayedWrite,
)
from ddbhelpers.explaining.lookups import (
    NOT_READ,
    Item,
    Lookups,
    Unseen,
    by_key,
    identity,
    key_of,
)
from ddbhelpers.explaining.packed import Packed
from ddbhelpers.explaining.pages import evaluated, page_read, projection
from ddbhelpers.model.table import Table

# PartiQL's own code is DuplicateItemException; DynamoDB Local shortens it
FAILED = ("ConditionalCheckFailedException", "DuplicateItemException", "DuplicateItem")
CANCELLED = "TransactionCanceledException"
_CHARGED_REASONS = {"ConditionalCheckFailed", "DuplicateItem", "TransactionConflict"}
TOKEN_SECONDS = 600  # how long DynamoDB knows a ClientRequestToken
_UNKNOWN: Any = object()


@dataclass(frozen=True)
class Images:
    """What one request did; `missing` says why that is not known, if it is not.

    Without actions and without `missing` it did nothing that is charged.
    """

    actions: Iterable[Action] = ()
    missing: str | None = None
    remarks: tuple[str, ...] = ()

    @property
    def packed(self) -> "Images":
        """The same, to be kept: small, and a copy of what it was made of."""
        return replace(self, actions=Packed(self.actions)) if self.actions else self


UNTAKEN = Images(missing="the meter took no images")


class Response(NamedTuple):
    """What came back: the response, and the error's code if it was one."""

    response: Mapping[str, Any]
    error: str | None

    @property
    def failed(self) -> bool:
        """Whether a condition failed; any other refusal costs nothing."""
        if self.error is None:
            return False
        if self.error in FAILED:
            return True
        raise NotCharged

    @property
    def cancelled(self) -> bool:
        """Whether a transaction was cancelled after its work had begun."""
        if self.error is None:
            return False
        reasons = self.response.get("CancellationReasons", ())
        if self.error == CANCELLED and any(
            one.get("Code") in _CHARGED_REASONS for one in reasons
        ):
            return True
        raise NotCharged


class NotCharged(Exception):
    """The request was refused before it cost anything."""


class Tokens:
    """What the transactions of the last ten minutes did, by ClientRequestToken."""

    def __init__(self) -> None:
        self._done: dict[str, tuple[float, Packed]] = {}

    def note(self, token: str | None, actions: tuple[Action, ...]) -> None:
        """Remember what was done; forget what DynamoDB has forgotten."""
        now = time.monotonic()
        self._done = {
            known: (since, done)
            for known, (since, done) in self._done.items()
            if now - since <= TOKEN_SECONDS
        }
        if token is not None:
            self._done.setdefault(token, (now, Packed(actions)))

    def replay(self, token: str | None) -> tuple[Action, ...] | None:
        """Give the actions of a replay, if it is one."""
        since, done = self._done.get(token or "", (0.0, None))
        if done is None or time.monotonic() - since > TOKEN_SECONDS:
            return None
        return tuple(map(replayed, done))


Watch = Generator[None, Response, tuple[Action, ...]]
Watcher = Callable[[Lookups, Tokens, Mapping[str, Any]], Watch]


def replayed(action: Action) -> Action:
    """Give what a write costs when its transaction is sent again."""
    if isinstance(action, ItemWrite):
        return ReplayedWrite(action.table, action.before, action.after)
    if isinstance(action, ConditionCheck):
        return ReplayedWrite(action.table, action.item, action.item)
    return action


def consistency(strong: bool | None) -> Any:
    """Name the consistency that a request asked for."""
    return "strong" if strong else "eventual"


def look(eyes: Lookups, table: Table, key: Item) -> Any:
    """Look at an item before it is written; on AWS only the answer may tell."""
    return eyes.item(table, key) if eyes.may_read else _UNKNOWN


def known(looked: Any, said: Any = _UNKNOWN) -> Any:
    """Give what was looked at, else what the answer said. Raises Unseen."""
    for image in (looked, said):
        if image is not _UNKNOWN:
            return image
    raise Unseen(NOT_READ.format("written"))


def _put(eyes: Lookups, _: Tokens, request: Mapping[str, Any]) -> Watch:
    table, item = eyes.table(request["TableName"]), request["Item"]
    looked = look(eyes, table, key_of(table, item))
    answer = yield
    return (_one(table, known(looked, _old(request, answer)), item, answer),)


def _delete(eyes: Lookups, _: Tokens, request: Mapping[str, Any]) -> Watch:
    table = eyes.table(request["TableName"])
    looked = look(eyes, table, request["Key"])
    answer = yield
    return (_one(table, known(looked, _old(request, answer)), None, answer),)


def _update(eyes: Lookups, _: Tokens, request: Mapping[str, Any]) -> Watch:
    table, key = eyes.table(request["TableName"]), request["Key"]
    looked = look(eyes, table, key)
    answer = yield
    before = known(looked, _old(request, answer))
    if answer.failed:
        return (FailedWrite(table, before, None, attempted_known=False),)
    if request.get("ReturnValues") == "ALL_NEW":
        after = {**answer.response["Attributes"], **key}
    else:
        after = known(look(eyes, table, key))
    return (ItemWrite(table, before, after),)


def _one(
    table: Table, before: Item | None, after: Item | None, got: Response
) -> Action:
    action = FailedWrite if got.failed else ItemWrite
    return action(table, before, after)


def _old(request: Mapping[str, Any], answer: Response) -> Any:
    """Give the image before that the answer holds, if the caller asked for it."""
    if answer.error in FAILED:
        asked = request.get("ReturnValuesOnConditionCheckFailure")
        return answer.response.get("Item") if asked == "ALL_OLD" else _UNKNOWN
    asked = request.get("ReturnValues")
    return answer.response.get("Attributes") if asked == "ALL_OLD" else _UNKNOWN


def _batch_write(eyes: Lookups, _: Tokens, request: Mapping[str, Any]) -> Watch:
    planned = []
    for name, wanted in request["RequestItems"].items():
        table = eyes.table(name)
        afters = [one.get("PutRequest", {}).get("Item") for one in wanted]
        keys = [
            key_of(table, after) if after else one["DeleteRequest"]["Key"]
            for one, after in zip(wanted, afters, strict=True)
        ]
        befores = eyes.items(table, keys)
        planned.append((name, table, keys, befores, afters))
    answer = yield
    if answer.error is not None:
        raise NotCharged
    rest = answer.response.get("UnprocessedItems", {})
    actions = []
    for name, table, keys, befores, afters in planned:
        bodies = [next(iter(one.values())) for one in rest.get(name, ())]
        left = {identity(table, one.get("Item") or one["Key"]) for one in bodies}
        actions += [
            ItemWrite(table, before, after)
            for key, before, after in zip(keys, befores, afters, strict=True)
            if identity(table, key) not in left
        ]
    return tuple(actions)


def _transact_write(eyes: Lookups, tokens: Tokens, request: Mapping[str, Any]) -> Watch:
    planned = []
    for one in request["TransactItems"]:
        [(kind, body)] = one.items()
        table = eyes.table(body["TableName"])
        key = key_of(table, body["Item"]) if kind == "Put" else body["Key"]
        planned.append((kind, table, key, eyes.item(table, key), body.get("Item")))
    again = tokens.replay(request.get("ClientRequestToken"))
    answer = yield
    cancelled = answer.cancelled
    if again:
        return again
    actions: list[ItemWrite | ConditionCheck] = []
    for kind, table, key, before, put in planned:
        if kind == "ConditionCheck":
            actions.append(ConditionCheck(table, before))
        elif kind == "Update":
            after = before if cancelled else eyes.item(table, key)
            actions.append(ItemWrite(table, before, after, transactional=True))
        else:
            actions.append(ItemWrite(table, before, put, transactional=True))
    return transacted(tokens, request, answer, actions)


def transacted(
    tokens: Tokens,
    request: Mapping[str, Any],
    answer: Response,
    actions: "list[ItemWrite | ConditionCheck]",
) -> tuple[Action, ...]:
    """Give the actions of a transaction as it ended: done, cancelled or replayed."""
    if answer.cancelled:
        return tuple(map(CancelledAction, actions))
    consumed = answer.response.get("ConsumedCapacity", ())
    if any(part.get("ReadCapacityUnits") for part in consumed):
        # its token was used before this process began to look
        return tuple(map(replayed, actions))
    tokens.note(request.get("ClientRequestToken"), tuple(actions))
    return tuple(actions)


def _get(eyes: Lookups, _: Tokens, request: Mapping[str, Any]) -> Watch:
    table, names = eyes.table(request["TableName"]), projection(request)
    answer = yield
    if answer.error is not None:
        raise NotCharged
    item = answer.response.get("Item")
    if names is not None:
        item = eyes.item(table, request["Key"])
    how = consistency(request.get("ConsistentRead"))
    return (ItemsRead(table, [item], consistency=how, each=True, projected=names),)


def _batch_get(eyes: Lookups, _: Tokens, request: Mapping[str, Any]) -> Watch:
    tables = {name: eyes.table(name) for name in request["RequestItems"]}
    answer = yield
    if answer.error is not None:
        raise NotCharged
    rest = answer.response.get("UnprocessedKeys", {})
    actions = []
    for name, wanted in request["RequestItems"].items():
        table, names = tables[name], projection(wanted)
        left = {identity(table, key) for key in rest.get(name, {}).get("Keys", ())}
        keys = [key for key in wanted["Keys"] if identity(table, key) not in left]
        if not keys:
            continue
        if names is None:
            found = by_key(table, answer.response["Responses"].get(name, ()))
            items = [found.get(identity(table, key)) for key in keys]
        else:
            items = eyes.items(table, keys)
        how = consistency(wanted.get("ConsistentRead"))
        actions.append(
            ItemsRead(table, items, consistency=how, each=True, projected=names)
        )
    return tuple(actions)


def _transact_get(eyes: Lookups, _: Tokens, request: Mapping[str, Any]) -> Watch:
    gets = [one["Get"] for one in request["TransactItems"]]
    tables = [eyes.table(get["TableName"]) for get in gets]
    answer = yield
    if answer.error is not None:
        raise NotCharged
    actions = []
    for get, table, got in zip(gets, tables, answer.response["Responses"], strict=True):
        names = projection(get)
        item = got.get("Item") if names is None else eyes.item(table, get["Key"])
        actions.append(
            ItemsRead(
                table,
                [item],
                consistency="transactional",
                each=True,
                projected=names,
            )
        )
    return tuple(actions)


def _page(operation: str) -> Watcher:
    def watch(eyes: Lookups, _: Tokens, request: Mapping[str, Any]) -> Watch:
        table = eyes.table(request["TableName"])
        answer = yield
        if answer.error is not None:
            raise NotCharged
        items = evaluated(eyes, table, operation, request, answer.response)
        return (page_read(eyes, table, operation, request, items),)

    return watch


WATCHERS: dict[str, Watcher] = {
    "PutItem": _put,
    "UpdateItem": _update,
    "DeleteItem": _delete,
    "BatchWriteItem": _batch_write,
    "TransactWriteItems": _transact_write,
    "GetItem": _get,
    "BatchGetItem": _batch_get,
    "TransactGetItems": _transact_get,
    "Query": _page("Query"),
    "Scan": _page("Scan"),
}
