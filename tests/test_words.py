import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddbhelpers.words import column_of, cut, listed, number, shorten_uuids, written

UUID = "3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (pd.NA, "–"),
        (pd.NaT, "–"),
        (float("nan"), "–"),
        (False, "false"),
        (12345, "12,345"),
        (Decimal("0.50"), "0.5"),
        ("a", "a"),
        (b"\x00\x01", "2 bytes"),
        ({3, 1}, "{1, 3}"),
        ([1, None, {"a": None}], "[1, NULL, a: NULL]"),
        (dt.datetime(2023, 3, 1, 9, 15, tzinfo=dt.UTC), "2023-03-01 09:15:00"),
        (pd.Timestamp("2023-03-01T09:15:00Z"), "2023-03-01 09:15:00"),
        (dt.date(2023, 3, 1), "2023-03-01"),
    ],
)
def test_a_value_is_written_for_a_reader(value: object, text: str) -> None:
    assert written(value) == text


def test_missing_and_null_can_be_told_apart() -> None:
    texts, _ = column_of(["a", None, pd.NA], nothing="", null="NULL")
    assert texts == ("a", "NULL", "")


def test_a_column_of_numbers_stands_aligned() -> None:
    assert column_of([0.5, 12, Decimal(3)]) == (("0.5", "12.0", "3.0"), True)
    assert column_of([1, 2.0]) == (("1", "2"), True)
    assert column_of([0.1 + 0.2, 1]) == (("0.3", "1.0"), True)


def test_a_column_of_flags_or_of_a_mix_is_no_column_of_numbers() -> None:
    assert not column_of([True, False])[1]
    assert not column_of([1, "two"])[1]
    assert not column_of([None, pd.NA])[1]


@given(st.integers(-(10**30), 10**30))
def test_a_whole_number_loses_no_digit(value: int) -> None:
    assert int(number(value).replace(",", "")) == value


@given(st.text(max_size=80), st.integers(8, 60))
def test_a_cut_text_fits_and_begins_alike(text: str, longest: int) -> None:
    short = cut(text, longest)
    assert len(short) <= longest
    assert short == text or text.startswith(short[:-1])


def test_only_whole_uuids_are_shortened() -> None:
    assert shorten_uuids(f"MSG#{UUID} and {UUID}") == "MSG#3f2b8c1e… and 3f2b8c1e…"
    assert shorten_uuids("3f2b8c1e-5d4a") == "3f2b8c1e-5d4a"


@pytest.mark.parametrize(
    ("names", "said"),
    [([], ""), (("a",), "a"), ({"a": 1, "b": 2}, "a and b"), ("abc", "a, b and c")],
)
def test_names_are_joined(names: Iterable[str], said: str) -> None:
    assert listed(names) == said
