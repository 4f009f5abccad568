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
    with pytest.raises(PlanError) as refused:
        load.scaled(0)
    assert str(refused.value) == "a load times 0; allowed: more than 0"


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
    refused = "a strongly consistent read of global secondary index by-group"
    assert list(load.left_out) == [
        ("no_rate", "no rate"),
        ("no_writes", "its writes are not listed"),
        ("no_operation", "no key serves it yet"),
        ("strong", refused),
    ]


def test_what_is_assumed_is_said() -> None:
    assert pattern_loads(take_stock(mail(), ITEMS[:1])).assumptions == (
        "Sizes are those of 1 item, which stands for 1.",
    )
    update = {"action": "update", "entity": "Letter"}
    patterns: list[dict[str, Any]] = [
        PUT,
        READ,
        {"name": "scan_letters", "operation": "Scan"},
        {"name": "change_letter", "operation": "UpdateItem", "writes": [update]},
    ]
    stray = {"pk": "X", "sk": "1"}
    stock = take_stock(mail(*patterns), [*ITEMS[:1], stray], volume=2000)
    sizes, *others = pattern_loads(stock).assumptions
    assert sizes == "Sizes are those of 2 items, which stand for 2,000."
    said = [
        "A Query evaluates as many items as its pattern says (items), neighbours in "
        "the order of the key; without that, its limit, or an item collection.",
        "A Scan walks all the items there are, on one partition: each further "
        "partition costs at least half a unit more.",
        "A put is of a new item; no condition fails, nothing is retried.",
        "An update keeps an item's size and changes all that is no key.",
        "Every pattern has one smooth peak a day, all at the same time of day.",
        "Of no entity, but stored and met by Scans: 1 item.",
    ]
    assert others == said
    known = pattern_loads(stock, changes={"change_letter": ["text"]}, curve=[1] * 24)
    assert list(known.assumptions[1:]) == [
        *said[:3],
        "All patterns follow the curve that was given; its peak is theirs.",
        said[5],
    ]
    steep = {**PUT, "rate": {"average": 1, "peak": 2000}}
    assert pattern_loads(take_stock(mail(steep), ITEMS)).assumptions[1:] == (
        said[2],
        said[4],
        "A peak too high to last a minute is spread over that minute.",
    )


def test_changes_are_for_patterns_that_update() -> None:
    stock = take_stock(mail(PUT), ITEMS)
    with pytest.raises(PlanError) as refused:
        pattern_loads(stock, changes={"write_letter": ["text"]})
    assert str(refused.value) == (
        "changes for write_letter, which updates nothing; "
        "allowed: the attributes that a pattern's updates change"
    )
