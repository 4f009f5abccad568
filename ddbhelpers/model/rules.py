"""Sample rules: one short text that tells what stands in an attribute.

=======================  ========================================================
rule                     gives
=======================  ========================================================
``member.user_uuid``     a field: of the thing that the item is made for, of one of
                         its roles, or of a thing drawn from another pool
``other.handle``         a field of another member of the same thing
``last Message.text``    an attribute of the last such item of the same thing
``words 3..60``          text of so many words, short ones more often
``1..9``, ``0.5..9.9``   a number in this range, with so many decimal places
``[open, open, sent]``   one of these; what stands twice comes twice as often
``name``, ``handle``     a person's name; a short name made from it, never twice
``code``                 a short text that never comes twice
``count``                1, 2, 3 … within the thing
``uuid``, ``date`` …     a value of this type
=======================  ========================================================

An attribute without a rule gets a value of its type.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias, get_args

from ddbhelpers.model.types import TEXT_TYPES, AttributeType

TYPES: tuple[AttributeType, ...] = get_args(AttributeType)
KINDS: dict[str, AttributeType] = {
    "name": "string",
    "handle": "string",
    "code": "string",
    "count": "integer",
    **{type_: type_ for type_ in TYPES},
}
ALLOWED = (
    "pool.field, other.field, last Entity.attribute, words 3..60, 1..9, "
    "a list of choices, name, handle, code, count, or a type such as uuid"
)

Written: TypeAlias = str | tuple[str | bool | int | float, ...]


@dataclass(frozen=True)
class FieldOf:
    """A field of a thing: ``member.display_name``."""

    of: str
    name: str


@dataclass(frozen=True)
class Last:
    """An attribute of the last item of the same thing: ``last Message.text``."""

    entity: str
    name: str


@dataclass(frozen=True)
class Words:
    """Text of ``least`` to ``most`` words."""

    least: int
    most: int


@dataclass(frozen=True)
class Numbers:
    """Numbers of ``least`` to ``most`` times ten to the power of minus ``places``."""

    least: int
    most: int
    places: int


@dataclass(frozen=True)
class Choice:
    """One of several values."""

    values: tuple[str | bool | int | Decimal, ...]


@dataclass(frozen=True)
class Kind:
    """A value of a kind or type: ``name``, ``count``, ``uuid``."""

    name: str


Rule: TypeAlias = FieldOf | Last | Words | Numbers | Choice | Kind

NAME = r"[^\W\d]\w*"
FIELD = re.compile(rf"({NAME})\.({NAME})")
LAST = re.compile(rf"last ({NAME})\.({NAME})")
WORDS = re.compile(r"words (\d{1,4})\.\.(\d{1,4})", re.ASCII)
NUMBERS = re.compile(r"(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)", re.ASCII)


def parse_rule(written: Written) -> Rule:
    """Read a rule; ValueError for one that is none.

    >>> parse_rule("words 3..60")
    Words(least=3, most=60)
    >>> parse_rule("0.50..99.90")
    Numbers(least=50, most=9990, places=2)
    """
    if not isinstance(written, str):
        if not written:
            raise ValueError("an empty list; allowed: at least one choice")
        if 0 < sum(isinstance(value, bool) for value in written) < len(written):
            raise ValueError(
                f"{[*written]} mixes true or false with something else; "
                "allowed: choices of one type"
            )
        return Choice(
            tuple(Decimal(repr(v)) if isinstance(v, float) else v for v in written)
        )
    if match := LAST.fullmatch(written):
        return Last(*match.groups())
    if match := FIELD.fullmatch(written):
        return FieldOf(*match.groups())
    if match := WORDS.fullmatch(written):
        least, most = map(int, match.groups())
        _ascends(written, max(1, least), most)
        return Words(least, most)
    if match := NUMBERS.fullmatch(written):
        low, high = map(Decimal, match.groups())
        _ascends(written, low, high)
        places = max(_places(low), _places(high))
        return Numbers(int(low.scaleb(places)), int(high.scaleb(places)), places)
    if written in KINDS:
        return Kind(written)
    raise ValueError(f"{written!r} is no sample rule; allowed: {ALLOWED}")


def _ascends(written: str, low: Decimal | int, high: Decimal | int) -> None:
    if low > high:
        raise ValueError(f"{written!r} is empty; allowed: the smaller number first")


def _places(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))


def suits(made: AttributeType, wanted: AttributeType) -> bool:
    """Tell whether a value made as one type may stand in an attribute of another.

    >>> suits("uuid", "string"), suits("string", "uuid")
    (True, False)
    """
    if wanted in ("string", "text"):
        return made in TEXT_TYPES
    return made == wanted or (made, wanted) == ("integer", "number")


def type_of(rule: Words | Numbers | Choice | Kind) -> AttributeType:
    """Give the type that a rule makes by itself."""
    match rule:
        case Words():
            return "text"
        case Numbers(places=places):
            return "number" if places else "integer"
        case Choice(values=values):
            kinds = {type(value) for value in values}
            if str in kinds:
                return "string"
            if bool in kinds:
                return "boolean"
            return "number" if Decimal in kinds else "integer"
        case Kind(name=name):
            return KINDS[name]


@dataclass(frozen=True)
class Made:
    """How often items of an entity are made: ``one for each group.member``.

    ``many``: a thing is drawn for each item, by the skew of its pool. Without a pool
    the items belong to nothing.
    """

    many: bool = True
    pool: str | None = None
    role: str | None = None


MADE = re.compile(rf"(one|many) for each ({NAME})(?:\.({NAME}))?")


def parse_made(written: str | None) -> Made:
    """Read how often items of an entity are made; ValueError if it says nothing.

    >>> parse_made("one for each group.member")
    Made(many=False, pool='group', role='member')
    """
    if written is None:
        return Made()
    match = MADE.fullmatch(written)
    if match is None or (match[1] == "many" and match[3]):
        raise ValueError(
            f"{written!r} does not say how many; allowed: 'one for each pool', "
            "'one for each pool.role', 'many for each pool'"
        )
    return Made(match[1] == "many", match[2], match[3])
