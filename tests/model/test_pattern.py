from typing import Any

import pytest

from ddbhelpers.errors import ModelError
from ddbhelpers.model import AccessPattern, Condition, Rate, Write


def pattern(**parts: Any) -> AccessPattern:
    return AccessPattern(**{"name": "ask_it", "question": "What?", **parts})


def test_a_question_alone_is_a_pattern() -> None:
    asked = pattern()
    assert (asked.is_read, asked.required, asked.optional) == (False, (), ())


@pytest.mark.parametrize(
    ("short", "operator", "operands"),
    [
        ("MSG#{group}", "equals", ("MSG#{group}",)),
        (7, "equals", (7,)),
        ({"begins_with": "{when}"}, "begins_with", ("{when}",)),
        ({"between": ["{a}", "{b}"]}, "between", ("{a}", "{b}")),
        ({"exists": True}, "exists", (True,)),
    ],
)
def test_conditions_may_be_written_short(
    short: Any, operator: str, operands: tuple[Any, ...]
) -> None:
    condition = Condition.model_validate(short)
    assert (condition.operator, condition.operands) == (operator, operands)


def test_parameters_of_alternatives_are_optional() -> None:
    asked = pattern(
        operation="Query",
        key={"pk": "A#{id}", "sk": [{"between": ["{a}", "{b}"]}, "{c}"]},
        filter={"open": {"equals": "{open}"}},
    )
    assert asked.required == ("id", "open")
    assert asked.optional == ("a", "b", "c")


def test_an_answer_keeps_the_question() -> None:
    asked = pattern(id="A1", screen="s", items=3, rate={"average": 1, "peak": 2})
    answered = asked.answered_by(**QUERY, limit=5)
    assert (answered.name, answered.limit) == ("ask_it", 5)
    assert answered.required == ("id",)
    assert answered.changed(operation=None, key={}, limit=None) == asked


QUERY: dict[str, Any] = {"operation": "Query", "key": {"pk": "A#{id}"}}


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"name": "Get It"}, "'Get It' given"),
        ({"operation": "Ask"}, "'Ask' given"),
        ({"key": {"pk": "A"}}, "no operation with 'key'"),
        ({"operation": "PutItem", "limit": 3}, "PutItem with 'limit'"),
        (QUERY | {"writes": [{"action": "put", "entity": "E"}]}, "Query with 'writes'"),
        (QUERY | {"key": {"pk": {"contains": "x"}}}, "key.pk: contains; allowed"),
        (QUERY | {"key": {"pk": {"is": "x"}}}, "key.pk"),
        (QUERY | {"key": {"pk": {"between": ["x"]}}}, "between with 1 operands"),
        (QUERY | {"key": {"pk": "A#{id"}}, "key template 'A#{id'"),
        (QUERY | {"filter": {"a": {"exists": "yes"}}}, "exists 'yes'; allowed: true"),
        (QUERY | {"parameters": {"x": "date"}}, "no condition names {x}"),
        (QUERY | {"parameters": {"id": "datum"}}, "'datum' given"),
        (QUERY | {"limit": 0}, "0 given"),
        (QUERY | {"key": {"pk": "{limit}"}}, "a parameter named 'limit'"),
        (QUERY | {"key": {"pk": "{confirm}"}}, "takes limit, start, confirm, consent"),
        (QUERY | {"consistency": "total"}, "'total' given"),
        ({"operation": "GetItem", "key": {"pk": "A"}, "limit": 1}, "GetItem with 'lim"),
        ({"operation": "GetItem", "filter": {"a": "b"}}, "GetItem with 'filter'"),
        ({"operation": "Scan", "key": {"pk": "A"}}, "Scan with 'key'"),
        ({"operation": "Scan", "newest_first": True}, "Scan with 'newest_first'"),
    ],
)
def test_refuses_a_pattern_that_contradicts_itself(
    parts: dict[str, Any], says: str
) -> None:
    with pytest.raises(ModelError) as refused:
        pattern(**parts)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        (
            {"begins_with": 1.5},
            ".operands.0: 1.5 given; input should be a valid string",
        ),
        (
            "A#{id",
            ": key template 'A#{id': expected '}' before end of string; "
            "allowed: literal text and {fields}",
        ),
        (["A", {"between": ["a"]}], ".1: between with 1 operands; allowed: 2"),
    ],
)
def test_a_condition_that_cannot_be_is_named_by_its_place(
    condition: Any, says: str
) -> None:
    with pytest.raises(ModelError) as refused:
        pattern(operation="Query", key={"pk": condition})
    assert str(refused.value) == f"AccessPattern.key.pk{says}"


def test_a_rate_has_a_peak_of_at_least_its_average() -> None:
    assert Rate(average=2, peak=2).peak == 2
    assert Rate(average=2, peak=3).times(4) == Rate(average=8, peak=12)
    with pytest.raises(ModelError, match="peak 1 is below average 2"):
        Rate(average=2, peak=1)


def test_a_write_touches_at_least_one_item() -> None:
    assert Write(action="put", entity="Order").items == 1
    with pytest.raises(ModelError, match="items"):
        Write(action="put", entity="Order", items=0)
