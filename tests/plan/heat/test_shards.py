"""The smallest number of write shards, and what it costs the reader."""

from typing import Any

import pytest

from ddbhelpers.capacity import read_charge
from ddbhelpers.errors import PlanError
from ddbhelpers.model import Table
from ddbhelpers.plan.heat import (
    ArmCapacity,
    Behaviour,
    FanOut,
    celebrity_traffic,
    even_traffic,
    fan_out,
    one_key_traffic,
    simulate_heat,
    smallest_shards,
    zipf_traffic,
)

EMPTY = Behaviour(burst_at_start=0)


@pytest.mark.parametrize(
    ("rate", "shards"), [(1000, 1), (1001, 2), (2000, 2), (2001, 3), (7500, 8)]
)
def test_one_hot_key_needs_a_shard_for_each_1000_writes(rate: int, shards: int) -> None:
    hot = one_key_traffic(rate, seconds=30)
    found = smallest_shards(hot, ArmCapacity(capacity=8000), behaviour=EMPTY)
    assert found.count == shards
    assert not found.after.throttled_requests


def test_one_fewer_is_not_enough() -> None:
    traffic = celebrity_traffic(6000, share=0.61, keys=30, seconds=60)
    table = ArmCapacity(capacity=8000)
    found = smallest_shards(traffic, table, behaviour=EMPTY)
    assert (found.count, found.keys) == (4, ("celebrity",))  # 3,660
    assert found.before.throttled_requests == pytest.approx(2660 * 60)
    assert found.after.traffic.keys[:4] == tuple(f"celebrity#{n}" for n in range(4))
    # by default 20 items of 1,024 bytes
    assert found.fan_out == FanOut(4, 2.5, 10)
    fewer = simulate_heat(traffic.sharded(found.keys, 3), table, behaviour=EMPTY)
    assert fewer.throttled_requests > 0


def test_every_key_that_is_too_hot_is_sharded() -> None:
    traffic = zipf_traffic(8000, keys=30, exponent=1.1, seconds=30)
    found = smallest_shards(traffic, ArmCapacity(capacity=8000), behaviour=EMPTY)
    # 28.7 % and 13.4 % of 8,000: 2,294 and 1,070
    assert (found.count, found.keys) == (3, ("key-1", "key-2"))


def test_burst_may_make_a_shard_unnecessary() -> None:
    hot = one_key_traffic(1500, seconds=600)
    assert smallest_shards(hot, ArmCapacity(capacity=2000)).count == 1
    assert smallest_shards(hot, ArmCapacity(capacity=2000), behaviour=EMPTY).count == 2


def test_shards_of_the_table_also_clear_an_index_with_the_same_keys() -> None:
    hot = one_key_traffic(1500, seconds=30)
    index = ArmCapacity("index", capacity=4000, units=2)
    found = smallest_shards(hot, ArmCapacity(capacity=4000), [index], EMPTY)
    assert found.count == 3  # 3,000 units of the index


def test_it_says_what_it_found() -> None:
    traffic = celebrity_traffic(3000, share=0.61, keys=30, seconds=900)
    found = smallest_shards(traffic, item_bytes=500)
    assert str(found) == (
        "2 write shards for celebrity; a read of one takes 2 queries and "
        "3 read units, not 1.5"
    )
    whole = smallest_shards(traffic, item_bytes=500, whole=True)
    assert whole.fan_out == FanOut(2, 1.5, 2)
    table = ArmCapacity(capacity=8000, units=8)
    many = smallest_shards(
        even_traffic(1000, keys=6, seconds=5), table, behaviour=EMPTY
    )
    assert str(many).startswith("2 write shards for key-1, key-2, key-3 and 3 more; a")
    table = ArmCapacity(capacity=8000, units=4)
    three = smallest_shards(
        even_traffic(1000, keys=3, seconds=5), table, behaviour=EMPTY
    )
    assert str(three).startswith("2 write shards for key-1, key-2, key-3; a")
    cool = smallest_shards(even_traffic(10, keys=3, seconds=5), most=1)
    assert (str(cool), cool.keys) == ("no sharding needed", ())
    assert cool.before is cool.after
    assert cool.fan_out == FanOut(1, 2.5, 2.5)


def test_it_says_that_capacity_is_what_is_missing() -> None:
    with pytest.raises(PlanError) as refused:
        smallest_shards(
            even_traffic(200, keys=9, seconds=5),
            ArmCapacity(capacity=100),
            behaviour=EMPTY,
        )
    assert str(refused.value) == (
        "500 writes are throttled by the capacity of table (100), which no number of "
        "write shards changes; raise it, or ask for less"
    )
    with pytest.raises(PlanError, match=r"by the capacity of table \(on demand\), "):
        smallest_shards(even_traffic(5000, keys=999, seconds=2))


def test_it_says_so_too_once_the_partitions_are_clear() -> None:
    with pytest.raises(PlanError, match=r"the capacity of table \(1,500\)"):
        smallest_shards(
            one_key_traffic(1800, seconds=5),
            ArmCapacity(capacity=1500),
            behaviour=EMPTY,
        )


def test_a_hot_index_key_is_not_cleared_by_the_tables_shards() -> None:
    index = ArmCapacity("by-status", capacity=4000, index_keys=1)
    with pytest.raises(PlanError) as refused:
        smallest_shards(
            even_traffic(1500, keys=9, seconds=5),
            ArmCapacity(capacity=4000),
            [index],
            EMPTY,
            most=4,
        )
    assert str(refused.value) == (
        "4 write shards for key-1, key-2, key-3 and 6 more still throttle writes; "
        "allowed: up to 4; allow more, or shard the other keys as well"
    )


# What a reader pays


@pytest.mark.parametrize(
    ("shards", "whole", "after"),
    [(1, False, 1.5), (2, False, 3), (7, False, 10.5), (2, True, 2), (40, True, 20)],
)
def test_each_query_is_rounded_on_its_own(
    shards: int, whole: bool, after: float
) -> None:
    # 20 × 500 = 10,000 bytes: 3 units strong, 1.5 eventual
    found = fan_out(shards, item_bytes=500, items=20, whole=whole)
    assert found == FanOut(shards, 1.5, after)


def test_a_page_is_charged_as_the_arithmetic_charges_it() -> None:
    item = {"pk": "MSG#1", "text": "x" * 488}  # 2 + 5 + 4 + 488 = 499 bytes
    charge = read_charge(
        Table(name="mail", partition_key="pk"), [item] * 20, consistency="strong"
    )
    found = fan_out(1, item_bytes=499, items=20, consistency="strong")
    assert found.read_units_after == found.read_units_before == charge.total
    assert found.times == 1


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"shards": 0}, "0 write shards; allowed: 1 or more"),
        ({"item_bytes": 0}, "items of 0 bytes; allowed: 1 to 409,600 bytes"),
        ({"item_bytes": 409_601}, "items of 409601 bytes; allowed: 1 to 409,600 bytes"),
        ({"items": 0}, "a read of 0 items; allowed: 1 or more"),
        (
            {"consistency": "transactional"},
            "consistency 'transactional'; allowed: eventual, strong",
        ),
    ],
)
def test_refusals(given: Any, says: str) -> None:
    with pytest.raises(PlanError) as refused:
        fan_out(**{"shards": 2, "item_bytes": 100, "items": 20, **given})
    assert str(refused.value) == says


def test_the_smallest_and_the_largest_item_are_read() -> None:
    assert fan_out(1, item_bytes=1, items=1) == FanOut(1, 0.5, 0.5)
    assert fan_out(1, item_bytes=409_600, items=1) == FanOut(1, 50, 50)
    # 5 items over 2 shards: 3 and 2 of 4,096 bytes
    assert fan_out(2, item_bytes=4096, items=5, whole=True).read_units_after == 2.5


def test_no_shards_at_most_is_refused() -> None:
    says = "^at most 0 write shards; allowed: 1 or more$"
    with pytest.raises(PlanError, match=says):
        smallest_shards(one_key_traffic(1, seconds=1), most=0)
