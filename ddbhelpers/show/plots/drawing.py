"""What all pictures have in common: the canvas, the title's place, bars and limits."""

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ddbhelpers.show.plots.palette import HATCHES, INK, OVER, READS, WRITES
from ddbhelpers.words import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ddbhelpers.plan import Prices

SIZE = (7.0, 3.5)  # inches
LOWEST = 2.6  # inches, of a picture of lying bars
CORNER = 0.12  # inches, of the card that a picture stands on
TITLE_CHARACTERS = 74
GAP = 5.0  # points between a bar and its label
COLOURS = {"read": READS, "write": WRITES}


def canvas(ax: "Axes | None", *, height: float = SIZE[1]) -> "Axes":
    """Give the axes to draw on: the given ones, or those of a new figure.

    A figure is a white card with round corners. No ink can be read as well on white as
    on a dark theme, so the ground travels with the picture; the card says that it is
    meant, and not that something is missing.
    """
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt
    from matplotlib.patches import FancyBboxPatch

    figure, ax = plt.subplots(figsize=(SIZE[0], height))
    card = FancyBboxPatch(
        (0, 0),
        1,
        1,
        boxstyle=f"round,pad=0,rounding_size={CORNER / SIZE[0]}",
        mutation_aspect=SIZE[0] / height,  # as round in height as in width
        facecolor=figure.get_facecolor(),
        edgecolor=figure.get_edgecolor(),
        transform=figure.transFigure,
    )
    figure.patch = card  # type: ignore[assignment]  # any patch with bounds serves
    return ax


def entitle(ax: "Axes", finding: str) -> None:
    """Write the finding above the picture, from its left edge, labels included."""
    title = ax.set_title(textwrap.fill(finding, TITLE_CHARACTERS), loc="left")
    figure = ax.get_figure(root=True)
    if figure is None:
        return
    figure.draw_without_rendering()
    box = ax.get_tightbbox(for_layout_only=True)
    if box is not None:
        left = ax.transAxes.inverted().transform((box.x0, box.y0))[0]
        title.set_x(min(left, 0.0))


def lie_down(
    ax: "Axes | None", names: Sequence[str], label: str, *, height: float
) -> "Axes":
    """Give a canvas for lying bars, the first on top: a name for each, a light x-grid.

    `height` is what they need, in inches; little is made more.
    """
    from matplotlib.ticker import MaxNLocator

    ax = canvas(ax, height=max(LOWEST, height))
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xlabel(label)
    ax.grid(False, axis="y")
    ax.grid(True, axis="x")
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    ax.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(lambda value, _: number(value))
    return ax


def bar(
    ax: "Axes",
    place: float,
    width: float,
    *,
    kind: str = "",
    left: float = 0,
    index: int = 0,
    thick: float = 0.62,
) -> None:
    """Draw a lying bar: full for the table, hatched for the first index and so on.

    Without a kind it is what is over a limit: in vermillion, with a hatch of its own.
    """
    colour = COLOURS[kind] if kind else OVER
    hatch = HATCHES[(index - 1) % len(HATCHES)] if index else None
    ax.barh(
        place,
        width,
        left=left,
        height=thick,
        facecolor="white" if index or not kind else colour,
        edgecolor=colour,
        hatch=hatch if kind else "xxxx",
        linewidth=1,
    )


def beside(ax: "Axes", place: float, end: float, words: str, colour: str = INK) -> None:
    """Write words just past the end of a lying bar; `make_place` leaves room."""
    label = ax.annotate(
        words,
        (end, place),
        xytext=(GAP, 0),
        textcoords="offset points",
        va="center",
        color=colour,
    )
    label.set_in_layout(False)


def make_place(ax: "Axes") -> None:
    """Begin the bars at zero, and end the axis where the last label beside one does."""
    from matplotlib.text import Annotation

    figure = ax.get_figure(root=True)
    labels = [text for text in ax.texts if isinstance(text, Annotation)]
    ends = [float(label.xy[0]) for label in labels]
    ax.set_xlim(0, max([*ends, 0.0]) or 1)
    if figure is None:
        return
    figure.draw_without_rendering()
    room = ax.get_window_extent().width
    needed = [
        # the longest axis on which this label still begins at the end of its bar
        end * room / max(room - label.get_window_extent().width - 2 * GAP, room / 4)
        for end, label in zip(ends, labels, strict=True)
    ]
    ax.set_xlim(0, max([*needed, 0.0]) or 1)


def at_end(ax: "Axes", x: float, y: float, words: str) -> None:
    """Write words where a line ends, readable over the grid."""
    ax.annotate(
        words,
        (x, y),
        xytext=(GAP + 2, 0),
        textcoords="offset points",
        va="center",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )


def units_text(units: float, kind: str) -> str:
    """Say units in words.

    >>> units_text(0.5, "read"), units_text(1, "write"), units_text(2, "write")
    ('0.5 read units', '1 write unit', '2 write units')
    """
    return f"{number(units)} {kind} unit{'' if units == 1 else 's'}"


def month_usd(prices: "Prices") -> str:
    """Say what dollars of a month are: how long it is, where, and of which date.

    >>> from ddbhelpers.plan import load_prices
    >>> month_usd(load_prices())
    'USD a month of 730 h, us-east-1, 01 September 2026'
    """
    when = f"{prices.as_of:%d %B %Y}"
    return f"USD a month of {prices.month_hours:g} h, {prices.region}, {when}"
