"""How answers are printed: tables for people, tabs for pipes, JSON for machines.

Standard output holds the answer and nothing else; what is said about it, its cost and
the progress of long work go to standard error.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import typer

from ddbhelpers.files import to_base64

if TYPE_CHECKING:
    from ddbhelpers.show import ReceiptView, TableView

MISSING = object()
DIGITS = 6


def print_json(document: Any) -> None:
    """Print one JSON document; bytes in base64, as AWS writes them."""
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False, default=to_base64))


def as_json(value: Any, *names: str, **paths: str) -> dict[str, Any]:
    """Give these attributes of a value, and others by their paths; floats rounded.

    >>> as_json(1.5 + 2j, "real", imaginary="imag.real")
    {'real': 1.5, 'imaginary': 2.0}
    """
    paths = {name: name for name in names} | paths
    return {name: rounded(attrgetter(path)(value)) for name, path in paths.items()}


def rounded(value: Any) -> Any:
    """Round a float; anything else stays as it is."""
    return round(float(value), DIGITS) if isinstance(value, float) else value


def wire_items(items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give items as DynamoDB JSON: the one form that keeps every type.

    An engine gives attributes in no order: here they stand in that of their names.
    """
    from ddbhelpers.model.wire import item_to_wire

    return [_sorted(item_to_wire(item)) for item in items]


def _sorted(wire: Any) -> Any:
    if isinstance(wire, Mapping):
        return {name: _sorted(wire[name]) for name in sorted(wire)}
    return [_sorted(element) for element in wire] if isinstance(wire, list) else wire


def print_table(*views: "TableView") -> None:
    """Print tables, but not what is said about them: a command says that itself.

    Where standard output is no terminal, they are lines of tabbed values.
    """
    for place, view in enumerate(views):
        if not sys.stdout.isatty():
            typer.echo(f"\n{view.tabbed}" if place else view.tabbed)
        elif view.lines:
            draw(replace(view, caption="", note=""))
            typer.echo()


def draw(view: "TableView | ReceiptView") -> None:
    """Draw something of `show` on the terminal; what is too long for it runs over."""
    from rich.console import Console

    Console().print(view, crop=False)


def print_items(items: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Print items as a table: these columns, then what else any of them has.

    An engine gives attributes in no order, so what else there is stands in ours.
    """
    from ddbhelpers.show.view import Column, TableView

    others = {name for item in items for name in item}.difference(columns)
    names = [*columns, *sorted(others)]
    write = text if sys.stdout.isatty() else _one_line
    lines = (tuple(write(item.get(name, MISSING)) for name in names) for item in items)
    print_table(TableView(tuple(map(Column, names)), tuple(lines), short_ids=False))


def say(line: str) -> None:
    """Say one line about the answer, on standard error."""
    typer.echo(line, err=True)


def text(value: Any) -> str:
    """Write one value exactly: nothing where it is missing, NULL where it is NULL.

    >>> text(MISSING), text(None), text({"tags": {"b", "a"}})
    ('', 'NULL', '{"tags": ["a", "b"]}')
    """
    if value is MISSING:
        return ""
    if value is None:
        return "NULL"
    written = _exactly(value)
    return json.loads(written) if written[0] == '"' else written


def _exactly(value: Any) -> str:
    """Write a value as JSON; a number keeps its digits, bytes become base64."""
    match value:
        case Mapping():
            ordered = sorted(value.items())
            pairs = (f"{_exactly(k)}: {_exactly(v)}" for k, v in ordered)
            return "{" + ", ".join(pairs) + "}"
        case set() | frozenset():
            return _exactly(sorted(value))
        case list() | tuple():
            return "[" + ", ".join(map(_exactly, value)) + "]"
        case Decimal():
            return f"{value:f}"
    return json.dumps(value, ensure_ascii=False, default=to_base64)


def _one_line(value: Any) -> str:
    """Keep a value in its place: a tab or a line end in it is written as \\t or \\n."""
    line = text(value)
    for raw, written in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        line = line.replace(raw, written)
    return line


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show how far long work has come, on standard error, if that is a terminal.

    Gives a function that takes how many are done.
    """
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich import progress as bars
    from rich.console import Console

    columns: list[bars.ProgressColumn] = [
        bars.SpinnerColumn(),
        bars.TextColumn("{task.description}"),
    ]
    if total is not None:
        columns.append(bars.BarColumn())
    columns += [bars.MofNCompleteColumn(), bars.TimeElapsedColumn()]
    console = Console(stderr=True)
    with bars.Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task(what, total=total)
        yield lambda done: shown.update(task, completed=done)
