import os
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ddbhelpers.errors import ModelFileError
from ddbhelpers.model import Entity, Model, load_model, save_model
from ddbhelpers.model.file import dump_model, parse_model

HERE = Path(__file__).parents[2]
MESSAGES = HERE / "models/direct_messaging.yaml"
SHOP = HERE / "tests/models/shop.yaml"
TEXT = MESSAGES.read_text(encoding="utf-8")
SMALL = """\
# a shop
name: shop

tables:
  shop:
    partition_key: pk  # the customer
    sort_key: sk

entities:
  Order:
    keys:
      pk: CUST#{customer}  # who
      sk: '{day}'
    attributes:
      customer: {in: key}
      # the day of the order
      day: {type: date, in: key}
      total: integer

access_patterns:
  list_orders:
    question: What did they order?
    operation: Query
    returns: Order
    key:
      pk: CUST#{customer}
"""


TEXTS = (SMALL, SHOP.read_text(encoding="utf-8"), TEXT)


@pytest.mark.parametrize("path", [MESSAGES, SHOP])
def test_saving_what_was_loaded_leaves_every_byte(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    save_model(load_model(copy), copy)
    assert copy.read_bytes() == path.read_bytes()


def test_the_worked_example_is_written_as_the_workbench_writes_it(
    tmp_path: Path,
) -> None:
    save_model(load_model(MESSAGES), tmp_path / "new.yaml")
    assert (tmp_path / "new.yaml").read_bytes() == MESSAGES.read_bytes()


@pytest.mark.parametrize("path", [MESSAGES, SHOP])
def test_the_written_form_is_a_fixed_point(path: Path) -> None:
    text = dump_model(load_model(path))
    assert parse_model(text) == load_model(path)
    assert dump_model(parse_model(text)) == text


words = st.text("abc deé:#'\"{}-[]>|&*!%@`0123", min_size=1, max_size=120).filter(
    str.strip
)


@given(words, words, st.lists(st.sampled_from("abcdefg"), unique=True, max_size=5))
def test_any_model_survives_its_file(
    description: str, question: str, names: list[str]
) -> None:
    model = Model(
        name=description,
        description=question,
        entities={
            name: {"description": question, "attributes": {"x": {"sample": [question]}}}
            for name in names
        },
        access_patterns={name: {"question": description} for name in names},
    )
    text = dump_model(model)
    assert parse_model(text) == model
    assert dump_model(parse_model(text)) == text


def edited(model: Model) -> Model:
    """Another question, a new pattern, an attribute less, the attributes turned."""
    (order,) = model.entities
    attributes = [a for a in reversed(order.attributes) if a.name != "total"]
    (asked,) = model.access_patterns
    return Model(
        **{
            **dict(model),
            "entities": [order.model_copy(update={"attributes": tuple(attributes)})],
            "access_patterns": [
                asked.model_copy(update={"name": "new", "operation": None, "key": {}}),
                asked.model_copy(update={"question": "Which orders?"}),
            ],
        }
    )


def test_a_changed_model_keeps_the_comments_of_what_stayed(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(SMALL, encoding="utf-8")
    new = edited(load_model(path))
    save_model(new, path)
    text = path.read_text(encoding="utf-8")
    assert load_model(path) == new
    for comment in ("# a shop", "# the customer", "# who", "# the day of the order"):
        assert comment in text
    assert text.startswith("# a shop\nname: shop\n\ntables:\n")


def test_a_file_without_comments_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "model.yaml"
    path.write_text('{"name": "shop"}', encoding="utf-8")
    save_model(Model(name="other"), path)
    assert path.read_text(encoding="utf-8") == "name: other\n"


def test_a_broken_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "model.yaml"
    path.write_bytes(b"\xff\xfe broken: [")
    save_model(Model(name="shop"), path)
    assert load_model(path).name == "shop"


ANY = "allowed: a YAML file with name, tables, entities and access_patterns"


def line_of(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        (
            "name: shop",
            "nmae: shop",
            "nmae",
            "nmae: unknown key 'nmae'; did you mean 'name'? allowed: name, "
            "description, tables, entities, access_patterns, sample",
        ),
        (
            "sort_key: sk",
            "sort: sk",
            "sort: sk",
            "tables.shop.sort: unknown key 'sort'; did you mean 'sort_key'? "
            "allowed: name, partition_key, sort_key, throughput, table_class, "
            "time_to_live, indexes",
        ),
        (
            "type: date",
            "type: datum",
            "type: datum",
            "entities.Order.attributes.day.type: 'datum' given;",
        ),
        (
            "type: date",
            "tipe: date",
            "tipe",
            "entities.Order.attributes.day.tipe: unknown key 'tipe'; did you mean "
            "'type'? allowed: name, type, in, optional, bytes, sample, description",
        ),
        (
            "CUST#{customer}  #",
            "CUST#{customr}  #",
            "customr}",
            "entities.Order.keys.pk: template 'CUST#{customr}' names 'customr', "
            "which is no attribute of Order;",
        ),
        (
            "      sk: '{day}'",
            "      sk: '{day'",
            "sk: '{day'",
            "entities.Order.keys.sk: key template '{day': expected '}' before end "
            "of string; allowed: literal text and {fields}",
        ),
        (
            "      sk: '{day}'\n",
            "",
            "day: {",
            "entities.Order.attributes.day: 'in: key', but no key template names it",
        ),
        (
            "returns: Order",
            "returns: Parcel",
            "Parcel",
            "access_patterns.list_orders.returns: 'Parcel' is no entity; allowed: "
            "Order",
        ),
        (
            "operation: Query",
            "operation: Ask",
            "Ask",
            "access_patterns.list_orders.operation: 'Ask' given;",
        ),
        (
            "pk: CUST#{customer}\n",
            "pk: {is: x}\n",
            "{is: x}",
            "access_patterns.list_orders.key.pk.operator: 'is' given;",
        ),
        (
            "question: What",
            "q: What",
            "q: What",
            "access_patterns.list_orders.q: unknown key 'q';",
        ),
        (
            "    question: What did they order?\n",
            "",
            "list_orders",
            "access_patterns.list_orders: 'question' is missing",
        ),
        ("    question", "   question", "operation", "not YAML"),
        ("total: integer", "day: integer", "day: integer", "not YAML: found duplicate"),
        (
            "total: integer",
            "total: [integer",
            "access_patterns",
            f"not YAML: expected ',' or ']', but got ':'; {ANY}",
        ),
        (
            "sk: '{day}'",
            "sk: {day:03}x",
            "sk: {day:03}x",
            "not YAML: expected <block end>, but found '<scalar>'; "
            f"{ANY}; write a template that begins with {{ in quotes",
        ),
        (
            "    attributes:",
            "    atributes:",
            "atributes",
            "entities.Order.atributes: unknown key 'atributes'; did you mean "
            "'attributes'? allowed: name, description, table, keys, attributes, "
            "sample",
        ),
        (
            "      sk: '{day}'",
            "      sk: {day}",
            "sk: {day}",
            "entities.Order.keys.sk: a template that begins with { is written in "
            "quotes: '{day}'",
        ),
        (
            "      sk: '{day}'",
            "      sk: {day}#",
            "sk: {day}#",
            "entities.Order.keys.sk: a template that begins with { is written in "
            "quotes: '{day}'",
        ),
        (
            "  shop:\n",
            "  s:\n",
            "  s:",
            "tables.s.name: 's' given; string should match pattern "
            "'^[A-Za-z0-9_.-]{3,255}$'",
        ),
    ],
)
def test_what_is_wrong_is_named_with_file_line_and_field(
    old: str, new: str, at: str, says: str, tmp_path: Path
) -> None:
    assert old in SMALL
    path = tmp_path / "broken.yaml"
    text = SMALL.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelFileError) as refused:
        load_model(path)
    message = str(refused.value)
    assert message.startswith(f"{path}, line {line_of(text, at)}: {says}")
    assert "\n" not in message


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", f"line 1: the file is empty; {ANY}"),
        (b"# only a comment\n", "line 1: the file is empty"),
        (b"- a\n- b\n", f"line 1: the file is no mapping; {ANY}"),
        (b"just text", "line 1: the file is no mapping"),
        (b"name: \xe9", "byte 6 is not UTF-8"),
        (b"name: a\x07b", "not YAML"),
        (b"a: &a {b: *a}", "line 1"),
        (b"\n\ndescription: x", "line 1: the model: 'name' is missing"),
    ],
)
def test_a_file_that_is_no_model_is_one_clear_error(
    content: bytes, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "model.yaml"
    path.write_bytes(content)
    with pytest.raises(ModelFileError) as refused:
        load_model(path)
    assert says in str(refused.value)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError) as refused:
        load_model(tmp_path / "none.yaml")
    assert str(refused.value) == (
        f"{tmp_path / 'none.yaml'}: there is no such file; allowed: a YAML file with "
        "name, tables, entities and access_patterns; name another file with "
        "--model FILE"
    )
    with pytest.raises(ModelFileError, match="cannot be read"):
        load_model(tmp_path)


def test_a_folder_that_takes_no_file_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for nowhere in (tmp_path / "missing" / "m.yaml", tmp_path / "file" / "m.yaml"):
        with pytest.raises(
            ModelFileError, match=r"cannot be written: .*; save to a fo"
        ):
            save_model(Model(name="shop"), nowhere)


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="this user, or this system, may write into any folder",
)
def test_a_read_only_folder_is_one_clear_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(ModelFileError, match="cannot be written: Permission"):
            save_model(Model(name="shop"), tmp_path / "m.yaml")
    finally:
        tmp_path.chmod(0o755)


@pytest.mark.parametrize("breaks", ["fdopen", "replace", "chmod"])
def test_an_interrupted_save_loses_nothing(
    breaks: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "model.yaml"
    path.write_text(SMALL, encoding="utf-8")
    model = edited(load_model(path))

    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, breaks, full)
    with pytest.raises(ModelFileError, match="No space left on device"):
        save_model(model, path)
    assert path.read_text(encoding="utf-8") == SMALL
    assert [path.name for path in tmp_path.iterdir()] == ["model.yaml"]


WHOLE = """\
name: cups
description: >-
  A description that is too long for one line, so it is folded at eighty columns
  and goes on.

tables:
  cups:
    partition_key: pk
    sort_key: {name: n, type: N}
    throughput: {read: 5, write: 5}
    indexes:
      by-place:
        partition_key:
          - cup
          - region
          - {name: year, type: N}
        sort_key: [round, bracket]
        projection: KEYS_ONLY
        throughput: {read: 1, write: 2}
      by-rank:
        kind: local
        partition_key: pk
        sort_key: {name: rank, type: N}
        projection: [title, text]
  more:
    partition_key: pk

entities:
  Cup:
    keys:
      pk: CUP#{id}
    attributes:
      id: {in: key}
      n: integer
      note: {optional: true, description: x}

access_patterns:
  ask:
    question: What?
    rate: {average: 1, peak: 2.5}
    operation: Query
    key:
      pk: CUP#{id}
      n: {between: [1, 2]}
    filter:
      open: {exists: true}
"""


def test_a_model_is_written_as_a_person_would() -> None:
    assert dump_model(parse_model(WHOLE)) == WHOLE


def test_a_line_takes_88_characters() -> None:
    braces = "      note: {optional: true, description: x}"
    note = WHOLE.replace(braces, f"{braces[:-1]}{'x' * (88 - len(braces))}}}")
    assert max(map(len, note.splitlines())) == 88
    assert dump_model(parse_model(note)) == note
    longer = dump_model(parse_model(note.replace("xx}", "xxx}")))
    assert "      note:\n        optional: true\n        description: xx" in longer
    title = "description: " + "a " * 37 + "b"
    for text in (title, f"{title}{'b' * (88 - len(title))}"):
        assert dump_model(parse_model(f"name: a\n{text}\n")) == f"name: a\n{text}\n"
    assert ">-" in dump_model(parse_model(f"name: a\n{text}b\n"))


def test_a_folded_line_takes_80_characters() -> None:
    first = " ".join("a" * 30)
    for words, lines in (
        (("b" * 14, "c" * 72, "d"), (f"{first} {'b' * 14}", f"{'c' * 72} d")),
        (("b" * 14, "c" * 73, "d"), (f"{first} {'b' * 14}", "c" * 73, "d")),
        (("b" * 15, "c" * 58, "d"), (first, f"{'b' * 15} {'c' * 58}", "d")),
    ):
        entity = Entity(name="E", description=" ".join((first, *words)))
        model = Model(name="a", entities=[entity])
        text = dump_model(model)
        indented = [f"      {line}" for line in lines]
        assert text.splitlines()[3:] == ["  E:", "    description: >-", *indented]
        assert parse_model(text) == model


def test_a_long_text_of_several_lines_keeps_them() -> None:
    model = Model(name="a", description="word " * 20 + "end\nnext line")
    assert parse_model(dump_model(model)) == model


def test_comments_are_kept_in_lists_and_where_a_mapping_gives_way(
    tmp_path: Path,
) -> None:
    path = tmp_path / "shop.yaml"
    listed = "    attributes:\n      - total  # the sum\n      - day\n"
    below = "    key:\n      pk: CUST#{customer}\n      sk:\n        between:  # days\n"
    days = "          - '{a}'\n          - '{b}'\n"
    old = SMALL.replace("    key:\n      pk: CUST#{customer}\n", listed + below + days)
    path.write_text(old, encoding="utf-8")
    model = load_model(path)
    (asked,) = model.access_patterns
    new = model.with_patterns([asked.changed(key={**asked.key, "sk": "{a}"})])
    save_model(new, path)
    text = path.read_text(encoding="utf-8")
    assert load_model(path) == new
    assert listed in text
    save_model(model, path)
    assert load_model(path) == model
    assert listed in path.read_text(encoding="utf-8")


def test_an_item_of_a_list_is_named_with_its_line() -> None:
    text = SMALL.replace(
        SMALL[SMALL.index("    operation: Query") :],
        "    operation: PutItem\n    writes:\n      - {action: put, entity: Order}\n"
        "      - {action: post, entity: Order}\n",
    )
    with pytest.raises(ModelFileError) as refused:
        parse_model(text)
    assert str(refused.value).startswith(
        f"model, line {line_of(text, 'post')}: access_patterns.list_orders.writes.1."
        "action: 'post' given"
    )


def test_a_date_in_a_condition_needs_no_quotes() -> None:
    asked = "name: s\ntables: {shop: {partition_key: pk}}\naccess_patterns:\n" + (
        "  ask: {question: q, operation: Query, key: {pk: 2023-03-01}}\n"
    )
    model = parse_model(asked)
    condition = model.pattern("ask").key["pk"]
    assert getattr(condition, "operands", None) == ("2023-03-01",)
    assert parse_model(dump_model(model)) == model


@settings(max_examples=150)
@given(st.integers(0, 10**6))
def test_any_damage_is_a_model_or_one_clear_error(seed: int) -> None:
    """Drop, double, indent or cut a random line: never another kind of exception."""
    chance = random.Random(seed)
    lines = chance.choice(TEXTS).splitlines()
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(lines))
        lines[place : place + 1] = chance.choice(
            [
                [],
                [lines[place]] * 2,
                ["  " + lines[place]],
                [lines[place][: chance.randrange(len(lines[place]) + 1)]],
                [lines[place].replace(": ", ":", 1)],
                [lines[place].replace("{", "", 1)],
                [lines[place], "  - 5"],
            ]
        )
    said = None
    try:
        parse_model("\n".join(lines), "broken.yaml")
    except ModelFileError as error:
        said = str(error)
    assert said is None or said.startswith("broken.yaml, line ")
    assert said is None or "\n" not in said


def test_an_id_that_another_pattern_has_is_named_with_its_line() -> None:
    old = "    question: What did they order?\n"
    twin = SMALL[SMALL.index("  list_orders:") :].replace("list_orders", "again")
    text = (SMALL + twin).replace(old, f"    id: A1\n{old}")
    with pytest.raises(ModelFileError) as refused:
        parse_model(text, "twice.yaml")
    line = text.splitlines().index("    id: A1", line_of(text, "  again:")) + 1
    assert str(refused.value) == (
        f"twice.yaml, line {line}: access_patterns.again.id: 'A1' is the id of "
        "list_orders already"
    )
