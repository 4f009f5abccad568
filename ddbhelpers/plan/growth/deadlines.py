"""Deadlines: when, at this growth, something passes a limit of DynamoDB."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ddbhelpers.capacity.limits import (
    MAX_ITEM_BYTES,
    MAX_ITEM_COLLECTION_BYTES,
    MAX_PAGE_BYTES,
    PARTITION_BYTES,
)
from ddbhelpers.model import AccessPattern, Table
from ddbhelpers.plan.growth.growth import MONTH_HOURS, chosen_growth
from ddbhelpers.plan.load.stock import Piece, Stock
from ddbhelpers.request.resolved import resolve

DAY_HOURS = 24
BytesAndGrowth: TypeAlias = tuple[float, float]  # now, and what comes in a month
NEVER_AFTER = dt.date(9999, 12, 31)
ASSUMPTIONS = (
    "Growth is steady, of items of today's sizes; a month is 730 hours.",
    "The largest item collection among the items given is the largest there is, and "
    "keeps its share of the growth.",
    "An answer stays at its pattern's limit, or else its items; a Query with neither "
    "reads an item collection, and a Scan all there is.",
    "An item grows only by what item_growth says.",
)


@dataclass(frozen=True)
class Deadline:
    """When something passes a limit: `date`, or None for never; `says` why or how.

    `bytes_now` and `bytes_per_month` are of what would pass it; a date that is the
    day of asking means that it has been passed.
    """

    limit: str
    about: str
    limit_bytes: int
    bytes_now: float
    bytes_per_month: float
    date: dt.date | None
    says: str

    def __str__(self) -> str:
        when = f"{self.date:%d %B %Y}" if self.date else "never"
        return f"{self.limit}, {self.about}: {when}; {self.says}"


@dataclass(frozen=True)
class Deadlines:
    """All deadlines of a design from a day on, with what was assumed."""

    start: dt.date
    found: tuple[Deadline, ...]
    assumptions: tuple[str, ...]

    def __iter__(self) -> Iterator[Deadline]:
        return iter(self.found)

    @property
    def first(self) -> Deadline | None:
        """The next one that is still ahead; None if there is none."""
        ahead = [d for d in self.found if d.date and d.date > self.start]
        return min(ahead, key=lambda d: d.date or NEVER_AFTER, default=None)


def deadlines_of(
    stock: Stock,
    *,
    start: dt.date,
    growth: Mapping[str, float] | None = None,
    item_growth: Mapping[str, float] | None = None,
) -> Deadlines:
    """Tell when items, pages, item collections and partitions pass their limits.

    `growth`: items gained a month by entity (default: what the write rates say).
    `item_growth`: bytes that an item gains a month by entity (default: none).

    >>> from ddbhelpers.model import Model
    >>> from ddbhelpers.plan.load.stock import take_stock
    >>> notes = Model(name="notes", tables={"notes": {"partition_key": "pk"}},
    ...     entities={"Note": {"keys": {"pk": "NOTE#{n}"}, "attributes": {
    ...         "n": {"type": "integer", "in": "key"}}}})
    >>> stock = take_stock(notes, [{"pk": "NOTE#1", "text": "x" * 988}])
    >>> item, partition = deadlines_of(stock, start=dt.date(2026, 1, 1),
    ...     growth={"Note": 1_000_000}, item_growth={"Note": 100_000})
    >>> print(item)
    item 400 KB, Note: 05 May 2026; 1,000 bytes now, 100,000 more a month
    >>> print(partition)
    partition 10 GB, notes: 23 November 2026; 1,000 bytes now, ...
    """
    larger = item_growth or {}
    for name in larger:
        stock.model.entity(name)
    watch = _Watch(stock, start, chosen_growth(stock.model, growth))
    found = [*watch.items(larger)]
    for table in stock.model.tables:
        found += watch.collections(table)
        found += watch.partitions(table)
    for pattern in stock.model.access_patterns:
        if pattern.operation in ("Query", "Scan"):
            found.append(watch.page(pattern))
    return Deadlines(start, tuple(found), ASSUMPTIONS)


@dataclass(frozen=True)
class _Watch:
    """Follows what grows from a day on; `gained` are items a month, by entity."""

    stock: Stock
    start: dt.date
    gained: Mapping[str, float]

    def items(self, larger: Mapping[str, float]) -> Iterator[Deadline]:
        for entity in self.stock.model.entities:
            if self.stock.given.get(entity.name):
                most = max(piece.item_bytes for piece in self.stock.of(entity.name))
                sizes = most, larger.get(entity.name, 0.0)
                yield self.dated("item 400 KB", entity.name, MAX_ITEM_BYTES, sizes)

    def collections(self, table: Table) -> Iterator[Deadline]:
        """Follow the largest item collection, with its entries in local indexes."""
        local = [index.name for index in table.indexes if index.kind == "local"]
        if not local:
            return
        pieces = self.stock.held(table.name)
        sizes = self.largest(pieces, table.key_names[:1], [None, *local])
        limit = "item collection with a local index 10 GB"
        yield self.dated(limit, table.name, MAX_ITEM_COLLECTION_BYTES, sizes)

    def partitions(self, table: Table) -> Iterator[Deadline]:
        """Follow what a table, and each global index, holds."""
        globals_ = [index.name for index in table.indexes if index.kind == "global"]
        for index in (None, *globals_):
            about = f"index {index}" if index else table.name
            sizes = self.all_of(table.name, index)
            yield self.dated("partition 10 GB", about, PARTITION_BYTES, sizes)

    def page(self, pattern: AccessPattern) -> Deadline:
        """Follow the most that one page of a pattern could evaluate."""
        read = resolve(self.stock.model, pattern)
        is_query = pattern.operation == "Query"
        held = self.stock.held(read.table.name, pattern.index)
        if is_query:
            names = {entity.name for entity in read.evaluated}
            held = tuple(piece for piece in held if piece.entity in names)
        many = read.most_items or (pattern.items if is_query else None)
        if many is not None:
            # so many of the largest: it does not grow with the number of items
            most = max((piece.bytes_in(pattern.index) for piece in held), default=0)
            sizes: BytesAndGrowth = many * most, 0.0
        elif is_query:
            keys = [key.name for key in read.asked.partition_key]
            sizes = self.largest(held, keys, [pattern.index])
        else:
            sizes = self.all_of(read.table.name, pattern.index)
        return self.dated("page 1 MB", pattern.name, MAX_PAGE_BYTES, sizes)

    def all_of(self, table: str, index: str | None) -> BytesAndGrowth:
        """Size all that a table or index holds."""
        given = self.stock.given
        more = sum(
            self.times(piece.entity, given) * piece.bytes_in(index)
            for piece in self.stock.held(table, index)
        )
        return self.stock.storage_of(table, index).data_bytes, more

    def largest(
        self, pieces: Iterable[Piece], keys: Sequence[str], places: list[str | None]
    ) -> BytesAndGrowth:
        """Size the largest item collection."""
        collections: dict[str, list[float]] = {}
        for piece in pieces:
            value = str([piece.item[name] for name in keys])
            size = sum(
                piece.bytes_in(place)
                for place in places
                if place is None or place in piece.entry_bytes
            )
            sums = collections.setdefault(value, [0.0, 0.0])
            sums[0] += size
            sums[1] += size * self.times(piece.entity, self.stock.volume)
        now, more = max(collections.values(), default=(0.0, 0.0))
        return now, more

    def times(self, entity: str, there: Mapping[str, float]) -> float:
        """Tell how many items of an entity a month come for each that is there."""
        gained = self.gained.get(entity, 0.0)
        return gained / there[entity] if there[entity] else 0.0

    def dated(
        self, limit: str, about: str, limit_bytes: int, sizes: BytesAndGrowth
    ) -> Deadline:
        """Tell the day on which something passes its limit, and why or how."""
        now, more = sizes
        date, says = None, f"{now:,.0f} bytes now, {more:,.0f} more a month"
        if now > limit_bytes:
            date, says = self.start, f"{now:,.0f} bytes already"
        elif more <= 0:
            says = f"{now:,.0f} bytes now, and it does not grow"
        else:
            days = (limit_bytes - now) / more * MONTH_HOURS / DAY_HOURS
            if days < (NEVER_AFTER - self.start).days:
                date = self.start + dt.timedelta(days=int(days))
        return Deadline(limit, about, limit_bytes, now, more, date, says)
