"""The application: the groups of commands under one name. Add a group here."""

from typing import Annotated

import typer

from ddbhelpers.cli.commands.check import paper
from ddbhelpers.cli.commands.costs import costs
from ddbhelpers.cli.commands.engines import engines
from ddbhelpers.cli.commands.explain import explanations
from ddbhelpers.cli.commands.heat import heating
from ddbhelpers.cli.commands.items import items
from ddbhelpers.cli.commands.tables import tables
from ddbhelpers.cli.common import Common, command
from ddbhelpers.cli.group import ModelGroup

app = typer.Typer(
    cls=ModelGroup,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def _say_version(asked: bool) -> None:
    if asked:
        from ddbhelpers import __version__

        typer.echo(f"ddb {__version__}")
        raise typer.Exit


def ddb(
    common: Common,
    version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_say_version, help="Say which it is."
        ),
    ] = False,
) -> None:
    """Design, create, fill and ask DynamoDB tables, from a model file.

    Every read pattern of the model is a command of its own.
    """


app.callback()(command(ddb))
for group in (paper, explanations, costs, heating, tables, items):
    app.add_typer(group)
app.add_typer(engines, name="engine")
