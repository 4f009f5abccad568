from collections.abc import Iterator

from ddbhelpers.check import Finding, errors_of, has_errors
from ddbhelpers.check.finding import Rules

RULES: Rules[int] = Rules()


@RULES.rule("error", "Page")
def small(number: int) -> Iterator[tuple[str, str]]:
    if number > 9:
        yield f"{number} is large", "take a smaller one"


@RULES.rule("note", "Other")
def even(number: int) -> Iterator[tuple[str, str]]:
    if number % 2:
        yield f"{number} is odd", "nothing"


def test_rules_are_told_in_order_under_their_names() -> None:
    found = list(RULES.findings(11, "eleven"))
    assert found == [
        Finding(
            "small", "eleven", "error", "11 is large", "take a smaller one", "Page"
        ),
        Finding("even", "eleven", "note", "11 is odd", "nothing", "Other"),
    ]
    assert list(RULES.findings(2, "two")) == []


def test_only_errors_are_errors() -> None:
    found = list(RULES.findings(11, "eleven"))
    assert errors_of(found) == (found[0],)
    assert has_errors(found)
    assert not has_errors(RULES.findings(3, "three"))
    assert not has_errors([])
