"""Changing one's mind: what another design costs to get to, and in which order."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ddbhelpers.capacity import Charge, add_up, write_charge
from ddbhelpers.capacity.equality import same_values
from ddbhelpers.capacity.limits import (
    MAX_GLOBAL_INDEXES,
    MAX_INDEX_CHANGES_PER_UPDATE,
    MAX_PAGE_BYTES,
    MAX_SWITCHES_TO_ON_DEMAND,
)
from ddbhelpers.check.access_path import page_charge
from ddbhelpers.errors import PlanError
from ddbhelpers.model import AccessPattern, Model, SecondaryIndex, Table
from ddbhelpers.plan.load.load import HOUR_SECONDS
from ddbhelpers.plan.load.requests import times
from ddbhelpers.plan.load.rewrite import Moved, moves
from ddbhelpers.plan.load.stock import Stock
from ddbhelpers.plan.month.prices import Prices
from ddbhelpers.request.resolved import resolve
from ddbhelpers.words import counted

MAX_CLASS_CHANGES = 2  # in 30 days
# What DynamoDB allows, and the page of the developer guide that says so.
ONE_BY_ONE = f"{MAX_INDEX_CHANGES_PER_UPDATE} global index created or deleted in an "
NEW_TABLE = "keys and local indexes are chosen at CreateTable, and stay", "LSI"
TO_BOTH_TABLES = "a stream holds changes for 24 hours", "Streams"
SCAN_AND_PUT = "a Scan of the old table, and a put of each item into the new one"
TO_ON_DEMAND = f"at most {MAX_SWITCHES_TO_ON_DEMAND} times in rolling 24 hours"
TO_PROVISIONED = "at any time, with throughput for the table and every global index"
THROUGHPUT = "more at any time, less four times at first and then once an hour"
TABLE_CLASS = f"at most {MAX_CLASS_CHANGES} times in 30 days"
TIME_TO_LIVE = "one attribute at a time; what expires is deleted for nothing", "TTL"
NEW_INDEX = ONE_BY_ONE + "UpdateTable, and the next when this is done"
NO_INDEX = f"{MAX_INDEX_CHANGES_PER_UPDATE} in an UpdateTable; it costs nothing"
REWRITES = {
    "delete": ("delete", "after they were copied, or for good"),
    "move": ("store under other keys", "an item keeps its key: a delete and a put"),
    "update": ("rewrite", "an UpdateItem of each"),
}
ASSUMPTIONS = (
    "Units are priced on demand, in the table's class; provisioned capacity is paid by "
    "the hour, and the units have to fit into it beside the traffic.",
    "A copy reads eventually consistent pages of 1 MB, and writes each item once; what "
    "the application writes meanwhile comes on top, and goes to both.",
    "The backfill of an index reads the table for nothing, and pays for each entry.",
)


@dataclass(frozen=True)
class ChangeStep:
    """One thing to do, after the one before it is done.

    `allowed` says what DynamoDB allows and when; `source` is the page that says so.
    `hours` is how long its writes take at the rate that was given.
    """

    do: str
    allowed: str = ""
    source: str = ""
    read_units: float = 0
    write_units: float = 0
    usd: float = 0
    hours: float | None = None


@dataclass(frozen=True)
class Change:
    """The steps from one design to another, in the order that DynamoDB allows."""

    steps: tuple[ChangeStep, ...]
    assumptions: tuple[str, ...]

    @property
    def usd(self) -> float:
        """What all steps cost together, once."""
        return math.fsum(step.usd for step in self.steps)

    @property
    def write_units(self) -> float:
        """The write units of all steps."""
        return math.fsum(step.write_units for step in self.steps)


def plan_change(
    stock: Stock,
    model: Model,
    prices: Prices,
    *,
    write_units_per_second: float | None = None,
) -> Change:
    """Work out how to get from a design, with its items, to another model.

    `write_units_per_second`: what can be spared for it, so that steps have hours.

    >>> from ddbhelpers.plan import load_prices, take_stock
    >>> def notes(**more): return Model(name="notes",
    ...     tables={"notes": {"partition_key": "pk", **more}},
    ...     entities={"Note": {"keys": {"pk": "NOTE#{n}"}, "attributes": {
    ...         "n": {"type": "integer", "in": "key"}, "day": "date"}}})
    >>> stock = take_stock(notes(), [{"pk": "NOTE#1", "day": "2026-01-01"}], volume=1e6)
    >>> indexed = notes(indexes={"by-day": {"partition_key": "day"}})
    >>> [step] = plan_change(stock, indexed, load_prices()).steps
    >>> step.do, step.write_units, step.usd
    ('create index by-day, and wait until it is ACTIVE', 1000000.0, 0.625)
    """
    if write_units_per_second is not None and not write_units_per_second > 0:
        raise PlanError(
            f"{write_units_per_second} write units per second to spare",
            allowed="more than 0",
        )
    moved = list(moves(stock, model))
    work = _Work(stock, prices, write_units_per_second, moved)
    old = {table.name: table for table in stock.model.tables}
    stays = {t.name for t in model.tables if t.name in old and _stays(old[t.name], t)}
    staying = [table for table in model.tables if table.name in stays]
    steps: list[ChangeStep] = []
    # an item is stored where it is to be before it is deleted where it was
    for table in model.tables:
        if table.name not in stays:
            steps += _new_table(work, table, from_=old.get(table.name))
    for table in staying:
        coming = [item for item in work.coming(table) if item.was_in.name != table.name]
        steps += _copied(work, table, coming)
    for table in staying:
        steps += _same_table(work, old[table.name], table)
    kept = {table.name for table in model.tables}
    steps += [_drop(table) for name, table in old.items() if name not in kept]
    return Change(tuple(steps), ASSUMPTIONS if steps else ())


@dataclass(frozen=True)
class _Work:
    stock: Stock
    prices: Prices
    rate: float | None
    moved: Sequence[Moved]

    def priced(
        self, step: ChangeStep, table: Table, *, read: float = 0, write: float
    ) -> ChangeStep:
        """Price a step's units; its hours are those of its writes."""
        given = self.prices.of_class(table.table_class)
        usd = read * given.request_usd("read") + write * given.request_usd("write")
        hours = write / self.rate / HOUR_SECONDS if self.rate and write else None
        return replace(step, read_units=read, write_units=write, usd=usd, hours=hours)

    def coming(self, table: Table) -> list[Moved]:
        """Give the items that are to be in a table."""
        return [moved for moved in self.moved if _goes_to(moved, table)]

    def each(self, moved: Moved) -> float:
        """Tell how many items an item given stands for."""
        return self.stock.each_stands_for(moved.before.entity)

    def count(self, several: Iterable[Moved]) -> str:
        """Say how many items those given stand for."""
        return counted(round(sum(map(self.each, several))), "item")

    def scan_units(self, table: Table) -> float:
        """Charge one Scan of a table as it was: whole pages, and the rest."""
        asked = AccessPattern(
            name="copy", question="?", operation="Scan", table=table.name
        )
        read = resolve(self.stock.model, asked)
        size = self.stock.storage_of(table.name).data_bytes
        pages, rest = divmod(math.ceil(size), MAX_PAGE_BYTES)
        charge = times(page_charge(read, MAX_PAGE_BYTES), pages)
        return (charge + page_charge(read, rest) if rest else charge).total


def _stays(old: Table, new: Table) -> bool:
    """Tell whether the table can stay: its keys and local indexes are for ever."""
    return (old.key, old.sort_key, _local(old)) == (new.key, new.sort_key, _local(new))


def _local(table: Table) -> dict[str, Any]:
    return {i.name: i.as_argument() for i in table.indexes if i.kind == "local"}


def _goes_to(moved: Moved, table: Table) -> bool:
    return moved.table is not None and moved.table.name == table.name


def _drop(table: Table) -> ChangeStep:
    return ChangeStep(f"delete the old table {table.name}", "its indexes go with it")


def _new_table(work: _Work, new: Table, from_: Table | None) -> Iterator[ChangeStep]:
    name = f"{new.name} under another name" if from_ else new.name
    yield ChangeStep(f"create table {name}, with its indexes", *NEW_TABLE)
    if from_:
        both = "let the application write to both tables, or copy from a stream"
        yield ChangeStep(both, *TO_BOTH_TABLES)
    yield from _copied(work, new, work.coming(new))
    if from_:
        yield ChangeStep("let the application read the new table")
        yield _drop(from_)


def _copied(work: _Work, table: Table, coming: Sequence[Moved]) -> Iterator[ChangeStep]:
    if not coming:
        return
    sources = {moved.was_in.name: moved.was_in for moved in coming}
    do = f"copy {work.count(coming)} from {', '.join(sources)}"
    yield work.priced(
        ChangeStep(do, SCAN_AND_PUT, "read-write-operations"),
        table,
        read=sum(map(work.scan_units, sources.values())),
        write=math.fsum(
            work.each(moved) * write_charge(table, None, moved.after).total
            for moved in coming
        ),
    )


def _same_table(work: _Work, old: Table, new: Table) -> Iterator[ChangeStep]:
    yield from _settings(old, new)
    before = {index.name: index for index in old.indexes if index.kind == "global"}
    after = {index.name: index for index in new.indexes if index.kind == "global"}
    gone = [index for name, index in before.items() if name not in after]
    created = [
        index
        for name, index in after.items()
        if name not in before or _fixed(before[name]) != _fixed(index)
    ]
    replaced = [before[index.name] for index in created if index.name in before]
    yield from _rewrites(work, old)
    # an old index serves its readers until the new one is there, if there is room
    room = MAX_GLOBAL_INDEXES - len(before)
    late, early = gone, list[SecondaryIndex]()
    if len(created) > room:
        early, late = gone, []
    yield from _deleted(early)
    if replaced and len(created) > room + len(early):
        raise PlanError(
            f"{len(before) - len(early) + len(created)} global indexes at one time",
            allowed=f"{MAX_GLOBAL_INDEXES}, old and new ones together",
            do="change fewer indexes at a time",
        )
    for index in created:
        is_new = index.name not in before
        yield _created(work, new, index, is_new)
        if not is_new:
            yield ChangeStep(f"let the readers of {index.name} use the new index")
    yield from _deleted([*late, *replaced])


def _fixed(index: SecondaryIndex) -> tuple[object, ...]:
    """Give what an index keeps for ever."""
    return index.key, index.partition_key, index.projection


def _settings(old: Table, new: Table) -> Iterator[ChangeStep]:
    if old.billing_mode != new.billing_mode:
        yield ChangeStep(
            f"switch {new.name} from {old.billing_mode} to {new.billing_mode}",
            TO_PROVISIONED if new.throughput else TO_ON_DEMAND,
            "capacity-mode",
        )
    elif _throughputs(old) != _throughputs(new) and new.throughput:
        do = f"set the throughput of {new.name}"
        yield ChangeStep(do, THROUGHPUT, "ServiceQuotas")
    if old.table_class != new.table_class:
        do = f"switch {new.name} to table class {new.table_class}"
        yield ChangeStep(do, TABLE_CLASS, "WorkingWithTables.tableclasses")
    if old.time_to_live != new.time_to_live:
        do = f"set time to live of {new.name} to {new.time_to_live or 'off'}"
        yield ChangeStep(do, *TIME_TO_LIVE)


def _throughputs(table: Table) -> dict[str | None, object]:
    indexes: dict[str | None, object] = {i.name: i.throughput for i in table.indexes}
    return {None: table.throughput, **indexes}


def _rewrites(work: _Work, old: Table) -> Iterator[ChangeStep]:
    """Rewrite items whose keys or attributes the new model makes otherwise."""
    found: dict[str, list[Moved]] = {kind: [] for kind in REWRITES}
    for moved in work.moved:
        if moved.was_in.name == old.name and (kind := _rewrite_of(old, moved)):
            found[kind].append(moved)
    read = work.scan_units(old)
    for kind, several in found.items():
        if not several:
            continue
        do, allowed = REWRITES[kind]
        charges = (
            times(_rewritten(old, kind, moved), work.each(moved)) for moved in several
        )
        names = ", ".join(dict.fromkeys(moved.before.entity for moved in several))
        do = f"{do} {work.count(several)} ({names})"
        step = ChangeStep(do, allowed, "read-write-operations")
        write = add_up(charges, "write").total
        yield work.priced(step, old, read=read, write=write)
        read = 0.0  # one Scan finds them all


def _rewrite_of(old: Table, moved: Moved) -> str | None:
    if moved.after is None or not _goes_to(moved, old):
        return "delete"
    before, after = moved.before.item, moved.after
    keys = ({name: item[name] for name in old.key_names} for item in (before, after))
    if not same_values(*keys):
        return "move"
    return None if same_values(before, after) else "update"


def _rewritten(table: Table, kind: str, moved: Moved) -> Charge:
    before = moved.before.item
    if kind == "update":
        return write_charge(table, before, moved.after)
    deleted = write_charge(table, before, None)
    if kind == "delete":
        return deleted
    return deleted + write_charge(table, None, moved.after)


def _created(
    work: _Work, table: Table, index: SecondaryIndex, is_new: bool
) -> ChangeStep:
    alone = table.changed(indexes=[index])
    entries = (
        work.each(moved) * write_charge(alone, None, moved.after).gsi.get(index.name, 0)
        for moved in work.coming(table)
        if moved.after
    )
    name = index.name if is_new else f"{index.name} anew under another name"
    fixed = "" if is_new else "; keys and projection of an index are fixed"
    do = f"create index {name}, and wait until it is ACTIVE"
    step = ChangeStep(do, NEW_INDEX + fixed, "GSI.OnlineOps")
    return work.priced(step, table, write=math.fsum(entries))


def _deleted(indexes: Iterable[SecondaryIndex]) -> Iterator[ChangeStep]:
    for index in indexes:
        do = f"delete the old index {index.name}"
        yield ChangeStep(do, NO_INDEX, "GSI.OnlineOps")
