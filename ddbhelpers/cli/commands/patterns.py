"""A command for every read pattern of a model, made from the model."""

import inspect
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ddbhelpers.cli.answers import Key, Limit, Start, follow, print_answer
from ddbhelpers.cli.common import (
    OPTIONS,
    Common,
    Confirm,
    command,
    command_name,
    in_our_words,
    keyword,
    plain,
)
from ddbhelpers.cli.values import WRITTEN, reader
from ddbhelpers.errors import PatternError
from ddbhelpers.model.pattern import alternatives
from ddbhelpers.request.build import request_of
from ddbhelpers.request.phrases import SIGN, condition_in_words
from ddbhelpers.request.resolved import ResolvedRead, resolve
from ddbhelpers.words import counted

if TYPE_CHECKING:
    from ddbhelpers.data import Answer
    from ddbhelpers.model import AccessPattern, Model, Parameter

PAGING: dict[str, Any] = {
    "limit": Limit,
    "start": Start,
    "all": Annotated[bool, typer.Option("--all", help="Follow the pages to the last.")],
}
OURS = {"model", "help", "confirm", *OPTIONS, *PAGING}


def pattern_commands(model: "Model", taken: Collection[str]) -> Iterator[Any]:
    """Make the commands; a name that is `taken` gets `pattern-` before it."""
    for pattern in model.access_patterns:
        if not pattern.is_read:
            continue
        read = resolve(model, pattern)
        app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        app.command(command_name(pattern.name, taken), help=_help(pattern))(
            command(_asker(read), _parameters(read))
        )
        yield typer.main.get_command(app)


def _asker(read: ResolvedRead) -> Any:
    names = {_argument(name): name for name in read.types}

    def ask_pattern(
        common: Common,
        *,
        limit: int | None = None,
        start: Key | None = None,
        all: bool = False,
        confirm: str | None = None,
        **given: Any,
    ) -> None:
        values = {names[argument]: value for argument, value in given.items()}
        try:
            request_of(read, values, limit, start)
        except PatternError as error:
            common.wrong_usage(str(error))
        from ddbhelpers.data.ask import answer_of

        engine = common.engine()

        def page(start: Key | None) -> "Answer":
            return answer_of(engine, request_of(read, values, limit, start), confirm)

        with in_our_words(read.table.name):
            answer = follow(engine, read.pattern.name, page, start, all, confirm)
        print_answer(common, engine, answer, rest="--all")

    ask_pattern.__name__ = read.pattern.name
    return ask_pattern


def _parameters(read: ResolvedRead) -> list[inspect.Parameter]:
    """Make Typer's parameters: the pattern's own first, then those of pages."""
    made = [_option(read.pattern, parameter) for parameter in read.parameters]
    ours = {} if read.pattern.operation == "GetItem" else {**PAGING, "confirm": Confirm}
    for name, annotation in ours.items():
        default = False if name == "all" else None
        made.append(keyword(name, annotation, default))
    return made


def _option(pattern: "AccessPattern", parameter: "Parameter") -> inspect.Parameter:
    required = parameter.required
    flag = f"parameter_{parameter.name}" if parameter.name in OURS else parameter.name
    option = typer.Option(
        f"--{flag.replace('_', '-')}",
        parser=reader(parameter.type),
        metavar=WRITTEN[parameter.type],
        help=plain("; ".join(_uses(pattern, parameter.name))),
    )
    annotation: Any = Annotated[Any if required else Any | None, option]
    default = inspect.Parameter.empty if required else None
    return keyword(_argument(parameter.name), annotation, default)


def _uses(pattern: "AccessPattern", parameter: str) -> Iterator[str]:
    """Say what a parameter is compared with, such as `sk begins with {when}`."""
    for name, given in (*pattern.key.items(), *pattern.filter.items()):
        for condition in alternatives(given):
            if parameter in condition.fields:
                operator = SIGN.get(condition.operator, condition.operator)
                operator = operator.replace("_", " ")
                yield condition_in_words(name, operator, condition.operands)


def _argument(name: str) -> str:
    """Name a parameter in Python, where `from` and `class` are no names."""
    return f"parameter_{name}"


def _help(pattern: "AccessPattern") -> str:
    where = " ".join(
        [
            *([f"{pattern.id}:"] if pattern.id else []),
            str(pattern.operation),
            *([f"on the index {pattern.index}"] if pattern.index else []),
        ]
    )
    rest = [
        *(["newest first"] if pattern.newest_first else []),
        *([f"{counted(pattern.limit, 'item')} at most"] if pattern.limit else []),
    ]
    return plain(f"{pattern.question}\n\n{', '.join([where, *rest])}.")
