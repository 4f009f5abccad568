"""Two designs side by side, and the cheapest projection."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ddbhelpers.data import sample
from ddbhelpers.errors import PlanError
from ddbhelpers.model import load_model
from ddbhelpers.plan import (
    cheapest_projection,
    compare_designs,
    in_one_map,
    projections,
    take_stock,
    with_local_index,
    without_map,
)
from tests.plan.examples import BOOK, KEY, after_another_table, letter, mail

MESSAGES = load_model(Path(__file__).parents[3] / "models/direct_messaging.yaml")
PUT = {
    "name": "write_letter",
    "operation": "PutItem",
    "rate": {"average": 10, "peak": 10},
    "writes": [{"action": "put", "entity": "Letter"}],
}
FIND = {
    "name": "find_letters",
    "operation": "Query",
    "index": "by-group",
    "key": {"group": "{group}"},
    "returns": "Letter",
    "items": 1,
}
MONTH = 3600 * 730


def test_a_projection_of_keys_is_cheaper_and_does_not_serve() -> None:
    stock = take_stock(mail(PUT, FIND), [letter(n, 2000, "g") for n in range(5)])
    everything, included, keys = projections(stock, "by-group", BOOK)
    assert everything.index_write_units_per_second == 20
    assert included.projection.attributes == ("text",)
    assert included.index_write_units_per_second == 20
    assert keys.index_write_units_per_second == 10
    # 10 write units a second less
    saved = everything.monthly_usd - keys.monthly_usd
    assert saved == pytest.approx(10 * MONTH * 0.625e-6)
    assert [choice.serves for choice in (everything, included, keys)] == [1, 1, 0]
    assert "without text" in keys.lost[0]
    assert cheapest_projection([everything, included, keys]) == everything
    with pytest.raises(PlanError) as refused:
        cheapest_projection([keys])
    assert str(refused.value) == (
        "no projection serves every pattern; see what each loses"
    )
    # what differs by less than a millionth costs the same, and the first is as good
    prices = {2.2: 2.1, 2.000_000_2: 2.000_000_1}
    best = [
        cheapest_projection([replace(keys, monthly_usd=usd, lost=()) for usd in both])
        for both in prices.items()
    ]
    assert [choice.monthly_usd for choice in best] == [2.1, 2.000_000_2]


def test_projections_are_priced_with_storage_and_without_free_tier() -> None:
    rare = mail(PUT, FIND, table_class="STANDARD_INFREQUENT_ACCESS")
    stock = take_stock(rare, [letter(1, 2000, "g")], volume=1e9)
    found = projections(stock, "by-group", BOOK)
    keys = found[-1]
    assert keys.index_gb == pytest.approx(1e9 * (17 + 100) / 1024**3)
    assert keys.monthly_usd == pytest.approx(
        10 * (2 + 1) * MONTH * 0.78e-6
        + 0.5 * MONTH * 0.155e-6
        + (keys.index_gb + 1e9 * 2100 / 1024**3) * 0.10
    )
    second = take_stock(after_another_table(rare), [letter(1, 2000, "g")], volume=1e9)
    assert projections(second, "by-group", BOOK, table="mail") == found


def test_what_is_asked_for_is_included() -> None:
    update = {"action": "update", "entity": "Letter"}
    asked: list[dict[str, Any]] = [
        {"name": "change_letter", "operation": "UpdateItem", "writes": [update]},
        {**FIND, "name": "find_lines", "attributes": ["text.lines", "pages[0]"]},
        {**FIND, "name": "find_stamps", "attributes": ["stamp"]},
    ]
    items = [{**letter(1, 100, "g"), "ribbon": "red"}, letter(2, 100, "g")]
    stock = take_stock(mail(*asked), [*items, {**letter(3, 100), "seal": "wax"}])
    _, included, _ = projections(stock, "by-group", BOOK)
    assert included.projection.attributes == ("text", "pages", "stamp")
    # one of three letters has what is changed, and only a whole entry has it too
    changes = {"change_letter": ["ribbon"]}
    written = [
        choice.index_write_units_per_second
        for choice in projections(stock, "by-group", BOOK, changes=changes)
    ]
    assert written == [pytest.approx(1 / 3), 0, 0]
    # items that come back whole are all that the index holds of them
    whole = take_stock(mail(FIND), [*items, {**letter(3, 100), "seal": "wax"}])
    _, included, _ = projections(whole, "by-group", BOOK)
    assert included.projection.attributes == ("text", "ribbon")


def test_keys_are_enough_where_nothing_else_is_asked_for() -> None:
    asked = {**FIND, "attributes": ["pk", "sk"]}
    stock = take_stock(mail(PUT, asked), [letter(1, 2000, "g")])
    found = projections(stock, "by-group", BOOK)
    assert [choice.projection.type for choice in found] == ["ALL", "KEYS_ONLY"]
    assert cheapest_projection(found).projection.type == "KEYS_ONLY"


def test_a_filter_is_asked_for_too() -> None:
    asked = {**FIND, "attributes": ["pk"], "filter": {"text": {"contains": "x"}}}
    stock = take_stock(mail(PUT, asked), [letter(1, 2000, "g")])
    included = projections(stock, "by-group", BOOK)[1]
    assert included.projection.attributes == ("text",)
    assert included.serves


def test_a_global_index_against_a_local_one() -> None:
    index = {"partition_key": "pk", "sort_key": "group", "projection": "KEYS_ONLY"}
    ask = {**FIND, "index": "by-rank", "key": KEY, "attributes": ["pk", "group"]}
    model = mail(PUT, ask, indexes={"by-rank": index})
    stock = take_stock(model, [letter(n, 1000, "g") for n in range(5)])
    local = with_local_index(model, "by-rank")
    comparison = compare_designs(stock, local, BOOK, names=("global", "local"))
    put = comparison.patterns[0]
    assert put.a
    assert put.b
    # the same units, of the index's own throughput and of the table's
    assert [(arm.kind, arm.units) for _, arm in put.a.arms] == [
        ("table", 1),
        ("gsi", 1),
    ]
    assert [(arm.kind, arm.units) for _, arm in put.b.arms] == [
        ("table", 1),
        ("lsi", 1),
    ]
    assert put.monthly_usd_more == 0
    assert len(comparison.a.load.arms) == 4
    assert len(comparison.b.load.arms) == 2
    assert comparison.changed == ("tables.mail.indexes.by-rank.kind: global → local",)


def test_a_pattern_s_dollars_are_its_units_on_demand() -> None:
    stock = take_stock(mail(PUT, FIND), [letter(1, 2000, "g")])
    comparison = compare_designs(stock, mail(PUT), BOOK)
    put, find = comparison.patterns
    assert put.a
    assert put.a.monthly_usd == pytest.approx(10 * 4 * MONTH * 0.625e-6)
    assert put.monthly_usd_more == 0
    assert find.b is None
    assert find.monthly_usd_more == pytest.approx(-0.5 * MONTH * 0.125e-6)
    dear = mail(PUT, table_class="STANDARD_INFREQUENT_ACCESS")
    [put, _] = compare_designs(stock, dear, BOOK).patterns
    assert put.b
    assert put.b.monthly_usd == pytest.approx(10 * 4 * MONTH * 0.78e-6)


def test_patterns_add_up_to_the_bill_on_demand() -> None:
    stock = take_stock(MESSAGES, sample(MESSAGES, items=500, seed=7))
    comparison = compare_designs(stock, without_map(MESSAGES, "data"), BOOK)
    for bill, side in ((comparison.a, "a"), (comparison.b, "b")):
        costs = (getattr(pattern, side) for pattern in comparison.patterns)
        total = sum(cost.monthly_usd for cost in costs)
        assert bill.option("on demand").throughput_usd == pytest.approx(total)


def test_a_map_costs_storage() -> None:
    stock = take_stock(mail(PUT), [letter(1, 1000)], volume=1e9)
    comparison = compare_designs(
        stock, in_one_map(mail(PUT)), BOOK, names=("own", "map"), free_tier=False
    )
    a, b = comparison.storage_gb
    # the name data 4, the map 3, its element 1: 8 bytes of each of 10⁹ items
    assert b - a == pytest.approx(8e9 / 1024**3)
    assert comparison.cheaper == "own"
    assert compare_designs(stock, mail(PUT), BOOK).cheaper is None


def test_changes_may_differ_between_the_designs() -> None:
    update = {
        "name": "change_letter",
        "operation": "UpdateItem",
        "writes": [{"action": "update", "entity": "Letter"}],
    }
    stock = take_stock(mail(update), [letter(1, 1000, "g")])
    comparison = compare_designs(
        stock,
        in_one_map(mail(update)),
        BOOK,
        changes={"change_letter": ["none"]},
        changes_b={"change_letter": ["data.text"]},
    )
    [change] = comparison.patterns
    assert change.a
    assert change.b
    assert (change.a.units_per_request, change.b.units_per_request) == (1, 2)
