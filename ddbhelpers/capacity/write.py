"""What writes cost: the table on the larger image, each index by its ladder.

Each charge is the sum of its steps, which say in words how it came about:
`write_steps` for `write_charge`, and so on.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ddbhelpers.capacity.charge import Charge
from ddbhelpers.capacity.index import ladder_step
from ddbhelpers.capacity.limits import (
    READ_UNIT_BYTES,
    TRANSACTION_FACTOR,
    WRITE_UNIT_BYTES,
)
from ddbhelpers.capacity.open_rules import FAILED_WRITE, NUMBER_SIZE, OpenRule
from ddbhelpers.capacity.refusals import StoredItem, refuse_other_key, storable
from ddbhelpers.capacity.size import doubt_bytes, item_bytes
from ddbhelpers.capacity.step import Step, charge_of, rounded_up
from ddbhelpers.model.table import Table

Image = Mapping[str, Any] | None  # of an item, in either form; None: absent

WRITTEN = "the larger of before and after, whole item"
FAILED = "condition failed, charged on the table alone"
CHECKED = "condition check, whole item"
REPLAYED = "token used again, answered by reading"


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
    factor, because = (TRANSACTION_FACTOR, "transaction") if transactional else (1, "")
    return (
        _table_step(WRITTEN, (old, new), WRITE_UNIT_BYTES, factor, because),
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
    if old is None:
        return (Step("table", None, FAILED, (0,), (1,)),)
    stored = _table_step(FAILED, (old,), WRITE_UNIT_BYTES)
    larger = _table_step(FAILED, (old, new), WRITE_UNIT_BYTES)
    if stored.units == larger.units:
        return (larger,)
    return (larger.noting(FAILED_WRITE),)


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
    factor = TRANSACTION_FACTOR
    return (_table_step(CHECKED, (stored,), WRITE_UNIT_BYTES, factor, "transaction"),)


def transact_replay_charge(
    table: Table, writes: Iterable[tuple[Image, Image]]
) -> Charge:
    """Charge a TransactWriteItems whose ClientRequestToken was used before.

    DynamoDB writes nothing again and reports read units: for each action twice the
    item's. `writes` are the actions' (before, after). Source: measured.

    >>> table = Table(name="mail", partition_key="pk")
    >>> transact_replay_charge(table, [(None, {"pk": "1"}), (None, {"pk": "2"})])
    <Charge: 4 read units (table 4)>
    """
    return charge_of("read", transact_replay_steps(table, writes))


def transact_replay_steps(
    table: Table, writes: Iterable[tuple[Image, Image]]
) -> tuple[Step, ...]:
    """Tell how a replay's charge comes about: a step for each action."""
    return tuple(
        _table_step(
            REPLAYED,
            _images(table, before, after),
            READ_UNIT_BYTES,
            TRANSACTION_FACTOR,
            "transaction",
        )
        for before, after in writes
    )


def _images(
    table: Table, before: Image, after: Image
) -> tuple[StoredItem | None, StoredItem | None]:
    old, new = (
        None if image is None else storable(table, image) for image in (before, after)
    )
    refuse_other_key(table, old, new)
    return old, new


def _table_step(
    rule: str,
    images: tuple[StoredItem | None, ...],
    unit_bytes: int,
    factor: float = 1,
    because: str = "",
) -> Step:
    there = [image for image in images if image is not None]
    sizes = tuple(item_bytes(image) for image in there) or (0,)
    rounded = tuple(rounded_up(size, unit_bytes) for size in sizes)
    doubted = [
        rounded_up(size + doubt_bytes(image), unit_bytes)
        for size, image in zip(sizes, there, strict=False)
    ]
    notes: tuple[OpenRule, ...] = ()
    if doubted and max(doubted) != max(rounded):
        notes = (NUMBER_SIZE,)
    return Step("table", None, rule, sizes, rounded, "max", factor, because, notes)
