"""`ddb explain`: every unit of a request, from a file or standard input."""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ddbhelpers.cli.commands.items import TableName
from ddbhelpers.cli.commands.tables import only_table
from ddbhelpers.cli.common import Common, command
from ddbhelpers.cli.documents import ANSWER, STDIN, binary_read, items_of, load_document
from ddbhelpers.cli.explain_json import receipt_as_json, receipt_from_json
from ddbhelpers.cli.output import draw, print_json
from ddbhelpers.words import counted

if TYPE_CHECKING:
    from ddbhelpers.capacity import Receipt
    from ddbhelpers.capacity.read import Consistency
    from ddbhelpers.engine import Engine
    from ddbhelpers.model import Model, Table

explanations = typer.Typer()
REQUESTS = {
    "TableName",
    "RequestItems",
    "TransactItems",
    "Statement",
    "Statements",
    "TransactStatements",
}
RECEIPT = {"title", "unit", "actions", "remarks"}


def explain(
    common: Common,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE",
            help="JSON: items as they are written, a request (boto3's arguments), or "
            "what ddb prints with --json. - is standard input, which is read too if "
            "no file is given at all.",
        ),
    ] = None,
    before: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="JSON: the item or items that are there before."
        ),
    ] = None,
    after: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="JSON: the item or items that are there after it. With --before and "
            "no --after, they are deleted.",
        ),
    ] = None,
    operation: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The request's operation, where its arguments do not tell, such as "
            "DeleteItem.",
        ),
    ] = None,
    read: Annotated[
        bool, typer.Option("--read", help="The items are read: one page of them.")
    ] = False,
    index: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="With --read: through this index."),
    ] = None,
    strong: Annotated[
        bool, typer.Option("--strong", help="With --read: strongly consistent.")
    ] = False,
    transactional: Annotated[
        bool, typer.Option("--transactional", help="The item is written in one.")
    ] = False,
    table: TableName = None,
) -> None:
    """Explain what a request costs: its bytes, its rounding, each arm, the sum.

    Items may be in DynamoDB JSON or in plain values; what ddb prints with --json is
    read too. Of a request whose items are not given an engine is asked, if one is at
    hand that has the table: a read is sent, of a write only the items before it are
    looked up. AWS is never asked.
    """
    from ddbhelpers.capacity import ItemsRead, Receipt

    consistency: Consistency = "strong" if strong else "eventual"
    if not read and (index or strong):
        common.wrong_usage("--index and --strong go with --read.")
    olds, news = _items(before), _items(after)
    if file is None and olds is None and news is None:
        file = STDIN
    document = None if file is None else load_document(file)
    named: Mapping[str, Any] = document if isinstance(document, Mapping) else {}
    if file and REQUESTS & {*named}:
        request = binary_read(named, file)
        receipt = _of_request(common, request, operation, olds, news or [])
    elif {*named} >= RECEIPT:
        receipt = receipt_from_json(named)
    elif file and {*named} >= ANSWER:
        receipt = _of_answer(common.model(), named, file, consistency)
    else:
        home = common.model().table(table) if table else only_table(common)
        items = items_of(document, file) if file else news or []
        if read:
            action = ItemsRead(home, items or olds or [], index, consistency)
            receipt = Receipt.of(action)
        else:
            receipt = _written(home, olds or [], items, transactional)
    if common.json:
        print_json(receipt_as_json(receipt))
        return
    from ddbhelpers.show import ReceiptView

    view = ReceiptView(receipt)
    if sys.stdout.isatty():
        draw(view)
    else:
        typer.echo(repr(view))


def _of_request(
    common: Common,
    request: Mapping[str, Any],
    operation: str | None,
    before: list[Any] | None,
    after: list[Any],
) -> "Receipt":
    from ddbhelpers.explaining import touched
    from ddbhelpers.explaining.paper import on_paper, operation_of

    operation = operation or operation_of(request)
    engine = None if before else _at_hand(common, touched.tables(request))
    if engine is None:
        tables = common.model().tables
        return on_paper(
            request, tables, before=before, after=after, operation=operation
        )
    if touched.doing(operation, request) == "read":
        return _sent(engine, request, operation)
    from ddbhelpers.metering.engine_lookups import EngineLookups

    receipt = on_paper(
        request, stored=EngineLookups(engine), after=after, operation=operation
    )
    asked = f"What is stored was looked up on {engine.name}."
    return replace(receipt, remarks=(*receipt.remarks, asked))


def _at_hand(common: Common, tables: Sequence[str]) -> "Engine | None":
    """Give the engine that has the tables, if a local one is named, or is here.

    Elsewhere, on AWS above all, a look or a request of any kind, PartiQL too, may cost.
    """
    from ddbhelpers.engine.listing import list_tables
    from ddbhelpers.metering.engine_lookups import LOOKS_AT

    engine = common.engine_at_hand()
    if engine is None or engine.product not in LOOKS_AT:
        return None
    return engine if {*tables} <= {*list_tables(engine)} else None


def _sent(engine: "Engine", request: Mapping[str, Any], operation: str) -> "Receipt":
    """Send a read, which costs nothing where it is sent, and explain it."""
    from ddbhelpers.engine import clear_errors
    from ddbhelpers.metering import meter

    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", operation).lower()
    with clear_errors(engine), meter(engine) as metered:
        getattr(engine.client, name)(**request)
    return metered.records[-1].receipt


def _of_answer(
    model: "Model", answer: Mapping[str, Any], file: str, consistency: "Consistency"
) -> "Receipt":
    """Explain what `ddb scan` or a pattern's command has read."""
    from ddbhelpers.capacity import ItemsRead, Receipt

    items = items_of(answer, file) if answer["items"] else []
    table, operation = model.table(answer["table"]), answer["operation"]
    action = ItemsRead(
        table,
        items or ([None] if operation == "GetItem" else []),
        index=answer["index"],
        consistency=consistency,
        each=operation == "GetItem",
        scan=operation == "Scan",
    )
    remarks = []
    left_out = (answer["scanned_count"] or len(items)) - len(items)
    if left_out > 0:
        remarks.append(
            f"{counted(left_out, 'item')} that a filter left out are charged too, and "
            "not known here."
        )
    if answer["pages"] > 1:
        remarks.append(f"Each of the {answer['pages']} pages is rounded on its own.")
    return Receipt.of(action, title=f"{operation} on {table.name}", remarks=remarks)


def _written(
    home: "Table", olds: list[Any], news: list[Any], transactional: bool
) -> "Receipt":
    """Explain the writes from the old items to the new, matched by their keys."""
    from ddbhelpers.capacity import ItemWrite, Receipt
    from ddbhelpers.explaining.lookups import by_key, identity

    there, writes = by_key(home, olds), []
    for item in news:
        old = there.pop(identity(home, item), None)
        writes.append(ItemWrite(home, old, item, transactional))
    if not news:
        writes = [ItemWrite(home, old, None, transactional) for old in olds]
    return Receipt.of(*writes)


def _items(file: str | None) -> list[Any] | None:
    return None if file is None else items_of(load_document(file), file)


explanations.command("explain")(command(explain))
