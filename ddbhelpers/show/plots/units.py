"""Pictures of what access patterns consume, and of how far the capacity goes."""

from typing import TYPE_CHECKING

from ddbhelpers.show.plots.drawing import (
    SIZE,
    bar,
    beside,
    entitle,
    lie_down,
    make_place,
    units_text,
)
from ddbhelpers.show.plots.palette import INK, OVER
from ddbhelpers.words import counted, number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

    from ddbhelpers.metering.tallies import MostUnits


def plot_units_by_pattern(frame: "DataFrame", *, ax: "Axes | None" = None) -> "Axes":
    """Draw the units of each access pattern: reads blue, writes orange.

    Takes a meter's frame, or the tally that `units_by_pattern` makes of it. Full bars
    came out of the table, hatched ones out of an index.
    """
    from ddbhelpers.metering.tallies import most_units, tallied

    tally = tallied(frame)
    runs = tally[["pattern", "kind"]].drop_duplicates().to_dict("records")
    indexes = [str(arm) for arm in tally["arm"].drop_duplicates() if arm != "table"]
    hatched = f"; hatched: {indexes[0]}" if len(indexes) == 1 else ""
    names = [str(run["pattern"]) for run in runs]
    height = max(SIZE[1], 0.38 * len(runs) + 1.0)
    ax = lie_down(ax, names, f"units consumed{hatched}", height=height)
    for line, run in enumerate(runs):
        kind = str(run["kind"])
        of_run = (tally["pattern"] == run["pattern"]) & (tally["kind"] == kind)
        arms = {
            str(arm): float(units)
            for arm, units in zip(
                tally.loc[of_run, "arm"], tally.loc[of_run, "units"], strict=True
            )
        }
        end = 0.0
        for arm, units in arms.items():
            bar(
                ax,
                line,
                units,
                kind=kind,
                left=end,
                index=indexes.index(arm) + 1 if arm in indexes else 0,
            )
            end += units
        beside(ax, line, end, f"{number(end)} {kind}{_split(arms, indexes)}")
    make_place(ax)
    entitle(ax, _who_takes_most(most_units(tally)))
    return ax


def _split(arms: dict[str, float], indexes: list[str]) -> str:
    """Say which arms the units came out of, unless it was the table alone."""
    names = {arm: "index" if indexes == [arm] else arm for arm in arms}
    if list(arms) == ["table"]:
        return ""
    if len(arms) == 1:
        return f", {names.popitem()[1]}"
    parts = (f"{number(units)} {names[arm]}" for arm, units in arms.items())
    return f" = {' + '.join(parts)}"


def _who_takes_most(most: "MostUnits | None") -> str:
    if most is None:
        return "Nothing was consumed"
    in_all = units_text(most.units_of_all, most.kind)
    if most.units == most.units_of_all:
        return f"{most.pattern} takes all {in_all}"
    return f"{most.pattern} takes {percent(most.share)} of the {in_all}"


def plot_write_amplification(frame: "DataFrame", *, ax: "Axes | None" = None) -> "Axes":
    """Draw what each write took from the table, and from the indexes on top of it.

    Takes a meter's frame, or the tally that `units_by_pattern` makes of it; the
    numbers are `write_amplification`'s.
    """
    from ddbhelpers.metering.tallies import write_amplification

    numbers = write_amplification(frame)
    height = 0.45 * len(numbers) + 1.0
    ax = lie_down(ax, list(numbers["pattern"]), "write units", height=height)
    columns = (numbers[name] for name in ("table_units", "index_units", "times"))
    for line, (table, index, times) in enumerate(zip(*columns, strict=True)):
        bar(ax, line, table, kind="write")
        words = number(table)
        if index:
            bar(ax, line, index, kind="write", left=table, index=1)
            words = f"{number(table)} table + {number(index)} index"
            words += f" (× {number(round(times, 1))})" if table else ""
        beside(ax, line, table + index, words)
    make_place(ax)
    entitle(ax, _what_indexes_add(numbers))
    return ax


def _what_indexes_add(numbers: "DataFrame") -> str:
    if not numbers["index_units"].any():
        return "No index was written: every write costs what the table takes"
    worst = numbers.sort_values("times", ascending=False, kind="stable").iloc[0]
    times = number(round(worst["times"], 1))
    which = worst["pattern"]
    return f"The index makes {which} cost {times} times what the table alone takes"


def plot_runs_per_second(numbers: "DataFrame", *, ax: "Axes | None" = None) -> "Axes":
    """Draw how often a second each pattern can run, beside the peak that is expected.

    Takes what `runs_per_second` gives. A pattern that cannot keep up with its peak is
    hatched in vermillion; the thin line on each bar is the peak.
    """
    label = "runs per second, each pattern alone"
    height = max(SIZE[1], 0.42 * len(numbers) + 1.0)
    ax = lie_down(ax, list(numbers["pattern"]), label, height=height)
    columns = (numbers[name] for name in ("per_second", "peak", "kind"))
    for line, (runs, peak, kind) in enumerate(zip(*columns, strict=True)):
        short = runs < peak
        bar(ax, line, runs, kind="" if short else kind)
        end, words = runs, f"{number(round(runs, 2))}/s"
        if peak == peak:
            ax.plot([peak, peak], [line - 0.42, line + 0.42], color=INK, linewidth=1.2)
            end = max(runs, peak)
            words += f", {'too few for' if short else 'peak'} {number(peak)}/s"
        beside(ax, line, end, words, OVER if short else INK)
    make_place(ax)
    entitle(ax, _who_falls_short(numbers))
    return ax


def _who_falls_short(numbers: "DataFrame") -> str:
    provisioned = {
        unit: number(numbers.loc[numbers["kind"] == kind, "provisioned"].min())
        for kind, unit in (("read", "RCU"), ("write", "WCU"))
        if (numbers["kind"] == kind).any()
    }
    said = " and ".join(f"{units} {unit}" for unit, units in provisioned.items())
    short = numbers[numbers["per_second"] < numbers["peak"]]
    if short.empty:
        return f"{said} carry each of {counted(len(numbers), 'pattern')} at its peak"
    worst = short.sort_values("carried", kind="stable").iloc[0]
    return (
        f"{said} fall short of {len(short)} of {counted(len(numbers), 'pattern')}: "
        f"{worst['pattern']} most"
    )
