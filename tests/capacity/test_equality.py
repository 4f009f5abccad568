"""What DynamoDB stores as the same value, and what differs."""

from typing import Any

import pytest

from ddbhelpers.capacity.equality import same_values


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"N": "1.0"}, {"N": "1"}),
        ({"N": "-0"}, {"N": "0E5"}),
        ({"NS": ["1", "2"]}, {"NS": ["2.0", "1"]}),
        ({"SS": ["a", "b"]}, {"SS": ["b", "a"]}),
        ({"BS": [b"a", b"b"]}, {"BS": [b"b", b"a"]}),
        ({"L": [{"N": "1e1"}, {"S": "a"}]}, {"L": [{"N": "10"}, {"S": "a"}]}),
        (
            {"M": {"a": {"SS": ["a", "b"]}, "b": {"N": "1"}}},
            {"M": {"b": {"N": "1.0"}, "a": {"SS": ["b", "a"]}}},
        ),
    ],
)
def test_the_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert same_values({"x": one}, {"x": other})
    assert same_values({"x": other}, {"x": one})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"N": "1"}, {"BOOL": True}),
        ({"N": "1"}, {"S": "1"}),
        ({"BOOL": True}, {"BOOL": False}),
        ({"S": "a"}, {"B": b"a"}),
        ({"SS": ["1"]}, {"NS": ["1"]}),
        ({"L": [{"S": "a"}, {"S": "b"}]}, {"L": [{"S": "b"}, {"S": "a"}]}),
        ({"M": {}}, {"L": []}),
        (
            {"N": "12345678901234567890123456789012345678"},
            {"N": "12345678901234567890123456789012345679"},
        ),
    ],
)
def test_not_the_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert not same_values({"x": one}, {"x": other})
    assert not same_values({"x": one}, {"y": one})
    assert not same_values({"x": one}, {"x": one, "y": one})
