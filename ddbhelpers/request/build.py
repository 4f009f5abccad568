"""From an access pattern and its parameters to the request, without sending it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import Any

from ddbhelpers.errors import PatternError
from ddbhelpers.model.design import Model
from ddbhelpers.model.pattern import AccessPattern
from ddbhelpers.model.table import KeyType
from ddbhelpers.model.wire import Document, to_wire
from ddbhelpers.request.expressions import Placeholders
from ddbhelpers.request.operands import operand_values
from ddbhelpers.request.parameters import Chosen, allowed_parameters, choose
from ddbhelpers.request.phrases import conditions_in_words
from ddbhelpers.request.resolved import ResolvedRead, resolve
from ddbhelpers.words import listed

Filled = dict[str, tuple[str, Sequence[object]]]


@dataclass(frozen=True, repr=False)
class Request:
    """A read as it goes to DynamoDB.

    ``read`` is the pattern with all that it names. ``arguments`` are the keyword
    arguments of boto3's low-level client, in DynamoDB JSON; ``words`` says the same to
    a reader.
    """

    read: ResolvedRead
    arguments: Document
    words: str

    @property
    def pattern(self) -> AccessPattern:
        """The access pattern."""
        return self.read.pattern

    @property
    def operation(self) -> str:
        """GetItem, Query or Scan."""
        return str(self.pattern.operation)

    @property
    def table(self) -> str:
        """The name of the table."""
        return self.read.table.name

    @property
    def index(self) -> str | None:
        """The name of the index, None for the table itself."""
        return self.pattern.index

    def __repr__(self) -> str:
        return f"<{self.pattern.name}: {self.words}>"


def build_request(
    model: Model,
    pattern_name: str,
    /,
    limit: int | None = None,
    start: Mapping[str, object] | None = None,
    **parameters: object,
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
    return request_of(resolve(model, pattern_name), parameters, limit, start)


def request_of(
    read: ResolvedRead,
    parameters: Mapping[str, object],
    limit: int | None = None,
    start: Mapping[str, object] | None = None,
) -> Request:
    """Make the request of a pattern that is resolved already: see `build_request`."""
    pattern, table = read.pattern, read.table
    given = {name: value for name, value in parameters.items() if value is not None}
    key, filters = choose(read, given)
    keys = _filled(read, key, given, table.attribute_types())
    filtered = _filled(read, filters, given, {})
    arguments: dict[str, Any] = {"TableName": table.name}
    if read.index:
        arguments["IndexName"] = read.index.name
    if pattern.operation == "GetItem":
        arguments |= _get_item(read, keys, limit, start)
    else:
        arguments |= _pages(read, limit, start)
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
    return Request(read, arguments, _words(read, keys, filtered, arguments))


def _filled(
    read: ResolvedRead,
    chosen: Chosen,
    given: Mapping[str, object],
    key_types: Mapping[str, KeyType],
) -> Filled:
    filled: Filled = {}
    for name, condition in chosen.items():
        try:
            values = operand_values(condition, given, read.types, key_types.get(name))
        except PatternError as error:
            says = f"{read.pattern.name}, {name}: {error.given}"
            raise PatternError(says, allowed=error.allowed) from None
        filled[name] = (condition.operator, values)
    return filled


def _get_item(
    read: ResolvedRead,
    keys: Filled,
    limit: int | None,
    start: Mapping[str, object] | None,
) -> dict[str, Any]:
    name, wanted = read.pattern.name, read.table.key_names
    if limit is not None or start is not None:
        raise PatternError(
            f"{name} is a GetItem with {'start' if limit is None else 'limit'}",
            allowed=allowed_parameters(read.pattern),
        )
    equal = [key for key, (operator, _) in keys.items() if operator == "equals"]
    if not {*equal} == {*keys} == {*wanted}:
        raise PatternError(
            f"{name} is a GetItem by {listed(keys) or 'no key'}",
            allowed=f"{listed(wanted)}, each with equals",
            do="give the whole key, or make it a Query",
        )
    return {"Key": {key: to_wire(values[0]) for key, (_, values) in keys.items()}}


def _pages(
    read: ResolvedRead, limit: int | None, start: Mapping[str, object] | None
) -> dict[str, Any]:
    pattern, arguments = read.pattern, dict[str, Any]()
    whole = isinstance(limit, Integral) and not isinstance(limit, bool)
    if limit is not None and not (whole and limit >= 1):
        raise PatternError(
            f"{pattern.name} with limit {limit!r}", allowed="a whole number from 1 up"
        )
    if most := limit or pattern.limit:
        arguments["Limit"] = int(most)
    if pattern.newest_first:
        arguments["ScanIndexForward"] = False
    if start is not None:
        if {*start} != {*read.page_key}:
            raise PatternError(
                f"{pattern.name} cannot start after {', '.join(start) or 'nothing'}",
                allowed=f"a key of {listed(read.page_key)}, as the page before gave it",
            )
        arguments["ExclusiveStartKey"] = {
            # no key attribute is a map: a mapping is DynamoDB JSON already
            name: dict(value)
            if isinstance(value := start[name], Mapping)
            else to_wire(value)
            for name in read.page_key
        }
    return arguments


def _words(
    read: ResolvedRead, keys: Filled, filtered: Filled, arguments: Document
) -> str:
    pattern = read.pattern
    where = read.table.name + (f" {read.place}" if read.index else "")
    said = [f"{pattern.operation} {where}"]
    said += [f"where {conditions_in_words(keys)}"] if keys else []
    said += [f"filter {conditions_in_words(filtered)}"] if filtered else []
    first = " ".join(said)
    rest = ["newest first"] if pattern.newest_first else []
    rest += [f"limit {arguments['Limit']}"] if "Limit" in arguments else []
    rest += ["strongly consistent"] if pattern.consistency == "strong" else []
    return ", ".join([first, *rest])
