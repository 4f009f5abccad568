"""Could two key templates write the same text? Could one write a prefix of the other?

A template is a row of places, each a set of characters that may stand there once, or
once and again. Two rows are walked side by side, as two finite automata are.
"""

from typing import NamedTuple

from ddbhelpers.model.keys import DIGITS, KeyTemplate, Part

HEX = frozenset("0123456789abcdef")


class Place(NamedTuple):
    """Characters that may stand here: these, or (``but``) all except these."""

    chars: frozenset[str]
    but: bool = False
    again: bool = False
    absent: bool = False


ANYTHING = Place(frozenset(), but=True, again=True, absent=True)
DIGIT = Place(frozenset(DIGITS))
SHAPES = {"uuid": "h" * 8 + "-hhhh" * 3 + "-" + "h" * 12}
SHAPES |= {"date": "dddd-dd-dd", "timestamp": "dddd-dd-ddTdd:dd:ddZ"}
STANDS_FOR = {"h": Place(HEX), "d": DIGIT}


def can_meet(one: KeyTemplate, other: KeyTemplate) -> bool:
    """Tell whether some text could have been written by both templates.

    >>> can_meet(KeyTemplate("MSG#{group}"), KeyTemplate("GRP#{user}"))
    False
    """
    return _meet(_places(one), _places(other))


def can_begin(prefix: KeyTemplate, other: KeyTemplate) -> bool:
    """Tell whether some text of the other could begin with what the prefix writes.

    >>> day = KeyTemplate("{day}#{id}", {"day": "date"})
    >>> can_begin(KeyTemplate("2023-03"), day), can_begin(KeyTemplate("ORDER#"), day)
    (True, False)
    """
    return _meet((*_places(prefix), ANYTHING), _places(other))


def _places(template: KeyTemplate) -> tuple[Place, ...]:
    return tuple(
        place
        for part in template.parts
        for place in (*_literal(part.literal), *_field(part, template))
    )


def _literal(text: str) -> list[Place]:
    return [Place(frozenset(char)) for char in text]


def _field(part: Part, template: KeyTemplate) -> list[Place]:
    if not part.field:
        return []
    if part.width:
        return [DIGIT] * part.width
    type_ = template.types.get(part.field, "string")
    if type_ == "integer":
        return [DIGIT._replace(again=True)]
    if type_ in SHAPES:
        return [
            STANDS_FOR.get(char) or Place(frozenset(char)) for char in SHAPES[type_]
        ]
    return [Place(frozenset(template.separators), but=True, again=True)]


def _meet(one: tuple[Place, ...], other: tuple[Place, ...]) -> bool:
    ways, seen = [(0, 0)], set()
    while ways:
        pair = ways.pop()
        if pair in seen:
            continue
        seen.add(pair)
        here, there = pair
        if here == len(one) and there == len(other):
            return True
        if here < len(one) and one[here].absent:
            ways.append((here + 1, there))
        if here < len(one) and there < len(other):
            if not _share(one[here], other[there]):
                continue
            next_here = [here + 1, *([here] if one[here].again else [])]
            next_there = [there + 1, *([there] if other[there].again else [])]
            ways += [(i, j) for i in next_here for j in next_there]
    return False


def _share(one: Place, other: Place) -> bool:
    """Tell whether some character may stand in both places."""
    if one.but and other.but:
        return True
    if one.but:
        return bool(other.chars - one.chars)
    if other.but:
        return bool(one.chars - other.chars)
    return bool(one.chars & other.chars)
