from pathlib import Path
from typing import get_args

import pytest

from ddbhelpers.errors import ModelError, ModelFileError
from ddbhelpers.model import Pool, Sampling, load_model
from ddbhelpers.model.file import dump_model, parse_model
from ddbhelpers.model.rules import (
    Choice,
    FieldOf,
    Kind,
    Last,
    Made,
    Numbers,
    Rule,
    Words,
    Written,
    parse_made,
    parse_rule,
    suits,
)
from ddbhelpers.model.types import AttributeType

FILE = Path(__file__).parents[2] / "models" / "direct_messaging.yaml"
TEXT = FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("group.message_group_uuid", FieldOf("group", "message_group_uuid")),
        ("last Message.text", Last("Message", "text")),
        ("words 1..1", Words(1, 1)),
        ("-5..5", Numbers(-5, 5, 0)),
        ("0.5..2.25", Numbers(50, 225, 2)),
        (("open", "sent"), Choice(("open", "sent"))),
        ((True, False), Choice((True, False))),
        ("uuid", Kind("uuid")),
        ("count", Kind("count")),
    ],
)
def test_a_rule_is_read(written: Written, rule: Rule) -> None:
    assert parse_rule(written) == rule


@pytest.mark.parametrize(
    "written",
    ["", "last text", "words 3", "words 9..3", "9..3", "first A.b", "a.b.c", ()],
)
def test_what_is_no_rule_is_refused(written: Written) -> None:
    with pytest.raises(ValueError, match="allowed: "):
        parse_rule(written)


def test_how_often_is_read() -> None:
    assert parse_made(None) == Made()
    assert parse_made("many for each group") == Made(True, "group")
    assert parse_made("one for each group.member") == Made(False, "group", "member")
    for wrong in ("each group", "many for each group.member", "two for each group"):
        with pytest.raises(ValueError, match="does not say how many"):
            parse_made(wrong)


WRONG = {
    "an unknown pool": (
        ("sample: many for each group", "sample: many for each grup"),
        "entities.Message.sample: 'grup' is no pool; allowed: person, group",
    ),
    "an unknown role of it": (
        ("each group.member", "each group.owner"),
        "entities.Conversation.sample: 'owner' is no role of group; allowed: member",
    ),
    "no count": (
        ("sample: many for each group", "sample: each group"),
        "entities.Message.sample: 'each group' does not say how many; allowed: "
        "'one for each pool', 'one for each pool.role', 'many for each pool'",
    ),
    "an unknown thing": (
        ("sample: member.display_name", "sample: sender.display_name"),
        "entities.Message.attributes.from_display_name.sample: 'sender' is no pool or "
        "role; allowed: person, group, member, other",
    ),
    "an unknown field": (
        ("sample: other.handle", "sample: other.nick"),
        "entities.Conversation.attributes.other_handle.sample: 'nick' is no field of "
        "other; allowed: user_uuid, display_name, handle",
    ),
    "an unknown entity": (
        ("last Message.text", "last Letter.text"),
        "entities.Conversation.attributes.last_message.sample: 'Letter' is no entity "
        "made many for each group; allowed: Message",
    ),
    "an unknown attribute of it": (
        ("last Message.text", "last Message.body"),
        "entities.Conversation.attributes.last_message.sample: 'body' is no "
        "attribute of Message; allowed: message_group_uuid, created_at, "
        "message_uuid, from_user_uuid, from_display_name, text",
    ),
    "the last of many in one of many": (
        ("sample: words 2..240", "sample: last Message.text"),
        "entities.Message.attributes.text.sample: 'last Message.text' in an "
        "entity of which many are made; allowed: in one that is made 'one for "
        "each' thing",
    ),
    "no rule": (
        ("sample: words 2..240", "sample: wrods 2..240"),
        "entities.Message.attributes.text.sample: 'wrods 2..240' is no sample "
        "rule; allowed: pool.field, other.field, last Entity.attribute, words "
        "3..60, 1..9, a list of choices, name, handle, code, count, or a type "
        "such as uuid",
    ),
    "another type": (
        ("sample: member.user_uuid}\n      from", "sample: words 1..2}\n      from"),
        "entities.Message.attributes.from_user_uuid.sample: gives text, but the"
        " attribute is uuid; allowed: a rule that gives uuid, or none",
    ),
    "a pool that stands below": (
        ("2 person", "2 people"),
        "sample.pools.group.members.member: 'people' is no pool that stands above; "
        "allowed: person",
    ),
    "no number of members": (
        ("2 person", "person"),
        "sample.pools.group.members.member: 'person' does not say how many of "
        "what; allowed: a number and a pool, such as '2 person'",
    ),
    "an item in a pool": (
        ("handle: handle}", "handle: count}"),
        "sample.pools.person.fields.handle: 'count' speaks of an item; allowed "
        "in a pool: what can be made before there are items",
    ),
    "another role of several": (
        ("{member: 2 person}", "{member: 2 person, guest: 2 person}"),
        "sample.pools.group.members: two roles have several; allowed: one of them",
    ),
    "a role with a taken name": (
        ("{member: 2 person}", "{other: 2 person}"),
        "sample.pools.group.members.other: means another member; rename it",
    ),
}


@pytest.mark.parametrize(("change", "says"), WRONG.values(), ids=WRONG)
def test_a_rule_that_points_nowhere_is_named_with_its_place(
    change: tuple[str, str], says: str
) -> None:
    before, after = change
    text = TEXT.replace(before, after, 1)
    assert text != TEXT
    with pytest.raises(ModelFileError) as raised:
        parse_model(text, "mine.yaml")

    message = str(raised.value)
    line = int(message.split("line ")[1].split(":")[0])
    assert message == f"mine.yaml, line {line}: {says}"
    part = after.split("\n")[0]
    assert part in text.splitlines()[line - 1]


def test_rules_without_pools_are_refused() -> None:
    with pytest.raises(ModelFileError, match="'group' is no pool; allowed: none"):
        parse_model(TEXT[: TEXT.index("\nsample:")])


@pytest.mark.parametrize(
    ("made", "fits"),
    [
        ("uuid", {"uuid", "string", "text"}),
        ("string", {"string", "text"}),
        ("integer", {"integer", "number"}),
        ("number", {"number"}),
        ("boolean", {"boolean"}),
    ],
)
def test_what_is_made_fits_its_own_type_and_wider_ones(
    made: AttributeType, fits: set[AttributeType]
) -> None:
    wanted: tuple[AttributeType, ...] = get_args(AttributeType)
    assert {type_ for type_ in wanted if suits(made, type_)} == fits


def test_choices_fit_texts_and_whole_numbers_fit_numbers() -> None:
    model = """
        name: fits
        entities:
          Thing:
            attributes:
              a: {type: date, sample: [2023-01-01, 2023-01-02]}
              b: {type: number, sample: 1..9}
              c: {type: integer, sample: [1, 2]}
              d: {type: string, sample: uuid}
        """
    assert parse_model(model.replace("2023-01-01, 2023-01-02", "'2023-01-01'"))
    with pytest.raises(ModelError, match="gives string, but the attribute is integer"):
        parse_model(
            "name: n\nentities:\n  T:\n    attributes:\n      a: "
            "{type: integer, sample: [x, 1]}"
        )


@pytest.mark.parametrize(
    ("choices", "type_", "says"),
    [
        ("[true, false]", "boolean", None),
        ("[true, false]", "integer", "gives boolean, but the attribute is integer"),
        ("[true, false]", "string", "gives boolean, but the attribute is string"),
        ("[true, 1]", "boolean", "[True, 1] mixes true or false with something else"),
        ("['yes', false]", "string", "mixes true or false with something else"),
        ("[1, 2]", "number", None),
        ("[1, 2.5]", "number", None),
        ("[1, 2.5]", "integer", "gives number, but the attribute is integer"),
        ("[1, 'x']", "string", None),
        ("[1, 'x']", "boolean", "gives string, but the attribute is boolean"),
    ],
)
def test_choices_are_of_one_type(choices: str, type_: str, says: str | None) -> None:
    model = (
        "name: n\nentities:\n  T:\n    attributes:\n      a: "
        f"{{type: {type_}, sample: {choices}}}"
    )
    if says is None:
        assert parse_model(dump_model(parse_model(model))) == parse_model(model)
    else:
        with pytest.raises(ModelError) as caught:
            parse_model(model)
        assert says in str(caught.value)


def test_pools_are_written_as_they_were_read() -> None:
    model = load_model(FILE)

    assert parse_model(dump_model(model)) == model
    assert dump_model(model) == TEXT


def test_a_pool_knows_its_roles() -> None:
    pool = Pool(name="game", count=1, members={"host": "1 club", "guest": "2 club"})

    assert pool.crowd == "guest"
    assert pool.roles == {"host": (1, "club"), "guest": (2, "club")}
    assert Sampling(since="2023-01-01", before="2023-02-01").pools == ()
