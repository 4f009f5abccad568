"""How much is asked: the items that each question touches in a second."""

from typing import TYPE_CHECKING

from ddbhelpers.model import Model

if TYPE_CHECKING:
    from pandas import DataFrame

NEARLY_ALL = 0.9


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
        (asked.id, asked.name, asked.rate.average, asked.rate.peak, asked.items)
        for asked in model.access_patterns
        if asked.rate and asked.items
    ]
    names = ["id", "pattern", "average", "peak", "items"]
    frame = pd.DataFrame(lines, columns=names)
    touched = frame["average"] * frame["items"]
    frame = frame.assign(items_per_second=touched, share=touched / touched.sum())
    return frame.sort_values("items_per_second", ascending=False, kind="stable")


def heaviest(numbers: "DataFrame") -> tuple[int, float]:
    """Count the fewest questions that make up nine tenths; give their share as well."""
    so_far = numbers["share"].cumsum()
    count = int((so_far < NEARLY_ALL).sum()) + 1
    return count, float(so_far.iloc[:count].max())
