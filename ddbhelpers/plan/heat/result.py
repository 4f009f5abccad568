"""What a simulation of heat found: what was throttled, when, on which key and arm."""

from dataclasses import dataclass

import numpy as np

from ddbhelpers.plan.heat.arms import ArmCapacity, Behaviour
from ddbhelpers.plan.heat.traffic import Numbers, Traffic
from ddbhelpers.words import share


@dataclass(frozen=True, eq=False)
class Bucket:
    """A burst bucket: how much it holds, and what was left in it after each second.

    Of the buckets of an arm's partitions it is the emptiest that is shown.
    """

    name: str
    full: float
    left: Numbers

    @property
    def empty_from(self) -> int | None:
        """The first second that ends with nothing left, or None."""
        return _first(self.left <= self.full * 1e-9)


@dataclass(frozen=True, eq=False)
class ArmHeat:
    """What happened at one arm, second by second.

    ``capacity`` and ``consumed`` in units; ``by_partition`` and ``by_capacity`` are the
    requests that a partition's limit, or the whole arm's capacity, turned away.
    """

    arm: ArmCapacity
    capacity: Numbers
    consumed: Numbers
    by_partition: Numbers
    by_capacity: Numbers
    by_partition_of_key: Numbers
    by_capacity_of_key: Numbers
    buckets: tuple[Bucket, ...]
    partitions: int

    @property
    def name(self) -> str:
        """The name of the table or the index."""
        return self.arm.name

    @property
    def throttled(self) -> Numbers:
        """The requests that this arm turned away in each second."""
        return self.by_partition + self.by_capacity

    @property
    def throttled_of_key(self) -> Numbers:
        """The requests that this arm turned away, by key of the table."""
        return self.by_partition_of_key + self.by_capacity_of_key


@dataclass(frozen=True)
class Split:
    """A split for heat: after which second, on which arm, how many partitions then."""

    second: int
    arm: str
    partitions: int


@dataclass(frozen=True, eq=False)
class Heat:
    """The result of `simulate_heat`, with what it assumed.

    ``asked`` and ``throttled`` are requests in each second, ``asked_of_key`` and
    ``throttled_of_key`` their sums by key, in the order of the traffic's keys. A
    request that any arm turns away is throttled on all: nothing of it is written.
    """

    traffic: Traffic
    behaviour: Behaviour
    arms: tuple[ArmHeat, ...]
    asked: Numbers
    asked_of_key: Numbers
    splits: tuple[Split, ...]
    assumptions: tuple[str, ...]

    def __repr__(self) -> str:
        """Say it in one line."""
        return f"<Heat: {self}>"

    def __str__(self) -> str:
        """Say what was throttled, when, where and on which key."""
        asked = f"{self.asked_requests:,.0f} {self.traffic.kind}s"
        if not self.throttled_requests:
            return f"none of {asked} throttled"
        return (
            f"{self.throttled_requests:,.0f} of {asked} throttled "
            f"({share(self.throttled_share)}), "
            f"from second {self.first_throttled:,} on, most on {self.worst_key} "
            f"at {self.worst_arm.name}"
        )

    @property
    def throttled(self) -> Numbers:
        """The requests that were turned away in each second."""
        return sum((arm.throttled for arm in self.arms), np.zeros(self.traffic.seconds))

    @property
    def served(self) -> Numbers:
        """The requests that were served in each second."""
        return self.asked - self.throttled

    @property
    def throttled_of_key(self) -> Numbers:
        """The requests that were turned away, by key."""
        nothing = np.zeros(len(self.traffic.keys))
        return sum((arm.throttled_of_key for arm in self.arms), nothing)

    @property
    def asked_requests(self) -> float:
        """All requests."""
        return float(self.asked.sum())

    @property
    def throttled_requests(self) -> float:
        """All requests that were turned away."""
        return float(self.throttled.sum())

    @property
    def throttled_share(self) -> float:
        """Which part of the requests was turned away."""
        return self.throttled_requests / (self.asked_requests or 1.0)

    @property
    def first_throttled(self) -> int | None:
        """The first second, counted from 0, that turned requests away; or None."""
        return _first(self.throttled > 0)

    @property
    def per_second_since(self) -> tuple[float, float]:
        """Requests a second, asked and throttled, on average from the first throttled.

        Nothing was throttled: 0 of all that was asked.
        """
        since = slice(self.first_throttled or 0, None)
        return float(self.asked[since].mean()), float(self.throttled[since].mean())

    @property
    def worst_key(self) -> str:
        """The key with the most throttled requests; without any, the hottest."""
        lost = self.throttled_of_key
        return self.traffic.keys[
            int((lost if lost.any() else self.asked_of_key).argmax())
        ]

    @property
    def worst_arm(self) -> ArmHeat:
        """The arm that turned the most requests away; without any, the first."""
        return max(self.arms, key=lambda arm: float(arm.throttled.sum()))

    @property
    def bucket(self) -> Bucket | None:
        """The burst bucket that came closest to its end; None if nothing bursts."""
        found = [bucket for arm in self.arms for bucket in arm.buckets]
        if not found:
            return None
        return min(found, key=lambda bucket: _soonest(bucket, self.traffic.seconds))

    def arm(self, name: str) -> ArmHeat:
        """Find an arm by its name."""
        return {arm.name: arm for arm in self.arms}[name]


def _soonest(bucket: Bucket, seconds: int) -> tuple[float, int]:
    empty = bucket.empty_from
    return (
        float(bucket.left.min()) / bucket.full if empty is None else 0.0,
        seconds if empty is None else empty,
    )


def _first(found: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int | None:
    return int(found.argmax()) if found.any() else None
