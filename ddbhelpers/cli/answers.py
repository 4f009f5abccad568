"""Printing an answer: its items, what they cost in one line, where to go on."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from ddbhelpers.cli.common import Common, place
from ddbhelpers.cli.output import (
    as_json,
    print_items,
    print_json,
    progress,
    say,
    wire_items,
)
from ddbhelpers.cli.paging import read_token, write_token
from ddbhelpers.errors import TemplateError

if TYPE_CHECKING:
    from ddbhelpers.data import Answer
    from ddbhelpers.engine import Engine

Key = Mapping[str, object]
Limit = Annotated[
    int | None, typer.Option(min=1, metavar="ITEMS", help="At most so many.")
]
Start = Annotated[
    Key | None,
    typer.Option(
        parser=read_token,
        metavar="TOKEN",
        help="Go on where a page ended: it told the token.",
    ),
]


def follow(
    engine: "Engine",
    what: str,
    page: "Callable[[Key | None], Answer]",
    start: Key | None,
    all: bool,
    confirm: str | None,
) -> "Answer":
    """Ask for a page, or for `all` of them one after the other, as one answer.

    On AWS it stops before more than the usual number of units without consent.
    """
    from ddbhelpers.data.consent import CONSENT_UNITS, require_consent_to_go_on

    with progress(what) as done:
        answer = page(start)
        done(answer.count)
        while all and answer.next:
            units = answer.read_units or 0.0
            if engine.is_aws and units >= CONSENT_UNITS:
                require_consent_to_go_on(engine, answer.request.table, confirm, units)
            answer = _joined(answer, page(answer.next))
            done(answer.count)
    return answer


def print_answer(common: Common, engine: "Engine", answer: "Answer", rest: str) -> None:
    """Print an answer as the options say; its cost goes to standard error.

    If there is more, the last line tells how to get the next page, or the `rest`.
    """
    token = write_token(answer.next) if answer.next else None
    request = answer.request
    if common.json:
        print_json(
            {
                "pattern": request.pattern.name,
                **as_json(request, "operation", "table", "index"),
                **as_json(answer, "count", "scanned_count", "pages", "read_units"),
                "next": token,
                "items": wire_items(answer.items),
            }
        )
        return
    columns, items = _as_read(answer)
    print_items(items, columns)
    say(f"{answer}; {place(engine)}")
    if token:
        say(f"the rest: {rest}; the next page: --start {token}")


def _joined(answer: "Answer", more: "Answer") -> "Answer":
    units, arms = None, None
    if answer.arms is not None and more.arms is not None:
        names = {**answer.arms, **more.arms}
        arms = {
            arm: answer.arms.get(arm, 0.0) + more.arms.get(arm, 0.0) for arm in names
        }
        units = sum(arms.values())
    return replace(
        more,
        items=answer.items + more.items,
        scanned_count=answer.scanned_count + more.scanned_count,
        pages=answer.pages + more.pages,
        read_units=units,
        arms=arms,
    )


def _as_read(answer: "Answer") -> tuple[list[str], list[dict[str, object]]]:
    """Read an entity's attributes out of keys and maps, with the names there can be.

    Items that are of no entity, or of another, stay as they are stored.
    """
    from ddbhelpers.data.views import view_columns

    read = answer.request.read
    if read.entity:
        with suppress(TemplateError):
            values = [read.entity.read(item) for item in answer.items]
            return list(view_columns(read.entity, read.paths)), values
    return list(read.table.key_names), list(answer.items)
