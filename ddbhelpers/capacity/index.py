"""What a secondary index stores of an item, and what keeping it up to date costs."""

from collections.abc import Mapping
from typing import Any

from ddbhelpers.capacity.charge import ArmKind
from ddbhelpers.capacity.form import as_dynamodb_json
from ddbhelpers.capacity.limits import WRITE_UNIT_BYTES
from ddbhelpers.capacity.refusals import is_key_value
from ddbhelpers.capacity.same import same_values
from ddbhelpers.capacity.size import item_bytes
from ddbhelpers.capacity.step import Step, rounded_up
from ddbhelpers.errors import CapacityError, ModelError
from ddbhelpers.model.table import SecondaryIndex, Table

# The ladder of an index entry (GSI, throughput considerations; LSI likewise)
NEVER_IN = "not in the index"
UNCHANGED = "entry unchanged"
ENTERED = "entry added"
LEFT = "entry removed"
CHANGED = "same index key, entry changed"
MOVED = "index key moved, old entry removed and new one added"


def index_entry(
    table: Table, index: SecondaryIndex | str, item: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Give what an index stores of an item, in the item's own form.

    The table's keys, the index's keys, and what is projected, each attribute once.
    None if the item lacks one of the index's key attributes, or has it with another
    type: then it is not in the index. Source: GSI, LSI.

    >>> table = Table(name="mail", partition_key="pk", indexes={
    ...     "by-group": {"partition_key": "group", "projection": "KEYS_ONLY"}})
    >>> index_entry(table, "by-group", {"pk": "1", "group": "g", "text": "hello"})
    {'pk': '1', 'group': 'g'}
    >>> index_entry(table, "by-group", {"pk": "1", "text": "hello"}) is None
    True
    """
    index = find_index(table, index)
    stored = as_dynamodb_json(item)
    if not all(is_key_value(stored.get(key.name), key) for key in index.key):
        return None
    if index.projection.type == "ALL":
        return dict(item)
    kept = {*table.key_names, *index.key_names, *index.projection.attributes}
    return {name: value for name, value in item.items() if name in kept}


def find_index(table: Table, index: SecondaryIndex | str) -> SecondaryIndex:
    """Find an index of the table, by its name or itself; CapacityError if none."""
    name = index if isinstance(index, str) else index.name
    try:
        return table.index(name)
    except ModelError as error:
        raise CapacityError(error.given, allowed=error.allowed, do=error.do) from None


def arm_of(index: SecondaryIndex) -> ArmKind:
    """Name the arm that the index is charged on."""
    return "gsi" if index.kind == "global" else "lsi"


def ladder_step(
    table: Table,
    index: SecondaryIndex,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> Step:
    """Climb the ladder: what a write costs this index (images in DynamoDB JSON).

    Source: GSI, "Provisioned throughput considerations for global secondary indexes".
    """
    old = index_entry(table, index, before) if before else None
    new = index_entry(table, index, after) if after else None
    sizes = tuple(item_bytes(entry) for entry in (old, new) if entry)
    rounded = tuple(rounded_up(size, WRITE_UNIT_BYTES) for size in sizes)
    how = "max"
    if old and new:
        if same_values(old, new):
            return Step(arm_of(index), index.name, UNCHANGED, sizes=sizes)
        moved = not same_values(*(_index_key(index, entry) for entry in (old, new)))
        rule, how = (MOVED, "sum") if moved else (CHANGED, "max")
    elif old or new:
        rule = LEFT if old else ENTERED
    else:
        rule = NEVER_IN
    return Step(arm_of(index), index.name, rule, sizes, rounded, how)


def _index_key(index: SecondaryIndex, entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: entry[name] for name in index.key_names}
