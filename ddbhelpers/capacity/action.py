"""What one request did to the items of a table: what its charge is worked out from.

An action is known by its images, the whole items before and after; it gives the steps
of `ddbhelpers.capacity.write` and `read`, and nothing of its own. A batch or a
transaction is several of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Protocol

from ddbhelpers.capacity.charge import Unit
from ddbhelpers.capacity.form import as_dynamodb_json
from ddbhelpers.capacity.index import entry_of, find_index
from ddbhelpers.capacity.open_rules import CANCELLED_TRANSACTION, FAILED_WRITE
from ddbhelpers.capacity.read import Consistency, read_steps
from ddbhelpers.capacity.step import Step
from ddbhelpers.capacity.write import (
    Image,
    condition_check_steps,
    failed_write_steps,
    transact_replay_steps,
    write_steps,
)
from ddbhelpers.model.table import SecondaryIndex, Table


class Seen(NamedTuple):
    """An image and its part in the action: "before", "after", "item", "entry"..."""

    role: str
    image: Image


class Action(Protocol):
    """What was done to a table, in read or write units."""

    @property
    def table(self) -> Table:
        """The table that it was done to."""

    @property
    def unit(self) -> Unit:
        """Read or write."""

    @property
    def says(self) -> str:
        """What was done, in a few words."""

    def steps(self) -> tuple[Step, ...]:
        """Tell how its charge comes about. Raises CapacityError."""

    def images(self) -> tuple[Seen, ...]:
        """Give what was sized."""


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
        """Tell how its charge comes about."""
        return write_steps(
            self.table, self.before, self.after, transactional=self.transactional
        )

    def images(self) -> tuple[Seen, ...]:
        """Give the item before and after."""
        return Seen("before", self.before), Seen("after", self.after)


@dataclass(frozen=True)
class FailedWrite:
    """A write whose condition failed. It is charged, and the response reports nothing.

    `attempted` is what would have been stored; with `attempted_known` false nobody
    knows that (a failed UpdateItem), and the stored item is taken for both.
    """

    table: Table
    before: Image
    attempted: Image
    attempted_known: bool = True
    unit: ClassVar[Unit] = "write"
    says: ClassVar[str] = "write whose condition failed"

    def steps(self) -> tuple[Step, ...]:
        """Tell how its charge comes about."""
        if self.attempted_known:
            return failed_write_steps(self.table, self.before, self.attempted)
        steps = failed_write_steps(self.table, self.before, self.before)
        return tuple(
            step.noting(FAILED_WRITE) if self.before is not None else step
            for step in steps
        )

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
        return condition_check_steps(self.table, self.item)

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
        return transact_replay_steps(self.table, [(self.before, self.after)])

    def images(self) -> tuple[Seen, ...]:
        """Give the item as it was before the first time, and after it."""
        return Seen("before", self.before), Seen("after", self.after)


@dataclass(frozen=True)
class ItemsRead:
    """What a read evaluated, in the words of `read_charge`.

    `items` are base items, or entries of the index as it holds them. `projected` names
    the attributes that were asked for: DynamoDB's charge does not depend on them, but
    that of an engine may.

    >>> mail = Table(name="mail", partition_key="pk")
    >>> print(*ItemsRead(mail, [None], each=True).steps())
    each item rounded on its own: 1 × 0.5 (eventually consistent) = 0.5
    """

    table: Table
    items: Iterable[Mapping[str, Any] | None]
    index: SecondaryIndex | str | None = None
    consistency: Consistency = "eventual"
    each: bool = False
    fetched: Iterable[Mapping[str, Any]] = ()
    partitions: int = 1
    scan: bool = False
    projected: tuple[str, ...] | None = None
    unit: ClassVar[Unit] = "read"

    def __post_init__(self) -> None:
        """Keep what was given once and for all, and the index itself."""
        for name in ("items", "fetched"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        if self.index is not None:
            object.__setattr__(self, "index", find_index(self.table, self.index))

    @property
    def says(self) -> str:
        """What was read."""
        how = "single items" if self.each else "a page"
        index = self.of_index
        where = f" of index {index.name}" if index else ""
        return f"read of {how}{where}"

    def steps(self) -> tuple[Step, ...]:
        """Tell how its charge comes about."""
        return read_steps(
            self.table,
            self.items,
            index=self.index,
            consistency=self.consistency,
            each=self.each,
            fetched=self.fetched,
            partitions=self.partitions,
        )

    def images(self) -> tuple[Seen, ...]:
        """Give what was evaluated, then what was fetched besides."""
        walked = [Seen("item", item) for item in self.items]
        if self.of_index is not None:
            entries = [_entry(self.table, self.of_index, item) for item in self.items]
            walked = [Seen("entry", entry) for entry in entries]
        return (*walked, *(Seen("fetched", item) for item in self.fetched))

    @property
    def of_index(self) -> SecondaryIndex | None:
        """The index that was read, if one was."""
        assert not isinstance(self.index, str)  # __post_init__ has looked it up
        return self.index


def _entry(table: Table, index: SecondaryIndex, item: Image) -> Image:
    return None if item is None else entry_of(table, index, as_dynamodb_json(item))
