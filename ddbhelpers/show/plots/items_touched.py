"""How much is asked: the items that each question touches in a second."""

from typing import TYPE_CHECKING

from ddbhelpers.show.plots.drawing import bar, beside, entitle, lie_down, make_place
from ddbhelpers.show.plots.palette import REST
from ddbhelpers.words import counted, number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame


def plot_items_touched(numbers: "DataFrame", *, ax: "Axes | None" = None) -> "Axes":
    """Draw the items that each question touches in an average second.

    Takes what `items_touched` gives. The fewest questions that make up nine tenths of
    the load are drawn dark: the keys must serve them first.
    """
    from ddbhelpers.plan import heaviest

    label = "items touched per second, on average"
    height = 0.42 * len(numbers) + 1.0
    ax = lie_down(ax, list(numbers["pattern"]), label, height=height)
    heavy, share_of_heavy = heaviest(numbers)
    columns = (numbers["items_per_second"], numbers["share"])
    for line, (items, share) in enumerate(zip(*columns, strict=True)):
        bar(ax, line, items, kind="read")
        if line >= heavy:
            ax.patches[-1].set_color(REST)
        words = number(round(items, 3))
        if line < heavy:
            words += f" per second, {percent(share)} of the load"
        beside(ax, line, items, words)
    make_place(ax)
    verb = "takes" if heavy == 1 else "take"
    several, share = counted(heavy, "question"), percent(share_of_heavy)
    entitle(ax, f"{several} of {len(numbers)} {verb} {share} of the load")
    return ax
