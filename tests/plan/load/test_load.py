"""Rates times charges, arm by arm, and what is left out."""

from typing import Any

import pytest

from ddbhelpers.errors import PlanError
from ddbhelpers.plan import pattern_loads, take_stock
from tests.plan.examples import KEY, letter, mail

PUT = {
    "name": "write_letter",
    "operation": "PutItem",
    "rate": {"average": 2, "peak": 10},
    "writes": [{"action": "put", "entity": "Letter"}],
}
READ = {
    "name": "read_letters",
    "operation": "Query",
    "rate": {"average": 4, "peak": 4},
    "key": KEY,
    "items": 10,
}
ITEMS = [letter(n, 1000, "g") for n in range(10)]


def test_units_per_second_by_arm() -> None:
    load = pattern_loads(take_stock(mail(PUT, READ), ITEMS))
    arms = {(arm.index, arm.unit): arm for arm in load.arms}
    assert {key: (arm.average, arm.peak) for key, arm in arms.items()} == {
        (None, "read"): (6, 6),  # 4/s × 1.5
        (None, "write"): (2, 10),
        ("by-group", "read"): (0, 0),
        ("by-group", "write"): (2, 10),
    }
    assert load.units_per_second("write") == 4
    writes = arms[None, "write"]
    assert sum(writes.by_minute) / 1440 == pytest.approx(2)
    assert max(writes.by_minute) == pytest.approx(10, rel=1e-3)
    assert writes.month_units(730) == 2 * 3600 * 730
    assert [pattern.write_units_per_second for pattern in load.patterns] == [4, 0]
    assert [pattern.read_units_per_second for pattern in load.patterns] == [0, 6]


def test_a_local_index_is_on_the_tables_throughput() -> None:
    index = {"kind": "local", "partition_key": "pk", "sort_key": "group"}
    load = pattern_loads(take_stock(mail(PUT, indexes={"by-rank": index}), ITEMS))
    assert [(arm.index, arm.unit, arm.average) for arm in load.arms] == [
        (None, "read", 0),
        (None, "write", 4),
    ]


def test_a_curve_has_its_own_peak() -> None:
    load = pattern_loads(take_stock(mail(PUT), ITEMS), curve=[1] * 12 + [3] * 12)
    writes = load.arms[1]
    assert (writes.average, writes.peak) == (2, 3)
    assert any("curve that was given" in said for said in load.assumptions)


def test_a_load_scales() -> None:
    load = pattern_loads(take_stock(mail(PUT), ITEMS))
    twice = load.scaled(2)
    assert twice.arms[1].average == 4
    assert twice.arms[1].peak == 20
    assert twice.patterns[0].write_units_per_second == 8
    assert twice.storage == load.storage
    with pytest.raises(PlanError, match="a load times 0"):
        load.scaled(0)


def test_what_cannot_be_counted_is_named() -> None:
    patterns: list[dict[str, Any]] = [
        {**PUT, "name": "no_rate", "rate": None},
        {**PUT, "name": "no_writes", "writes": []},
        {"name": "no_operation"},
        {**READ, "name": "strong", "index": "by-group", "consistency": "strong"},
        PUT,
    ]
    patterns[3]["key"] = {"group": "{group}"}
    load = pattern_loads(take_stock(mail(*patterns), ITEMS))
    assert [pattern.pattern for pattern in load.patterns] == ["write_letter"]
    left_out = dict(load.left_out)
    assert left_out["no_rate"] == "no rate"
    assert left_out["no_writes"] == "its writes are not listed"
    assert left_out["no_operation"] == "no key serves it yet"
    assert "strongly consistent read of global" in left_out["strong"]


def test_changes_are_for_patterns_that_update() -> None:
    stock = take_stock(mail(PUT), ITEMS)
    with pytest.raises(PlanError, match="changes for write_letter, which updates not"):
        pattern_loads(stock, changes={"write_letter": ["text"]})
