"""Deadlines: when, at this growth, something passes a limit of DynamoDB."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ddbhelpers.capacity.limits import (
    MAX_ITEM_BYTES,
    MAX_ITEM_COLLECTION_BYTES,
    MAX_PAGE_BYTES,
    PARTITION_BYTES,
)
from ddbhelpers.model import AccessPattern, Table
from ddbhelpers.plan.growth.growth import MONTH_HOURS, chosen_growth
from ddbhelpers.plan.load.stock import Piece, Stock
from ddbhelpers.request.case import Case

DAY_HOURS = 24
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
        ahead = [one for one in self.found if one.date and one.date > self.start]
        return min(ahead, key=lambda one: one.date or NEVER_AFTER, default=None)


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
    gained = chosen_growth(stock.model, growth)
    larger = item_growth or {}
    for name in larger:
        stock.model.entity(name)
    found = [*_items(stock, larger)]
    for table in stock.model.tables:
        found += _collections(stock, table, gained)
        found += _partitions(stock, table, gained)
    found += _pages(stock, gained)
    return Deadlines(start, tuple(_dated(one, start) for one in found), ASSUMPTIONS)


def _items(stock: Stock, larger: Mapping[str, float]) -> Iterator[Deadline]:
    for entity in stock.model.entities:
        if stock.given.get(entity.name):
            most = max(piece.item_bytes for piece in stock.of(entity.name))
            yield _deadline(
                "item 400 KB",
                entity.name,
                MAX_ITEM_BYTES,
                most,
                larger.get(entity.name, 0.0),
            )


def _collections(
    stock: Stock, table: Table, gained: Mapping[str, float]
) -> Iterator[Deadline]:
    """Follow the largest item collection, with its entries in local indexes."""
    local = [index.name for index in table.indexes if index.kind == "local"]
    if not local:
        return
    places: list[str | None] = [None, *local]
    key = table.key_names[:1]
    now, more = _largest(stock, stock.held(table.name), key, gained, places)
    limit = "item collection with a local index 10 GB"
    yield _deadline(limit, table.name, MAX_ITEM_COLLECTION_BYTES, now, more)


def _partitions(
    stock: Stock, table: Table, gained: Mapping[str, float]
) -> Iterator[Deadline]:
    """Follow what a table, and each global index, holds."""
    globals_ = [index.name for index in table.indexes if index.kind == "global"]
    for index in (None, *globals_):
        now, more = _all(stock, table.name, index, gained)
        about = f"index {index}" if index else table.name
        yield _deadline("partition 10 GB", about, PARTITION_BYTES, now, more)


def _pages(stock: Stock, gained: Mapping[str, float]) -> Iterator[Deadline]:
    for pattern in stock.model.access_patterns:
        if pattern.operation in ("Query", "Scan"):
            yield _page(stock, pattern, gained)


def _page(
    stock: Stock, pattern: AccessPattern, gained: Mapping[str, float]
) -> Deadline:
    """Follow the most that one page of a pattern could evaluate."""
    case, limit = Case(stock.model, pattern), "page 1 MB"
    held = stock.held(case.table.name, pattern.index)
    if pattern.operation == "Query":
        names = {entity.name for entity in case.evaluated}
        held = tuple(piece for piece in held if piece.entity in names)
    many = pattern.limit or (pattern.items if pattern.operation == "Query" else None)
    if many is not None:
        # so many of the largest: it does not grow with the number of items
        most = max((piece.bytes_in(pattern.index) for piece in held), default=0)
        return _deadline(limit, pattern.name, MAX_PAGE_BYTES, many * most, 0.0)
    keys: tuple[str, ...] = ()
    if pattern.operation == "Query":
        keys = tuple(key.name for key in case.asked.partition_key)
    if keys:
        now, more = _largest(stock, held, keys, gained, [pattern.index])
    else:
        now, more = _all(stock, case.table.name, pattern.index, gained)
    return _deadline(limit, pattern.name, MAX_PAGE_BYTES, now, more)


def _all(
    stock: Stock, table: str, index: str | None, gained: Mapping[str, float]
) -> tuple[float, float]:
    """Give the bytes of all that a table or index holds, and what it gains a month."""
    more = sum(
        _times(gained, piece.entity, stock.given) * piece.bytes_in(index)
        for piece in stock.held(table, index)
    )
    return stock.storage_of(table, index).data_bytes, more


def _largest(
    stock: Stock,
    pieces: Iterable[Piece],
    keys: tuple[str, ...],
    gained: Mapping[str, float],
    places: list[str | None],
) -> tuple[float, float]:
    """Give the bytes of the largest item collection, and what it gains a month."""
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
        sums[1] += size * _times(gained, piece.entity, stock.volume)
    if not collections:
        return 0.0, 0.0
    now, more = max(collections.values())
    return now, more


def _times(
    gained: Mapping[str, float], entity: str, there: Mapping[str, float]
) -> float:
    """Tell how many items of an entity a month come for each that is there."""
    return gained.get(entity, 0.0) / there[entity] if there[entity] else 0.0


def _deadline(
    limit: str, about: str, limit_bytes: int, now: float, more: float
) -> Deadline:
    return Deadline(limit, about, limit_bytes, now, more, None, "")


def _dated(one: Deadline, start: dt.date) -> Deadline:
    left = one.limit_bytes - one.bytes_now
    said = f"{one.bytes_now:,.0f} bytes now, {one.bytes_per_month:,.0f} more a month"
    date = None
    if left < 0:
        date, said = start, f"{one.bytes_now:,.0f} bytes already"
    elif one.bytes_per_month <= 0:
        said = f"{one.bytes_now:,.0f} bytes now, and it does not grow"
    else:
        days = left / one.bytes_per_month * MONTH_HOURS / DAY_HOURS
        if days < (NEVER_AFTER - start).days:
            date = start + dt.timedelta(days=int(days))
    return replace(one, date=date, says=said)
