"""A command for every read pattern of a model, made from the model."""

import inspect
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ddbhelpers.cli.common import OPTIONS, Common, Confirm, command
from ddbhelpers.cli.output import (
    count,
    print_items,
    print_json,
    progress,
    say,
    units,
    wire_items,
)
from ddbhelpers.cli.paging import read_token, write_token
from ddbhelpers.cli.values import WRITTEN, reader
from ddbhelpers.errors import PatternError, TemplateError
from ddbhelpers.model.pattern import alternatives

if TYPE_CHECKING:
    from ddbhelpers.data import Answer
    from ddbhelpers.model import AccessPattern, Model, Parameter

PAGING: dict[str, Any] = {
    "limit": Annotated[
        int | None,
        typer.Option(
            min=1, metavar="ITEMS", help="At most so many.", show_default=False
        ),
    ],
    "start": Annotated[
        str | None,
        typer.Option(
            metavar="TOKEN",
            help="Go on where a page ended: it told the token.",
            show_default=False,
        ),
    ],
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
        name = pattern.name.replace("_", "-")
        one = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        one.command(
            f"pattern-{name}" if name in taken else name,
            help=_help(pattern),
            short_help=_plain(pattern.question),
            rich_help_panel=_plain(f"Read patterns of {model.name}"),
        )(command(_asker(model, pattern), _parameters(model, pattern)))
        made = typer.main.get_command(one)
        yield made


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
    start: str | None = None,
    all: bool = False,
    confirm: str | None = None,
) -> None:
    from ddbhelpers.check import build_request

    try:
        key = read_token(start) if start else None
        build_request(model, pattern.name, limit, key, **values)
    except (PatternError, TemplateError) as error:
        common.wrong_usage(str(error))
    from ddbhelpers.data import ask

    engine = common.engine()
    answers: list[Answer] = []
    with progress(pattern.name) as advance:
        while not answers or (all and answers[-1].next):
            if answers:
                key = answers[-1].next
            answers.append(
                ask(engine, model, pattern.name, limit=limit, start=key, **values)
            )
            advance(answers[-1].count)
    _print(common, model, pattern, answers)


def _print(
    common: Common, model: "Model", pattern: "AccessPattern", answers: "list[Answer]"
) -> None:
    items = [item for answer in answers for item in answer.items]
    last, scanned = answers[-1], sum(answer.scanned_count for answer in answers)
    pages = sum(answer.pages for answer in answers)
    read_units = sum(answer.read_units for answer in answers)
    token = write_token(last.next) if last.next else None
    if common.json:
        print_json(
            {
                "pattern": pattern.name,
                "operation": last.request.operation,
                "table": last.request.table,
                "index": last.request.index,
                "count": len(items),
                "scanned_count": scanned,
                "pages": pages,
                "read_units": read_units,
                "next": token,
                "items": wire_items(items),
            }
        )
        return
    print_items(_as_read(model, pattern, items))
    evaluated = f" of {scanned:,} evaluated" if scanned != len(items) else ""
    say(
        f"{count(len(items), 'item')}{evaluated}, {count(pages, 'page')}, "
        f"{units(read_units, 'read unit')}"
    )
    if token:
        say(f"there is more: --all, or --start {token}")


def _as_read(
    model: "Model", pattern: "AccessPattern", items: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Read the entity's attributes out of keys and maps; other items stay as stored."""
    if not pattern.returns:
        return items
    entity = model.entity(pattern.returns)
    try:
        return [entity.read(item) for item in items]
    except TemplateError:
        return items


def _parameters(model: "Model", pattern: "AccessPattern") -> list[inspect.Parameter]:
    """Make Typer's parameters: the pattern's own first, then those of pages."""
    made = [_option(pattern, parameter) for parameter in model.parameters(pattern)]
    ours = {} if pattern.operation == "GetItem" else dict(PAGING)
    if pattern.operation == "Scan":
        ours["confirm"] = Confirm
    for name, annotation in ours.items():
        default = False if name == "all" else None
        made.append(_keyword(name, annotation, default))
    return made


def _option(pattern: "AccessPattern", parameter: "Parameter") -> inspect.Parameter:
    required = parameter.required
    name = _argument(parameter.name)
    option = typer.Option(
        f"--{name.replace('_', '-')}",
        parser=reader(parameter.type),
        metavar=WRITTEN[parameter.type],
        help=_plain("; ".join(_uses(pattern, parameter.name))),
        show_default=False,
    )
    annotation: Any = Annotated[Any if required else Any | None, option]
    default = inspect.Parameter.empty if required else None
    return _keyword(name, annotation, default)


def _uses(pattern: "AccessPattern", parameter: str) -> Iterator[str]:
    """Say what a parameter is compared with, such as `sk begins with {when}`."""
    for name, given in (*pattern.key.items(), *pattern.filter.items()):
        for condition in alternatives(given):
            if parameter in condition.fields:
                operator = _SIGNS.get(condition.operator, condition.operator)
                operands = " and ".join(map(str, condition.operands))
                yield f"{name} {operator.replace('_', ' ')} {operands}"


def _argument(name: str) -> str:
    """Name the option of a parameter: one that we use ourselves gets a prefix."""
    return f"parameter_{name}" if name in OURS else name


def _keyword(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default
    )


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
        *([f"{count(pattern.limit, 'item')} at most"] if pattern.limit else []),
    ]
    return _plain(f"{pattern.question}\n\n{', '.join([where, *rest])}.")


def _plain(text: str) -> str:
    """Keep a model's own brackets from being read as markup."""
    from rich.markup import escape

    return escape(text)
