"""A function under a control: move a slider, and the same table or picture changes.

The function is called first with what the controls begin with, and that answer also
stands in the output as plain HTML or PNG: it is what the reader sees where no widget
can live, such as on GitHub, and what a notebook's test compares.
"""

import inspect
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from ddbhelpers.errors import WorkbenchError
from ddbhelpers.show.html import element, text

if TYPE_CHECKING:
    from ipywidgets import VBox  # type: ignore[import-untyped]  # it has none

CONTROLS = "(low, high), (low, high, step), a list of choices, True or False"


class Shown(NamedTuple):
    """What a function gave, as HTML or as the bytes of a PNG."""

    html: str = ""
    png: bytes = b""


def explore(function: Callable[..., Any], /, **controls: object) -> "VBox":
    """Put a function under controls, one for each of its parameters.

    A control is ``(low, high)`` or ``(low, high, step)`` for a slider, a list of
    choices, or True or False. It begins at the parameter's default, if it has one,
    else at the low end or the first choice. The function gives a table, a DataFrame,
    a picture (Axes or Figure), or text. It is called again when a control comes to
    rest; an error is then shown in its one line, and the controls stay alive.

    >>> explore(lambda items: f"{items} items", items=(10, 50, 10))
    explore(items=10)
    """
    import ipywidgets

    defaults = {
        name: parameter.default
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.default is not parameter.empty
    }
    widgets = {
        name: _control(name, given, defaults.get(name))
        for name, given in controls.items()
    }

    def values() -> dict[str, object]:
        return {name: widget.value for name, widget in widgets.items()}

    first = _shown(function(**values()))
    words = ipywidgets.HTML(value=first.html)
    picture = ipywidgets.Image(value=first.png, format="png")
    picture.layout.display = None if first.png else "none"
    picture.layout.align_self = "flex-start"  # its own size, not the page's width

    def update(_: object) -> None:
        try:
            now = _shown(function(**values()))
        except Exception as error:
            now = Shown(html=text(f"{type(error).__name__}: {error}"))
        words.value, picture.value = now.html, now.png
        picture.layout.display = None if now.png else "none"

    for widget in widgets.values():
        widget.observe(update, names="value")
    return _explorer(widgets, [words, picture], first)


def _explorer(widgets: dict[str, Any], answer: list[Any], first: Shown) -> "VBox":
    import ipywidgets

    class Explorer(ipywidgets.VBox):  # type: ignore[misc]  # without types
        """Controls above an answer; its text form is the same in every run."""

        def __repr__(self) -> str:
            said = (f"{name}={widget.value!r}" for name, widget in widgets.items())
            return f"explore({', '.join(said)})"

        def _repr_mimebundle_(self, **options: object) -> Any:
            bundle = super()._repr_mimebundle_(**options)
            if first.html:
                bundle["text/html"] = first.html
            if first.png:
                bundle["image/png"] = first.png
            return bundle

    return Explorer([*widgets.values(), *answer])


def _control(name: str, given: Any, default: Any) -> Any:
    """Make the widget for one parameter; WorkbenchError for what is no control."""
    import ipywidgets

    label = {
        "description": name.replace("_", " "),
        "style": {"description_width": "initial"},
    }
    if isinstance(given, bool):
        return ipywidgets.Checkbox(value=given, indent=False, **label)
    if isinstance(given, list) and given:
        value = default if default in given else given[0]
        return ipywidgets.Dropdown(options=given, value=value, **label)
    numbers = isinstance(given, tuple) and len(given) in (2, 3)
    if not numbers or not all(type(part) in (int, float) for part in given):
        raise WorkbenchError(f"control {name} is {given!r}", allowed=CONTROLS)
    low, high, *rest = given
    if low >= high or any(step <= 0 for step in rest):
        raise WorkbenchError(f"control {name} is {given!r}", allowed=CONTROLS)
    whole = all(isinstance(part, int) for part in given)
    slider = ipywidgets.IntSlider if whole else ipywidgets.FloatSlider
    return slider(
        value=low if default is None else min(max(default, low), high),
        min=low,
        max=high,
        step=rest[0] if rest else (1 if whole else (high - low) / 20),
        continuous_update=False,
        **label,
    )


def _shown(given: object) -> Shown:
    """Take what a function gave to HTML, or to the bytes of a PNG."""
    if hasattr(given, "savefig") or hasattr(given, "get_figure"):
        return Shown(png=_png(given))
    if hasattr(given, "_repr_html_"):
        return Shown(html=given._repr_html_())
    words = given if isinstance(given, str) else repr(given)
    return Shown(html=element("pre", text(words, short_ids=False)))


def _png(given: Any) -> bytes:
    """Draw a figure, or the one that axes stand in, and close it: it is shown here."""
    import matplotlib.pyplot as plt

    figure = given if hasattr(given, "savefig") else given.get_figure(root=True)
    written = io.BytesIO()
    # the version of the software would be the only thing that changes
    figure.savefig(
        written, format="png", bbox_inches="tight", metadata={"Software": None}
    )
    plt.close(figure)
    return written.getvalue()
