from dataclasses import replace
from typing import Any

from ddbhelpers.explaining import ReconciledLine, Reconciliation
from ddbhelpers.show import reconciliation_table

LINES = (
    ReconciledLine("agreed", (), "", "read", "read", 1200, 3.5, 3.5),
    ReconciledLine("explained", ("one", "two"), "It does.", "write", "write", 2, 9, 7),
    ReconciledLine("not compared", (), "No images.", "write", "write", 1, 4, None),
)


def test_each_outcome_is_a_line(read: Any) -> None:
    shown = reconciliation_table(Reconciliation("an engine", LINES))
    assert shown.caption == "1,203 requests: an engine against DynamoDB"
    assert shown.lines == (
        ("agreed", "", "read", "1,200", "3.5", "3.5"),
        ("explained", "one + two\nIt does.", "write", "2", "9.0", "7.0"),
        ("not compared", "No images.", "write", "1", "4.0", "–"),
    )
    assert read(shown._repr_html_()).caption == shown.caption
    assert max(map(len, repr(shown).splitlines())) <= 88


def test_a_unit_that_is_called_another_is_named() -> None:
    replay = replace(LINES[1], unit="read")
    shown = reconciliation_table(Reconciliation("an engine", (replay,)))
    assert shown.lines[0][2] == "write, is read"


def test_the_caption_can_be_chosen() -> None:
    empty = Reconciliation("an engine", ())
    assert reconciliation_table(empty, caption="All of it").caption == "All of it"
