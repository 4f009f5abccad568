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
LAST = "\U0010ffff"  # sorts after every character
STANDS_FOR = {"h": Place(HEX), "d": DIGIT}


def can_meet(first: KeyTemplate, second: KeyTemplate) -> bool:
    """Tell whether some text could have been written by both templates.

    >>> can_meet(KeyTemplate("MSG#{group}"), KeyTemplate("GRP#{user}"))
    False
    """
    return _meet(_places(first), _places(second))


def can_begin(prefix: KeyTemplate, other: KeyTemplate) -> bool:
    """Tell whether some text of the other could begin with what the prefix writes.

    >>> day = KeyTemplate("{day}#{id}", {"day": "date"})
    >>> can_begin(KeyTemplate("2023-03"), day), can_begin(KeyTemplate("ORDER#"), day)
    (True, False)
    """
    return _meet((*_places(prefix), ANYTHING), _places(other))


def span(template: KeyTemplate) -> tuple[str, str]:
    """Give two texts between which all that a template writes is sorted.

    They are as near as its fields allow: a field of free text is not bounded.

    >>> span(KeyTemplate("v{n:03}")), span(KeyTemplate("PROFILE"))
    (('v000', 'v999'), ('PROFILE', 'PROFILE'))
    """
    low = high = ""
    for place in _places(template):
        if place.but:
            return low, high + LAST
        low, high = low + min(place.chars), high + max(place.chars)
        if place.again:
            return low, high + LAST
    return low, high


def _places(template: KeyTemplate) -> tuple[Place, ...]:
    places: list[Place] = []
    for part in template.parts:
        places += [Place(frozenset(char)) for char in part.literal]
        places += _field(part, template)
    return tuple(places)


def _field(part: Part, template: KeyTemplate) -> list[Place]:
    if not part.field:
        return []
    if part.width:
        return [DIGIT] * part.width
    type_ = template.types.get(part.field)
    if type_ == "integer":
        return [DIGIT._replace(again=True)]
    if type_ in SHAPES:
        return [
            STANDS_FOR.get(char) or Place(frozenset(char)) for char in SHAPES[type_]
        ]
    return [Place(frozenset(template.separators), but=True, again=True)]


def _meet(first: tuple[Place, ...], second: tuple[Place, ...]) -> bool:
    ways, seen = [(0, 0)], set()
    while ways:
        here, there = way = ways.pop()
        if way in seen:
            continue
        seen.add(way)
        if here == len(first) and there == len(second):
            return True
        if here < len(first) and first[here].absent:
            ways.append((here + 1, there))
        if here < len(first) and there < len(second):
            if not _share(first[here], second[there]):
                continue
            next_here = [here + 1, *([here] if first[here].again else [])]
            next_there = [there + 1, *([there] if second[there].again else [])]
            ways += [(i, j) for i in next_here for j in next_there]
    return False


def _share(first: Place, second: Place) -> bool:
    """Tell whether some character may stand in both places."""
    if first.but and second.but:
        return True
    if first.but:
        return bool(second.chars - first.chars)
    if second.but:
        return bool(first.chars - second.chars)
    return bool(first.chars & second.chars)
