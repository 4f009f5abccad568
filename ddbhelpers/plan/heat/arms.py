"""What limits traffic: an arm's capacity and partitions, and how DynamoDB behaves."""

import math
from dataclasses import dataclass

from ddbhelpers.capacity.charge import Unit
from ddbhelpers.capacity.limits import (
    ON_DEMAND_FIRST_PARTITIONS,
    PARTITION_UNITS,
    TABLE_QUOTA_UNITS,
)
from ddbhelpers.errors import PlanError
from ddbhelpers.plan.heat.partitions import MAX_PARTITIONS


@dataclass(frozen=True)
class ArmCapacity:
    """A throughput of its own: a table's, or a global secondary index's.

    ``capacity``: provisioned units per second; None is on demand, with the
    ``previous_peak`` in units per second, 0 for a new table. ``units``: what one
    request takes of it. ``partitions``: how many there are at first, by default as few
    as the capacity needs. ``index_keys``: over how many partition keys an index spreads
    the writes; None: the same keys as the table's.

    >>> ArmCapacity(capacity=2500).first_partitions("write")
    3
    >>> ArmCapacity().first_partitions("write")
    4
    """

    name: str = "table"
    capacity: float | None = None
    units: float = 1
    partitions: int | None = None
    previous_peak: float = 0
    index_keys: int | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be set."""
        if self.capacity is not None and not 1 <= self.capacity < math.inf:
            raise PlanError(
                f"{self.name} with a capacity of {self.capacity:g}",
                allowed="1 unit per second or more, or None for on demand",
            )
        if not 0 < self.units < math.inf:
            raise PlanError(
                f"{self.name} with {self.units:g} units per request",
                allowed="more than 0",
            )
        if self.partitions is not None and not 1 <= self.partitions <= MAX_PARTITIONS:
            raise PlanError(
                f"{self.name} with {self.partitions} partitions",
                allowed=f"1 to {MAX_PARTITIONS:,}",
            )
        if not 0 <= self.previous_peak < math.inf:
            raise PlanError(
                f"{self.name} with a previous peak of {self.previous_peak:g}",
                allowed="0 units per second or more",
            )
        if self.index_keys is not None and self.index_keys < 1:
            raise PlanError(
                f"{self.name} with {self.index_keys} index keys", allowed="1 or more"
            )

    def within_quota(self, kind: Unit) -> None:
        """Refuse a capacity above what an account may set without asking."""
        quota = TABLE_QUOTA_UNITS[kind]
        if self.capacity is not None and self.capacity > quota:
            raise PlanError(
                f"{self.name} with {self.capacity:,g} {kind} units per second",
                allowed=f"{quota:,}, the table quota",
            )

    def first_partitions(self, kind: Unit) -> int:
        """Count the partitions that it starts with."""
        if self.partitions is not None:
            return self.partitions
        if self.capacity is None:
            needed = math.ceil(2 * self.previous_peak / PARTITION_UNITS[kind])
            return max(ON_DEMAND_FIRST_PARTITIONS, needed)
        return math.ceil(self.capacity / PARTITION_UNITS[kind])


@dataclass(frozen=True)
class Behaviour:
    """How DynamoDB is taken to behave where its pages leave room.

    ``adaptive``: a partition may take what the others leave of the table's capacity,
    up to its own limit; without it, each has an even part (as before 2018).
    ``split_seconds``: how long a partition throttles before it is split for heat; 0
    means that hot keys have been isolated before the first second, None never.
    ``partitions_burst``: a partition saves up unused units and may go above its own
    limit with them. ``burst_at_start``: how full the buckets are at first, 0 to 1.
    ``local_index``: the table has a local secondary index.
    """

    adaptive: bool = True
    split_seconds: int | None = 0
    partitions_burst: bool = True
    burst_at_start: float = 1
    local_index: bool = False

    def __post_init__(self) -> None:
        """Refuse what makes no sense."""
        if self.split_seconds is not None and self.split_seconds < 0:
            raise PlanError(
                f"a split after {self.split_seconds} seconds",
                allowed="0 or more, or None for never",
            )
        if not 0 <= self.burst_at_start <= 1:
            raise PlanError(
                f"burst buckets filled to {self.burst_at_start:g}", allowed="0 to 1"
            )
