"""What reads cost: rounded for each item, or for a page as a whole."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from ddbhelpers.capacity.charge import ArmKind, Charge
from ddbhelpers.capacity.index import arm_of, entry_of, find_index
from ddbhelpers.capacity.limits import READ_UNIT_BYTES
from ddbhelpers.capacity.refusals import stored_item
from ddbhelpers.capacity.step import (
    EVENTUALLY,
    ONCE,
    TRANSACTION,
    Step,
    Weight,
    charge_of,
)
from ddbhelpers.errors import CapacityError
from ddbhelpers.model.table import SecondaryIndex, Table

Consistency = Literal["eventual", "strong", "transactional"]
FACTORS = {"eventual": EVENTUALLY, "strong": ONCE, "transactional": TRANSACTION}

EACH_ITEM = "each item rounded on its own"
PAGE = "evaluated bytes of the page, rounded once"
PARTITIONS = "at least one unit for each partition touched"
FETCHED = "unprojected attributes fetched, each whole item rounded on its own"


def read_charge(
    table: Table,
    items: Iterable[Mapping[str, Any] | None],
    *,
    index: SecondaryIndex | str | None = None,
    consistency: Consistency = "eventual",
    each: bool = False,
    fetched: Iterable[Mapping[str, Any]] = (),
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
    steps = read_steps(
        table,
        items,
        index=index,
        consistency=consistency,
        each=each,
        fetched=fetched,
        partitions=partitions,
    )
    return charge_of("read", steps)


def read_steps(
    table: Table,
    items: Iterable[Mapping[str, Any] | None],
    *,
    index: SecondaryIndex | str | None = None,
    consistency: Consistency = "eventual",
    each: bool = False,
    fetched: Iterable[Mapping[str, Any]] = (),
    partitions: int = 1,
) -> tuple[Step, ...]:
    """Tell how a read's charge comes about: what was walked, then what was fetched."""
    found = None if index is None else find_index(table, index)
    fetched = list(fetched)
    _refuse(found, consistency, each, fetched, partitions)
    factor = FACTORS[consistency]
    weights = tuple(_weight(table, found, item) for item in items)
    arm: tuple[ArmKind, str | None] = arm_of(found) if found else ("table", None)
    if each or consistency == "transactional":
        walked = Step(*arm, EACH_ITEM, weights, READ_UNIT_BYTES, "sum", factor)
    else:
        walked = Step(
            *arm,
            PAGE if partitions == 1 else f"{PAGE}, {PARTITIONS}",
            (Weight.total(weights),),
            READ_UNIT_BYTES,
            factor=factor,
            least=(partitions,) if partitions > 1 else (),
        )
    if not fetched:
        return (walked,)
    weights = tuple(_weight(table, None, item) for item in fetched)
    return walked, Step("table", None, FETCHED, weights, READ_UNIT_BYTES, "sum", factor)


def _refuse(
    index: SecondaryIndex | None,
    consistency: str,
    each: bool,
    fetched: list[Mapping[str, Any]],
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
    if partitions < 1 or (partitions > 1 and (each or consistency == "transactional")):
        raise CapacityError(
            f"partitions={partitions}", allowed="1 or more, above 1 for a Scan only"
        )


def _weight(
    table: Table, index: SecondaryIndex | None, item: Mapping[str, Any] | None
) -> Weight:
    """Weigh what is evaluated of an item: all of it, or its index entry."""
    stored = None if item is None else stored_item(table, item)
    return Weight.of(stored if index is None else entry_of(table, index, stored))
