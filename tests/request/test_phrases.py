import pytest

from ddbhelpers.request.phrases import condition_in_words, conditions_in_words
from ddbhelpers.words import listed


@pytest.mark.parametrize(
    ("operator", "operands", "said"),
    [
        ("equals", ["x"], "a = x"),
        ("at_most", [3], "a <= 3"),
        ("between", [1, 2], "a between 1 and 2"),
        ("begins_with", ["x"], "a begins_with x"),
        ("exists", [True], "a exists"),
        ("exists", [False], "a does not exist"),
    ],
)
def test_a_condition_is_said(operator: str, operands: list[object], said: str) -> None:
    assert condition_in_words("a", operator, operands) == said


def test_several_are_joined() -> None:
    both: dict[str, tuple[str, list[object]]] = {
        "a": ("equals", [1]),
        "b": ("contains", ["x"]),
    }
    assert conditions_in_words(both) == "a = 1 and b contains x"
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"]), listed([])] == [
        "a",
        "a and b",
        "a, b and c",
        "",
    ]
