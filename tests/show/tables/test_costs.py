from pathlib import Path

import pandas as pd

from ddbhelpers.capacity import Charge
from ddbhelpers.data import to_frame
from ddbhelpers.data.ask import Answer
from ddbhelpers.model import load_model
from ddbhelpers.request import build_request
from ddbhelpers.show import answer_table, charge_table, request_table, units_table

SHOP = load_model(Path(__file__).parents[2] / "models" / "shop.yaml")
ADA = "aaaaaaaa-0000-0000-0000-000000000000"
ORDER = SHOP.entity("Order").item(
    customer_id=ADA, order_id=ADA, placed_on="2023-03-01", status="open", total=1250
)
CUSTOMER = SHOP.entity("Customer").item(
    customer_id=ADA, name="Ada", email="a@b", city="Oslo", street="Elm"
)


PLACED = {"shop": 1.0, "shop/status-index": 2.0}


def answer(*items: dict[str, object]) -> Answer:
    return Answer(
        request=build_request(SHOP, "list_orders", customer_id=ADA),
        items=items,
        scanned_count=len(items),
        pages=1,
        next=None,
        read_units=0.5,
        arms={"shop": 0.5},
    )


def meter_frame() -> pd.DataFrame:
    lines = [
        ("list_orders", "Query", 0.5, 0.0, {"shop/status-index": 0.5}, 2, 5, None),
        ("place", "PutItem", 0.0, 3.0, PLACED, None, None, None),
        ("place", "PutItem", 0.0, None, None, None, None, "ValidationException"),
    ]
    names = "pattern operation read_units write_units units count scanned_count error"
    return pd.DataFrame(lines, columns=names.split())


def test_a_request_is_shown_argument_by_argument() -> None:
    request = build_request(SHOP, "list_orders", customer_id=ADA)
    shown = request_table(request)
    assert shown.caption == "Query for list_orders"
    lines = {argument: value for argument, value in shown.lines}
    assert lines["TableName"] == "shop"
    assert lines["ScanIndexForward"] == "false"
    first = lines["ExpressionAttributeValues"].split("\n")[0]
    assert first == f':pk = {{"S": "CUST#{ADA}"}}'
    assert request_table(request.arguments).lines == shown.lines


def test_an_answer_is_shown_by_its_own_attributes() -> None:
    shown = answer_table(answer(ORDER), "placed_on", "total")
    assert shown.lines == (("2023-03-01", "1,250"),)
    assert shown.note == "1 item, 1 page, 0.5 read units on shop"
    assert "order_id" in [
        column.title for column in answer_table(answer(ORDER)).columns
    ]


def test_an_answer_is_shown_as_stored_where_that_is_asked_for() -> None:
    shown = answer_table(answer(ORDER), "pk", "sk")
    assert shown.lines[0][0] == f"CUST#{ADA}"


def test_missing_and_null_stand_apart() -> None:
    frame = to_frame([{"pk": "1", "a": None}, {"pk": "2"}])
    assert answer_table(frame).lines == (("1", "NULL"), ("2", ""))
    assert answer_table(frame).caption == "2 items"


def test_long_texts_are_cut() -> None:
    long = [{"text": "word " * 100}]
    assert answer_table(long, longest=10).lines == (("word word…",),)
    assert answer_table(long, longest=None).lines == (("word " * 100,),)


def test_a_charge_has_a_column_for_each_arm() -> None:
    charge = Charge(unit="write", table=1, gsi={"by-day": 2}, lsi={"by-size": 1})
    shown = charge_table({"move": charge, "read": Charge(unit="read", table=0.5)})
    assert [column.title for column in shown.columns] == [
        "request",
        "unit",
        "table",
        "GSI by-day",
        "LSI by-size",
        "total",
    ]
    assert shown.lines == (
        ("move", "write", "1.0", "2", "1", "4.0"),
        ("read", "read", "0.5", "0", "0", "0.5"),
    )
    assert charge_table(charge).lines == (("write", "1", "2", "1", "4"),)


def test_what_was_metered_is_shown_and_summed() -> None:
    shown = units_table(meter_frame())
    assert [column.title for column in shown.columns] == [
        "access pattern",
        "operation",
        "units by arm",
        "evaluated",
        "returned",
        "read units",
        "write units",
        "error",
    ]
    assert shown.lines[:2] == (
        ("list_orders", "Query", "index 0.5", "5", "2", "0.5", "–", "–"),
        ("place", "PutItem", "table 1, index 2", "–", "–", "–", "3", "–"),
    )
    assert shown.lines[2][-1] == "ValidationException"
    assert shown.lines[3] == ("3 requests", "", "", "5", "2", "0.5", "3", "")
    assert shown.total
    assert shown.note == "index: status-index"


def test_what_was_returned_is_shown_where_less_came_back_than_was_evaluated() -> None:
    frame = meter_frame()
    frame["count"] = frame["scanned_count"]
    titles = [column.title for column in units_table(frame).columns]
    assert "evaluated" in titles
    assert "returned" not in titles


def test_one_request_needs_no_sum() -> None:
    shown = units_table(meter_frame().head(1))
    assert not shown.total
    assert len(shown.lines) == 1
