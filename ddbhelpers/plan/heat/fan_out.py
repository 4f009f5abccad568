"""What write shards cost the reader: one Query becomes as many as there are shards."""

import math
from dataclasses import dataclass
from typing import Literal

from ddbhelpers.capacity.limits import MAX_ITEM_BYTES, READ_UNIT_BYTES
from ddbhelpers.capacity.read import FACTORS
from ddbhelpers.errors import PlanError


@dataclass(frozen=True)
class FanOut:
    """A read before and after sharding: its Queries, and its read units."""

    queries: int
    read_units_before: float
    read_units_after: float

    @property
    def times(self) -> float:
        """How many times as much the read takes."""
        return self.read_units_after / self.read_units_before


def fan_out(
    shards: int,
    *,
    item_bytes: int,
    items: int,
    whole: bool = False,
    consistency: Literal["eventual", "strong"] = "eventual",
) -> FanOut:
    """Work out what reading ``items`` items of one key takes from so many shards.

    A page of the newest: every shard has to give as many as the page holds, as all of
    them may lie on one. ``whole``: the item collection itself, whose items the shards
    share evenly. Every Query is rounded up on its own. Source: read-write-operations.

    >>> fan_out(4, item_bytes=500, items=20)  # 10,000 bytes: 3 × 4 KB, halved
    FanOut(queries=4, read_units_before=1.5, read_units_after=6.0)
    >>> fan_out(4, item_bytes=500, items=20, whole=True).read_units_after
    2.0
    """
    if shards < 1:
        raise PlanError(f"{shards} write shards", allowed="1 or more")
    if not 1 <= item_bytes <= MAX_ITEM_BYTES:
        raise PlanError(f"items of {item_bytes} bytes", allowed="1 to 409,600 bytes")
    if items < 1:
        raise PlanError(f"a read of {items} items", allowed="1 or more")
    if consistency not in ("eventual", "strong"):
        raise PlanError(f"consistency {consistency!r}", allowed="eventual, strong")
    factor = FACTORS[consistency].times
    least, more = divmod(items, shards)
    counts = [items] * shards
    if whole:
        counts = [least + (shard < more) for shard in range(shards)]
    after = sum(_units(count * item_bytes) for count in counts)
    return FanOut(shards, factor * _units(items * item_bytes), factor * after)


def _units(page_bytes: int) -> int:
    # an empty page still takes one
    return max(1, math.ceil(page_bytes / READ_UNIT_BYTES))
