"""Receipts to look at: every number of the value stands in a table."""

from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from ddbhelpers.capacity import (
    FailedWrite,
    ItemsRead,
    ItemWrite,
    Receipt,
    Witness,
)
from ddbhelpers.errors import CapacityError
from ddbhelpers.model import SecondaryIndex, Table
from ddbhelpers.show import ReceiptView, explain

MAIL = Table(
    name="mail",
    partition_key="pk",
    indexes=(SecondaryIndex(name="by-group", partition_key="group"),),
)
OLD = {"pk": "1", "group": "a", "text": "x" * 700}
NEW = {**OLD, "text": "x" * 1500}


def said_by(units: Any, verdict: Any, *why: str) -> Receipt:
    witness = Witness("an engine", "write", units, verdict, why)
    return Receipt.of(ItemWrite(MAIL, None, NEW), witness=witness)


def test_a_write_is_shown_by_attribute_and_by_arm() -> None:
    sizes, arms = explain(MAIL, OLD, NEW).tables
    assert sizes.caption == "write on mail: 4 write units"
    assert sizes.lines == (
        ("pk", "S", "2", "1", "1"),
        ("group", "S", "5", "1", "1"),
        ("text", "S", "4", "700", "1,500"),
        ("item, names and values", "", "", "713", "1,513"),
    )
    assert sizes.note == (
        "Before: 1 × 1,024 bytes, 311 bytes left. After: 2 × 1,024 bytes, "
        "535 bytes left."
    )
    rule = "the larger of before and after, whole items: max(1, 2) = 2"
    assert arms.lines == (
        ("table", rule, "713 → 1,513", "535", "2"),
        (
            "GSI by-group",
            "same index key, entry changed: max(1, 2) = 2",
            "713 → 1,513",
            "535",
            "2",
        ),
        ("together", "", "", "", "4"),
    )
    assert arms.total


def test_a_moved_entry_is_two_sizes_added() -> None:
    moved = explain(MAIL, OLD, {**OLD, "group": "b"}).tables[-1]
    index = moved.lines[1]
    assert index[1].endswith("old entry removed and new one added: 1 + 1 = 2")
    assert index[2:] == ("713 + 713", "", "2")


def test_an_attribute_that_comes_or_changes_its_type_says_so() -> None:
    sizes, _ = explain(MAIL, {"pk": "1", "n": 5}, {"pk": "1", "n": "5", "m": 1}).tables
    assert sizes.lines[1:3] == (
        ("n", "N → S", "1", "2", "1"),
        ("m", "N", "1", "–", "2"),
    )


def test_many_attributes_are_folded_and_still_add_up() -> None:
    wide = {"pk": "1", **{f"a{n:02}": "xy" for n in range(40)}}
    sizes, _ = explain(MAIL, None, wide).tables
    assert len(sizes.lines) == 25
    assert sizes.lines[-2] == ("… 18 more", "", "54", "36")
    assert sizes.lines[-1][-1] == "203"


def test_a_page_is_shown_item_by_item() -> None:
    items = [{"pk": f"{n:02}", "text": "x" * n} for n in range(20)]
    sizes, arms = explain(MAIL, items=items, consistency="strong").tables
    assert [column.heading for column in sizes.columns] == ["key", "item (bytes)"]
    assert sizes.lines[0] == ("00", "8")
    assert sizes.lines[-2:] == (("… 9 more", "207"), ("20 items", "350"))
    assert arms.lines == (
        ("table", "evaluated bytes of the page, rounded once: 1", "350", "3,746", "1"),
    )


def test_what_is_fetched_stands_beside_its_entry() -> None:
    table = Table(
        name="mail",
        partition_key="pk",
        sort_key="sk",
        indexes=(
            SecondaryIndex(
                name="by-day",
                kind="local",
                partition_key="pk",
                sort_key="day",
                projection="KEYS_ONLY",
            ),
        ),
    )
    items = [{"pk": "p", "sk": s, "day": "1", "text": "x" * 90} for s in "ab"]
    sizes, arms = explain(table, items=items, index="by-day", fetched=items).tables
    assert sizes.lines == (
        ("p a", "10", "104"),
        ("p b", "10", "104"),
        ("2 items", "20", "208"),
    )
    assert [line[0] for line in arms.lines] == ["LSI by-day", "table", "together"]


def test_an_empty_page_has_no_items_and_costs_the_least() -> None:
    (arms,) = explain(MAIL, items=[]).tables
    assert arms.caption == "read of a page on mail: 0.5 read units"
    assert arms.lines[0][-1] == "0.5"


def test_several_actions_are_numbered() -> None:
    sizes, arms = explain(
        ItemWrite(MAIL, None, NEW, transactional=True),
        ItemWrite(MAIL, None, None, transactional=True),
    ).tables
    assert sizes.lines == (
        ("1", "write in a transaction", "1", "absent", "1,513"),
        ("2", "write in a transaction", "–", "absent", "absent"),
        ("", "", "2 items", "0", "1,513"),
    )
    assert [line[0] for line in arms.lines] == ["1", "1", "2", "2", ""]


def test_several_tables_are_named() -> None:
    other = Table(name="other", partition_key="pk")
    view = explain(ItemWrite(MAIL, None, NEW), ItemWrite(other, None, {"pk": "1"}))
    assert [line[1] for line in view.tables[1].lines] == [
        "table of mail",
        "GSI by-group of mail",
        "table of other",
        "together",
    ]


def test_an_engine_that_agrees_is_one_sentence() -> None:
    view = ReceiptView(said_by({"mail": 2, "mail/by-group": 2}, "agreed"))
    assert len(view.tables) == 2
    assert view.tables[1].note == "an engine reported the same."
    assert view.on_paper.tables[1].note == ""


def test_an_engine_that_differs_stands_beside_it_with_the_reason() -> None:
    view = ReceiptView(said_by({"mail": 3}, "explained", "It adds one."))
    reported = view.tables[2]
    assert reported.caption == "an engine reports something else, for a known reason"
    assert reported.lines == (
        ("table", "2", "3"),
        ("by-group", "2", "0"),
        ("together", "4", "3"),
    )
    assert reported.note == "It adds one."
    assert len(view.on_paper.tables) == 2


def test_an_engine_that_reports_nothing_where_dynamodb_does() -> None:
    view = ReceiptView(said_by(None, "explained", "It never does."))
    assert view.tables[2].lines[-1] == ("together", "4", "–")


def test_a_difference_without_a_reason_says_so() -> None:
    view = ReceiptView(said_by({"mail": 9}, "unexplained"))
    assert "nothing known explains it" in view.tables[2].caption


def test_what_is_open_is_marked_and_told() -> None:
    (_, arms) = explain(FailedWrite(MAIL, OLD, NEW)).tables
    assert arms.lines[0][1].endswith("(open rule: failed write)")
    assert arms.note.startswith("Open rule, failed write: the size of a write whose")


def test_a_refused_request_is_charged_nothing() -> None:
    (arms,) = ReceiptView(Receipt("PutItem on mail", "write", ())).tables
    assert arms.lines == (("none", "nothing is charged", "", "", "0"),)


def test_a_record_brings_its_own_receipt() -> None:
    class Record:
        receipt = Receipt.of(ItemsRead(MAIL, []))

    assert explain(Record()).receipt is Record.receipt
    assert explain(Record.receipt) == ReceiptView(Record.receipt)


def test_it_shows_itself_as_text_and_as_html(read: Any) -> None:
    view = explain(MAIL, OLD, NEW)
    assert "together" in repr(view)
    assert max(map(len, repr(view).splitlines())) <= 88
    html = view._repr_html_()
    assert html.count("<table") == 2
    texts = read(html).texts
    assert ["together", "", "", "", "4"] in texts
    assert html.startswith("<span")
    assert ">write on mail: 4 write units</span>" in html
    assert "535 bytes left.</small>" in html


def test_it_shows_itself_on_a_terminal() -> None:
    shown = StringIO()
    Console(file=shown, width=80).print(explain(MAIL, OLD, NEW), crop=False)
    lines = [line.rstrip() for line in shown.getvalue().splitlines()]
    assert lines[0] == "write on mail: 4 write units"
    arms = next(n for n, line in enumerate(lines) if line.startswith("arm "))
    assert "" in lines[arms - 2 : arms]
    assert lines[-1].split() == ["together", "4"]
    assert max(map(len, lines)) <= 80


def test_what_dynamodb_refuses_is_refused_here() -> None:
    with pytest.raises(CapacityError, match="without the key attribute 'pk'"):
        explain(MAIL, None, {"group": "a"})
