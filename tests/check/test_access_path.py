from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ddbhelpers.capacity import Charge, item_bytes, read_charge, write_charge
from ddbhelpers.check import AccessPath, access_path
from ddbhelpers.errors import PatternError
from ddbhelpers.model import Model, load_model

HERE = Path(__file__).parents[2]
MESSAGES = load_model(HERE / "models/direct_messaging.yaml")
SHOP = load_model(HERE / "tests/models/shop.yaml")
UUIDS = st.uuids().map(str)


def plan(model: Model, name: str) -> AccessPath:
    return access_path(model, model.pattern(name))


def test_a_query_with_a_limit_is_bounded_by_its_largest_items() -> None:
    ap1 = plan(MESSAGES, "AP1")
    # 20 × 2,262 bytes are 45,240, which is 12 units of 4 KB, and half of that
    assert ap1.bound == "20 items of at most 2,262 bytes"
    assert (ap1.worst_read_units, ap1.worst_write_units) == (6, None)
    assert (ap1.order, ap1.limit) == ("by sk, newest first", 20)
    assert ap1.key_condition == (
        "pk = MSG#{message_group_uuid} and "
        "(sk between {since} and {before} | sk begins_with {when} | all)"
    )


def test_without_a_limit_a_page_is_the_bound() -> None:
    ap4 = plan(MESSAGES, "AP4")
    assert ap4.bound == "a page of 1 MB"
    assert ap4.worst == Charge(unit="read", gsi={"message-group-sk-index": 128})


WHOLE = {"pk": "CUST#{customer_id}", "sk": "ORDER#{placed_on}#{order_id}"}
OF_INDEX = {"gsi1pk": "STATUS#{status}", "gsi1sk": "{placed_on}#{order_id}"}


@pytest.mark.parametrize(
    ("asked", "bound", "order"),
    [
        ({"key": WHOLE}, "one item of at most 722 bytes", "one item"),
        ({"key": WHOLE, "limit": 5}, "one item of at most 722 bytes", "one item"),
        # any number of items may have the same key of an index
        (
            {"key": OF_INDEX, "index": "status-index"},
            "a page of 1 MB",
            "by gsi1sk, asce",
        ),
        (
            {"key": {**WHOLE, "sk": [WHOLE["sk"]]}},
            "a page of 1 MB",
            "by sk, oldest first",
        ),
        (
            {"key": {**WHOLE, "sk": {"begins_with": WHOLE["sk"]}}},
            "a page of 1 MB",
            "by sk, oldest first",
        ),
    ],
)
def test_a_whole_key_is_of_one_item(
    asked: dict[str, Any], bound: str, order: str
) -> None:
    pattern = SHOP.pattern("list_orders").changed(
        newest_first=False, **{"limit": None, **asked}
    )
    path = access_path(SHOP.with_patterns([pattern]), pattern)
    assert path.bound == bound
    assert path.order.startswith(order)


def test_a_transaction_doubles_the_table_but_not_the_index() -> None:
    # a message of 2,262 and conversations of 2,379 bytes: 3 units each
    ap3 = plan(MESSAGES, "AP3")
    assert ap3.worst == Charge(
        unit="write",
        table=2 * (3 + 2 * 3 + 2 * 3),
        gsi={"message-group-sk-index": 2 * 3 + 2 * 3},
    )
    assert ap3.bound == "put Message, 2 × delete Conversation and 2 × put Conversation"
    assert (ap3.key_condition, ap3.order) == ("", "")


def test_an_update_that_moves_index_keys_pays_for_both_entries() -> None:
    assert plan(SHOP, "set_status").worst == Charge(
        unit="write", table=1, gsi={"status-index": 2}, lsi={"total-index": 2}
    )


def test_an_index_entry_is_smaller_than_its_item() -> None:
    assert plan(SHOP, "list_orders_by_status").bound == "25 items of at most 216 bytes"


def test_a_get_item_reads_one() -> None:
    path = plan(SHOP, "get_customer")
    assert (path.order, path.worst_read_units) == ("one item", 1)
    assert path.bound == "one item of at most 374 bytes"


@given(
    items=st.lists(
        st.fixed_dictionaries(
            {
                "message_group_uuid": UUIDS,
                "created_at": st.just("2023-03-01T09:15:00Z"),
                "message_uuid": UUIDS,
                "from_user_uuid": UUIDS,
                "from_display_name": st.text(max_size=20),
                "text": st.integers(0, 2000).map(lambda n: "x" * n),
            }
        ),
        min_size=1,
        max_size=20,
    )
)
@settings(max_examples=50)
def test_no_page_costs_more_than_its_plan(items: list[dict[str, Any]]) -> None:
    message = MESSAGES.entity("Message")
    page = [message.item(**values) for values in items]
    worst = plan(MESSAGES, "AP1").worst_read_units
    assert worst is not None
    assert read_charge(MESSAGES.table(), page).total <= worst


@given(
    total=st.integers(0, 10**9),
    old=st.sampled_from(["open", "packed"]),
    new=st.sampled_from(["open", "sent"]),
    remark=st.text(max_size=100),
)
def test_no_write_costs_more_than_its_plan(
    total: int, old: str, new: str, remark: str
) -> None:
    uuid = "3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b"
    fixed = {"customer_id": uuid, "order_id": uuid, "placed_on": "2023-03-01"}
    order = SHOP.entity("Order")
    before = order.item(**fixed, status=old, total=total)
    after = order.item(**fixed, status=new, total=total + 1, remark=remark)
    charge = write_charge(SHOP.table(), before, after)
    worst = plan(SHOP, "set_status").worst
    assert worst is not None
    assert charge.table <= worst.table
    assert all(units <= worst.gsi[name] for name, units in charge.gsi.items())
    assert all(units <= worst.lsi[name] for name, units in charge.lsi.items())


def small(pattern: dict[str, Any], **parts: Any) -> AccessPath:
    model = Model(
        name="small",
        tables={
            "tab": {
                "partition_key": "pk",
                "sort_key": "sk",
                "indexes": {
                    "by-total": {
                        "kind": "local",
                        "partition_key": "pk",
                        "sort_key": {"name": "total", "type": "N"},
                        "projection": "KEYS_ONLY",
                    }
                },
            }
        },
        entities={
            "Box": {
                "keys": {"pk": "BOX#{id}", "sk": "{day}"},
                "attributes": {
                    "id": {"type": "uuid", "in": "key"},
                    "day": {"type": "date", "in": "key"},
                    "total": "integer",
                    "note": {"bytes": 9000},
                    **parts,
                },
            }
        },
        access_patterns={
            "ask": {
                "question": "?",
                "operation": "Query",
                "returns": "Box",
                "key": {"pk": "BOX#{id}"},
            }
            | pattern
        },
    )
    return access_path(model, model.pattern("ask"))


def test_what_a_local_index_fetches_is_charged_to_the_table() -> None:
    asked = {"index": "by-total", "attributes": ["total", "note"], "limit": 4}
    fetched = small(asked)
    # 4 whole items of more than 8 KB, 3 units each, at half price
    assert fetched.worst == Charge(unit="read", lsi={"by-total": 0.5}, table=6)
    assert fetched.bound.endswith(", each fetched from the table")
    unlimited = small({**asked, "limit": None})
    assert unlimited.worst is None
    assert unlimited.bound == "note fetched for every item that is walked"
    assert "not bounded" in str(unlimited)


def test_what_nothing_bounds_is_named_and_taken_for_400_kb() -> None:
    open_ = small({"limit": 1, "consistency": "strong"}, text="text")
    assert open_.worst_read_units == 100
    assert open_.bound == "one item of at most 409,600 bytes, for nothing bounds text"
    write: dict[str, object] = {"operation": "PutItem", "returns": None, "key": {}} | {
        "writes": [{"action": "put", "entity": "Box"}]
    }
    put = small(write, text="text")
    assert put.worst is not None
    assert put.worst.table == 400
    assert put.bound == "put Box, for nothing bounds text"


@pytest.mark.parametrize(
    ("action", "operation", "units"),
    [
        ("put", "PutItem", 9),
        ("delete", "DeleteItem", 9),
        ("update", "UpdateItem", 9),
        ("put", "TransactWriteItems", 18),
        ("check", "TransactWriteItems", 18),
    ],
)
def test_each_action_is_charged_on_the_table(
    action: str, operation: str, units: int
) -> None:
    write: dict[str, object] = {"operation": operation, "returns": None, "key": {}} | {
        "writes": [{"action": action, "entity": "Box"}]
    }
    worst = small(write).worst
    assert worst is not None
    assert worst.table == units  # 9,084 bytes fit in 9 KB


def test_a_limit_beyond_a_page_is_a_page() -> None:
    # 115 × 9,084 bytes are 1,044,660 of the 1,048,576 in a page
    fits, over = small({"limit": 115}), small({"limit": 116})
    assert fits.bound == "115 items of at most 9,084 bytes"
    assert (over.bound, over.worst_read_units) == ("a page of 1 MB", 128)


def test_strongly_consistent_costs_twice() -> None:
    eventual, strong = (
        small({"limit": 7, "consistency": how}).worst_read_units
        for how in ("eventual", "strong")
    )
    assert strong == 2 * (eventual or 0)


def test_a_plan_says_itself_on_one_line() -> None:
    assert str(plan(SHOP, "get_customer")) == (
        "get_customer: GetItem shop; where pk = CUST#{customer_id} and sk = PROFILE; "
        "one item; at most 1 read unit (table 1); one item of at most 374 bytes"
    )


def test_a_question_has_no_plan() -> None:
    asked = Model(name="shop", access_patterns={"ask": {"question": "What?"}})
    with pytest.raises(PatternError, match="ask has no operation yet"):
        access_path(asked, asked.pattern("ask"))


def test_writes_that_are_not_listed_are_not_bounded() -> None:
    put = small({"operation": "PutItem", "returns": None, "key": {}})
    assert (put.worst, put.bound) == (None, "its writes are not listed")


def test_the_largest_item_is_what_the_sentence_says() -> None:
    message = MESSAGES.entity("Message")
    uuid = "3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b"
    item = message.item(
        message_group_uuid=uuid,
        created_at="2023-03-01T09:15:00Z",
        message_uuid=uuid,
        from_user_uuid=uuid,
        from_display_name="n" * 80,
        text="t" * 2000,
    )
    assert item_bytes(item) == 2262


@pytest.mark.parametrize(
    ("operation", "action", "worst"),
    [
        # 722 bytes: a unit for the item, and one for each entry that is put or gone
        ("PutItem", "put", {"table": 1, "gsi": 1, "lsi": 1}),
        ("DeleteItem", "delete", {"table": 1, "gsi": 1, "lsi": 1}),
        # an entry under another key is an old one and a new one
        ("UpdateItem", "update", {"table": 1, "gsi": 2, "lsi": 2}),
        ("TransactWriteItems", "check", {"table": 2, "gsi": 0, "lsi": 0}),
    ],
)
def test_each_kind_of_write(operation: str, action: str, worst: dict[str, int]) -> None:
    pattern = SHOP.pattern("set_status").changed(
        operation=operation, writes=[{"action": action, "entity": "Order"}]
    )
    path = access_path(SHOP, pattern)
    assert (path.operation, path.table, path.index) == (operation, "shop", None)
    assert path.worst == Charge(
        unit="write",
        table=worst["table"],
        gsi={"status-index": worst["gsi"]},
        lsi={"total-index": worst["lsi"]},
    )


def test_writes_stand_in_the_tables_of_their_entities() -> None:
    attributes = {"id": {"bytes": 5}, "text": {"type": "text"}}
    model = Model(
        name="two",
        tables={"one": {"partition_key": "id"}, "other": {"partition_key": "id"}},
        entities={
            "A": {"table": "one", "attributes": attributes},
            "B": {"table": "other", "attributes": {**attributes, "more": "text"}},
        },
        access_patterns={
            "store": {
                "question": "?",
                "operation": "BatchWriteItem",
                "writes": [
                    {"action": "put", "entity": "B"},
                    {"action": "put", "entity": "A"},
                ],
            },
            "nothing": {"question": "?", "operation": "PutItem", "table": "other"},
        },
    )
    path = plan(model, "store")
    assert path.table == "other"
    assert path.bound == "put B and put A, for nothing bounds text and more"
    nothing = plan(model, "nothing")
    assert (nothing.table, nothing.bound) == ("other", "its writes are not listed")
    assert nothing.worst is None


def test_a_path_is_told_in_one_line() -> None:
    assert str(plan(SHOP, "list_orders_by_status")) == (
        "list_orders_by_status: Query shop index status-index; where gsi1pk = "
        "STATUS#{status} and (gsi1sk >= {since} | all); by gsi1sk, oldest first; "
        "at most 1 read unit (gsi status-index 1); 25 items of at most 216 bytes"
    )
    assert str(plan(SHOP, "search_orders")) == (
        "search_orders: Scan shop; no order; at most 128 read units (table 128); a "
        "page of 1 MB"
    )
    assert str(plan(SHOP, "set_status")) == (
        "set_status: UpdateItem shop; "
        f"at most {plan(SHOP, 'set_status').worst}; update Order"
    )
    shop = SHOP.with_patterns(
        [
            SHOP.pattern("list_orders").changed(
                key={"pk": "CUST#{c}", "sk": ["{a}"]}, newest_first=True
            ),
            SHOP.pattern("list_order_lines").changed(
                key={"pk": "BOX#{c}", "sk": ["LINE#"]}
            ),
        ]
    )
    orders, lines = plan(shop, "list_orders"), plan(shop, "list_order_lines")
    assert orders.key_condition == "pk = CUST#{c} and (sk = {a} | all)"
    assert lines.key_condition == "pk = BOX#{c} and sk = LINE#"
    assert (lines.worst, lines.bound) == (None, "no entity stands there yet")
    assert "; not bounded; no entity stands there yet" in str(lines)


def test_what_has_no_order_of_time_ascends_or_descends() -> None:
    large = SHOP.pattern("list_large_orders")
    assert access_path(SHOP, large).order == "by total, ascending"
    down = access_path(SHOP, large.changed(newest_first=True))
    assert down.order == "by total, descending"
