"""What writes cost: the table on the larger image, each index by its ladder.

A write is an action, whose steps say in words how its charge comes about.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from ddbhelpers.capacity.action import Image, Seen, charge_for
from ddbhelpers.capacity.charge import Charge, Unit, add_up
from ddbhelpers.capacity.index import ladder_step
from ddbhelpers.capacity.limits import READ_UNIT_BYTES, WRITE_UNIT_BYTES
from ddbhelpers.capacity.open_rules import (
    CANCELLED_TRANSACTION,
    FAILED_WRITE,
    REPLAYED_WRITE,
)
from ddbhelpers.capacity.refusals import refuse_other_key, storable, stored_item
from ddbhelpers.capacity.step import ONCE, TRANSACTION, Step, Weight
from ddbhelpers.model.table import Table
from ddbhelpers.model.wire import WireItem

PUT = "new item, its whole size"
REPLACED = "the larger of before and after, whole items"
DELETED = "item deleted, the whole size it had"
NOTHING_THERE = "nothing there to delete, the least there is"
FAILED = "condition failed, charged on the table alone"
CHECKED = "condition check, the whole item"
REPLAYED = "token used again, answered by a read"


@dataclass(frozen=True)
class ItemWrite:
    """A put, update or delete that was carried out; None is an absent item.

    >>> mail = Table(name="mail", partition_key="pk")
    >>> print(*ItemWrite(mail, None, {"pk": "1"}).steps())
    new item, its whole size: 1
    """

    table: Table
    before: Image
    after: Image
    transactional: bool = False
    unit: ClassVar[Unit] = "write"

    @property
    def says(self) -> str:
        """What was done."""
        return "write in a transaction" if self.transactional else "write"

    def steps(self) -> tuple[Step, ...]:
        """Tell how its charge comes about: the table's step, then each index's."""
        old, new = _stored(self.table, self.before, self.after)
        rule = PUT if new else DELETED if old else NOTHING_THERE
        if old and new:
            rule = REPLACED
        return (
            _table_step(rule, (old, new), WRITE_UNIT_BYTES, self.transactional),
            *(ladder_step(self.table, index, old, new) for index in self.table.indexes),
        )

    def images(self) -> tuple[Seen, ...]:
        """Give the item before and after."""
        return Seen("before", self.before), Seen("after", self.after)


@dataclass(frozen=True)
class FailedWrite:
    """A write whose condition failed. It is charged, and the response reports nothing.

    `attempted` is what would have been stored; with `attempted_known` false nobody
    knows that (a failed UpdateItem): it is None, and the stored item counts alone.
    """

    table: Table
    before: Image
    attempted: Image
    attempted_known: bool = True
    unit: ClassVar[Unit] = "write"
    says: ClassVar[str] = "write whose condition failed"

    def steps(self) -> tuple[Step, ...]:
        """Tell how its charge comes about."""
        old, new = _stored(self.table, self.before, self.attempted)
        stored = _table_step(FAILED, (old,), WRITE_UNIT_BYTES)
        if old is None:
            return (stored,)
        larger = _table_step(FAILED, (old, new), WRITE_UNIT_BYTES)
        sure = self.attempted_known and larger.units == stored.units
        return (larger if sure else larger.noting(FAILED_WRITE),)

    def images(self) -> tuple[Seen, ...]:
        """Give the item that is there, and what it should have become."""
        stored = Seen("stored", self.before)
        if not self.attempted_known:
            return (stored,)
        return stored, Seen("attempted", self.attempted)


@dataclass(frozen=True)
class ConditionCheck:
    """The ConditionCheck of one item in a transaction; None: nothing is there."""

    table: Table
    item: Image
    unit: ClassVar[Unit] = "write"
    says: ClassVar[str] = "condition check"

    def steps(self) -> tuple[Step, ...]:
        """Tell how its charge comes about."""
        stored, _ = _stored(self.table, self.item, None)
        return (_table_step(CHECKED, (stored,), WRITE_UNIT_BYTES, transactional=True),)

    def images(self) -> tuple[Seen, ...]:
        """Give the item that was checked."""
        return (Seen("item", self.item),)


@dataclass(frozen=True)
class CancelledAction:
    """An action of a transaction that was cancelled: charged, and not reported.

    How much is an open rule. As with a failed condition, no index is charged.
    """

    action: ItemWrite | ConditionCheck
    unit: ClassVar[Unit] = "write"

    @property
    def table(self) -> Table:
        """The table of the action."""
        return self.action.table

    @property
    def says(self) -> str:
        """What was to be done."""
        return f"{self.action.says}, cancelled"

    def steps(self) -> tuple[Step, ...]:
        """Tell how its charge comes about."""
        table, *_ = self.action.steps()
        return (table.noting(CANCELLED_TRANSACTION),)

    def images(self) -> tuple[Seen, ...]:
        """Give the item that is there, and what it should have become."""
        roles = {"before": "stored", "after": "attempted"}
        return tuple(
            Seen(roles.get(role, role), image) for role, image in self.action.images()
        )


@dataclass(frozen=True)
class ReplayedWrite:
    """An action of a TransactWriteItems whose ClientRequestToken was used before."""

    table: Table
    before: Image
    after: Image
    unit: ClassVar[Unit] = "read"
    says: ClassVar[str] = "write replayed by its token"

    def steps(self) -> tuple[Step, ...]:
        """Tell how its charge comes about."""
        old, new = _stored(self.table, self.before, self.after)
        larger, now = (
            _table_step(REPLAYED, images, READ_UNIT_BYTES, transactional=True)
            for images in ((old, new), (new,))
        )
        sure = larger.units == now.units
        return (larger if sure else larger.noting(REPLAYED_WRITE),)

    def images(self) -> tuple[Seen, ...]:
        """Give the item as it was before the first time, and after it."""
        return Seen("before", self.before), Seen("after", self.after)


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
    return charge_for(ItemWrite(table, before, after, transactional))


def failed_write_charge(table: Table, before: Image, attempted: Image) -> Charge:
    """Charge a write whose condition failed: the response reports nothing of it.

    `before` is the item that is there, `attempted` what would have been stored (None:
    a delete). Where nothing was there it costs 1; else which of the two sizes counts
    is an open rule: the larger is taken. Source: read-write-operations.

    >>> table = Table(name="mail", partition_key="pk")
    >>> failed_write_charge(table, None, {"pk": "1", "text": "x" * 5000})
    <Charge: 1 write unit (table 1)>
    """
    return charge_for(FailedWrite(table, before, attempted))


def condition_check_charge(table: Table, item: Image) -> Charge:
    """Charge the ConditionCheck of one item in a transaction, in write units.

    `item` is what is there; None: nothing. Source: measured.

    >>> condition_check_charge(Table(name="mail", partition_key="pk"), None)
    <Charge: 2 write units (table 2)>
    """
    return charge_for(ConditionCheck(table, item))


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
    replays = (ReplayedWrite(table, before, after) for before, after in writes)
    return add_up(map(charge_for, replays), "read")


def _stored(
    table: Table, before: Image, after: Image
) -> tuple[WireItem | None, WireItem | None]:
    old = None if before is None else stored_item(table, before)
    new = None if after is None else storable(table, after)
    refuse_other_key(table, old, new)
    return old, new


def _table_step(
    rule: str,
    images: tuple[WireItem | None, ...],
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
