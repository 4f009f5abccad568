"""What a secondary index stores of an item, and what keeping it up to date costs."""

from collections.abc import Mapping
from typing import Any

from ddbhelpers.capacity.charge import ArmKind
from ddbhelpers.capacity.form import as_dynamodb_json
from ddbhelpers.capacity.limits import WRITE_UNIT_BYTES
from ddbhelpers.capacity.refusals import StoredItem, key_fault
from ddbhelpers.capacity.same import same_values
from ddbhelpers.capacity.size import item_bytes
from ddbhelpers.capacity.step import How, Step, Weight, rounding_step
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
    None if the item is not in the index: it lacks one of the index's key attributes, or
    has been there, with one of another type, since before the index. Source: GSI, LSI.

    >>> table = Table(name="mail", partition_key="pk", indexes={
    ...     "by-group": {"partition_key": "group", "projection": "KEYS_ONLY"}})
    >>> index_entry(table, "by-group", {"pk": "1", "group": "g", "text": "hello"})
    {'pk': '1', 'group': 'g'}
    >>> index_entry(table, "by-group", {"pk": "1", "text": "hello"}) is None
    True
    """
    index = find_index(table, index)
    kept = _kept(table, index, as_dynamodb_json(item))
    return None if kept is None else {name: item[name] for name in kept}


def find_index(table: Table, index: SecondaryIndex | str) -> SecondaryIndex:
    """Find an index of the table, by its name or itself; CapacityError if none."""
    name = index if isinstance(index, str) else index.name
    try:
        return table.index(name)
    except ModelError as error:
        raise CapacityError(error.given, allowed=error.allowed, do=error.do) from None


def arm_of(index: SecondaryIndex) -> tuple[ArmKind, str]:
    """Name the arm that the index is charged on."""
    return ("gsi" if index.kind == "global" else "lsi"), index.name


def ladder_step(
    table: Table,
    index: SecondaryIndex,
    before: StoredItem | None,
    after: StoredItem | None,
) -> Step:
    """Climb the ladder: what a write costs this index (images in DynamoDB JSON).

    Source: GSI, "Provisioned throughput considerations for global secondary indexes".
    """
    old, new = (entry_of(table, index, image) for image in (before, after))
    arm = arm_of(index)
    if old and new and same_values(old, new):
        return Step(*arm, UNCHANGED, sizes=(item_bytes(old), item_bytes(new)))
    if not old and not new:
        return Step(*arm, NEVER_IN)
    rule = CHANGED
    how: How = "max"
    if not old:
        rule = ENTERED
    elif not new:
        rule = LEFT
    elif not same_values(_index_key(index, old), _index_key(index, new)):
        rule, how = MOVED, "sum"
    weights = [Weight.of(entry) for entry in (old, new) if entry]
    return rounding_step(arm, rule, weights, WRITE_UNIT_BYTES, how=how)


def entry_of(
    table: Table, index: SecondaryIndex, image: StoredItem | None
) -> StoredItem | None:
    """Give the index entry of an image in DynamoDB JSON."""
    kept = None if image is None else _kept(table, index, image)
    return None if image is None or kept is None else {n: image[n] for n in kept}


def _kept(table: Table, index: SecondaryIndex, image: StoredItem) -> list[str] | None:
    """Name the attributes that the entry holds; None if there is no entry."""
    if not image.keys() >= {*index.key_names} or key_fault(index, image):
        return None
    if index.projection.type == "ALL":
        return list(image)
    wanted = {*table.key_names, *index.key_names, *index.projection.attributes}
    return [name for name in image if name in wanted]


def _index_key(index: SecondaryIndex, entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: entry[name] for name in index.key_names}
