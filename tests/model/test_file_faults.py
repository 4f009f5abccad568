"""What is wrong with a model's file is one clear error, with its line and field."""

import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ddbhelpers.errors import ModelFileError
from ddbhelpers.model import Model, load_model, save_model
from ddbhelpers.model.file import parse_model
from tests.model.files import SHOP, SMALL, TEXT

TEXTS = (SMALL, SHOP.read_text(encoding="utf-8"), TEXT)
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
