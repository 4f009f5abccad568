"""One value from one rule or type, within the bytes that its attribute may take."""

from decimal import Decimal
from typing import Any

from ddbhelpers.data.sampling.chance import Chance
from ddbhelpers.data.sampling.words import THINGS, cut, handle, label, person, text
from ddbhelpers.model.rules import Choice, Kind, Numbers, Words

FREE = 400  # bytes, where nothing bounds a value

Single = Words | Numbers | Choice | Kind


def value_of(
    rule: Single, chance: Chance, limit: int | None = None, prose: bool = False
) -> Any:
    """Make a value; text takes at most ``limit`` bytes, sentences if ``prose``.

    >>> value_of(Numbers(250, 250, 2), Chance(1))
    Decimal('2.50')
    """
    made: Any
    match rule:
        case Words(least=least, most=most):
            made = (text if prose else label)(chance, least, most)
        case Numbers(least=least, most=most, places=places):
            number = least + chance.below(most - least + 1)
            return Decimal(number).scaleb(-places) if places else number
        case Choice(values=values):
            made = chance.one_of(values)
        case Kind(name="name"):
            made = person(chance)
        case Kind(name="handle"):
            made = handle(chance, person(chance), set())
        case Kind(name="code"):
            return chance.code(limit or 10)
        case Kind(name=type_):
            made = _of_type(type_, chance, limit or FREE)
    return cut(made, limit) if limit and isinstance(made, str) else made


def _of_type(type_: str, chance: Chance, limit: int) -> Any:
    few = 1 + chance.below(min(3, max(1, limit // 16)))
    match type_:
        case "string":
            return label(chance, 1, 3)
        case "text":
            return text(chance, 3, 30)
        case "uuid":
            return chance.uuid()
        case "integer":
            return chance.below(1_000)
        case "number":
            return Decimal(chance.below(100_000)).scaleb(-2)
        case "boolean":
            return chance.below(2) == 1
        case "binary":
            return chance.octets(min(limit, 8 + chance.small(56)))
        case "map":
            return {chance.one_of(THINGS): chance.below(100) for _ in range(few)}
        case "list":
            return [chance.one_of(THINGS) for _ in range(few)]
        case "string_set":
            return {chance.one_of(THINGS) for _ in range(few)}
        case "number_set":
            return {chance.below(100) for _ in range(few)}
        case "binary_set":
            return {chance.octets(4) for _ in range(few)}
    raise AssertionError(f"{type_} is made from a moment or counted")
