"""Other designs for the same questions, made from one model, to compare it with."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ddbhelpers.errors import PlanError
from ddbhelpers.model import (
    AccessPattern,
    Attribute,
    Entity,
    Model,
    Projection,
    Table,
    Write,
)
from ddbhelpers.model.wire import Item, item_from_wire
from ddbhelpers.plan.load.rewrite import restocked
from ddbhelpers.plan.load.stock import Stock, take_stock


def with_projection(
    model: Model,
    index: str,
    projection: str | Sequence[str],
    *,
    table: str | None = None,
) -> Model:
    """The model with another projection: ALL, KEYS_ONLY, or the attributes to include.

    >>> mail = Model(name="mail", tables={"mail": {"partition_key": "pk",
    ...     "indexes": {"by-day": {"partition_key": "day"}}}})
    >>> with_projection(mail, "by-day", ["title"]).table().index("by-day").projection
    Projection(type='INCLUDE', attributes=('title',))
    """
    old = model.table(table).index(index)
    return model.with_index(old.changed(projection=projection), table)


def with_local_index(model: Model, index: str, *, table: str | None = None) -> Model:
    """The model with a global index made local: on the table's throughput.

    PlanError if its partition key is not the table's own.
    """
    home = model.table(table)
    old = home.index(index)
    if old.partition_key != home.partition_key or len(old.sort_key) != 1:
        raise PlanError(
            f"index {index!r} as a local one",
            allowed=f"the table's partition key {home.key_names[0]!r}, and a sort key",
            do="a question by another partition key needs a global index",
        )
    return model.with_index(old.changed(kind="local", throughput=None), table)


def with_global_index(model: Model, index: str, *, table: str | None = None) -> Model:
    """The model with a local index made global, with the table's own throughput."""
    home = model.table(table)
    old = home.index(index)
    return model.with_index(
        old.changed(kind="global", throughput=home.throughput), table
    )


def without_map(model: Model, place: str) -> Model:
    """The model with the attributes of a map as attributes of their own."""
    return _moved(model, lambda a: None if a.place == place else a.place)


def in_one_map(model: Model, place: str = "data") -> Model:
    """The model with every attribute that is no key in one map."""
    keys = {name for table in model.tables for name in table.attribute_types()}
    return _moved(
        model,
        lambda a: place if a.place is None and a.name not in keys else a.place,
    )


def _moved(model: Model, place_of: Callable[[Attribute], str | None]) -> Model:
    """Put attributes elsewhere, and follow them in filters and projections."""
    entities, paths = [], {}
    tops: dict[str, dict[str, None]] = {}
    for entity in model.entities:
        attributes = []
        for old in entity.attributes:
            new = old.changed(place=place_of(old))
            attributes.append(new)
            paths[_path(old)] = _path(new)
            if old.place != "key":
                tops.setdefault(_path(old).split(".")[0], {})[
                    _path(new).split(".")[0]
                ] = None
        entities.append(entity.changed(attributes=attributes))
    patterns = [
        old.changed(
            filter={paths.get(path, path): c for path, c in old.filter.items()},
            attributes=tuple(paths.get(path, path) for path in old.attributes),
        )
        for old in model.access_patterns
    ]
    tables = [_projecting(table, tops) for table in model.tables]
    return model.changed(entities=entities, access_patterns=patterns, tables=tables)


def _projecting(table: Table, tops: Mapping[str, Iterable[str]]) -> Table:
    indexes = []
    for index in table.indexes:
        names = index.projection.attributes
        moved = dict.fromkeys(new for name in names for new in tops.get(name, (name,)))
        if names:
            kept = Projection(type="INCLUDE", attributes=tuple(moved))
            index = index.changed(projection=kept)
        indexes.append(index)
    return table.changed(indexes=indexes)


def _path(attribute: Attribute) -> str:
    return ".".join(filter(None, (attribute.place, attribute.name)))


@dataclass(frozen=True)
class LookUp:
    """What is looked up instead of duplicated.

    `entity` holds copies, `attributes` maps each copied attribute to its own name,
    `by` is the attribute that says whose they are, and `by_name` its own name there;
    `as_entity` is the entity that holds them once, under `keys`. The pattern `renames`
    updates that one item instead of every copy.
    """

    entity: str
    attributes: Mapping[str, str]
    by: str
    by_name: str
    as_entity: str
    keys: Mapping[str, str]
    renames: str | None = None


def looked_up(stock: Stock, look_up: LookUp) -> Stock:
    """Store duplicated attributes once, and read them again for every answer.

    Each read of the entity gets a pattern beside it that gets one item for each item
    of an answer (BatchGetItem is charged the same), named ``..._look_up``.
    """
    old = stock.model.entity(look_up.entity)
    copied = [old.attribute(name) for name in (*look_up.attributes, look_up.by)]
    kept = [a for a in old.attributes if a.name not in look_up.attributes]
    home = stock.model.table(old.table)
    holder = Entity(
        name=look_up.as_entity,
        table=old.table,
        keys=dict(look_up.keys),
        attributes=[_owned(attribute, look_up) for attribute in copied],
    )
    entities = {e.name: e for e in stock.model.entities}
    entities[old.name] = old.changed(attributes=kept)
    entities[holder.name] = holder
    patterns: list[AccessPattern] = []
    for pattern in stock.model.access_patterns:
        patterns += _asking(pattern, look_up, home)
    changed = {"entities": list(entities.values()), "access_patterns": patterns}
    model = stock.model.changed(**changed)
    without = restocked(stock, model)
    owners = _owners(stock, old, holder, look_up)
    share = len(owners) / len(stock.of(old.name))
    added = take_stock(model, owners).of_volume(
        {holder.name: share * stock.volume[old.name]}
    )
    both = [*without.pieces[home.name], *added.pieces[home.name]]
    pieces = {**without.pieces, home.name: both}
    return Stock(model, pieces, {**without.volume, **added.volume})


def _owned(copied: Attribute, look_up: LookUp) -> Attribute:
    name = look_up.attributes.get(copied.name, look_up.by_name)
    own = {**dict(copied), "name": name, "place": None, "sample": None}
    if copied.name == look_up.by:
        own |= {"place": "key", "optional": False}
    return Attribute(**own)


def _asking(
    pattern: AccessPattern, look_up: LookUp, home: Table
) -> list[AccessPattern]:
    if pattern.name == look_up.renames:
        once = [Write(action="update", entity=look_up.as_entity)]
        return [pattern.changed(writes=once, items=1)]
    wants = set(map(_member, pattern.attributes))
    shown = not wants or not wants.isdisjoint(look_up.attributes)
    if not (pattern.is_read and pattern.returns == look_up.entity and shown):
        return [pattern]
    copied = look_up.attributes
    kept = tuple(path for path in pattern.attributes if _member(path) not in copied)
    many = pattern.items or pattern.limit or 1
    then = AccessPattern(
        name=f"{pattern.name}_look_up",
        question=f"{pattern.question} Whose are they?",
        rate=pattern.rate and pattern.rate.times(many),
        operation="GetItem",
        table=home.name,
        returns=look_up.as_entity,
        key={name: look_up.keys[name] for name in home.key_names},
    )
    return [pattern.changed(attributes=kept), then]


def _member(path: str) -> str:
    return path.rpartition(".")[2]


def _owners(stock: Stock, old: Entity, holder: Entity, look_up: LookUp) -> list[Item]:
    """Make one item for each value of `by`: the first copy found says what is in it."""
    owners: dict[object, Item] = {}
    for piece in stock.of(old.name):
        values = old.read(item_from_wire(piece.item))
        who = values.get(look_up.by)
        if who is not None and who not in owners:
            own = {
                name: values[copy]
                for copy, name in look_up.attributes.items()
                if copy in values
            }
            owners[who] = holder.item(**{look_up.by_name: who, **own})
    return list(owners.values())
