"""Every kind of read pattern, on every engine."""

from collections.abc import Iterator
from typing import Any

import pytest

from ddbhelpers.data import Answer, ask, create_table, drop_table, scan, seed
from ddbhelpers.data import pages as pages_module
from ddbhelpers.engine import Engine
from ddbhelpers.errors import (
    ModelError,
    PatternError,
    TableMissing,
    WrongTable,
)
from ddbhelpers.metering import meter
from ddbhelpers.model import AccessPattern, Model
from ddbhelpers.model.wire import Item
from tests.data.conftest import Create, Make, Uuid

TABLE = "test-messages"
INDEX = "test-messages/message-group-sk-index"
AWS = Engine("aws", None, "eu-west-1")


@pytest.fixture(scope="module")
def asked(
    engine: Engine, messages: Model, message: Make, conversation: Make
) -> Iterator[Engine]:
    """An engine with 45 messages of group 1, 5 of group 2, and 4 conversations."""
    create_table(engine, messages)
    items = [message(n, text="needle" if n % 15 == 7 else "hay") for n in range(45)]
    items += [message(n, group=2) for n in range(5)]
    items += [conversation(user, group) for user in (1, 2) for group in (1, 2)]
    seed(engine, messages, items)
    yield engine
    drop_table(engine, messages)


def minutes(answer: Answer) -> list[int]:
    return [time.hour * 60 + time.minute - 555 for time in answer.view["created_at"]]


def test_a_page_newest_first(asked: Engine, messages: Model, made_uuid: Uuid) -> None:
    answer = ask(asked, messages, "get_conversation", message_group_uuid=made_uuid(1))
    assert minutes(answer) == list(range(44, 24, -1))
    assert (answer.count, answer.scanned_count, answer.pages) == (20, 20, 1)
    assert answer.next == {k: answer.items[-1][k] for k in ("pk", "sk")}
    assert list(answer.next) == ["pk", "sk"]
    assert answer.read_units == 0.5
    assert answer.arms == {TABLE: 0.5}
    said = "20 items, 1 page, 0.5 read units on test-messages, more to come"
    assert repr(answer) == said
    assert answer.request.arguments["Limit"] == 20


def test_pages_follow_each_other_without_gap_or_repetition(
    asked: Engine, messages: Model, made_uuid: Uuid
) -> None:
    seen, start = [], None
    for _ in range(10):
        answer = ask(
            asked,
            messages,
            "get_conversation",
            limit=7,
            start=start,
            message_group_uuid=made_uuid(1),
        )
        assert answer.count <= 7
        seen += minutes(answer)
        start = answer.next
        if start is None:
            break
    assert seen == list(range(44, -1, -1))


def test_between_two_dates(asked: Engine, messages: Model, made_uuid: Uuid) -> None:
    answer = ask(
        asked,
        messages,
        "get_conversation",
        message_group_uuid=made_uuid(1),
        since="2023-03-01T09:16:00Z",
        before="2023-03-01T09:18:00Z",
    )
    assert minutes(answer) == [2, 1]
    assert answer.next is None
    assert "more to come" not in repr(answer)


def test_the_frame_and_the_view(
    asked: Engine, messages: Model, made_uuid: Uuid, message: Make
) -> None:
    answer = ask(asked, messages, "get_conversation", message_group_uuid=made_uuid(1))
    assert list(answer.frame.columns) == ["pk", "sk", "data"]
    assert answer.frame.iloc[0].to_dict() == message(44, text="hay")
    assert list(answer.items[0]["data"]) == [
        "from_user_uuid",
        "from_display_name",
        "text",
    ]
    view = answer.view
    assert list(view.columns) == [
        "message_group_uuid",
        "created_at",
        "message_uuid",
        "from_user_uuid",
        "from_display_name",
        "text",
    ]
    assert str(view["created_at"].dtype) == "datetime64[us, UTC]"
    assert view["text"].tolist()[:8] == ["hay"] * 7 + ["needle"]
    assert answer.frame is answer.frame


def test_nothing_has_the_same_columns(
    asked: Engine, messages: Model, made_uuid: Uuid
) -> None:
    full = ask(asked, messages, "list_conversations", user_uuid=made_uuid(1))
    none = ask(asked, messages, "list_conversations", user_uuid=made_uuid(99))
    assert (full.count, none.count) == (2, 0)
    assert none.next is None
    assert list(none.frame.columns) == list(full.frame.columns)
    assert none.view.dtypes.to_dict() == full.view.dtypes.to_dict()


def test_an_index_is_charged_by_itself(
    asked: Engine, messages: Model, made_uuid: Uuid
) -> None:
    answer = ask(
        asked, messages, "find_conversation_copies", message_group_uuid=made_uuid(1)
    )
    assert answer.arms == {INDEX: 0.5}
    assert answer.view["user_uuid"].tolist() == [made_uuid(1), made_uuid(2)]
    assert repr(answer) == f"2 items, 1 page, 0.5 read units on {INDEX}"


def test_a_filter_bounds_what_comes_back_and_not_what_is_read(
    asked: Engine, messages: Model
) -> None:
    whole = ask(asked, messages, "search_messages_by_text", text="needle")
    assert (whole.count, whole.scanned_count, whole.next) == (3, 54, None)
    assert repr(whole).startswith("3 items, 54 evaluated, 1 page, ")
    found: list[Item] = []
    start = None
    for _ in range(10):
        page = ask(
            asked,
            messages,
            "search_messages_by_text",
            limit=2,
            start=start,
            text="needle",
        )
        assert page.count <= 2
        found += page.items
        start = page.next
        if start is None:
            break
    assert found == list(whole.items)


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
def test_filtered_pages_of_every_size_make_the_whole(
    asked: Engine, messages: Model, made_uuid: Uuid, limit: int
) -> None:
    pattern = AccessPattern(
        name="search",
        question="Which copies?",
        operation="Query",
        index="message-group-sk-index",
        returns="Conversation",
        key={"message_group_uuid": "{message_group_uuid}"},
        filter={"data.other_handle": "ben"},
    )
    model = messages.with_patterns([pattern])
    group: dict[str, Any] = {"message_group_uuid": made_uuid(2)}
    whole = ask(asked, model, "search", **group)
    assert whole.count == 2
    found: list[Item] = []
    start = None
    for _ in range(10):
        page = ask(asked, model, "search", limit=limit, start=start, **group)
        found += page.items
        start = page.next
        if start is None:
            break
    # which of the two comes first is the engine's own choice
    assert sorted(item["pk"] for item in found) == [i["pk"] for i in whole.items]


def test_pages_grow_while_a_filter_finds_nothing(
    asked: Engine, messages: Model
) -> None:
    with meter(asked) as m:
        ask(asked, messages, "search_messages_by_text", limit=1, text="nowhere")
    sizes = [record.scanned_count for record in m.records]
    assert sizes == [1, 1, 2, 4, 8, 16, 54 - 32]


def test_an_answer_counts_what_the_meter_counts(asked: Engine, messages: Model) -> None:
    with meter(asked) as m:
        answer = ask(asked, messages, "search_messages_by_text", limit=2, text="hay")
    assert {record.pattern for record in m.records} == {"search_messages_by_text"}
    assert answer.read_units == m.read_units
    assert answer.pages == len(m.records)


def test_a_limit_is_passed_on_so_that_no_more_is_read(
    asked: Engine, messages: Model
) -> None:
    answer = scan(asked, messages, limit=5)
    assert (answer.count, answer.scanned_count) == (5, 5)
    rest = scan(asked, messages, start=answer.next)
    assert answer.count + rest.count == 54


def test_every_scanned_page_has_its_limit(
    asked: Engine, messages: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages_module, "SCAN_PAGE_ITEMS", 10)
    answer = scan(asked, messages)
    assert (answer.count, answer.scanned_count, answer.pages) == (54, 54, 6)
    assert scan(asked, messages, limit=25).count == 25


def test_a_scan_by_name_finds_the_keys_itself(asked: Engine, messages: Model) -> None:
    by_name, by_model = scan(asked, TABLE), scan(asked, messages)
    assert list(by_name.frame.columns) == ["pk", "sk", "data", "message_group_uuid"]
    assert list(by_model.frame.columns) == ["pk", "sk", "data", "message_group_uuid"]
    assert scan(asked, messages.table()).count == 54


def test_items_of_several_entities_are_viewed_one_entity_at_a_time(
    asked: Engine, messages: Model
) -> None:
    answer = scan(asked, messages)
    with pytest.raises(WrongTable, match=r"the answer holds items of .* and "):
        _ = answer.view
    assert len(answer.view_of("Message")) == 50
    assert len(answer.view_of("Conversation")) == 4
    with pytest.raises(ModelError, match="has no entity 'Person'"):
        answer.view_of("Person")


def test_an_item_of_another_entity_in_the_answer_is_told(
    asked: Engine, messages: Model
) -> None:
    pattern = AccessPattern(
        name="all", question="All?", operation="Scan", returns="Message"
    )
    answer = ask(asked, messages.with_patterns([pattern]), "all")
    assert answer.count == 54
    with pytest.raises(WrongTable, match=r"is no Message: key '.*' does not fit"):
        _ = answer.view
    assert len(answer.view_of("Message")) == 50


def test_get_item_and_a_projection(
    engine: Engine, created: Create, shop: Model, made_uuid: Uuid
) -> None:
    shop = shop.with_table_named("test-shop")
    created(shop)
    order = shop.entity("Order")
    items = [
        order.item(
            customer_id=made_uuid(1),
            order_id=made_uuid(n),
            placed_on=f"2023-03-{n + 1:02}",
            status="open" if n % 2 else "sent",
            total=10 * n,
        )
        for n in range(10)
    ]
    items.append(
        shop.entity("Customer").item(
            customer_id=made_uuid(1), name="Ada", email="a@b", city="Oslo", street="1"
        )
    )
    seed(engine, shop, items)

    customer = ask(engine, shop, "get_customer", customer_id=made_uuid(1))
    assert (customer.count, customer.next, customer.read_units) == (1, None, 1.0)
    assert customer.view["city"].tolist() == ["Oslo"]
    assert repr(customer) == "1 item, 1 read unit on test-shop"
    nobody = ask(engine, shop, "get_customer", customer_id=made_uuid(2))
    assert (nobody.count, nobody.items) == (0, ())
    assert list(nobody.view.columns) == list(customer.view.columns)

    still_open = ask(engine, shop, "list_orders_by_status", status="open", limit=3)
    assert list(still_open.frame.columns) == ["pk", "sk", "status", "total"]
    assert list(still_open.view.columns) == [
        "customer_id",
        "order_id",
        "placed_on",
        "status",
        "total",
    ]
    assert still_open.view["total"].tolist() == [10, 30, 50]
    assert list(still_open.next or ()) == ["pk", "sk", "gsi1pk", "gsi1sk"]

    large = ask(engine, shop, "list_large_orders", customer_id=made_uuid(1), minimum=70)
    assert large.view["total"].tolist() == [70, 80, 90]


def test_a_filter_with_a_projection_needs_no_key_in_the_items(
    asked: Engine, messages: Model
) -> None:
    pattern = AccessPattern(
        name="texts",
        question="Which texts?",
        operation="Scan",
        returns="Message",
        filter={"data.text": {"contains": "{text}"}},
        attributes=("data.text",),
    )
    model = messages.with_patterns([pattern])
    page = ask(asked, model, "texts", limit=2, text="needle")
    assert [item["data"]["text"] for item in page.items] == ["needle"] * 2
    assert list(page.view.columns) == ["text"]
    rest = ask(asked, model, "texts", start=page.next, text="needle")
    assert rest.count == 1


def test_refusals(engine: Engine, messages: Model, made_uuid: Uuid) -> None:
    with pytest.raises(PatternError, match="no access pattern 'get_messages'"):
        ask(engine, messages, "get_messages")
    with pytest.raises(PatternError, match="message_group_uuid"):
        ask(engine, messages, "get_conversation")
    gone = messages.with_table_named("test-gone")
    group: dict[str, Any] = {"message_group_uuid": made_uuid(1)}
    with pytest.raises(TableMissing, match=r"there is no table 'test-gone' on this"):
        ask(engine, gone, "find_conversation_copies", **group)
    with pytest.raises(TableMissing, match=r"there is no table 'test-gone'"):
        scan(engine, "test-gone")
