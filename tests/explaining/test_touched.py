"""What a request touches, told from its arguments alone."""

from typing import Any

import pytest

from ddbhelpers.explaining import touched

SELECT, DELETE = 'select * from "a-b".by_day', "DELETE FROM mail WHERE pk = 'x'"


def statements(*texts: str) -> list[dict[str, Any]]:
    return [{"Statement": text} for text in texts]


@pytest.mark.parametrize(
    ("operation", "request_", "doing"),
    [
        ("TransactGetItems", {}, "read"),
        ("BatchWriteItem", {}, "write"),
        ("ExecuteStatement", {"Statement": SELECT}, "read"),
        ("BatchExecuteStatement", {"Statements": statements(SELECT, SELECT)}, "read"),
        ("BatchExecuteStatement", {"Statements": statements(SELECT, DELETE)}, "write"),
        (
            "ExecuteTransaction",
            {"TransactStatements": statements(DELETE, SELECT)},
            "write",
        ),
        ("UpdateTable", {"TableName": "mail"}, "neither"),
    ],
)
def test_reads_writes_and_neither(
    operation: str, request_: dict[str, Any], doing: str
) -> None:
    assert touched.doing(operation, request_) == doing


def test_the_tables_of_every_kind_of_request() -> None:
    arn = "arn:aws:dynamodb:eu-west-1:111122223333:table/mail/index/by-day"
    for request, names in (
        ({"TableName": arn}, ("mail",)),
        ({"TransactItems": [{"Get": {"TableName": "mail"}}]}, ("mail",)),
        ({"Statements": statements(SELECT, DELETE)}, ("a-b", "mail")),
        ({"TransactStatements": statements(DELETE, DELETE)}, ("mail",)),
        ({"Statement": "VACUUM"}, ()),
        ({}, ()),
    ):
        assert touched.tables(request) == names


def test_the_index_that_is_read() -> None:
    assert touched.index({"TableName": "mail", "IndexName": "by-day"}) == "by-day"
    assert touched.index({"Statement": SELECT}) == "by_day"
    assert touched.index({"Statement": 'SELECT * FROM "a"."b-c"'}) == "b-c"
    for text in (DELETE, "VACUUM"):
        assert touched.index({"Statement": text}) is None
    assert touched.index({"TableName": "mail"}) is None
