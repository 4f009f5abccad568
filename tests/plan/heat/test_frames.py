import numpy as np
import pytest

from ddbhelpers.plan.heat import (
    ArmCapacity,
    Behaviour,
    Heat,
    celebrity_traffic,
    heat_of_keys,
    heat_over_time,
    hottest_keys,
    one_key_traffic,
    simulate_heat,
    weighted_traffic,
    zipf_traffic,
)

EMPTY = Behaviour(burst_at_start=0)

CELEBRITY = simulate_heat(celebrity_traffic(3000, share=0.61, keys=30, seconds=3600))
COOL = simulate_heat(
    zipf_traffic(90, keys=4, exponent=1, seconds=60, kind="read"),
    ArmCapacity(capacity=100),
)
AT_ONCE = simulate_heat(
    one_key_traffic(1500, seconds=20),
    ArmCapacity(capacity=2000),
    behaviour=EMPTY,
)
HEATS = {"celebrity": CELEBRITY, "cool": COOL, "at once": AT_ONCE}


@pytest.fixture(params=HEATS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_over_time_sums_up_to_the_whole(name: str) -> None:
    heat = HEATS[name]
    numbers = heat_over_time(heat, lines=7)
    assert len(numbers) == 7
    assert numbers["seconds"].sum() == heat.traffic.seconds
    for column, whole in (
        ("asked", heat.asked),
        ("served", heat.served),
        ("throttled", heat.throttled),
    ):
        total = (numbers[column] * numbers["seconds"]).sum()
        assert total == pytest.approx(whole.sum())


def test_a_whole_frame_over_time() -> None:
    # 500 units too many in each second: half of what was saved, the rest, nothing left
    heat = simulate_heat(one_key_traffic(1500, seconds=900), ArmCapacity(capacity=2000))
    assert heat_over_time(heat, lines=3).to_dict("list") == {
        "second": [0, 300, 600],
        "seconds": [300] * 3,
        "asked": [1500] * 3,
        "served": [1500, 1500, 1000],
        "throttled": [0, 0, 500],
        "throttled_share": pytest.approx([0, 0, 1 / 3]),
        "bucket_share": [0.5, 0, 0],
    }
    assert len(heat_over_time(heat)) == 12


def test_a_request_in_two_seconds_that_is_throttled_and_then_none() -> None:
    traffic = one_key_traffic(0.25, seconds=2, curve=[1, 0])
    heat = simulate_heat(traffic, ArmCapacity(capacity=1, units=4), behaviour=EMPTY)
    numbers = heat_over_time(heat)
    assert numbers["throttled_share"].tolist() == [0.5, 0]
    assert numbers["bucket_share"].tolist() == pytest.approx([0, 1 / 300])


def test_without_a_bucket_none_is_told() -> None:
    heat = simulate_heat(
        one_key_traffic(1, seconds=2), behaviour=Behaviour(partitions_burst=False)
    )
    assert heat_over_time(heat)["bucket_share"].isna().all()


def test_a_whole_frame_of_keys() -> None:
    """64 units a second are asked for, of which 32 are served."""
    traffic = weighted_traffic(16, {"idle": 0, "c": 0.5, "a": 23.5, "b": 8}, seconds=2)
    heat = simulate_heat(traffic, ArmCapacity(capacity=32, units=4), behaviour=EMPTY)
    columns = {
        "key": ["a", "b", "c", "idle"],
        "share": [23.5 / 32, 0.25, 0.5 / 32, 0],
        "units_per_second": [47, 16, 1, 0],
        "throttled_per_second": [23.5, 8, 0.5, 0],
        "throttled_share": [0.5, 0.5, 0.5, 0],
        "throttled_of_all": [23.5 / 64, 0.125, 0.5 / 64, 0],
        "asked": [23.5, 8, 0.5, 0],
        "throttled": [11.75, 4, 0.25, 0],
    }
    assert heat_of_keys(heat).to_dict("list") == columns
    assert [line["key"] for line in hottest_keys(heat, 2)] == ["a", "b"]


def test_no_more_stretches_than_seconds() -> None:
    assert len(heat_over_time(AT_ONCE, lines=500)) == 20


def test_heat_of_keys_is_sorted_and_whole(name: str) -> None:
    numbers = heat_of_keys(HEATS[name])
    assert numbers["share"].sum() == pytest.approx(1)
    assert (np.diff(numbers["units_per_second"]) <= 1e-6).all()


def test_keys_alike_keep_their_order() -> None:
    assert list(heat_of_keys(CELEBRITY)["key"]) == [
        "celebrity",
        *(f"key-{number}" for number in range(2, 31)),
    ]


def test_units_of_a_request_count_in_the_heat_of_keys() -> None:
    heat: Heat = simulate_heat(
        one_key_traffic(10, seconds=5), ArmCapacity(capacity=100, units=4)
    )
    assert heat_of_keys(heat)["units_per_second"].item() == pytest.approx(40)


def test_what_is_throttled_on_each_key_adds_up_to_what_is_throttled(name: str) -> None:
    heat = HEATS[name]
    numbers = heat_of_keys(heat)
    assert numbers["throttled_of_all"].sum() == pytest.approx(heat.throttled_share)
    own = numbers["throttled_share"] * numbers["share"]
    assert numbers["throttled_of_all"].tolist() == pytest.approx(own.tolist())
