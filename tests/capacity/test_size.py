"""The size of an item, by hand and by law."""

from decimal import Decimal
from typing import Any

import pytest
from boto3.dynamodb.types import Binary, TypeDeserializer

from ddbhelpers.capacity import as_dynamodb_json, attribute_bytes, item_bytes
from ddbhelpers.capacity.size import doubt_bytes
from ddbhelpers.errors import CapacityError
from ddbhelpers.model.wire import WireItem
from tests.capacity.strategies import ATTRIBUTES, NAMES, VALUES, law


def value_bytes(value: dict[str, Any]) -> int:
    """Size a value alone: the item's size without the one-letter name."""
    return item_bytes({"a": value}) - 1


def nested(levels: int, kind: str) -> dict[str, Any]:
    value: dict[str, Any] = {"S": "x"}
    for _ in range(levels):
        value = {"M": {"a": value}} if kind == "M" else {"L": [value]}
    return value


def test_an_item_is_the_sum_of_its_names_and_values() -> None:
    item = {"pk": {"S": "MSG#1"}, "text": {"S": "hello"}, "count": {"N": "12"}}
    assert item_bytes(item) == (2 + 5) + (4 + 5) + (5 + 2)


def test_there_is_no_overhead_for_an_item_or_an_attribute() -> None:
    assert item_bytes({}) == 0
    assert item_bytes({"a": {"S": ""}}) == 1


@pytest.mark.parametrize(
    ("text", "size"),
    [("", 0), ("hello", 5), ("é", 2), ("日本", 6), ("😀", 4), ("a\u0000b", 3)],
)
def test_a_string_is_its_utf8_bytes(text: str, size: int) -> None:
    assert value_bytes({"S": text}) == size


@pytest.mark.parametrize(("name", "size"), [("name", 4), ("größe", 7), ("😀", 4)])
def test_a_name_is_its_utf8_bytes(name: str, size: int) -> None:
    assert item_bytes({name: {"S": ""}}) == size


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview, Binary])
def test_binary_is_its_raw_bytes(kind: Any) -> None:
    assert value_bytes({"B": kind(b"\x00\xff12")}) == 4
    assert value_bytes({"BS": [kind(b"12"), kind(b"3")]}) == 3


@pytest.mark.parametrize("value", [{"BOOL": True}, {"BOOL": False}, {"NULL": True}])
def test_a_boolean_and_a_null_are_one_byte(value: dict[str, Any]) -> None:
    assert value_bytes(value) == 1


def test_a_number_is_one_byte_and_half_its_digits() -> None:
    assert [value_bytes({"N": n}) for n in ("0", "1", "-12", "3.14159")] == [1, 2, 3, 5]


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"SS": ["a", "bc", "é"]}, 5),
        ({"NS": ["0", "1", "-12"]}, 6),
        ({"BS": [b"12", b"345"]}, 5),
        ({"SS": []}, 0),
    ],
)
def test_a_set_is_the_plain_sum_of_its_members(
    value: dict[str, Any], size: int
) -> None:
    assert value_bytes(value) == size


@pytest.mark.parametrize("value", [{"M": {}}, {"L": []}])
def test_an_empty_list_or_map_is_three_bytes(value: dict[str, Any]) -> None:
    assert value_bytes(value) == 3


def test_a_list_is_three_bytes_and_one_more_for_each_element() -> None:
    assert value_bytes({"L": [{"S": "abc"}, {"N": "12"}]}) == 3 + (1 + 3) + (1 + 2)


def test_a_map_is_three_bytes_and_for_each_element_one_its_name_and_value() -> None:
    value = {"M": {"a": {"S": "abc"}, "größe": {"N": "12"}}}
    assert value_bytes(value) == 3 + (1 + 1 + 3) + (1 + 7 + 2)


def test_lists_and_maps_in_each_other_pay_at_every_level() -> None:
    value = {"M": {"a": {"L": [{"M": {"b": {"BOOL": True}}}]}}}
    inner_map = 3 + (1 + 1 + 1)
    inner_list = 3 + (1 + inner_map)
    assert value_bytes(value) == 3 + (1 + 1 + inner_list)


@pytest.mark.parametrize("levels", [1, 32, 100])
def test_nesting_is_measured_at_any_depth(levels: int) -> None:
    assert value_bytes(nested(levels, "M")) == 5 * levels + 1
    assert value_bytes(nested(levels, "L")) == 4 * levels + 1


def test_nesting_without_end_is_refused_in_words() -> None:
    with pytest.raises(CapacityError, match="nested without end"):
        item_bytes({"a": nested(5000, "M")})


def test_an_item_that_dynamodb_refuses_is_measured_all_the_same() -> None:
    assert item_bytes({"pk": {"S": "x" * 500_000}, "n": {"N": "1E999"}}) == 500_005


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ("é", 2),
        (12, 2),
        (Decimal("3.14159"), 5),
        (0.5, 2),
        (1e22, 2),
        (True, 1),
        (None, 1),
        (b"12", 2),
        (bytearray(b"12"), 2),
        (Binary(b"12"), 2),
        ({"a", "bc"}, 3),
        (frozenset({1, Decimal("-12")}), 5),
        ({b"12", Binary(b"3")}, 3),
        ([1, "a"], 3 + (1 + 2) + (1 + 1)),
        ({"a": {"b": None}}, 3 + (1 + 1 + 3 + (1 + 1 + 1))),
    ],
)
def test_python_values_weigh_what_they_are_stored_as(value: Any, size: int) -> None:
    assert item_bytes({"pk": "k", "a": value}) == 3 + 1 + size


@law(ATTRIBUTES)
def test_an_item_weighs_the_same_in_either_form(attributes: dict[str, Any]) -> None:
    item = {"pk": "k", **attributes}
    assert item_bytes(item) == item_bytes(as_dynamodb_json(item))


@law(ATTRIBUTES)
def test_the_size_survives_boto3s_own_reading(attributes: dict[str, Any]) -> None:
    stored = as_dynamodb_json({"pk": "k", **attributes})
    read: Any = TypeDeserializer().deserialize
    assert item_bytes({name: read(v) for name, v in stored.items()}) == item_bytes(
        stored
    )


@law(ATTRIBUTES)
def test_an_item_weighs_what_its_attributes_weigh(attributes: dict[str, Any]) -> None:
    stored = as_dynamodb_json({"pk": "k", **attributes})
    assert item_bytes(stored) == sum(
        attribute_bytes(name, value) for name, value in stored.items()
    )


@law(ATTRIBUTES, NAMES, VALUES)
def test_one_more_attribute_never_makes_an_item_lighter(
    attributes: dict[str, Any], name: str, value: Any
) -> None:
    item = {"pk": "k", **{n: v for n, v in attributes.items() if n != name}}
    assert item_bytes({**item, name: value}) >= item_bytes(item) + (name != "pk")


def test_the_bytes_in_doubt_are_counted_wherever_the_numbers_are() -> None:
    doubtful = {"N": "120"}
    item: WireItem = {
        "a": doubtful,
        "b": {"L": [doubtful, {"N": "12"}]},
        "c": {"M": {"d": doubtful, "e": {"S": "120"}}},
        "f": {"NS": ["0.012", "120", "7"]},
    }
    assert doubt_bytes(item) == 5
