"""What an engine reports where it is known to differ: its divergences, computed.

A difference is explained only if it comes out to the half unit. Where no divergence is
at work this is not asked: then the charge of `ddbhelpers.capacity` itself has to come
out. Which of these belong to which engine stands in `explaining/divergences/known.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ddbhelpers.capacity import (
    Action,
    CancelledAction,
    Charge,
    ConditionCheck,
    FailedWrite,
    ItemsRead,
    ItemWrite,
    ReplayedWrite,
    as_dynamodb_json,
)
from ddbhelpers.capacity.charge import Unit, add_up
from ddbhelpers.capacity.index import entry_of
from ddbhelpers.capacity.limits import (
    READ_UNIT_BYTES,
    STORAGE_OVERHEAD_BYTES,
    TRANSACTION_FACTOR,
    WRITE_UNIT_BYTES,
)
from ddbhelpers.capacity.read import FACTORS
from ddbhelpers.capacity.same import same_values
from ddbhelpers.capacity.step import Weight, rounded_up
from ddbhelpers.model.table import SecondaryIndex, Table

Image = Mapping[str, Any] | None
Units = dict[str, float]
COMPUTED = frozenset(
    {
        "condition-check-is-a-read",
        "empty-page-is-free",
        "index-scan-costs-whole-items",
        "lsi-fetch-is-summed",
        "lsi-projection-always-fetches",
        "lsi-projection-fetches-nothing",
        "lsi-scan-is-the-tables",
        "lsi-write-costs-one-more",
        "missing-delete-in-batch-costs-two",
        "missing-delete-in-transaction-costs-one",
        "missing-key-in-batch-is-free",
        "number-digits-in-pairs",
        "partiql-reports-nothing",
        "projected-get-is-cheaper",
        "replay-is-a-write",
        "transaction-counts-equals-once",
        "two-halves-of-a-key-cost-an-entry",
    }
)


@dataclass(frozen=True)
class Reported:
    """The units of a report, by arm."""

    unit: Unit
    units: Mapping[str, float]


def reported(
    operation: str, actions: Sequence[Action], quirks: frozenset[str]
) -> Reported | None:
    """Tell what an engine of these quirks reports of a request; None: nothing."""
    actions = [one for one in actions if reports(one)]
    if not actions:
        return None
    partiql = "Statement" in operation or operation == "ExecuteTransaction"
    if partiql and "partiql-reports-nothing" in quirks:
        return None
    ways = _Ways(quirks, operation)
    charges: dict[str, list[Charge]] = {}
    for action in actions:
        charges.setdefault(action.table.name, []).append(ways.charge(action))
    units: Units = {}
    for name, several in charges.items():
        if ways.counts_equals_once(actions):
            several = list(set(several))
        for arm in add_up(several, several[0].unit).arms:
            units[name if arm.index is None else f"{name}/{arm.index}"] = arm.units
    unit = actions[0].unit
    if ways.replays_as_write(actions):
        unit = "write"
    return Reported(unit, units)


def reports(action: Action) -> bool:
    """Tell whether a response speaks of it: failed writes are charged in silence."""
    return not isinstance(action, FailedWrite | CancelledAction)


class _Ways:
    """The ways of one engine with one operation."""

    def __init__(self, quirks: frozenset[str], operation: str) -> None:
        self.quirks = quirks
        self.operation = operation

    def counts_equals_once(self, actions: Sequence[Action]) -> bool:
        if self.replays_as_write(actions):
            return True
        written = any(_in_transaction(action) for action in actions)
        return written and "transaction-counts-equals-once" in self.quirks

    def replays_as_write(self, actions: Sequence[Action]) -> bool:
        replays = any(isinstance(action, ReplayedWrite) for action in actions)
        return replays and "replay-is-a-write" in self.quirks

    def charge(self, action: Action) -> Charge:
        if isinstance(action, ItemsRead):
            return self._read(action)
        if isinstance(action, ReplayedWrite):
            return self._replay(action)
        if isinstance(action, ConditionCheck):
            return self._check(action)
        assert isinstance(action, ItemWrite)
        return self._write(action)

    # Writes

    def _write(self, action: ItemWrite) -> Charge:
        before, after = (_wire(it) for it in (action.before, action.after))
        missing = before is None and after is None
        if missing and self.operation == "BatchWriteItem" and self._has("batch"):
            return Charge(unit="write", table=2)
        if missing and action.transactional and self._has("transaction"):
            return Charge(unit="write", table=1)
        times = TRANSACTION_FACTOR if action.transactional else 1
        doubled = "transaction-counts-equals-once" in self.quirks
        arms: dict[str, Units] = {"global": {}, "local": {}}
        for index in action.table.indexes:
            units = self._index_write(action.table, index, before, after)
            arms[index.kind][index.name] = units * (times if doubled else 1)
        size = max(self._bytes(before), self._bytes(after))
        return Charge(
            unit="write",
            table=times * rounded_up(size, WRITE_UNIT_BYTES),
            gsi=arms["global"],
            lsi=arms["local"],
        )

    def _has(self, where: str) -> bool:
        return any(one.startswith(f"missing-delete-in-{where}") for one in self.quirks)

    def _index_write(
        self, table: Table, index: SecondaryIndex, before: Any, after: Any
    ) -> int:
        more = 0
        if index.kind == "local" and "lsi-write-costs-one-more" in self.quirks:
            more = STORAGE_OVERHEAD_BYTES
        old, new = (entry_of(table, index, image) for image in (before, after))
        if old and new and same_values(old, new):
            return 0
        entries = [entry for entry in (old, new) if entry]
        if not entries and self._has_two_halves(index, before, after):
            entries = [_projected(table, index, before)]
        units = [
            rounded_up(self._bytes(entry) + more, WRITE_UNIT_BYTES) for entry in entries
        ]
        if old and new:
            keys = [{name: it[name] for name in index.key_names} for it in (old, new)]
            return max(units) if same_values(*keys) else sum(units)
        return sum(units)

    def _has_two_halves(self, index: SecondaryIndex, before: Any, after: Any) -> bool:
        return (
            "two-halves-of-a-key-cost-an-entry" in self.quirks
            and before is not None
            and {*before, *(after or ())}.issuperset(index.key_names)
        )

    def _check(self, action: ConditionCheck) -> Charge:
        as_read = "condition-check-is-a-read" in self.quirks
        size = READ_UNIT_BYTES if as_read else WRITE_UNIT_BYTES
        units = rounded_up(self._bytes(_wire(action.item)), size)
        return Charge(unit="write", table=TRANSACTION_FACTOR * units)

    def _replay(self, action: ReplayedWrite) -> Charge:
        images = [action.after]
        if "replay-is-a-write" not in self.quirks:
            images.append(action.before)
        size = max(self._bytes(_wire(image)) for image in images)
        units = TRANSACTION_FACTOR * rounded_up(size, READ_UNIT_BYTES)
        return Charge(unit="read", table=units)

    # Reads

    def _read(self, read: ItemsRead) -> Charge:
        factor = FACTORS[read.consistency].times
        items = [_wire(item) for item in read.items]
        if read.each:
            free = "missing-key-in-batch-is-free" in self.quirks
            there = [
                it
                for it in items
                if it is not None or not free or self.operation != "BatchGetItem"
            ]
            return Charge(
                unit="read",
                table=factor
                * sum(
                    rounded_up(self._bytes(self._asked(read, it)), READ_UNIT_BYTES)
                    for it in there
                ),
            )
        return self._page(read, [it for it in items if it is not None], factor)

    def _asked(self, read: ItemsRead, item: Image) -> Image:
        cheaper = "projected-get-is-cheaper" in self.quirks
        single = self.operation != "BatchGetItem"
        if item is None or read.projected is None or not (cheaper and single):
            return item
        return {name: item[name] for name in read.projected if name in item}

    def _page(self, read: ItemsRead, items: list[Any], factor: float) -> Charge:
        index, walked = read.of_index, items
        whole = read.scan and "index-scan-costs-whole-items" in self.quirks
        if index is not None and not whole:
            walked = [entry_of(read.table, index, item) for item in items]
        size = sum(self._bytes(item) for item in walked)
        units = factor * rounded_up(size, READ_UNIT_BYTES)
        if not items and "empty-page-is-free" in self.quirks:
            units = 0
        if index is None:
            return Charge(unit="read", table=units)
        if index.kind == "global":
            return Charge(unit="read", gsi={index.name: units})
        if read.scan and "lsi-scan-is-the-tables" in self.quirks:
            return Charge(unit="read", table=units)
        table = 0 if whole else self._fetched(self._fetches(read, items), factor)
        return Charge(unit="read", table=table, lsi={index.name: units})

    def _fetches(self, read: ItemsRead, items: list[Any]) -> list[Any]:
        """Give what is fetched from the table for a read of a local index."""
        index = read.of_index
        if read.projected is not None and index is not None:
            if "lsi-projection-fetches-nothing" in self.quirks:
                return []
            partial = index.projection.type != "ALL"
            if partial and "lsi-projection-always-fetches" in self.quirks:
                return items
        return [_wire(item) for item in read.fetched]

    def _fetched(self, fetched: list[Any], factor: float) -> float:
        if not fetched:
            return 0
        sizes = [self._bytes(item) for item in fetched]
        if "lsi-fetch-is-summed" in self.quirks:
            return factor * rounded_up(sum(sizes), READ_UNIT_BYTES)
        return factor * sum(rounded_up(size, READ_UNIT_BYTES) for size in sizes)

    def _bytes(self, item: Image) -> int:
        weight = Weight.of(item)
        return sum(weight) if "number-digits-in-pairs" in self.quirks else weight.size


def _in_transaction(action: Action) -> bool:
    return isinstance(action, ConditionCheck) or (
        isinstance(action, ItemWrite) and action.transactional
    )


def _wire(image: Image) -> Any:
    return None if image is None else as_dynamodb_json(image)


def _projected(table: Table, index: SecondaryIndex, item: Any) -> Any:
    """Give what the index would hold of an item that is not in it."""
    if index.projection.type == "ALL":
        return item
    names = {*table.key_names, *index.key_names, *index.projection.attributes}
    return {name: it for name, it in item.items() if name in names}
