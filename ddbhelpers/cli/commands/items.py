"""`ddb seed | scan`: items into the model's tables, and all of them out again."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ddbhelpers.cli.answers import Limit, Start, follow, print_answer
from ddbhelpers.cli.commands.tables import tables_of
from ddbhelpers.cli.common import Common, Confirm, command, elsewhere, in_our_words
from ddbhelpers.cli.modelfile import is_model
from ddbhelpers.cli.output import counted, print_json, progress, say
from ddbhelpers.cli.paging import read_token
from ddbhelpers.errors import (
    ItemFileError,
    ModelError,
    PatternError,
    SeedStopped,
    TableError,
)

if TYPE_CHECKING:
    from ddbhelpers.data import Seeded
    from ddbhelpers.engine import Engine
    from ddbhelpers.model import Model, Table
    from ddbhelpers.model.wire import Item

items = typer.Typer()
PAGE_ITEMS = 2_000  # of a scan without limit, between two looks at the progress
TableName = Annotated[
    str | None,
    typer.Option(
        "--table",
        metavar="NAME",
        help="Which of the model's tables, if it has several.",
        show_default=False,
    ),
]


def seed(
    common: Common,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="Items, or values by entity: .jsonl, .json, .yaml.",
            show_default=False,
        ),
    ] = None,
    sample: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="ITEMS",
            help="Make so many items from the model instead.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        int,
        typer.Option(metavar="NUMBER", help="The same number makes the same sample."),
    ] = 1,
    skip: Annotated[
        int,
        typer.Option(
            min=0,
            metavar="ITEMS",
            help="Leave out so many, to go on where seeding stopped.",
        ),
    ] = 0,
    table: TableName = None,
    as_is: Annotated[
        bool,
        typer.Option("--as-is", help="Store items that are not what the model says."),
    ] = False,
    confirm: Confirm = None,
) -> None:
    """Store items in the model's tables: those of a file, or a sample."""
    if (file is None) == (sample is None):
        common.wrong_usage("Give either a FILE or --sample ITEMS.")
    model = common.model()
    if table is None and len(model.tables) > 1:
        names = ", ".join(one.name for one in model.tables)
        common.wrong_usage(f"The model has several tables. Add --table, of: {names}.")
    home = model.table(table)
    given, total = _items(model, home, file, sample, seed, check=not as_is)
    engine = common.engine()
    with in_our_words(home.name), progress(f"seeding {home.name}", total) as done:
        stored = _store(
            engine, model, home, given, skip, confirm, done, check=not as_is
        )
    if common.json:
        print_json(
            {
                "table": stored.table,
                "items": stored.items,
                "skipped": stored.skipped,
                "requests": stored.requests,
                "retried": stored.retried,
                "write_units": stored.write_units,
            }
        )
        return
    typer.echo(str(stored))
    if place := elsewhere(engine):
        say(f"on {engine.name}{place}")


def scan(
    common: Common,
    table: Annotated[
        str | None,
        typer.Argument(
            metavar="TABLE",
            help="Any table of the engine; without it, the model's.",
            show_default=False,
        ),
    ] = None,
    limit: Limit = None,
    start: Start = None,
    confirm: Confirm = None,
) -> None:
    """Read a whole table, item by item as it is stored, and tell what that cost."""
    from ddbhelpers.data import find_table
    from ddbhelpers.data import scan as scan_table
    from ddbhelpers.data.consent import CONSENT_UNITS, require_consent_to_scan

    try:
        key = None if start is None else read_token(start)
    except PatternError as error:
        common.wrong_usage(str(error))
    name = table or _only_table(common).name
    engine = common.engine()
    with in_our_words(name, of_model=table is None or _in_model(common, table)):
        if limit is None:
            require_consent_to_scan(
                engine, {"TableName": name}, None, confirm, CONSENT_UNITS
            )
        found = find_table(engine, name)
        answer = follow(
            engine,
            f"scanning {name}",
            lambda start: scan_table(
                engine, found, limit=limit or PAGE_ITEMS, start=start, confirm=confirm
            ),
            key,
            limit is None,
            confirm,
        )
    print_answer(common, engine, answer, rest="no --limit")


def _items(
    model: "Model",
    table: "Table",
    file: Path | None,
    items: int | None,
    seed: int,
    check: bool,
) -> "tuple[Iterable[Item], int]":
    """Give the items to store and how many there are; a sample is made on the way."""
    from ddbhelpers.data import load_items
    from ddbhelpers.data.sample import iter_sample

    if file is not None:
        if is_model(file):
            raise ItemFileError(
                f"{file}: this is a model, not items", do=f"give it with --model {file}"
            )
        loaded = load_items(file, model, check=check)
        return loaded, len(loaded)
    if model.sample is None and len(model.entities) > 1:
        say(
            "the model has no sample: section, so items of different entities do not "
            "refer to each other"
        )
    made = iter_sample(model, items=items or 0, seed=seed)
    if len(model.tables) > 1:
        made = (item for item in made if model.entity_of(item, table.name))
    return made, items or 0


def _store(
    engine: "Engine",
    model: "Model",
    table: "Table",
    items: "Iterable[Item]",
    skip: int,
    confirm: str | None,
    done: Callable[[int], None],
    check: bool,
) -> "Seeded":
    from ddbhelpers.data import seed

    stored = skip

    def note(number: int, _: int | None) -> None:
        nonlocal stored
        stored = number
        done(number)

    try:
        return seed(
            engine,
            model,
            items,
            table=table.name,
            skip=skip,
            confirm=confirm,
            progress=note,
            check=check,
        )
    except SeedStopped as error:
        raise TableError(error.given, do=_go_on(error.stored)) from error
    except KeyboardInterrupt:
        say(f"{counted(stored, 'item')} stored; {_go_on(stored)}")
        raise


def _go_on(stored: int) -> str:
    return f"go on with the same command and --skip {stored}"


def _in_model(common: Common, table: str) -> bool:
    """Tell whether the model has a table of this name; there may be no model."""
    try:
        return table in [one.name for one in tables_of(common.model())]
    except ModelError:
        return False


def _only_table(common: Common) -> "Table":
    tables = tables_of(common.model())
    if len(tables) > 1:
        names = ", ".join(one.name for one in tables)
        common.wrong_usage(f"The model has several tables. Name one of: {names}.")
    return tables[0]


items.command("seed")(command(seed))
items.command("scan")(command(scan))
