"""Auto scaling over a day: capacity that follows what is consumed, a little late."""

import math
from dataclasses import dataclass

from ddbhelpers.capacity.limits import BURST_SECONDS, TABLE_QUOTA_UNITS
from ddbhelpers.errors import PlanError
from ddbhelpers.plan.load.day import HOURS, MINUTES

# Managing throughput capacity with auto scaling (AutoScaling); its alarms as measured
MIN_TARGET = 0.20
MAX_TARGET = 0.90
OUT_MINUTES = 2  # above the target, before more is asked for
IN_MINUTES = 15  # below the target, before less is
IN_BAND = 0.20  # ... by so much, or by half of a target that is itself so low
# Quotas (ServiceQuotas): decreases of provisioned throughput
DECREASE_MINUTES = 60  # from one to the next; the first four a day may be closer
MINUTE_SECONDS = 60


@dataclass(frozen=True)
class AutoScaling:
    """How provisioned capacity follows consumption.

    `target` utilisation, `minimum` and `maximum` units per second of every throughput;
    `lag_minutes` from the alarm until the new capacity is there.

    >>> AutoScaling(target=0.95)
    Traceback (most recent call last):
    ddbhelpers.errors.PlanError: auto scaling to a target of 0.95; allowed: 0.2 to 0.9
    """

    target: float = 0.70
    minimum: int = 1
    maximum: int = TABLE_QUOTA_UNITS["read"]
    lag_minutes: int = 2

    def __post_init__(self) -> None:
        """Refuse what auto scaling refuses."""
        if not MIN_TARGET <= self.target <= MAX_TARGET:
            raise PlanError(
                f"auto scaling to a target of {self.target:g}",
                allowed=f"{MIN_TARGET:g} to {MAX_TARGET:g}",
            )
        if not 1 <= self.minimum <= self.maximum:
            raise PlanError(
                f"auto scaling from {self.minimum} to {self.maximum} units",
                allowed="a minimum of 1 or more, and a maximum of at least that",
            )
        if not 0 <= self.lag_minutes <= MINUTES:
            raise PlanError(
                f"a lag of {self.lag_minutes} minutes", allowed="0 to 1,440 minutes"
            )

    @property
    def low(self) -> float:
        """The utilisation below which capacity is taken back."""
        return max(self.target - IN_BAND, self.target / 2)


@dataclass(frozen=True)
class Capacity:
    """A day of provisioned capacity, in units per second, and what it did not serve."""

    by_minute: tuple[int, ...]
    throttled_units: float

    @property
    def by_hour(self) -> tuple[int, ...]:
        """The highest level of each hour, which is what an hour is billed for."""
        long = len(self.by_minute) // HOURS
        return tuple(
            max(self.by_minute[minute : minute + long])
            for minute in range(0, len(self.by_minute), long)
        )


def fixed(by_minute: tuple[float, ...], units: int) -> Capacity:
    """Keep a level all day, and tell what it does not serve."""
    if max(by_minute) <= units:
        return Capacity((units,) * len(by_minute), 0.0)
    return _served(by_minute, (units,) * (2 * len(by_minute)))


def followed(by_minute: tuple[float, ...], policy: AutoScaling) -> Capacity:
    """Follow a day's consumption; the day is played twice, and the second one counts.

    >>> day = (7.0,) * 720 + (70.0,) * 720
    >>> capacity = followed(day, AutoScaling())
    >>> capacity.by_minute[700], capacity.by_minute[1400]
    (10, 100)
    """
    level = _wanted(by_minute[0], policy)
    if min(by_minute) == max(by_minute):
        return fixed(by_minute, level)
    levels: list[int] = []
    coming: tuple[int, int] | None = None  # the minute of the next level, and the level
    above = below = 0
    decreased = -DECREASE_MINUTES
    for minute, consumed in enumerate(by_minute * 2):
        if coming and coming[0] <= minute:
            level, coming = coming[1], None
        levels.append(level)
        above = above + 1 if consumed > policy.target * level else 0
        below = below + 1 if consumed < policy.low * level else 0
        wanted = _wanted(consumed, policy)
        may_fall = below >= IN_MINUTES and minute - decreased >= DECREASE_MINUTES
        if coming is None and wanted > level and above >= OUT_MINUTES:
            coming = minute + 1 + policy.lag_minutes, wanted
        elif coming is None and wanted < level and may_fall:
            coming, decreased = (minute + 1 + policy.lag_minutes, wanted), minute
    return _served(by_minute, tuple(levels))


def _wanted(consumed: float, policy: AutoScaling) -> int:
    units = math.ceil(round(consumed / policy.target, 9))
    return min(policy.maximum, max(policy.minimum, units))


def _served(by_minute: tuple[float, ...], levels: tuple[int, ...]) -> Capacity:
    """Let burst, 300 s of unused capacity, serve what the levels do not."""
    saved = throttled = 0.0
    for minute, (consumed, level) in enumerate(zip(by_minute * 2, levels, strict=True)):
        if minute == len(by_minute):
            throttled = 0.0
        saved += (level - consumed) * MINUTE_SECONDS
        if saved < 0:
            throttled -= saved
            saved = 0.0
        saved = min(saved, float(BURST_SECONDS * level))
    # what is less than a thousandth of a unit comes from adding up fractions
    return Capacity(levels[len(by_minute) :], round(throttled, 3))
