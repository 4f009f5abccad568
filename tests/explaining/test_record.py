"""Reading what engines report: answers as they were seen, and as AWS documents them."""

from typing import Any

import pytest

from ddbhelpers.explaining.record import Record, make_record
from ddbhelpers.explaining.report import ReportedArm


def record(operation: str, request: dict[str, Any], response: dict[str, Any]) -> Record:
    seen = make_record(
        "ask", operation, request, response, request_bytes=1, response_bytes=2
    )
    assert (seen.pattern, seen.request_bytes, seen.response_bytes) == ("ask", 1, 2)
    return seen


def units(number: float) -> dict[str, float]:
    return {"CapacityUnits": number}


def test_a_write_and_its_indexes() -> None:
    seen = record(
        "PutItem",
        {"TableName": "orders", "Item": {}},
        {
            "ConsumedCapacity": {
                "TableName": "orders",
                **units(6.0),
                "Table": units(1.0),
                "LocalSecondaryIndexes": {"Aged": units(2.0)},
                "GlobalSecondaryIndexes": {"by-day": units(3.0), "unused": units(0.0)},
            }
        },
    )
    assert (seen.read_units, seen.write_units) == (0.0, 6.0)
    assert seen.units == {"orders": 1.0, "orders/by-day": 3.0, "orders/Aged": 2.0}
    assert [arm.index for arm in seen.arms or ()] == [None, "Aged", "by-day"]
    assert [seen.units_of(kind) for kind in ("table", "gsi", "lsi")] == [1.0, 3.0, 2.0]
    assert seen.count is None


def test_a_read_of_an_index() -> None:
    seen = record(
        "Query",
        {"TableName": "orders", "IndexName": "by-day"},
        {
            "Count": 2,
            "ScannedCount": 5,
            "Items": [{}, {}],
            "ConsumedCapacity": {
                "TableName": "orders",
                **units(0.5),
                "Table": units(0.0),
                "GlobalSecondaryIndexes": {"by-day": units(0.5)},
            },
        },
    )
    assert (seen.table, seen.index) == ("orders", "by-day")
    assert seen.arms == (ReportedArm("orders", "by-day", "gsi", read_units=0.5),)
    assert (seen.count, seen.scanned_count, seen.pages) == (2, 5, 1)


def test_a_batch_over_two_tables_is_one_record() -> None:
    seen = record(
        "BatchGetItem",
        {"RequestItems": {"orders": {}, "carts": {}}},
        {
            "Responses": {"orders": [{}, {}], "carts": [{}]},
            "ConsumedCapacity": [
                {"TableName": "orders", **units(1.0), "Table": units(1.0)},
                {"TableName": "carts", **units(0.5), "Table": units(0.5)},
            ],
        },
    )
    assert seen.table == "carts, orders"
    assert seen.arms == (
        ReportedArm("carts", None, "table", read_units=0.5),
        ReportedArm("orders", None, "table", read_units=1.0),
    )
    assert (seen.read_units, seen.count, seen.pages) == (1.5, 3, 0)


def test_a_replayed_transaction_is_charged_as_reads() -> None:
    read = {"ReadCapacityUnits": 2.0, "CapacityUnits": 2.0}
    seen = record(
        "TransactWriteItems",
        {"TransactItems": [{"Put": {"TableName": "orders"}}]},
        {"ConsumedCapacity": [{"TableName": "orders", **read, "Table": read}]},
    )
    assert (seen.read_units, seen.write_units) == (2.0, 0.0)
    assert seen.tables == ("orders",)


@pytest.mark.parametrize(
    ("statement", "read", "write"),
    [
        ('SELECT * FROM "orders"', 0.5, 0.0),
        (" select * from orders", 0.5, 0.0),
        ("UPDATE orders SET a = 1", 0.0, 0.5),
        ("INSERT INTO \"orders\" VALUE {'pk': 'FROM x'}", 0.0, 0.5),
    ],
)
def test_a_statement_reads_or_writes(statement: str, read: float, write: float) -> None:
    consumed = {"TableName": "orders", **units(0.5), "Table": units(0.5)}
    seen = record(
        "ExecuteStatement", {"Statement": statement}, {"ConsumedCapacity": consumed}
    )
    assert (seen.read_units, seen.write_units) == (read, write)
    assert seen.tables == ("orders",)


def test_only_a_total_was_asked_for() -> None:
    consumed = {"TableName": "orders", **units(2.0)}
    seen = record("PutItem", {"TableName": "orders"}, {"ConsumedCapacity": consumed})
    assert seen.write_units == 2.0
    assert seen.arms is None
    silent = {"ConsumedCapacity": {"TableName": "orders"}}
    assert record("PutItem", {"TableName": "orders"}, silent).write_units == 0.0
    assert seen.units is None
    assert seen.units_of("table") is None


def test_what_is_not_reported_is_not_known() -> None:
    seen = record("PutItem", {"TableName": "orders"}, {"Error": {"Code": "No"}})
    assert (seen.read_units, seen.write_units, seen.arms) == (0.0, None, None)
    seen = record("GetItem", {"TableName": "orders"}, {"Item": {}})
    assert (seen.read_units, seen.write_units, seen.count) == (None, 0.0, 1)


def test_what_is_neither_read_nor_write_costs_nothing() -> None:
    seen = record("DescribeTable", {"TableName": "orders"}, {"Table": {}})
    assert (seen.read_units, seen.write_units, seen.arms) == (0.0, 0.0, ())


@pytest.mark.parametrize(
    ("operation", "response", "count"),
    [
        ("GetItem", {}, 0),
        ("GetItem", {"Item": {}}, 1),
        ("TransactGetItems", {"Responses": [{"Item": {}}, {}, {}]}, 1),
        ("Query", {"Count": 3}, 3),
        ("Scan", {"Items": [{}, {}]}, 2),
        ("Query", {"Error": {}}, None),
        ("Scan", {"Count": 0, "Items": []}, 0),
    ],
)
def test_it_counts_items(
    operation: str, response: dict[str, Any], count: int | None
) -> None:
    assert record(operation, {"TableName": "orders"}, response).count == count


def test_its_name_for_people_leaves_the_bodies_out() -> None:
    seen = record("GetItem", {"TableName": "orders", "Key": {"pk": {"S": "ada"}}}, {})
    assert "ada" not in repr(seen)


def test_a_page_is_an_answer_that_may_go_on() -> None:
    for operation, request, pages in (
        ("Query", {"TableName": "orders"}, 1),
        ("Scan", {"TableName": "orders"}, 1),
        ("GetItem", {"TableName": "orders"}, 0),
        ("ExecuteStatement", {"Statement": "SELECT * FROM orders"}, 1),
        ("ExecuteStatement", {"Statement": "DELETE FROM orders"}, 0),
    ):
        assert record(operation, request, {}).pages == pages
        refused = make_record(
            None,
            operation,
            request,
            {},
            request_bytes=1,
            response_bytes=1,
            error="No",
        )
        assert refused.pages == 0


def test_it_counts_retries() -> None:
    request = {"TableName": "orders"}
    assert record("GetItem", request, {}).retries == 0
    answer = {"ResponseMetadata": {"RetryAttempts": 2}}
    assert record("GetItem", request, answer).retries == 2
