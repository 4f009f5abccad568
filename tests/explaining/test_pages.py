"""What a page evaluated, told by lookups that see what the test lets them see."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from ddbhelpers.explaining.pages import evaluated, page_read, plainly, projection
from ddbhelpers.model import SecondaryIndex, Table

KEYS: Any = {"projection": "KEYS_ONLY"}
MAIL = Table(
    name="mail",
    partition_key="pk",
    indexes=(
        SecondaryIndex(name="gsi", partition_key="g", **KEYS),
        SecondaryIndex(name="all", partition_key="g"),
    ),
)
LOCAL = Table(
    name="mail",
    partition_key="pk",
    sort_key="sk",
    indexes=(
        SecondaryIndex(
            name="lsi", kind="local", partition_key="pk", sort_key="l", **KEYS
        ),
        SecondaryIndex(name="all", kind="local", partition_key="pk", sort_key="l"),
    ),
)
ENTRY = {"pk": {"S": "a"}, "g": {"S": "g"}}
WHOLE = {**ENTRY, "x": {"S": "x"}}


class EngineLookups:
    """Sees one whole item, and walks to it."""

    def __init__(self, *, may_read: bool = True, there: bool = True) -> None:
        self.may_read, self.there = may_read, there
        self.walks: list[tuple[Any, ...]] = []

    def table(self, name_or_arn: str, /) -> Table:
        return MAIL

    def items(self, table: Table, keys: Sequence[Any], /) -> list[Any]:
        assert table in (MAIL, LOCAL)
        return [WHOLE if self.there else None for _ in keys]

    def walked(
        self,
        operation: str,
        arguments: Mapping[str, Any],
        table: Table,
        count: int | None,
        last: Any,
        /,
    ) -> list[Any]:
        self.walks.append((operation, dict(arguments), count, last))
        return [WHOLE]


def test_a_plain_page_evaluated_what_it_returned() -> None:
    lookups, answer = EngineLookups(), {"ScannedCount": 1, "Items": [ENTRY]}
    plain = {"TableName": "mail", "Limit": 5}
    assert evaluated(lookups, MAIL, "Scan", plain, answer) == [ENTRY]
    assert lookups.walks == []


@pytest.mark.parametrize(
    "more",
    [
        {"FilterExpression": "g = :g"},
        {"QueryFilter": {}},
        {"ScanFilter": {}},
        {"Select": "COUNT"},
        {"ProjectionExpression": "g"},
        {"AttributesToGet": ["g"]},
    ],
)
def test_a_page_that_leaves_something_out_is_walked_again(more: dict[str, Any]) -> None:
    lookups, plain = EngineLookups(), {"TableName": "mail", "Limit": 5}
    answer = {"ScannedCount": 3, "LastEvaluatedKey": ENTRY}
    assert evaluated(lookups, MAIL, "Scan", {**plain, **more}, answer) == [WHOLE]
    assert lookups.walks == [("Scan", plain, 3, ENTRY)]
    nothing = {"ScannedCount": 0}
    assert evaluated(lookups, MAIL, "Scan", {**plain, **more}, nothing) == []
    assert len(lookups.walks) == 1


def test_a_walk_keeps_the_placeholders_of_its_key() -> None:
    names, values = "ExpressionAttributeNames", "ExpressionAttributeValues"
    filters = {"FilterExpression": "#t = :t", names: {"#t": "to"}, values: {":t": 1}}
    assert plainly({"TableName": "mail", **filters}) == {"TableName": "mail"}
    key = {"KeyConditionExpression": "#p = :p"}
    both = {names: {"#p": "pk", "#t": "to"}, values: {":p": 1, ":t": 2}}
    assert plainly({**filters, **key, **both}) == {
        **key,
        names: {"#p": "pk"},
        values: {":p": 1},
    }


def test_a_projection_names_attributes_once_and_at_the_top() -> None:
    assert projection({}) is None
    assert projection({"AttributesToGet": ["a", "b"]}) == ("a", "b")
    names = {"ExpressionAttributeNames": {"#d": "data"}}
    text = {"ProjectionExpression": "#d.x, tags[0], #d.y"}
    assert projection({**text, **names}) == ("data", "tags")


@pytest.mark.parametrize(
    ("operation", "more", "whole"),
    [
        ("Query", {"IndexName": "gsi"}, False),
        ("Scan", {"IndexName": "gsi"}, True),
        ("Query", {"IndexName": "gsi", "ProjectionExpression": "g"}, True),
        ("Scan", {"IndexName": "all"}, False),
        ("Scan", {}, False),
    ],
)
def test_entries_are_looked_up_where_an_engine_may_size_whole_items(
    operation: str, more: dict[str, Any], whole: bool
) -> None:
    for lookups, found in (
        (EngineLookups(), WHOLE if whole else ENTRY),
        (EngineLookups(there=False), ENTRY),
        (EngineLookups(may_read=False), ENTRY),
    ):
        read = page_read(
            lookups, MAIL, operation, {"TableName": "mail", **more}, [ENTRY]
        )
        assert ([*read.items], [*read.fetched]) == ([found], [])
        assert read.scan == (operation == "Scan")


@pytest.mark.parametrize(
    ("more", "fetches"),
    [
        ({}, False),
        ({"Select": "ALL_ATTRIBUTES"}, True),
        ({"ProjectionExpression": "l, sk"}, False),
        ({"ProjectionExpression": "l, x"}, True),
    ],
)
def test_a_local_index_fetches_what_it_does_not_hold(
    more: dict[str, Any], fetches: bool
) -> None:
    request = {"TableName": "mail", "IndexName": "lsi", **more}
    entry = {**ENTRY, "sk": {"S": "s"}, "l": {"S": "l"}}
    read = page_read(EngineLookups(), LOCAL, "Query", request, [entry])
    assert bool(read.fetched) == fetches
    holds_all = {**request, "IndexName": "all"}
    assert page_read(EngineLookups(), LOCAL, "Query", holds_all, [entry]).fetched == ()
    gsi = {**request, "IndexName": "gsi"}
    assert page_read(EngineLookups(), MAIL, "Query", gsi, [ENTRY]).fetched == ()
