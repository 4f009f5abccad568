"""Writes, by hand: the table's units, the transaction's, the failed and the replayed.

`item(n)` has exactly n bytes.
"""

from typing import Any

import pytest

from ddbhelpers.capacity import (
    Charge,
    ConditionCheck,
    FailedWrite,
    ItemWrite,
    ReplayedWrite,
    condition_check_charge,
    failed_write_charge,
    item_bytes,
    transact_replay_charge,
    write_charge,
)
from ddbhelpers.capacity.open_rules import FAILED_WRITE, NUMBER_SIZE, REPLAYED_WRITE
from tests.capacity.tables import MAIL, PLAIN


def item(size: int) -> dict[str, Any]:
    made = {"pk": "1", "x": "x" * (size - 4)}
    assert item_bytes(made) == size
    return made


def wcu(units: float) -> Charge:
    return Charge(unit="write", table=units)


@pytest.mark.parametrize(
    ("size", "units"),
    [(4, 1), (1023, 1), (1024, 1), (1025, 2), (2048, 2), (2049, 3), (409_600, 400)],
)
def test_a_put_costs_its_bytes_rounded_up_to_whole_kilobytes(
    size: int, units: int
) -> None:
    assert write_charge(PLAIN, None, item(size)) == wcu(units)


@pytest.mark.parametrize(
    ("before", "after", "units"), [(1025, 10, 2), (10, 1025, 2), (3000, 2000, 3)]
)
def test_a_write_costs_the_larger_of_before_and_after(
    before: int, after: int, units: int
) -> None:
    assert write_charge(PLAIN, item(before), item(after)) == wcu(units)


def test_a_small_change_pays_for_the_whole_item() -> None:
    before = {**item(5000), "seen": 1}
    assert write_charge(PLAIN, before, {**before, "seen": 2}) == wcu(5)


def test_a_write_that_changes_nothing_pays_in_full() -> None:
    assert write_charge(PLAIN, item(3000), item(3000)) == wcu(3)


def test_a_delete_pays_for_the_old_image() -> None:
    assert write_charge(PLAIN, item(3000), None) == wcu(3)


def test_deleting_a_missing_item_costs_1() -> None:
    assert write_charge(PLAIN, None, None) == wcu(1)
    assert write_charge(MAIL, None, None) == wcu(1)


def test_each_request_of_a_batch_is_rounded_on_its_own() -> None:
    batch = [write_charge(PLAIN, None, item(300)) for _ in range(25)]
    assert sum(batch) == wcu(25)


def test_a_transaction_doubles_after_rounding() -> None:
    assert write_charge(PLAIN, None, item(1025), transactional=True) == wcu(4)
    assert write_charge(PLAIN, None, None, transactional=True) == wcu(2)


def test_a_transaction_doubles_the_table_and_never_an_index() -> None:
    mail = {"pk": "1", "sk": "1", "group": "g", "rank": 1}
    once, twice = (
        write_charge(MAIL, None, mail, transactional=t) for t in (False, True)
    )
    assert (once.table, twice.table) == (1, 2)
    assert (once.gsi, once.lsi) == ({"by-group": 1}, {"by-rank": 1})
    assert (twice.gsi, twice.lsi) == (once.gsi, once.lsi)


def test_three_small_puts_in_a_transaction_cost_6_and_their_index_3() -> None:
    put = {"pk": "1", "sk": "1", "group": "g", "x": "x" * 270}
    three = [write_charge(MAIL, None, put, transactional=True) for _ in range(3)]
    assert sum(three) == Charge(unit="write", table=6, gsi={"by-group": 3})


def test_every_index_is_charged_on_its_own_arm() -> None:
    mail = {"pk": "1", "sk": "1", "group": "g", "day": "d", "user": "u", "rank": 1}
    assert write_charge(MAIL, None, {**mail, "x": "x" * 2000}) == Charge(
        unit="write",
        table=2,
        gsi={"by-group": 2, "by-day": 1, "by-user": 1},
        lsi={"by-rank": 1},
    )


def test_a_failed_condition_where_nothing_was_costs_1() -> None:
    assert failed_write_charge(PLAIN, None, item(5000)) == wcu(1)
    assert failed_write_charge(PLAIN, None, None) == wcu(1)


def test_a_failed_condition_costs_the_larger_of_stored_and_attempted() -> None:
    assert failed_write_charge(PLAIN, item(3000), item(100)) == wcu(3)
    assert failed_write_charge(PLAIN, item(100), item(3000)) == wcu(3)
    assert failed_write_charge(PLAIN, item(3000), None) == wcu(3)


def test_a_failed_condition_is_charged_on_the_table_alone() -> None:
    mail = {"pk": "1", "sk": "1", "group": "g"}
    assert failed_write_charge(MAIL, mail, {**mail, "group": "h"}) == wcu(1)


def test_a_failed_condition_names_the_open_rule_where_it_matters() -> None:
    assert failed_write_charge(PLAIN, item(100), item(3000)).notes == (FAILED_WRITE,)
    assert failed_write_charge(PLAIN, item(3000), item(100)).notes == ()
    assert failed_write_charge(PLAIN, item(100), item(200)).notes == ()


def test_a_condition_check_costs_twice_the_item_and_2_for_a_missing_one() -> None:
    assert condition_check_charge(PLAIN, item(1025)) == wcu(4)
    assert condition_check_charge(PLAIN, item(1024)) == wcu(2)
    assert condition_check_charge(PLAIN, None) == wcu(2)
    mail = {"pk": "1", "sk": "1", "group": "g"}
    assert condition_check_charge(MAIL, mail) == wcu(2)


def test_a_replayed_token_costs_reads_twice_each_action() -> None:
    writes = [(None, item(100)), (item(4097), item(100)), (None, None)]
    assert transact_replay_charge(PLAIN, writes) == Charge(unit="read", table=2 + 4 + 2)


def test_a_replayed_token_costs_an_index_nothing() -> None:
    mail = {"pk": "1", "sk": "1", "group": "g"}
    assert transact_replay_charge(MAIL, [(None, mail)]).gsi == {}


def test_a_replayed_token_names_the_open_rule_where_it_matters() -> None:
    assert transact_replay_charge(PLAIN, [(item(5000), None)]).notes == (
        REPLAYED_WRITE,
    )
    assert transact_replay_charge(PLAIN, [(None, item(5000))]).notes == ()


def test_a_number_in_doubt_is_named_where_its_byte_matters() -> None:
    sure = {"pk": "1", "n": 12, "x": ""}
    left = 1024 - item_bytes(sure)
    for number, size, notes in (
        (120, left, (NUMBER_SIZE,)),
        (120, left - 1, ()),
        (12, left, ()),
    ):
        full = {**sure, "n": number, "x": "x" * size}
        charge = write_charge(PLAIN, None, full)
        assert (charge, charge.notes) == (wcu(1), notes)


def test_a_number_in_doubt_is_named_by_an_index_too() -> None:
    mail = {"pk": "1", "sk": "1", "user": "u", "title": 120, "x": "x" * 2000}
    pad = 1024 - item_bytes({n: mail[n] for n in ("pk", "sk", "user", "title")})
    mail["title"] = ["x" * (pad - 5), 120]  # a list: 3, and 1 for each element
    charge = write_charge(MAIL, None, mail)
    assert charge.gsi == {"by-user": 1}
    assert charge.notes == (NUMBER_SIZE,)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (None, 1500, "new item, its whole size: 2"),
        (100, 1500, "the larger of before and after, whole items: max(1, 2) = 2"),
        (1500, None, "item deleted, the whole size it had: 2"),
        (None, None, "nothing there to delete, the least there is: 1"),
    ],
)
def test_a_step_says_how_the_table_was_charged(
    before: int | None, after: int | None, said: str
) -> None:
    images = [None if size is None else item(size) for size in (before, after)]
    (step,) = ItemWrite(PLAIN, images[0], images[1]).steps()
    assert str(step) == said


def test_a_step_says_that_a_transaction_doubles() -> None:
    (step,) = ItemWrite(PLAIN, item(100), item(1500), transactional=True).steps()
    assert str(step).endswith(": max(1, 2) × 2 (transaction) = 4")
    (step,) = ConditionCheck(PLAIN, item(1500)).steps()
    assert str(step) == "condition check, the whole item: 2 × 2 (transaction) = 4"


def test_a_failed_write_says_what_it_was_charged_for() -> None:
    said = "condition failed, charged on the table alone: "
    for before, after, sum_ in ((None, 1500, "1"), (100, 1500, "max(1, 2) = 2")):
        images = [None if size is None else item(size) for size in (before, after)]
        (step,) = FailedWrite(PLAIN, images[0], images[1]).steps()
        assert str(step) == said + sum_


def test_a_replay_has_a_step_for_each_action() -> None:
    replays = (ReplayedWrite(PLAIN, None, item(size)) for size in (10, 5000))
    steps = [step for replay in replays for step in replay.steps()]
    assert [(step.sizes, step.units) for step in steps] == [((10,), 2), ((5000,), 4)]
