"""A day of traffic: from an average and a peak, or from a curve, to every minute."""

import math
from collections.abc import Sequence
from functools import lru_cache

from ddbhelpers.errors import PlanError
from ddbhelpers.model import Rate

MINUTES = 24 * 60
HOURS = 24
FULL_WAVE = 2  # times the mean: the highest that a cosine reaches without going below 0
_BISECTIONS = 60


def day_of(rate: Rate, curve: Sequence[float] | None = None) -> tuple[float, ...]:
    """Give the requests per second of each minute of a day.

    Without a curve: one smooth peak, as narrow as the average asks, so that both the
    average and the peak are exact. With one: its values, each for as long as the next
    (24 are hours), scaled to the average; the rate's own peak is then not used.

    >>> day = day_of(Rate(average=4, peak=12))
    >>> round(sum(day) / len(day), 6), round(max(day), 6)
    (4.0, 12.0)
    >>> max(day_of(Rate(average=4, peak=12), [1, 1, 4, 2]))
    8.0
    """
    shape = _smooth(rate.peak / rate.average) if curve is None else _steps(tuple(curve))
    return tuple(rate.average * weight for weight in shape)


def is_too_steep(rate: Rate) -> bool:
    """Tell whether the peak is so high that it cannot last for a minute a day."""
    return rate.peak > MINUTES * rate.average


@lru_cache
def _steps(curve: tuple[float, ...]) -> tuple[float, ...]:
    if not curve or MINUTES % len(curve):
        raise PlanError(
            f"a day's curve of {len(curve)} values",
            allowed="24 for the hours, or another number that divides 1,440 minutes",
        )
    if not all(0 <= weight < math.inf for weight in curve) or not any(curve):
        raise PlanError(
            "a day's curve with a value below 0, or with nothing but 0",
            allowed="weights of 0 or more, as [1, 1, 2, 8, …]",
        )
    # By the highest first: the mean of the smallest weights there are would be 0.
    shape = [weight / max(curve) for weight in curve]
    mean = sum(shape) / len(shape)
    long = MINUTES // len(shape)
    return tuple(weight / mean for weight in shape for _ in range(long))


@lru_cache
def _smooth(peak: float) -> tuple[float, ...]:
    """Give a day whose mean is 1 and whose highest minute is `peak`.

    Up to twice the mean a cosine around it, and above that a raised cosine to a power:
    the higher the power, the narrower the peak.
    """
    if peak >= MINUTES:
        return (0.0,) * (MINUTES // 2) + (float(MINUTES),) + (0.0,) * (MINUTES // 2 - 1)
    cosine = [math.cos(2 * math.pi * (n / MINUTES - 0.5)) for n in range(MINUTES)]
    if peak <= FULL_WAVE:
        return tuple(1 + (peak - 1) * height for height in cosine)
    wave = [(1 + height) / 2 for height in cosine]
    low, high = 1.0, 1e7
    for _ in range(_BISECTIONS):
        power = (low + high) / 2
        if MINUTES / sum(height**power for height in wave) < peak:
            low = power
        else:
            high = power
    shape = [height**high for height in wave]
    mean = sum(shape) / MINUTES
    return tuple(height / mean for height in shape)
