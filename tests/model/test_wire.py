from decimal import Decimal
from types import SimpleNamespace as Plain
from typing import Any

import numpy as np
import pytest
from boto3.dynamodb.types import Binary
from hypothesis import given
from hypothesis import strategies as st

from ddbhelpers.errors import ModelError
from ddbhelpers.model.wire import from_wire, item_from_wire, item_to_wire, to_wire

numbers = st.integers(-(10**37), 10**37) | st.decimals(
    allow_nan=False, allow_infinity=False, places=3, min_value=-999, max_value=999
)
plain = (
    st.text() | numbers | st.booleans() | st.none() | st.binary() | st.just(Decimal(7))
)
sets = (
    st.sets(st.text(), min_size=1)
    | st.sets(st.integers(), min_size=1)
    | st.sets(st.binary(), min_size=1)
)
values = st.recursive(
    plain | sets,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=10,
)


@given(st.dictionaries(st.text(min_size=1), values, max_size=5))
def test_an_item_survives_the_wire(item: dict[str, Any]) -> None:
    assert item_from_wire(item_to_wire(item)) == item


@given(numbers)
def test_a_number_keeps_every_digit(number: int | Decimal) -> None:
    assert Decimal(to_wire(number)["N"]) == number


@pytest.mark.parametrize(
    ("value", "wire"),
    [
        (True, {"BOOL": True}),
        (1, {"N": "1"}),
        (0.1, {"N": "0.1"}),
        (None, {"NULL": True}),
        (bytearray(b"x"), {"B": b"x"}),
        ({2, 1}, {"NS": ["1", "2"]}),
        ((1, "a"), {"L": [{"N": "1"}, {"S": "a"}]}),
        (np.int64(-7), {"N": "-7"}),
        (np.float64(0.1), {"N": "0.1"}),
        (np.bool_(True), {"BOOL": True}),
        ({np.int32(2), np.int32(1)}, {"NS": ["1", "2"]}),
        (Binary(b"x"), {"B": b"x"}),
    ],
)
def test_writes_each_type(value: Any, wire: dict[str, Any]) -> None:
    assert to_wire(value) == wire


@pytest.mark.parametrize(
    "value", [set(), {1, "a"}, {None}, object(), 1j, np.ones(2), Plain(item=1)]
)
def test_refuses_what_cannot_be_stored(value: Any) -> None:
    with pytest.raises(ModelError, match="cannot be stored"):
        to_wire(value)


def test_a_refusal_says_what_can_be_stored() -> None:
    for value, says in (
        (
            1j,
            "complex 1j cannot be stored; "
            "allowed: str, int, Decimal, float, bytes, bool, None, dict, list, set",
        ),
        (
            set(),
            "set set() cannot be stored; "
            "allowed: a set of one kind: strings, numbers or bytes, not empty",
        ),
    ):
        with pytest.raises(ModelError) as refused:
            to_wire(value)
        assert str(refused.value) == says


@pytest.mark.parametrize(
    ("text", "kind"), [("-12", int), ("12", int), ("1.0", Decimal), ("1E2", Decimal)]
)
def test_a_number_is_an_int_where_it_is_written_as_one(text: str, kind: type) -> None:
    number = from_wire({"N": text})
    assert (type(number), number) == (kind, Decimal(text))


def test_refuses_a_type_that_does_not_exist() -> None:
    with pytest.raises(ModelError, match="'X'; allowed: S, N, B"):
        from_wire({"X": 1})
