"""One value from one rule or type, within the bytes that its attribute may take."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from ddbhelpers.data.sampling.chance import Chance
from ddbhelpers.data.sampling.vocabulary import THINGS, cut, handle, label, person, text
from ddbhelpers.model.rules import Choice, Kind, Numbers, Words

FREE = 400  # bytes, where nothing bounds a value

Single = Words | Numbers | Choice | Kind
Make = Callable[[Chance], object]


def maker_of(rule: Single, limit: int | None = None, prose: bool = False) -> Make:
    """Make a rule ready; text takes at most ``limit`` bytes, sentences if ``prose``.

    >>> maker_of(Numbers(250, 250, 2))(Chance(1))
    Decimal('2.50')
    """
    match rule:
        case Words(least=least, most=most):
            write = text if prose else label
            return _within(limit, lambda chance: write(chance, least, most))
        case Numbers(least=least, most=most, places=0):
            return lambda chance: least + chance.below(most - least + 1)
        case Numbers(least=least, most=most, places=places):
            return lambda chance: Decimal(
                least + chance.below(most - least + 1)
            ).scaleb(-places)
        case Choice(values=values):
            return lambda chance: chance.one_of(values)
        case Kind(name="name"):
            return _within(limit, person)
        case Kind(name="handle"):
            return _within(limit, lambda chance: handle(chance, person(chance), set()))
        case Kind(name="code"):
            return lambda chance: chance.code(limit or 10)
        case Kind(name="uuid"):
            return Chance.uuid
        case Kind(name="string"):
            return _within(limit, lambda chance: label(chance, 1, 3))
        case Kind(name="text"):
            return _within(limit, lambda chance: text(chance, 3, 30))
        case Kind(name=type_):
            return partial(_of_type, type_, limit or FREE)


def _within(limit: int | None, make: Callable[[Chance], str]) -> Make:
    return (lambda chance: cut(make(chance), limit)) if limit else make


def _of_type(type_: str, limit: int, chance: Chance) -> object:
    few = 1 + chance.below(min(3, max(1, limit // 16)))
    match type_:
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
