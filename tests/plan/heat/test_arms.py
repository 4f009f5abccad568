"""Arms and behaviour: how many partitions, and what is refused."""

from typing import Any

import pytest

from ddbhelpers.errors import PlanError
from ddbhelpers.plan.heat import ArmCapacity, Behaviour


@pytest.mark.parametrize(
    ("arm", "writes", "reads"),
    [
        (ArmCapacity(capacity=5), 1, 1),
        (ArmCapacity(capacity=1000), 1, 1),
        (ArmCapacity(capacity=3001), 4, 2),
        (ArmCapacity(), 4, 4),
        (ArmCapacity(previous_peak=5000), 10, 4),
        (ArmCapacity(capacity=5, partitions=7), 7, 7),
    ],
)
def test_first_partitions(arm: ArmCapacity, writes: int, reads: int) -> None:
    assert arm.first_partitions("write") == writes
    assert arm.first_partitions("read") == reads


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (
            {"capacity": 0.5},
            "a capacity of 0.5; allowed: 1 unit per second or more, or None for "
            "on demand",
        ),
        (
            {"capacity": float("inf")},
            "a capacity of inf; allowed: 1 unit per second or more, or None for "
            "on demand",
        ),
        ({"units": 0}, "0 units per request; allowed: more than 0"),
        ({"units": float("inf")}, "inf units per request; allowed: more than 0"),
        ({"partitions": 0}, "0 partitions; allowed: 1 to 10,000"),
        ({"partitions": 10_001}, "10001 partitions; allowed: 1 to 10,000"),
        (
            {"previous_peak": -1},
            "a previous peak of -1; allowed: 0 units per second or more",
        ),
        (
            {"previous_peak": float("inf")},
            "a previous peak of inf; allowed: 0 units per second or more",
        ),
        ({"index_keys": 0}, "0 index keys; allowed: 1 or more"),
    ],
)
def test_refused_arms(given: Any, says: str) -> None:
    with pytest.raises(PlanError) as refused:
        ArmCapacity(**given)
    assert str(refused.value) == f"table with {says}"


def test_the_least_and_the_most_that_is_allowed() -> None:
    assert (
        ArmCapacity(capacity=1, units=0.5, index_keys=1).first_partitions("read") == 1
    )
    assert ArmCapacity(partitions=10_000).first_partitions("write") == 10_000
    assert Behaviour(burst_at_start=0).split_seconds == 0


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (
            {"split_seconds": -1},
            "a split after -1 seconds; allowed: 0 or more, or None for never",
        ),
        ({"burst_at_start": 1.1}, "burst buckets filled to 1.1; allowed: 0 to 1"),
        ({"burst_at_start": -1}, "burst buckets filled to -1; allowed: 0 to 1"),
    ],
)
def test_refused_behaviour(given: Any, says: str) -> None:
    with pytest.raises(PlanError) as refused:
        Behaviour(**given)
    assert str(refused.value) == says
