"""What writes cost: the table on the larger image, each index by its ladder.

Each charge is the sum of its steps, which say in words how it came about:
`write_steps` for `write_charge`, and so on.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ddbhelpers.capacity.charge import Charge
from ddbhelpers.capacity.index import ladder_step
from ddbhelpers.capacity.limits import READ_UNIT_BYTES, WRITE_UNIT_BYTES
from ddbhelpers.capacity.open_rules import FAILED_WRITE, REPLAYED_WRITE
from ddbhelpers.capacity.refusals import (
    StoredItem,
    refuse_other_key,
    storable,
    stored_item,
)
from ddbhelpers.capacity.step import (
    ONCE,
    TRANSACTION,
    Step,
    Weight,
    charge_of,
)
from ddbhelpers.model.table import Table

Image = Mapping[str, Any] | None  # of an item, in either form; None: absent

PUT = "new item, its whole size"
REPLACED = "the larger of before and after, whole items"
DELETED = "item deleted, the whole size it had"
NOTHING_THERE = "nothing there to delete, the least there is"
FAILED = "condition failed, charged on the table alone"
CHECKED = "condition check, the whole item"
REPLAYED = "token used again, answered by a read"


def write_charge(
    table: Table, before: Image, after: Image, *, transactional: bool = False
) -> Charge:
    """Charge one put, update or delete, in write units.

    `before` and `after` are the whole item, None where it is absent, however small the
    change. In a transaction the table's units double, the indexes' do not. Raises
    CapacityError for what DynamoDB refuses. Source: read-write-operations, GSI, LSI.

    >>> table = Table(name="mail", partition_key="pk", indexes={
    ...     "by-group": {"partition_key": "group"}})
    >>> write_charge(table, None, {"pk": "1", "group": "a", "text": "x" * 1500})
    <Charge: 4 write units (table 2, gsi by-group 2)>
    """
    steps = write_steps(table, before, after, transactional=transactional)
    return charge_of("write", steps)


def write_steps(
    table: Table, before: Image, after: Image, *, transactional: bool = False
) -> tuple[Step, ...]:
    """Tell how a write's charge comes about: the table's step, then each index's."""
    old, new = _images(table, before, after)
    if old and new:
        rule = REPLACED
    else:
        rule = PUT if new else DELETED if old else NOTHING_THERE
    return (
        _table_step(rule, (old, new), WRITE_UNIT_BYTES, transactional),
        *(ladder_step(table, index, old, new) for index in table.indexes),
    )


def failed_write_charge(table: Table, before: Image, attempted: Image) -> Charge:
    """Charge a write whose condition failed: the response reports nothing of it.

    `before` is the item that is there, `attempted` what would have been stored (None:
    a delete). Where nothing was there it costs 1; else which of the two sizes counts
    is an open rule: the larger is taken. Source: read-write-operations.

    >>> table = Table(name="mail", partition_key="pk")
    >>> failed_write_charge(table, None, {"pk": "1", "text": "x" * 5000})
    <Charge: 1 write unit (table 1)>
    """
    return charge_of("write", failed_write_steps(table, before, attempted))


def failed_write_steps(
    table: Table, before: Image, attempted: Image
) -> tuple[Step, ...]:
    """Tell how a failed write's charge comes about."""
    old, new = _images(table, before, attempted)
    stored = _table_step(FAILED, (old,), WRITE_UNIT_BYTES)
    if old is None:
        return (stored,)
    larger = _table_step(FAILED, (old, new), WRITE_UNIT_BYTES)
    return (larger if larger.units == stored.units else larger.noting(FAILED_WRITE),)


def condition_check_charge(table: Table, item: Image) -> Charge:
    """Charge the ConditionCheck of one item in a transaction, in write units.

    `item` is what is there; None: nothing. Source: measured.

    >>> condition_check_charge(Table(name="mail", partition_key="pk"), None)
    <Charge: 2 write units (table 2)>
    """
    return charge_of("write", condition_check_steps(table, item))


def condition_check_steps(table: Table, item: Image) -> tuple[Step, ...]:
    """Tell how a condition check's charge comes about."""
    stored, _ = _images(table, item, None)
    return (_table_step(CHECKED, (stored,), WRITE_UNIT_BYTES, transactional=True),)


def transact_replay_charge(
    table: Table, writes: Iterable[tuple[Image, Image]]
) -> Charge:
    """Charge a TransactWriteItems whose ClientRequestToken was used before.

    DynamoDB writes nothing again and reports read units: for each action twice the
    item's. `writes` are the actions' (before, after); that the larger of the two counts
    is an open rule. Source: measured.

    >>> table = Table(name="mail", partition_key="pk")
    >>> transact_replay_charge(table, [(None, {"pk": "1"}), (None, {"pk": "2"})])
    <Charge: 4 read units (table 4)>
    """
    return charge_of("read", transact_replay_steps(table, writes))


def transact_replay_steps(
    table: Table, writes: Iterable[tuple[Image, Image]]
) -> tuple[Step, ...]:
    """Tell how a replay's charge comes about: a step for each action."""
    steps = []
    for before, after in writes:
        old, new = _images(table, before, after)
        larger, now = (
            _table_step(REPLAYED, images, READ_UNIT_BYTES, transactional=True)
            for images in ((old, new), (new,))
        )
        sure = larger.units == now.units
        steps.append(larger if sure else larger.noting(REPLAYED_WRITE))
    return tuple(steps)


def _images(
    table: Table, before: Image, after: Image
) -> tuple[StoredItem | None, StoredItem | None]:
    old = None if before is None else stored_item(table, before)
    new = None if after is None else storable(table, after)
    refuse_other_key(table, old, new)
    return old, new


def _table_step(
    rule: str,
    images: tuple[StoredItem | None, ...],
    unit_bytes: int,
    transactional: bool = False,
) -> Step:
    there = [image for image in images if image is not None]
    return Step(
        "table",
        None,
        rule,
        tuple(map(Weight.of, there)) or (Weight(),),
        unit_bytes,
        factor=TRANSACTION if transactional else ONCE,
    )
