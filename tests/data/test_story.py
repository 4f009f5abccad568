from collections import Counter
from pathlib import Path

import pytest

from ddbhelpers.data.story import load_story, parse_story
from ddbhelpers.errors import ItemFileError
from ddbhelpers.model import load_model

ROOT = Path(__file__).parents[2]
FILE = ROOT / "models" / "conversation.yaml"
MESSAGING = load_model(ROOT / "models" / "direct_messaging.yaml")
SHOP = load_model(ROOT / "tests" / "models" / "shop.yaml")

ADA = "6a4f1d0e-93b7-4c52-8e1a-2f70c5b9d384"
SHORT = f"""
story: two
person:
  ada: {{user_uuid: {ADA}, display_name: Ada Lin, handle: ada}}
  bo: {{display_name: Bo Katz, handle: bo}}
group:
  both: {{member: [ada, bo]}}
scenes:
  - group: both
    Message:
      - 2023-01-07T10:14:05Z ada: Do you have the keys?
      - 2023-01-07T10:14:09Z bo: Of course.
"""


@pytest.fixture(scope="module")
def story():
    return load_story(FILE, MESSAGING)


def told(items, entity):
    found = [(MESSAGING.entity_of(item), item) for item in items]
    return [kind.read(item) for kind, item in found if kind.name == entity]


def test_the_story_is_three_people_in_three_conversations(story):
    messages = told(story, "Message")
    by_group = Counter(message["message_group_uuid"] for message in messages)
    by_month = Counter(message["created_at"][:7] for message in messages)

    assert len(story) == 87
    assert sorted(by_group.values()) == [21, 26, 34]
    assert by_month == {
        "2023-01": 19,
        "2023-02": 7,
        "2023-03": 21,
        "2023-04": 5,
        "2023-05": 11,
        "2023-06": 18,
    }
    assert sum("keys" in message["text"] for message in messages) == 6


def test_each_participant_has_the_last_message_and_the_others_name(story):
    messages, conversations = told(story, "Message"), told(story, "Conversation")
    names = {m["from_user_uuid"]: m["from_display_name"] for m in messages}

    assert len(conversations) == 6
    for one in conversations:
        last = max(
            (
                message
                for message in messages
                if message["message_group_uuid"] == one["message_group_uuid"]
            ),
            key=lambda message: message["created_at"],
        )
        assert one["last_message_at"] == last["created_at"]
        assert one["last_message"] == last["text"]
        assert one["other_display_name"] == names[one["other_user_uuid"]]
        assert one["other_user_uuid"] != one["user_uuid"]


def test_items_come_by_time_each_key_once_and_always_the_same(story):
    times = [item["sk"][:20] for item in story]

    assert times == sorted(times)
    assert len({(item["pk"], item["sk"]) for item in story}) == len(story)
    assert story == load_story(FILE, MESSAGING)


def test_a_short_line_is_the_same_as_the_names_of_its_attributes():
    long = SHORT.replace(
        "2023-01-07T10:14:09Z bo: Of course.",
        "{created_at: 2023-01-07T10:14:09Z, member: bo, text: Of course.}",
    )
    items = parse_story(SHORT, MESSAGING)

    assert long != SHORT
    assert parse_story(long, MESSAGING) == items
    assert [item["pk"][:4] for item in items] == ["MSG#", "MSG#", "GRP#", "GRP#"]
    assert items[0]["data"] == {
        "from_user_uuid": ADA,
        "from_display_name": "Ada Lin",
        "text": "Do you have the keys?",
    }
    assert items[2]["pk"] == f"GRP#{ADA}"
    assert items[2]["data"]["last_message"] == "Of course."
    assert items[2]["data"]["other_handle"] == "bo"


def test_an_earlier_line_does_not_change_the_items_of_a_later_one():
    more = SHORT.replace(
        "    Message:\n", "    Message:\n      - 2023-01-07T10:00:00Z bo: Hello?\n"
    )

    assert parse_story(more, MESSAGING)[1:] == parse_story(SHORT, MESSAGING)


ORDERS = """
customer:
  ada: {name: Ada Lin, email: ada}
order:
  first: {buyer: ada}
scenes:
  - customer: ada
    Customer:
      - {city: Oslo, street: Lower Street 2, newsletter: true}
  - order: first
    Order:
      - {placed_on: 2023-02-01, status: open, total: 41}
    OrderLine:
      - {product_id: 3d7c20f4-58ab-4e61-a9f2-b104c6e8d735, quantity: 2, price: 12.50}
      - {product_id: 84b6e1a9-2f3d-4c07-8d5e-76f0a913c2b8, quantity: 1, price: 16}
"""


def test_another_model_is_told_the_same_way():
    items = parse_story(ORDERS, SHOP)
    kinds = [SHOP.entity_of(item) for item in items]
    read = [kind.read(item) for kind, item in zip(kinds, items, strict=True)]

    names = [kind.name for kind in kinds]
    assert names == ["Customer", "Order", "OrderLine", "OrderLine"]
    assert read[0]["name"] == "Ada Lin"
    assert read[0]["customer_id"] == read[1]["customer_id"]
    assert [line["line"] for line in read[2:]] == [1, 2]
    assert {line["order_id"] for line in read[1:]} == {read[1]["order_id"]}
    assert str(read[2]["price"]) == "12.50"
    assert "remark" not in read[1]


WRONG = {
    "an unknown top name": (
        SHORT.replace("story:", "stroy:"),
        "line 2: unknown name 'stroy'; allowed: story, person, group, scenes",
    ),
    "a person without a name": (
        SHORT.replace("display_name: Bo Katz, ", ""),
        "line 5: person 'bo' lacks 'display_name'",
    ),
    "an unknown field": (
        SHORT.replace("handle: bo", "hanlde: bo"),
        "line 5: unknown name 'hanlde'",
    ),
    "one member": (
        SHORT.replace("[ada, bo]", "[ada]"),
        "line 7: group 'both' has 1 as 'member'; allowed: 2",
    ),
    "an unknown member": (
        SHORT.replace("[ada, bo]", "[ada, cy]"),
        "line 7: 'cy' is no person; allowed: ada, bo",
    ),
    "an unknown group": (
        SHORT.replace("- group: both", "- group: all"),
        "line 9: 'all' is no group; allowed: both",
    ),
    "an unknown speaker": (
        SHORT.replace("Z bo: Of", "Z cy: Of"),
        "line 12: 'cy' is no person; allowed: ada, bo",
    ),
    "a scene of nobody": (
        SHORT.replace("- group: both\n    Message", "- Message"),
        "line 9: a scene of Message with no thing; allowed: one group",
    ),
    "the wrong thing": (
        SHORT.replace("- group: both", "- person: ada"),
        "line 10: a scene of Message with person; allowed: one group",
    ),
    "an unknown entity": (
        SHORT.replace("Message:", "Letter:"),
        "line 10: unknown name 'Letter'",
    ),
    "an unknown attribute": (
        SHORT.replace("2023-01-07T10:14:09Z bo: Of course.", "{txt: Hi, member: bo}"),
        "line 12: Message has no attribute 'txt'",
    ),
    "no text": (
        SHORT.replace(
            "2023-01-07T10:14:09Z bo: Of course.",
            "{created_at: 2023-01-07T10:14:09Z, member: bo}",
        ),
        "line 12: Message lacks 'text'",
    ),
    "no time": (
        SHORT.replace("2023-01-07T10:14:09Z bo: Of course.", "{text: Hi, member: bo}"),
        "line 12: Message lacks 'created_at'",
    ),
    "nobody speaks": (
        SHORT.replace(
            "2023-01-07T10:14:09Z bo: Of course.",
            "{created_at: 2023-01-07T10:14:09Z, text: Hi}",
        ),
        "line 12: Message lacks 'from_user_uuid'",
    ),
    "a time of another width": (
        SHORT.replace(
            "2023-01-07T10:14:09Z bo: Of course.",
            "{created_at: 2023-1-7, member: bo, text: Hi}",
        ),
        "line 12: key template '{created_at}#{message_uuid}': created_at is '2023-1-7'",
    ),
    "a number for a text": (
        SHORT.replace("Of course.", "42"),
        "line 12: text is 42; allowed: text, in quotes",
    ),
    "no scenes": (SHORT[: SHORT.index("scenes:")], "line 1: there are no scenes"),
    "no list": (
        SHORT[: SHORT.index("      - 2023")] + "      two: 1",
        "line 10: Message holds no list",
    ),
    "no mapping": ("- a", "line 1: there is no story"),
    "an empty file": ("", "line 1: there is no story"),
    "a person that is a word": (
        "person: {ada: 3}\nscenes: []",
        "line 1: 'ada' holds no names",
    ),
    "not YAML": (
        SHORT.replace("Of course.", "Of course: not."),
        "line 12: not YAML: mapping values are not allowed here; allowed: quotes",
    ),
}


@pytest.mark.parametrize(("text", "says"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_with_its_line(text, says):
    assert text != SHORT
    with pytest.raises(ItemFileError) as raised:
        parse_story(text, MESSAGING, "tale.yaml")

    assert str(raised.value).startswith(f"tale.yaml, {says}")
    assert "\n" not in str(raised.value)


def test_a_line_needs_a_time_a_role_and_a_text():
    with pytest.raises(ItemFileError, match="Customer has no time, role and text"):
        parse_story(
            ORDERS.replace(
                "{city: Oslo, street: Lower Street 2, newsletter: true}",
                "2023-01-01 ada: Hello",
            ),
            SHOP,
        )


def test_a_key_stands_once_but_two_may_write_in_one_second():
    same = SHORT.replace("10:14:09Z bo", "10:14:05Z ada")
    assert len(parse_story(same, MESSAGING)) == 4

    lines = ORDERS.replace("84b6e1a9-2f3d-4c07-8d5e", "3d7c20f4-58ab-4e61-a9f2")
    first = lines.replace("{product_id", "{line: 1, product_id")
    first = first.replace("76f0a913c2b8", "b104c6e8d735")
    with pytest.raises(ItemFileError, match="line 15: the same key a second time"):
        parse_story(first, SHOP)


def test_one_who_has_no_part_in_the_group_does_not_speak():
    text = SHORT.replace(
        "group:\n", "  cy: {display_name: Cy Orr, handle: cy}\ngroup:\n"
    )
    with pytest.raises(ItemFileError, match="line 13: 'cy' has no part in 'both'"):
        parse_story(text.replace("Z bo: Of", "Z cy: Of"), MESSAGING)


def test_files_that_cannot_be_read_are_named(tmp_path):
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("story: Inês".encode("latin-1"))

    with pytest.raises(ItemFileError, match=r"no\.yaml: there is no such file"):
        load_story(tmp_path / "no.yaml", MESSAGING)
    with pytest.raises(ItemFileError, match=r"latin\.yaml: byte 9 is not UTF-8"):
        load_story(latin, MESSAGING)
    with pytest.raises(ItemFileError, match="cannot be read"):
        load_story(tmp_path, MESSAGING)
