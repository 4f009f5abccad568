"""What is printed: plain and stable in a pipe, whole and typed as JSON."""

import json
from decimal import Decimal
from typing import Any

import pytest

from ddbhelpers.cli.output import (
    MISSING,
    as_json,
    print_items,
    print_json,
    text,
    wire_items,
)


def test_items_stand_in_tabbed_columns(capsys: pytest.CaptureFixture[str]) -> None:
    items: list[dict[str, object]] = [
        {"sk": "1", "data": {"n": 1}},
        {"sk": "2", "pk": "A", "gone": None, "on": True},
    ]
    print_items(items, ("pk", "sk"))
    assert capsys.readouterr().out == (
        'pk\tsk\tdata\tgone\ton\n\t1\t{"n": 1}\t\t\nA\t2\t\tNULL\ttrue\n'
    )


def test_a_value_stays_on_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    print_items([{"text": "one\ttwo\nthree\\four\r"}], ())
    assert capsys.readouterr().out == "text\none\\ttwo\\nthree\\\\four\\r\n"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (MISSING, ""),
        (None, "NULL"),
        ("é", "é"),
        (12, "12"),
        (Decimal("1E+2"), "100"),
        (Decimal("0.1000000000000000000000001"), "0.1000000000000000000000001"),
        (True, "true"),
        (b"\x00\x01", "AAE="),
        ({"b", "a"}, '["a", "b"]'),
        ({1, Decimal("0.5")}, "[0.5, 1]"),
        ([{"n": Decimal("1.50")}], '[{"n": 1.50}]'),
        ({"b": 1, "a": {"d": 2, "c": 3}}, '{"a": {"c": 3, "d": 2}, "b": 1}'),
    ],
)
def test_every_value_has_a_text(value: Any, written: str) -> None:
    assert text(value) == written


def test_json_keeps_every_type(capsys: pytest.CaptureFixture[str]) -> None:
    item = {
        "s": "é",
        "n": Decimal("0.1000000000000000000000001"),
        "b": b"\x00\x01",
        "ns": {1, 2},
        "bs": {b"\x00"},
        "null": None,
        "m": {"l": [True]},
    }
    print_json(wire_items([item]))
    printed = capsys.readouterr().out
    assert list(json.loads(printed)[0]) == sorted(item)
    assert json.loads(printed) == [
        {
            "s": {"S": "é"},
            "n": {"N": "0.1000000000000000000000001"},
            "b": {"B": "AAE="},
            "ns": {"NS": ["1", "2"]},
            "bs": {"BS": ["AA=="]},
            "null": {"NULL": True},
            "m": {"M": {"l": {"L": [{"BOOL": True}]}}},
        }
    ]


def test_attributes_of_a_value_are_rounded() -> None:
    class Held:
        share = 1 / 3
        count = 2
        names = ("a",)

    class Value:
        held = Held()

    assert as_json(Held(), "count", "share", "names") == {
        "count": 2,
        "share": 0.333333,
        "names": ("a",),
    }
    assert as_json(Value(), part="held.share") == {"part": 0.333333}
