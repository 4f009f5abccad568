"""`ddb engine start | status | stop`: the embedded engine of this working copy."""

from typing import TYPE_CHECKING, Annotated

import typer

from ddbhelpers.cli.common import Common, command
from ddbhelpers.cli.output import as_json, print_json

if TYPE_CHECKING:
    from ddbhelpers.engine.server.embedded import EngineStatus

engines = typer.Typer(no_args_is_help=True)


@engines.callback()
def engine() -> None:
    """Start, look at and stop the embedded engine of this working copy."""


def start(
    common: Common,
    port: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=65535,
            metavar="N",
            help="Listen on 127.0.0.1:N, for programs that know no other address. "
            "Web pages can then ask the engine, too.",
        ),
    ] = None,
) -> None:
    """Start the embedded engine; it runs until `ddb engine stop`."""
    from ddbhelpers.engine.server import embedded

    _tell(common, embedded.start(port=port))


def status(common: Common) -> None:
    """Tell whether the embedded engine runs, where, and with which data file."""
    from ddbhelpers.engine.server import embedded

    _tell(common, embedded.status())


def stop(common: Common) -> None:
    """End the embedded engine and nothing else. Its data stays."""
    from ddbhelpers.engine.server import embedded

    status = embedded.stop()
    if status.stopped is None and not common.json:
        typer.echo(f"nothing to stop: {status}")
        return
    _tell(common, status)


for callback in (start, status, stop):
    engines.command()(command(callback, common=("json",)))


def _tell(common: Common, status: "EngineStatus") -> None:
    if not common.json:
        typer.echo(str(status))
        return
    told = as_json(status, "running", "version", "endpoint", "pid", "stays", "users")
    data = {"data_file": str(status.data_file), "data_bytes": status.data_bytes}
    print_json(told | data)
