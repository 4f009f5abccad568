"""Storing items in bulk: in batches, again and again until every item is stored."""

import contextvars
import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from ddbhelpers.capacity.limits import MAX_BATCH_BYTES, MAX_BATCH_WRITE_ITEMS
from ddbhelpers.capacity.refusals import storable
from ddbhelpers.data.consent import require_consent_to_seed
from ddbhelpers.data.describe import clear_table_errors
from ddbhelpers.data.fitting import AS_IS, misfit
from ddbhelpers.data.pages import arms_of
from ddbhelpers.engine import Engine
from ddbhelpers.errors import (
    CapacityError,
    EngineError,
    ModelError,
    SeedStopped,
    TableMissing,
    WorkbenchError,
    WrongItem,
    WrongTable,
)
from ddbhelpers.explaining import ReportedArm
from ddbhelpers.files import to_base64
from ddbhelpers.model import Model, Table
from ddbhelpers.model.wire import WireItem, from_wire, item_from_wire
from ddbhelpers.words import an, counted

Progress = Callable[[int, int | None], None]
Key = tuple[object, ...]
Arms = tuple[ReportedArm, ...] | None  # what was charged, None if that is not told
Sent = tuple[int, Arms]  # how many items are left over of one request

LOOK_ITEMS = 25  # of what is in the table already
FIRST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 20.0
FRUITLESS_TRIES = 12
THROTTLED = (
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "RequestLimitExceeded",
)
PUT_BYTES = 100  # more than stands around an item in the request


@dataclass(frozen=True, repr=False)
class Seeded:
    """What seeding did: ``items`` stored, ``skipped`` before them.

    ``requests`` counts every BatchWriteItem, ``retried`` the items that had to be
    sent again. ``arms`` maps the table, ``table/index`` for an index, to write units;
    it and ``write_units`` are None if the engine reported nothing.

    >>> Seeded("users", items=30, requests=2)
    30 items stored in users, 2 requests
    """

    table: str
    items: int = 0
    skipped: int = 0
    requests: int = 0
    retried: int = 0
    write_units: float | None = None
    arms: Mapping[str, float] | None = None

    def __repr__(self) -> str:
        """Say it in words."""
        said = [f"{counted(self.items, 'item')} stored in {self.table}"]
        said += [f"{self.skipped:,} skipped"] if self.skipped else []
        said.append(counted(self.requests, "request"))
        said += [f"{self.retried:,} sent again"] if self.retried else []
        if self.write_units is not None:
            said.append(f"{self.write_units:,g} write units")
        return ", ".join(said)


def seed(
    engine: Engine,
    model: Model,
    items: Iterable[Mapping[str, object]],
    *,
    table: str | None = None,
    skip: int = 0,
    confirm: str | None = None,
    progress: Progress | None = None,
    workers: int = 1,
    check: bool = True,
) -> Seeded:
    """Store items (Python values) in the model's table, until nothing is left over.

    What the engine leaves unprocessed or throttles is sent again after growing random
    pauses (Developer Guide, *Error retries and exponential backoff*). Items go in
    their own order; of two with the same key the later one stays. ``table`` names
    another than the model's first table. ``progress`` is called with the number of
    items done and the number there are, None if ``items`` does not tell.
    ``workers`` is how many requests are under way at once.

    If it stops early, SeedStopped tells in ``stored`` how many of the first items are
    surely stored; ``skip`` leaves as many out, to go on with the same items.

    Raises WrongTable if what the table holds already is of no entity of the model;
    WrongItem if an item is of none, or if an attribute of it is missing or has another
    type or more bytes than the model says; CapacityError for an item that DynamoDB
    would refuse; TableMissing; ConsentMissing on AWS unless ``confirm`` is the table's
    name. A list is looked through before anything is stored. With ``check=False``
    items are stored as they are, whatever the model says.
    """
    home = model.table(table)
    require_consent_to_seed(engine, home, items, confirm)
    checked = model if check else None
    if checked:
        _refuse_another_models_table(engine, checked, home)
    if isinstance(items, Sequence):
        for _ in _written(checked, home, items, skip):
            pass
    total = len(items) if isinstance(items, Sized) else None
    run = _Run(engine, home, skip, total, progress)
    return run.all_of(_written(checked, home, items, skip), max(1, workers))


def _refuse_another_models_table(engine: Engine, model: Model, table: Table) -> None:
    with clear_table_errors(engine, table.name):
        page = engine.client.scan(TableName=table.name, Limit=LOOK_ITEMS)
    for item in map(item_from_wire, page["Items"]):
        if model.entities and model.entity_of(item, table.name) is None:
            raise WrongTable(
                f"table {table.name!r} holds items of another model, "
                f"such as {_key_in_words(table, item)}",
                allowed=f"items of {model.name!r}",
                do="take another table, or drop this one first: "
                f"type ddb drop {table.name}",
            )


def _written(
    model: Model | None, table: Table, items: Iterable[Mapping[str, object]], skip: int
) -> Iterator[WireItem]:
    """Give the items in DynamoDB JSON; refuse the first that is not to be stored."""
    for number, item in enumerate(items, start=1):
        if number <= skip:
            continue
        if not isinstance(item, Mapping):
            raise ModelError(
                f"item {number} is {an(type(item).__name__)}, {item!r}",
                allowed="a mapping of attributes to values",
                do="give a list of items; of a DataFrame, from_frame(frame)",
            )
        name = f"item {number} ({_key_in_words(table, item)})"
        try:
            stored = storable(table, item)
        except CapacityError as error:
            raise CapacityError(
                f"{name}: {error.given}", allowed=error.allowed, do=error.do
            ) from None
        if model and (found := misfit(model, item, [table.name])):
            raise WrongItem(f"{name}{found[0]}", allowed=found[1], do=AS_IS)
        yield stored


@dataclass
class _Run:
    """One seeding: what is under way, and what came of it."""

    engine: Engine
    table: Table
    skip: int
    total: int | None
    progress: Progress | None
    items: int = 0
    requests: int = 0
    retried: int = 0
    units: dict[str, float] | None = field(default_factory=dict)

    def all_of(self, items: Iterator[WireItem], workers: int) -> Seeded:
        """Store window after window; within one, every key stands once."""
        size = MAX_BATCH_WRITE_ITEMS * (1 if workers == 1 else 4 * workers)
        with ThreadPoolExecutor(workers) as pool:
            try:
                while window := list(islice(items, size)):
                    self._store(window, pool if workers > 1 else None)
                    self.items += len(window)
                    if self.progress:
                        self.progress(self.skip + self.items, self.total)
            except TableMissing:
                raise
            except WorkbenchError as error:
                done = self.skip + self.items
                if not done:
                    raise
                raise SeedStopped(
                    f"seeding stopped after {counted(done, 'item')}: {error}",
                    stored=done,
                ) from error
        return Seeded(
            table=self.table.name,
            items=self.items,
            skipped=self.skip,
            requests=self.requests,
            retried=self.retried,
            write_units=None if self.units is None else sum(self.units.values(), 0.0),
            arms=self.units,
        )

    def _store(self, window: list[WireItem], pool: ThreadPoolExecutor | None) -> None:
        last = {key_of(self.table, item): item for item in window}
        sends = (self._sends(batch) for batch in batches(last.values()))
        if pool:
            under_way = [
                pool.submit(contextvars.copy_context().run, lambda sent=sent: [*sent])
                for sent in sends
            ]
            sends = (iter(sent.result()) for sent in under_way)
        for left, arms in chain.from_iterable(sends):
            self.requests += 1
            self.retried += left
            if arms is None:
                self.units = None
            for arm in arms or ():
                if self.units is not None:
                    units = self.units.get(arm.label, 0.0) + arm.write_units
                    self.units[arm.label] = units

    def _sends(self, batch: list[WireItem]) -> Iterator[Sent]:
        """Send one batch until all of it is stored; tell what came of each request."""
        fruitless = 0
        while batch:
            left, arms = self._send(batch)
            yield len(left), arms
            fruitless = fruitless + 1 if len(left) == len(batch) else 0
            if fruitless == FRUITLESS_TRIES:
                raise EngineError(
                    f"table {self.table.name!r} took no item in {fruitless} tries",
                    do="give it more write capacity, or wait",
                )
            batch = left
            if batch:
                pause(fruitless)

    def _send(self, batch: list[WireItem]) -> tuple[list[WireItem], Arms]:
        """Send a batch once; give back what was not stored, and what was charged."""
        client, name = self.engine.client, self.table.name
        puts: Any = [{"PutRequest": {"Item": item}} for item in batch]
        asked: Any = {"RequestItems": {name: puts}, "ReturnConsumedCapacity": "INDEXES"}
        with clear_table_errors(self.engine, name):
            try:
                answer: Any = client.batch_write_item(**asked)
            except client.exceptions.ClientError as error:
                if error.response["Error"]["Code"] in THROTTLED:
                    return batch, ()
                raise
        left = answer.get("UnprocessedItems", {}).get(name, [])
        arms = arms_of("BatchWriteItem", asked, answer)
        return [put["PutRequest"]["Item"] for put in left], arms


def batches(items: Iterable[WireItem]) -> Iterator[list[WireItem]]:
    """Cut items into batches that one BatchWriteItem takes: 25 items, 16 MB.

    >>> [len(batch) for batch in batches([{"pk": {"S": "A"}}] * 60)]
    [25, 25, 10]
    """
    batch: list[WireItem] = []
    held = 0
    for item in items:
        sent_bytes = _sent_bytes(item)
        if len(batch) == MAX_BATCH_WRITE_ITEMS or (
            batch and held + sent_bytes > MAX_BATCH_BYTES
        ):
            yield batch
            batch, held = [], 0
        batch.append(item)
        held += sent_bytes
    if batch:
        yield batch


def key_of(table: Table, item: WireItem) -> Key:
    """Give what tells two items apart: 1 and 1.0 are one key."""
    return tuple(from_wire(item[name]) for name in table.key_names)


def pause(fruitless: int) -> None:
    """Wait a random while, up to twice as long after each fruitless try."""
    longest = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2**fruitless)
    time.sleep(random.uniform(0, longest))


def _sent_bytes(item: WireItem) -> int:
    """Measure an item as boto3 sends it: ASCII JSON, binary in Base64."""
    return PUT_BYTES + len(json.dumps(item, default=to_base64))


def _key_in_words(table: Table, item: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={item.get(name)!r}" for name in table.key_names)
