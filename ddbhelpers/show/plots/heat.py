"""Pictures of heat: what is throttled over time, and on which key."""

from typing import TYPE_CHECKING

from ddbhelpers.capacity.limits import PARTITION_UNITS
from ddbhelpers.show.plots.drawing import (
    at_end,
    bar,
    beside,
    canvas,
    entitle,
    lie_down,
    make_place,
)
from ddbhelpers.show.plots.palette import INK, OVER
from ddbhelpers.words import counted, number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

    from ddbhelpers.plan.heat import Heat

MOST_POINTS = 720  # over time: more than the picture has room for
TIMES = ((2 * 86_400, 86_400, "days"), (7200, 3600, "hours"), (300, 60, "minutes"))


def plot_burst(heat: "Heat", *, ax: "Axes | None" = None) -> "Axes":
    """Draw the burst bucket and the throttled requests over time, both in per cent.

    The bucket is the one that came closest to its end; it is a line, what is throttled
    a hatched area. Numbers: `heat_over_time`, `burst_table`.
    """
    from matplotlib.ticker import MaxNLocator

    from ddbhelpers.plan.heat.frames import heat_over_time

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
        at_end(ax, ends[-1], shares[-1], "throttled")
    bucket = heat.bucket
    if bucket is not None:
        left = numbers["bucket_share"].to_numpy() * 100
        begin = heat.behaviour.burst_at_start * 100
        ax.plot([0, *ends], [begin, *left], color=INK)
        over = 7 if shares.any() and abs(left[-1] - shares[-1]) < 7 else 0
        beside = left[-1] + (over if left[-1] >= shares[-1] else -over)
        at_end(ax, ends[-1], max(beside, 0), "burst bucket")
    ax.set_xlim(0, ends[-1] * 1.2)  # room for the labels at the ends
    ax.spines["bottom"].set_bounds(0, ends[-1])
    ax.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 3, 5, 6, 10]))
    ax.set_xticks([tick for tick in ax.get_xticks() if tick <= ends[-1] * 1.001])
    ax.set_ylim(0, 105)
    ax.set_yticks(range(0, 101, 25))
    ax.yaxis.set_major_formatter(lambda value, _: percent(value / 100))
    ax.set_xlabel(unit)
    ax.set_ylabel(f"of the bucket,\nand of each second's {heat.traffic.kind}s")
    entitle(ax, _when_it_breaks(heat))
    return ax


def plot_key_heat(heat: "Heat", *, limit: int = 12, ax: "Axes | None" = None) -> "Axes":
    """Draw the hottest keys beside what one partition serves.

    What was throttled is hatched in vermillion at the end of a key's bar. Numbers:
    `heat_of_keys`, `heat_table`.
    """
    from ddbhelpers.plan.heat.frames import heat_of_keys

    kind = heat.traffic.kind
    numbers = heat_of_keys(heat)
    shown = numbers.head(limit)
    hidden = len(numbers) - len(shown)
    more = f"; {counted(hidden, 'cooler key')} not shown" if hidden else ""
    label = f"{kind} units asked for per second{more}"
    ax = lie_down(ax, list(shown["key"]), label, height=0.36 * len(shown) + 1.2)
    columns = (shown["units_per_second"], shown["throttled_per_second"])
    for line, (asked, lost) in enumerate(zip(*columns, strict=True)):
        bar(ax, line, asked - lost, kind=kind)
        words = f"{_short(lost)} of " if lost else ""
        words += _short(asked) + (" throttled" if lost else "")
        if lost:
            bar(ax, line, lost, left=asked - lost)
        beside(ax, line, asked, words, OVER if lost else INK)
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
    taken = f"{percent(hottest['share'])} go to {hottest['key']}"
    hit = numbers[numbers["throttled_per_second"] > 0]
    if hit.empty:
        return f"Of all {heat.traffic.kind}s {taken}; none is throttled"
    if len(hit) == 1 and hit.iloc[0]["key"] == hottest["key"]:
        where = "all on this key"
    elif len(hit) == len(numbers):
        where = f"on all {len(hit):,} keys"
    else:
        where = f"on {len(hit):,} of {counted(len(numbers), 'key')}"
    lost = f"{percent(heat.throttled_share)} are throttled, {where}"
    return f"Of all {heat.traffic.kind}s {taken}; {lost}"


def _when_it_breaks(heat: "Heat") -> str:
    kind, first = heat.traffic.kind, heat.first_throttled
    if first is None:
        return f"No {kind} is throttled: the burst bucket never runs dry"
    bucket = heat.bucket
    asked, lost = heat.per_second_since
    says = f"{_short(lost)} of {_short(asked)} {kind}s/s are throttled"
    if first == 0:
        return f"From the first second on {says}"
    if bucket is None or bucket.empty_from is None:
        return f"From {_time(first)} on {says}"
    return f"Burst is gone after {_time(first)}: then {says}"


def _short(units: float) -> str:
    """Write three digits, or all of the whole units.

    >>> _short(1830.04), _short(40.345), _short(0.0667)
    ('1,830', '40.3', '0.0667')
    """
    return number(float(f"{units:.3g}") if units < 100 else round(units))


def _time(seconds: int) -> str:
    """Say a time in the largest unit that tells it well.

    >>> _time(45), _time(361), _time(571), _time(33_900)
    ('45 s', '6 min', '9.5 min', '9.4 h')
    """
    if seconds < 120:
        return f"{seconds} s"
    if seconds < 7200:
        return f"{number(round(seconds / 60, 1))} min"
    return f"{number(round(seconds / 3600, 1))} h"
