"""What a Query or Scan evaluated: more than it returned, where it filters."""

import re
from collections.abc import Sequence
from typing import Any

from ddbhelpers.capacity import ItemsRead
from ddbhelpers.capacity.read import Consistency
from ddbhelpers.capacity.refusals import key_of
from ddbhelpers.explaining.lookups import Item, Lookups
from ddbhelpers.model.table import SecondaryIndex, Table
from ddbhelpers.model.wire import Document

_PLACEHOLDER = re.compile(r"[#:][A-Za-z0-9_]+")
# Arguments that change what comes back, and neither what is evaluated nor its charge
_AFTERWARDS = {
    "AttributesToGet",
    "ConditionalOperator",
    "FilterExpression",
    "ProjectionExpression",
    "QueryFilter",
    "ReturnConsumedCapacity",
    "ScanFilter",
    "Select",
}
_NAMED = ("ExpressionAttributeNames", "ExpressionAttributeValues")


def page_read(
    lookups: Lookups,
    table: Table,
    operation: str,
    request: Document,
    items: Sequence[Item],
) -> ItemsRead:
    """Tell what one page of a Query or Scan read, given what it evaluated."""
    name, names = request.get("IndexName"), projection(request)
    index = None if name is None else table.index(name)
    fetches = _fetches(table, index, request.get("Select"), names)
    partial = index is not None and index.projection.type != "ALL"
    # engines that diverge size these on the whole items
    whole = fetches or operation == "Scan" or names is not None
    if partial and whole and lookups.may_read:
        bases = lookups.items(table, [key_of(table, item) for item in items])
        # an item that went meanwhile stays as its entry
        items = [base or entry for base, entry in zip(bases, items, strict=True)]
    return ItemsRead(
        table,
        items,
        index=index,
        consistency=consistency(request),
        fetched=items if fetches else (),
        scan=operation == "Scan",
        projected=names,
    )


def consistency(request: Document) -> Consistency:
    """Name the consistency that a read asks for."""
    return "strong" if request.get("ConsistentRead") else "eventual"


def projection(request: Document) -> tuple[str, ...] | None:
    """Name the attributes that a read asks for; None: all of them.

    >>> projection({"ProjectionExpression": "#d.author, tags[0]",
    ...             "ExpressionAttributeNames": {"#d": "data"}})
    ('data', 'tags')
    """
    if "AttributesToGet" in request:
        return tuple(request["AttributesToGet"])
    if "ProjectionExpression" not in request:
        return None
    names = request.get("ExpressionAttributeNames", {})
    paths = request["ProjectionExpression"].split(",")
    tops = [re.split(r"[.\[]", path.strip())[0] for path in paths]
    return tuple(dict.fromkeys(names.get(top, top) for top in tops))


def plainly(request: Document) -> dict[str, Any]:
    """Give the request that evaluates the same and returns all of it.

    >>> plainly({"TableName": "mail", "KeyConditionExpression": "pk = :p",
    ...          "FilterExpression": "to = :t",
    ...          "ExpressionAttributeValues": {":p": {"S": "a"}, ":t": {"S": "b"}}})
    {'TableName': 'mail', 'KeyConditionExpression': 'pk = :p',
     'ExpressionAttributeValues': {':p': {'S': 'a'}}}
    """
    kept = {name: it for name, it in request.items() if name not in _AFTERWARDS}
    used = set(_PLACEHOLDER.findall(request.get("KeyConditionExpression", "")))
    for argument in _NAMED:
        if argument in kept:
            held = {name: it for name, it in kept[argument].items() if name in used}
            kept[argument] = held
            if not held:
                del kept[argument]
    return kept


def evaluated(
    lookups: Lookups,
    table: Table,
    operation: str,
    request: Document,
    response: Document,
) -> list[Item]:
    """Give the items that a page evaluated, also those that it left out. Raises Unseen.

    Of an index they are what the index holds.
    """
    filtered = {"FilterExpression", "QueryFilter", "ScanFilter"} & {*request}
    cut = projection(request) is not None or request.get("Select") == "COUNT"
    if not filtered and not cut:
        return [*response["Items"]]
    scanned, last = response["ScannedCount"], response.get("LastEvaluatedKey")
    if not scanned:
        return []
    return lookups.walked(operation, plainly(request), table, scanned, last)


def _fetches(
    table: Table,
    index: SecondaryIndex | None,
    select: str | None,
    names: tuple[str, ...] | None,
) -> bool:
    """Tell whether a local index has to fetch what it does not hold."""
    if index is None or index.kind == "global" or index.projection.type == "ALL":
        return False
    held = {*table.key_names, *index.key_names, *index.projection.attributes}
    return select == "ALL_ATTRIBUTES" or not held.issuperset(names or ())
