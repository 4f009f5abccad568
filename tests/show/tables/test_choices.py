"""Tables to choose by: designs, projections, steps."""

import dataclasses

from ddbhelpers.plan import plan_change, projections
from ddbhelpers.show import (
    change_table,
    design_table,
    differences_table,
    projections_table,
)
from tests.show.plans import BOOK, ONE_UNIT_USD, notes, stock_of, without_index


def test_two_designs_stand_side_by_side() -> None:
    shown = design_table(without_index())
    assert [column.heading for column in shown.columns] == [
        "access pattern",
        "units a request",
        "pages",
        "indexed (USD)",
        "bare (USD)",
        "more (USD)",
    ]
    assert shown.lines[:2] == (
        ("write_note", "2 → 1", "1", "3.28", "1.64", "-1.64"),
        ("get_note", "0.5", "1", "0.33", "0.33", "0.00"),
    )


def test_patterns_and_storage_add_up() -> None:
    shown = design_table(without_index())
    one_table = 1_100_000_000 / 1024**3 * 0.25
    assert shown.lines[2][0] == "storage, 2.05 → 1.02 GB"
    assert shown.lines[2][3:] == (
        f"{2 * one_table:.2f}",
        f"{one_table:.2f}",
        f"{-one_table:.2f}",
    )
    more = -ONE_UNIT_USD - one_table
    assert shown.lines[3][0] == "together"
    assert shown.lines[3][5] == f"{more:.2f}"
    total = without_index().a.option("on demand").monthly_usd
    assert shown.lines[3][3] == f"{total:.2f}"
    assert shown.total


def test_the_note_says_what_changed_and_the_price_date() -> None:
    note = design_table(without_index()).note
    assert "Changed: tables.notes.indexes.by-day: removed." in note
    assert "Prices of us-east-1, 01 September 2026, 730 h a month." in note
    assert f"indexed {without_index().a.cheapest.name}, " in note


def test_many_changes_are_counted_and_listed_elsewhere() -> None:
    many = tuple(f"tables.t{n}: added" for n in range(5))
    comparison = dataclasses.replace(without_index(), changed=many)
    assert "tables.t2: added; and 2 more." in design_table(comparison).note
    shown = differences_table(comparison)
    assert shown.lines[4] == ("tables.t4", "added")
    assert shown.caption == "indexed to bare: 5 differences"


def test_a_pattern_that_one_design_does_not_have() -> None:
    first = dataclasses.replace(without_index().patterns[0], b=None)
    comparison = dataclasses.replace(without_index(), patterns=(first,))
    shown = design_table(comparison)
    assert shown.lines[0] == ("write_note", "2 → –", "1 → –", "3.28", "–", "-3.28")


def test_projections_name_the_cheapest_that_serves() -> None:
    shown = projections_table(projections(stock_of(notes()), "by-day", BOOK))
    assert [line[0] for line in shown.lines] == ["ALL", "KEYS_ONLY"]
    assert [line[-1] for line in shown.lines] == ["serves", "cheapest that serves"]
    assert shown.caption.startswith("KEYS_ONLY is the cheapest projection")
    # the key attributes alone: pk of 8 bytes, day of 13, and 100 for the entry
    assert shown.lines[1][2] == f"{121 * 1e6 / 1024**3:.3f}"


def test_a_projection_that_fails_says_what_is_lost() -> None:
    choices = [
        dataclasses.replace(one, lost=(f"error: lost {at}",))
        for at, one in enumerate(projections(stock_of(notes()), "by-day", BOOK))
    ]
    shown = projections_table(choices)
    assert shown.lines[0][-1] == "error: lost 0"
    assert shown.caption == "No projection serves every pattern"


def test_the_steps_of_a_change_in_order() -> None:
    bare = stock_of(notes(indexes={}))
    shown = change_table(plan_change(bare, notes(), BOOK, write_units_per_second=100))
    [line] = shown.lines
    # a million entries of a unit: 0.625 dollars, and 10,000 seconds at 100 a second
    assert line[0] == "1"
    assert line[1].startswith("create index by-day")
    assert line[3:] == ("1,000,000", f"{10_000 / 3600:.2f}", "0.62")
    assert shown.caption == "1 step, 0.62 USD once"
    assert "The backfill of an index reads the table for nothing" in shown.note


def test_a_new_key_is_a_longer_way() -> None:
    rekeyed = notes(sort_key="day", indexes={})
    change = plan_change(stock_of(notes(indexes={})), rekeyed, BOOK)
    shown = change_table(change)
    assert [line[0] for line in shown.lines] == [
        str(at) for at in range(1, len(change.steps) + 1)
    ]
    titles = [column.title for column in shown.columns]
    assert "read units" in titles
    assert "hours" not in titles


def test_nothing_to_change() -> None:
    shown = change_table(plan_change(stock_of(notes()), notes(), BOOK))
    assert (shown.lines, shown.caption) == ((), "Nothing is to be done")
    assert repr(shown)
