"""From an access pattern and its parameters to the request, without sending it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ddbhelpers.errors import PatternError
from ddbhelpers.model.design import Model
from ddbhelpers.model.pattern import WRITES, AccessPattern
from ddbhelpers.model.table import SecondaryIndex, Table
from ddbhelpers.model.wire import to_wire
from ddbhelpers.request.expressions import Placeholders
from ddbhelpers.request.operands import operand_values
from ddbhelpers.request.parameters import Chosen, allowed_parameters, choose
from ddbhelpers.request.phrases import conditions_in_words
from ddbhelpers.words import listed

Filled = dict[str, tuple[str, list[Any]]]


@dataclass(frozen=True, repr=False)
class Request:
    """A read as it goes to DynamoDB.

    ``arguments`` are the keyword arguments of boto3's low-level client, in DynamoDB
    JSON; ``words`` says the same to a reader.
    """

    pattern: AccessPattern
    operation: str
    table: str
    index: str | None
    arguments: Mapping[str, Any]
    words: str

    def __repr__(self) -> str:
        return f"<{self.pattern.name}: {self.words}>"


def build_request(
    model: Model,
    pattern_name: str,
    /,
    limit: int | None = None,
    start: Mapping[str, Any] | None = None,
    **parameters: Any,
) -> Request:
    """Make the request of a read pattern; a parameter that is None was not given.

    ``limit`` replaces the pattern's own and becomes DynamoDB's ``Limit``, which bounds
    the items that are *evaluated*: without a filter that is how many come back at
    most; with one, a page may hold fewer, or none, and not be the last (Developer
    Guide, *Query*: limiting the number of items). ``start`` is the key after which
    to go on, in Python values or as ``LastEvaluatedKey`` came.

    >>> shop = Model(
    ...     name="shop", tables={"shop": {"partition_key": "pk", "sort_key": "sk"}},
    ...     access_patterns={"get_orders": {
    ...         "question": "What did they order?", "operation": "Query",
    ...         "key": {"pk": "CUST#{customer}", "sk": [{"begins_with": "{when}"}]}}},
    ... )
    >>> request = build_request(shop, "get_orders", customer="ada", when="2023-03")
    >>> request
    <get_orders: Query shop where pk = CUST#ada and sk begins_with 2023-03>
    >>> request.arguments["KeyConditionExpression"]
    '#pk = :pk AND begins_with(#sk, :sk)'
    """
    pattern = model.pattern(pattern_name)
    _refuse_what_is_no_read(pattern)
    table = model.table(pattern.table)
    index = table.index(pattern.index) if pattern.index else None
    given = {name: value for name, value in parameters.items() if value is not None}
    key, filters = choose(model, pattern, given)
    types = {one.name: one.type for one in model.parameters(pattern)}
    key_types = table.attribute_types()

    def filled(chosen: Chosen, of_key: bool) -> Filled:
        written: Filled = {}
        for name, condition in chosen.items():
            key_type = key_types.get(name, "S") if of_key else None
            try:
                values = operand_values(condition, given, types, key_type)
            except PatternError as error:
                raise PatternError(
                    f"{pattern.name}, {name}: {error.given}",
                    allowed=error.allowed,
                    do=error.do,
                ) from None
            written[name] = (condition.operator, values)
        return written

    order = (index or table).key_names
    ordered = {name: key[name] for name in (*order, *key) if name in key}
    keys, filtered = filled(ordered, True), filled(filters, False)
    arguments: dict[str, Any] = {"TableName": table.name}
    if index:
        arguments["IndexName"] = index.name
    if pattern.operation == "GetItem":
        arguments |= _get_item(pattern, table, keys, limit, start)
    else:
        arguments |= _pages(pattern, table, index, limit, start)
    if pattern.consistency == "strong":
        arguments["ConsistentRead"] = True
    held = Placeholders()
    if pattern.operation == "Query":
        arguments["KeyConditionExpression"] = held.conditions(keys, nested=False)
    if filtered:
        arguments["FilterExpression"] = held.conditions(filtered)
    if pattern.attributes:
        arguments["ProjectionExpression"] = held.paths(pattern.attributes)
    arguments |= held.arguments()
    return Request(
        pattern=pattern,
        operation=str(pattern.operation),
        table=table.name,
        index=pattern.index,
        arguments=arguments,
        words=_words(pattern, table, keys, filtered, arguments),
    )


def _refuse_what_is_no_read(pattern: AccessPattern) -> None:
    if pattern.operation is None:
        raise PatternError(
            f"{pattern.name} has no operation yet",
            allowed="GetItem, Query or Scan",
            do="choose the operation and the key that serve it",
        )
    if pattern.operation in WRITES:
        raise PatternError(
            f"{pattern.name} is a write ({pattern.operation})",
            allowed="a read: GetItem, Query or Scan",
            do="write it out with boto3, as the notebooks do",
        )


def _get_item(
    pattern: AccessPattern,
    table: Table,
    keys: Filled,
    limit: int | None,
    start: Mapping[str, Any] | None,
) -> dict[str, Any]:
    if limit is not None or start is not None:
        raise PatternError(
            f"{pattern.name} is a GetItem with {'limit' if limit else 'start'}",
            allowed=allowed_parameters(pattern),
        )
    equal = [name for name, (operator, _) in keys.items() if operator == "equals"]
    if {*equal} != {*keys} or {*keys} != {*table.key_names}:
        raise PatternError(
            f"{pattern.name} is a GetItem by {listed(keys) or 'no key'}",
            allowed=f"{listed(table.key_names)}, each with equals",
            do="give the whole key, or make it a Query",
        )
    return {"Key": {name: to_wire(values[0]) for name, (_, values) in keys.items()}}


def _pages(
    pattern: AccessPattern,
    table: Table,
    index: SecondaryIndex | None,
    limit: int | None,
    start: Mapping[str, Any] | None,
) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    if limit is not None and (
        isinstance(limit, bool) or not isinstance(limit, int) or limit < 1
    ):
        raise PatternError(
            f"{pattern.name} with limit {limit!r}", allowed="a whole number from 1 up"
        )
    if most := limit or pattern.limit:
        arguments["Limit"] = most
    if pattern.newest_first:
        arguments["ScanIndexForward"] = False
    if start is not None:
        wanted = list(dict.fromkeys((*table.key_names, *(index or table).key_names)))
        if {*start} != {*wanted}:
            raise PatternError(
                f"{pattern.name} cannot start after {', '.join(start) or 'nothing'}",
                allowed=f"a key of {listed(wanted)}, as the page before gave it",
            )
        arguments["ExclusiveStartKey"] = {
            # no key attribute is a map: a mapping is DynamoDB JSON already
            name: dict(start[name])
            if isinstance(start[name], Mapping)
            else to_wire(start[name])
            for name in wanted
        }
    return arguments


def _words(
    pattern: AccessPattern,
    table: Table,
    keys: Filled,
    filtered: Filled,
    arguments: Mapping[str, Any],
) -> str:
    where = table.name + (f" index {pattern.index}" if pattern.index else "")
    said = [f"{pattern.operation} {where}"]
    said += [f"where {conditions_in_words(keys)}"] if keys else []
    said += [f"filter {conditions_in_words(filtered)}"] if filtered else []
    first = " ".join(said)
    rest = ["newest first"] if pattern.newest_first else []
    rest += [f"limit {arguments['Limit']}"] if "Limit" in arguments else []
    rest += ["strongly consistent"] if pattern.consistency == "strong" else []
    return ", ".join([first, *rest])
