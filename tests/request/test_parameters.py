from typing import Any

import pytest

from ddbhelpers.errors import PatternError
from ddbhelpers.model import AccessPattern, Model
from ddbhelpers.request.parameters import allowed_parameters, choose
from ddbhelpers.request.resolved import resolve


def pattern(**parts: Any) -> AccessPattern:
    return AccessPattern(
        **{"name": "ask", "question": "?", "operation": "Query", **parts}
    )


def chosen(asked: AccessPattern, **given: Any) -> dict[str, tuple[Any, ...]]:
    model = Model(
        name="m", tables={"tab": {"partition_key": "pk"}}, access_patterns=[asked]
    )
    key, filters = choose(resolve(model, asked), given)
    return {name: way.operands for name, way in {**key, **filters}.items()}


def test_the_first_alternative_whose_parameters_are_all_given() -> None:
    asked = pattern(key={"sk": [{"between": ["{a}", "{b}"]}, {"at_least": "{a}"}]})
    assert chosen(asked) == {}
    assert chosen(asked, a=1) == {"sk": ("{a}",)}
    assert chosen(asked, a=1, b=2) == {"sk": ("{a}", "{b}")}


def test_key_and_filter_choose_apart() -> None:
    asked = pattern(key={"sk": ["{a}"]}, filter={"x": ["{b}"], "y": "{c}"})
    assert chosen(asked, c=3) == {"y": ("{c}",)}
    assert chosen(asked, c=3, b=2) == {"x": ("{b}",), "y": ("{c}",)}


def test_a_parameter_of_no_chosen_alternative_is_refused() -> None:
    asked = pattern(key={"pk": "{p}", "sk": ["{a}", {"begins_with": "{b}"}]})
    with pytest.raises(PatternError, match="was given b together with a"):
        chosen(asked, p=0, a=1, b=2)


def test_all_missing_ones_are_named() -> None:
    with pytest.raises(PatternError, match="ask lacks a, b and c; allowed: a, b, c"):
        chosen(pattern(key={"pk": "{a}#{b}"}, filter={"x": "{c}"}))


def test_a_pattern_without_parameters_says_so() -> None:
    assert allowed_parameters(pattern(key={"pk": "ALL"})) == "no parameters"
    with pytest.raises(PatternError, match="no parameter 'x'; allowed: no parameters"):
        chosen(pattern(key={"pk": "ALL"}), x=1)
