"""Auto scaling, minute by minute."""

from itertools import groupby
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddbhelpers.errors import PlanError
from ddbhelpers.plan import AutoScaling
from ddbhelpers.plan.load.day import MINUTES
from ddbhelpers.plan.month.scaling import fixed, followed


def test_it_goes_up_two_minutes_and_the_lag_after_the_load() -> None:
    day = (70.0,) * 720 + (140.0,) * 720
    levels = followed(day, AutoScaling(lag_minutes=5)).by_minute
    # two minutes above, five more, and the next has the new level
    assert levels[720:728] == (100,) * 7 + (200,)


def test_it_comes_down_after_15_minutes_and_once_an_hour() -> None:
    day = (140.0,) * 600 + (70.0,) * 30 + (7.0,) * 810
    levels = followed(day, AutoScaling(lag_minutes=0)).by_minute
    # below 50 % from minute 600 on: 35 % of 200
    assert levels[614:616] == (200, 100)
    # asked for again 15 minutes after minute 630, but the hour is not over
    assert levels[674:676] == (100, 10)


def test_it_stays_where_utilisation_is_in_between() -> None:
    day = (140.0,) * 600 + (101.0,) * 840
    assert set(followed(day, AutoScaling()).by_minute) == {200}


def test_minimum_and_maximum() -> None:
    day = (0.0,) * 720 + (1000.0,) * 720
    capacity = followed(day, AutoScaling(minimum=5, maximum=300))
    assert set(capacity.by_minute) == {5, 300}
    # 700 units/s too few for half a day, less what was saved of 5 units
    assert capacity.throttled_units > 0.9 * 700 * 720 * 60


def test_an_hour_is_billed_at_its_highest_level() -> None:
    day = (7.0,) * 719 + (70.0,) * 721
    capacity = followed(day, AutoScaling())
    assert len(capacity.by_hour) == 24
    assert capacity.by_hour[12] == 100
    assert max(capacity.by_minute) == max(capacity.by_hour)


def test_burst_serves_300_seconds_of_unused_capacity() -> None:
    # 10 units unused for hours: 3,000 saved; then 5 min × 60 s × 10 too many
    quiet, busy = (0.0,) * 1400, (20.0,) * 5
    assert fixed(quiet + busy + (0.0,) * 35, 10).throttled_units == 0
    longer = fixed(quiet + (20.0,) * 6 + (0.0,) * 34, 10)
    assert longer.throttled_units == 60 * 10


@given(st.floats(0, 1e4))
def test_a_flat_day_keeps_one_level_that_serves_it(units: float) -> None:
    capacity = followed((units,) * MINUTES, AutoScaling())
    assert len(set(capacity.by_minute)) == 1
    assert capacity.throttled_units == 0
    assert capacity.by_minute[0] >= units / 0.7 - 1e-6


def test_a_whole_day_in_levels() -> None:
    busy = (70.0,) * 300 + (7.0,) * 30 + (350.0,) * 10 + (3.5,) * 200
    capacity = followed(busy + (70.0,) * 900, AutoScaling())
    levels = [(level, len([*same])) for level, same in groupby(capacity.by_minute)]
    # 15 min below and 2 of lag; 2 min above and 2 of lag; 60 min after the decrease was
    # asked for, and 2 of lag
    assert levels == [(100, 317), (10, 17), (500, 43), (5, 167), (100, 896)]
    assert capacity.by_hour == (100,) * 5 + (500,) * 2 + (5,) * 2 + (100,) * 15
    # twice 4 min of 60 s, less 300 s of burst: 340 too few of 10, and 65 of 5
    assert capacity.throttled_units == 240 * 340 - 3000 + 240 * 65 - 1500


def test_low_is_20_points_below_the_target_or_half_of_a_low_target() -> None:
    assert AutoScaling(target=0.9).low == pytest.approx(0.7)
    assert AutoScaling(target=0.2).low == 0.1


@pytest.mark.parametrize(
    "policy",
    [
        {"target": 0.2},
        {"target": 0.9},
        {"minimum": 1, "maximum": 1},
        {"lag_minutes": 0},
        {"lag_minutes": 1440},
    ],
)
def test_what_auto_scaling_just_allows(policy: Any) -> None:
    AutoScaling(**policy)


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        ({"target": 0.1}, "auto scaling to a target of 0.1; allowed: 0.2 to 0.9"),
        (
            {"minimum": 0},
            "auto scaling from 0 to 40000 units; allowed: a minimum of 1 or more, and "
            "a maximum of at least that",
        ),
        (
            {"minimum": 9, "maximum": 8},
            "auto scaling from 9 to 8 units; allowed: a minimum of 1 or more, and a "
            "maximum of at least that",
        ),
        ({"lag_minutes": -1}, "a lag of -1 minutes; allowed: 0 to 1,440 minutes"),
        ({"lag_minutes": 1441}, "a lag of 1441 minutes; allowed: 0 to 1,440 minutes"),
    ],
)
def test_what_auto_scaling_refuses(policy: Any, says: str) -> None:
    with pytest.raises(PlanError) as refused:
        AutoScaling(**policy)
    assert str(refused.value) == says
