"""Pictures of what grows: units with the table and the item, collections with use."""

from typing import TYPE_CHECKING

from ddbhelpers.show.plots.drawing import at_end, canvas, entitle
from ddbhelpers.show.plots.palette import INK, READS, REST, WRITES
from ddbhelpers.words import counted, number, percent, shorten_uuids

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

STROKES = {"Query": ("-", "o"), "Scan": ("--", "s"), "GetItem": (":", "^")}
STAIRS = {
    "write": ("write", WRITES, "-"),
    "strong_read": ("strong read", READS, "-"),
    "eventual_read": ("eventual read", READS, "--"),
}


def plot_query_against_scan(frame: "DataFrame", *, ax: "Axes | None" = None) -> "Axes":
    """Draw read units over the size of the table, both axes logarithmic.

    Takes what `query_against_scan` gives or takes.
    """
    from ddbhelpers.metering.tallies import query_against_scan

    numbers = query_against_scan(frame) if "operation" in frame.columns else frame
    ax = canvas(ax)
    ax.set_xscale("log")
    ax.set_yscale("log")
    for name in (name for name in numbers.columns if name not in ("items", "times")):
        style, marker = STROKES.get(name, ("-.", "D"))
        ax.plot(numbers["items"], numbers[name], style, marker=marker, color=READS)
        last = float(numbers[name].iloc[-1])
        most = float(numbers["items"].iloc[-1])
        at_end(ax, most, last, f"{name}: {number(last)}")
    ax.set_xticks(list(numbers["items"]), [f"{n:,}" for n in numbers["items"]])
    ax.minorticks_off()
    ax.yaxis.set_major_formatter(lambda value, _: number(value))
    ax.set_xlabel("items in the table")
    ax.set_ylabel("read units")
    # room for the labels at the ends of the lines
    low, high = float(numbers["items"].min()), float(numbers["items"].max())
    ax.set_xlim(low / 1.2, high * (high / low) ** 0.22 * 1.3)
    entitle(ax, _how_many_times(numbers))
    return ax


def _how_many_times(numbers: "DataFrame") -> str:
    last = numbers.iloc[-1]
    if "times" not in numbers.columns:
        return f"What reading costs as the table grows to {number(last['items'])} items"
    times = last["times"]
    items = counted(int(last["items"]), "item")
    if times == 1:
        return f"A Scan of {items} costs as much as the Query"
    return f"A Scan of {items} costs {number(round(times))} times the Query"


def plot_staircase(numbers: "DataFrame", *, ax: "Axes | None" = None) -> "Axes":
    """Draw the units of one item over its size: stairs, not a slope.

    Takes what `staircase` gives.
    """
    ax = canvas(ax)
    edges = [float(numbers["from_bytes"].iloc[0]) - 1]
    edges += [float(to) for to in numbers["to_bytes"]]
    for name, (label, colour, style) in STAIRS.items():
        heights = [float(units) for units in numbers[name]]
        # the write's stairs are wider, to be seen where a read runs over them
        width = 4 if name == "write" else 1.8
        ax.stairs(heights, edges, baseline=None, color=colour, ls=style, lw=width)
        at_end(ax, edges[-1], heights[-1], f"{label}: {number(heights[-1])}")
    ticks = [edge for edge in edges if edge % 1024 == 0]
    step = -(-len(ticks) // 9)
    ax.set_xticks(ticks[::step], [f"{int(tick):,}" for tick in ticks[::step]])
    ax.set_xlim(edges[0], edges[-1] * 1.22)
    ax.set_ylim(bottom=0)
    ax.set_xlabel("item, bytes with names")
    ax.set_ylabel("units")
    entitle(ax, _where_it_jumps(numbers))
    return ax


def _where_it_jumps(numbers: "DataFrame") -> str:
    writes = list(numbers["write"])
    for step in range(1, len(writes)):
        if writes[step] > writes[step - 1]:
            last = int(numbers["to_bytes"].iloc[step - 1])
            before, after = number(writes[step - 1]), number(writes[step])
            return (
                f"One byte over {last:,} takes a write from {before} to {after} units"
            )
    return f"Up to {int(numbers['to_bytes'].iloc[-1]):,} bytes a write costs the same"


def plot_collection_sizes(numbers: "DataFrame", *, ax: "Axes | None" = None) -> "Axes":
    """Draw the item collections by their number of items, the largest first.

    Takes what `collection_sizes` gives. The thin line is an even share.
    """
    ax = canvas(ax)
    heights = list(numbers["items"])
    colours = [INK, *[REST] * (len(heights) - 1)]
    ax.bar(range(len(heights)), heights, width=0.8, color=colours)
    even = sum(heights) / len(heights)
    ax.axhline(even, color=INK, linewidth=0.8, linestyle=(0, (4, 3)))
    ax.annotate(
        f"even share: {counted(round(even), 'item')}",
        (1, even),
        xycoords=("axes fraction", "data"),
        xytext=(0, 4),
        textcoords="offset points",
        ha="right",
    )
    name = shorten_uuids(str(numbers["partition_key"].iloc[0]))
    ax.annotate(
        f"{name}: {counted(int(heights[0]), 'item')}",
        (0, heights[0]),
        xytext=(10, -2),
        textcoords="offset points",
        va="top",
    )
    ax.set_xlim(-0.8, len(heights) - 0.2)
    ax.set_xticks([])
    ax.set_xlabel(f"{counted(len(heights), 'item collection')}, the largest first")
    ax.set_ylabel("items")
    share = numbers["share"].iloc[0]
    entitle(
        ax,
        f"The largest of {counted(len(heights), 'item collection')} "
        f"holds {percent(share)} of the items",
    )
    return ax
