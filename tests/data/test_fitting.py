"""Whether an item is what its model says."""

from pathlib import Path
from typing import Any

import pytest

from ddbhelpers.data import load_items, sample
from ddbhelpers.data.fitting import misfit
from ddbhelpers.model import Entity, Model, Table, load_model

ROOT = Path(__file__).parents[2]
ONE = "3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b"
NOTES = Model(
    name="notes",
    tables=[
        Table(
            name="notes",
            partition_key="pk",
            indexes={"by-due": {"partition_key": "gsi"}},
        )
    ],
    entities=[
        Entity(
            name="Note",
            keys={"pk": "NOTE#{owner}", "gsi": "DUE#{due}"},
            attributes={
                "owner": {"in": "key", "bytes": 5},
                "due": {"type": "date", "in": "key", "optional": True},
                "text": {"bytes": 10},
                "by": {"type": "uuid", "in": "data"},
                "at": {"type": "timestamp", "in": "data", "optional": True},
                "stars": {"type": "number", "optional": True},
                "tags": {"type": "string_set", "optional": True},
                "more": {"type": "map", "optional": True, "bytes": 20},
            },
        )
    ],
)
NOTE = {"pk": "NOTE#ada", "text": "hello", "data": {"by": ONE}}


def said(**change: Any) -> str | None:
    item = {name: value for name, value in {**NOTE, **change}.items() if value != "no"}
    found = misfit(NOTES, item, ["notes"])
    return found and "; ".join(found)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"gsi": "DUE#2026-03-01"},
        {"text": "é" * 5},
        {"stars": 1.5, "tags": {"a"}, "more": {"a": [1]}},
        {"stars": None},
        {"unknown": object},
        {"data": {"by": ONE, "at": "2026-03-01T09:15:00Z", "unknown": 1}},
    ],
)
def test_what_fits(change: dict[str, Any]) -> None:
    assert said(**change) is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"text": "no"}, ": Note.text is missing; string"),
        ({"text": None}, ": Note.text is None; string"),
        ({"text": 42}, ": Note.text is 42; string"),
        ({"text": "é" * 5 + "e"}, ": Note.text takes 11 bytes; at most 10"),
        ({"text": b"x" * 99}, f": Note.text is b'{'x' * 58}…; string"),
        ({"pk": "NOTE#adaada"}, ": Note.owner takes 6 bytes; at most 5"),
        ({"data": "no"}, ": Note.by is missing; uuid"),
        ({"data": [1]}, ": Note's data is [1]; map"),
        ({"data": {"by": "me"}}, f": Note.by is 'me'; uuid, such as {ONE}"),
        (
            {"data": {"by": ONE, "at": "2026-03-01"}},
            ": Note.at is '2026-03-01'; timestamp, such as 2023-03-01T09:15:00Z",
        ),
        ({"stars": "five"}, ": Note.stars is 'five'; number"),
        ({"tags": ["a"]}, ": Note.tags is ['a']; string_set"),
        ({"more": {"text": "x" * 20}}, ": Note.more takes 28 bytes; at most 20"),
        (
            {"gsi": "DUE#soon"},
            " is of no entity of 'notes': gsi is 'DUE#soon'; Note with gsi=DUE#{due}",
        ),
        ({"pk": 7}, " is of no entity of 'notes': pk is 7; Note with pk=NOTE#{owner}"),
    ],
)
def test_what_does_not_fit(change: dict[str, Any], says: str) -> None:
    assert said(**change) == says


def test_an_entity_without_templates_names_what_is_missing() -> None:
    plain = Model(
        name="plain",
        tables=[Table(name="plain", partition_key="pk")],
        entities=[Entity(name="Thing", attributes={"pk": "string", "name": "string"})],
    )
    found = misfit(plain, {"pk": "x"}, ["plain"])
    assert found == (" is of no entity of 'plain': name is missing", "Thing with name")


@pytest.mark.parametrize("name", ["models/direct_messaging", "tests/models/shop"])
def test_what_is_sampled_and_written_by_hand_fits(name: str) -> None:
    model = load_model(ROOT / f"{name}.yaml")
    items = sample(model, items=400, seed=3)
    if model.name == "direct messaging":
        items += load_items(ROOT / "models" / "conversation.yaml", model)
    assert [misfit(model, item, [model.table().name]) for item in items] == [
        None for _ in items
    ]
