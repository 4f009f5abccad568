"""The model: tables, entities and access patterns as one checked value."""

from collections.abc import Container, Iterable, Mapping
from typing import Annotated, Self, TypeVar

from pydantic import BeforeValidator, Field, model_validator

from ddbhelpers.errors import ModelError, PatternError
from ddbhelpers.model.base import Value, named, put
from ddbhelpers.model.entity import Entity
from ddbhelpers.model.parameters import Parameter, parameters_of
from ddbhelpers.model.pattern import AccessPattern
from ddbhelpers.model.sampling import Sampling, check_rules
from ddbhelpers.model.table import SecondaryIndex, Table
from ddbhelpers.model.types import DYNAMODB_TYPE
from ddbhelpers.model.wire import Item
from ddbhelpers.words import cut, listed

SHOWN = 60  # characters of a value in a message

T = TypeVar("T", Entity, AccessPattern)


class Model(Value):
    """A design: what is stored, under which keys, and what is asked of it.

    A model may be unfinished: questions alone are a model. ``ddbhelpers.check``
    tells what is missing. Names that point nowhere are refused here.

    >>> shop = Model(name="shop", tables={"shop": {"partition_key": "pk"}})
    >>> shop.table().key_names
    ('pk',)
    """

    name: str = Field(min_length=1)
    description: str | None = None
    tables: Annotated[tuple[Table, ...], BeforeValidator(named)] = ()
    entities: Annotated[tuple[Entity, ...], BeforeValidator(named)] = ()
    access_patterns: Annotated[tuple[AccessPattern, ...], BeforeValidator(named)] = ()
    sample: Sampling | None = None

    @model_validator(mode="after")
    def _names_point_somewhere(self) -> Self:
        for kind in ("tables", "entities", "access_patterns"):
            names = [value.name for value in getattr(self, kind)]
            if twice := [name for name in names if names.count(name) > 1]:
                raise ValueError(f"{kind}: {twice[0]!r} is defined twice")
        self._ids_are_of_one_pattern_each()
        for entity in self.entities:
            self._entity_fits_its_table(entity)
        for pattern in self.access_patterns:
            self._pattern_names_things(pattern)
        check_rules(self.entities, self.sample)
        return self

    def _ids_are_of_one_pattern_each(self) -> None:
        owner: dict[str, str] = {}
        for pattern in self.access_patterns:
            if pattern.id and pattern.id in owner:
                raise ValueError(
                    f"access_patterns.{pattern.name}.id: {pattern.id!r} is the id of "
                    f"{owner[pattern.id]} already"
                )
            if pattern.id:
                owner[pattern.id] = pattern.name

    def _entity_fits_its_table(self, entity: Entity) -> None:
        where = f"entities.{entity.name}"
        if not self.tables:
            return
        table = self._known_table(where, entity.table)
        held = table.attribute_types()
        optional = {a.name for a in entity.attributes if a.optional}
        for key, template in entity.templates.items():
            if key in held and held[key] != "S":
                raise ValueError(
                    f"{where}.keys.{key}: a template writes text, but key attribute "
                    f"{key!r} of {table.name!r} is of type {held[key]}; make it an "
                    "attribute of its own"
                )
            if key in table.key_names and not optional.isdisjoint(template.fields):
                raise ValueError(
                    f"{where}.keys.{key}: names an optional attribute; every item of "
                    f"{table.name!r} needs its keys"
                )
            if key not in held:
                raise ValueError(
                    f"{where}.keys.{key}: is no key attribute of {table.name!r}; "
                    f"allowed: {', '.join(sorted(held))}"
                )
        plain = {a.name: a.type for a in entity.attributes if a.place is None}
        for key, type_ in held.items():
            if key in plain and DYNAMODB_TYPE[plain[key]] != type_:
                raise ValueError(
                    f"{where}.attributes.{key}: is {plain[key]}, but key attribute "
                    f"{key!r} of {table.name!r} is of type {type_}"
                )
        for key in table.key_names:
            if key not in entity.keys and (key not in plain or key in optional):
                raise ValueError(
                    f"{where}.keys.{key}: is missing; every item of {table.name!r} "
                    "needs its keys"
                )

    def _pattern_names_things(self, pattern: AccessPattern) -> None:
        where = f"access_patterns.{pattern.name}"
        names = [entity.name for entity in self.entities]
        asked = [("returns", pattern.returns)] if pattern.returns else []
        asked += [("writes", write.entity) for write in pattern.writes]
        for field, name in asked:
            if name not in names:
                raise ValueError(
                    f"{where}.{field}: {name!r} is no entity; "
                    f"allowed: {', '.join(names) or 'none is defined'}"
                )
        if pattern.operation:
            table = self._known_table(where, pattern.table)
            if pattern.index:
                known = [index.name for index in table.indexes]
                if pattern.index not in known:
                    raise ValueError(
                        f"{where}.index: {table.name!r} has no index "
                        f"{pattern.index!r}; allowed: {', '.join(known) or 'none'}"
                    )

    def _known_table(self, where: str, name: str | None) -> Table:
        try:
            return self.table(name)
        except ModelError as error:
            raise ValueError(f"{where}.table: {error}") from None

    def table(self, name: str | None = None) -> Table:
        """Find a table; without a name, the first one."""
        for table in self.tables:
            if name in (None, table.name):
                return table
        raise ModelError(
            f"model {self.name!r} has no table {name!r}"
            if name
            else f"model {self.name!r} has no table yet",
            allowed=", ".join(table.name for table in self.tables) or None,
        )

    def entity(self, name: str) -> Entity:
        """Find an entity by its name; ModelError if there is none."""
        for entity in self.entities:
            if entity.name == name:
                return entity
        raise ModelError(
            f"model {self.name!r} has no entity {name!r}",
            allowed=", ".join(entity.name for entity in self.entities) or "none yet",
        )

    def entity_of(
        self, item: Mapping[str, object], table: str | None = None
    ) -> Entity | None:
        """Tell which entity an item is, by its keys; None if it is none of them."""
        home = self.table(table).name
        for entity in self.entities:
            if self.table(entity.table).name == home and entity.fits(item):
                return entity
        return None

    def why_of_none(
        self, item: Mapping[str, object], tables: Container[str]
    ) -> tuple[str, str]:
        """Say why an item is of none of these tables' entities, and what is allowed.

        By the nearest entities: the least would have to change to make it one of them.

        >>> shop = Model(name="shop", tables={"shop": {"partition_key": "pk"}},
        ...     entities={"Order": {"keys": {"pk": "ORDER#{n}"},
        ...                         "attributes": {"n": {"in": "key"}}}})
        >>> shop.why_of_none({"pk": "7"}, ["shop"])
        ("pk is '7'", 'Order with pk=ORDER#{n}')
        """
        entities = [e for e in self.entities if self.table(e.table).name in tables]
        differ = {entity.name: [*entity.misfits(item)] for entity in entities}
        fewest = min(map(len, differ.values()), default=0)
        wrong: dict[str, str] = {}
        wanted = []
        for entity in entities:
            if len(names := differ[entity.name]) == fewest:
                for name in names:
                    given = cut(repr(item[name]), SHOWN) if name in item else "missing"
                    wrong[name] = f"{name} is {given}"
                keys = entity.keys
                said = (f"{name}={keys[name]}" if keys else name for name in names)
                wanted.append(f"{entity.name} with {listed(said)}")
        return listed(wrong.values()), ", ".join(wanted) or "none here"

    def values_of(
        self, entity: str, items: Iterable[Mapping[str, object]]
    ) -> list[Item]:
        """Read the attributes' values of one entity's items, and pass over the rest.

        What another design's ``Entity.item`` takes, to store the same under other keys.
        """
        wanted = self.entity(entity)
        return [wanted.read(item) for item in items if wanted.fits(item)]

    def pattern(self, name: str) -> AccessPattern:
        """Find an access pattern by its name or id; PatternError if there is none."""
        for pattern in self.access_patterns:
            if name in (pattern.name, pattern.id):
                return pattern
        raise PatternError(
            f"model {self.name!r} has no access pattern {name!r}",
            allowed=", ".join(pattern.name for pattern in self.access_patterns),
        )

    def parameters(self, pattern: AccessPattern) -> tuple[Parameter, ...]:
        """Name a pattern's parameters with their types, the required ones first."""
        entities = [e for e in self.entities if pattern.returns in (None, e.name)]
        key_types = (
            self.table(pattern.table).attribute_types() if pattern.operation else {}
        )
        return parameters_of(pattern, entities, key_types)

    def with_table(self, table: Table) -> "Model":
        """The same model with this table: in the place of one of its name, or added."""
        return self.changed(tables=put(self.tables, [table]))

    def with_index(self, index: SecondaryIndex, table: str | None = None) -> "Model":
        """The same model with an index of a table, the first one if none is named."""
        return self.with_table(self.table(table).with_index(index))

    def with_patterns(self, patterns: Iterable[AccessPattern]) -> "Model":
        """The same model with these patterns: replaced by name, new ones at the end."""
        return self.changed(access_patterns=put(self.access_patterns, patterns))

    def with_questions(self, questions: Iterable[AccessPattern]) -> "Model":
        """The same model with these questions asked; answers already found are kept."""
        old = {pattern.name: pattern for pattern in self.access_patterns}
        return self.with_patterns(
            old[question.name].asking(question) if question.name in old else question
            for question in questions
        )

    def with_entities(self, entities: Iterable[Entity]) -> "Model":
        """The same model with these entities: replaced by name, new ones at the end.

        An entity that says nothing of sampling keeps what was said before.
        """
        old = {entity.name: entity for entity in self.entities}
        new = (e.sampled_as(old[e.name]) if e.name in old else e for e in entities)
        return self.changed(entities=put(self.entities, new))

    def with_table_named(self, name: str) -> "Model":
        """The same model with its first table under another name.

        So that several notebooks can stand on one engine without meeting.
        """
        old = self.table().name

        def moved(values: Iterable[T]) -> list[T]:
            return [v.changed(table=name) if v.table == old else v for v in values]

        return self.changed(
            tables=[t.renamed(name) if t.name == old else t for t in self.tables],
            entities=moved(self.entities),
            access_patterns=moved(self.access_patterns),
        )
