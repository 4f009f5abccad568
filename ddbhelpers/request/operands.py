"""The operands of a condition: templates filled in, as values of DynamoDB's types."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from numbers import Integral
from typing import Any

from ddbhelpers.errors import PatternError, TemplateError
from ddbhelpers.model.keys import KeyTemplate
from ddbhelpers.model.pattern import Condition
from ddbhelpers.model.table import KeyType
from ddbhelpers.model.types import DYNAMODB_TYPE, TEXT_TYPES, AttributeType
from ddbhelpers.words import an

Types = Mapping[str, AttributeType]


def operand_values(
    condition: Condition,
    given: Mapping[str, object],
    types: Types,
    key_type: KeyType | None = None,
) -> list[Any]:
    """Fill a condition's operands in; PatternError for a value of another type.

    ``key_type`` is the type of the key attribute that the condition is about, None
    in a filter, where a parameter alone keeps its own type.

    >>> operand_values(Condition(operator="equals", operands=("ORDER#{id}",)),
    ...                {"id": "A7"}, {})
    ['ORDER#A7']
    """
    values = [_value(o, given, types, key_type) for o in condition.operands]
    if (
        condition.operator == "between"
        and _comparable(values)
        and not (values[0] <= values[1])
    ):
        raise PatternError(
            f"between {values[0]!r} and {values[1]!r}",
            allowed="a first value that is not above the second",
        )
    return values


def _comparable(values: list[Any]) -> bool:
    kinds = [str if isinstance(value, str) else Decimal for value in values]
    plain = all(isinstance(value, (str, int, Decimal)) for value in values)
    return plain and kinds[0] is kinds[1]


def _value(
    operand: str | int | bool,
    given: Mapping[str, object],
    types: Types,
    key_type: KeyType | None,
) -> Any:
    if not isinstance(operand, str):
        return str(operand) if key_type == "S" else operand
    if operand == "" and key_type is None:
        return ""  # empty text: may be compared with, but is never a key
    alone = operand[1:-1] if operand == f"{{{operand[1:-1]}}}" else None
    type_ = types.get(alone or "", "string")
    if key_type in ("N", "B"):
        value = given[alone] if alone else _filled(operand, given, types)
        wanted: AttributeType = "binary" if key_type == "B" else "number"
        return typed(alone or operand, value, type_ if type_ == "integer" else wanted)
    if key_type is None and alone and type_ not in TEXT_TYPES:
        return typed(alone, given[alone], type_)
    return _filled(operand, given, types)


def _filled(operand: str, given: Mapping[str, object], types: Types) -> str:
    try:
        return KeyTemplate(operand, types).format(**given)
    except TemplateError as error:
        raise PatternError(error.given, allowed=error.allowed) from None


def typed(name: str, value: object, type_: AttributeType) -> Any:
    """Read a parameter's value as its type; text such as ``12`` or ``true`` will do.

    >>> typed("total", "12.50", "number"), typed("open", "true", "boolean")
    (Decimal('12.50'), True)
    """
    kind = DYNAMODB_TYPE[type_]
    fits: Any = None
    match kind:
        case "N":
            fits = _number(value, type_ == "integer")
        case "BOOL":
            fits = {"true": True, "false": False}.get(str(value).lower())
        case "B":
            fits = bytes(value) if isinstance(value, (bytes, bytearray)) else None
        case "M":
            fits = value if isinstance(value, Mapping) else None
        case "L":
            fits = value if isinstance(value, (list, tuple)) else None
        case _:
            fits = value if isinstance(value, (set, frozenset)) and value else None
    if fits is None:
        raise PatternError(f"{name} is {value!r}", allowed=an(type_))
    return fits


def _number(value: object, whole: bool) -> int | Decimal | None:
    try:
        number = Decimal(str(value))  # True, lists and the like are no numbers
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    if number == int(number) and (whole or isinstance(value, Integral)):
        return int(number)
    return None if whole else number
