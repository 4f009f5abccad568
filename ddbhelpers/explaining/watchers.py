"""The watchers of the classic requests: what each was about to do, and what it did."""

from collections.abc import Sequence
from functools import partial

from ddbhelpers.capacity import (
    Action,
    CancelledAction,
    ConditionCheck,
    FailedWrite,
    ItemsRead,
    ItemWrite,
)
from ddbhelpers.capacity.read import Consistency
from ddbhelpers.capacity.refusals import key_of
from ddbhelpers.explaining.images import (
    FAILED,
    Response,
    Tokens,
    Watch,
    Watcher,
    replayed,
)
from ddbhelpers.explaining.lookups import (
    NOT_READ,
    Item,
    Lookups,
    Unseen,
    by_key,
    identity,
    item_of,
)
from ddbhelpers.explaining.pages import consistency, evaluated, page_read, projection
from ddbhelpers.model.table import Table
from ddbhelpers.model.wire import Document

# An item that was looked at, None where there is none; None alone: nobody has looked
Look = tuple[Item | None] | None


def look(lookups: Lookups, table: Table, key: Item) -> Look:
    """Look at an item before it is written; on AWS only the response may tell."""
    return (item_of(lookups, table, key),) if lookups.may_read else None


def known(*looks: Look) -> Item | None:
    """Give the item by the first look that there is. Raises Unseen."""
    for found in looks:
        if found is not None:
            return found[0]
    raise Unseen(NOT_READ.format("written"))


def single_read(
    table: Table,
    items: Sequence[Item | None],
    how: Consistency,
    names: tuple[str, ...] | None,
) -> ItemsRead:
    """Tell of a read that rounds each item on its own."""
    return ItemsRead(table, items, consistency=how, each=True, projected=names)


def transacted(
    tokens: Tokens,
    request: Document,
    response: Response,
    actions: "list[ItemWrite | ConditionCheck]",
) -> tuple[Action, ...]:
    """Give the actions of a transaction as it ended: done, cancelled or replayed."""
    if response.cancelled:
        return tuple(map(CancelledAction, actions))
    consumed = response.body.get("ConsumedCapacity", ())
    if any(part.get("ReadCapacityUnits") for part in consumed):
        # its token was used before this process began to look
        return tuple(map(replayed, actions))
    tokens.note(request.get("ClientRequestToken"), tuple(actions))
    return tuple(actions)


def _put_or_delete(lookups: Lookups, _: Tokens, request: Document) -> Watch:
    table, after = lookups.table(request["TableName"]), request.get("Item")
    looked = look(lookups, table, key_of(table, after) if after else request["Key"])
    response = yield
    action = FailedWrite if response.failed else ItemWrite
    return (action(table, known(looked, _old(request, response)), after),)


def _update(lookups: Lookups, _: Tokens, request: Document) -> Watch:
    table, key = lookups.table(request["TableName"]), request["Key"]
    looked = look(lookups, table, key)
    response = yield
    before = known(looked, _old(request, response))
    if response.failed:
        return (FailedWrite(table, before, None, attempted_known=False),)
    if request.get("ReturnValues") == "ALL_NEW":
        return (ItemWrite(table, before, {**response.body["Attributes"], **key}),)
    return (ItemWrite(table, before, known(look(lookups, table, key))),)


def _old(request: Document, response: Response) -> Look:
    """Give the item before that the response holds, if the caller asked for it."""
    asked, name = "ReturnValues", "Attributes"
    if response.error in FAILED:
        asked, name = "ReturnValuesOnConditionCheckFailure", "Item"
    return (response.body.get(name),) if request.get(asked) == "ALL_OLD" else None


def _batch_write(lookups: Lookups, _: Tokens, request: Document) -> Watch:
    planned = []
    for name, wanted in request["RequestItems"].items():
        table = lookups.table(name)
        afters = [write.get("PutRequest", {}).get("Item") for write in wanted]
        keys = [
            key_of(table, after) if after else write["DeleteRequest"]["Key"]
            for write, after in zip(wanted, afters, strict=True)
        ]
        befores = lookups.items(table, keys)
        planned.append((name, table, zip(keys, befores, afters, strict=True)))
    rest = (yield).done.get("UnprocessedItems", {})
    actions = []
    for name, table, writes in planned:
        bodies = [body for write in rest.get(name, ()) for body in write.values()]
        left = {identity(table, body.get("Item") or body["Key"]) for body in bodies}
        actions += [
            ItemWrite(table, before, after)
            for key, before, after in writes
            if identity(table, key) not in left
        ]
    return tuple(actions)


def _transact_write(lookups: Lookups, tokens: Tokens, request: Document) -> Watch:
    planned = []
    for action in request["TransactItems"]:
        [(kind, body)] = action.items()
        table, put = lookups.table(body["TableName"]), body.get("Item")
        key = key_of(table, put) if put else body["Key"]
        planned.append((kind, table, key, item_of(lookups, table, key), put))
    again = tokens.replay(request.get("ClientRequestToken"))
    response = yield
    cancelled = response.cancelled
    if again:
        return again
    actions: list[ItemWrite | ConditionCheck] = []
    for kind, table, key, before, after in planned:
        if kind == "ConditionCheck":
            actions.append(ConditionCheck(table, before))
            continue
        if kind == "Update":
            after = before if cancelled else item_of(lookups, table, key)
        actions.append(ItemWrite(table, before, after, transactional=True))
    return transacted(tokens, request, response, actions)


def _get(lookups: Lookups, _: Tokens, request: Document) -> Watch:
    table, names = lookups.table(request["TableName"]), projection(request)
    item = (yield).done.get("Item")
    if names is not None:
        item = item_of(lookups, table, request["Key"])
    return (single_read(table, [item], consistency(request), names),)


def _batch_get(lookups: Lookups, _: Tokens, request: Document) -> Watch:
    tables = {name: lookups.table(name) for name in request["RequestItems"]}
    body = (yield).done
    rest = body.get("UnprocessedKeys", {})
    actions = []
    for name, wanted in request["RequestItems"].items():
        table, names = tables[name], projection(wanted)
        left = {identity(table, key) for key in rest.get(name, {}).get("Keys", ())}
        keys = [key for key in wanted["Keys"] if identity(table, key) not in left]
        if not keys:
            continue
        if names is None:
            found = by_key(table, body["Responses"].get(name, ()))
            items = [found.get(identity(table, key)) for key in keys]
        else:
            items = lookups.items(table, keys)
        actions.append(single_read(table, items, consistency(wanted), names))
    return tuple(actions)


def _transact_get(lookups: Lookups, _: Tokens, request: Document) -> Watch:
    gets = [action["Get"] for action in request["TransactItems"]]
    tables = [lookups.table(get["TableName"]) for get in gets]
    found = (yield).done["Responses"]
    actions = []
    for get, table, got in zip(gets, tables, found, strict=True):
        names = projection(get)
        item = got.get("Item") if names is None else item_of(lookups, table, get["Key"])
        actions.append(single_read(table, [item], "transactional", names))
    return tuple(actions)


def _page(operation: str, lookups: Lookups, _: Tokens, request: Document) -> Watch:
    table = lookups.table(request["TableName"])
    items = evaluated(lookups, table, operation, request, (yield).done)
    return (page_read(lookups, table, operation, request, items),)


WATCHERS: dict[str, Watcher] = {
    "PutItem": _put_or_delete,
    "UpdateItem": _update,
    "DeleteItem": _put_or_delete,
    "BatchWriteItem": _batch_write,
    "TransactWriteItems": _transact_write,
    "GetItem": _get,
    "BatchGetItem": _batch_get,
    "TransactGetItems": _transact_get,
    "Query": partial(_page, "Query"),
    "Scan": partial(_page, "Scan"),
}
