"""How answers are printed: tables for people, tabs for pipes, JSON for machines.

Standard output holds the answer and nothing else; what is said about it, its cost and
the progress of long work go to standard error.
"""

import base64
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import typer

from ddbhelpers.model.wire import item_to_wire

MISSING = object()


def print_json(document: Any) -> None:
    """Print one JSON document; bytes in base64, as AWS writes them."""
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False, default=_base64))


def wire_items(items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give items as DynamoDB JSON: the one form that keeps every type."""
    return [item_to_wire(item) for item in items]


def print_table(
    columns: Sequence[str], lines: Iterable[Sequence[Any]], *, title: str | None = None
) -> None:
    """Print a table; where standard output is no terminal, lines of tabbed values."""
    written = [[text(value) for value in line] for line in lines]
    if not sys.stdout.isatty():
        for line in (columns, *written):
            typer.echo("\t".join(_one_line(value) for value in line))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for line in written:
        # Text, not str: an item's own brackets are no markup.
        table.add_row(*(Text(value) for value in line))
    Console().print(table)


def print_items(items: Sequence[Mapping[str, Any]], first: Sequence[str] = ()) -> None:
    """Print items as a table: a column for each attribute that any of them has."""
    names = dict.fromkeys(name for name in first if any(name in i for i in items))
    names.update(dict.fromkeys(name for item in items for name in item))
    print_table(
        list(names), ([item.get(name, MISSING) for name in names] for item in items)
    )


def say(line: str) -> None:
    """Say one line about the answer, on standard error."""
    typer.echo(line, err=True)


def text(value: Any) -> str:
    """Write one value for people: nothing where it is missing, NULL where it is NULL.

    >>> text(MISSING), text(None), text({"tags": {"b", "a"}})
    ('', 'NULL', '{"tags": ["a", "b"]}')
    """
    if value is MISSING:
        return ""
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, Decimal):
        return float(value) if value % 1 else int(value)
    return _base64(value)


def _base64(value: Any) -> str:
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode("ascii")
    raise TypeError(f"{type(value).__name__} is no value of an item")


def _one_line(value: str) -> str:
    """Keep a value in its place: a tab or a line end in it is written as \\t or \\n."""
    for raw, written in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        value = value.replace(raw, written)
    return value


def count(number: int, singular: str, plural: str | None = None) -> str:
    """Count things in words.

    >>> count(1, "item"), count(1200, "item"), count(2, "copy", "copies")
    ('1 item', '1,200 items', '2 copies')
    """
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def units(number: float, singular: str) -> str:
    """Write an amount of units, which may be a half.

    >>> units(1.5, "read unit"), units(1.0, "read unit")
    ('1.5 read units', '1 read unit')
    """
    return f"{number:,.10g} {singular if number == 1 else singular + 's'}"


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show how far long work has come, on standard error, if that is a terminal.

    Gives a function that takes how many more are done.
    """
    if not sys.stderr.isatty():
        yield lambda more: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as shown:
        task = shown.add_task(what, total=total)
        yield lambda more: shown.advance(task, more)
