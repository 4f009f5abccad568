"""A day has the average and the peak that were asked for, whatever they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddbhelpers.errors import PlanError
from ddbhelpers.model import Rate
from ddbhelpers.plan.load.day import MINUTES, day_of


@given(st.floats(0.01, 1e4), st.floats(1, MINUTES))
def test_a_smooth_day_has_its_average_and_its_peak(
    average: float, times: float
) -> None:
    day = day_of(Rate(average=average, peak=average * times))
    assert len(day) == MINUTES
    assert sum(day) / MINUTES == pytest.approx(average)
    assert max(day) == pytest.approx(average * times, rel=1e-3)
    assert min(day) >= 0


def test_a_day_without_a_peak_is_flat() -> None:
    day = day_of(Rate(average=3, peak=3))
    assert min(day) == pytest.approx(3)
    assert max(day) == pytest.approx(3)


def test_a_peak_too_high_for_a_minute_keeps_the_average() -> None:
    day = day_of(Rate(average=1, peak=10_000))
    assert sum(day) == MINUTES
    assert sorted(day)[-2:] == [0, MINUTES]


@given(st.lists(st.floats(0, 100), min_size=24, max_size=24).filter(any))
def test_a_curve_is_scaled_to_the_average(curve: list[float]) -> None:
    day = day_of(Rate(average=5, peak=50), curve)
    assert sum(day) / MINUTES == pytest.approx(5)
    assert day[60 * 7] == pytest.approx(curve[7] / max(curve) * max(day))


@pytest.mark.parametrize("weight", [5e-324, 1e308])
def test_a_weight_may_be_as_small_or_large_as_there_are(weight: float) -> None:
    day = day_of(Rate(average=5, peak=50), [weight] * 24)
    assert day == pytest.approx([5] * MINUTES)


@pytest.mark.parametrize("curve", [[], [1] * 7, [0] * 24, [1, -1], [1, float("inf")]])
def test_curves_that_are_none(curve: list[float]) -> None:
    with pytest.raises(PlanError) as refused:
        day_of(Rate(average=1, peak=1), curve)
    assert str(refused.value) == (
        f"a day's curve of {len(curve)} values; allowed: 24 for the hours, or another "
        "number that divides 1,440 minutes"
        if len(curve) in (0, 7)
        else "a day's curve with a value below 0, or with nothing but 0; allowed: "
        "weights of 0 or more, as [1, 1, 2, 8, …]"
    )
