"""Heat as frames: over time, and key by key."""

from typing import TYPE_CHECKING

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
    """Tell the heat of each key, the hottest first.

    Columns: key, share (of all requests), units_per_second and throttled_per_second
    (of the table, on average), throttled_share (of the key's own requests),
    throttled_of_all (the key's throttled requests as a share of all requests).
    """
    import pandas as pd

    asked, throttled = heat.asked_of_key, heat.throttled_of_key
    whole = heat.asked_requests or 1
    units = heat.arms[0].arm.units / heat.traffic.seconds
    frame = pd.DataFrame(
        {
            "key": heat.traffic.keys,
            "share": asked / whole,
            "units_per_second": asked * units,
            "throttled_per_second": throttled * units,
            "throttled_share": throttled / np.where(asked > 0, asked, 1),
            "throttled_of_all": throttled / whole,
        }
    )
    # keys that are asked for alike keep their order, whatever adding up made of them
    order = (-frame["units_per_second"].round(6)).argsort(kind="stable")
    return frame.iloc[order]
