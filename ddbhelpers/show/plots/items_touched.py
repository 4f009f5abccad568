"""How much is asked: the items that each question touches in a second."""

from typing import TYPE_CHECKING

from ddbhelpers.model import Model
from ddbhelpers.show.plots.drawing import (
    bar,
    beside,
    canvas,
    entitle,
    lie_down,
    make_place,
)
from ddbhelpers.show.plots.drawing import percent as in_percent
from ddbhelpers.show.plots.palette import REST
from ddbhelpers.words import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame


def items_touched(model: Model) -> "DataFrame":
    """Multiply how often each question is asked by how many items it touches.

    Columns: id, pattern, average and peak (runs per second), items, items_per_second,
    share (of all items touched). A question that leaves its items or its rate open is
    left out: nobody can say what it touches.

    >>> from ddbhelpers.model import AccessPattern, Rate
    >>> ask = AccessPattern(name="ask", question="?", rate=Rate(average=2, peak=9),
    ...                     items=20)
    >>> items_touched(Model(name="m", access_patterns=[ask]))["items_per_second"].item()
    40.0
    """
    import pandas as pd

    lines = [
        (one.id, one.name, one.rate.average, one.rate.peak, one.items)
        for one in model.access_patterns
        if one.rate and one.items
    ]
    names = ["id", "pattern", "average", "peak", "items"]
    frame = pd.DataFrame(lines, columns=names)
    touched = frame["average"] * frame["items"]
    frame = frame.assign(items_per_second=touched, share=touched / touched.sum())
    return frame.sort_values("items_per_second", ascending=False, kind="stable")


def plot_items_touched(numbers: "DataFrame", *, ax: "Axes | None" = None) -> "Axes":
    """Draw the items that each question touches in an average second.

    Takes what `items_touched` gives. The fewest questions that make up nine tenths of
    the load are drawn dark: the keys must serve them first.
    """
    ax = canvas(ax, height=max(2.6, 0.42 * len(numbers) + 1.0))
    lie_down(ax, list(numbers["pattern"]), "items touched per second, on average")
    heavy = _heavy(numbers)
    columns = (numbers["items_per_second"], numbers["share"])
    for at, (items, share) in enumerate(zip(*columns, strict=True)):
        bar(ax, at, items, kind="read")
        if at >= heavy:
            ax.patches[-1].set_color(REST)
        words = number(round(items, 3))
        beside(ax, at, items, f"{words}, {in_percent(share)}" if at < heavy else words)
    make_place(ax)
    share = in_percent(numbers["share"].iloc[:heavy].sum())
    verb = "takes" if heavy == 1 else "take"
    several = "question" if heavy == 1 else "questions"
    entitle(ax, f"{heavy} {several} of {len(numbers)} {verb} {share} of the load")
    return ax


def _heavy(numbers: "DataFrame") -> int:
    """Count the questions that together make up nine tenths."""
    return int((numbers["share"].cumsum() < 0.9).sum()) + 1
