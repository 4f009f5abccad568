"""One arm while it is simulated: its partitions, its buckets, and whom it lets in."""

import numpy as np
from numpy.typing import NDArray

from ddbhelpers.capacity.limits import (
    BURST_SECONDS,
    ON_DEMAND_DOUBLING_SECONDS,
    ON_DEMAND_FIRST_UNITS,
    PARTITION_UNITS,
    TABLE_QUOTA_UNITS,
)
from ddbhelpers.plan.heat.arms import ArmCapacity, Behaviour
from ddbhelpers.plan.heat.partitions import isolated, laid_out
from ddbhelpers.plan.heat.traffic import MAX_SECONDS, Numbers, Traffic

# Fractions that add up to a limit are not over it.
DUST = 1 + 1e-9


class Gate:
    """Lets requests through to one arm, as far as its partitions and capacity go.

    Requests come by **cell**: those that lie on the same partition of every arm.
    ``partition_of`` says which partition of this arm each cell is on.
    """

    def __init__(
        self, arm: ArmCapacity, traffic: Traffic, behaviour: Behaviour
    ) -> None:
        arm.within_quota(traffic.kind)
        self.arm, self.kind = arm, traffic.kind
        self.shared = behaviour.adaptive or arm.capacity is None
        self.divisible = traffic.sort_key == "spread" and not behaviour.local_index
        self.key_of = _key_of(arm, len(traffic.keys))
        keys = traffic.keys
        if arm.index_keys is not None:
            keys = tuple(f"index-key-{rank}" for rank in range(1, arm.index_keys + 1))
        self.shares = np.bincount(self.key_of, traffic.shares, len(keys)).tolist()
        count = arm.first_partitions(traffic.kind)
        self.layout = laid_out(keys, count)
        self.rate = float(PARTITION_UNITS[traffic.kind])
        if not self.shared and arm.capacity is not None:
            self.rate = min(self.rate, arm.capacity / count)
        self.split_seconds = behaviour.split_seconds or 0 if self.shared else 0
        if self.shared and behaviour.split_seconds == 0:
            peak = traffic.peak * arm.units
            heat = [share * peak for share in self.shares]
            self.layout = isolated(
                self.layout, heat, self.rate, divisible=self.divisible
            )
        self._fill_buckets(behaviour)
        self.peak = arm.previous_peak
        self.settle(np.zeros(0, dtype=np.intp))
        self.levels: Numbers = np.zeros(0)
        self.over = np.zeros(self.partitions, dtype=np.int64)  # seconds in a row

    def _fill_buckets(self, behaviour: Behaviour) -> None:
        self.full = BURST_SECONDS * self.rate if behaviour.partitions_burst else 0.0
        self.saved = np.full(self.partitions, self.full * behaviour.burst_at_start)
        capacity = self.arm.capacity if self.shared else None
        self.arm_full = BURST_SECONDS * (capacity or 0.0)
        self.arm_saved = self.arm_full * behaviour.burst_at_start

    @property
    def partitions(self) -> int:
        """How many partitions there are now."""
        return len(self.layout.partitions)

    def open_block(self, start: int, stop: int, consumed: Numbers) -> None:
        """Set the units per second that each second of a block is good for."""
        if self.arm.capacity is not None:
            self.levels = np.full(stop - start, float(self.arm.capacity))
            return
        ago = max(start - ON_DEMAND_DOUBLING_SECONDS, 0)
        past = consumed[ago : ago + stop - start] if start else np.zeros(stop - start)
        peaks = np.maximum.accumulate(np.maximum(past, self.peak))
        self.peak = float(peaks[-1])
        levels = np.maximum(2 * peaks, ON_DEMAND_FIRST_UNITS[self.kind])
        self.levels = np.minimum(levels, TABLE_QUOTA_UNITS[self.kind])

    @property
    def state(self) -> tuple[Numbers, float]:
        """What is in the buckets."""
        return self.saved, self.arm_saved

    def is_as(self, state: tuple[Numbers, float]) -> bool:
        """Tell whether the buckets hold what they held."""
        saved, arm_saved = state
        if abs(self.arm_saved - arm_saved) > self.arm_full * (DUST - 1):
            return False
        return bool((np.abs(self.saved - saved) <= self.rate * (DUST - 1)).all())

    def settle(self, partition_of: NDArray[np.intp]) -> None:
        """Learn on which partition each cell lies."""
        self.partition_of = partition_of
        self.places = np.zeros((len(partition_of), self.partitions))
        self.places[np.arange(len(partition_of)), partition_of] = self.arm.units

    def needed(self, asked: Numbers) -> Numbers:
        """Turn requests by cell into units by partition."""
        units: Numbers = asked @ self.places
        return units

    def is_quiet(self, needed: Numbers, start: int) -> NDArray[np.bool_]:
        """Tell the seconds that need no burst, wherever one looks."""
        quiet = (needed <= self.rate).all(axis=1)
        if self.shared:
            quiet &= needed.sum(axis=1) <= self.levels[start : start + len(needed)]
        return np.asarray(quiet, dtype=np.bool_)

    def rest(self, needed: Numbers, start: int) -> tuple[Numbers, Numbers]:
        """Fill the buckets over quiet seconds; give what is in them after each."""
        np.minimum(self.over, 0, out=self.over)
        saved = self.saved + np.cumsum(self.rate - needed, axis=0)
        np.minimum(saved, self.full, out=saved)
        self.saved = saved[-1]
        unused = self.levels[start : start + len(needed)] - needed.sum(axis=1)
        arm_saved = np.minimum(self.arm_saved + np.cumsum(unused), self.arm_full)
        self.arm_saved = float(arm_saved[-1])
        return saved, arm_saved

    def admit(
        self, left: Numbers, needed: Numbers, level: float
    ) -> tuple[Numbers | None, Numbers | None]:
        """Tell how many requests of each cell are turned away; None for nobody.

        First by the partitions, then, of those that are left, by the capacity.
        """
        have = self.saved + self.rate
        over = needed > have * DUST
        by_partition = by_capacity = None
        throttles = np.logical_or.reduce(over)
        if throttles:
            excess = np.where(over, (needed - have) / np.maximum(needed, have), 0.0)
            by_partition = left * excess[self.partition_of]
            left = left - by_partition
        if self.split_seconds:
            count = np.minimum(self.over, 0)
            self.over = np.where(over, self.over + 1, count) if throttles else count
        if self.shared:
            total = float(np.add.reduce(left)) * self.arm.units
            limit = level + self.arm_saved
            if total > limit * DUST:
                by_capacity = left * ((total - limit) / total)
        return by_partition, by_capacity

    def spend(self, used: Numbers, level: float) -> None:
        """Take the units of what passed every arm, by partition."""
        saved = self.saved + (self.rate - used)
        self.saved = np.minimum(np.maximum(saved, 0.0, out=saved), self.full, out=saved)
        arm_saved = self.arm_saved + level - float(np.add.reduce(used))
        self.arm_saved = min(max(arm_saved, 0.0), self.arm_full)

    @property
    def is_due(self) -> bool:
        """Whether a partition has throttled for long enough to be split."""
        return self.split_seconds > 0 and int(self.over.max()) >= self.split_seconds

    def split_hot(self) -> int:
        """Split the partitions that throttled for long enough; tell how many."""
        done = 0
        if not self.is_due:
            return done
        for hot in np.flatnonzero(self.over >= self.split_seconds).tolist():
            after = self.layout.split(hot, self.shares, divisible=self.divisible)
            if after is None:
                self.over[hot] = -MAX_SECONDS  # no split will ever help
                continue
            self.layout, done = after, done + 1
            self.saved = np.append(self.saved, self.saved[hot])
            self.over = np.append(self.over, 0)
            self.over[hot] = 0
        return done


def _key_of(arm: ArmCapacity, keys: int) -> NDArray[np.intp]:
    """Say which of the arm's own keys the items of each table key have."""
    of = np.arange(keys)
    return of if arm.index_keys is None else of % arm.index_keys
