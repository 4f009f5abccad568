"""A read pattern beside the table or index that it asks: looked up once, for all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ddbhelpers.errors import PatternError, TemplateError
from ddbhelpers.model.design import Model
from ddbhelpers.model.entity import Attribute, Entity
from ddbhelpers.model.keys import KeyTemplate
from ddbhelpers.model.parameters import Parameter
from ddbhelpers.model.pattern import (
    WRITES,
    AccessPattern,
    Condition,
    Conditions,
    alternatives,
)
from ddbhelpers.model.table import KeyAttribute, SecondaryIndex, Table
from ddbhelpers.model.types import AttributeType
from ddbhelpers.request.shapes import can_begin, can_meet, span


@dataclass(frozen=True)
class ResolvedRead:
    """A read pattern with all that its names stand for; `resolve` makes it.

    ``index`` is None where the table itself is asked, ``entity`` where the pattern
    does not say what it returns. ``parameters`` have their types, the required ones
    first.
    """

    model: Model
    pattern: AccessPattern
    table: Table
    index: SecondaryIndex | None
    entity: Entity | None
    parameters: tuple[Parameter, ...]

    @property
    def asked(self) -> Table | SecondaryIndex:
        """The index, or else the table."""
        return self.index or self.table

    @property
    def place(self) -> str:
        """The name of what is read, as a sentence has it."""
        return f"index {self.index.name}" if self.index else self.table.name

    @cached_property
    def page_key(self) -> tuple[str, ...]:
        """The key attributes that say where a page ended, the table's first."""
        return tuple(dict.fromkeys((*self.table.key_names, *self.asked.key_names)))

    @cached_property
    def key(self) -> Conditions:
        """The key conditions, in the order of the key."""
        names = (*self.asked.key_names, *self.pattern.key)
        return {n: self.pattern.key[n] for n in names if n in self.pattern.key}

    @cached_property
    def types(self) -> dict[str, AttributeType]:
        """The parameters' types."""
        return {parameter.name: parameter.type for parameter in self.parameters}

    @cached_property
    def projected(self) -> frozenset[str] | None:
        """The attributes that what is read holds; None for all of them."""
        if self.index is None or self.index.projection.type == "ALL":
            return None
        return frozenset((*self.page_key, *self.index.projection.attributes))

    @property
    def paths(self) -> frozenset[str] | None:
        """The attributes that can come back; None for all of them."""
        if self.pattern.attributes:
            return frozenset(self.pattern.attributes)
        # what a local index does not hold is fetched from the table
        local = self.index is not None and self.index.kind == "local"
        return None if local else self.projected

    def holds(self, path: str) -> bool:
        """Tell whether what is read holds the attribute of this path."""
        top = path.split(".")[0].split("[")[0]
        return self.projected is None or top in self.projected

    @property
    def returned(self) -> tuple[Entity, ...]:
        """What the pattern wants: one entity, or all that stand there."""
        return (self.entity,) if self.entity else self.held

    @cached_property
    def held(self) -> tuple[Entity, ...]:
        """The entities that stand in the table or index."""
        return entities_in(self.model, self.table, self.index)

    @cached_property
    def evaluated(self) -> tuple[Entity, ...]:
        """The entities whose items the key conditions could let through."""
        return tuple(entity for entity in self.held if self.lets_through(entity))

    def conditions(self, name: str) -> tuple[Condition, ...]:
        """The conditions on a key attribute, from which one is chosen."""
        return alternatives(self.pattern.key.get(name, ()))

    def is_always_conditioned(self, name: str) -> bool:
        """Whether a key attribute has a condition whatever parameters are given."""
        given = self.pattern.key.get(name, ())
        return isinstance(given, Condition) or any(not way.fields for way in given)

    def is_given_whole(self, name: str) -> bool:
        """Whether a key attribute is equal to something, whatever is given."""
        operators = {condition.operator for condition in self.conditions(name)}
        return operators == {"equals"} and self.is_always_conditioned(name)

    @cached_property
    def is_of_one_item(self) -> bool:
        """Whether it asks for a whole primary key, which one item has at most.

        Of an index key any number of items may have the same.
        """
        whole = all(map(self.is_given_whole, self.table.key_names))
        return self.pattern.operation == "GetItem" or (whole and self.index is None)

    @property
    def most_items(self) -> int | None:
        """The most items that one page evaluates; None if only its size bounds them."""
        return 1 if self.is_of_one_item else self.pattern.limit

    def lets_through(self, entity: Entity) -> bool:
        """Tell whether items of an entity could meet every key condition."""
        return all(
            not self.is_always_conditioned(key.name)
            or any(
                self.can_match(condition, key, entity)
                for condition in self.conditions(key.name)
            )
            for key in self.asked.key
        )

    def can_match(
        self, condition: Condition, key: KeyAttribute, entity: Entity
    ) -> bool:
        """Tell whether a condition could hold for the key that an entity writes."""
        wanted = template_of(entity, key.name)
        if wanted is None or key.type != "S":
            return True
        try:
            given = [KeyTemplate(str(o), self.types) for o in condition.operands]
        except TemplateError:
            return True  # building the request will say what is wrong with it
        operator = condition.operator
        if operator == "equals":
            return can_meet(given[0], wanted)
        if operator == "begins_with":
            return can_begin(given[0], wanted)
        low, high = span(given[0])[0], span(given[-1])[1]
        least, most = span(wanted)
        above = operator in ("less_than", "at_most") or low < most
        below = operator in ("greater_than", "at_least") or least < high
        return (above or (low == most and operator != "greater_than")) and (
            below or (least == high and operator != "less_than")
        )


def resolve(model: Model, pattern: AccessPattern | str) -> ResolvedRead:
    """Look up what a read pattern names, given itself or by its name.

    PatternError for a name that the model does not have, and for what is no read.

    >>> shop = Model(name="shop", tables={"shop": {"partition_key": "pk"}},
    ...     access_patterns={"get_customer": {"question": "Who?", "operation":
    ...         "GetItem", "key": {"pk": "CUST#{id}"}}})
    >>> read = resolve(shop, "get_customer")
    >>> read.place, read.page_key, read.types
    ('shop', ('pk',), {'id': 'string'})
    """
    if isinstance(pattern, str):
        pattern = model.pattern(pattern)
    if pattern.operation is None:
        raise PatternError(
            f"{pattern.name} has no operation yet",
            allowed="GetItem, Query or Scan",
            do="choose the operation and the key that serve it",
        )
    if pattern.operation in WRITES:
        raise PatternError(
            f"{pattern.name} is a write ({pattern.operation})",
            allowed="a read: GetItem, Query or Scan",
            do="write it out with boto3, as the notebooks do",
        )
    table = model.table(pattern.table)
    return ResolvedRead(
        model=model,
        pattern=pattern,
        table=table,
        index=table.index(pattern.index) if pattern.index else None,
        entity=model.entity(pattern.returns) if pattern.returns else None,
        parameters=model.parameters(pattern),
    )


def template_of(entity: Entity, key: str) -> KeyTemplate | None:
    """Give what an entity writes into a key attribute: its template, or its value."""
    if key in entity.templates:
        return entity.templates[key]
    for attribute in entity.attributes:
        if attribute.name == key and attribute.place is None:
            fixed = attribute.type in ("uuid", "timestamp", "date")
            return KeyTemplate(f"{{{key}}}", {key: attribute.type} if fixed else {})
    return None


def carries(entity: Entity, key: str) -> bool:
    """Tell whether items of an entity have a key attribute."""
    return template_of(entity, key) is not None


def entities_in(
    model: Model, table: Table, index: SecondaryIndex | None = None
) -> tuple[Entity, ...]:
    """Name the entities that stand in a table, or in an index of it."""
    return tuple(
        entity
        for entity in model.entities
        if model.table(entity.table).name == table.name
        and all(carries(entity, key) for key in (index or table).key_names)
    )


def paths_of(entity: Entity) -> Iterator[tuple[str, Attribute]]:
    """Give each stored attribute of an entity with its path in the item."""
    for attribute in entity.attributes:
        name, place = attribute.name, attribute.place
        if place != "key":
            yield (f"{place}.{name}" if place else name), attribute


def known_paths(table: Table, entities: Iterable[Entity]) -> set[str]:
    """Name what items can have: keys, attributes, maps with the paths into them."""
    known = {*table.attribute_types(), *filter(None, [table.time_to_live])}
    for entity in entities:
        for path, attribute in paths_of(entity):
            known |= {path, attribute.place or path}
    return known
