"""The item-collection table: what lies together, in which order, for whom.

The partition key is merged down over its items, the sort keys stand in order, each
entity has its tint and its name, and the attributes stand to the right. NoSQL
Workbench calls such a picture the aggregate view.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ddbhelpers.model import Entity, KeyAttribute, Model, SecondaryIndex, Table
from ddbhelpers.model.collections import (
    OTHER,
    Key,
    gathered,
    key_text,
    key_values,
    value_text,
)
from ddbhelpers.show.item_collections.drawn import drawn
from ddbhelpers.show.item_collections.gathered import (
    LONGEST,
    Collection,
    CollectionLine,
    Gathered,
)
from ddbhelpers.show.view import GAP, WIDTH, Column, drawn_line, packed, wrap
from ddbhelpers.words import counted, cut, shorten_uuids

COLUMNS = (Column("sort key"), Column("entity"), Column("attributes"))


@dataclass(frozen=True, repr=False)
class ItemCollections(Gathered):
    """The item-collection table as a value; `item_collections` makes it."""

    def _repr_html_(self) -> str:
        """Draw it as HTML."""
        return drawn(self)

    def __repr__(self) -> str:
        """Draw it with characters."""
        blocks = ["\n".join(self._block(collection)) for collection in self.collections]
        notes = ["\n".join(wrap(note, WIDTH)) for note in self.notes]
        return "\n\n".join([self.caption, *blocks, *notes])

    def _block(self, collection: Collection) -> list[str]:
        short = shorten_uuids if self.short_ids else str
        lines = [line for shown in self.collections for line in shown.lines]
        kinds = max((len(line.entity) for line in lines), default=0)
        sorts = max((len(short(line.sort_key)) for line in lines), default=0)
        sorts = min(sorts, WIDTH // 2)
        widths = [sorts, kinds, WIDTH - sorts - kinds - 2 * GAP]
        count = counted(collection.count, "item")
        head = f"{self.keys[0]} = {short(collection.partition_key)}"
        drawn = [
            f"{head}{count:>{max(WIDTH - len(head), len(count) + 2)}}",
            "-" * WIDTH,
        ]
        for line in collection.lines:
            attributes = [
                f"{name}={cut(short(value), LONGEST)}"
                for name, value in line.attributes
            ]
            rest = "\n".join(packed(attributes, widths[-1]))
            cells = short(line.sort_key), line.entity, rest
            drawn += drawn_line(COLUMNS, widths, cells)
        if collection.hidden:
            drawn.append(f"… {collection.hidden:,} more")
        return drawn


def item_collections(
    items: Iterable[Mapping[str, object]],
    model: Model,
    *,
    index: str | None = None,
    table: str | None = None,
    limit_per_collection: int | None = None,
    limit: int | None = None,
    caption: str | None = None,
    short_ids: bool = True,
) -> ItemCollections:
    """Arrange items, as Python values, as a table or one of its indexes holds them.

    With ``index`` the same items as the index sees them: those without its keys are
    absent, and only projected attributes are shown. ``limit_per_collection`` shows
    the first items of each item collection, ``limit`` the first item collections;
    what is left out is counted. Item collections are in order of entity and key:
    DynamoDB itself gives no order to partition keys.

    >>> shop = Model(name="shop", tables={"shop": {
    ...     "partition_key": "pk", "sort_key": "sk"}}, entities={"Order": {
    ...     "keys": {"pk": "CUST#{customer}", "sk": "ORDER#{day}"},
    ...     "attributes": {"customer": {"in": "key"}, "day": {"in": "key"}}}})
    >>> item_collections([{"pk": "CUST#ada", "sk": "ORDER#2", "total": 12},
    ...                   {"pk": "CUST#ada", "sk": "ORDER#1"}], shop)
    shop: 1 item collection, 2 items
    <BLANKLINE>
    pk = CUST#ada...2 items
    ----------------------------------------------------------------------------------------
    ORDER#1  Order
    ORDER#2  Order  total=12
    """
    home = model.table(table)
    target = home.index(index) if index else home
    given = [dict(item) for item in items]
    names = [entity.name for entity in model.entities]
    ranked = []
    for key, members in gathered(given, target).items():
        # items with the same index key are in no order: the table's key gives one
        members.sort(
            key=lambda item: _order(key_values(item, target.sort_key + home.key))
        )
        lines = tuple(_line(item, model, home, target) for item in members)
        rank = min(_rank(line.entity, names) for line in lines)
        shown = Collection(key_text(key), lines[:limit_per_collection], len(members))
        ranked.append(((rank, _order(key)), shown))
    ranked.sort(key=lambda pair: pair[0])
    collections = tuple(collection for _, collection in ranked[:limit])
    place = f"{home.name}, as {index} sees it" if index else home.name
    held = sum(collection.count for _, collection in ranked)
    said = f"{counted(len(ranked), 'item collection')}, {counted(held, 'item')}"
    return ItemCollections(
        keys=(_named(target.partition_key), _named(target.sort_key)),
        collections=collections,
        entities=tuple(names),
        caption=f"{place}: {said}" if caption is None else caption,
        notes=_notes(len(ranked) - len(collections), given, target, home, model),
        short_ids=short_ids,
    )


def _notes(
    hidden: int,
    given: Sequence[Mapping[str, object]],
    target: Table | SecondaryIndex,
    home: Table,
    model: Model,
) -> tuple[str, ...]:
    """Say what is not in the picture: item collections, and items not in the index."""
    notes = []
    if hidden:
        notes.append(f"… {counted(hidden, 'more item collection')}")
    absent: dict[str, Counter[str]] = {}
    for item in given:
        if lacking := [key for key in target.key_names if key not in item]:
            entity = model.entity_of(item, home.name)
            kinds = absent.setdefault(lacking[0], Counter())
            kinds[entity.name if entity else OTHER] += 1
    for key, kinds in absent.items():
        said = ", ".join(
            counted(count, f"{kind} item") for kind, count in kinds.items()
        )
        notes.append(f"Not in it, for want of {key}: {said}")
    return tuple(notes)


def _line(
    item: Mapping[str, object],
    model: Model,
    home: Table,
    target: Table | SecondaryIndex,
) -> CollectionLine:
    entity = model.entity_of(item, home.name)
    projected = _projected(home, target)
    order = _places(entity)
    keys = [*home.key_names, *(entity.keys if entity else ())]
    shown: dict[str, str] = {}
    for name in dict.fromkeys([*keys, *order, *sorted(item)]):
        if name not in item or name in target.key_names:
            continue
        if projected is not None and name not in projected:
            continue
        value = item[name]
        if isinstance(value, Mapping) and value:
            inner = [part for part in order.get(name, []) if part in value]
            for part in dict.fromkeys([*inner, *sorted(value)]):
                shown[f"{name}.{part}"] = value_text(value[part])
        else:
            shown[name] = value_text(value)
    return CollectionLine(
        key_text(key_values(item, target.sort_key)),
        entity.name if entity else OTHER,
        tuple(shown.items()),
    )


def _places(entity: Entity | None) -> dict[str, list[str]]:
    """Map what an item stores, in the model's order, to the members of each map."""
    places: dict[str, list[str]] = {}
    for attribute in entity.attributes if entity else ():
        if attribute.place is None:
            places[attribute.name] = []
        elif attribute.place != "key":
            places.setdefault(attribute.place, []).append(attribute.name)
    return places


def _projected(home: Table, target: Table | SecondaryIndex) -> set[str] | None:
    """Name what the index holds; None for everything."""
    if isinstance(target, Table) or target.projection.type == "ALL":
        return None
    return {*home.key_names, *target.key_names, *target.projection.attributes}


def _order(key: Key) -> Key:
    """Order as DynamoDB does: text by its UTF-8 bytes, numbers by value."""
    return tuple(part.encode() if isinstance(part, str) else part for part in key)


def _named(keys: tuple[KeyAttribute, ...]) -> str:
    return " · ".join(key.name for key in keys)


def _rank(entity: str, names: list[str]) -> int:
    return names.index(entity) if entity in names else len(names)
