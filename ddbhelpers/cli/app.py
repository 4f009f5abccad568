"""The application: the groups of commands under one name. Add a group here."""

import typer

from ddbhelpers.cli.common import Common, command
from ddbhelpers.cli.engines import engines
from ddbhelpers.cli.group import ModelGroup

app = typer.Typer(
    cls=ModelGroup,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def ddb(common: Common) -> None:
    """Design, create, fill and ask DynamoDB tables, from a model file.

    Every read pattern of the model is a command of its own.
    """


app.callback()(command(ddb))
app.add_typer(engines, name="engine")
