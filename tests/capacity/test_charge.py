"""A charge is a value: it adds up, compares, copies and says itself in one line."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from ddbhelpers.capacity import Charge, add_up
from ddbhelpers.capacity.charge import Arm
from ddbhelpers.capacity.open_rules import FAILED_WRITE, NUMBER_SIZE
from ddbhelpers.capacity.step import Step, Weight, charge_of
from ddbhelpers.errors import CapacityError

WRITE = Charge(unit="write", table=1, gsi={"by-group": 2}, lsi={"by-day": 1})


def test_the_total_is_the_sum_of_all_arms() -> None:
    assert WRITE.total == 4


def test_an_arm_charged_nothing_is_left_out() -> None:
    charge = Charge(unit="write", table=1, gsi={"by-group": 0})
    assert (dict(charge.gsi), charge) == ({}, Charge(unit="write", table=1))


def test_charges_add_up_arm_by_arm() -> None:
    other = Charge(unit="write", table=2, gsi={"by-group": 1, "by-name": 3})
    assert WRITE + other == Charge(
        unit="write", table=3, gsi={"by-group": 3, "by-name": 3}, lsi={"by-day": 1}
    )
    assert sum([WRITE, WRITE, WRITE], Charge(unit="write")).total == 12
    assert sum([WRITE, WRITE]) == WRITE + WRITE


def test_no_charges_add_up_to_nothing_of_their_unit() -> None:
    assert add_up([], "read") == Charge(unit="read")
    assert add_up([WRITE], "write") == WRITE


def test_reads_and_writes_do_not_add_up() -> None:
    with pytest.raises(CapacityError) as refused:
        WRITE + Charge(unit="read", table=1)
    assert str(refused.value) == (
        "write units added to read units; allowed: charges of one unit; "
        "sum reads and writes apart"
    )


def test_a_charge_and_a_number_do_not_add_up() -> None:
    with pytest.raises(TypeError):
        WRITE + 1  # type: ignore[operator]  # refused
    with pytest.raises(TypeError):
        1 + WRITE


def test_the_same_units_are_equal_and_hash_alike_whatever_the_notes() -> None:
    noted = Charge(unit="write", table=1, notes=(NUMBER_SIZE,))
    plain = Charge(unit="write", table=1.0)
    assert noted == plain
    assert len({noted, plain}) == 1
    assert Charge(unit="read", table=1) != plain
    assert plain != WRITE
    assert len({hash(charge) for charge in (plain, WRITE, WRITE + plain)}) == 3
    assert hash(Charge(unit="write", gsi={"a": 1})) != hash(Charge(unit="write"))


def test_a_sum_keeps_each_note_once() -> None:
    one = Charge(unit="write", table=1, notes=(NUMBER_SIZE,))
    other = Charge(unit="write", table=1, notes=(FAILED_WRITE, NUMBER_SIZE))
    assert (one + other).notes == (NUMBER_SIZE, FAILED_WRITE)


def test_a_charge_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        WRITE.table = 0  # type: ignore[misc]  # refused
    with pytest.raises(TypeError):
        WRITE.gsi["by-group"] = 0  # type: ignore[index]  # refused


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_charge_can_be_copied(copied: Callable[[Charge], Charge]) -> None:
    assert copied(WRITE) == WRITE


def test_a_charge_can_be_pickled() -> None:
    noted = Charge(unit="read", table=0.5, notes=(NUMBER_SIZE,))
    again = pickle.loads(pickle.dumps(noted))
    assert (again, again.notes) == (noted, (NUMBER_SIZE,))


def test_its_arms_are_there_for_display_table_first() -> None:
    assert WRITE.arms == (
        Arm("table", None, 1),
        Arm("gsi", "by-group", 2),
        Arm("lsi", "by-day", 1),
    )
    assert Charge(unit="read", gsi={"by-group": 1}).arms[0].kind == "gsi"


@pytest.mark.parametrize(
    ("arms", "said"),
    [
        (
            {"table": 1, "gsi": {"g": 2.0}, "lsi": {"l": 1}},
            "4 read units (table 1, gsi g 2, lsi l 1)",
        ),
        ({"table": 1.0}, "1 read unit (table 1)"),
        ({"table": 0.5}, "0.5 read units (table 0.5)"),
        ({}, "0 read units (no arm)"),
    ],
)
def test_a_charge_says_itself_in_one_line(arms: Any, said: str) -> None:
    charge = Charge(unit="read", **arms)
    assert (str(charge), repr(charge)) == (said, f"<Charge: {said}>")


def test_steps_of_one_arm_add_up() -> None:
    steps = [Step("gsi", "by-day", "", (Weight(1),), 1024) for _ in range(2)]
    assert charge_of("write", steps) == Charge(unit="write", gsi={"by-day": 2})
