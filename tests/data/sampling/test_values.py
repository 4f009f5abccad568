"""One value from one rule or type: what it can be, down to the least and the most."""

from collections.abc import Callable, Collection
from decimal import Decimal

import pytest

from ddbhelpers.data.sampling.chance import CODE_LETTERS, Chance
from ddbhelpers.data.sampling.values import maker_of
from ddbhelpers.model.rules import Choice, Kind, Numbers, Words, parse_rule

DRAWS = 2_000
AT_LEAST, AT_MOST = 0.0, 1 - 2**-53  # what random() gives


def at(end: float, kind: str, limit: int | None) -> object:
    chance = Chance(1)
    chance.random = lambda: end  # a stream that stands still
    return maker_of(Kind(kind), limit)(chance)


def draws(kind: str) -> list[object]:
    make, chance = maker_of(Kind(kind)), Chance(3)
    return [make(chance) for _ in range(DRAWS)]


def words(value: object) -> int:
    return len(str(value).split())


def length(value: object) -> int:
    assert isinstance(value, Collection)
    return len(value)


@pytest.mark.parametrize(
    ("kind", "limit", "measure", "least", "most"),
    [
        ("integer", None, None, 0, 999),
        ("number", None, None, Decimal("0.00"), Decimal("999.99")),
        ("boolean", None, None, False, True),
        ("string", None, words, 1, 3),
        ("text", None, words, 3, 30),
        ("code", None, length, 10, 10),
        ("code", 4, length, 4, 4),
        ("binary", None, length, 8, 64),
        ("binary", 12, length, 8, 12),
        ("list", None, length, 1, 3),
        ("list", 32, length, 1, 2),
        ("list", 31, length, 1, 1),
        ("map", None, lambda value: max(value.values()), 0, 99),
        ("number_set", None, max, 0, 99),
        ("binary_set", None, lambda value: len(max(value)), 4, 4),
    ],
)
def test_the_least_and_the_most_of_a_type(
    kind: str, limit: int | None, measure: Callable[..., int] | None,
    least: object, most: object,
) -> None:  # fmt: skip
    ends = at(AT_LEAST, kind, limit), at(AT_MOST, kind, limit)
    assert tuple(map(measure, ends) if measure else ends) == (least, most)


def test_as_many_are_true_as_false() -> None:
    assert 0.48 < draws("boolean").count(True) / DRAWS < 0.52


def test_a_code_is_of_letters_that_cannot_be_mistaken() -> None:
    assert {letter for code in draws("code") for letter in str(code)} == {*CODE_LETTERS}


def test_what_a_rule_says_is_drawn_from_end_to_end() -> None:
    chance = Chance(3)

    def found(rule: Words | Numbers | Choice) -> set[object]:
        make = maker_of(rule)
        return {make(chance) for _ in range(500)}

    assert found(Numbers(-2, 1, 0)) == {-2, -1, 0, 1}
    assert found(Numbers(9, 11, 1)) == {Decimal("0.9"), Decimal("1.0"), Decimal("1.1")}
    assert found(Choice(("a", True, 7))) == {"a", True, 7}
    choice = parse_rule((1, 2.5))
    assert isinstance(choice, Choice)
    assert found(choice) == {1, Decimal("2.5")}
    assert {words(value) for value in found(Words(2, 4))} == {2, 3, 4}
