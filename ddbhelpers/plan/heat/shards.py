"""Write sharding: the smallest number of shards that clears the heat."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ddbhelpers.errors import PlanError
from ddbhelpers.plan.heat.arms import ArmCapacity, Behaviour
from ddbhelpers.plan.heat.fan_out import FanOut, fan_out
from ddbhelpers.plan.heat.result import Heat
from ddbhelpers.plan.heat.simulation import simulate_heat
from ddbhelpers.plan.heat.traffic import Traffic

MOST_SHARDS = 64


@dataclass(frozen=True, eq=False)
class Shards:
    """So many write shards for these keys clear the heat; what readers pay for it."""

    count: int
    keys: tuple[str, ...]
    before: Heat
    after: Heat
    fan_out: FanOut

    def __repr__(self) -> str:
        """Say it in one line."""
        return f"<Shards: {self}>"

    def __str__(self) -> str:
        """Say how many, for which keys, and what a read then takes."""
        if self.count == 1:
            return "no sharding needed"
        cost = self.fan_out
        return (
            f"{self.count} write shards for {_listed(self.keys)}; a read of one takes "
            f"{cost.queries} queries and {cost.read_units_after:g} read units, "
            f"not {cost.read_units_before:g}"
        )


def smallest_shards(
    traffic: Traffic,
    table: ArmCapacity | None = None,
    indexes: Sequence[ArmCapacity] = (),
    behaviour: Behaviour | None = None,
    *,
    item_bytes: int = 1024,
    items: int = 20,
    whole: bool = False,
    most: int = MOST_SHARDS,
) -> Shards:
    """Find the smallest number of write shards with which no request is throttled.

    Sharded are the keys that partitions turn away, all into as many shards, tried one
    number after the other. ``item_bytes``, ``items`` and ``whole`` say what a reader
    asks for: see `fan_out`. Raises PlanError if shards do not clear it, and says what
    would.

    >>> from ddbhelpers.plan.heat.traffic import celebrity_traffic
    >>> writes = celebrity_traffic(3000, share=0.61, keys=30, seconds=900)
    >>> smallest_shards(writes, item_bytes=500)
    <Shards: 2 write shards for celebrity; a read of one takes 2 queries and 3 read
    units, not 1.5>
    """
    if most < 1:
        raise PlanError(f"at most {most} write shards", allowed="1 or more")

    def cost(count: int) -> FanOut:
        return fan_out(count, item_bytes=item_bytes, items=items, whole=whole)

    unsharded = cost(1)
    before = simulate_heat(traffic, table, indexes, behaviour)
    if not before.throttled_requests:
        return Shards(1, (), before, before, unsharded)
    hot = _turned_away_by_partitions(before)
    if not hot:
        raise _short_of_capacity(before)
    for count in range(2, most + 1):
        sharded = traffic.sharded(hot, count)
        after = simulate_heat(sharded, table, indexes, behaviour)
        if not after.throttled_requests:
            return Shards(count, hot, before, after, cost(count))
        if not any(arm.by_partition.any() for arm in after.arms):
            raise _short_of_capacity(after)
    raise PlanError(
        f"{most} write shards for {_listed(hot)} still throttle {traffic.kind}s",
        allowed=f"up to {most}",
        do="allow more, or shard the other keys as well",
    )


def _turned_away_by_partitions(heat: Heat) -> tuple[str, ...]:
    lost = np.sum([arm.by_partition_of_key for arm in heat.arms], axis=0)
    return tuple(heat.traffic.keys[place] for place in np.flatnonzero(lost).tolist())


def _short_of_capacity(heat: Heat) -> PlanError:
    """Make the refusal where it is not a partition that is short."""
    short = heat.worst_arm
    given = f"{short.arm.capacity:,g}" if short.arm.capacity else "on demand"
    return PlanError(
        f"{heat.throttled_requests:,.0f} {heat.traffic.kind}s are throttled by the "
        f"capacity of {short.name} ({given}), which no number of write shards changes",
        do="raise it, or ask for less",
    )


def _listed(keys: Sequence[str]) -> str:
    named = ", ".join(keys[:3])
    return named if len(keys) <= 3 else f"{named} and {len(keys) - 3:,} more"
