"""What reads cost: rounded for each item, or for a page as a whole."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from ddbhelpers.capacity.charge import ArmKind, Charge
from ddbhelpers.capacity.index import arm_of, find_index, index_entry
from ddbhelpers.capacity.limits import (
    EVENTUAL_FACTOR,
    READ_UNIT_BYTES,
    TRANSACTION_FACTOR,
)
from ddbhelpers.capacity.open_rules import NUMBER_SIZE
from ddbhelpers.capacity.refusals import storable
from ddbhelpers.capacity.size import doubt_bytes, item_bytes
from ddbhelpers.capacity.step import Step, charge_of, rounded_up
from ddbhelpers.errors import CapacityError
from ddbhelpers.model.table import SecondaryIndex, Table

Consistency = Literal["eventual", "strong", "transactional"]
FACTORS: dict[str, float] = {
    "eventual": EVENTUAL_FACTOR,
    "strong": 1,
    "transactional": TRANSACTION_FACTOR,
}
_BECAUSE = {
    "eventual": "eventually consistent",
    "strong": "",
    "transactional": "transaction",
}

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
    arm: ArmKind = "table" if found is None else arm_of(found)
    name = None if found is None else found.name
    sizes, doubts = _weigh(table, found, items)
    if each or consistency == "transactional":
        walked = _step(arm, name, EACH_ITEM, sizes, doubts, "sum", consistency)
    else:
        walked = _step(
            arm, name, PAGE, [sum(sizes)], [sum(doubts)], "max", consistency, partitions
        )
    if not fetched:
        return (walked,)
    sizes, doubts = _weigh(table, None, fetched)
    return walked, _step("table", None, FETCHED, sizes, doubts, "sum", consistency)


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


def _weigh(
    table: Table,
    index: SecondaryIndex | None,
    items: Iterable[Mapping[str, Any] | None],
) -> tuple[list[int], list[int]]:
    """Size what is evaluated, and how far the sizes are in doubt."""
    sizes, doubts = [], []
    for item in items:
        evaluated = None if item is None else storable(table, item)
        if evaluated is not None and index is not None:
            evaluated = index_entry(table, index, evaluated)
        sizes.append(item_bytes(evaluated or {}))
        doubts.append(doubt_bytes(evaluated or {}))
    return sizes, doubts


def _step(
    arm: ArmKind,
    index: str | None,
    rule: str,
    sizes: list[int],
    doubts: list[int],
    how: str,
    consistency: str,
    partitions: int = 1,
) -> Step:
    rounded = [rounded_up(size, READ_UNIT_BYTES) for size in sizes]
    doubted = [
        rounded_up(size + doubt, READ_UNIT_BYTES)
        for size, doubt in zip(sizes, doubts, strict=True)
    ]
    in_doubt = doubted != rounded and max(doubted) > partitions
    if partitions > 1:
        rule, rounded = f"{rule}; {PARTITIONS}", [*rounded, partitions]
    return Step(
        arm,
        index,
        rule,
        tuple(sizes),
        tuple(rounded),
        how,
        FACTORS[consistency],
        _BECAUSE[consistency],
        (NUMBER_SIZE,) if in_doubt else (),
    )
