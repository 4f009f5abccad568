"""What stands on a picture, as data."""

from typing import TypeVar

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

P = TypeVar("P", bound=Patch)


def drawn(ax: Axes) -> Figure:
    """Give the picture, with everything in its place."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()
    return figure


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def title_box(ax: Axes) -> Bbox:
    """Give the place of the title that stands left."""
    words = ax.get_title(loc="left")
    [title] = ax.findobj(lambda a: isinstance(a, Text) and a.get_text() == words)
    return title.get_window_extent()


def labels_lie_apart(ax: Axes) -> bool:
    """Tell whether every label is within the picture and on no other."""
    right = drawn(ax).bbox.x1 + 1
    boxes = [text.get_window_extent() for text in ax.texts]
    return all(
        box.x1 <= right and not any(box.overlaps(other) for other in boxes[:before])
        for before, box in enumerate(boxes)
    )


def patches(ax: Axes, kind: type[P]) -> list[P]:
    """Give all that is filled; it is all of one kind."""
    found = [patch for patch in ax.patches if isinstance(patch, kind)]
    assert len(found) == len(ax.patches)
    return found


def bars(ax: Axes, digits: int = 9) -> list[tuple[float, float, str, bool]]:
    """Give each lying bar: its start, its length, its colour, whether it is hatched."""
    return [
        (
            round(bar.get_x(), digits),
            round(bar.get_width(), digits),
            to_hex(bar.get_edgecolor()).upper(),
            bool(bar.get_hatch()),
        )
        for bar in patches(ax, Rectangle)
    ]


def points(line: Line2D) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the x and the y of a line's points."""
    return np.asarray(line.get_xdata()), np.asarray(line.get_ydata())
