"""`ddb seed | scan`: items into the model's tables, and all of them out again."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ddbhelpers.cli.answers import Limit, Start, follow, print_answer
from ddbhelpers.cli.commands.tables import only_table, tables_of
from ddbhelpers.cli.common import Common, Confirm, command, in_our_words, place
from ddbhelpers.cli.modelfile import is_model
from ddbhelpers.cli.output import as_json, print_json, progress, say
from ddbhelpers.errors import (
    ItemFileError,
    ModelError,
    SeedStopped,
    TableError,
)
from ddbhelpers.words import counted

if TYPE_CHECKING:
    from ddbhelpers.data import Seeded
    from ddbhelpers.engine import Engine
    from ddbhelpers.model import Model, Table
    from ddbhelpers.model.wire import Item

items = typer.Typer()
REPORTED = ("table", "items", "skipped", "requests", "retried", "write_units")
PAGE_ITEMS = 2_000  # of a scan without limit, between two looks at the progress
Sample = Annotated[
    int | None,
    typer.Option(
        min=1, metavar="ITEMS", help="Make so many items from the model instead."
    ),
]
Seed = Annotated[
    int,
    typer.Option(metavar="NUMBER", help="The same number makes the same sample."),
]
TableName = Annotated[
    str | None,
    typer.Option(
        "--table", metavar="NAME", help="Only this one of the model's tables."
    ),
]


def seed(
    common: Common,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="Items, or values by entity: .jsonl, .json, .yaml; also as .gz.",
        ),
    ] = None,
    sample: Sample = None,
    seed: Seed = 1,
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
    homes = tables_of(model, table)
    loaded = None if file is None else _loaded(file, model, check=not as_is)
    engine = common.engine()
    if len(homes) > 1 and (skip or as_is or engine.is_aws or not model.entities):
        only_table(common)
    if sample and model.sample is None and len(model.entities) > 1:
        say(
            "the model has no sample: section, so items of different entities do not "
            "refer to each other"
        )
    reports = []
    for home in homes:
        items, total = _items_of(model, home, loaded, sample, seed, check=not as_is)
        again = "the same command" + (" and --skip {}" if len(homes) == 1 else "")
        with in_our_words(home.name), progress(f"seeding {home.name}", total) as done:
            stored = _store(
                engine,
                model,
                items,
                again,
                done,
                table=home.name,
                skip=skip,
                confirm=confirm,
                check=not as_is,
            )
        reports.append(as_json(stored, *REPORTED))
        if not common.json:
            typer.echo(str(stored))
    done_with = sum(report["items"] + report["skipped"] for report in reports)
    if loaded and done_with < len(loaded):
        left_out = counted(len(loaded) - done_with, "item")
        say(f"{left_out} of the model's other tables left out")
    if common.json:
        print_json(reports[0] if len(reports) == 1 else {"tables": reports})
    else:
        say(f"on {place(engine)}")


def scan(
    common: Common,
    table: Annotated[
        str | None,
        typer.Argument(
            metavar="TABLE", help="Any table of the engine; without it, the model's."
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

    name = table or only_table(common, "Name one of").name
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
            start,
            limit is None,
            confirm,
        )
    print_answer(common, engine, answer, rest="no --limit")


def _loaded(file: Path, model: "Model", check: bool) -> "list[Item]":
    from ddbhelpers.data import load_items

    if is_model(file):
        raise ItemFileError(
            f"{file}: this is a model, not items", do=f"give it with --model {file}"
        )
    return load_items(file, model, check=check)


def _items_of(
    model: "Model",
    table: "Table",
    loaded: "list[Item] | None",
    items: int | None,
    seed: int,
    check: bool,
) -> "tuple[Iterable[Item], int | None]":
    """Give the items to store in one table, and how many there are if that is known."""
    from ddbhelpers.data.fitting import home_of
    from ddbhelpers.data.sample import iter_sample

    several = len(model.tables) > 1
    if loaded is None:
        made = iter_sample(model, items=items or 0, seed=seed, table=table.name)
        return made, None if several else items
    if several and check:
        loaded = [item for item in loaded if home_of(model, item) == table.name]
    return loaded, len(loaded)


def _store(
    engine: "Engine",
    model: "Model",
    items: "Iterable[Item]",
    again: str,
    done: Callable[[int], None],
    **how: Any,
) -> "Seeded":
    from ddbhelpers.data import seed

    stored = how["skip"]

    def note(number: int, _: int | None) -> None:
        nonlocal stored
        stored = number
        done(number)

    try:
        return seed(engine, model, items, progress=note, **how)
    except SeedStopped as error:
        do = f"go on with {again.format(error.stored)}"
        raise TableError(error.given, do=do) from error
    except KeyboardInterrupt:
        say(f"{counted(stored, 'item')} stored; go on with {again.format(stored)}")
        raise


def _in_model(common: Common, table: str) -> bool:
    """Tell whether the model has a table of this name; there may be no model."""
    try:
        return table in [known.name for known in tables_of(common.model())]
    except ModelError:
        return False


items.command("seed")(command(seed))
items.command("scan")(command(scan))
