from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddbhelpers.request.expressions import Placeholders


@pytest.mark.parametrize(
    ("operator", "operands", "written"),
    [
        ("equals", [1], "#a = :a"),
        ("less_than", [1], "#a < :a"),
        ("at_most", [1], "#a <= :a"),
        ("greater_than", [1], "#a > :a"),
        ("at_least", [1], "#a >= :a"),
        ("between", [1, 2], "#a BETWEEN :a_from AND :a_to"),
        ("begins_with", ["x"], "begins_with(#a, :a)"),
        ("contains", ["x"], "contains(#a, :a)"),
        ("exists", [True], "attribute_exists(#a)"),
        ("exists", [False], "attribute_not_exists(#a)"),
    ],
)
def test_each_operator_is_written(
    operator: str, operands: list[Any], written: str
) -> None:
    assert Placeholders().condition("a", operator, operands) == written


def test_names_that_would_share_a_placeholder_get_two() -> None:
    held = Placeholders()
    assert held.conditions({"a-b": ("equals", [1]), "a_b": ("equals", [2])}) == (
        "#a_b = :a_b AND #a_b_2 = :a_b_2"
    )
    assert held.names == {"#a_b": "a-b", "#a_b_2": "a_b"}


def test_a_path_is_nested_unless_it_is_a_name() -> None:
    held = Placeholders()
    assert held.condition("a.B", "equals", [1]) == "#a.#B = :a_B"
    assert held.condition("a.B", "equals", [1], nested=False) == "#a_B = :a_B"
    assert held.conditions({"c.d": ("equals", [1])}) == "#c.#d = :c_d"


def test_a_path_into_a_list_keeps_its_place() -> None:
    held = Placeholders()
    assert held.path("data.lines[0].total") == "#data.#lines[0].#total"
    assert held.names == {"#data": "data", "#lines": "lines", "#total": "total"}


def test_a_key_is_a_name_even_with_dots() -> None:
    held = Placeholders()
    assert held.condition("a.b", "equals", [1], nested=False) == "#a_b = :a_b"
    assert held.names == {"#a_b": "a.b"}


@given(st.lists(st.tuples(st.text("ab_-. ", min_size=1), st.integers()), max_size=6))
def test_placeholders_never_mean_two_things(pairs: list[tuple[str, int]]) -> None:
    held = Placeholders()
    for name, value in pairs:
        written = held.condition(name, "equals", [value], nested=False)
        left, _, right = written.partition(" = ")
        assert held.names[left] == name
        assert held.values[right] == {"N": str(value)}


def test_nothing_held_is_no_argument() -> None:
    assert Placeholders().arguments() == {}
