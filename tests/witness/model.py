"""What each engine reports for a request: the rules once more, and its own ways.

This is a second, independent telling of the rules, so that a slip in
`ddbhelpers.capacity` is not repeated here. Every way in which an engine differs is
named after its divergence, and is computed: a difference counts as explained only if
it comes out to the half unit.
"""

from dataclasses import dataclass
from itertools import combinations
from math import ceil
from typing import Any, Literal

from ddbhelpers.capacity import Charge, item_bytes
from ddbhelpers.capacity.same import same_values
from ddbhelpers.capacity.size import doubt_bytes
from ddbhelpers.model import SecondaryIndex, Table
from tests.witness.tables import Wire

Quirks = frozenset[str]
DOCUMENTED: Quirks = frozenset()
# The divergences of ddbhelpers.engine that change units, and are computed here
MODELLED = {
    "number-digits-in-pairs",
    "lsi-write-costs-one-more",
    "two-halves-of-a-key-cost-an-entry",
    "missing-delete-in-batch-costs-two",
    "transaction-counts-equals-once",
    "missing-delete-in-transaction-costs-one",
    "condition-check-is-a-read",
    "replay-is-a-write",
    "partiql-reports-nothing",
    "empty-page-is-free",
    "missing-key-in-batch-is-free",
    "index-scan-costs-whole-items",
    "projected-get-is-cheaper",
    "lsi-fetch-is-summed",
    "lsi-projection-fetches-nothing",
    "lsi-projection-always-fetches",
    "lsi-scan-is-the-tables",
}


@dataclass(frozen=True)
class Action:
    """One write of one item; `kind` is put, update, delete or check."""

    kind: str
    before: Wire | None
    after: Wire | None


@dataclass(frozen=True)
class Write:
    """A request that writes: one action, a batch, a transaction or its replay."""

    table: Table
    actions: tuple[Action, ...]
    way: Literal["single", "batch", "transaction", "replay"] = "single"
    partiql: bool = False


@dataclass(frozen=True)
class Read:
    """A request that reads: which items it walked, and what it asked of them."""

    table: Table
    items: tuple[Wire | None, ...]
    way: Literal["get", "batch", "transaction", "query", "scan"]
    index: SecondaryIndex | None = None
    strong: bool = False
    fetched: bool = False
    projected: tuple[str, ...] | None = None
    partiql: bool = False


Request = Write | Read


def told(request: Request) -> str:
    """Tell a request in a few words: its items by their names and bytes."""

    def item(it: Wire | None) -> str:
        names = [f"{n} {item_bytes({n: v})}" for n, v in (it or {}).items()]
        return f"({', '.join(names)})" if it is not None else "nothing"

    if isinstance(request, Write):
        actions = [
            f"{action.kind} {item(action.before)} -> {item(action.after)}"
            for action in request.actions
        ]
        return f"{request.way} on {request.table.name}: " + "; ".join(actions)
    index = f", index {request.index.name}" if request.index else ""
    return (
        f"{request.way} of {request.table.name}{index}, strong {request.strong}, "
        f"fetched {request.fetched}, projected {request.projected}: "
        + "; ".join(map(item, request.items))
    )


def reported(request: Request, quirks: Quirks = DOCUMENTED) -> Charge | None:
    """Tell what an engine of these quirks reports; None: nothing."""
    if request.partiql and "partiql-reports-nothing" in quirks:
        return None
    if isinstance(request, Write):
        return _written(request, quirks)
    return _read(request, quirks)


def explanation(
    request: Request, seen: Charge | None, known: set[str]
) -> tuple[str, ...] | None:
    """Find the fewest quirks that account for what was seen; None: nothing does."""
    if reported(request) == seen:
        return ()
    names = _at_work(request, MODELLED & known)
    for count in range(len(names) + 1):
        for some in combinations(names, count):
            if reported(request, frozenset(some)) == seen:
                return some
    return None


def _at_work(request: Request, known: set[str]) -> list[str]:
    """Name the quirks that change anything here, alone or among all the others."""
    none, everything = reported(request), reported(request, frozenset(known))
    return [
        name
        for name in sorted(known)
        if reported(request, frozenset({name})) != none
        or reported(request, frozenset(known - {name})) != everything
    ]


def _size(item: Wire | None, quirks: Quirks) -> int:
    more = doubt_bytes(item or {}) if "number-digits-in-pairs" in quirks else 0
    return item_bytes(item or {}) + more


def _units(size: int, unit_bytes: int) -> int:
    return max(1, ceil(size / unit_bytes))


def _entry(table: Table, index: SecondaryIndex, item: Wire | None) -> Wire | None:
    if item is None or any(name not in item for name in index.key_names):
        return None
    return _projected(table, index, item)


def _projected(table: Table, index: SecondaryIndex, item: Wire) -> Wire:
    if index.projection.type == "ALL":
        return item
    names = (*table.key_names, *index.key_names, *index.projection.attributes)
    return {name: item[name] for name in names if name in item}


def _index_units(
    table: Table, index: SecondaryIndex, action: Action, quirks: Quirks
) -> int:
    overhead = 0
    if index.kind == "local" and "lsi-write-costs-one-more" in quirks:
        overhead = 100
    old, new = (_entry(table, index, it) for it in (action.before, action.after))
    together = {*(action.before or {}), *(action.after or {})}
    if not old and not new and action.before and together.issuperset(index.key_names):
        if "two-halves-of-a-key-cost-an-entry" not in quirks:
            return 0
        half = _projected(table, index, action.before)
        return _units(_size(half, quirks) + overhead, 1024)
    if old and new and same_values(old, new):
        return 0
    costs = [_units(_size(it, quirks) + overhead, 1024) for it in (old, new) if it]
    if old and new:
        keys = [{name: it[name] for name in index.key_names} for it in (old, new)]
        return max(costs) if same_values(*keys) else sum(costs)
    return sum(costs)


def _action(table: Table, action: Action, quirks: Quirks) -> Charge:
    sizes = [_size(it, quirks) for it in (action.before, action.after)]
    arms: dict[str, dict[str, float]] = {"global": {}, "local": {}}
    if action.kind != "check":
        for index in table.indexes:
            arms[index.kind][index.name] = _index_units(table, index, action, quirks)
    return Charge(
        unit="write",
        table=_units(max(sizes), 1024),
        gsi=arms["global"],
        lsi=arms["local"],
    )


def _written(write: Write, quirks: Quirks) -> Charge:
    if write.way == "replay":
        return _replayed(write, quirks)
    charges = []
    for action in write.actions:
        charge = _action(write.table, action, quirks)
        missing = action.kind == "delete" and action.before is None
        if write.way == "batch" and missing:
            twice = "missing-delete-in-batch-costs-two" in quirks
            charge = Charge(unit="write", table=2 if twice else 1)
        if write.way == "transaction":
            if action.kind == "check" and "condition-check-is-a-read" in quirks:
                size = _size(action.before, quirks)
                charge = Charge(unit="write", table=_units(size, 4096))
            charge = _doubled(charge, "transaction-counts-equals-once" in quirks)
            if missing and "missing-delete-in-transaction-costs-one" in quirks:
                charge = Charge(unit="write", table=1)
        charges.append(charge)
    if write.way == "transaction" and "transaction-counts-equals-once" in quirks:
        charges = list(set(charges))
    return sum(charges, Charge(unit="write"))


def _doubled(charge: Charge, indexes_too: bool) -> Charge:
    times = 2 if indexes_too else 1
    return Charge(
        unit="write",
        table=2 * charge.table,
        gsi={name: times * units for name, units in charge.gsi.items()},
        lsi={name: times * units for name, units in charge.lsi.items()},
    )


def _replayed(write: Write, quirks: Quirks) -> Charge:
    wrongly = "replay-is-a-write" in quirks
    costs = []
    for action in write.actions:
        images = (action.after,) if wrongly else (action.before, action.after)
        size = max(_size(image, quirks) for image in images)
        costs.append(2 * _units(size, 4096))
    return Charge(unit="read", table=sum(set(costs) if wrongly else costs))


def _read(read: Read, quirks: Quirks) -> Charge:
    factor = {"transaction": 2.0}.get(read.way, 1.0 if read.strong else 0.5)
    if read.way in ("get", "batch", "transaction"):
        sizes = [_size(_asked_for(read, item, quirks), quirks) for item in read.items]
        free = read.way == "batch" and "missing-key-in-batch-is-free" in quirks
        units = [
            0 if free and item is None else factor * _units(size, 4096)
            for item, size in zip(read.items, sizes, strict=True)
        ]
        return Charge(unit="read", table=sum(units))
    return _page(read, factor, quirks)


def _asked_for(read: Read, item: Wire | None, quirks: Quirks) -> Wire | None:
    cheaper = read.way != "batch" and "projected-get-is-cheaper" in quirks
    if item is None or read.projected is None or not cheaper:
        return item
    keys = read.table.key_names if read.way == "transaction" else ()
    names = (*keys, *read.projected)
    return {name: item[name] for name in names if name in item}


def _page(read: Read, factor: float, quirks: Quirks) -> Charge:
    items = [item for item in read.items if item is not None]
    walked: list[Any] = items
    whole = read.way == "scan" and "index-scan-costs-whole-items" in quirks
    if read.index is not None and not whole:
        walked = [_entry(read.table, read.index, item) for item in items]
    units = factor * _units(sum(_size(item, quirks) for item in walked), 4096)
    if not items and "empty-page-is-free" in quirks:
        units = 0
    table: float = 0
    if _fetches(read, quirks) and not whole:
        table = _fetched(read, items, factor, quirks)
    if read.index is None:
        return Charge(unit="read", table=units)
    if read.index.kind == "global":
        return Charge(unit="read", table=table, gsi={read.index.name: units})
    if read.way == "scan" and "lsi-scan-is-the-tables" in quirks:
        return Charge(unit="read", table=units)
    return Charge(unit="read", table=table, lsi={read.index.name: units})


def _fetches(read: Read, quirks: Quirks) -> bool:
    if read.projected is None or read.index is None:
        return read.fetched
    if "lsi-projection-fetches-nothing" in quirks:
        return False
    partial = read.index.kind == "local" and read.index.projection.type != "ALL"
    always = partial and "lsi-projection-always-fetches" in quirks
    return read.fetched or always


def _fetched(read: Read, items: list[Wire], factor: float, quirks: Quirks) -> float:
    sizes = [_size(item, quirks) for item in items]
    if "lsi-fetch-is-summed" in quirks:
        return factor * _units(sum(sizes), 4096)
    return factor * sum(_units(size, 4096) for size in sizes)
