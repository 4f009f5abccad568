"""Two designs beside each other: what each access pattern costs in a month."""

from typing import TYPE_CHECKING

from ddbhelpers.show.plots.drawing import (
    bar,
    beside,
    entitle,
    lie_down,
    make_place,
    month_usd,
)
from ddbhelpers.show.tables.choices import more
from ddbhelpers.words import money

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ddbhelpers.plan import Comparison, PatternComparison

THICK = 0.34
BESIDE = 0.19  # of one bar's middle from that of the pair


def plot_designs(comparison: "Comparison", *, ax: "Axes | None" = None) -> "Axes":
    """Draw each pattern's dollars a month in one design (full) and another (hatched).

    Takes what `compare_designs` gives; the numbers are `design_table`'s. Reads are
    blue, writes orange; the dearest pattern stands on top. Dollars are request units
    on demand, before any free tier.
    """
    pairs = sorted(comparison.patterns, key=_dearest, reverse=True)
    a, b = comparison.names
    label = f"{month_usd(comparison.a.prices)}\non demand; full: {a}, hatched: {b}"
    names = [pair.pattern for pair in pairs]
    ax = lie_down(ax, names, label, height=0.52 * len(pairs) + 1.1)
    for line, pair in enumerate(pairs):
        sides = zip((-BESIDE, BESIDE), (pair.a, pair.b), strict=True)
        for hatched, (aside, side) in enumerate(sides):
            if side is not None:
                kind = "write" if side.write_units_per_second else "read"
                usd = side.monthly_usd
                bar(ax, line + aside, usd, kind=kind, index=hatched, thick=THICK)
        _words(ax, line, pair)
    make_place(ax)
    entitle(ax, _what_differs(comparison))
    return ax


def _dearest(pair: "PatternComparison") -> float:
    return max(side.monthly_usd if side else 0.0 for side in (pair.a, pair.b))


def _words(ax: "Axes", line: int, pair: "PatternComparison") -> None:
    """Label both bars, or the pair once where they are the same."""
    if pair.a and pair.b and not round(pair.monthly_usd_more, 6):
        beside(ax, line, pair.a.monthly_usd, f"{money(pair.a.monthly_usd)} in both")
        return
    for aside, side in ((-BESIDE, pair.a), (BESIDE, pair.b)):
        words = "not there" if side is None else money(side.monthly_usd)
        if side is pair.b and pair.a and pair.b:
            words += f" ({more(pair.monthly_usd_more)})"
        beside(ax, line + aside, side.monthly_usd if side else 0.0, words)


def _what_differs(comparison: "Comparison") -> str:
    a, b = comparison.names
    differing = [p for p in comparison.patterns if round(p.monthly_usd_more, 6)]
    if not differing:
        return f"Every access pattern costs the same in {a} and in {b}"
    a_usd, b_usd = comparison.patterns_usd
    total = b_usd - a_usd
    most = max(differing, key=lambda pair: abs(pair.monthly_usd_more))
    if not round(total, 6):
        return f"{a} and {b} cost the same together, and {most.pattern} differs most"
    cheaper, dearer = (a, b) if total > 0 else (b, a)
    where = "all of it" if len(differing) == 1 else "above all"
    less = f"{money(abs(total))} USD a month less than {dearer}"
    return f"{cheaper}: {less}, {where} in {most.pattern}"
