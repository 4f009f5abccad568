"""Rules about tables and entities, whatever is asked of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from ddbhelpers.capacity.limits import (
    MAX_ITEM_BYTES,
    MAX_PARTITION_KEY_BYTES,
    MAX_SORT_KEY_BYTES,
)
from ddbhelpers.check.finding import Rules, Said
from ddbhelpers.check.largest import largest_item, text_bytes
from ddbhelpers.model.design import Model
from ddbhelpers.model.entity import Entity
from ddbhelpers.model.table import KeyAttribute, Table
from ddbhelpers.request.resolved import entities_in, template_of
from ddbhelpers.request.shapes import can_meet
from ddbhelpers.words import listed


@dataclass(frozen=True)
class TableCase:
    """A table of a model, and the entities that stand in it."""

    model: Model
    table: Table

    @cached_property
    def held(self) -> tuple[Entity, ...]:
        """The entities whose items the table holds."""
        return entities_in(self.model, self.table)


@dataclass(frozen=True)
class EntityCase(TableCase):
    """An entity in its table."""

    entity: Entity


ENTITY_RULES: Rules[EntityCase] = Rules()
TABLE_RULES: Rules[TableCase] = Rules()


@TABLE_RULES.rule("warning", "bp-general-nosql-design")
def items_tell_their_entity(case: TableCase) -> Said:
    """No two entities of a table can write the same keys."""
    for first, second in combinations(case.held, 2):
        pairs = [
            (template_of(first, key), template_of(second, key))
            for key in case.table.key_names
        ]
        if all(a and b and can_meet(a, b) for a, b in pairs):
            yield (
                f"{first.name} and {second.name} can have the same keys, and overwrite "
                "each other",
                "begin a key with a word of its own, such as "
                f"{first.name.upper()}# and {second.name.upper()}#",
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


@TABLE_RULES.rule("warning", "TTL")
def time_to_live_is_a_number(case: TableCase) -> Said:
    """Items expire by a number of seconds that some entity carries."""
    name = case.table.time_to_live
    plain = {a.name: a.type for e in case.held for a in e.attributes if not a.place}
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
