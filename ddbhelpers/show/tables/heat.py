"""Tables of heat: the hottest keys, and what is throttled over time."""

from typing import TYPE_CHECKING

from ddbhelpers.show.tables.table import show_table
from ddbhelpers.show.view import TableView
from ddbhelpers.words import counted, number, share

if TYPE_CHECKING:
    from ddbhelpers.plan.heat import Heat


def heat_table(heat: "Heat", *, limit: int = 10, caption: str = "") -> TableView:
    """Show the hottest keys, and below them what the simulation assumes."""
    from ddbhelpers.plan.heat import hottest_keys

    unit, whole = f"{heat.traffic.kind} units/s", f"of all {heat.traffic.kind}s"
    hidden = max(len(heat.traffic.keys) - limit, 0)
    rest = [f"{counted(hidden, 'more key')}."] if hidden else []
    return show_table(
        [
            {
                "key": key["key"],
                "share": share(key["share"]),
                "throttled share": share(key["throttled_of_all"]),
                "asked": round(key["units_per_second"], 2),
                "throttled": round(key["throttled_per_second"], 2),
            }
            for key in hottest_keys(heat, limit)
        ],
        caption=caption or str(heat),
        note=" ".join([*rest, *heat.assumptions]),
        units={
            **dict.fromkeys(("share", "throttled share"), whole),
            **dict.fromkeys(("asked", "throttled"), unit),
        },
    )


def burst_table(heat: "Heat", *, lines: int = 12, caption: str = "") -> TableView:
    """Show asked, served, throttled and the burst bucket over time."""
    from ddbhelpers.plan.heat.frames import heat_over_time

    kind = heat.traffic.kind
    bucket, note = heat.bucket, ""
    if bucket is not None:
        full = f"{number(round(bucket.full, 1))} {kind} units when full"
        note = f"bucket: {bucket.name}, {full}"
    return show_table(
        [
            {
                "from second": f"{line['second']:,}",
                "asked": round(line["asked"], 2),
                "served": round(line["served"], 2),
                "throttled": round(line["throttled"], 2),
                "bucket left": "none"
                if bucket is None
                else share(line["bucket_share"]),
            }
            for line in heat_over_time(heat, lines=lines).to_dict("records")
        ],
        caption=caption or str(heat),
        note=note,
        units=dict.fromkeys(("asked", "served", "throttled"), f"{kind}s/s"),
    )
