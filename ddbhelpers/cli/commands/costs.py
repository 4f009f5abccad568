"""`ddb cost | compare`: a design's month in dollars, and one design against another."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ddbhelpers.cli.commands.items import Sample, Seed
from ddbhelpers.cli.common import Common, command
from ddbhelpers.cli.costs_json import bill_as_json, comparison_as_json
from ddbhelpers.cli.output import print_json, print_table, say
from ddbhelpers.words import money

if TYPE_CHECKING:
    from ddbhelpers.model import Model
    from ddbhelpers.plan import Load, Prices, Stock

costs = typer.Typer()

REGION = "us-east-1"
Items = Annotated[
    Path | None,
    typer.Option(
        "--items",
        metavar="FILE",
        help="Items to take the sizes from: .jsonl, .json, .yaml.",
    ),
]
Volume = Annotated[
    float | None,
    typer.Option(
        min=1, metavar="ITEMS", help="How many items there are to be; else those given."
    ),
]
Book = Annotated[
    Path | None,
    typer.Option(
        "--prices",
        metavar="FILE",
        help="A price book of your own; its form: ddbhelpers/plan/month/prices.yaml.",
    ),
]
FreeTier = Annotated[
    bool,
    typer.Option(
        "--free-tier/--no-free-tier",
        help="Whether the free tier is all this design's, or used up elsewhere.",
    ),
]


def cost(
    common: Common,
    items: Items = None,
    sample: Sample = None,
    seed: Seed = 1,
    volume: Volume = None,
    prices: Book = None,
    free_tier: FreeTier = True,
    flips: Annotated[
        bool,
        typer.Option(
            "--flips",
            help="Tell also at which rates another option is the cheapest; it takes "
            "some seconds.",
        ),
    ] = False,
) -> None:
    """Work out what the model costs in a month, in every mode, and name the cheapest.

    Rates are the model's, sizes those of the items. Prices are of --region, or else of
    us-east-1.
    """
    from ddbhelpers.plan import mode_changes, monthly_bill, pattern_loads

    book = _prices(common, prices)
    load = pattern_loads(_stock(common, common.model(), items, sample, seed, volume))
    bill = monthly_bill(load, book, free_tier=free_tier)
    found = mode_changes(load, book, free_tier=free_tier) if flips else None
    if common.json:
        print_json(bill_as_json(bill, free_tier, found))
        return
    from ddbhelpers.show import bill_table

    print_table(bill_table(bill))
    usd = money(bill.cheapest.monthly_usd)
    say(f"cheapest: {bill.cheapest.name}, {usd} USD; prices of {bill.prices}")
    for flip in found or ():
        say(f"from × {flip.rate_factor:.3g} the rate: {flip.above}")
    _say_left_out(load)
    _say_assumed(bill.assumptions)


def compare(
    common: Common,
    model_a: Annotated[
        Path, typer.Argument(metavar="MODEL_A", help="The model of the items.")
    ],
    model_b: Annotated[
        Path, typer.Argument(metavar="MODEL_B", help="Another, for the same entities.")
    ],
    items: Items = None,
    sample: Sample = None,
    seed: Seed = 1,
    volume: Volume = None,
    prices: Book = None,
    free_tier: FreeTier = True,
) -> None:
    """Compare two designs: the same items and questions, pattern by pattern.

    Items are of the first model, and stored as the second has them: by entity and
    attribute. A pattern's dollars are its units on demand, before any free tier.
    """
    from ddbhelpers.model import load_model
    from ddbhelpers.plan import compare_designs

    book = _prices(common, prices)
    a, b = load_model(model_a), load_model(model_b)
    comparison = compare_designs(
        _stock(common, a, items, sample, seed, volume),
        b,
        book,
        names=_names(model_a, model_b),
        free_tier=free_tier,
    )
    if common.json:
        print_json(comparison_as_json(comparison, free_tier))
        return
    from ddbhelpers.show import design_table

    print_table(design_table(comparison))
    designs = dict(zip(comparison.names, (comparison.a, comparison.b), strict=True))
    for name, bill in designs.items():
        best = bill.cheapest
        say(f"{name}: {best.name}, {money(best.monthly_usd)} USD, is its cheapest")
    for says in comparison.changed:
        say(f"changed: {says}")
    for name, bill in designs.items():
        _say_left_out(bill.load, f" in {name}")
    _say_assumed(comparison.assumptions)


def _prices(common: Common, book: Path | None) -> "Prices":
    from ddbhelpers.plan import load_prices

    return load_prices(book, region=common.region or REGION)


def _stock(
    common: Common,
    model: "Model",
    file: Path | None,
    many: int | None,
    seed: int,
    volume: float | None,
) -> "Stock":
    from ddbhelpers.data import load_items, sample
    from ddbhelpers.plan import take_stock

    if (file is None) == (many is None):
        common.wrong_usage("Give either --items FILE or --sample ITEMS.")
    if file is None:
        items = sample(model, items=many or 0, seed=seed)
    else:
        items = load_items(file, model)
    return take_stock(model, items, volume=volume)


def _names(a: Path, b: Path) -> tuple[str, str]:
    """Name designs by their files, as shortly as tells them apart."""
    return (a.stem, b.stem) if a.stem != b.stem else (str(a), str(b))


def _say_left_out(load: "Load", where: str = "") -> None:
    for pattern, why in load.left_out:
        say(f"not counted{where}: {pattern}: {why}")


def _say_assumed(assumptions: tuple[str, ...]) -> None:
    for says in assumptions:
        say(f"assumed: {says}")


costs.command()(command(cost, common=("model_file", "region", "json")))
costs.command()(command(compare, common=("region", "json")))
