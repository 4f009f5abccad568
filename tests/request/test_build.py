import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddbhelpers.errors import PatternError
from ddbhelpers.model import AccessPattern, Model, load_model
from ddbhelpers.request import build_request

HERE = Path(__file__).parents[2]
MESSAGES = load_model(HERE / "models/direct_messaging.yaml")
SHOP = load_model(HERE / "tests/models/shop.yaml")
UUID = "3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b"
KEY = {"pk": f"MSG#{UUID}", "sk": f"2023-03-01T09:15:00Z#{UUID}"}


def conversation(**given: Any) -> dict[str, Any]:
    request = build_request(
        MESSAGES, "get_conversation", message_group_uuid=UUID, **given
    )
    return dict(request.arguments)


def test_a_query_by_partition_key_newest_first() -> None:
    assert conversation() == {
        "TableName": "direct-messages",
        "Limit": 20,
        "ScanIndexForward": False,
        "KeyConditionExpression": "#pk = :pk",
        "ExpressionAttributeNames": {"#pk": "pk"},
        "ExpressionAttributeValues": {":pk": {"S": f"MSG#{UUID}"}},
    }


def test_the_alternative_whose_parameters_are_given_is_used() -> None:
    month = conversation(when="2023-03")
    assert month["KeyConditionExpression"] == "#pk = :pk AND begins_with(#sk, :sk)"
    assert month["ExpressionAttributeValues"][":sk"] == {"S": "2023-03"}
    span = conversation(since=dt.date(2023, 3, 1), before="2023-04")
    assert span["KeyConditionExpression"] == (
        "#pk = :pk AND #sk BETWEEN :sk_from AND :sk_to"
    )
    assert span["ExpressionAttributeValues"][":sk_from"] == {"S": "2023-03-01"}


def test_none_is_a_parameter_that_was_not_given() -> None:
    assert conversation(when=None, since=None, before=None) == conversation()


def test_a_query_of_an_index_has_its_name() -> None:
    request = build_request(
        MESSAGES, "find_conversation_copies", message_group_uuid=UUID
    )
    assert request.arguments["IndexName"] == "message-group-sk-index"
    assert (request.operation, request.table, request.index) == (
        "Query",
        "direct-messages",
        "message-group-sk-index",
    )
    assert "Limit" not in request.arguments


def test_a_scan_filters_a_nested_attribute() -> None:
    request = build_request(MESSAGES, "AP7", text="sea # salt")
    assert request.arguments == {
        "TableName": "direct-messages",
        "FilterExpression": "contains(#data.#text, :data_text)",
        "ExpressionAttributeNames": {"#data": "data", "#text": "text"},
        "ExpressionAttributeValues": {":data_text": {"S": "sea # salt"}},
    }


def test_a_get_item_has_a_key_and_its_consistency() -> None:
    request = build_request(SHOP, "get_customer", customer_id=UUID)
    assert request.arguments == {
        "TableName": "shop",
        "Key": {"pk": {"S": f"CUST#{UUID}"}, "sk": {"S": "PROFILE"}},
        "ConsistentRead": True,
    }


def test_a_number_stays_a_number_in_key_and_filter() -> None:
    large = build_request(SHOP, "list_large_orders", customer_id=UUID, minimum="12")
    assert large.arguments["ExpressionAttributeValues"][":total"] == {"N": "12"}
    search = build_request(SHOP, "search_orders", minimum=12, status="open")
    assert search.arguments["FilterExpression"] == (
        "#total >= :total AND #status = :status"
    )
    assert search.arguments["ExpressionAttributeValues"] == {
        ":total": {"N": "12"},
        ":status": {"S": "open"},
    }


def test_an_alternative_without_parameters_is_the_default() -> None:
    orders = build_request(SHOP, "list_orders", customer_id=UUID)
    assert orders.arguments["ExpressionAttributeValues"][":sk"] == {"S": "ORDER#"}


def test_named_attributes_become_a_projection() -> None:
    request = build_request(SHOP, "list_orders_by_status", status="open")
    assert request.arguments["ProjectionExpression"] == "#pk, #sk, #total, #status"
    assert request.arguments["ExpressionAttributeNames"] == {
        "#gsi1pk": "gsi1pk",
        "#pk": "pk",
        "#sk": "sk",
        "#total": "total",
        "#status": "status",
    }


@pytest.mark.parametrize(
    "start", [KEY, {name: {"S": text} for name, text in KEY.items()}]
)
def test_a_page_starts_after_a_key_in_either_form(start: dict[str, Any]) -> None:
    arguments = conversation(start=start, limit=3)
    assert arguments["ExclusiveStartKey"] == {n: {"S": t} for n, t in KEY.items()}
    assert arguments["Limit"] == 3


def test_a_page_of_an_index_starts_after_both_keys() -> None:
    def copies(start: dict[str, str]) -> Any:
        return build_request(
            MESSAGES, "AP4", message_group_uuid=UUID, start=start
        ).arguments

    assert list(copies(KEY | {"message_group_uuid": UUID})["ExclusiveStartKey"]) == [
        "pk",
        "sk",
        "message_group_uuid",
    ]
    with pytest.raises(PatternError, match="a key of pk, sk and message_group_uuid"):
        copies(KEY)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (
            {},
            "get_conversation lacks message_group_uuid; allowed: message_group_uuid, "
            "perhaps since and before or when",
        ),
        (
            {"message_group_uid": UUID},
            "get_conversation has no parameter 'message_group_uid'; allowed: "
            "message_group_uuid, perhaps since and before or when; did you mean "
            "'message_group_uuid'?",
        ),
        ({"colour": 1}, "has no parameter 'colour'"),
        ({"message_group_uuid": "nope"}, "message_group_uuid is 'nope'; allowed: a uu"),
        ({"message_group_uuid": ""}, "message_group_uuid is empty"),
        (
            {"since": "2023"},
            "was given since alone; allowed: message_group_uuid, perhaps since and "
            "before or when",
        ),
        (
            {"since": "2023", "before": "2024", "when": "2023"},
            "was given when together with since and before",
        ),
        ({"since": "2023", "when": "2023"}, "was given since together with when"),
        ({"since": "2024", "before": "2023"}, "sk: between '2024' and '2023'; allowed"),
        ({"limit": 0}, "with limit 0; allowed: a whole number from 1 up"),
        ({"limit": True}, "with limit True"),
        ({"limit": 2.5}, "with limit 2.5"),
        ({"start": {}}, "cannot start after nothing; allowed: a key of pk and sk"),
        ({"start": {"pk": "x"}}, "cannot start after pk; allowed"),
        ({"start": {"pk": "x", "id": 1}}, "cannot start after pk, id; allowed"),
    ],
)
def test_refuses_wrong_parameters(given: dict[str, Any], says: str) -> None:
    if not {"message_group_uuid", "message_group_uid"} & {*given} and given:
        given = {"message_group_uuid": UUID, **given}
    with pytest.raises(PatternError) as refused:
        build_request(MESSAGES, "get_conversation", **given)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("pattern", "given", "says"),
    [
        ("send_message", {}, "send_message is a write (TransactWriteItems)"),
        ("get_it", {}, "has no access pattern 'get_it'; allowed: get_conversation"),
    ],
)
def test_refuses_what_is_no_read(
    pattern: str, given: dict[str, Any], says: str
) -> None:
    with pytest.raises(PatternError) as refused:
        build_request(MESSAGES, pattern, **given)
    assert says in str(refused.value)


def test_refuses_a_question_without_an_operation() -> None:
    asked = Model(name="shop", access_patterns={"ask": {"question": "What?"}})
    with pytest.raises(PatternError, match="ask has no operation yet"):
        build_request(asked, "ask")


@pytest.mark.parametrize(
    ("key", "says"),
    [
        (
            {},
            "is a GetItem by no key; allowed: pk and size, each with equals; "
            "give the whole key, or make it a Query",
        ),
        ({"pk": "{a}"}, "is a GetItem by pk; allowed"),
        ({"pk": "{a}", "size": {"at_least": "{b}"}}, "is a GetItem by pk and size"),
    ],
)
def test_refuses_a_get_item_without_the_whole_key(
    key: dict[str, Any], says: str
) -> None:
    model = small(operation="GetItem", key=key)
    values: dict[str, Any] = {"a": "x", "b": 1}
    parameters = {name: values[name] for name in model.pattern("ask").required}
    with pytest.raises(PatternError) as refused:
        build_request(model, "ask", **parameters)
    assert says in str(refused.value)


def test_a_limit_may_be_numpys_integer() -> None:
    three: Any = np.int64(3)
    request = build_request(SHOP, "list_orders", three, customer_id=UUID)
    assert request.arguments["Limit"] == 3
    assert type(request.arguments["Limit"]) is int


@pytest.mark.parametrize(
    "wrong", [{"limit": 3}, {"limit": 0}, {"start": {"pk": "x"}}], ids=str
)
def test_a_get_item_has_no_pages(wrong: dict[str, Any]) -> None:
    with pytest.raises(PatternError) as refused:
        build_request(SHOP, "get_customer", customer_id=UUID, **wrong)
    (what,) = wrong
    assert str(refused.value) == (
        f"get_customer is a GetItem with {what}; allowed: customer_id"
    )


def test_a_request_says_what_it_asks() -> None:
    search = build_request(SHOP, "search_orders", minimum=12, status="open")
    assert search.words == "Scan shop filter total >= 12 and status = open"
    everything = SHOP.with_patterns(
        [AccessPattern(name="all", question="?", operation="Scan")]
    )
    assert build_request(everything, "all", limit=3).words == "Scan shop, limit 3"


def small(**pattern: Any) -> Model:
    return Model(
        name="small",
        tables={
            "tab": {
                "partition_key": "pk",
                "sort_key": {"name": "size", "type": "N"},
                "indexes": {
                    "many": {
                        "partition_key": ["country", "city"],
                        "sort_key": [
                            "street",
                            {"name": "number", "type": "N"},
                            {"name": "door", "type": "B"},
                        ],
                    }
                },
            }
        },
        access_patterns={"ask": {"question": "?", "operation": "Query", **pattern}},
    )


def test_conditions_stand_in_the_order_of_the_key() -> None:
    model = small(
        index="many",
        key={
            "number": {"greater_than": "{number}"},
            "street": "{street}",
            "city": "{city}",
            "country": "{country}",
        },
    )
    request = build_request(
        model, "ask", country="NO", city="Oslo", street="Main", number=Decimal("7.5")
    )
    assert request.arguments["KeyConditionExpression"] == (
        "#country = :country AND #city = :city AND #street = :street "
        "AND #number > :number"
    )
    assert request.arguments["ExpressionAttributeValues"][":number"] == {"N": "7.5"}
    assert str(request) == (
        "<ask: Query tab index many where country = NO and city = Oslo "
        "and street = Main and number > 7.5>"
    )


def test_a_key_attribute_with_a_dot_is_no_path() -> None:
    model = Model(
        name="dots",
        tables={"tab": {"partition_key": "my.key", "sort_key": "list[0]"}},
        access_patterns={
            "ask": {
                "question": "?",
                "operation": "Query",
                "key": {"my.key": "{a}", "list[0]": "{b}"},
                "filter": {"a.b": "x", "c[0]": "y"},
            }
        },
    )
    arguments = build_request(model, "ask", a="1", b="2").arguments
    assert arguments["KeyConditionExpression"] == (
        "#my_key = :my_key AND #list_0_ = :list_0_"
    )
    assert arguments["FilterExpression"] == "#a.#b = :a_b AND #c[0] = :c_0_"
    assert arguments["ExpressionAttributeNames"] == {
        "#my_key": "my.key", "#list_0_": "list[0]", "#a": "a", "#b": "b", "#c": "c"
    }  # fmt: skip


def test_a_key_of_numbers_compares_numbers_that_are_written_as_text() -> None:
    model = small(key={"pk": "a", "size": "12"})
    values = build_request(model, "ask").arguments["ExpressionAttributeValues"]
    assert values[":size"] == {"N": "12"}


def test_a_binary_key_takes_bytes() -> None:
    model = small(index="many", key={"country": "NO", "city": "x", "door": "{door}"})
    request = build_request(model, "ask", door=b"\x01")
    assert request.arguments["ExpressionAttributeValues"][":door"] == {"B": b"\x01"}
    with pytest.raises(PatternError, match="door is 'x'; allowed: a binary"):
        build_request(model, "ask", door="x")


@given(
    group=st.uuids(),
    when=st.none() | st.text("0123456789-", min_size=1),
    limit=st.none() | st.integers(1, 10**6),
)
def test_every_placeholder_is_defined_and_used(
    group: Any, when: str | None, limit: int | None
) -> None:
    request = build_request(
        MESSAGES,
        "get_conversation",
        limit=limit,
        message_group_uuid=group,
        when=when,
    )
    written = request.arguments["KeyConditionExpression"]
    names = request.arguments["ExpressionAttributeNames"]
    values = request.arguments["ExpressionAttributeValues"]
    assert all(name in written for name in (*names, *values))
    assert written.count(":") == len(values)
    assert request.arguments["Limit"] == (limit or 20)


def test_a_request_says_itself() -> None:
    request = build_request(
        MESSAGES, "AP1", message_group_uuid=UUID, when="2023-03", limit=5
    )
    assert repr(request) == (
        f"<get_conversation: Query direct-messages where pk = MSG#{UUID} "
        "and sk begins_with 2023-03, newest first, limit 5>"
    )
    strong = build_request(SHOP, "get_customer", customer_id=UUID)
    assert strong.words.endswith("and sk = PROFILE, strongly consistent")
