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

from ddbhelpers.model import SecondaryIndex, Table
from tests.witness.sizes import Units, Wire, item_size, same, sum_of, units_of

WriteWay = Literal["single", "batch", "transaction", "replay"]
ReadWay = Literal["get", "batch", "transaction", "query", "scan"]
Quirks = frozenset[str]
DOCUMENTED: Quirks = frozenset()
# The divergences that change units, and are computed here
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
    way: WriteWay = "single"
    partiql: bool = False


@dataclass(frozen=True)
class Read:
    """A request that reads: which items it walked, and what it asked of them."""

    table: Table
    items: tuple[Wire | None, ...]
    way: ReadWay
    index: SecondaryIndex | None = None
    strong: bool = False
    fetched: bool = False
    projected: tuple[str, ...] | None = None
    partiql: bool = False


Request = Write | Read


def told(request: Request) -> str:
    """Tell a request in a few words: its items by their names and bytes."""

    def item(it: Wire | None) -> str:
        names = [f"{n} {item_size({n: v})}" for n, v in (it or {}).items()]
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


def reported(request: Request, quirks: Quirks = DOCUMENTED) -> Units | None:
    """Tell what an engine of these quirks reports; None: nothing."""
    if request.partiql and "partiql-reports-nothing" in quirks:
        return None
    if isinstance(request, Write):
        return _written(request, quirks)
    return _read(request, quirks)


def explanation(
    request: Request, seen: Units | None, known: set[str]
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
    return item_size(item or {}, in_pairs="number-digits-in-pairs" in quirks)


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
    if old and new and same(old, new):
        return 0
    costs = [_units(_size(it, quirks) + overhead, 1024) for it in (old, new) if it]
    if old and new:
        keys = [{name: it[name] for name in index.key_names} for it in (old, new)]
        return max(costs) if same(*keys) else sum(costs)
    return sum(costs)


def _action(table: Table, action: Action, quirks: Quirks) -> dict[str, float]:
    sizes = [_size(it, quirks) for it in (action.before, action.after)]
    arms: dict[str, float] = {"": _units(max(sizes), 1024)}
    if action.kind != "check":
        for index in table.indexes:
            arms[index.name] = _index_units(table, index, action, quirks)
    return arms


def _written(write: Write, quirks: Quirks) -> Units:
    if write.way == "replay":
        return _replayed(write, quirks)
    once = write.way == "transaction" and "transaction-counts-equals-once" in quirks
    charges = []
    for action in write.actions:
        arms = _action(write.table, action, quirks)
        missing = action.kind == "delete" and action.before is None
        if write.way == "batch" and missing:
            arms = {"": 2 if "missing-delete-in-batch-costs-two" in quirks else 1}
        if write.way == "transaction":
            if action.kind == "check" and "condition-check-is-a-read" in quirks:
                arms = {"": _units(_size(action.before, quirks), 4096)}
            arms = {arm: n * (2 if once or not arm else 1) for arm, n in arms.items()}
            if missing and "missing-delete-in-transaction-costs-one" in quirks:
                arms = {"": 1}
        charges.append(units_of("write", arms))
    return sum_of("write", list(set(charges)) if once else charges)


def _replayed(write: Write, quirks: Quirks) -> Units:
    wrongly = "replay-is-a-write" in quirks
    costs = []
    for action in write.actions:
        images = (action.after,) if wrongly else (action.before, action.after)
        size = max(_size(image, quirks) for image in images)
        costs.append(2 * _units(size, 4096))
    return units_of("read", {"": sum(set(costs) if wrongly else costs)})


def _read(read: Read, quirks: Quirks) -> Units:
    factor = {"transaction": 2.0}.get(read.way, 1.0 if read.strong else 0.5)
    if read.way in ("get", "batch", "transaction"):
        sizes = [_size(_asked_for(read, item, quirks), quirks) for item in read.items]
        free = read.way == "batch" and "missing-key-in-batch-is-free" in quirks
        units = [
            0 if free and item is None else factor * _units(size, 4096)
            for item, size in zip(read.items, sizes, strict=True)
        ]
        return units_of("read", {"": sum(units)})
    return _page(read, factor, quirks)


def _asked_for(read: Read, item: Wire | None, quirks: Quirks) -> Wire | None:
    cheaper = read.way != "batch" and "projected-get-is-cheaper" in quirks
    if item is None or read.projected is None or not cheaper:
        return item
    keys = read.table.key_names if read.way == "transaction" else ()
    names = (*keys, *read.projected)
    return {name: item[name] for name in names if name in item}


def _page(read: Read, factor: float, quirks: Quirks) -> Units:
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
    local = read.index is not None and read.index.kind == "local"
    moved = local and read.way == "scan" and "lsi-scan-is-the-tables" in quirks
    if read.index is None or moved:
        return units_of("read", {"": units})
    return units_of("read", {"": table, read.index.name: units})


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
