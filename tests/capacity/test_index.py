"""What an index holds, and its ladder, by hand."""

from typing import Any

import pytest

from ddbhelpers.capacity import ItemWrite, index_entry, item_bytes, write_charge
from ddbhelpers.capacity.index import (
    CHANGED,
    ENTERED,
    LEFT,
    MOVED,
    NEVER_IN,
    UNCHANGED,
)
from ddbhelpers.errors import CapacityError
from ddbhelpers.model import SecondaryIndex, Table
from tests.capacity.tables import CUPS, MAIL

ITEM = {
    "pk": "1",
    "sk": "2",
    "group": "g",
    "day": "d",
    "user": "u",
    "rank": 7,
    "title": "t",
    "text": "hello",
}
MATCH = {"pk": "1", "cup": "c", "region": "r", "year": 2026, "round": "1"}
FULL = {**MATCH, "bracket": "upper", "score": 3}

ONE = Table(
    name="one",
    partition_key="pk",
    indexes=(
        SecondaryIndex(
            name="index",
            partition_key="a",
            sort_key="b",
            projection=["in"],
        ),
    ),
)


def climbed(before: dict[str, Any] | None, after: dict[str, Any] | None) -> Any:
    """Give the rule, its sentence and the units of the one index's step."""
    step = ItemWrite(ONE, before, after).steps()[1]
    assert write_charge(ONE, before, after).gsi.get("index", 0) == step.units
    return step.rule, str(step).removeprefix(f"{step.rule}: "), step.units


def image(entry_bytes: int, a: str | None = "1", b: str = "1", out: str = "") -> Any:
    """Make an item whose index entry has that many bytes."""
    item = {"pk": "1", "b": b, "in": "", "out": out, **({} if a is None else {"a": a})}
    there = item_bytes({name: item[name] for name in item if name != "out"})
    return {**item, "in": "x" * (entry_bytes - there)}


def test_an_entry_projecting_all_is_the_whole_item() -> None:
    assert index_entry(MAIL, "by-group", ITEM) == ITEM


def test_an_item_of_keys_alone_is_in_an_index_that_turns_them_round() -> None:
    table = Table(
        name="graph",
        partition_key="pk",
        sort_key="sk",
        indexes={"turned": {"partition_key": "sk", "sort_key": "pk"}},
    )
    edge = {"pk": "a", "sk": "b"}
    assert index_entry(table, "turned", edge) == edge
    assert write_charge(table, None, edge).gsi == {"turned": 1}


def test_an_entry_with_keys_only_has_table_keys_and_index_keys_once() -> None:
    assert index_entry(MAIL, "by-day", ITEM) == {"pk": "1", "sk": "2", "day": "d"}
    assert index_entry(MAIL, "by-rank", ITEM) == {"pk": "1", "sk": "2", "rank": 7}


def test_an_entry_with_include_has_the_attributes_named_too() -> None:
    assert index_entry(MAIL, "by-user", ITEM) == {
        "pk": "1",
        "sk": "2",
        "user": "u",
        "title": "t",
    }
    without = {name: value for name, value in ITEM.items() if name != "title"}
    assert index_entry(MAIL, "by-user", without) == {"pk": "1", "sk": "2", "user": "u"}


@pytest.mark.parametrize(
    ("index", "key"), [("by-group", "group"), ("by-day", "day"), ("by-rank", "rank")]
)
def test_an_item_without_the_index_key_is_not_in_the_index(
    index: str, key: str
) -> None:
    item = {name: value for name, value in ITEM.items() if name != key}
    assert index_entry(MAIL, index, item) is None


@pytest.mark.parametrize("missing", ["cup", "region", "year", "round", "bracket"])
def test_an_item_lacking_any_of_several_key_attributes_is_not_indexed(
    missing: str,
) -> None:
    assert index_entry(CUPS, "by-place", FULL) == {**MATCH, "bracket": "upper"}
    item = {name: value for name, value in FULL.items() if name != missing}
    assert index_entry(CUPS, "by-place", item) is None


@pytest.mark.parametrize("value", [12, "", None, True, b"d", "x" * 2049])
def test_an_item_older_than_the_index_with_an_impossible_key_is_not_in_it(
    value: Any,
) -> None:
    assert index_entry(MAIL, "by-day", {**ITEM, "day": value}) is None


def test_an_entry_has_the_form_that_the_item_has() -> None:
    item = {"pk": {"S": "1"}, "sk": {"S": "2"}, "rank": {"N": "7"}, "n": {"S": "x"}}
    entry = index_entry(MAIL, MAIL.index("by-rank"), item)
    assert entry == {name: item[name] for name in ("pk", "sk", "rank")}


def test_an_unknown_index_is_refused_with_those_there_are() -> None:
    with pytest.raises(CapacityError) as refused:
        index_entry(MAIL, "by-moon", ITEM)
    assert str(refused.value) == (
        "table 'mail' has no index 'by-moon'; allowed: by-group, by-day, by-user, "
        "by-rank; correct the name, or add the index to the table"
    )


def test_an_index_of_another_table_is_refused() -> None:
    with pytest.raises(CapacityError, match="no index 'by-place'"):
        index_entry(MAIL, CUPS.index("by-place"), ITEM)


def test_ladder_absent_to_absent_costs_nothing() -> None:
    out = image(100, a=None)
    assert climbed(out, {**out, "out": "y"}) == (NEVER_IN, "0", 0)
    assert climbed(None, None) == (NEVER_IN, "0", 0)


def test_ladder_an_identical_entry_costs_nothing() -> None:
    images = image(1500), image(1500, out="y" * 3000)
    assert climbed(*images) == (UNCHANGED, "0", 0)
    assert ItemWrite(ONE, *images).steps()[1].sizes == (1500, 1500)


def test_ladder_an_entry_equal_in_value_is_identical() -> None:
    before, after = (
        {
            "pk": {"S": "1"},
            "a": {"S": "1"},
            "b": {"S": "1"},
            "in": {"L": [{"N": number}, {"SS": members}]},
        }
        for number, members in (("1.0", ["a", "b"]), ("1", ["b", "a"]))
    )
    assert climbed(before, after) == (UNCHANGED, "0", 0)


def test_ladder_absent_to_present_costs_the_new_entry() -> None:
    assert climbed(None, image(1025)) == (ENTERED, "2", 2)
    assert climbed(image(3000, a=None), image(1024)) == (ENTERED, "1", 1)


def test_ladder_present_to_absent_costs_the_old_entry() -> None:
    assert climbed(image(1025), None) == (LEFT, "2", 2)
    assert climbed(image(1024), image(3000, a=None)) == (LEFT, "1", 1)


def test_ladder_same_index_key_costs_the_larger_entry() -> None:
    assert climbed(image(800), image(1500)) == (CHANGED, "max(1, 2) = 2", 2)
    assert climbed(image(1500), image(800)) == (CHANGED, "max(2, 1) = 2", 2)


@pytest.mark.parametrize("key", [{"a": "2"}, {"b": "2"}])
def test_ladder_an_index_key_moved_costs_both_entries_rounded_apart(
    key: dict[str, str],
) -> None:
    assert climbed(image(800), image(1500, **key)) == (MOVED, "1 + 2 = 3", 3)
    assert climbed(image(100), image(100, **key)) == (MOVED, "1 + 1 = 2", 2)


def test_ladder_moved_is_not_rounded_as_one_sum() -> None:
    # 500 + 500 bytes would fit one unit
    assert climbed(image(500), image(500, a="2"))[2] == 2


def test_ladder_of_a_key_of_several_attributes_moves_with_any_of_them() -> None:
    for key, value in {"cup": "d", "year": 2027, "bracket": "lower"}.items():
        charge = write_charge(CUPS, FULL, {**FULL, key: value})
        assert charge.gsi == {"by-place": 2}
    assert write_charge(CUPS, FULL, {**FULL, "score": 4}).gsi == {}
    assert write_charge(CUPS, FULL, MATCH).gsi == {"by-place": 1}


def test_ladder_a_number_key_written_differently_has_not_moved() -> None:
    before = {"pk": {"S": "1"}, "sk": {"S": "2"}, "rank": {"N": "7"}}
    after = {**before, "rank": {"N": "7.0"}}
    assert write_charge(MAIL, before, after).lsi == {}


def test_an_index_made_later_has_nothing_of_an_item_that_violates_it() -> None:
    before = {**ITEM, "day": 12}
    charge = write_charge(MAIL, before, {**ITEM, "day": "d"})
    assert charge.gsi["by-day"] == 1
