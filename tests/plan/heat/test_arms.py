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
        ({"capacity": 0}, "a capacity of 0; allowed: 1 unit per second or more"),
        ({"capacity": float("nan")}, "a capacity of nan"),
        ({"units": 0}, "0 units per request"),
        ({"partitions": 0}, "0 partitions; allowed: 1 to 10,000"),
        ({"previous_peak": -1}, "a previous peak of -1"),
        ({"index_keys": 0}, "0 index keys"),
    ],
)
def test_refused_arms(given: Any, says: str) -> None:
    with pytest.raises(PlanError) as refused:
        ArmCapacity(**given)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    "given", [{"split_seconds": -1}, {"burst_at_start": 1.1}, {"burst_at_start": -1}]
)
def test_refused_behaviour(given: Any) -> None:
    with pytest.raises(PlanError, match="allowed: "):
        Behaviour(**given)
