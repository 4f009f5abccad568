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
    assert str(refused.value) == (
        f"attribute 'wrong' is {wrong!r}; allowed: DynamoDB JSON such as "
        '{"S": "text"}, {"N": "12"}, {"B": b"bytes"}, {"BOOL": True}, '
        '{"SS": ["a", "b"]}; or Python values throughout; '
        "write the whole item in one of the two forms"
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"M": {"a": {"L": [{"S": "x"}, "y"]}}}, "attribute 'data.a[1]' is 'y'"),
        ({"M": {"a": {"N": 5}}}, "attribute 'data.a' is {'N': 5}"),
        ({"L": [{"BOOL": 1}]}, "attribute 'data[0]' is {'BOOL': 1}"),
        ({"SS": ["a", 1]}, "attribute 'data' is {'SS': ['a', 1]}"),
        ({"NS": [1]}, "attribute 'data' is {'NS': [1]}"),
        ({"BS": ["a"]}, "attribute 'data' is {'BS': ['a']}"),
    ],
)
def test_a_fault_inside_is_named_by_its_place(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(CapacityError) as found:
        item_bytes({"pk": {"S": "a"}, "data": wrong})
    assert found.value.given == said


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
        ({"\ud800": {"S": "a"}}, r"'\ud800' is not text that UTF-8 can hold"),
        ({1: "a"}, "1 is not text that UTF-8 can hold"),
        ({1: {"S": "a"}}, "1 is not text that UTF-8 can hold"),
        ({"pk": "a", "m": {1: "a"}}, "1 is not text that UTF-8 can hold"),
        ({"pk": "a", "s": {"\ud800"}}, r"'\ud800' is not text that UTF-8 can hold"),
    ],
)
def test_what_cannot_be_stored_is_refused(item: Any, said: str) -> None:
    with pytest.raises(CapacityError) as refused:
        item_bytes(item)
    assert said in refused.value.given


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (
            "text",
            "an item of type str; "
            "allowed: a dict of attributes, in DynamoDB JSON or in Python values",
        ),
        (
            {"pk": "\ud800"},
            r"'\ud800' is not text that UTF-8 can hold; "
            "allowed: strings of Unicode characters, without lone surrogates",
        ),
    ],
)
def test_a_refusal_says_what_is_allowed(item: Any, said: str) -> None:
    with pytest.raises(CapacityError) as refused:
        as_dynamodb_json(item)
    assert str(refused.value) == said


def test_an_endless_number_and_endless_nesting_are_refused_in_words() -> None:
    endless: dict[str, Any] = {}
    endless["a"] = endless
    with pytest.raises(CapacityError) as refused:
        as_dynamodb_json(endless)
    assert str(refused.value) == (
        "an item nested without end; allowed: 32 levels; flatten it"
    )
    with pytest.raises(CapacityError) as refused:
        as_dynamodb_json({"n": 10**5000})
    assert refused.value.allowed == "38 significant digits"


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview, Binary])
def test_binary_is_plain_bytes_however_it_was_given(kind: Any) -> None:
    item = {"b": {"B": kind(b"1")}, "bs": {"BS": (kind(b"2"),)}}
    stored = as_dynamodb_json(item)
    assert stored == {"b": {"B": b"1"}, "bs": {"BS": [b"2"]}}
    assert {type(stored["b"]["B"]), type(stored["bs"]["BS"][0])} == {bytes}


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
