import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddbhelpers.errors import PatternError
from ddbhelpers.model import Condition
from ddbhelpers.request.operands import operand_values, typed


def values(
    condition: Any, key_type: Any = None, types: Any = None, **given: Any
) -> Any:
    return operand_values(
        Condition.model_validate(condition), given, types or {}, key_type
    )


@pytest.mark.parametrize(
    ("value", "type_", "read"),
    [
        ("12", "integer", 12),
        (12.0, "integer", 12),
        ("12.50", "number", Decimal("12.50")),
        (0.1, "number", Decimal("0.1")),
        ("1e3", "number", Decimal("1e3")),
        (np.int64(12), "integer", 12),
        (np.int64(12), "number", 12),
        (np.float64(1.5), "number", Decimal("1.5")),
        ("True", "boolean", True),
        (False, "boolean", False),
        ("False", "boolean", False),
        (bytearray(b"x"), "binary", b"x"),
        ({"a": 1}, "map", {"a": 1}),
        ([1], "list", [1]),
        ({"a"}, "string_set", {"a"}),
    ],
)
def test_a_value_is_read_as_its_type(value: Any, type_: Any, read: Any) -> None:
    found = typed("it", value, type_)
    assert found == read
    assert type(found) is type(read)


@pytest.mark.parametrize(
    ("value", "type_"),
    [
        ("many", "integer"),
        (1.5, "integer"),
        (True, "integer"),
        (np.True_, "integer"),
        (1j, "number"),
        ("nan", "number"),
        (float("inf"), "number"),
        ("yes", "boolean"),
        (None, "integer"),
        ([3], "integer"),
        ("x", "binary"),
        ([1], "map"),
        ("x", "list"),
        (set(), "string_set"),
    ],
)
def test_a_value_of_another_type_is_refused(value: Any, type_: Any) -> None:
    with pytest.raises(PatternError, match=rf"it is .*; allowed: an? {type_}"):
        typed("it", value, type_)


def test_a_filter_keeps_the_parameters_type() -> None:
    assert values("{n}", types={"n": "integer"}, n="7") == [7]
    assert values("{n}", types={"n": "string"}, n=7) == ["7"]
    assert values("n {n}", n="a#b") == ["n a#b"]
    assert values(True) == [True]
    assert values("") == [""]


def test_a_key_of_text_takes_text_and_a_key_of_numbers_numbers() -> None:
    assert values(7, "S") == ["7"]
    assert values(7, "N") == [7]
    assert values("7", "N") == [7]
    assert values("{day}", "S", {"day": "date"}, day=dt.date(2023, 3, 1)) == [
        "2023-03-01"
    ]


def test_a_number_in_a_template_is_of_its_parameters_type() -> None:
    assert values("12", "N") == [12]
    assert values("{n}", n="x") == ["x"]
    assert values("1{n}", "N", {"n": "integer"}, n=5) == [15]
    with pytest.raises(PatternError, match="n is '05'"):
        values("1{n}", "N", {"n": "integer"}, n="05")
    with pytest.raises(PatternError, match=r"n is '1\.5'; allowed: an integer"):
        values("{n}", "N", {"n": "integer"}, n="1.5")
    with pytest.raises(PatternError, match="n is 'x'; allowed: a number"):
        values("{n}", types={"n": "number"}, n="x")


def test_a_template_names_what_it_refuses() -> None:
    with pytest.raises(PatternError, match="holds the separator '#'"):
        values("A#{x}", "S", x="b#c")


def test_between_compares_what_is_of_one_kind() -> None:
    mixed = {"between": ["{a}", "{b}"]}
    types = {"a": "number", "b": "string"}
    # DynamoDB refuses these; what cannot be compared is not compared here
    assert values(mixed, None, types, a=9, b="1") == [9, "1"]
    assert values(mixed, None, {"a": "map", "b": "map"}, a={"x": 1}, b={}) == [
        {"x": 1},
        {},
    ]
    with pytest.raises(PatternError) as refused:
        values(mixed, "S", {}, a="b", b="a")
    assert str(refused.value) == (
        "between 'b' and 'a'; allowed: a first value that is not above the second"
    )


@given(st.lists(st.integers() | st.decimals(-9, 9), min_size=2, max_size=2))
def test_between_runs_upward(pair: list[Any]) -> None:
    condition = {"between": ["{a}", "{b}"]}
    types = {"a": "number", "b": "number"}
    low, high = sorted(pair)
    assert values(condition, "N", types, a=low, b=high) == [low, high]
    if low != high:
        with pytest.raises(PatternError, match="not above the second"):
            values(condition, "N", types, a=high, b=low)
