"""An access pattern beside the table or index that it asks, and what stands there."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ddbhelpers.errors import TemplateError
from ddbhelpers.model.design import Model
from ddbhelpers.model.entity import Attribute, Entity
from ddbhelpers.model.keys import KeyTemplate, split_template
from ddbhelpers.model.pattern import AccessPattern, Condition, alternatives
from ddbhelpers.model.table import KeyAttribute, SecondaryIndex, Table
from ddbhelpers.request.shapes import can_begin, can_meet


@dataclass(frozen=True)
class Case:
    """One read pattern on paper."""

    model: Model
    pattern: AccessPattern

    @cached_property
    def table(self) -> Table:
        """The table that is read."""
        return self.model.table(self.pattern.table)

    @cached_property
    def index(self) -> SecondaryIndex | None:
        """The index that is read, None for the table itself."""
        return self.table.index(self.pattern.index) if self.pattern.index else None

    @cached_property
    def asked(self) -> Table | SecondaryIndex:
        """The index, or else the table."""
        return self.index or self.table

    @property
    def place(self) -> str:
        """The name of what is read, as a sentence has it."""
        return f"index {self.index.name}" if self.index else self.table.name

    @cached_property
    def types(self) -> dict[str, str]:
        """The parameters' types."""
        return {one.name: one.type for one in self.model.parameters(self.pattern)}

    @cached_property
    def returned(self) -> tuple[Entity, ...]:
        """What the pattern wants: one entity, or all that stand there."""
        if self.pattern.returns:
            return (self.model.entity(self.pattern.returns),)
        return self.held

    @cached_property
    def held(self) -> tuple[Entity, ...]:
        """The entities that stand in the table or index."""
        return entities_in(self.model, self.table, self.index)

    @cached_property
    def evaluated(self) -> tuple[Entity, ...]:
        """The entities whose items the key conditions could let through."""
        return tuple(one for one in self.held if self.lets_through(one))

    def conditions(self, name: str) -> tuple[Condition, ...]:
        """The conditions on a key attribute, from which one is chosen."""
        return alternatives(self.pattern.key.get(name, ()))

    def is_always_conditioned(self, name: str) -> bool:
        """Whether a key attribute has a condition whatever parameters are given."""
        return name in self.pattern.key and (
            isinstance(self.pattern.key[name], Condition)
            or any(not condition.fields for condition in self.conditions(name))
        )

    def lets_through(self, entity: Entity) -> bool:
        """Tell whether items of an entity could meet every key condition."""
        return all(
            not self.is_always_conditioned(key.name)
            or any(
                self.can_match(one, key, entity) for one in self.conditions(key.name)
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
        for operand in condition.operands:
            try:
                given = KeyTemplate(str(operand), self.types)
            except TemplateError:
                return True  # building the request will say what is wrong with it
            if condition.operator == "equals" and not can_meet(given, wanted):
                return False
            if condition.operator == "begins_with" and not can_begin(given, wanted):
                return False
        return not _is_beside(condition, wanted)


def _is_beside(condition: Condition, wanted: KeyTemplate) -> bool:
    """Tell whether a range certainly ends before, or begins after, what is written."""
    starts = [split_template(str(one))[0].literal for one in condition.operands]
    low = (
        starts[0]
        if condition.operator in ("greater_than", "at_least", "between")
        else ""
    )
    high = (
        starts[-1] if condition.operator in ("less_than", "at_most", "between") else ""
    )
    return _differs_upward(low, wanted.prefix) or _differs_upward(wanted.prefix, high)


def _differs_upward(one: str, other: str) -> bool:
    """Tell whether two beginnings differ, and the first one sorts after the second."""
    common = min(len(one), len(other))
    return one[:common] > other[:common]


def template_of(entity: Entity, key: str) -> KeyTemplate | None:
    """Give what an entity writes into a key attribute: its template, or its value."""
    if key in entity.templates:
        return entity.templates[key]
    for one in entity.attributes:
        if one.name == key and one.place is None:
            type_ = one.type if one.type in ("uuid", "timestamp", "date") else "string"
            return KeyTemplate(f"{{{key}}}", {key: type_})
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
    for one in entity.attributes:
        if one.place != "key":
            yield (f"{one.place}.{one.name}" if one.place else one.name), one


def is_projected(case: Case, path: str) -> bool:
    """Tell whether what is read holds the attribute of this path."""
    if case.index is None or case.index.projection.type == "ALL":
        return True
    top = path.split(".")[0].split("[")[0]
    return top in (
        *case.table.key_names,
        *case.index.key_names,
        *case.index.projection.attributes,
    )
