"""`ddb heat`: which key gets too hot, when, and how many write shards clear it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ddbhelpers.cli.common import Common, command
from ddbhelpers.cli.output import print_json, print_table, say
from ddbhelpers.errors import PlanError

if TYPE_CHECKING:
    from ddbhelpers.plan.heat import ArmHeat, Heat, Shards, Traffic

heating = typer.Typer()

TOP_KEYS = 10
DIGITS = 6
NOTHING = {"show_default": False}


def heat(
    common: Common,
    writes_per_second: Annotated[
        float | None, typer.Option(help="Writes, on average.", **NOTHING)
    ] = None,
    reads_per_second: Annotated[
        float | None, typer.Option(help="Reads, on average; or these.", **NOTHING)
    ] = None,
    keys: Annotated[int, typer.Option(help="How many partition keys.")] = 1000,
    zipf: Annotated[
        float | None,
        typer.Option(
            metavar="EXPONENT", help="Asked by Zipf's law: 0 is even.", **NOTHING
        ),
    ] = None,
    celebrity: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE", help="One key takes this: 0.61 is 61 %.", **NOTHING
        ),
    ] = None,
    sort_key: Annotated[
        Literal["grows", "spread"],
        typer.Option(help="Item collections are asked at their end, or all over."),
    ] = "grows",
    seconds: Annotated[int, typer.Option(help="How long; 86,400 is a day.")] = 3600,
    seed: Annotated[
        int | None, typer.Option(help="Let requests arrive at random.", **NOTHING)
    ] = None,
    capacity: Annotated[
        float | None,
        typer.Option(
            metavar="UNITS", help="Provisioned; else new and on demand.", **NOTHING
        ),
    ] = None,
    units: Annotated[
        float, typer.Option(help="What a request takes of the table.")
    ] = 1,
    index_capacity: Annotated[
        float | None,
        typer.Option(
            metavar="UNITS", help="Of a global index with the same keys.", **NOTHING
        ),
    ] = None,
    index_units: Annotated[
        float, typer.Option(help="What a write takes of the index.")
    ] = 1,
    split_seconds: Annotated[
        int, typer.Option(help="A partition that throttles so long is split.")
    ] = 0,
    shards: Annotated[
        int | None,
        typer.Option(help="Of the hottest key; else the fewest that do.", **NOTHING),
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
    index = (
        None
        if index_capacity is None
        else ArmCapacity("index", index_capacity, index_units)
    )
    setting = (
        ArmCapacity(capacity=capacity, units=units),
        [] if index is None else [index],
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
    print_table(("key", "share", "asked", "throttled"), _lines(result))
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


def _hottest(result: "Heat") -> Sequence[int]:
    """Give the places of the keys that are asked for most."""
    # keys that are asked for alike keep their order, whatever adding up made of them
    asked = result.asked_of_key.round(DIGITS)
    places: list[int] = (-asked).argsort(kind="stable").tolist()
    return places[:TOP_KEYS]


def _keys(result: "Heat") -> list[dict[str, Any]]:
    asked, throttled = result.asked_of_key, result.throttled_of_key
    return [
        {
            "key": result.traffic.keys[at],
            "share": _plain(asked[at] / (result.asked_requests or 1.0)),
            "asked": _plain(asked[at]),
            "throttled": _plain(throttled[at]),
        }
        for at in _hottest(result)
    ]


def _lines(result: "Heat") -> list[tuple[str, str, str, str]]:
    return [
        (
            one["key"],
            f"{100 * one['share']:.1f} %",
            f"{one['asked']:,.0f}",
            f"{one['throttled']:,.0f}",
        )
        for one in _keys(result)
    ]


def _as_json(result: "Heat", fewest: "Shards | None", advice: str) -> dict[str, Any]:
    return {
        "traffic": result.traffic.name,
        "kind": result.traffic.kind,
        "seconds": result.traffic.seconds,
        "asked": _plain(result.asked_requests),
        "throttled": _plain(result.throttled_requests),
        "first_throttled_second": result.first_throttled,
        "keys": _keys(result),
        "arms": [_arm_as_json(arm) for arm in result.arms],
        "shards": None if fewest is None else _shards_as_json(fewest),
        "advice": advice,
        "assumptions": list(result.assumptions),
    }


def _arm_as_json(arm: "ArmHeat") -> dict[str, Any]:
    return {
        "name": arm.name,
        "partitions": arm.partitions,
        "consumed_units": _plain(arm.consumed.sum()),
        "throttled_by_partition": _plain(arm.by_partition.sum()),
        "throttled_by_capacity": _plain(arm.by_capacity.sum()),
        "buckets": [
            {
                "name": one.name,
                "full_units": _plain(one.full),
                "lowest_units": _plain(one.left.min()),
                "empty_from_second": one.empty_from,
            }
            for one in arm.buckets
        ],
    }


def _plain(value: float) -> float:
    return round(float(value), DIGITS)


def _shards_as_json(fewest: "Shards") -> dict[str, Any]:
    return {
        "count": fewest.count,
        "keys": list(fewest.keys),
        "queries_per_read": fewest.fan_out.queries,
        "read_units_before": fewest.fan_out.read_units_before,
        "read_units_after": fewest.fan_out.read_units_after,
    }


heating.command()(command(heat, common=("json",)))
