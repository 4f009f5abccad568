"""The same items as another model stores them: same entities, same values."""

from collections.abc import Iterator
from dataclasses import dataclass

from ddbhelpers.capacity.refusals import stored_item
from ddbhelpers.errors import ModelError, PlanError
from ddbhelpers.model import Entity, Model, Table
from ddbhelpers.model.wire import Item, WireItem, item_from_wire
from ddbhelpers.plan.load.stock import NO_ENTITY, Piece, Stock, sized

Path = tuple[str | None, str]  # the map that holds an attribute, and its name


@dataclass(frozen=True)
class Moved:
    """An item as it was and as it is to be; `table` is None if it is not kept."""

    before: Piece
    was_in: Table
    table: Table | None
    after: WireItem | None


def restocked(stock: Stock, model: Model) -> Stock:
    """Store the same items as another model does, as many of each entity.

    Items are taken apart into their entity's values and made again by the entity of
    the same name. What an entity no longer has is dropped, attributes that no model
    names are kept, and items of an entity that is gone are gone. PlanError if an
    entity asks for a value that the items do not have.

    >>> from ddbhelpers.plan.load.stock import take_stock
    >>> def notes(place): return Model(name="notes",
    ...     tables={"notes": {"partition_key": "pk"}},
    ...     entities={"Note": {"keys": {"pk": "NOTE#{n}"}, "attributes": {
    ...         "n": {"type": "integer", "in": "key"},
    ...         "text": {"in": place}}}})
    >>> stock = take_stock(notes("data"), [{"pk": "NOTE#1", "data": {"text": "hi"}}])
    >>> restocked(stock, notes(None)).held("notes")[0].item
    {'pk': {'S': 'NOTE#1'}, 'text': {'S': 'hi'}}
    """
    pieces: dict[str, list[Piece]] = {table.name: [] for table in model.tables}
    for moved in moves(stock, model):
        if moved.table is not None and moved.after is not None:
            piece = sized(moved.table, moved.before.entity, moved.after)
            pieces[moved.table.name].append(piece)
    kept = {piece.entity for table in pieces.values() for piece in table}
    volume = {name: items for name, items in stock.volume.items() if name in kept}
    return Stock(model, pieces, volume)


def moves(stock: Stock, model: Model) -> Iterator[Moved]:
    """Give every item with what another model makes of it."""
    for table in stock.model.tables:
        for piece in stock.pieces[table.name]:
            yield _moved(stock.model, model, table, piece)


def _moved(old: Model, new: Model, table: Table, piece: Piece) -> Moved:
    if piece.entity == NO_ENTITY:
        same = [kept for kept in new.tables if kept.name == table.name]
        home = same[0] if same else new.table()
        return Moved(piece, table, home, piece.item)
    entity = old.entity(piece.entity)
    if entity.name not in [kept.name for kept in new.entities]:
        return Moved(piece, table, None, None)
    other = new.entity(entity.name)
    home = new.table(other.table)
    if (other.keys, other.attributes) == (entity.keys, entity.attributes):
        return Moved(piece, table, home, piece.item)
    item = _rewritten(item_from_wire(piece.item), entity, other)
    return Moved(piece, table, home, stored_item(home, item))


def _rewritten(item: Item, entity: Entity, other: Entity) -> Item:
    values = entity.read(item)
    known = {attribute.name for attribute in other.attributes}
    try:
        made = other.item(**{n: value for n, value in values.items() if n in known})
    except ModelError as error:
        raise PlanError(
            f"the items cannot be stored as the other model has them: {error.given}",
            allowed="entities whose values the items have",
            do="take stock of items of the other model, and compare the two stocks",
        ) from None
    named = _paths(entity.item(**values))
    for (place, name), value in _paths(item).items():
        if (place, name) not in named and name not in entity.keys:
            where = made if place is None else made.setdefault(place, {})
            where.setdefault(name, value)
    return made


def _paths(item: Item) -> dict[Path, object]:
    """Give an item's attributes by place and name, those of its maps on their own."""
    found: dict[Path, object] = {}
    for name, value in item.items():
        if isinstance(value, dict):
            found |= {(name, inner): it for inner, it in value.items()}
        else:
            found[None, name] = value
    return found
