"""An entity: what it is called, how its keys are made, and what its items hold."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from types import NoneType
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from ddbhelpers.errors import ModelError, TemplateError
from ddbhelpers.model.base import Value, named
from ddbhelpers.model.keys import KeyTemplate, TemplateText
from ddbhelpers.model.rules import Written
from ddbhelpers.model.types import FIXED_BYTES, TEXT_TYPES, AttributeType, as_text
from ddbhelpers.model.wire import Item

KEY_ONLY = "key"


class Attribute(Value):
    """One attribute of an entity, and where its value stands in the item.

    ``place`` (written ``in`` in a file) is None for an attribute of its own, ``key``
    for a value that stands only inside a key, or the name of the map that holds it.
    ``bytes`` is the most that the value takes, where the application bounds it.
    ``sample`` tells the sampler what to put there (see ``sampling``).
    """

    name: str
    type: AttributeType = "string"
    place: str | None = Field(None, alias="in")
    optional: bool = False
    bytes: int | None = Field(None, ge=1, le=409_600)
    sample: Written | None = None
    description: str | None = None

    @property
    def max_bytes(self) -> int | None:
        """The most that a value takes, in UTF-8 bytes; None if nothing bounds it."""
        return self.bytes or FIXED_BYTES.get(self.type)


class Entity(Value):
    """A kind of item: key templates and attributes.

    ``keys`` maps each key attribute that the entity makes, the table's and the
    indexes', to a template; a key attribute may as well be an attribute of its own.
    ``table`` is None in a model with one table.

    >>> order = Entity(
    ...     name="Order",
    ...     keys={"pk": "CUST#{customer}", "sk": "ORDER#{day}"},
    ...     attributes={"customer": {"in": "key"}, "day": {"type": "date", "in": "key"},
    ...                 "total": "integer"},
    ... )
    >>> order.item(customer="ada", day="2023-03-01", total=12)
    {'pk': 'CUST#ada', 'sk': 'ORDER#2023-03-01', 'total': 12}
    >>> order.read({"pk": "CUST#ada", "sk": "ORDER#2023-03-01", "total": 12})
    {'customer': 'ada', 'day': '2023-03-01', 'total': 12}
    """

    name: str
    description: str | None = None
    table: str | None = None
    keys: dict[str, TemplateText] = Field(default_factory=dict)
    attributes: Annotated[tuple[Attribute, ...], BeforeValidator(named)] = ()
    sample: str | None = None

    @model_validator(mode="after")
    def _templates_name_attributes(self) -> Self:
        known = {attribute.name for attribute in self.attributes}
        for key, text in self.keys.items():
            try:
                fields = KeyTemplate(text, self._types).fields
            except TemplateError as error:
                raise ValueError(f"keys.{key}: {error}") from None
            for field in fields:
                if field not in known:
                    raise ValueError(
                        f"keys.{key}: template {text!r} names {field!r}, which is no "
                        f"attribute of {self.name}; "
                        f"allowed: {', '.join(sorted(known)) or 'none is defined'}; "
                        "define it under attributes, with 'in: key' if it stands only "
                        "inside a key"
                    )
        names = [attribute.name for attribute in self.attributes]
        plain = {a.name for a in self.attributes if a.place is None} | {*self.keys}
        read_back = {f for text in self.keys.values() for f in KeyTemplate(text).fields}
        for attribute in self.attributes:
            if "." in attribute.name:
                place, _, inner = attribute.name.rpartition(".")
                raise ValueError(
                    f"attributes.{attribute.name}: has a dot in it, which a filter "
                    "reads as the way into a map; "
                    f"write {inner!r} with 'in: {place}', or leave the dot out"
                )
            if names.count(attribute.name) > 1:
                raise ValueError(f"attributes.{attribute.name}: is defined twice")
            if attribute.place in plain:
                raise ValueError(
                    f"attributes.{attribute.name}: 'in: {attribute.place}', but "
                    f"{attribute.place!r} is an attribute of its own, no map"
                )
            if attribute.name in self.keys:
                raise ValueError(
                    f"attributes.{attribute.name}: is a key attribute already, made "
                    f"by the template {self.keys[attribute.name]!r}"
                )
            if attribute.place == KEY_ONLY and attribute.name not in read_back:
                raise ValueError(
                    f"attributes.{attribute.name}: 'in: key', but no key template "
                    "names it"
                )
        return self

    @cached_property
    def _types(self) -> dict[str, str]:
        return {attribute.name: attribute.type for attribute in self.attributes}

    @cached_property
    def _stored(self) -> list[tuple[Attribute, str, str | None]]:
        """The attributes that stand outside keys, with their names and places."""
        return [(a, a.name, a.place) for a in self.attributes if a.place != KEY_ONLY]

    @cached_property
    def _maybe(self) -> set[str]:
        return {attribute.name for attribute in self.attributes if attribute.optional}

    @cached_property
    def templates(self) -> dict[str, KeyTemplate]:
        """The key templates by key attribute, each knowing its fields' types."""
        return {key: KeyTemplate(text, self._types) for key, text in self.keys.items()}

    def sampled_as(self, other: "Entity") -> "Entity":
        """The same entity, with the other's sample rules where it has none."""
        rules = {attribute.name: attribute.sample for attribute in other.attributes}
        attributes = [
            attribute.changed(sample=attribute.sample or rules.get(attribute.name))
            for attribute in self.attributes
        ]
        return self.changed(attributes=attributes, sample=self.sample or other.sample)

    def attribute(self, name: str) -> Attribute:
        """Find an attribute by its name; ModelError if there is none."""
        for attribute in self.attributes:
            if attribute.name == name:
                return attribute
        raise ModelError(
            f"{self.name} has no attribute {name!r}",
            allowed=", ".join(self._types),
        )

    def key(self, /, *names: str, **values: object) -> dict[str, str]:
        """Make key attributes (default: all) from values; TemplateError if they fail.

        A key of an index that an optional value makes is left out without it.

        >>> Entity(name="User", keys={"pk": "USER#{id}"},
        ...        attributes={"id": {"in": "key"}}).key(id="ada")
        {'pk': 'USER#ada'}
        """
        made = names or self._made(values)
        return {name: self.templates[name].format(**values) for name in made}

    def item(self, /, **values: object) -> Item:
        """Make an item, as Python values, keys first, from the attributes' values."""
        self._refuse_wrong_names(values)
        item: Item = dict(self.key(**values))
        for attribute, name, place in self._stored:
            if name not in values:
                continue
            value = values[name]
            if attribute.type in TEXT_TYPES and not isinstance(value, (str, NoneType)):
                value = self._text(attribute, value)
            if place is None:
                item[name] = value
            else:
                item.setdefault(place, {})[name] = value
        return item

    def read(self, item: Mapping[str, Any]) -> dict[str, Any]:
        """Read the attributes' values out of an item: its keys, its maps, itself.

        An attribute that the item does not have is not in the answer.
        """
        written: dict[str, Any] = {}
        for key, template in self.templates.items():
            if key in item:
                written |= template.parse(item[key])
        for attribute in self.attributes:
            held: Mapping[str, Any] = item
            if attribute.place not in (None, KEY_ONLY):
                held = item.get(attribute.place or "") or {}
            if attribute.place != KEY_ONLY and attribute.name in held:
                written[attribute.name] = held[attribute.name]
        return {name: written[name] for name in self._types if name in written}

    def fits(self, item: Mapping[str, object]) -> bool:
        """Tell whether an item's keys could have been made by this entity.

        An entity without templates is known by the attributes that it must have.
        """
        return next(self.misfits(item), None) is None

    def misfits(self, item: Mapping[str, object]) -> Iterator[str]:
        """Name the keys that the entity writes otherwise, or what it must have."""
        if not self.templates:
            must = (a.place or a.name for a in self.attributes if not a.optional)
            yield from (name for name in must if name not in item)
        for key, template in self.templates.items():
            if key in item:
                fits = template.fits(item[key])
            else:
                fits = not self._maybe.isdisjoint(template.fields)
            if not fits:
                yield key

    def _made(self, values: Mapping[str, object]) -> list[str]:
        """Name the keys that are made: those of optional values may be absent."""
        absent = {name for name in self._maybe if values.get(name) is None}
        if not absent:
            return list(self.templates)
        return [
            key
            for key, template in self.templates.items()
            if absent.isdisjoint(template.fields)
        ]

    def _text(self, attribute: Attribute, value: object) -> str:
        try:
            return as_text(value)
        except ValueError as error:
            raise ModelError(f"{self.name}.{attribute.name}: {error}") from None

    def _refuse_wrong_names(self, values: Mapping[str, object]) -> None:
        if unknown := [name for name in values if name not in self._types]:
            says = f"has no attribute {unknown[0]!r}"
        elif missing := [
            name
            for name in self._types
            if name not in values and name not in self._maybe
        ]:
            says = f"lacks {missing[0]!r}"
        else:
            return
        raise ModelError(f"{self.name} {says}", allowed=", ".join(self._types))
