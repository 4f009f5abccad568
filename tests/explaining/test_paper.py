"""Requests of every kind on paper: boto3's arguments and the items that are there."""

from typing import Any

import pytest

from ddbhelpers.errors import CapacityError
from ddbhelpers.explaining.paper import NOT_KNOWN, on_paper, operation_of
from ddbhelpers.model import SecondaryIndex, Table

MAIL = Table(
    name="mail",
    partition_key="pk",
    indexes=(SecondaryIndex(name="by-group", partition_key="group"),),
)
POST = Table(name="post", partition_key="pk")
KEY = {"pk": {"S": "1"}}
STORED = {"pk": "1", "group": "a", "text": "x" * 700}  # 713 bytes
LARGER = {**STORED, "text": "x" * 1500}
WIRE = {**KEY, "group": {"S": "a"}, "text": {"S": "x" * 1500}}
NAME = {"TableName": "mail"}


def update(**more: Any) -> dict[str, Any]:
    return {**NAME, "Key": KEY, "UpdateExpression": "SET a = b", **more}


@pytest.mark.parametrize(
    ("request_", "operation", "units"),
    [
        ({**NAME, "Item": WIRE}, "PutItem", {"mail": 2, "mail/by-group": 2}),
        ({**NAME, "Key": KEY}, "GetItem", {"mail": 0.5}),
        ({**NAME, "Key": KEY, "ProjectionExpression": "pk"}, "GetItem", {"mail": 0.5}),
        ({**NAME, "Key": KEY}, "DeleteItem", {"mail": 1, "mail/by-group": 1}),
        (update(), "UpdateItem", {"mail": 2, "mail/by-group": 2}),
        (
            {"RequestItems": {"mail": [{"PutRequest": {"Item": WIRE}}]}},
            "BatchWriteItem",
            {"mail": 2, "mail/by-group": 2},
        ),
        (
            {"RequestItems": {"mail": {"Keys": [KEY, {"pk": {"S": "2"}}]}}},
            "BatchGetItem",
            {"mail": 1},
        ),
        (
            {"TransactItems": [{"Put": {**NAME, "Item": WIRE}}]},
            "TransactWriteItems",
            {"mail": 4, "mail/by-group": 2},
        ),
        (
            {"TransactItems": [{"Update": update()}]},
            "TransactWriteItems",
            {"mail": 4, "mail/by-group": 2},
        ),
        (
            {"TransactItems": [{"Get": {**NAME, "Key": KEY}}]},
            "TransactGetItems",
            {"mail": 2},
        ),
        (
            {**NAME, "KeyConditionExpression": "pk = :p", "FilterExpression": "a = :a"},
            "Query",
            {"mail": 0.5},
        ),
        ({**NAME, "IndexName": "by-group"}, "Scan", {"mail/by-group": 0.5}),
        (
            {"Statement": "DELETE FROM mail WHERE pk = '1'"},
            "ExecuteStatement",
            {"mail": 1, "mail/by-group": 1},
        ),
        (
            {"Statements": [{"Statement": "SELECT * FROM mail WHERE pk = '1'"}]},
            "BatchExecuteStatement",
            {"mail": 0.5},
        ),
        (
            {"TransactStatements": [{"Statement": "SELECT * FROM mail WHERE pk='1'"}]},
            "ExecuteTransaction",
            {"mail": 2},
        ),
    ],
)
def test_each_kind_of_request(
    request_: dict[str, Any], operation: str, units: dict[str, float]
) -> None:
    if operation != "DeleteItem":
        assert operation_of(request_) == operation
    receipt = on_paper(
        request_, [MAIL], before=[STORED], after=[LARGER], operation=operation
    )
    assert receipt.units == units
    assert receipt.title == f"{operation} on mail"


def test_a_put_over_nothing_is_a_new_item() -> None:
    receipt = on_paper({**NAME, "Item": WIRE}, [MAIL])
    assert [item.there for item in receipt.parts[0].items] == [False, True]


def test_an_update_without_its_outcome_is_refused() -> None:
    with pytest.raises(CapacityError) as refused:
        on_paper(update(), [MAIL], before=[STORED])
    assert str(refused.value) == (
        "UpdateItem cannot be explained on paper: the item as the update leaves it is "
        "not given; allowed: a request whose items are given, of an update before and "
        "after"
    )


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (
            {**NAME, "TableName": "male", "Item": WIRE},
            "^a request to table 'male'; allowed: mail, post; "
            "correct the name, or give the model of that table$",
        ),
        (
            {"Colour": "red", "Size": 5},
            "^a request of 'Colour', 'Size'; allowed: the arguments of one operation, "
            "as boto3's client takes them$",
        ),
        ({}, "a request of nothing"),
        ({**NAME, "Item": {"x": {"S": "y"}}}, "without the key attribute 'pk'"),
        ({"Statement": "DROP TABLE mail"}, "is not understood"),
    ],
)
def test_what_cannot_be_explained_is_refused(
    request_: dict[str, Any], says: str
) -> None:
    with pytest.raises(CapacityError, match=says):
        on_paper(request_, [MAIL, POST])


def test_it_says_where_nobody_told_what_is_there() -> None:
    put = {**NAME, "Item": WIRE}
    assert NOT_KNOWN in on_paper(put, [MAIL]).remarks
    assert NOT_KNOWN not in on_paper(put, [MAIL], before=[]).remarks


def test_a_read_looks_at_what_is_there_before() -> None:
    large = {"pk": "1", "text": "x" * 5000}
    get, select = {**NAME, "Key": KEY}, {"Statement": "SELECT * FROM mail WHERE pk='1'"}
    requests: list[tuple[dict[str, Any], float]] = [
        (get, 1),
        ({**get, "ProjectionExpression": "pk"}, 1),
        ({"RequestItems": {"mail": {"Keys": [KEY, {"pk": {"S": "2"}}]}}}, 1.5),
        ({"TransactItems": [{"Get": get}]}, 4),
        ({"Statements": [select]}, 1),
        ({"TransactStatements": [select]}, 4),
    ]
    for request, units in requests:
        assert on_paper(request, [MAIL], before=[large]).units == {"mail": units}
    before = [large, {"pk": "2"}, {"no": "key of this table"}]
    scan = on_paper(NAME, [MAIL], before=before)
    assert [item.key for item in scan.parts[0].items] == [("1",), ("2",)]


def test_a_request_to_several_tables_names_them() -> None:
    puts = [{"PutRequest": {"Item": WIRE}}]
    receipt = on_paper({"RequestItems": {"post": puts, "mail": puts}}, [MAIL, POST])
    assert receipt.title == "BatchWriteItem on mail, post"


class Store:
    """Lookups that know a large item."""

    may_read = True

    def table(self, name_or_arn: str, /) -> Table:
        return {"mail": MAIL}[name_or_arn]

    def items(self, table: Table, keys: Any, /) -> list[Any]:
        assert table is MAIL
        return [{**key, "text": {"S": "x" * 5000}} for key in keys]

    def walked(self, *page: Any) -> list[Any]:
        raise AssertionError("a write walks over no page")


def test_what_is_stored_may_be_looked_up() -> None:
    delete: dict[str, Any] = {**NAME, "Key": KEY}
    receipt = on_paper(delete, stored=Store(), operation="DeleteItem")
    assert (receipt.units, receipt.remarks) == ({"mail": 5}, ())
    after = [{"pk": "1", "text": "x" * 9000}]
    assert on_paper(update(), stored=Store(), after=after).units == {"mail": 9}
