"""Rules about entities, indexes and tables, whatever is asked of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from ddbhelpers.capacity.limits import (
    MAX_GLOBAL_INDEXES,
    MAX_ITEM_BYTES,
    MAX_LOCAL_INDEXES,
    MAX_PARTITION_KEY_BYTES,
    MAX_PROJECTED_ATTRIBUTES,
    MAX_SORT_KEY_BYTES,
)
from ddbhelpers.check.finding import Rules, one_of
from ddbhelpers.check.largest import largest_item, text_bytes
from ddbhelpers.model.design import Model
from ddbhelpers.model.entity import Entity
from ddbhelpers.model.table import KeyAttribute, SecondaryIndex, Table
from ddbhelpers.request.resolved import carries, entities_in, known_paths, template_of
from ddbhelpers.request.shapes import can_meet
from ddbhelpers.words import listed

Said = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class EntityCase:
    """An entity in its table."""

    model: Model
    table: Table
    entity: Entity


@dataclass(frozen=True)
class IndexCase:
    """An index of a table."""

    model: Model
    table: Table
    index: SecondaryIndex


@dataclass(frozen=True)
class TableCase:
    """A table of a model."""

    model: Model
    table: Table


ENTITY_RULES: Rules[EntityCase] = Rules()
INDEX_RULES: Rules[IndexCase] = Rules()
TABLE_RULES: Rules[TableCase] = Rules()


@TABLE_RULES.rule("warning", "bp-general-nosql-design")
def items_tell_their_entity(case: TableCase) -> Said:
    """No two entities of a table can write the same keys."""
    for one, other in combinations(entities_in(case.model, case.table), 2):
        pairs = [
            (template_of(one, key), template_of(other, key))
            for key in case.table.key_names
        ]
        if all(a and b and can_meet(a, b) for a, b in pairs):
            yield (
                f"{one.name} and {other.name} can have the same keys, and overwrite "
                "each other",
                "begin a key with a word of its own, such as "
                f"{one.name.upper()}# and {other.name.upper()}#",
            )


@ENTITY_RULES.rule("error", "Constraints")
def keys_are_short_enough(case: EntityCase) -> Said:
    """Partition keys have at most 2,048 bytes, sort keys 1,024."""
    for key, most, kind in _keys(case.table):
        template = case.entity.templates.get(key.name)
        if template is None:
            continue
        size, _ = text_bytes(case.entity, template)
        if size > most:
            yield (
                f"{kind} key {key.name} can have {size:,} bytes; at most {most:,} fit",
                "shorten a value in it",
            )


@ENTITY_RULES.rule("note", "Constraints")
def keys_have_bounded_values(case: EntityCase) -> Said:
    """A key of free text is refused when a value gets too long."""
    for key, most, kind in _keys(case.table):
        template = case.entity.templates.get(key.name)
        _, unbounded = text_bytes(case.entity, template) if template else (0, ())
        if unbounded:
            yield (
                f"{kind} key {key.name} holds {listed(unbounded)}, which nothing "
                f"bounds; at most {most:,} bytes fit",
                f"say how long it gets: {unbounded[0]}: {{bytes: …}}",
            )


@ENTITY_RULES.rule("warning", "Constraints")
def items_are_small_enough(case: EntityCase) -> Said:
    """An item has at most 400 KB, names included."""
    together = largest_item(case.table, case.entity).bounded_bytes
    if together > MAX_ITEM_BYTES:
        yield (
            f"it can have {together:,} bytes; at most {MAX_ITEM_BYTES:,} fit",
            "keep the largest one elsewhere, or split the item",
        )


@INDEX_RULES.rule("warning", "GSI")
def an_index_holds_something(case: IndexCase) -> Said:
    """Some entity has every key attribute of the index."""
    if not entities_in(case.model, case.table, case.index):
        yield (
            f"no entity has its keys {listed(case.index.key_names)}, so it is empty",
            "give an entity these key attributes, or drop the index",
        )


@INDEX_RULES.rule("warning", "GSI")
def what_is_projected_is_written(case: IndexCase) -> Said:
    """An index projects attributes that some entity of its table has."""
    held = entities_in(case.model, case.table)
    if not all(entity.attributes for entity in held):
        return  # nothing is said of what such an entity's items have
    known = {p for p in known_paths(case.table, held) if "." not in p}
    for name in case.index.projection.attributes:
        if held and name not in known:
            names = listed([entity.name for entity in held])
            yield f"it projects {name}, no attribute of {names}", one_of(name, known)


@INDEX_RULES.rule("note", "bp-indexes-general-sparse-indexes")
def a_sparse_index_is_meant(case: IndexCase) -> Said:
    """An index that some entities are not in is smaller, and cheaper to keep."""
    inside = [e.name for e in entities_in(case.model, case.table, case.index)]
    outside = [
        entity.name
        for entity in entities_in(case.model, case.table)
        if not all(carries(entity, key) for key in case.index.key_names)
    ]
    if inside and outside:
        yield (
            f"sparse: it holds {listed(inside)}, not {listed(outside)}",
            "nothing, if that is meant",
        )


@INDEX_RULES.rule("note", "bp-indexes-general")
def an_index_is_asked(case: IndexCase) -> Said:
    """An index costs on every write; some pattern should read it."""
    asked = [
        (case.model.table(pattern.table).name, pattern.index)
        for pattern in case.model.access_patterns
        if pattern.operation
    ]
    if (case.table.name, case.index.name) not in asked:
        yield (
            "no access pattern reads it, and every write of its items pays for it",
            "drop it, or write down the question that it answers",
        )


@TABLE_RULES.rule("error", "ServiceQuotas")
def indexes_are_not_too_many(case: TableCase) -> Said:
    """A table has at most 20 global and 5 local secondary indexes."""
    quotas = {"global": MAX_GLOBAL_INDEXES, "local": MAX_LOCAL_INDEXES}
    for kind, most in quotas.items():
        count = sum(index.kind == kind for index in case.table.indexes)
        if count > most:
            yield (
                f"{count} {kind} secondary indexes; at most {most}",
                "let one index serve several patterns",
            )


@TABLE_RULES.rule("error", "Constraints")
def projections_are_not_too_many(case: TableCase) -> Said:
    """All indexes of a table together name at most 100 projected attributes."""
    count = sum(len(index.projection.attributes) for index in case.table.indexes)
    if count > MAX_PROJECTED_ATTRIBUTES:
        yield (
            f"its indexes project {count} attributes by name; at most "
            f"{MAX_PROJECTED_ATTRIBUTES}",
            "project ALL, or put attributes together in one map",
        )


@TABLE_RULES.rule("warning", "TTL")
def time_to_live_is_a_number(case: TableCase) -> Said:
    """Items expire by a number of seconds that some entity carries."""
    name = case.table.time_to_live
    held = entities_in(case.model, case.table)
    plain = {a.name: a.type for e in held for a in e.attributes if not a.place}
    if name and plain.get(name) not in ("integer", "number"):
        is_what = f"is {plain[name]}" if name in plain else "is carried by no entity"
        yield (
            f"time to live {name} {is_what}, so nothing expires",
            "give the entity an integer: seconds since 1970",
        )


def _keys(table: Table) -> Iterator[tuple[KeyAttribute, int, str]]:
    """Give each key attribute once for its kind, with the most bytes that it takes."""
    kinds = [(table.partition_key, table.sort_key)]
    kinds += [(index.partition_key, index.sort_key) for index in table.indexes]
    told = set()
    for partition_key, sort_key in kinds:
        for keys, most, kind in (
            (partition_key, MAX_PARTITION_KEY_BYTES, "partition"),
            (sort_key, MAX_SORT_KEY_BYTES, "sort"),
        ):
            for key in keys:
                if (key.name, kind) not in told:
                    told.add((key.name, kind))
                    yield key, most, kind
