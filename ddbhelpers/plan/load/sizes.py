"""How large the items and index entries of each entity are, and what a size costs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ddbhelpers.capacity import read_charge, write_charge
from ddbhelpers.model import Table
from ddbhelpers.plan.load.stock import Stock

if TYPE_CHECKING:
    from pandas import DataFrame

KIB = 1024


@dataclass(frozen=True)
class Sizes:
    """The bytes of an entity's items, or (`index`) of their entries in an index.

    `p50_bytes` and `p99_bytes` are sizes that really occur: half, and 99 in 100, of
    the items are at most that large.
    """

    entity: str
    table: str
    index: str | None
    items: int
    mean_bytes: float
    p50_bytes: int
    p99_bytes: int
    max_bytes: int


def item_sizes(stock: Stock) -> tuple[Sizes, ...]:
    """Size each entity's items, and their entries in each index that holds any.

    >>> from ddbhelpers.model import Model
    >>> from ddbhelpers.plan.load.stock import take_stock
    >>> notes = Model(name="notes", tables={"notes": {"partition_key": "pk"}},
    ...     entities={"Note": {"keys": {"pk": "NOTE#{n}"}, "attributes": {
    ...         "n": {"type": "integer", "in": "key"}}}})
    >>> stock = take_stock(notes, [{"pk": f"NOTE#{n}"} for n in range(20)])
    >>> [sizes] = item_sizes(stock)
    >>> sizes.mean_bytes, sizes.p50_bytes, sizes.p99_bytes, sizes.max_bytes
    (8.5, 8, 9, 9)
    """
    found = []
    for table in stock.model.tables:
        for index in (None, *(index.name for index in table.indexes)):
            by_entity: dict[str, list[int]] = {}
            for piece in stock.held(table.name, index):
                by_entity.setdefault(piece.entity, []).append(piece.bytes_in(index))
            found += [
                sizes_of(entity, table.name, index, sizes)
                for entity, sizes in by_entity.items()
            ]
    return tuple(found)


def sizes_of(entity: str, table: str, index: str | None, sizes: Sequence[int]) -> Sizes:
    """Sum up the sizes of one or more items."""
    ordered = sorted(sizes)
    return Sizes(
        entity,
        table,
        index,
        items=len(ordered),
        mean_bytes=sum(ordered) / len(ordered),
        p50_bytes=_at(ordered, 0.50),
        p99_bytes=_at(ordered, 0.99),
        max_bytes=ordered[-1],
    )


def _at(ordered: Sequence[int], share: float) -> int:
    return ordered[math.ceil(share * len(ordered)) - 1]


def staircase(up_to_bytes: int = 8 * KIB) -> "DataFrame":
    """Tell what one item costs, by its size: a line for each 1,024 bytes.

    Columns: from_bytes, to_bytes, eventual_read, strong_read, write (units).

    >>> staircase(2 * 1024)["write"].tolist()
    [1.0, 2.0]
    """
    import pandas as pd

    table = Table(name="any", partition_key="pk")
    lines = []
    for start in range(0, up_to_bytes, KIB):
        item = {"pk": "k", "d": "x" * start}  # a few bytes up the step
        eventual = read_charge(table, [item])
        strong = read_charge(table, [item], consistency="strong")
        write = write_charge(table, None, item)
        units = (float(charge.total) for charge in (eventual, strong, write))
        lines.append((start + 1, start + KIB, *units))
    names = ["from_bytes", "to_bytes", "eventual_read", "strong_read", "write"]
    return pd.DataFrame(lines, columns=names)
