"""Pictures of what a month costs, as data."""

import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation

from ddbhelpers.plan import (
    Bill,
    load_prices,
    monthly_bill,
    utilisation_curve,
)
from ddbhelpers.plan.month.prices import Prices
from ddbhelpers.show import bill_table, plot_modes, plot_utilisation
from ddbhelpers.show.plots.palette import INK, OVER, READS, REST, WRITES
from tests.show.pictures import (
    drawn,
    labels_lie_apart,
    patches,
    points,
    texts,
    title_box,
)
from tests.show.plans import BOOK, ONE_UNIT_USD, bill, load


def names(ax: Axes) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


def on_line(ax: Axes, line: int) -> list[tuple[float, float]]:
    return [
        (bar.get_x(), bar.get_width())
        for bar in patches(ax, Rectangle)
        if round(bar.get_y() + bar.get_height() / 2) == line
    ]


def test_the_crossing_is_marked_and_is_the_title() -> None:
    ax = plot_utilisation(utilisation_curve(load_prices()))
    assert ax.get_title(loc="left") == (
        "Provisioned read capacity pays where more than 28.9 % of it is used"
    )
    assert texts(ax) == [
        "on demand: 32.85",
        "provisioned: 9.49",
        "reserved 1 year: 4.32, pays from 13.2 %",
        "reserved 3 years: 2.17, pays from 6.6 %",
        "28.9 %",
    ]
    mark = ax.texts[-1]
    assert isinstance(mark, Annotation)
    x, y = mark.xy
    # 0.00013 an hour against 0.125 a million, 3,600 seconds in an hour
    assert x == pytest.approx(0.13e-3 / (3600 * 0.125e-6))
    # 100 units for 730 hours
    assert y == pytest.approx(9.49)
    xs, ys = points(ax.lines[-1])
    assert (xs.tolist(), ys.tolist()) == ([x, x], [0, y])


def test_lines_are_told_apart_without_colour() -> None:
    ax = plot_utilisation(utilisation_curve(load_prices()))
    rising, provisioned = ax.lines[:2]
    assert points(rising)[1][[0, -1]].tolist() == [0, pytest.approx(32.85)]
    assert len(set(points(provisioned)[1])) == 1
    assert to_hex(rising.get_color()).upper() == READS
    dashed = [line for line in ax.lines if to_hex(line.get_color()).upper() == REST]
    styles = {
        str(line._dash_pattern)  # type: ignore[attr-defined]  # no public name gives it
        for line in dashed
        if line.get_marker() == "None"
    }
    assert len(styles) == 2
    assert ax.get_ylim()[0] == 0
    assert ax.get_ylabel().split("\n") == [
        "USD a month of 730 h",
        "us-east-1, 01 September 2026",
    ]
    assert ax.get_xlabel() == "share of 100 RCU that is used, day and night"


def test_writes_have_a_curve_of_their_own() -> None:
    ax = plot_utilisation(utilisation_curve(load_prices(), unit="write"))
    assert "Provisioned write capacity" in ax.get_title(loc="left")
    assert to_hex(ax.lines[0].get_color()) == INK
    assert "100 WCU" in ax.get_xlabel()


def test_capacity_that_never_pays() -> None:
    tree = load_prices().model_dump()
    tree["standard"]["provisioned"]["read_unit_hour_usd"] = 0.01
    curve = utilisation_curve(Prices(**{**tree, "reserved": {}}))
    ax = plot_utilisation(curve)
    assert ax.get_title(loc="left").endswith("on demand is cheaper at any use")
    assert texts(ax) == ["on demand: 32.85", "provisioned: 730.00"]


def test_modes_are_sorted_and_say_their_dollars() -> None:
    given = bill(peak=5)
    ax = plot_modes(given)
    shown = bill_table(given)
    assert names(ax) == [line[0] for line in shown.lines]
    assert [text.partition(" = ")[0] for text in texts(ax)] == [
        line[3] for line in shown.lines
    ]
    assert ax.get_xlim()[0] == 0
    assert ax.get_xlabel().startswith(
        "USD a month of 730 h, us-east-1, 01 September 2026\n"
    )


def test_a_bar_is_reads_then_writes_then_storage() -> None:
    given = bill(peak=5)
    ax = plot_modes(given)
    line = names(ax).index("on demand, Standard")
    reads, writes = 0.2 * ONE_UNIT_USD, 2 * ONE_UNIT_USD
    stored = 2 * 1_100_000_000 / 1024**3 * 0.25
    expected = [(0, reads), (reads, writes), (reads + writes, stored)]
    assert on_line(ax, line) == [pytest.approx(bar, abs=1e-5) for bar in expected]
    colours = [to_hex(bar.get_facecolor()).upper() for bar in ax.patches[:3]]
    assert colours == [READS, WRITES, REST]


def test_only_the_cheapest_is_split_in_numbers() -> None:
    given = bill(peak=5)
    ax = plot_modes(given)
    parts = given.cheapest.usd_by_part
    assert texts(ax)[0] == (
        f"{given.cheapest.monthly_usd:.2f} = "
        f"{parts['reads']:.2f} + {parts['writes']:.2f} + {parts['storage']:.2f}"
    )
    assert not any("=" in text for text in texts(ax)[1:])


def test_what_does_not_serve_is_hatched_in_vermillion_and_stands_last() -> None:
    given = bill(peak=5, provisioned=True)
    ax = plot_modes(given)
    last = ax.patches[-2:]
    assert all(bar.get_hatch() for bar in last)
    assert {to_hex(bar.get_edgecolor()).upper() for bar in last} == {OVER}
    assert not any(bar.get_hatch() for bar in ax.patches[:-2])
    assert all(": does not serve, throttles " in text for text in texts(ax)[-2:])
    assert all("as modelled" in name for name in names(ax)[-2:])


def below_on_demand(given: Bill) -> str:
    dollars = [o.monthly_usd for o in given.options if o.mode == "on demand"]
    return f"{(1 - given.cheapest.monthly_usd / min(dollars)) * 100:.0f} %"


def test_the_title_names_the_cheapest() -> None:
    given = bill(peak=5)
    assert plot_modes(given).get_title(loc="left") == (
        f"Auto scaling: {given.cheapest.monthly_usd:.2f} USD a month, "
        f"{below_on_demand(given)} below on demand"
    )


def test_the_title_where_on_demand_is_the_cheapest() -> None:
    given = monthly_bill(load(5).scaled(0.001), BOOK, free_tier=False)
    title = plot_modes(given).get_title(loc="left")
    usd = f"{given.cheapest.monthly_usd:.2f}"
    assert title == f"On demand, Standard-IA is the cheapest: {usd} USD a month"


@pytest.mark.parametrize("picture", ["modes", "utilisation"])
def test_labels_lie_within_the_picture_on_given_axes_too(picture: str) -> None:
    def draw(ax: Axes | None = None) -> Axes:
        if picture == "modes":
            return plot_modes(bill(5, True), ax=ax)
        return plot_utilisation(utilisation_curve(load_prices()), ax=ax)

    ax = draw()
    figure = drawn(ax)
    assert figure.get_size_inches()[0] == 7
    assert labels_lie_apart(ax)
    assert title_box(ax).x1 <= figure.bbox.x1
    _, given = plt.subplots()
    assert draw(given) is given
