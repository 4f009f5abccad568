"""The stock: real or sampled items, sized, and how many of them there are to be."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from ddbhelpers.capacity import item_bytes
from ddbhelpers.capacity.index import entry_of
from ddbhelpers.capacity.limits import GB, STORAGE_OVERHEAD_BYTES
from ddbhelpers.capacity.refusals import stored_item
from ddbhelpers.errors import PlanError
from ddbhelpers.model import Model, Table
from ddbhelpers.model.wire import WireItem
from ddbhelpers.words import counted

NO_ENTITY = "(no entity)"  # items that the model does not know


@dataclass(frozen=True)
class Piece:
    """One item, in DynamoDB JSON: its bytes, and those of its index entries.

    An index that does not hold the item is not in `entry_bytes`.
    """

    entity: str
    item: WireItem
    item_bytes: int
    entry_bytes: Mapping[str, int]

    def bytes_in(self, index: str | None) -> int:
        """Give the bytes of the item, or of its entry in an index."""
        return self.item_bytes if index is None else self.entry_bytes[index]


@dataclass(frozen=True)
class Storage:
    """What a table or an index holds: its data, and what storage is billed for."""

    table: str
    index: str | None
    items: float
    data_bytes: float

    @property
    def billed_bytes(self) -> float:
        """The data and 100 bytes for each item or entry (CapacityUnitCalculations)."""
        return self.data_bytes + STORAGE_OVERHEAD_BYTES * self.items

    @property
    def billed_gb(self) -> float:
        """The same in GB of 1,024³ bytes."""
        return self.billed_bytes / GB


@dataclass(frozen=True, repr=False)
class Stock:
    """The items that a plan is made on.

    `pieces` are the items given, by table; `volume` is how many of each entity there
    are to be: an item given stands for `volume / given` items of its size.
    """

    model: Model
    pieces: Mapping[str, Sequence[Piece]]
    volume: Mapping[str, float]

    def __post_init__(self) -> None:
        """Keep the items and the volume as they are."""
        pieces = {name: tuple(held) for name, held in self.pieces.items()}
        object.__setattr__(self, "pieces", MappingProxyType(pieces))
        object.__setattr__(self, "volume", MappingProxyType(dict(self.volume)))

    @cached_property
    def given(self) -> Mapping[str, int]:
        """How many items of each entity were given."""
        pieces = (piece for table in self.pieces.values() for piece in table)
        return Counter(piece.entity for piece in pieces)

    def each_stands_for(self, entity: str) -> float:
        """Tell how many items an item given stands for."""
        return self.volume[entity] / self.given[entity]

    def held(self, table: str, index: str | None = None) -> tuple[Piece, ...]:
        """Give the items of a table, or those that an index holds."""
        held = self.pieces[table]
        return tuple(p for p in held if index is None or index in p.entry_bytes)

    def of(self, entity: str) -> tuple[Piece, ...]:
        """Give the items of an entity; PlanError if there is none to size it on."""
        table = self.model.table(self.model.entity(entity).table)
        found = tuple(p for p in self.pieces[table.name] if p.entity == entity)
        if not found:
            raise PlanError(
                f"no item of {entity} among the {sum(self.given.values()):,} given",
                do="sample or load items of every entity that is asked for",
            )
        return found

    def storage_of(self, table: str, index: str | None = None) -> Storage:
        """Tell what a table or an index holds at this volume."""
        held = self.held(table, index)
        items = size = 0.0
        for piece in held:
            times = self.each_stands_for(piece.entity)
            items += times
            size += times * piece.bytes_in(index)
        return Storage(table, index, items, size)

    @cached_property
    def storage(self) -> tuple[Storage, ...]:
        """What each table and each index of it holds, tables first."""
        return tuple(
            self.storage_of(table.name, index)
            for table in self.model.tables
            for index in (None, *(index.name for index in table.indexes))
        )

    def of_volume(self, volume: Mapping[str, float]) -> "Stock":
        """The same items, standing for so many of each entity; the others stay."""
        for entity, items in volume.items():
            if entity not in self.given:
                raise PlanError(
                    f"a volume of {entity!r}, of which no item was given",
                    allowed=", ".join(self.given),
                )
            if not 0 <= items < float("inf"):
                raise PlanError(
                    f"a volume of {items:g} items of {entity}", allowed="0 or more"
                )
        return replace(self, volume={**self.volume, **volume})

    def __repr__(self) -> str:
        said = [f"{items:,.0f} {entity}" for entity, items in self.volume.items()]
        given = sum(self.given.values())
        return f"<Stock: {', '.join(said)}; sized on {counted(given, 'item')}>"


def take_stock(
    model: Model,
    items: Iterable[Mapping[str, object]],
    *,
    volume: float | Mapping[str, float] | None = None,
) -> Stock:
    """Size items of a model, tell their entities, and say how many there are to be.

    `volume` is the number of all items, or of each entity; without it the items given
    are all there are. CapacityError for an item that DynamoDB would refuse.

    >>> notes = Model(name="notes", tables={"notes": {"partition_key": "pk"}},
    ...     entities={"Note": {"keys": {"pk": "NOTE#{n}"}, "attributes": {
    ...         "n": {"type": "integer", "in": "key"}, "text": "text"}}})
    >>> stock = take_stock(notes, [{"pk": "NOTE#1", "text": "x" * 988}], volume=1000)
    >>> stock, stock.storage[0].data_bytes, stock.storage[0].billed_bytes
    (<Stock: 1,000 Note; sized on 1 item>, 1000000.0, 1100000.0)
    """
    model.table()  # ModelError if there is none yet
    pieces: dict[str, list[Piece]] = {table.name: [] for table in model.tables}
    for item in items:
        table, entity = _home(model, item)
        pieces[table.name].append(sized(table, entity, stored_item(table, item)))
    stock = Stock(model, pieces, {})
    if not stock.given:
        raise PlanError("no items", do="sample some from the model, or load real ones")
    stock = replace(stock, volume=stock.given)
    if volume is None:
        return stock
    if isinstance(volume, Mapping):
        return stock.of_volume(volume)
    times = volume / sum(stock.given.values())
    return stock.of_volume({name: times * n for name, n in stock.given.items()})


def _home(model: Model, item: Mapping[str, object]) -> tuple[Table, str]:
    """Tell the table and the entity of an item, by its keys."""
    for table in model.tables:
        if entity := model.entity_of(item, table.name):
            return table, entity.name
    if len(model.tables) == 1:
        return model.table(), NO_ENTITY
    wrong, wanted = model.why_of_none(item, [table.name for table in model.tables])
    raise PlanError(
        f"an item of no entity, where there are several tables: {wrong}", allowed=wanted
    )


def sized(table: Table, entity: str, stored: WireItem) -> Piece:
    """Size an item, in DynamoDB JSON, and its entry in each index that holds it."""
    entries = {
        index.name: item_bytes(entry)
        for index in table.indexes
        if (entry := entry_of(table, index, stored)) is not None
    }
    return Piece(entity, stored, item_bytes(stored), MappingProxyType(entries))
