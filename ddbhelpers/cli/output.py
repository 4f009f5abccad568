"""How answers are printed: tables for people, tabs for pipes, JSON for machines.

Standard output holds the answer and nothing else; what is said about it, its cost and
the progress of long work go to standard error.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import typer

from ddbhelpers.files import to_base64

MISSING = object()


def print_json(document: Any) -> None:
    """Print one JSON document; bytes in base64, as AWS writes them."""
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False, default=to_base64))


def wire_items(items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give items as DynamoDB JSON: the one form that keeps every type.

    An engine gives attributes in no order: here they stand in that of their names.
    """
    from ddbhelpers.model.wire import item_to_wire

    return [_sorted(item_to_wire(item)) for item in items]


def _sorted(wire: Any) -> Any:
    if isinstance(wire, Mapping):
        return {name: _sorted(wire[name]) for name in sorted(wire)}
    return [_sorted(one) for one in wire] if isinstance(wire, list) else wire


def print_table(columns: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    """Print a table; where standard output is no terminal, lines of tabbed values."""
    if sys.stdout.isatty():
        _draw_table(columns, lines)
        return
    for line in (columns, *lines):
        typer.echo("\t".join(_one_line(text(value)) for value in line))


def _draw_table(columns: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(header_style="bold")
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for line in lines:
        # Text, not str: an item's own brackets are no markup.
        table.add_row(*(Text(text(value)) for value in line))
    if table.row_count:
        Console().print(table)


def print_items(items: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Print items as a table: these columns, then what else any of them has.

    An engine gives attributes in no order, so what else there is stands in ours.
    """
    others = {name for item in items for name in item}.difference(columns)
    names = [*columns, *sorted(others)]
    print_table(names, ([item.get(name, MISSING) for name in names] for item in items))


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


def _one_line(value: str) -> str:
    """Keep a value in its place: a tab or a line end in it is written as \\t or \\n."""
    for raw, written in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        value = value.replace(raw, written)
    return value


def counted(number: int, noun: str) -> str:
    """Count things in words.

    >>> counted(1, "item"), counted(1200, "item")
    ('1 item', '1,200 items')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def units(number: float, noun: str) -> str:
    """Write an amount of units, which may be a half.

    >>> units(1.5, "read unit"), units(1.0, "read unit")
    ('1.5 read units', '1 read unit')
    """
    return f"{number:,.10g} {noun}{'' if number == 1 else 's'}"


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
