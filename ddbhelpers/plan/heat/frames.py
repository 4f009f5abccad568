"""Heat as frames: over time, and key by key."""

from typing import TYPE_CHECKING, Any

import numpy as np

from ddbhelpers.plan.heat.result import Heat

if TYPE_CHECKING:
    from pandas import DataFrame


def heat_over_time(heat: Heat, *, lines: int = 12) -> "DataFrame":
    """Sum a simulation up in equal stretches of time, one line for each.

    Columns: second (the stretch's first), seconds, and per second, on average: asked,
    served, throttled; throttled_share; bucket_share (what is left of the burst bucket
    that came closest to its end, after the stretch; NaN without any bucket).
    """
    import pandas as pd

    seconds = heat.traffic.seconds
    edges = np.unique(np.linspace(0, seconds, min(lines, seconds) + 1).astype(int))
    long = np.diff(edges)
    asked, throttled = (
        np.add.reduceat(series, edges[:-1]) for series in (heat.asked, heat.throttled)
    )
    bucket = heat.bucket
    left = np.full(len(long), np.nan)
    if bucket is not None:
        left = bucket.left[edges[1:] - 1] / bucket.full
    return pd.DataFrame(
        {
            "second": edges[:-1],
            "seconds": long,
            "asked": asked / long,
            "served": (asked - throttled) / long,
            "throttled": throttled / long,
            "throttled_share": throttled / np.where(asked > 0, asked, 1),
            "bucket_share": left,
        }
    )


def heat_of_keys(heat: Heat) -> "DataFrame":
    """Tell the heat of each key, the hottest first, as a frame of `hottest_keys`."""
    import pandas as pd

    return pd.DataFrame(hottest_keys(heat))


def hottest_keys(heat: Heat, limit: int | None = None) -> list[dict[str, Any]]:
    """Tell the heat of each key, or of so many, the hottest first.

    Each has: key, share (of all requests), units_per_second and throttled_per_second
    (of the table, on average), throttled_share (of the key's own requests),
    throttled_of_all (the key's throttled requests as a share of all requests), asked
    and throttled (its requests).
    """
    asked, throttled = heat.asked_of_key, heat.throttled_of_key
    whole = heat.asked_requests or 1
    units = heat.arms[0].arm.units / heat.traffic.seconds
    # keys that are asked for alike keep their order, whatever adding up made of them
    order = (-(asked * units).round(6)).argsort(kind="stable")[:limit]
    asked, throttled = asked[order], throttled[order]
    columns = {
        "key": [heat.traffic.keys[place] for place in order],
        "share": (asked / whole).tolist(),
        "units_per_second": (asked * units).tolist(),
        "throttled_per_second": (throttled * units).tolist(),
        "throttled_share": (throttled / np.where(asked > 0, asked, 1)).tolist(),
        "throttled_of_all": (throttled / whole).tolist(),
        "asked": asked.tolist(),
        "throttled": throttled.tolist(),
    }
    lines = zip(*columns.values(), strict=True)
    return [dict(zip(columns, line, strict=True)) for line in lines]
