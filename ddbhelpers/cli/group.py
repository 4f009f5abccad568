"""The command group that learns commands from the model, and ends without tracebacks.

The commands for the model's read patterns are made when they are asked for: fixed
commands work without a model, and help is shown with a broken one.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from ddbhelpers.cli.common import command_name, plain
from ddbhelpers.cli.modelfile import find_model_file, peek_model_file, read_patterns
from ddbhelpers.errors import ModelError, WorkbenchError

WHOLE = 10_000  # characters: no help is cut
Context = Any  # its class stands in a private module of Typer
INTERRUPTED = 130  # 128 + SIGINT, as shells have it


class ModelGroup(TyperGroup):
    """The commands that are fixed, and one for each read pattern of the model."""

    _fault: ModelError | None = None
    _learnt = False
    _named: Mapping[str, TyperCommand] = {}  # what help says of commands not yet made
    _writes: tuple[str, ...] = ()

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Find --model before anything else: the other commands come from it."""
        ctx.meta.setdefault(__name__, peek_model_file(args))
        with _without_traceback():
            return super().parse_args(ctx, args)

    def list_commands(self, ctx: Context) -> list[str]:
        """Name the fixed commands, then the model's, from its file alone."""
        if not self._learnt:
            self._name(ctx)
        return [*super().list_commands(ctx), *self._named]

    def get_command(self, ctx: Context, cmd_name: str) -> Any:
        """Find a command; the model is read only if it is not a fixed one."""
        if cmd_name in self._named:
            return self._named[cmd_name]
        if cmd_name not in self.commands:
            self._learn(ctx)
        return super().get_command(ctx, cmd_name)

    def resolve_command(self, ctx: Context, args: list[str]) -> Any:
        """Tell what is wrong with the model before calling a command unknown."""
        name = args[0]
        if self.get_command(ctx, name) is None and self._fault and name[:1] != "-":
            raise self._fault
        if name.replace("-", "_") in self._writes and name not in self.commands:
            ctx.fail(
                f"{name.replace('-', '_')} is a write; only read patterns are commands."
            )
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Context, formatter: Any) -> None:
        """Show the help, and say why it lacks the model's commands if it does."""
        super().format_help(ctx, formatter)
        if self._fault:
            say(f"the model's own commands are missing: {self._fault}")

    def format_commands(self, ctx: Context, formatter: Any) -> None:
        """Write the commands in a pipe, under the headings that a terminal shows."""
        panels: dict[str, list[tuple[str, str]]] = {}
        for name in self.list_commands(ctx):
            shown = self.get_command(ctx, name)
            rows = panels.setdefault(shown.rich_help_panel or "Commands", [])
            rows.append((name, shown.get_short_help_str(WHOLE)))
        for panel, rows in panels.items():
            with formatter.section(panel):
                formatter.write_dl(rows)

    def invoke(self, ctx: Context) -> Any:
        """Run the command; what ends it early is told in one line."""
        with _without_traceback():
            return super().invoke(ctx)

    def _name(self, ctx: Context) -> None:
        """Name the model's commands without making them: help is not to wait for it."""
        try:
            model, patterns = read_patterns(find_model_file(ctx.meta.get(__name__)))
        except ModelError as fault:
            self._fault = fault
        else:
            panel = plain(f"Read patterns of {model}")
            names = {command_name(name, self.commands): name for name in patterns}
            self._named = {
                name: TyperCommand(
                    name, short_help=plain(patterns[pattern]), rich_help_panel=panel
                )
                for name, pattern in names.items()
            }

    def _learn(self, ctx: Context) -> None:
        if self._learnt:
            return
        self._learnt = True
        from ddbhelpers.cli.commands.patterns import pattern_commands
        from ddbhelpers.model import load_model

        try:
            model = load_model(find_model_file(ctx.meta.get(__name__)))
        except ModelError as fault:
            self._fault = fault
            return
        patterns = model.access_patterns
        self._writes = tuple(p.name for p in patterns if not p.is_read)
        for command in pattern_commands(model, taken=tuple(self.commands)):
            self.add_command(command)


def say(line: str) -> None:
    """Say one line on standard error."""
    typer.echo(f"ddb: {line}", err=True)


@contextmanager
def _without_traceback() -> Iterator[None]:
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except WorkbenchError as error:
        say(str(error))
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        say("interrupted")
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough: no failure of ours. What is
        # still in the buffer goes nowhere, or Python complains at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
