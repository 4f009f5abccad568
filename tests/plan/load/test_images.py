"""An altered item: another value, the same size, and no two values made one."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from ddbhelpers.capacity import as_dynamodb_json, item_bytes, write_charge
from ddbhelpers.capacity.equality import same_values
from ddbhelpers.errors import PlanError
from ddbhelpers.plan.load.images import changeable, refuse_primary_key, updated
from tests.capacity.strategies import ATTRIBUTES
from tests.plan.examples import letter, mail

TABLE = mail().table()


@pytest.mark.parametrize(
    "value",
    [
        *("a", "ä", "…", "😀", "z€"),
        *(1, 9, -12, 100, 0.5, Decimal("9E125")),
        *(b"a", True, False, ["a"], {"b": 1}),
        *({"a", "b"}, {1, 2, 9}, {b"x", b"y"}),
    ],
)
def test_another_value_of_the_same_size(value: Any) -> None:
    before = as_dynamodb_json({"pk": "1", "v": value})
    after = updated(before, ["v"])
    assert not same_values(before, after)
    assert item_bytes(before) == item_bytes(after)
    write_charge(TABLE, None, {**after, "sk": {"S": "1"}})  # DynamoDB would take it


@pytest.mark.parametrize("value", [None, ""])
def test_what_has_no_other_value_of_its_size(value: Any) -> None:
    before = as_dynamodb_json({"v": value})
    assert updated(before, ["v"]) == before


def test_inside_a_map() -> None:
    before = as_dynamodb_json({"pk": "1", "data": {"name": "Ada", "age": 36}})
    after = updated(before, ["data.name", "data.none", "none", "pk.name"])
    assert after["data"]["M"] == {"name": {"S": "@da"}, "age": {"N": "36"}}
    assert after["pk"] == before["pk"]


@given(ATTRIBUTES)
def test_an_altered_item_has_its_size(item: dict[str, Any]) -> None:
    before = as_dynamodb_json(item)
    assert item_bytes(updated(before, before)) == item_bytes(before)


def test_keys_of_the_table_and_its_indexes_are_not_changeable() -> None:
    item = as_dynamodb_json(letter(1, 100, "g"))
    assert changeable(TABLE, item) == ("text",)
    with pytest.raises(PlanError) as refused:
        refuse_primary_key(TABLE, ["text", "sk"], "p")
    assert str(refused.value) == (
        "p: an update that changes sk; allowed: an item keeps its primary key; "
        "make it a delete and a put"
    )
