"""`ddb heat`: which key gets too hot, when, and how many write shards clear it."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ddbhelpers.cli.common import Common, command
from ddbhelpers.cli.output import as_json, print_json, print_table, rounded, say
from ddbhelpers.errors import PlanError

if TYPE_CHECKING:
    from ddbhelpers.plan.heat import ArmHeat, Heat, Shards, Traffic

heating = typer.Typer()

TOP_KEYS = 10


def heat(
    common: Common,
    writes_per_second: Annotated[
        float | None, typer.Option(help="Writes, on average.")
    ] = None,
    reads_per_second: Annotated[
        float | None, typer.Option(help="Reads, on average; or these.")
    ] = None,
    keys: Annotated[int, typer.Option(help="How many partition keys.")] = 1000,
    zipf: Annotated[
        float | None,
        typer.Option(metavar="EXPONENT", help="Asked by Zipf's law: 0 is even."),
    ] = None,
    celebrity: Annotated[
        float | None,
        typer.Option(metavar="SHARE", help="One key takes this: 0.61 is 61 %."),
    ] = None,
    sort_key: Annotated[
        Literal["grows", "spread"],
        typer.Option(help="Item collections are asked at their end, or all over."),
    ] = "grows",
    seconds: Annotated[int, typer.Option(help="How long; 86,400 is a day.")] = 3600,
    seed: Annotated[
        int | None, typer.Option(help="Let requests arrive at random.")
    ] = None,
    capacity: Annotated[
        float | None,
        typer.Option(metavar="UNITS", help="Provisioned; else new and on demand."),
    ] = None,
    units: Annotated[
        float, typer.Option(help="What a request takes of the table.")
    ] = 1,
    index_capacity: Annotated[
        float | None,
        typer.Option(metavar="UNITS", help="Of a global index with the same keys."),
    ] = None,
    index_units: Annotated[
        float, typer.Option(help="What a write takes of the index.")
    ] = 1,
    split_seconds: Annotated[
        int, typer.Option(help="A partition that throttles so long is split.")
    ] = 0,
    shards: Annotated[
        int | None, typer.Option(help="Of the hottest key; else the fewest that do.")
    ] = None,
    item_bytes: Annotated[
        int, typer.Option(help="An item's bytes, for what reading shards costs.")
    ] = 1024,
    items: Annotated[int, typer.Option(help="The items of a page that is read.")] = 20,
) -> None:
    """Simulate which key gets too hot, and how many write shards would clear it.

    All keys are asked alike, or by --zipf, or with one --celebrity among them.
    """
    from ddbhelpers.plan.heat import (
        ArmCapacity,
        Behaviour,
        fan_out,
        simulate_heat,
        smallest_shards,
    )

    fan_out(1, item_bytes=item_bytes, items=items)  # refuses sizes, whatever is found
    traffic = _traffic(
        common,
        writes_per_second,
        reads_per_second,
        zipf,
        celebrity,
        {"keys": keys, "seconds": seconds, "sort_key": sort_key, "seed": seed},
    )
    indexes = []
    if index_capacity is not None:
        indexes.append(ArmCapacity("index", index_capacity, index_units))
    setting = (
        ArmCapacity(capacity=capacity, units=units),
        indexes,
        Behaviour(split_seconds=split_seconds),
    )
    fewest: Shards | None = None
    advice = ""
    if shards is not None:
        traffic = traffic.sharded([traffic.hottest], shards)
    else:
        try:
            fewest = smallest_shards(
                traffic, *setting, item_bytes=item_bytes, items=items
            )
            advice = str(fewest)
        except PlanError as refused:
            advice = str(refused)
    result = fewest.before if fewest else simulate_heat(traffic, *setting)
    if common.json:
        print_json(_as_json(result, fewest, advice))
        return
    from ddbhelpers.show import heat_table

    print_table(heat_table(result, limit=TOP_KEYS))
    say(f"{traffic.name}: {result}")
    for line in (advice, *result.assumptions):
        if line:
            say(line)


def _traffic(
    common: Common,
    writes: float | None,
    reads: float | None,
    zipf: float | None,
    celebrity: float | None,
    more: dict[str, Any],
) -> "Traffic":
    from ddbhelpers.plan.heat import celebrity_traffic, even_traffic, zipf_traffic

    if (writes is None) == (reads is None):
        common.wrong_usage("Give --writes-per-second or --reads-per-second.")
    if zipf is not None and celebrity is not None:
        common.wrong_usage("Give --zipf or --celebrity, not both.")
    rate = (writes if writes is not None else reads) or 0.0
    more["kind"] = "write" if writes is not None else "read"
    if zipf is not None:
        return zipf_traffic(rate, exponent=zipf, **more)
    if celebrity is not None:
        return celebrity_traffic(rate, share=celebrity, **more)
    return even_traffic(rate, **more)


def _as_json(result: "Heat", fewest: "Shards | None", advice: str) -> dict[str, Any]:
    from ddbhelpers.plan.heat import hottest_keys

    return {
        **as_json(
            result,
            traffic="traffic.name",
            kind="traffic.kind",
            seconds="traffic.seconds",
            asked="asked_requests",
            throttled="throttled_requests",
            first_throttled_second="first_throttled",
        ),
        "keys": [
            {
                name: rounded(key[name])
                for name in ("key", "share", "asked", "throttled")
            }
            for key in hottest_keys(result, TOP_KEYS)
        ],
        "arms": [_arm_as_json(arm) for arm in result.arms],
        "shards": fewest
        and as_json(
            fewest,
            *("count", "keys"),
            queries_per_read="fan_out.queries",
            read_units_before="fan_out.read_units_before",
            read_units_after="fan_out.read_units_after",
        ),
        "advice": advice,
        "assumptions": result.assumptions,
    }


def _arm_as_json(arm: "ArmHeat") -> dict[str, Any]:
    return {
        **as_json(arm, "name", "partitions"),
        "consumed_units": rounded(arm.consumed.sum()),
        "throttled_by_partition": rounded(arm.by_partition.sum()),
        "throttled_by_capacity": rounded(arm.by_capacity.sum()),
        "buckets": [
            {
                **as_json(bucket, "name", full_units="full"),
                "lowest_units": rounded(bucket.left.min()),
                "empty_from_second": bucket.empty_from,
            }
            for bucket in arm.buckets
        ],
    }


heating.command()(command(heat, common=("json",)))
