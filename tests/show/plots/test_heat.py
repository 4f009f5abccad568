"""The pictures of heat as data."""

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import StepPatch

from ddbhelpers.plan.heat import (
    ArmCapacity,
    Behaviour,
    celebrity_traffic,
    even_traffic,
    one_key_traffic,
    simulate_heat,
    zipf_traffic,
)
from ddbhelpers.show.plots.heat import plot_burst, plot_key_heat
from ddbhelpers.show.plots.palette import OVER, READS, WRITES
from tests.show.pictures import bars, drawn, patches, points, texts

CELEBRITY = simulate_heat(celebrity_traffic(3000, share=0.61, keys=30, seconds=3600))
COOL = simulate_heat(
    zipf_traffic(90, keys=4, exponent=1, seconds=60, kind="read"),
    ArmCapacity(capacity=100),
)
HELD_BACK = simulate_heat(
    even_traffic(10, keys=5, seconds=400),
    ArmCapacity(capacity=100),
    [ArmCapacity("i", capacity=5)],
)
AT_ONCE = simulate_heat(
    one_key_traffic(1500, seconds=20),
    ArmCapacity(capacity=2000),
    behaviour=Behaviour(burst_at_start=0),
)
HEATS = {
    "celebrity": CELEBRITY,
    "cool": COOL,
    "held back": HELD_BACK,
    "at once": AT_ONCE,
}
BURST_TITLES = {
    "celebrity": "Burst is gone after 6 min: then 830 of 3,000 writes/s are throttled",
    "cool": "No read is throttled: the burst bucket never runs dry",
    "held back": "Burst is gone after 5 min: then 5 of 10 writes/s are throttled",
    "at once": "From the first second on 500 of 1,500 writes/s are throttled",
}
KEY_TITLES = {
    "celebrity": "Of all writes 61 % go to celebrity; "
    "25 % are throttled, all on this key",
    "cool": "Of all reads 48 % go to key-1; none is throttled",
    "held back": "Of all writes 20 % go to key-1; 12 % are throttled, on all 5 keys",
    "at once": "Of all writes 100 % go to key-1; 33 % are throttled, all on this key",
}


@pytest.fixture(params=HEATS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def title(ax: Axes) -> str:
    return " ".join(ax.get_title(loc="left").split())


def test_the_title_is_the_finding(name: str) -> None:
    assert title(plot_burst(HEATS[name])) == BURST_TITLES[name]
    assert title(plot_key_heat(HEATS[name])) == KEY_TITLES[name]


@pytest.mark.parametrize("plot", [plot_burst, plot_key_heat])
def test_it_draws_on_the_axes_that_are_given(plot: Any) -> None:
    ax = plt.subplots()[1]
    assert plot(COOL, ax=ax) is ax


@pytest.mark.parametrize("plot", [plot_burst, plot_key_heat])
def test_everything_is_inside_the_picture(plot: Any, name: str) -> None:
    ax = plot(HEATS[name])
    figure = drawn(ax)
    for text in ax.texts:
        assert text.get_window_extent().x1 <= figure.bbox.x1 + 1, text


def test_the_bucket_is_a_line_and_what_is_throttled_an_area() -> None:
    ax = plot_burst(CELEBRITY)
    [line] = ax.lines
    [area] = patches(ax, StepPatch)
    assert points(line)[1][[0, -1]].tolist() == [100, 0]
    assert area.get_hatch()
    assert np.max(area.get_data()[0]) == pytest.approx(100 * 830 / 3000)
    assert texts(ax) == ["throttled", "burst bucket"]
    assert ax.get_xlabel() == "minutes"
    assert ax.get_ylim()[0] == 0


def test_no_area_where_nothing_is_throttled() -> None:
    ax = plot_burst(COOL)
    assert not ax.patches
    assert ax.get_xlabel() == "seconds"


def test_no_line_where_nothing_bursts() -> None:
    heat = simulate_heat(
        even_traffic(5000, keys=99, seconds=20),
        behaviour=Behaviour(partitions_burst=False),
    )
    ax = plot_burst(heat)
    assert not ax.lines
    says = "1,000 of 5,000 writes/s are throttled"
    assert title(ax) == f"From the first second on {says}"


def test_a_bar_for_each_of_the_hottest_keys() -> None:
    ax = plot_key_heat(CELEBRITY, limit=3)
    lost = 830 * (3600 - 300_000 / 830) / 3600
    assert bars(ax, digits=1) == [
        (0, round(1830 - lost, 1), WRITES, False),
        (round(1830 - lost, 1), round(lost, 1), OVER, True),
        (0, round(1170 / 29, 1), WRITES, False),
        (0, round(1170 / 29, 1), WRITES, False),
    ]
    assert texts(ax)[0] == "747 of 1,830 throttled"
    assert texts(ax)[-1] == "one partition: 1,000"
    assert ax.get_xlabel().endswith("27 cooler keys not shown")
    assert points(ax.lines[0])[0][0] == 1000


def test_reads_are_blue_and_no_limit_is_drawn_far_from_it() -> None:
    ax = plot_key_heat(COOL)
    assert {colour for _, _, colour, _ in bars(ax)} == {READS}
    assert not ax.lines
    assert ax.get_xlabel() == "read units asked for per second"
