"""Item collections: what stands together under one partition key, and how it reads."""

from decimal import Decimal

import pytest

from ddbhelpers.model import SecondaryIndex, Table
from ddbhelpers.model.collections import gathered, key_text, value_text


def test_items_stand_under_their_partition_keys_in_their_order() -> None:
    items: list[dict[str, object]] = [
        {"pk": "b", "sk": "1"},
        {"pk": "a", "sk": "2", "day": "d", "n": 1},
        {"pk": "b", "sk": "0", "day": "d"},
    ]
    table = Table(name="mail", partition_key="pk", sort_key="sk")
    assert gathered(items, table) == {
        ("b",): [items[0], items[2]],
        ("a",): [items[1]],
    }
    index = SecondaryIndex(name="by", partition_key=["day", "n"], sort_key="sk")
    assert gathered(items, index) == {("d", 1): [items[1]]}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2026, "2026"),
        (Decimal("12345.50"), "12345.50"),
        (True, "true"),
        (None, "NULL"),
        ("2026", "2026"),
        (b"raw", "3 bytes"),
    ],
)
def test_a_value_is_written_with_all_its_digits(value: object, text: str) -> None:
    assert value_text(value) == text
    assert key_text((value, "b")) == f"{text} · b"
