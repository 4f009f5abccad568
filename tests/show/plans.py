"""Results of plans with numbers that can be counted by hand, for tables and pictures.

One put of a note a second, which is 1,000 bytes in the table and has an entry of as
many in a global index: 2,628,000 of each in a month of 730 hours, 1.6425 dollars each.
"""

from functools import cache
from typing import Any

from ddbhelpers.model import Model
from ddbhelpers.plan import (
    Bill,
    Comparison,
    Load,
    Stock,
    compare_designs,
    load_prices,
    monthly_bill,
    pattern_loads,
    take_stock,
)

BOOK = load_prices()
ONE_UNIT_USD = 1.6425  # 3,600 × 730 writes of a unit, at 0.625 dollars a million
KEPT = {"pk": "NOTE#1", "day": "2026-01-01", "text": "x" * 975}
FLAT = {"average": 1, "peak": 1}
UNSERVED = {"throughput": {"read": 1, "write": 1}}
INDEX = {"by-day": {"partition_key": "day"}}


def notes(rate: Any = FLAT, indexes: Any = INDEX, **table: Any) -> Model:
    """A table of notes with an index, of which two questions are asked."""
    return Model(
        name="notes",
        tables={"notes": {"partition_key": "pk", "indexes": indexes, **table}},
        entities={
            "Note": {
                "keys": {"pk": "NOTE#{n}"},
                "attributes": {
                    "n": {"type": "integer", "in": "key"},
                    "day": "date",
                    "text": "text",
                },
            }
        },
        access_patterns={
            "write_note": {
                "question": "Keep it?",
                "rate": rate,
                "operation": "PutItem",
                "writes": [{"action": "put", "entity": "Note"}],
            },
            "get_note": {
                "question": "What is in it?",
                "rate": {"average": 2, "peak": 2},
                "operation": "GetItem",
                "returns": "Note",
                "key": {"pk": "NOTE#{n}"},
            },
            "wonder": {"question": "And then?"},
        },
    )


def stock_of(model: Model, volume: float = 1_000_000) -> Stock:
    """A million notes of 1,000 bytes."""
    return take_stock(model, [KEPT], volume=volume)


@cache
def load(peak: float = 1, provisioned: bool = False) -> Load:
    """Their load; with `provisioned`, on a unit of each kind, which is too few."""
    rate = {"average": 1, "peak": peak}
    if not provisioned:
        return pattern_loads(stock_of(notes(rate)))
    indexes = {"by-day": {"partition_key": "day", **UNSERVED}}
    return pattern_loads(stock_of(notes(rate, indexes, **UNSERVED)))


@cache
def bill(peak: float = 1, provisioned: bool = False) -> Bill:
    """What they cost, without free tier."""
    return monthly_bill(load(peak, provisioned), BOOK, free_tier=False)


@cache
def without_index() -> Comparison:
    """The design with the index, and without."""
    return compare_designs(
        stock_of(notes()),
        notes(indexes={}),
        BOOK,
        names=("indexed", "bare"),
        free_tier=False,
    )
