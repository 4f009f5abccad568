"""The simulation: small cases by hand, the obvious loop as a witness, and laws."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.bench_heat import NO_SPLIT, obvious
from ddbhelpers.capacity.limits import BURST_SECONDS
from ddbhelpers.errors import PlanError
from ddbhelpers.plan.heat import (
    ArmCapacity,
    Behaviour,
    Split,
    Traffic,
    celebrity_traffic,
    even_traffic,
    one_key_traffic,
    simulate_heat,
    weighted_traffic,
    zipf_traffic,
)
from ddbhelpers.plan.heat.assumptions import assumptions_of

EMPTY = Behaviour(burst_at_start=0)


def runs(values: Any) -> list[tuple[float, int]]:
    """Give the values of a series and for how many seconds each lasts."""
    found: list[tuple[float, int]] = []
    for value in np.round(values, 6).tolist():
        last = found.pop() if found and found[-1][0] == value else (value, 0)
        found.append((value, last[1] + 1))
    return found


# By hand


def test_one_key_bursts_for_ten_minutes_and_is_then_cut_at_a_partitions_limit() -> None:
    heat = simulate_heat(one_key_traffic(1500, seconds=900), ArmCapacity(capacity=2000))
    # 300 s × 1,000 saved, 500 too many in each second: 600 s
    assert runs(heat.throttled) == [(0, 600), (500, 300)]
    assert heat.first_throttled == 600
    assert runs(heat.arms[0].consumed) == [(1500, 600), (1000, 300)]
    assert runs(heat.arms[0].by_capacity) == [(0, 900)]
    bucket = heat.bucket
    assert bucket is not None
    assert (bucket.name, bucket.full) == ("hottest partition of table", 300_000)
    assert bucket.left[:2].tolist() == [299_500, 299_000]
    assert bucket.empty_from == 599


def test_without_burst_above_a_partitions_limit_it_is_cut_at_once() -> None:
    hard = Behaviour(partitions_burst=False)
    heat = simulate_heat(
        one_key_traffic(1500, seconds=60), ArmCapacity(capacity=2000), behaviour=hard
    )
    assert runs(heat.throttled) == [(500, 60)]
    assert [bucket.name for bucket in heat.arms[0].buckets] == ["table capacity"]


def test_an_index_with_5_units_holds_back_a_table_with_100() -> None:
    heat = simulate_heat(
        even_traffic(10, keys=50, seconds=400),
        ArmCapacity(capacity=100),
        [ArmCapacity("by-day", capacity=5)],
    )
    # 300 s × 5 saved, 5 too many in each second: 300 s
    assert runs(heat.throttled) == [(0, 300), (5, 100)]
    assert runs(heat.arm("by-day").by_capacity) == runs(heat.throttled)
    assert not heat.arm("table").throttled.any()
    assert runs(heat.arm("table").consumed) == [(10, 300), (5, 100)]
    assert heat.worst_arm.name == "by-day"


def test_a_hot_index_key_holds_back_the_table() -> None:
    heat = simulate_heat(
        even_traffic(1600, keys=400, seconds=10),
        ArmCapacity(capacity=4000),
        [ArmCapacity("by-status", capacity=4000, index_keys=1)],
        EMPTY,
    )
    assert runs(heat.arm("by-status").by_partition) == [(600, 10)]
    assert runs(heat.arm("table").consumed) == [(1000, 10)]
    assert heat.throttled_of_key == pytest.approx(600 * 10 / 400)


def test_units_of_an_index_count_apart() -> None:
    heat = simulate_heat(
        one_key_traffic(10, seconds=20),
        ArmCapacity(capacity=100, units=3),
        [ArmCapacity("wide", capacity=10, units=2)],
        EMPTY,
    )
    # the index takes 5 writes of 2 units; the table's are then 5 of 3
    assert runs(heat.served) == [(5, 20)]
    assert runs(heat.arm("table").consumed) == [(15, 20)]
    assert runs(heat.arm("wide").consumed) == [(10, 20)]


def test_the_tables_capacity_cuts_what_its_partitions_could_serve() -> None:
    heat = simulate_heat(
        even_traffic(120, keys=10, seconds=2000), ArmCapacity(capacity=100)
    )
    # 30,000 saved, 20 too many: 1,500 s; one partition, which has 1,000
    assert runs(heat.throttled) == [(0, 1500), (20, 500)]
    assert runs(heat.arms[0].by_partition) == [(0, 2000)]
    assert heat.bucket is not None
    assert heat.bucket.name == "table capacity"


def test_even_parts_cut_what_adaptive_capacity_serves() -> None:
    hot, table = (
        one_key_traffic(150, seconds=900),
        ArmCapacity(capacity=1000, partitions=10),
    )
    assert not simulate_heat(hot, table).throttled_requests
    # its tenth is 100: 30,000 saved, 50 too many: 600 s
    parts = simulate_heat(hot, table, behaviour=Behaviour(adaptive=False))
    assert runs(parts.throttled) == [(0, 600), (50, 300)]


def test_reads_have_limits_of_their_own() -> None:
    reads = one_key_traffic(3500, seconds=1200, kind="read")
    heat = simulate_heat(reads, ArmCapacity(capacity=6000))
    # 300 s × 3,000 saved, 500 too many: 1,800 s; at half a unit never
    assert heat.bucket is not None
    assert heat.bucket.left[-1] == 900_000 - 1200 * 500
    half = simulate_heat(reads, ArmCapacity(capacity=6000, units=0.5), behaviour=EMPTY)
    assert not half.throttled_requests


def test_a_new_on_demand_table_begins_with_4000_and_then_doubles() -> None:
    traffic = even_traffic(7000, keys=999, seconds=5400, curve=[3, 9, 9])
    heat = simulate_heat(traffic)
    # 3,000 for 30 minutes make it good for 6,000, and 6,000 served for 12,000
    assert runs(heat.arms[0].capacity) == [(4000, 1800), (6000, 1800), (12000, 1800)]
    assert runs(heat.throttled) == [(0, 1800), (3000, 1800), (0, 1800)]
    assert heat.first_throttled == 1800


def test_half_an_hour_counts_to_the_second() -> None:
    traffic = even_traffic(4500, keys=999, seconds=3600, curve=[0, 6, 6, 6])
    heat = simulate_heat(traffic)
    # 4,000 are served from second 900 on: from second 2,700 on there are 8,000
    assert runs(heat.throttled) == [(0, 900), (2000, 1800), (0, 900)]


def test_a_warm_on_demand_table_has_twice_its_peak_up_to_the_quota() -> None:
    traffic = even_traffic(50_000, keys=999, seconds=10)
    assert runs(simulate_heat(traffic, ArmCapacity(previous_peak=15_000)).served) == [
        (30_000, 10)
    ]
    assert runs(simulate_heat(traffic, ArmCapacity(previous_peak=30_000)).served) == [
        (40_000, 10)
    ]


def test_a_new_on_demand_table_reads_12000() -> None:
    traffic = even_traffic(15_000, keys=999, seconds=5, kind="read")
    assert runs(simulate_heat(traffic).served) == [(12_000, 5)]


# Splits


def test_a_hot_partition_is_split_after_a_while() -> None:
    traffic = one_key_traffic(1500, seconds=200, sort_key="spread")
    waits = Behaviour(split_seconds=60, burst_at_start=0)
    heat = simulate_heat(
        traffic, ArmCapacity(capacity=2000, partitions=1), behaviour=waits
    )
    assert runs(heat.throttled) == [(500, 60), (0, 140)]
    assert heat.splits == (Split(second=59, arm="table", partitions=2),)


def test_two_hot_keys_are_parted_even_if_both_grow() -> None:
    traffic = weighted_traffic(1800, {"a": 1, "b": 1}, seconds=200)
    table = ArmCapacity(capacity=2000, partitions=1)
    waits = Behaviour(split_seconds=60, burst_at_start=0)
    assert runs(simulate_heat(traffic, table, behaviour=waits).throttled) == [
        (800, 60),
        (0, 140),
    ]
    never = Behaviour(split_seconds=None, burst_at_start=0)
    heat = simulate_heat(traffic, table, behaviour=never)
    assert runs(heat.throttled) == [(800, 200)]
    assert heat.throttled_of_key == pytest.approx([80_000, 80_000])


@pytest.mark.parametrize("seconds", [0, 30])
@pytest.mark.parametrize(
    ("sort_key", "local_index", "helps"),
    [("spread", False, True), ("grows", False, False), ("spread", True, False)],
)
def test_a_split_helps_no_growing_sort_key_and_no_local_index(
    sort_key: Any, local_index: bool, helps: bool, seconds: int
) -> None:
    traffic = one_key_traffic(1700, seconds=120, sort_key=sort_key)
    behaviour = Behaviour(
        split_seconds=seconds, burst_at_start=0, local_index=local_index
    )
    heat = simulate_heat(
        traffic, ArmCapacity(capacity=2000, partitions=1), behaviour=behaviour
    )
    late = heat.throttled[60:]
    assert runs(late) == [(0 if helps else 700, 60)]
    assert heat.arms[0].partitions == (2 if helps else 1)


def test_an_index_splits_too() -> None:
    heat = simulate_heat(
        weighted_traffic(1800, {"a": 1, "b": 1}, seconds=100),
        ArmCapacity(capacity=2000, partitions=2),
        [ArmCapacity("gsi", capacity=2000, partitions=1)],
        Behaviour(split_seconds=40, burst_at_start=0),
    )
    assert [(split.second, split.arm) for split in heat.splits][-1] == (39, "gsi")
    assert not heat.throttled[40:].any()


# Where, when, on which key


def test_the_worked_example_a_group_with_61_percent_of_the_writes() -> None:
    heat = simulate_heat(celebrity_traffic(3000, share=0.61, keys=30, seconds=3600))
    # 1,830 on one growing item collection: 830 too many, 300,000 saved: 361.4 s
    assert heat.first_throttled == 361
    assert heat.throttled[361] == pytest.approx(362 * 830 - 300_000)
    assert runs(heat.throttled[362:]) == [(830, 3600 - 362)]
    assert heat.worst_key == "celebrity"
    lost = dict(zip(heat.traffic.keys, heat.throttled_of_key, strict=True))
    assert [key for key, number in lost.items() if number] == ["celebrity"]
    assert repr(heat) == (
        "<Heat: 2,688,000 of 10,800,000 writes throttled (24.9 %), from second 361 on, "
        "most on celebrity at table>"
    )
    assert heat.per_second_since == pytest.approx((3000, 2_688_000 / 3239))


def test_nothing_throttled_is_said() -> None:
    heat = simulate_heat(even_traffic(10, keys=3, seconds=30), ArmCapacity(capacity=10))
    assert str(heat) == "none of 300 writes throttled"
    assert (heat.first_throttled, heat.throttled_share) == (None, 0)
    assert heat.per_second_since == pytest.approx((10, 0))
    assert (heat.worst_key, heat.worst_arm.name) == ("key-1", "table")


def test_no_traffic_at_all() -> None:
    heat = simulate_heat(even_traffic(0, keys=3, seconds=30), ArmCapacity(capacity=10))
    assert (heat.asked_requests, heat.throttled_share) == (0, 0)


def test_the_same_seed_gives_the_same_arrivals() -> None:
    def throttled(seed: int) -> list[float]:
        traffic = zipf_traffic(900, keys=50, exponent=1, seconds=4000, seed=seed)
        heat = simulate_heat(traffic, ArmCapacity(capacity=880), behaviour=EMPTY)
        assert heat.asked_requests == pytest.approx(900 * 4000, rel=0.01)
        assert heat.asked_of_key.sum() == pytest.approx(heat.asked_requests)
        assert set(np.modf(heat.asked)[0]) == {0}
        return [*map(float, heat.throttled)]

    assert throttled(1) == throttled(1) != throttled(2)


# Laws

rates = st.floats(0, 6000)
shapes = st.lists(st.floats(0, 10), min_size=1, max_size=12).filter(any)
behaviours = st.builds(
    Behaviour,
    adaptive=st.booleans(),
    split_seconds=st.sampled_from([None, 0, 5]),
    partitions_burst=st.booleans(),
    burst_at_start=st.sampled_from([0, 0.001, 0.01, 1]),
    local_index=st.booleans(),
)


@st.composite
def traffics(draw: st.DrawFn) -> Traffic:
    weights = draw(st.lists(st.floats(0, 9), min_size=1, max_size=9).filter(any))
    return weighted_traffic(
        draw(rates),
        {f"k{number}": weight for number, weight in enumerate(weights)},
        seconds=draw(st.integers(12, 60)),
        curve=draw(shapes),
        sort_key=draw(st.sampled_from(["grows", "spread"])),
        seed=draw(st.sampled_from([None, 7])),
    )


@st.composite
def arms(draw: st.DrawFn, name: str) -> ArmCapacity:
    return ArmCapacity(
        name,
        capacity=draw(st.none() | st.floats(1, 8000)),
        units=draw(st.sampled_from([0.5, 1, 3])),
        index_keys=draw(st.sampled_from([None, 1, 3])) if name == "gsi" else None,
    )


@given(traffics(), arms("table"), st.none() | arms("gsi"), behaviours)
def test_throttled_and_served_are_what_was_asked(
    traffic: Traffic,
    table: ArmCapacity,
    index: ArmCapacity | None,
    behaviour: Behaviour,
) -> None:
    heat = simulate_heat(traffic, table, [index] if index else [], behaviour)
    assert (heat.throttled >= 0).all()
    assert (heat.served >= -1e-6).all()
    if traffic.seed is None:
        assert heat.asked == pytest.approx(traffic.requests)
    for arm in heat.arms:
        assert arm.consumed == pytest.approx(heat.served * arm.arm.units, abs=1e-6)
        spent = arm.capacity * traffic.seconds + BURST_SECONDS * arm.capacity
        assert (arm.consumed.cumsum() <= spent * (1 + 1e-6)).all()
        for bucket in arm.buckets:
            assert (bucket.left >= 0).all()
            assert (bucket.left <= bucket.full).all()
    assert heat.asked_of_key.sum() == pytest.approx(heat.asked_requests)
    assert heat.throttled_of_key.sum() == pytest.approx(heat.throttled_requests)
    assert (heat.throttled_of_key <= heat.asked_of_key * (1 + 1e-6) + 1e-6).all()


@given(traffics(), st.floats(1, 8000), st.floats(1, 4))
def test_more_capacity_never_throttles_more(
    traffic: Traffic, capacity: float, times: float
) -> None:
    less, more = (
        simulate_heat(
            traffic, ArmCapacity(capacity=units, partitions=4), behaviour=NO_SPLIT
        )
        for units in (capacity, capacity * times)
    )
    assert more.throttled_requests <= less.throttled_requests * (1 + 1e-6) + 1e-6


@given(st.floats(0, 9000), st.integers(1, 8), st.sampled_from([0, 0.01]))
def test_more_shards_never_throttle_more_on_one_hot_key(
    rate: float, shards: int, full: float
) -> None:
    hot = one_key_traffic(rate, seconds=60)
    behaviour = Behaviour(burst_at_start=full)
    fewer, more = (
        simulate_heat(
            hot.sharded(["key-1"], count),
            ArmCapacity(capacity=9000),
            behaviour=behaviour,
        ).throttled_requests
        for count in (shards, shards + 1)
    )
    assert more <= fewer * (1 + 1e-6) + 1e-6


@given(st.floats(0, 999), st.integers(1, 200), st.floats(1000, 40_000))
def test_even_traffic_below_the_limit_is_never_throttled(
    rate: float, keys: int, capacity: float
) -> None:
    traffic = even_traffic(rate, keys=keys, seconds=30)
    heat = simulate_heat(traffic, ArmCapacity(capacity=capacity), behaviour=EMPTY)
    assert not heat.throttled.any()


@settings(max_examples=30)
@given(st.floats(0, 1.5), shapes, st.floats(500, 5000))
def test_it_agrees_with_the_obvious_loop(
    exponent: float, curve: list[float], capacity: float
) -> None:
    traffic = zipf_traffic(5000, keys=40, exponent=exponent, seconds=700, curve=curve)
    heat = simulate_heat(traffic, ArmCapacity(capacity=capacity), behaviour=NO_SPLIT)
    expected = obvious(traffic, capacity)
    assert heat.throttled == pytest.approx(np.array(expected), abs=1e-3)


# Refusals


def test_a_capacity_above_the_quota_is_refused() -> None:
    simulate_heat(even_traffic(1, keys=1, seconds=1), ArmCapacity(capacity=40_000))
    says = (
        "^table with 40,001 write units per second; allowed: 40,000, the table quota$"
    )
    with pytest.raises(PlanError, match=says):
        simulate_heat(even_traffic(1, keys=1, seconds=1), ArmCapacity(capacity=40_001))


def test_arms_of_the_same_name_are_refused() -> None:
    says = "^two arms named a, a; allowed: a name of its own for each$"
    with pytest.raises(PlanError, match=says):
        simulate_heat(
            even_traffic(1, keys=1, seconds=1), ArmCapacity("a"), [ArmCapacity("a")]
        )


def test_a_read_of_table_and_index_is_refused() -> None:
    reads = even_traffic(1, keys=1, seconds=1, kind="read")
    with pytest.raises(PlanError) as refused:
        simulate_heat(reads, ArmCapacity(), [ArmCapacity("index")])
    assert str(refused.value) == (
        "reads of a table and its indexes at once; allowed: a read asks the table or "
        "one index; give the index as the table, or simulate each apart"
    )


def test_what_is_assumed_stands_beside_the_result() -> None:
    traffic, table = one_key_traffic(1, seconds=1), ArmCapacity(capacity=5)
    heat = simulate_heat(traffic, table)
    assert heat.assumptions == tuple(assumptions_of(traffic, [table], Behaviour()))
