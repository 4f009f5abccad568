import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ddbhelpers.errors import ModelFileError
from ddbhelpers.model import Entity, Model, load_model, save_model
from ddbhelpers.model.file import dump_model, parse_model
from tests.model.files import MESSAGES, SHOP, SMALL


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


words = st.text("abc deé?:#'\"{}-[]>|&*!%@`0123", min_size=1, max_size=120).filter(
    str.strip
)


@example("0", ": 0", ["a"])
@example("?a", "? 0", ["a"])
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


def test_a_date_in_a_condition_needs_no_quotes() -> None:
    asked = "name: s\ntables: {shop: {partition_key: pk}}\naccess_patterns:\n" + (
        "  ask: {question: q, operation: Query, key: {pk: 2023-03-01}}\n"
    )
    model = parse_model(asked)
    condition = model.pattern("ask").key["pk"]
    assert getattr(condition, "operands", None) == ("2023-03-01",)
    assert parse_model(dump_model(model)) == model
