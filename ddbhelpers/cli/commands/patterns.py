"""A command for every read pattern of a model, made from the model."""

import inspect
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ddbhelpers.cli.answers import Limit, Start, follow, print_answer
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
from ddbhelpers.words import counted

if TYPE_CHECKING:
    from ddbhelpers.model import AccessPattern, Model, Parameter

PAGING: dict[str, Any] = {
    "limit": Limit,
    "start": Start,
    "all": Annotated[bool, typer.Option("--all", help="Follow the pages to the last.")],
}
_SIGNS = {
    "equals": "=",
    "less_than": "<",
    "at_most": "<=",
    "greater_than": ">",
    "at_least": ">=",
}
OURS = {"model", "help", "confirm", *OPTIONS, *PAGING}


def pattern_commands(model: "Model", taken: Collection[str]) -> Iterator[Any]:
    """Make the commands; a name that is `taken` gets `pattern-` before it."""
    for pattern in model.access_patterns:
        if not pattern.is_read:
            continue
        app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        app.command(command_name(pattern.name, taken), help=_help(pattern))(
            command(_asker(model, pattern), _parameters(model, pattern))
        )
        yield typer.main.get_command(app)


def _asker(model: "Model", pattern: "AccessPattern") -> Any:
    names = {_argument(one.name): one.name for one in model.parameters(pattern)}

    def ask_pattern(common: Common, **given: Any) -> None:
        values = {
            names[argument]: given.pop(argument)
            for argument in list(given)
            if argument in names
        }
        _ask(common, model, pattern, values, **given)

    ask_pattern.__name__ = pattern.name
    return ask_pattern


def _ask(
    common: Common,
    model: "Model",
    pattern: "AccessPattern",
    values: dict[str, Any],
    *,
    limit: int | None = None,
    start: Any = None,
    all: bool = False,
    confirm: str | None = None,
) -> None:
    from ddbhelpers.request import build_request

    try:
        request = build_request(model, pattern.name, limit, start, **values)
    except PatternError as error:
        common.wrong_usage(str(error))
    from ddbhelpers.data import ask

    engine = common.engine()
    with in_our_words(request.table):
        answer = follow(
            engine,
            pattern.name,
            lambda start: ask(
                engine,
                model,
                pattern.name,
                limit=limit,
                start=start,
                confirm=confirm,
                **values,
            ),
            start,
            all,
            confirm,
        )
    print_answer(common, engine, answer, rest="--all")


def _parameters(model: "Model", pattern: "AccessPattern") -> list[inspect.Parameter]:
    """Make Typer's parameters: the pattern's own first, then those of pages."""
    made = [_option(pattern, parameter) for parameter in model.parameters(pattern)]
    ours = {} if pattern.operation == "GetItem" else {**PAGING, "confirm": Confirm}
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
                operator = _SIGNS.get(condition.operator, condition.operator)
                operands = " and ".join(map(str, condition.operands))
                yield f"{name} {operator.replace('_', ' ')} {operands}"


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
