"""`ddb explain`: every unit of a request, on paper, from a file or standard input."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ddbhelpers.cli.commands.items import TableName
from ddbhelpers.cli.common import Common, command
from ddbhelpers.cli.documents import STDIN, items_of, load_document, with_bytes
from ddbhelpers.cli.explain_json import receipt_as_json
from ddbhelpers.cli.output import print_json

if TYPE_CHECKING:
    from ddbhelpers.capacity import Receipt
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


def explain(
    common: Common,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE",
            help="JSON: items as they are written, or a request (boto3's arguments). "
            "- is standard input, which is read too if no file is given at all.",
            show_default=False,
        ),
    ] = None,
    before: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="JSON: the item or items that are there before.",
            show_default=False,
        ),
    ] = None,
    after: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="JSON: the item or items that are there after it. With --before and "
            "no --after, they are deleted.",
            show_default=False,
        ),
    ] = None,
    operation: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The request's operation, where its arguments do not tell, such as "
            "DeleteItem.",
            show_default=False,
        ),
    ] = None,
    read: Annotated[
        bool, typer.Option("--read", help="The items are read: one page of them.")
    ] = False,
    index: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="With --read: through this index.", show_default=False
        ),
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

    Nothing is sent to an engine. Items may be in DynamoDB JSON or in plain values.
    """
    if not read and (index or strong):
        common.wrong_usage("--index and --strong go with --read.")
    model = common.model()
    olds, news = _items(before), _items(after)
    if file is None and before is None and after is None:
        file = STDIN
    document = None if file is None else load_document(file)
    if file and isinstance(document, Mapping) and REQUESTS & {*document}:
        from ddbhelpers.explaining.paper import on_paper

        receipt = on_paper(
            with_bytes(document, file),
            model.tables,
            before=olds,
            after=news,
            operation=operation,
        )
    else:
        home = _home(common, model, table)
        items = items_of(document, file) if file else news
        if read:
            receipt = _read(home, items or olds, index, strong)
        else:
            receipt = _written(home, olds, items, transactional)
    if common.json:
        print_json(receipt_as_json(receipt))
        return
    from ddbhelpers.show.tables.receipt import receipt_table

    typer.echo(repr(receipt_table(receipt)))


def _read(
    home: "Table", items: list[Any], index: str | None, strong: bool
) -> "Receipt":
    from ddbhelpers.capacity import ItemsRead, Receipt

    return Receipt.of(
        ItemsRead(
            home, items, index=index, consistency="strong" if strong else "eventual"
        )
    )


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


def _home(common: Common, model: "Model", name: str | None) -> "Table":
    if name is None and len(model.tables) > 1:
        names = ", ".join(one.name for one in model.tables)
        common.wrong_usage(f"The model has several tables. Add --table, of: {names}.")
    return model.table(name)


def _items(file: str | None) -> list[Any]:
    return [] if file is None else items_of(load_document(file), file)


explanations.command("explain")(command(explain))
