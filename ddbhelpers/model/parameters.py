"""The parameters of an access pattern, and the type that each of them has."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ddbhelpers.model.entity import KEY_ONLY, Entity
from ddbhelpers.model.keys import Part, split_template
from ddbhelpers.model.pattern import AccessPattern, alternatives
from ddbhelpers.model.table import KeyType
from ddbhelpers.model.types import TEXT_TYPES, AttributeType

Types = Mapping[str, AttributeType]
OF_KEY: dict[KeyType, AttributeType] = {"S": "string", "N": "number", "B": "binary"}
MEMBER: dict[AttributeType, AttributeType] = {
    "number_set": "number",
    "binary_set": "binary",
}


class Parameter(NamedTuple):
    """A parameter of a pattern; an optional one may be left out."""

    name: str
    type: AttributeType
    required: bool


def parameters_of(
    pattern: AccessPattern,
    entities: Iterable[Entity],
    key_types: Mapping[str, KeyType],
) -> tuple[Parameter, ...]:
    """Name a pattern's parameters with their types, the required ones first.

    A type is what the pattern says; else that of the attribute of the same name; else
    that of the attribute that the parameter alone is compared with. A prefix is text.
    """
    by_name: dict[str, AttributeType] = {}
    by_path = {name: OF_KEY[type_] for name, type_ in key_types.items()}
    for entity in entities:
        for attribute in entity.attributes:
            name, place = attribute.name, attribute.place
            by_name.setdefault(name, attribute.type)
            if place != KEY_ONLY:
                by_path[f"{place}.{name}" if place else name] = attribute.type
    types: dict[str, AttributeType] = dict(pattern.parameters)
    for path, given in (*pattern.key.items(), *pattern.filter.items()):
        compared = by_path.get(path, "string")
        for condition in alternatives(given):
            for operand in condition.operands:
                parts = split_template(operand) if isinstance(operand, str) else ()
                for part in parts:
                    if part.field:
                        guess = _guess(
                            part, parts, condition.operator, by_name, compared
                        )
                        types.setdefault(part.field, guess)
    required = pattern.required
    return tuple(
        Parameter(name, types[name], name in required)
        for name in (*required, *pattern.optional)
    )


def _guess(
    part: Part,
    parts: tuple[Part, ...],
    operator: str,
    by_name: Types,
    compared: AttributeType,
) -> AttributeType:
    if operator == "contains":
        return MEMBER.get(compared, "string")
    if operator == "begins_with" and part is parts[-1] and not part.width:
        return "string"  # perhaps only the beginning of a value
    if part.width:
        return "integer"
    if (named := by_name.get(part.field or "")) is not None:
        return named
    alone = parts == (Part("", part.field, None),)
    return compared if alone and compared not in TEXT_TYPES else "string"
