"""Whether an item is what its model says: of which entity, with which values."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ddbhelpers.capacity.size import attribute_bytes
from ddbhelpers.model import Attribute, Entity, Model
from ddbhelpers.model.entity import KEY_ONLY
from ddbhelpers.model.types import DYNAMODB_TYPE, KEY_EXAMPLE, KEY_SHAPE
from ddbhelpers.model.wire import to_wire

AS_IS = "correct it, or take items as they are: check=False, --as-is"
SHOWN = 60  # characters of a value in a message

Misfit = tuple[str, str]  # what was given, what is allowed


def misfit(
    model: Model, item: Mapping[str, object], tables: Iterable[str]
) -> Misfit | None:
    """Say why an item is not what the model stores in one of these tables.

    Attributes that the model does not know are nobody's mistake.

    >>> from ddbhelpers.model import Table
    >>> notes = Model(name="notes", tables=[Table(name="notes", partition_key="pk")],
    ...     entities=[Entity(name="Note", keys={"pk": "NOTE#{n}"}, attributes={
    ...         "n": {"type": "integer", "in": "key"}, "stars": "integer"})])
    >>> misfit(notes, {"pk": "NOTE#1", "stars": "three"}, ["notes"])
    (": Note.stars is 'three'", 'integer')
    >>> misfit(notes, {"pk": "1"}, ["notes"])
    (" is of no entity of 'notes': pk is '1'", 'Note with pk=NOTE#{n}')
    """
    homes = {*tables}
    entities = [e for e in model.entities if model.table(e.table).name in homes]
    if fitting := [entity for entity in entities if entity.fits(item)]:
        found = [_misfit(entity, item) for entity in fitting]
        return None if None in found else found[0]
    if not model.entities:
        return None
    wrong, wanted = model.why_of_none(item, homes)
    return f" is of no entity of {model.name!r}" + (
        f": {wrong}" if wrong else ""
    ), wanted


def home_of(model: Model, item: Mapping[str, object]) -> str | None:
    """Name the table whose entity an item is: the one that knows most attributes."""

    def known(entity: Entity) -> int:
        names = {*entity.keys, *(a.place or a.name for a in entity.attributes)}
        return len(names & {*item})

    fitting = [entity for entity in model.entities if entity.fits(item)]
    return model.table(max(fitting, key=known).table).name if fitting else None


def _misfit(entity: Entity, item: Mapping[str, object]) -> Misfit | None:
    """Say which attribute is missing, or holds what the model forbids."""
    for place in {a.place for a in entity.attributes} - {None, KEY_ONLY}:
        held = item.get(str(place), {})
        if not isinstance(held, Mapping):
            return f": {entity.name}'s {place} is {_shown(held)}", "map"
    values = entity.read(item)
    for attribute in entity.attributes:
        if attribute.name in values:
            fault = _fault(attribute, values[attribute.name])
        else:
            fault = None if attribute.optional else (" is missing", attribute.type)
        if fault:
            return f": {entity.name}.{attribute.name}{fault[0]}", fault[1]
    return None


def _fault(attribute: Attribute, value: Any) -> Misfit | None:
    if value is None and attribute.optional:
        return None
    wire = to_wire(value)
    whole = attribute.type != "integer" or "N" not in wire or value == int(value)
    if [*wire] != [DYNAMODB_TYPE[attribute.type]] or not whole:
        return f" is {_shown(value)}", attribute.type
    shape = KEY_SHAPE.get(attribute.type)
    if shape and isinstance(value, str) and not re.fullmatch(shape, value, re.ASCII):
        example = KEY_EXAMPLE[attribute.type]
        return f" is {_shown(value)}", f"{attribute.type}, such as {example}"
    most, size = attribute.max_bytes, attribute_bytes("", wire)
    if most and size > most:
        return f" takes {size:,} bytes", f"at most {most:,}"
    return None


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
