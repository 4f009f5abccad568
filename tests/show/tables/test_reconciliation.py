from types import SimpleNamespace as Plain
from typing import Any

from ddbhelpers.show import reconciliation_table

LINES = [
    Plain(
        kind="agreed",
        divergences=(),
        why="",
        unit="read",
        reported_unit="read",
        requests=1200,
        reported=3.5,
        charged=3.5,
    ),
    Plain(
        kind="explained",
        divergences=("one", "two"),
        why="It does.",
        unit="write",
        reported_unit="write",
        requests=2,
        reported=9,
        charged=7,
    ),
    Plain(
        kind="not compared",
        divergences=(),
        why="No images.",
        unit="write",
        reported_unit="write",
        requests=1,
        reported=4,
        charged=None,
    ),
]


def test_each_outcome_is_a_line(read: Any) -> None:
    shown = reconciliation_table(Plain(engine="an engine", requests=1203, lines=LINES))
    assert shown.caption == "1,203 requests: an engine against DynamoDB"
    assert shown.lines == (
        ("agreed", "", "read", "1,200", "3.5", "3.5"),
        ("explained", "one + two\nIt does.", "write", "2", "9.0", "7.0"),
        ("not compared", "No images.", "write", "1", "4.0", "–"),
    )
    assert read(shown._repr_html_()).caption == shown.caption
    assert max(map(len, repr(shown).splitlines())) <= 88


def test_a_unit_that_is_called_another_is_named() -> None:
    replay = Plain(**{**vars(LINES[1]), "unit": "read"})
    shown = reconciliation_table(Plain(engine="an engine", requests=2, lines=[replay]))
    assert shown.lines[0][2] == "write, is read"


def test_the_caption_can_be_chosen() -> None:
    empty = Plain(engine="an engine", requests=0, lines=[])
    assert reconciliation_table(empty, caption="All of it").caption == "All of it"
