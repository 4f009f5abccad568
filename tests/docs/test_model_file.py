"""The page about the model file: its examples work, and it leaves nothing out."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML

from ddbhelpers.check import AccessPath, check_model, errors_of
from ddbhelpers.data import load_items, sample
from ddbhelpers.model import (
    AccessPattern,
    Attribute,
    Entity,
    Model,
    Pool,
    Sampling,
    SecondaryIndex,
    Table,
    Write,
)
from ddbhelpers.model.file import parse_model
from ddbhelpers.model.pattern import Operation, Operator
from ddbhelpers.model.rules import KINDS
from ddbhelpers.model.types import AttributeType
from ddbhelpers.model.wire import Item
from ddbhelpers.request import build_request

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "model-file.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
PROSE = re.sub(r"^```.*?^```$", "", PAGE, flags=re.DOTALL | re.MULTILINE)
WORDS = {word for code in re.findall(r"`([^`]+)`", PROSE) for word in code.split()}
MARKS = "':{}[],"
NAMES = {word.strip(MARKS) for word in WORDS}
ITEMS = 200


def in_yaml(has: str, lacks: str = "shared:") -> list[str]:
    """The page's YAML blocks with this line at their top level, and without that."""
    return [
        text
        for kind, text in BLOCKS
        if kind == "yaml"
        and any(line.startswith(has) for line in text.splitlines())
        and not any(line.startswith(lacks) for line in text.splitlines())
    ]


WHOLE = in_yaml("name:")
PARTS = [
    text
    for kind, text in BLOCKS
    if kind == "yaml" and text not in WHOLE and "shared:" not in text
]
VALUES = in_yaml("shared:", lacks="name:")
EXAMPLE = parse_model(WHOLE[0])
ASKED: dict[str, dict[str, Any]] = {
    "get_user": {"handle": "ana"},
    "list_lists": {"handle": "ana"},
    "list_tasks": {"list_id": "3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b", "done": False},
    "list_due_tasks": {"assignee": "ana", "before": "2026-03-01"},
}


def entities_of(items: list[Item]) -> list[str]:
    """The names of the items' entities, in the items' order."""
    return [entity.name for item in items if (entity := EXAMPLE.entity_of(item))]


def extended(text: str) -> Model:
    """The to-do model with a part of the page added to it."""
    yaml = YAML(typ="safe")
    tree, more = yaml.load(WHOLE[0]), yaml.load(text)
    for section, named in more.items():
        tree[section].update(named)
    return Model(**tree)


def test_the_page_has_the_examples_that_are_tested_here() -> None:
    assert len(WHOLE) == 1
    assert len(PARTS) == 2
    assert len(VALUES) == 1


@pytest.mark.parametrize("text", WHOLE)
def test_every_whole_model_is_loaded_and_checked(text: str) -> None:
    model = parse_model(text)
    results = check_model(model)

    assert not errors_of(results)
    planned = [path.pattern for path in results if isinstance(path, AccessPath)]
    assert planned == [pattern.name for pattern in model.access_patterns]


@pytest.mark.parametrize("text", PARTS)
def test_every_part_fits_the_example(text: str) -> None:
    model = extended(text)

    assert not errors_of(check_model(model))
    assert len(sample(model, items=ITEMS, seed=7)) == ITEMS


def test_the_example_is_sampled_as_the_page_says() -> None:
    items = sample(EXAMPLE, items=ITEMS, seed=7)
    entities = entities_of(items)

    assert len(entities) == len(items) == ITEMS
    assert entities.count("List") == 12  # count: 60 makes 12 for --sample 200
    assert set(entities) == {"User", "List", "Task"}
    lists = {item["sk"] for item in items if item["sk"].startswith("LIST#")}
    assert {item["pk"] for item in items if item["sk"].startswith("TASK#")} == lists


def test_the_read_patterns_of_the_example_build_requests() -> None:
    assert [read.name for read in EXAMPLE.access_patterns if read.is_read] == [*ASKED]
    for name, parameters in ASKED.items():
        request = build_request(EXAMPLE, name, **parameters)
        assert request.arguments["TableName"] == "to-do"

    due = build_request(EXAMPLE, "list_due_tasks", assignee="ana", before="2026-03-01")
    assert due.words == (
        "Query to-do index due-index where assignee = ana and due < 2026-03-01, "
        "limit 10"
    )


def test_the_parameters_of_alternatives_may_be_left_out() -> None:
    request = build_request(EXAMPLE, "list_due_tasks", assignee="ana")

    assert request.words.endswith("where assignee = ana, limit 10")


def test_the_items_of_the_page_are_read(tmp_path: Path) -> None:
    [text] = [text for kind, text in BLOCKS if kind == "json"]
    (tmp_path / "items.json").write_text(text, encoding="utf-8")

    items = load_items(tmp_path / "items.json", EXAMPLE)

    assert [EXAMPLE.values_of("User", [item])[0]["full_name"] for item in items] == [
        "Ana Silva",
        "Bo Katz",
    ]


def test_the_values_of_the_page_are_read(tmp_path: Path) -> None:
    (tmp_path / "values.yaml").write_text(VALUES[0], encoding="utf-8")

    items = load_items(tmp_path / "values.yaml", EXAMPLE)

    assert entities_of(items) == ["User", "List", "Task", "Task"]
    assert {item["pk"] for item in items[2:]} == {f"LIST#{items[1]['sk'][5:]}"}


@pytest.mark.parametrize("names", [AttributeType, Operation, Operator])
def test_every_type_operation_and_operator_is_on_the_page(names: object) -> None:
    assert set(get_args(names)) <= NAMES


def test_every_sample_rule_that_is_a_word_is_on_the_page() -> None:
    assert set(KINDS) <= NAMES


@pytest.mark.parametrize(
    "value",
    [
        Model,
        Table,
        SecondaryIndex,
        Entity,
        Attribute,
        AccessPattern,
        Write,
        Sampling,
        Pool,
    ],
)
def test_every_field_of_a_model_file_is_on_the_page(value: type[BaseModel]) -> None:
    fields = {field.alias or name for name, field in value.model_fields.items()}

    assert fields - {"name"} <= NAMES


def test_every_link_of_the_page_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", PAGE):
        assert (ROOT / "docs" / target).is_file(), target
