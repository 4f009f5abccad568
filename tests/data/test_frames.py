"""What goes in comes out: nothing rounded, NULL and missing kept apart."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ddbhelpers.data import from_frame, to_frame
from ddbhelpers.data.frames import frame_of, stored_columns
from ddbhelpers.errors import ModelError
from ddbhelpers.model import Entity, Model
from ddbhelpers.model.wire import from_wire, item_to_wire, to_wire

digits = st.integers(-(10**38) + 1, 10**38 - 1)
numbers = st.one_of(
    st.integers(-100, 100),
    digits,
    st.builds(lambda n, e: Decimal(n).scaleb(e), digits, st.integers(-120, 80)),
    st.decimals(-1000, 1000, places=2),
)
texts = st.text(max_size=5)
scalars = st.one_of(texts, numbers, st.booleans(), st.none(), st.binary(max_size=3))
values = st.recursive(
    st.one_of(
        scalars,
        st.sets(texts, min_size=1, max_size=3),
        st.sets(numbers, min_size=1, max_size=3),
        st.sets(st.binary(max_size=3), min_size=1, max_size=3),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)
    ),
    max_leaves=6,
)
of_one_kind = st.sampled_from([texts, numbers, st.booleans(), st.integers(), values])


@st.composite
def some_items(draw: st.DrawFn) -> list[dict[str, Any]]:
    kinds = draw(st.dictionaries(st.sampled_from("abcd"), of_one_kind, min_size=1))
    item = st.fixed_dictionaries({}, optional=kinds)
    return draw(st.lists(item, max_size=6))


def exactly(items: list[dict[str, Any]]) -> list[Any]:
    """Write items so that 1.50 and 1.5 are one number, and 1 and True are two."""

    def number(value: Any) -> Any:
        match value:
            case {"N": text}:
                return {"N": Fraction(text)}
            case {"NS": texts}:
                return {"NS": sorted(map(Fraction, texts))}
            case {"L": members}:
                return {"L": [number(member) for member in members]}
            case {"M": members}:
                return {"M": {name: number(m) for name, m in members.items()}}
        return value

    return [
        {name: number(value) for name, value in item_to_wire(item).items()}
        for item in items
    ]


@given(some_items())
@example([{"a": 2**63}, {"a": -(2**63)}, {"a": 2**63 - 1}])
@example([{"a": Decimal("1E+100")}, {"a": 1}])
@example([{"a": None}, {}, {"a": 1}])
@example([{"a": True}, {"a": 1}])
@example([{"a": Decimal("0.1")}, {"a": 2**53 + 1}])
@example([{"a": Decimal("-0.0")}])
@example([{"a": Decimal("5E-130")}, {}])
@example([{}])
@example([])
def test_what_goes_in_comes_out(items: list[dict[str, Any]]) -> None:
    assert exactly(from_frame(to_frame(items))) == exactly(items)


@given(some_items())
def test_every_attribute_is_a_column_and_every_item_has_a_place(
    items: list[dict[str, Any]],
) -> None:
    frame = to_frame(items)
    assert len(frame) == len(items)
    assert list(frame.columns) == list(dict.fromkeys(n for i in items for n in i))


@given(st.lists(st.one_of(numbers, st.none()), min_size=1))
def test_the_dtype_of_numbers_never_rounds(given: list[Any]) -> None:
    frame = to_frame([{"n": value} for value in given])
    for item, value in zip(from_frame(frame), given, strict=True):
        held = item["n"]
        if value is None:
            assert held is None
        else:
            assert from_wire(to_wire(held)) == value


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        (["a", "b"], "string"),
        ([1, 2], "Int64"),
        ([2**63 - 1], "Int64"),
        ([2**63], "object"),
        ([Decimal("1E+2"), 1], "Int64"),
        ([Decimal("1.5"), 1], "Float64"),
        ([Decimal("123456789012345.5")], "object"),
        ([Decimal("1.5"), 10**15], "Float64"),
        ([Decimal("1.5"), 10**15 + 1], "object"),
        ([1.5, 2.5], "Float64"),
        ([True, False], "boolean"),
        ([True, 1], "object"),
        (["a", 1], "object"),
        (["a", None], "object"),
        ([None], "object"),
        ([b"a"], "object"),
        ([[1, 2], [3, 4]], "object"),
        ([{"a": 1}], "object"),
        ([{"a", "b"}], "object"),
    ],
)
def test_dtypes(values: list[Any], dtype: str) -> None:
    frame = to_frame([*({"n": value} for value in values), {"other": "x"}])
    assert frame["n"].dtype == dtype
    assert pd.isna(frame["n"].iloc[-1])


def test_missing_is_not_null() -> None:
    column = to_frame([{"a": "x"}, {"a": None}, {"b": 1}])["a"]
    assert column.tolist() == ["x", None, pd.NA]
    assert column[1] is None
    assert column[2] is pd.NA


def test_sets_maps_lists_and_binary_stay_python_objects() -> None:
    item = {"s": {"a"}, "n": {1, Decimal("1.5")}, "m": {"x": [1, None]}, "b": b"\0"}
    frame = to_frame([item, item])
    for name, value in item.items():
        assert frame[name][1] == value
        assert type(frame[name][1]) is type(value)


@pytest.fixture
def event() -> Entity:
    return Entity(
        name="Event",
        keys={"pk": "DAY#{day}", "sk": "{at}"},
        attributes={
            "day": {"type": "date", "in": "key"},
            "at": {"type": "timestamp", "in": "key"},
            "seen_at": "timestamp",
            "due": "date",
            "total": "number",
            "count": "integer",
            "open": "boolean",
            "tags": "string_set",
            "note": {"in": "data"},
        },
    )


def test_columns_come_in_the_models_order_and_are_there_when_nothing_is(
    event: Entity,
) -> None:
    stored = ["pk", "sk", "seen_at", "due", "total", "count", "open", "tags", "data"]
    empty = to_frame([], event)
    assert list(empty.columns) == stored
    frame = to_frame([{"extra": 1, "open": True, "sk": "b", "pk": "a"}], event)
    assert list(frame.columns) == [*stored, "extra"]
    dtypes = ["string"] * 2 + ["datetime64[us, UTC]", "datetime64[us]"]
    dtypes += ["Float64", "Int64", "boolean", "object", "object"]
    assert [str(dtype) for dtype in empty.dtypes] == dtypes


def test_the_tables_keys_come_first(shop: Model) -> None:
    columns = stored_columns(shop.entity("Order"), shop.table())
    assert list(columns) == [
        "pk",
        "sk",
        "gsi1pk",
        "gsi1sk",
        "status",
        "total",
        "remark",
    ]
    assert list(stored_columns(None, shop.table())) == ["pk", "sk"]


def test_times_are_times_where_the_model_says_so(event: Entity) -> None:
    item = {"seen_at": "2023-03-01T09:15:00Z", "due": "2023-03-02"}
    frame = to_frame([item, {"due": "0001-01-01"}], event)
    assert frame["seen_at"][0] == dt.datetime(2023, 3, 1, 9, 15, tzinfo=dt.UTC)
    assert frame["due"][0] == dt.datetime(2023, 3, 2)
    assert frame["seen_at"][1] is pd.NaT
    assert from_frame(frame) == [item, {"due": "0001-01-01"}]
    assert to_frame([item])["due"].dtype == "string"


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-30T09:15:00Z",
        "2023-03-01T24:00:00Z",
        "2023-03-01T09:15:60Z",
        "2023-3-1T09:15:00Z",
        "2023-03-01T09:15:00+01:00",
        "2023-03-01T09:15:00.5Z",
        "0000-03-01T09:15:00Z",
        "soon",
        "",
    ],
)
def test_what_is_no_time_stays_the_text_that_it_is(event: Entity, text: str) -> None:
    items = [{"seen_at": "2023-03-01T09:15:00Z"}, {"seen_at": text}]
    frame = to_frame(items, event)
    assert frame["seen_at"].dtype == "string"
    assert from_frame(frame)[1]["seen_at"] == text


@given(st.lists(st.datetimes(timezones=st.just(dt.UTC)), min_size=1))
def test_every_time_comes_back(times: list[dt.datetime]) -> None:
    texts = [f"{time.replace(tzinfo=None).isoformat()[:19]}Z" for time in times]
    frame = frame_of([{"at": text} for text in texts], {"at": "timestamp"})
    assert str(frame["at"].dtype) == "datetime64[us, UTC]"
    assert from_frame(frame) == [{"at": text} for text in texts]


def test_a_declared_number_has_one_dtype_on_every_page(event: Entity) -> None:
    for total in (1, Decimal("1.5")):
        assert to_frame([{"total": total}], event)["total"].dtype == "Float64"
    assert to_frame([{"total": 2**60}], event)["total"].dtype == "Int64"


def test_a_frame_made_elsewhere_becomes_items() -> None:
    frame = pd.DataFrame({"pk": ["a", "b"], "n": [1.0, float("nan")], "i": [1, 2]})
    assert from_frame(frame) == [{"pk": "a", "n": 1.0, "i": 1}, {"pk": "b", "i": 2}]


def test_a_column_without_a_name_is_refused() -> None:
    with pytest.raises(ModelError, match="column 0 names no attribute; allowed: text"):
        from_frame(pd.DataFrame([[1]]))
