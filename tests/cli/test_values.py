"""Values on the command line, read as the model's types."""

from decimal import Decimal
from typing import Any, get_args

import pytest
from typer import BadParameter

from ddbhelpers.cli.values import WRITTEN, reader
from ddbhelpers.model.types import AttributeType


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("string", "12", "12"),
        ("uuid", "3f2b", "3f2b"),
        ("uuid", "3F2B", "3f2b"),
        ("integer", "-12", -12),
        ("number", "0.10", Decimal("0.10")),
        ("boolean", "True", True),
        ("boolean", "false", False),
        ("binary", "AAE=", b"\x00\x01"),
        ("map", '{"a": 1.5}', {"a": Decimal("1.5")}),
        ("list", "[1, null]", [1, None]),
        ("string_set", '["a", "b"]', {"a", "b"}),
        ("number_set", "[1, 2.5]", {1, Decimal("2.5")}),
        ("binary_set", '["AA=="]', {b"\x00"}),
    ],
)
def test_text_becomes_a_value(type_: AttributeType, text: str, value: Any) -> None:
    assert reader(type_)(text) == value


@pytest.mark.parametrize(
    ("type_", "text", "says"),
    [
        ("integer", "1.5", "'1.5' is no integer"),
        ("number", "many", "'many' is no number"),
        ("boolean", "1", "'1' is neither true nor false"),
        ("binary", "%", "'%' is not Base64"),
        ("map", "[]", r"'\[\]' is no JSON object"),
        ("list", "{", "'{' is no JSON list"),
        ("number_set", "1", "'1' is no JSON list"),
        ("binary_set", '["%"]', "'%' is not Base64"),
    ],
)
def test_other_text_is_refused(type_: AttributeType, text: str, says: str) -> None:
    with pytest.raises(BadParameter, match=says):
        reader(type_)(text)


def test_help_knows_how_each_type_is_written() -> None:
    assert set(WRITTEN) == set(get_args(AttributeType))
