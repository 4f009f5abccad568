"""`ddb schema-load | list-tables | drop`: a model's tables on an engine."""

from typing import TYPE_CHECKING, Annotated

import typer

from ddbhelpers.cli.common import Common, Confirm, command, in_our_words, place
from ddbhelpers.cli.output import print_json, print_table, say
from ddbhelpers.words import counted

if TYPE_CHECKING:
    from ddbhelpers.model import Model, Table

tables = typer.Typer()
OneOf = Annotated[
    str | None,
    typer.Argument(
        metavar="TABLE", help="One of the model's tables; without it, all of them."
    ),
]
OneOrAny = Annotated[
    str | None,
    typer.Argument(
        metavar="TABLE", help="Any table of the engine; without it, all of the model's."
    ),
]


def schema_load(common: Common, table: OneOf = None, confirm: Confirm = None) -> None:
    """Create the model's tables with their indexes and capacity.

    A table that is there already stays as it is, if its schema is the model's.
    """
    from ddbhelpers.data import create_table, list_tables

    wanted = tables_of(common.model(), table)
    engine = common.engine()
    there = list_tables(engine)
    for missing in wanted:
        with in_our_words(missing.name):
            create_table(engine, missing, confirm)
    names = [table.name for table in wanted]
    created = [name for name in names if name not in there]
    if common.json:
        found = [name for name in names if name in there]
        print_json({"created": created, "found": found})
        return
    from ddbhelpers.show import show_table

    print_table(show_table([_line(table, created) for table in wanted]))
    say(f"{counted(len(created), 'table')} created on {place(engine)}")


def list_tables_(common: Common) -> None:
    """Name the tables of the engine, whichever model they belong to."""
    from ddbhelpers.engine.listing import list_tables

    engine = common.engine_at_hand()
    names = list_tables(engine) if engine else []
    if common.json:
        print_json({"tables": names})
        return
    for name in names:
        typer.echo(name)
    there = f"on {place(engine)}" if engine else "here: no engine runs"
    say(f"{counted(len(names), 'table')} {there}")


def drop(common: Common, table: OneOrAny = None, confirm: Confirm = None) -> None:
    """Delete the model's tables, or one table, with all items."""
    from ddbhelpers.data import drop_table, list_tables

    wanted = [table] if table else [home.name for home in tables_of(common.model())]
    engine = common.engine()
    for name in wanted:
        with in_our_words(name):
            engine.require_consent(name, confirm)
    there = [name for name in list_tables(engine) if name in wanted]
    for name in there or wanted:
        with in_our_words(name, of_model=False):
            drop_table(engine, name, confirm)
    if common.json:
        print_json({"dropped": there})
        return
    for name in there:
        typer.echo(name)
    say(f"{counted(len(there), 'table')} dropped from {place(engine)}")


def tables_of(model: "Model", name: str | None = None) -> "tuple[Table, ...]":
    """Give one of a model's tables, or all. Raises ModelError where it has none."""
    return (model.table(name),) if name else model.tables or (model.table(),)


def only_table(common: Common, do: str = "Add --table, of") -> "Table":
    """Give the model's table; wrong usage where it has several."""
    tables = tables_of(common.model())
    if len(tables) > 1:
        names = ", ".join(table.name for table in tables)
        common.wrong_usage(f"The model has several tables. {do}: {names}.")
    return tables[0]


def _line(table: "Table", created: list[str]) -> dict[str, str]:
    held = table.throughput
    return {
        "table": table.name,
        "key": ", ".join(table.key_names),
        "indexes": ", ".join(index.name for index in table.indexes),
        "capacity": f"{held.read} RCU, {held.write} WCU" if held else "on demand",
        "was": "created" if table.name in created else "there",
    }


tables.command("schema-load")(command(schema_load))
tables.command("list-tables")(command(list_tables_))
tables.command("drop")(command(drop))
