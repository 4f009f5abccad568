"""What one request of an access pattern is charged, on average, on items at hand.

Every unit comes from `ddbhelpers.capacity`: here it is only decided which items a
request meets, and the charges are averaged.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice

from ddbhelpers.capacity import (
    Charge,
    add_up,
    attribute_bytes,
    condition_check_charge,
    read_charge,
    write_charge,
)
from ddbhelpers.capacity.limits import MAX_PAGE_BYTES
from ddbhelpers.check.access_path import page_charge
from ddbhelpers.errors import PlanError
from ddbhelpers.model import AccessPattern, Table, Write
from ddbhelpers.model.pattern import WRITES
from ddbhelpers.plan.load.images import changeable, refuse_primary_key, updated
from ddbhelpers.plan.load.stock import Piece, Stock
from ddbhelpers.request.resolved import ResolvedRead, resolve


@dataclass(frozen=True)
class PatternCharge:
    """What one request of a pattern is charged on average, and what it meets.

    A request is all that answers the question once: all pages of it, all the writes
    that it lists. `charges` are by table.
    """

    pattern: str
    operation: str
    index: str | None
    charges: Mapping[str, Charge]
    items: float
    pages: float

    @property
    def units(self) -> float:
        """The units of all arms together, read or write."""
        return sum(charge.total for charge in self.charges.values())

    @property
    def is_read(self) -> bool:
        """Whether they are read units."""
        return all(charge.unit == "read" for charge in self.charges.values())


def pattern_charge(
    stock: Stock, pattern: AccessPattern, changes: Sequence[str] | None = None
) -> PatternCharge:
    """Charge one request of a pattern, on the stock's items.

    `changes` are the attributes that its updates change: all that is no key, if None.
    PlanError where there is no item to charge it on,
    PatternError where the pattern has no operation yet.
    """
    if pattern.operation in WRITES:
        return _write(stock, pattern, changes)
    return _read(stock, resolve(stock.model, pattern))


def times(charge: Charge, factor: float) -> Charge:
    """Multiply a charge, arm by arm.

    >>> times(Charge(unit="write", table=3, gsi={"by-day": 1}), 2)
    <Charge: 8 write units (table 6, gsi by-day 2)>
    """
    return Charge(
        unit=charge.unit,
        table=charge.table * factor,
        gsi={name: units * factor for name, units in charge.gsi.items()},
        lsi={name: units * factor for name, units in charge.lsi.items()},
        notes=charge.notes,
    )


def _mean(charged: Iterable[tuple[Hashable, Callable[[], Charge]]]) -> Charge:
    """Average charges; those of one key are known to be the same, and made once."""
    made: dict[Hashable, Charge] = {}
    counts: Counter[Hashable] = Counter()
    for key, charge in charged:
        counts[key] += 1
        if key not in made:
            made[key] = charge()
    unit = next(iter(made.values())).unit
    total = add_up((times(made[key], n) for key, n in counts.items()), unit)
    return times(total, 1 / counts.total())


def _read(stock: Stock, read: ResolvedRead) -> PatternCharge:
    pattern, table = read.pattern, read.table
    pieces = _evaluated(stock, read)
    items, pages = 1.0, 1.0
    if pattern.operation == "GetItem":
        charge = _mean(
            (piece.item_bytes, partial(_get_item, read, piece)) for piece in pieces
        )
    elif pattern.operation == "Scan" and pattern.limit is None:
        walked = _pages(read, pieces)
        # the items given stand for the volume: so many more pages of the same kind
        storage = stock.storage_of(table.name, pattern.index)
        more = storage.data_bytes / sum(p.bytes_in(pattern.index) for p in pieces)
        charge = times(_walk(read, walked), more)
        items, pages = storage.items, max(1.0, len(walked) * more)
    else:
        answers = list(_answers(read, pieces))
        walks = [_pages(read, answer) for answer in answers]
        walked_all = add_up((_walk(read, walk) for walk in walks), "read")
        charge = times(walked_all, 1 / len(walks))
        items = sum(map(len, answers)) / len(answers)
        pages = sum(map(len, walks)) / len(walks)
    charges, operation = {table.name: charge}, str(pattern.operation)
    return PatternCharge(pattern.name, operation, pattern.index, charges, items, pages)


def _evaluated(stock: Stock, read: ResolvedRead) -> list[Piece]:
    """Give the items that the key conditions could meet, in the order of the key."""
    held = stock.held(read.table.name, read.pattern.index)
    if read.pattern.operation != "Scan":
        names = {entity.name for entity in read.evaluated}
        held = tuple(piece for piece in held if piece.entity in names)
    if not held:
        raise PlanError(
            f"{read.pattern.name}: none of the items given stands in {read.place}",
            do="sample or load items of every entity that is asked for",
        )
    keys = read.asked.key_names

    def key(piece: Piece) -> list[str]:
        return [str(piece.item[name]) for name in keys]

    return sorted(held, key=key)


def _answers(read: ResolvedRead, pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Give what the answers evaluate: neighbours by key, or whole item collections."""
    pattern = read.pattern
    many = 1 if read.is_of_one_item else pattern.items
    many = pattern.limit if pattern.operation == "Scan" else many or pattern.limit
    if many is None:
        names = [key.name for key in read.asked.partition_key]
        collections: dict[str, list[Piece]] = {}
        for piece in pieces:
            value = str([piece.item[name] for name in names])
            collections.setdefault(value, []).append(piece)
        yield from collections.values()
    elif len(pieces) < many:
        yield list(islice(cycle(pieces), many))
    else:
        for start in range(0, len(pieces) - many + 1, many):
            yield pieces[start : start + many]


def _pages(read: ResolvedRead, pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Cut what is evaluated into pages of at most 1 MB, and at most ``limit`` items."""
    pages: list[list[Piece]] = [[]]
    size = 0
    for piece in pieces:
        more = piece.bytes_in(read.pattern.index)
        full = len(pages[-1]) == read.pattern.limit
        if pages[-1] and (full or size + more > MAX_PAGE_BYTES):
            pages.append([])
            size = 0
        pages[-1].append(piece)
        size += more
    return pages


def _walk(read: ResolvedRead, pages: Iterable[Sequence[Piece]]) -> Charge:
    pattern, index = read.pattern, read.index
    local = index is not None and index.kind == "local"
    if local and any(not read.holds(path) for path in pattern.attributes):
        consistency = pattern.consistency
        charge = partial(read_charge, read.table, index=index, consistency=consistency)
        walked = ([piece.item for piece in page] for page in pages)
        return add_up((charge(items, fetched=items) for items in walked), "read")
    sizes = [sum(piece.bytes_in(pattern.index) for piece in page) for page in pages]
    return add_up((page_charge(read, size) for size in sizes), "read")


def _get_item(read: ResolvedRead, piece: Piece) -> Charge:
    return read_charge(read.table, [piece.item], consistency=read.pattern.consistency)


def _write(
    stock: Stock, pattern: AccessPattern, changes: Sequence[str] | None
) -> PatternCharge:
    transactional = pattern.operation == "TransactWriteItems"
    charges: dict[str, Charge] = {}
    for write in pattern.writes:
        table = stock.model.table(stock.model.entity(write.entity).table)
        how = transactional, pattern.name, changes
        charge = _mean(_written(stock, table, write, *how))
        before = charges.get(table.name, Charge(unit="write"))
        charges[table.name] = before + times(charge, write.items)
    if not charges:
        raise PlanError(
            f"{pattern.name} does not list its writes",
            do="list what it puts, updates or deletes under writes",
        )
    items, operation = sum(w.items for w in pattern.writes), str(pattern.operation)
    return PatternCharge(pattern.name, operation, None, charges, items, pages=1)


def _written(
    stock: Stock,
    table: Table,
    write: Write,
    transactional: bool,
    where: str,
    changes: Sequence[str] | None,
) -> Iterator[tuple[Hashable, Callable[[], Charge]]]:
    """Give a charge for each item of the entity, with what it depends on."""
    refuse_primary_key(table, changes or (), where)
    for piece in stock.of(write.entity):
        item = piece.item
        sizes = piece.item_bytes, tuple(piece.entry_bytes.items())
        if write.action == "check":
            yield sizes, partial(condition_check_charge, table, item)
            continue
        after = item
        if write.action == "update":
            paths = changes if changes is not None else changeable(table, item)
            after = updated(item, paths)
        changed = tuple(
            (name, attribute_bytes(name, after[name]))
            for name in item
            if after[name] != item[name]
        )
        yield (
            (sizes, changed),
            partial(
                write_charge,
                table,
                None if write.action == "put" else item,
                None if write.action == "delete" else after,
                transactional=transactional,
            ),
        )
