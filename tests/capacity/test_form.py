"""Which of the two forms an item has, and what has neither."""

from collections import OrderedDict
from typing import Any

import pytest
from boto3.dynamodb.types import Binary

from ddbhelpers.capacity import as_dynamodb_json, is_dynamodb_json, item_bytes
from ddbhelpers.errors import CapacityError
from tests.capacity.strategies import ATTRIBUTES, law


@pytest.mark.parametrize(
    "value",
    [
        {"S": "a"},
        {"N": "1"},
        {"B": b"1"},
        {"B": Binary(b"1")},
        {"BOOL": False},
        {"NULL": True},
        {"M": {}},
        {"L": []},
        {"SS": ["a"]},
        {"NS": {"1"}},
        {"BS": (b"1",)},
    ],
)
def test_each_type_of_dynamodb_json_is_known(value: dict[str, Any]) -> None:
    assert is_dynamodb_json({"a": value})


@pytest.mark.parametrize(
    "item",
    [
        {"pk": "a"},
        {"pk": "a", "n": {"S": "text"}},
        {"n": {"S": "text", "N": "1"}},
        {"n": {"X": "text"}},
        {"n": {}},
        {"n": {"N": 5}},
        {"n": {"S": b"bytes"}},
        {"n": {"B": "text"}},
        {"n": {"BOOL": 1}},
        {"n": {"L": {}}},
        {"n": {1: "a"}},
    ],
)
def test_all_else_is_python_values(item: dict[str, Any]) -> None:
    assert not is_dynamodb_json(item)


def test_a_map_named_like_a_type_is_dynamodb_json_if_nothing_else_stands_by() -> None:
    ambiguous = {"address": {"S": "Main Street"}}
    assert item_bytes(ambiguous) == 7 + 11
    assert item_bytes({"pk": "k", **ambiguous}) == (2 + 1) + 7 + 3 + (1 + 1 + 11)


@pytest.mark.parametrize(
    "wrong", [{"N": 5}, {"B": "aGVsbG8="}, {"BOOL": "true"}, {"SS": "abc"}]
)
def test_an_item_half_in_one_form_and_half_in_the_other_is_refused(
    wrong: dict[str, Any],
) -> None:
    item = {"pk": {"S": "a"}, "wrong": wrong}
    with pytest.raises(CapacityError) as refused:
        item_bytes(item)
    assert refused.value.given == f"attribute 'wrong' is {wrong!r}"
    assert refused.value.do == "write the whole item in one of the two forms"


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"M": {"a": {"L": [{"S": "x"}, "y"]}}}, "data.a[1]"),
        ({"M": {"a": {"N": 5}}}, "data.a"),
        ({"L": [{"BOOL": 1}]}, "data[0]"),
        ({"SS": ["a", 1]}, "data"),
        ({"NS": [1]}, "data"),
        ({"BS": ["a"]}, "data"),
    ],
)
def test_a_fault_inside_is_named_by_its_place(
    wrong: dict[str, Any], where: str
) -> None:
    with pytest.raises(CapacityError, match="allowed: DynamoDB JSON such as") as found:
        item_bytes({"pk": {"S": "a"}, "data": wrong})
    assert f"attribute {where!r} is " in str(found.value)


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("text", "an item of type str"),
        (None, "an item of type NoneType"),
        ([("pk", "a")], "an item of type list"),
        ({"pk": object}, "type <class 'object'> cannot be stored"),
        ({"pk": "a", "n": 1 + 2j}, "complex (1+2j) cannot be stored"),
        ({"pk": "a", "n": {1, "a"}}, "cannot be stored"),
        ({"pk": "a", "n": set()}, "set() cannot be stored"),
        ({"pk": "a", "n": float("nan")}, "'NaN' is not a number"),
        ({"pk": "a", "n": 10**5000}, "integer string conversion"),
        ({"pk": "\ud800"}, r"'\ud800' is not text that UTF-8 can hold"),
        ({"pk": {"S": "\ud800"}}, r"'\ud800' is not text that UTF-8 can hold"),
        ({"\ud800": "a"}, r"'\ud800' is not text that UTF-8 can hold"),
        ({1: "a"}, "1 is not text that UTF-8 can hold"),
        ({"pk": "a", "m": {1: "a"}}, "1 is not text that UTF-8 can hold"),
        ({"pk": "a", "s": {"\ud800"}}, r"'\ud800' is not text that UTF-8 can hold"),
    ],
)
def test_what_cannot_be_stored_is_refused(item: Any, said: str) -> None:
    with pytest.raises(CapacityError) as refused:
        item_bytes(item)
    assert said in refused.value.given


def test_any_mapping_will_do() -> None:
    item = OrderedDict(pk=OrderedDict(S="a"), n=OrderedDict(M=OrderedDict()))
    assert (is_dynamodb_json(item), item_bytes(item)) == (True, 2 + 1 + 1 + 3)


@law(ATTRIBUTES)
def test_dynamodb_json_is_left_as_it_is(attributes: dict[str, Any]) -> None:
    stored = as_dynamodb_json({"pk": "k", **attributes})
    assert as_dynamodb_json(stored) == stored
    assert is_dynamodb_json(stored)
    assert not is_dynamodb_json({"pk": "k", **attributes})


def test_the_callers_item_is_never_changed() -> None:
    item = {"pk": {"S": "a"}, "s": {"SS": ("b", "c")}}
    assert as_dynamodb_json(item) == {"pk": {"S": "a"}, "s": {"SS": ["b", "c"]}}
    assert item["s"] == {"SS": ("b", "c")}
