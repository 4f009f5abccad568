"""What a secondary index stores of an item, and what keeping it up to date costs."""

from collections.abc import Mapping
from typing import Any

from ddbhelpers.capacity.charge import ArmKind
from ddbhelpers.capacity.equality import same_values
from ddbhelpers.capacity.form import as_dynamodb_json
from ddbhelpers.capacity.limits import WRITE_UNIT_BYTES
from ddbhelpers.capacity.refusals import key_fault
from ddbhelpers.capacity.step import How, Step, Weight
from ddbhelpers.errors import CapacityError, ModelError
from ddbhelpers.model.table import SecondaryIndex, Table
from ddbhelpers.model.wire import WireItem

# The ladder of an index entry (GSI, throughput considerations; LSI likewise)
NEVER_IN = "not in the index"
UNCHANGED = "entry unchanged"
ENTERED = "entry added"
LEFT = "entry removed"
CHANGED = "same index key, entry changed"
MOVED = "index key moved, old entry removed and new one added"


def index_entry(
    table: Table, index: SecondaryIndex | str, item: Mapping[str, object]
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
    entry = entry_of(table, index, as_dynamodb_json(item))
    return None if entry is None else {name: item[name] for name in entry}


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
    before: WireItem | None,
    after: WireItem | None,
) -> Step:
    """Climb the ladder: what a write costs this index (images in DynamoDB JSON).

    Source: GSI, "Provisioned throughput considerations for global secondary indexes".
    """
    old, new = (entry_of(table, index, image) for image in (before, after))
    arm = arm_of(index)
    if old and new and same_values(old, new):
        return Step(*arm, UNCHANGED, (Weight.of(old), Weight.of(new)))
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
    weights = tuple(Weight.of(entry) for entry in (old, new) if entry)
    return Step(*arm, rule, weights, WRITE_UNIT_BYTES, how)


def entry_of(
    table: Table, index: SecondaryIndex, image: WireItem | None
) -> WireItem | None:
    """Give the index entry of an image in DynamoDB JSON; None if it has none."""
    if image is None or not image.keys() >= {*index.key_names}:
        return None
    return None if key_fault(index, image) else projected(table, index, image)


def projected(table: Table, index: SecondaryIndex, image: WireItem) -> WireItem:
    """Give what the index holds of an image, or would hold if it were in it."""
    if index.projection.type == "ALL":
        return image
    wanted = {*table.key_names, *index.key_names, *index.projection.attributes}
    return {name: value for name, value in image.items() if name in wanted}


def _index_key(index: SecondaryIndex, entry: WireItem) -> WireItem:
    return {name: entry[name] for name in index.key_names}
