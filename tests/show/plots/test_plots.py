"""The pictures as data: what stands where, in which colour, under which title."""

import hashlib
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle, StepPatch

from ddbhelpers.data import collection_sizes
from ddbhelpers.metering import query_against_scan, runs_per_second, units_by_pattern
from ddbhelpers.model import Model, load_model
from ddbhelpers.plan import staircase
from ddbhelpers.show import (
    plot_collection_sizes,
    plot_query_against_scan,
    plot_runs_per_second,
    plot_staircase,
    plot_units_by_pattern,
    plot_write_amplification,
)
from ddbhelpers.show.plots.palette import OVER, READS, WRITES
from tests.show.pictures import (
    bars,
    drawn,
    labels_lie_apart,
    patches,
    points,
    texts,
    title_box,
)

MODEL = load_model(Path(__file__).parents[3] / "models" / "direct_messaging.yaml")
TABLE = "direct-messages"
INDEX = f"{TABLE}/message-group-sk-index"
READ_SIZES = pd.DataFrame(
    {
        "items": [100, 100, 10_000, 10_000],
        "operation": ["Query", "Scan"] * 2,
        "read_units": [1.0, 2.5, 1.0, 240.0],
    }
)
ITEMS = [{"pk": f"P{n * n // 40}", "sk": str(n)} for n in range(16)]


def metered(pattern: str | None, kind: str, **arms: float) -> dict[str, Any]:
    units = {
        {"table": TABLE, "index": INDEX}.get(arm, arm): n for arm, n in arms.items()
    }
    total = sum(units.values())
    return {
        "pattern": pattern,
        "operation": "Query" if kind == "read" else "PutItem",
        "read_units": total if kind == "read" else 0.0,
        "write_units": total if kind == "write" else 0.0,
        "units": units,
    }


FRAME = pd.DataFrame(
    [
        metered("get_conversation", "read", table=1.5),
        metered("send_message", "read", index=0.5),
        metered("send_message", "write", table=6.0, index=2.0),
        metered("send_message", "write", table=4.0, index=2.0),
        metered("find_conversation_copies", "read", index=0.5),
        metered("search_messages_by_text", "read", table=38.0),
        metered(None, "write", table=1.0),
    ]
)
PICTURES = {
    "units": lambda ax=None: plot_units_by_pattern(FRAME, ax=ax),
    "writes": lambda ax=None: plot_write_amplification(FRAME, ax=ax),
    "reach": lambda ax=None: plot_runs_per_second(
        runs_per_second(FRAME.iloc[:6], MODEL), ax=ax
    ),
    "scan": lambda ax=None: plot_query_against_scan(READ_SIZES, ax=ax),
    "stairs": lambda ax=None: plot_staircase(staircase(), ax=ax),
    "sizes": lambda ax=None: plot_collection_sizes(
        collection_sizes(ITEMS, MODEL), ax=ax
    ),
}
TITLES = {
    "units": "search_messages_by_text takes 94 % of the 40.5 read units",
    "writes": "The index makes send_message cost 1.4 times what the table alone takes",
    "reach": "5 RCU and 5 WCU fall short of 2 of 4 patterns: send_message most",
    "scan": "A Scan of 10,000 items costs 240 times the Query",
    "stairs": "One byte over 1,024 takes a write from 1 to 2 units",
    "sizes": "The largest of 6 item collections holds 44 % of the items",
}


@pytest.fixture(params=PICTURES, scope="module")
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def picture(name: str) -> Axes:
    ax = PICTURES[name]()
    drawn(ax)
    return ax


def test_the_title_is_the_finding_and_stands_left(name: str, picture: Axes) -> None:
    assert picture.get_title(loc="left") == TITLES[name]
    assert picture.get_title(loc="center") == ""


def test_the_title_begins_where_the_picture_does_and_fits(picture: Axes) -> None:
    title = title_box(picture)
    whole = picture.get_tightbbox(for_layout_only=True)
    assert whole is not None
    assert title.x0 == pytest.approx(whole.x0, abs=3)
    assert title.x1 <= drawn(picture).bbox.x1


def test_every_label_lies_within_the_picture_and_on_no_other(picture: Axes) -> None:
    assert labels_lie_apart(picture)


def test_the_conventions_of_the_house(name: str, picture: Axes) -> None:
    assert drawn(picture).get_size_inches()[0] == 7
    assert not picture.spines["top"].get_visible()
    assert not picture.spines["right"].get_visible()
    assert picture.get_xlabel()
    assert picture.get_legend() is None
    assert to_hex(picture.get_facecolor()) == "#ffffff"
    if name in ("units", "writes", "reach"):
        assert picture.get_xlim()[0] == 0
    if name in ("stairs", "sizes"):
        assert picture.get_ylim()[0] == 0


def test_a_picture_takes_the_axes_that_it_is_given(name: str) -> None:
    _, (left, right) = plt.subplots(ncols=2)
    assert PICTURES[name](right) is right
    assert not left.has_data()
    assert right.has_data()


def test_the_same_data_give_the_same_bytes(name: str) -> None:
    prints = set()
    for _ in range(2):
        written = io.BytesIO()
        drawn(PICTURES[name]()).savefig(written, format="png")
        prints.add(hashlib.sha256(written.getvalue()).hexdigest())
    assert len(prints) == 1


def test_a_picture_is_a_card_with_round_corners_and_air_around_the_ink(
    name: str,
) -> None:
    written = io.BytesIO()
    drawn(PICTURES[name]()).savefig(written, format="png", bbox_inches="tight")
    written.seek(0)
    pixels = plt.imread(written)
    corners = pixels[[0, 0, -1, -1], [0, -1, 0, -1]]
    assert corners[:, 3].tolist() == [0, 0, 0, 0]
    air = 16  # pixels: 0.16 inches at 110 dots are 17
    inside = pixels[2:air, 20:-20], pixels[20:-20, 2:air], pixels[-air:-2, 20:-20]
    assert all((edge == 1).all() for edge in inside)


def test_reads_are_blue_writes_orange_and_an_index_is_hatched() -> None:
    ax = plot_units_by_pattern(FRAME)
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "get_conversation",
        "send_message",
        "send_message",
        "find_conversation_copies",
        "search_messages_by_text",
        "PutItem",
    ]
    assert bars(ax) == [
        (0, 1.5, READS, False),
        (0, 0.5, READS, True),
        (0, 10, WRITES, False),
        (10, 4, WRITES, True),
        (0, 0.5, READS, True),
        (0, 38, READS, False),
        (0, 1, WRITES, False),
    ]
    assert texts(ax) == [
        "1.5 read",
        "0.5 read, index",
        "14 write = 10 table + 4 index",
        "0.5 read, index",
        "38 read",
        "1 write",
    ]
    assert ax.get_xlabel() == "units consumed; hatched: message-group-sk-index"


def test_a_tally_draws_the_same_picture() -> None:
    ax = plot_units_by_pattern(units_by_pattern(FRAME))
    assert ax.get_title(loc="left") == TITLES["units"]


def test_two_indexes_are_told_apart_by_name_and_hatch() -> None:
    one, two = f"{TABLE}/by-day", f"{TABLE}/by-size"
    line = metered("put", "write", **{TABLE: 1.0, one: 2.0, two: 3.0})
    ax = plot_units_by_pattern(pd.DataFrame([line]))
    assert texts(ax) == ["6 write = 1 table + 2 by-day + 3 by-size"]
    hatches = [bar.get_hatch() for bar in ax.patches]
    assert hatches[0] is None
    assert len(set(hatches)) == 3


def test_one_pattern_alone_takes_all() -> None:
    ax = plot_units_by_pattern(FRAME.iloc[:1])
    assert ax.get_title(loc="left") == "get_conversation takes all 1.5 read units"


def test_nothing_metered() -> None:
    ax = plot_units_by_pattern(FRAME.iloc[:0])
    assert ax.get_title(loc="left") == "Nothing was consumed"


def test_what_an_index_adds_to_a_write() -> None:
    ax = plot_write_amplification(FRAME)
    assert bars(ax) == [
        (0, 10, WRITES, False),
        (10, 4, WRITES, True),
        (0, 1, WRITES, False),
    ]
    assert texts(ax) == ["10 table + 4 index (× 1.4)", "1"]


def test_a_table_without_an_index_amplifies_nothing() -> None:
    ax = plot_write_amplification(FRAME.iloc[[6]])
    assert "every write costs what the table takes" in ax.get_title(loc="left")


def test_a_pattern_that_falls_short_is_hatched_in_vermillion() -> None:
    ax = plot_runs_per_second(runs_per_second(FRAME.iloc[:6], MODEL))
    assert [(colour, hatched) for _, _, colour, hatched in bars(ax)] == [
        (OVER, True),
        (OVER, True),
        (READS, False),
        (READS, False),
    ]
    assert texts(ax)[0] == "3.33/s, too few for 12/s"
    assert texts(ax)[2] == "10/s, peak 4/s"
    marks = [points(line)[0][0] for line in ax.lines]
    assert marks == [12, 4, 4, 0.1]


def test_enough_for_every_pattern() -> None:
    ax = plot_runs_per_second(runs_per_second(FRAME.iloc[4:6], MODEL))
    assert ax.get_title(loc="left") == "5 RCU carry each of 2 patterns at its peak"


def test_query_and_scan_are_labelled_at_their_ends() -> None:
    ax = plot_query_against_scan(READ_SIZES)
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert texts(ax) == ["Query: 1", "Scan: 240"]
    query, scan = ax.lines
    assert points(scan)[1].tolist() == [2.5, 240]
    assert query.get_linestyle() != scan.get_linestyle()
    assert query.get_marker() != scan.get_marker()


def test_a_scan_of_a_small_table_costs_what_the_query_costs() -> None:
    small = READ_SIZES.head(2).assign(read_units=0.5)
    ax = plot_query_against_scan(query_against_scan(small))
    assert ax.get_title(loc="left") == "A Scan of 100 items costs as much as the Query"


def test_the_stairs_are_where_the_units_are() -> None:
    ax = plot_staircase(staircase(4096))
    steps = [patch.get_data() for patch in patches(ax, StepPatch)]
    assert [heights.tolist() for heights, _, _ in steps] == [
        [1, 2, 3, 4],
        [1] * 4,
        [0.5] * 4,
    ]
    assert steps[0][1].tolist() == [0, 1024, 2048, 3072, 4096]
    assert ax.get_ylim()[0] == 0


def test_item_collections_are_sorted_and_the_largest_is_named() -> None:
    ax = plot_collection_sizes(collection_sizes(ITEMS, MODEL))
    heights = [bar.get_height() for bar in patches(ax, Rectangle)]
    assert heights == sorted(heights, reverse=True)
    assert texts(ax) == ["even share: 3 items", "P0: 7 items"]
    assert ax.get_xlabel() == "6 item collections, the largest first"


def test_the_style_is_one_of_the_package() -> None:
    assert mpl.rcParams["figure.figsize"] == [7, 3.5]
    assert mpl.rcParams["font.family"] == ["DejaVu Sans"]
    assert mpl.rcParams["svg.hashsalt"] == "ddbhelpers"
    cycle = mpl.rcParams["axes.prop_cycle"].by_key()["color"]
    assert cycle[:2] == [READS, WRITES]


def test_importing_the_room_changes_no_style_and_loads_no_matplotlib() -> None:
    code = (
        "import sys, ddbhelpers.show; "
        "print({'matplotlib', 'pandas', 'ipywidgets', 'boto3'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


def test_the_second_model_draws_too() -> None:
    shop = Model(name="m", tables={"tab": {"partition_key": "pk"}})
    ax = plot_collection_sizes(collection_sizes([{"pk": "a"}], shop))
    assert ax.get_title(loc="left") == (
        "The largest of 1 item collection holds 100 % of the items"
    )
