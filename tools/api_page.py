"""Writes docs/api.md, the list of public names, from their docstrings.

Run it after a name or the first line of its docstring has changed:
`python -m tools.api_page`. A test compares.
"""

import importlib
import inspect

from tools.console import ROOT

PAGE = ROOT / "docs" / "api.md"
ROOMS = (
    *("model", "request", "capacity", "check", "explaining", "plan", "engine"),
    *("metering", "data", "show"),
)
HEAD = """\
# The names of `ddbhelpers`

Made from the docstrings by `python -m tools.api_page`; `help(name)` tells the rest. The
first table is what the notebooks use, as `import ddbhelpers as ddb`; every other name
stands under its room: `from ddbhelpers.plan import monthly_bill`.
"""


def main() -> None:
    """Writes the page anew."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


def page() -> str:
    """The text of the page."""
    parts = [HEAD, _table("ddbhelpers")]
    for room in ROOMS:
        name = f"ddbhelpers.{room}"
        parts += [f"## {name}\n\n{_first_line(importlib.import_module(name))}\n"]
        parts += [_table(name)]
    return "\n".join(parts)


def _table(module_name: str) -> str:
    """One line for each name of a module's `__all__`."""
    module = importlib.import_module(module_name)
    lines = ["| name | |", "|---|---|"]
    for name in sorted(module.__all__, key=str.lower):
        if name != "__version__":
            lines.append(f"| `{name}` | {_first_line(getattr(module, name))} |")
    return "\n".join(lines) + "\n"


def _first_line(thing: object) -> str:
    """The first sentence or two of a docstring; of a constant, what it holds."""
    if isinstance(thing, tuple):
        return f"A tuple of `{type(thing[0]).__name__}`."
    text = inspect.getdoc(thing) or ""
    return text.partition("\n\n")[0].replace("\n", " ").replace("|", "\\|")


if __name__ == "__main__":
    main()
