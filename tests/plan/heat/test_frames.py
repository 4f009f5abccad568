import numpy as np
import pytest

from ddbhelpers.plan.heat import (
    ArmCapacity,
    Behaviour,
    Heat,
    celebrity_traffic,
    heat_of_keys,
    heat_over_time,
    one_key_traffic,
    simulate_heat,
    zipf_traffic,
)

CELEBRITY = simulate_heat(celebrity_traffic(3000, share=0.61, keys=30, seconds=3600))
COOL = simulate_heat(
    zipf_traffic(90, keys=4, exponent=1, seconds=60, kind="read"),
    ArmCapacity(capacity=100),
)
AT_ONCE = simulate_heat(
    one_key_traffic(1500, seconds=20),
    ArmCapacity(capacity=2000),
    behaviour=Behaviour(burst_at_start=0),
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
