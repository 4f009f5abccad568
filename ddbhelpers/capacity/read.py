"""What reads cost: rounded for each item, or for a page as a whole.

A read is an action, whose steps say in words how its charge comes about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from ddbhelpers.capacity.action import Image, Seen, charge_for
from ddbhelpers.capacity.charge import ArmKind, Charge, Unit
from ddbhelpers.capacity.form import as_dynamodb_json
from ddbhelpers.capacity.index import arm_of, entry_of, find_index
from ddbhelpers.capacity.limits import READ_UNIT_BYTES
from ddbhelpers.capacity.refusals import stored_item
from ddbhelpers.capacity.step import EVENTUALLY, ONCE, TRANSACTION, Step, Weight
from ddbhelpers.errors import CapacityError
from ddbhelpers.model.table import SecondaryIndex, Table

Consistency = Literal["eventual", "strong", "transactional"]
FACTORS = {"eventual": EVENTUALLY, "strong": ONCE, "transactional": TRANSACTION}

EACH_ITEM = "each item rounded on its own"
PAGE = "evaluated bytes of the page, rounded once"
PARTITIONS = "at least one unit for each partition touched"
FETCHED = "unprojected attributes fetched, each whole item rounded on its own"


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
    items: Iterable[Image]
    index: SecondaryIndex | str | None = None
    consistency: Consistency = "eventual"
    each: bool = False
    fetched: Iterable[Mapping[str, object]] = ()
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
        """Tell how its charge comes about: what was walked, then what was fetched."""
        index, fetched = self.of_index, tuple(self.fetched)
        each = self.each or self.consistency == "transactional"
        _refuse(index, self.consistency, each, fetched, self.partitions)
        factor = FACTORS[self.consistency]
        weights = tuple(_weight(self.table, index, item) for item in self.items)
        arm: tuple[ArmKind, str | None] = arm_of(index) if index else ("table", None)
        if each:
            walked = Step(*arm, EACH_ITEM, weights, READ_UNIT_BYTES, "sum", factor)
        else:
            walked = Step(
                *arm,
                PAGE if self.partitions == 1 else f"{PAGE}, {PARTITIONS}",
                (Weight.total(weights),),
                READ_UNIT_BYTES,
                factor=factor,
                least=(self.partitions,) if self.partitions > 1 else (),
            )
        if not fetched:
            return (walked,)
        weights = tuple(_weight(self.table, None, item) for item in fetched)
        return walked, Step(
            "table", None, FETCHED, weights, READ_UNIT_BYTES, "sum", factor
        )

    def images(self) -> tuple[Seen, ...]:
        """Give what was evaluated, then what was fetched besides."""
        index = self.of_index
        if index is None:
            walked = [Seen("item", item) for item in self.items]
        else:
            stored = (
                None if item is None else as_dynamodb_json(item) for item in self.items
            )
            walked = [Seen("entry", entry_of(self.table, index, it)) for it in stored]
        return (*walked, *(Seen("fetched", item) for item in self.fetched))

    @property
    def of_index(self) -> SecondaryIndex | None:
        """The index that was read, if one was."""
        assert not isinstance(self.index, str)  # __post_init__ has looked it up
        return self.index


def read_charge(
    table: Table,
    items: Iterable[Mapping[str, object] | None],
    *,
    index: SecondaryIndex | str | None = None,
    consistency: Consistency = "eventual",
    each: bool = False,
    fetched: Iterable[Mapping[str, object]] = (),
    partitions: int = 1,
) -> Charge:
    """Charge a read, in read units.

    `items` are the base items that were evaluated, whatever a filter or projection
    then left of them; None is a missing key. With `index` they are sized on their
    entries, and an item that is not in the index weighs nothing. `each`: GetItem,
    BatchGetItem and TransactGetItems round every item; without it, one page of a Query
    or Scan, summed and then rounded. A transactional read is always TransactGetItems.
    `fetched`: base items that a read of a local index fetches for attributes that it
    does not hold. `partitions`: how many a Scan touches, each at least one unit.
    Raises CapacityError for what DynamoDB refuses. Source: read-write-operations, LSI.

    >>> table = Table(name="mail", partition_key="pk")
    >>> items = [{"pk": str(n), "text": "x" * 3000} for n in range(3)]
    >>> read_charge(table, items), read_charge(table, items, each=True).total
    (<Charge: 1.5 read units (table 1.5)>, 1.5)
    """
    read = ItemsRead(table, items, index, consistency, each, fetched, partitions)
    return charge_for(read)


def _refuse(
    index: SecondaryIndex | None,
    consistency: str,
    each: bool,
    fetched: tuple[Mapping[str, object], ...],
    partitions: int,
) -> None:
    if consistency not in FACTORS:
        raise CapacityError(
            f"consistency {consistency!r}", allowed=", ".join(map(repr, FACTORS))
        )
    if index is not None and consistency == "transactional":
        raise CapacityError(
            f"a transactional read of index {index.name!r}",
            allowed="TransactGetItems reads tables only",
            do="read the table, or read the index without a transaction",
        )
    if index is not None and index.kind == "global" and consistency == "strong":
        raise CapacityError(
            f"a strongly consistent read of global secondary index {index.name!r}",
            allowed="eventual",
            do="read the table, or a local secondary index",
        )
    if index is not None and each:
        raise CapacityError(
            f"single items read from index {index.name!r}",
            allowed="Query and Scan (each=False)",
            do="GetItem, BatchGetItem and TransactGetItems read the table",
        )
    if fetched and (index is None or index.kind == "global"):
        raise CapacityError(
            "items fetched without a local secondary index",
            allowed="only a local secondary index fetches what it does not hold",
            do="name the local index, or leave `fetched` out",
        )
    if partitions < 1 or (partitions > 1 and each):
        raise CapacityError(
            f"partitions={partitions}", allowed="1 or more, above 1 for a Scan only"
        )


def _weight(table: Table, index: SecondaryIndex | None, item: Image) -> Weight:
    """Weigh what is evaluated of an item: all of it, or its index entry."""
    stored = None if item is None else stored_item(table, item)
    return Weight.of(stored if index is None else entry_of(table, index, stored))
