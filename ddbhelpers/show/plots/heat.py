"""Pictures and tables of heat: what is throttled over time, and on which key."""

from typing import TYPE_CHECKING

from ddbhelpers.show.plots.drawing import (
    at_end,
    bar,
    beside,
    canvas,
    entitle,
    lie_down,
    make_place,
    percent,
)
from ddbhelpers.show.plots.palette import INK, OVER
from ddbhelpers.show.tables.table import show_table
from ddbhelpers.show.view import TableView
from ddbhelpers.words import counted, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

    from ddbhelpers.plan.heat import Heat

MOST_POINTS = 720  # over time: more than the picture has room for
TIMES = ((2 * 86_400, 86_400, "days"), (7200, 3600, "hours"), (300, 60, "minutes"))


def heat_over_time(heat: "Heat", *, lines: int = 12) -> "DataFrame":
    """Sum a simulation up in equal stretches of time, one line for each.

    Columns: second (the stretch's first), seconds, and per second, on average: asked,
    served, throttled; throttled_share; bucket_share (what is left of the burst bucket
    that came closest to its end, after the stretch; NaN without any bucket).
    """
    import numpy as np
    import pandas as pd

    seconds = heat.traffic.seconds
    edges = np.unique(np.linspace(0, seconds, min(lines, seconds) + 1).astype(int))
    long = np.diff(edges)
    asked, throttled = (
        np.add.reduceat(series, edges[:-1]) for series in (heat.asked, heat.throttled)
    )
    bucket = heat.bucket
    left = np.full(len(long), np.nan)
    if bucket is not None:
        left = bucket.left[edges[1:] - 1] / bucket.full
    return pd.DataFrame(
        {
            "second": edges[:-1],
            "seconds": long,
            "asked": asked / long,
            "served": (asked - throttled) / long,
            "throttled": throttled / long,
            "throttled_share": throttled / np.where(asked > 0, asked, 1),
            "bucket_share": left,
        }
    )


def heat_of_keys(heat: "Heat") -> "DataFrame":
    """Tell the heat of each key, the hottest first.

    Columns: key, share (of all requests), units_per_second and throttled_per_second
    (of the table, on average), throttled_share (of the key's own requests).
    """
    import numpy as np
    import pandas as pd

    asked, throttled = heat.asked_of_key, heat.throttled_of_key
    units = heat.arms[0].arm.units / heat.traffic.seconds
    frame = pd.DataFrame(
        {
            "key": heat.traffic.keys,
            "share": asked / (heat.asked_requests or 1),
            "units_per_second": asked * units,
            "throttled_per_second": throttled * units,
            "throttled_share": throttled / np.where(asked > 0, asked, 1),
        }
    )
    # keys that are asked for alike keep their order, whatever adding up made of them
    order = (-frame["units_per_second"].round(6)).argsort(kind="stable")
    return frame.iloc[order]


def heat_table(heat: "Heat", *, limit: int = 10, caption: str = "") -> TableView:
    """Show the hottest keys, and below them what the simulation assumes."""
    numbers = heat_of_keys(heat)
    shown = numbers.head(limit)
    unit = f"{heat.traffic.kind} units/s"
    hidden = len(numbers) - len(shown)
    rest = [f"{counted(hidden, 'more key')}."] if hidden else []
    return show_table(
        [
            {
                "key": line["key"],
                "share": percent(line["share"]),
                "asked": round(line["units_per_second"], 2),
                "throttled": round(line["throttled_per_second"], 2),
                "of it": percent(line["throttled_share"]),
            }
            for line in shown.to_dict("records")
        ],
        caption=caption or str(heat),
        note=" ".join([*rest, *heat.assumptions]),
        units={"asked": unit, "throttled": unit},
    )


def burst_table(heat: "Heat", *, lines: int = 12, caption: str = "") -> TableView:
    """Show asked, served, throttled and the burst bucket over time."""
    kind = heat.traffic.kind
    bucket = heat.bucket
    return show_table(
        [
            {
                "from second": f"{line['second']:,}",
                "asked": round(line["asked"], 2),
                "served": round(line["served"], 2),
                "throttled": round(line["throttled"], 2),
                "bucket left": "none"
                if bucket is None
                else percent(line["bucket_share"]),
            }
            for line in heat_over_time(heat, lines=lines).to_dict("records")
        ],
        caption=caption or str(heat),
        note="" if bucket is None else f"bucket: {bucket.name}, {_full(heat)}",
        units=dict.fromkeys(("asked", "served", "throttled"), f"{kind}s/s"),
    )


def plot_burst(heat: "Heat", *, ax: "Axes | None" = None) -> "Axes":
    """Draw the burst bucket and the throttled requests over time, both in per cent.

    The bucket is the one that came closest to its end; it is a line, what is throttled
    a hatched area. Numbers: `heat_over_time`, `burst_table`.
    """
    from matplotlib.ticker import MaxNLocator

    ax = canvas(ax)
    numbers = heat_over_time(heat, lines=MOST_POINTS)
    seconds = heat.traffic.seconds
    step, unit = next(
        ((step, unit) for least, step, unit in TIMES if seconds >= least),
        (1, "seconds"),
    )
    ends = (numbers["second"] + numbers["seconds"]).to_numpy() / step
    shares = numbers["throttled_share"].to_numpy() * 100
    if shares.any():
        ax.stairs(
            shares,
            [0, *ends],
            fill=True,
            facecolor="white",
            edgecolor=OVER,
            hatch="xxxx",
            linewidth=1.2,
        )
        label = f"throttled, {percent(heat.throttled_share)} of all"
        at_end(ax, ends[-1], shares[-1], label)
    bucket = heat.bucket
    if bucket is not None:
        left = numbers["bucket_share"].to_numpy() * 100
        begin = heat.behaviour.burst_at_start * 100
        ax.plot([0, *ends], [begin, *left], color=INK)
        over = 7 if shares.any() and abs(left[-1] - shares[-1]) < 7 else 0
        beside = left[-1] + (over if left[-1] >= shares[-1] else -over)
        at_end(ax, ends[-1], max(beside, 0), "burst bucket")
    ax.set_xlim(0, ends[-1] * 1.32)
    ax.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 3, 5, 6, 10]))
    ax.set_xticks([tick for tick in ax.get_xticks() if tick <= ends[-1] * 1.001])
    ax.set_ylim(0, 105)
    ax.set_yticks(range(0, 101, 25))
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0f} %")
    ax.set_xlabel(unit)
    ax.set_ylabel(f"of the bucket and of the {heat.traffic.kind}s")
    entitle(ax, _when_it_breaks(heat))
    return ax


def plot_key_heat(heat: "Heat", *, limit: int = 12, ax: "Axes | None" = None) -> "Axes":
    """Draw the hottest keys beside what one partition serves.

    What was throttled is hatched in vermillion at the end of a key's bar. Numbers:
    `heat_of_keys`, `heat_table`.
    """
    from ddbhelpers.plan.heat.arms import PARTITION_UNITS

    kind = heat.traffic.kind
    numbers = heat_of_keys(heat)
    shown = numbers.head(limit)
    hidden = len(numbers) - len(shown)
    more = f"; {counted(hidden, 'cooler key')} not shown" if hidden else ""
    ax = canvas(ax, height=max(2.6, 0.36 * len(shown) + 1.2))
    lie_down(ax, list(shown["key"]), f"{kind} units asked for per second{more}")
    columns = (shown["units_per_second"], shown["throttled_per_second"])
    for at, (asked, lost) in enumerate(zip(*columns, strict=True)):
        bar(ax, at, asked - lost, kind=kind)
        words = _short(asked)
        if lost:
            ax.barh(
                at,
                lost,
                left=asked - lost,
                height=0.62,
                facecolor="white",
                edgecolor=OVER,
                hatch="xxxx",
                linewidth=1,
            )
            words += f", {_short(lost)} throttled"
        beside(ax, at, asked, words, OVER if lost else INK)
    limit_units = PARTITION_UNITS[kind]
    make_place(ax)
    if ax.get_xlim()[1] >= limit_units:
        ax.axvline(limit_units, color=INK, linewidth=0.8, linestyle=(0, (4, 3)))
        ax.annotate(
            f"one partition: {number(limit_units)}",
            (limit_units, 0),
            xycoords=("data", "axes fraction"),
            xytext=(4, 4),
            textcoords="offset points",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
        )
    entitle(ax, _who_is_hot(heat, numbers))
    return ax


def _who_is_hot(heat: "Heat", numbers: "DataFrame") -> str:
    hottest = numbers.iloc[0]
    share = percent(hottest["share"])
    says = f"{hottest['key']} takes {share} of the {heat.traffic.kind}s"
    hit = numbers[numbers["throttled_per_second"] > 0]
    if hit.empty:
        return f"{says}; no key is throttled"
    if len(hit) == 1 and hit.iloc[0]["key"] == hottest["key"]:
        return f"{says}; {percent(hottest['throttled_share'])} of those are throttled"
    if len(hit) == len(numbers):
        return f"{says}, but all {len(hit):,} keys are throttled"
    return f"{says}; {counted(len(hit), 'key')} of {len(numbers):,} are throttled"


def _when_it_breaks(heat: "Heat") -> str:
    kind, first = heat.traffic.kind, heat.first_throttled
    if first is None:
        return f"No {kind} is throttled: the burst bucket never runs dry"
    bucket = heat.bucket
    lost, asked = heat.throttled[first:].sum(), heat.asked[first:].sum()
    says = f"{percent(lost / asked)} of the {kind}s are throttled"
    if first == 0:
        return f"From the first second on {says}"
    if bucket is None or bucket.empty_from is None:
        return f"From {_time(first)} on {says}"
    return f"Burst is gone after {_time(first)}: from then on {says}"


def _short(units: float) -> str:
    """Write three digits, or all of the whole units.

    >>> _short(1830.04), _short(40.345), _short(0.0667)
    ('1,830', '40.3', '0.0667')
    """
    return number(float(f"{units:.3g}") if units < 100 else round(units))


def _time(seconds: int) -> str:
    """Say a time in the largest unit that tells it well.

    >>> _time(45), _time(361), _time(33_900)
    ('45 s', '6 min', '9.4 h')
    """
    if seconds < 120:
        return f"{seconds} s"
    if seconds < 7200:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def _full(heat: "Heat") -> str:
    full = heat.bucket.full if heat.bucket else 0
    return f"{number(round(full, 1))} {heat.traffic.kind} units when full"
