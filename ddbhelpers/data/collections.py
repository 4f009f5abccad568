"""How large item collections are, as a frame."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ddbhelpers.capacity import index_entry, item_bytes
from ddbhelpers.model import Model
from ddbhelpers.model.collections import OTHER, gathered, key_text
from ddbhelpers.words import listed

if TYPE_CHECKING:
    from pandas import DataFrame


def collection_sizes(
    items: Iterable[Mapping[str, object]],
    model: Model,
    *,
    index: str | None = None,
    table: str | None = None,
) -> "DataFrame":
    """Weigh the item collections, the largest first.

    Columns: partition_key, entity, items, item_bytes, share (of all items).
    """
    import pandas as pd

    home = model.table(table)
    target = home.index(index) if index else home
    lines = []
    for key, members in gathered(items, target).items():
        kinds = (model.entity_of(item, home.name) for item in members)
        entries = (
            index_entry(home, index, item) if index else item for item in members
        )
        lines.append(
            {
                "partition_key": key_text(key),
                "entity": listed(
                    [*dict.fromkeys(kind.name if kind else OTHER for kind in kinds)]
                ),
                "items": len(members),
                "item_bytes": sum(item_bytes(entry) for entry in entries if entry),
            }
        )
    names = ["partition_key", "entity", "items", "item_bytes"]
    sizes = pd.DataFrame(lines, columns=names)
    sizes["share"] = sizes["items"] / sizes["items"].sum()
    order = ["items", "item_bytes", "partition_key"]
    sizes = sizes.sort_values(order, ascending=[False, False, True])
    return sizes.reset_index(drop=True)
