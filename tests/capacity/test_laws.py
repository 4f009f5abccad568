"""Laws that every charge obeys, whatever the items."""

from itertools import pairwise
from typing import Any, get_args

from hypothesis import strategies as st

from ddbhelpers.capacity import (
    ItemWrite,
    add_up,
    as_dynamodb_json,
    condition_check_charge,
    failed_write_charge,
    index_entry,
    item_bytes,
    read_charge,
    write_charge,
)
from ddbhelpers.capacity.read import Consistency
from ddbhelpers.capacity.step import rounded_up
from tests.capacity.strategies import NAMES, SCALARS, SETS, VALUES, law
from tests.capacity.tables import MAIL

KEYS = st.text("ab", min_size=1, max_size=2)
LISTS = st.lists(SCALARS, max_size=3)
KNOWN = {"pk", "sk", "group", "day", "user", "rank", "title"}


@st.composite
def mails(draw: st.DrawFn) -> dict[str, Any]:
    """Draw an item of table `mail`, in some of its indexes, of 0 to 8 KB."""
    item = {
        **draw(st.dictionaries(NAMES, SCALARS | SETS | LISTS, max_size=2)),
        **draw(st.dictionaries(st.sampled_from(["group", "day", "user"]), KEYS)),
        **draw(st.dictionaries(st.just("rank"), st.integers(0, 2))),
        **draw(st.dictionaries(st.just("title"), st.integers(0, 3000).map("t".ljust))),
        "x": "x" * draw(st.integers(0, 5000)),
    }
    return {**item, "pk": "1", "sk": "1"}


IMAGES = st.none() | mails()
PAGES = st.lists(mails(), max_size=4)


@law(mails(), NAMES.filter(lambda name: name not in KNOWN), VALUES)
def test_a_charge_never_falls_when_an_item_grows(
    item: dict[str, Any], name: str, value: Any
) -> None:
    smaller = {n: v for n, v in item.items() if n != name}
    larger = {**smaller, name: value}
    for less, more in (
        [write_charge(MAIL, None, item) for item in (smaller, larger)],
        [write_charge(MAIL, item, None) for item in (smaller, larger)],
    ):
        assert less.table <= more.table
        assert all(units <= more.gsi[index] for index, units in less.gsi.items())
    assert read_charge(MAIL, [smaller]).total <= read_charge(MAIL, [larger]).total
    assert (
        condition_check_charge(MAIL, smaller).total
        <= condition_check_charge(MAIL, larger).total
    )


@law(IMAGES, mails(), st.integers(0, 5000))
def test_the_table_never_pays_less_for_a_larger_image(
    before: dict[str, Any] | None, after: dict[str, Any], more: int
) -> None:
    larger = {**after, "x": after["x"] + "x" * more}
    assert (
        write_charge(MAIL, before, after).table
        <= write_charge(MAIL, before, larger).table
    )


@law(IMAGES, mails(), st.dictionaries(st.sampled_from(["u1", "u2"]), VALUES))
def test_an_unprojected_attribute_never_costs_an_index_anything(
    before: dict[str, Any] | None, after: dict[str, Any], extra: dict[str, Any]
) -> None:
    plain, with_extra = (
        write_charge(MAIL, before, image) for image in (after, {**after, **extra})
    )
    for index in ("by-day", "by-user"):
        assert plain.gsi.get(index) == with_extra.gsi.get(index)
    assert plain.lsi == with_extra.lsi


@law(IMAGES, IMAGES)
def test_a_write_and_its_undoing_cost_the_same(
    before: dict[str, Any] | None, after: dict[str, Any] | None
) -> None:
    assert write_charge(MAIL, before, after) == write_charge(MAIL, after, before)


@law(mails())
def test_writing_the_same_again_costs_no_index_anything(item: dict[str, Any]) -> None:
    charge = write_charge(MAIL, item, dict(reversed(item.items())))
    assert (charge.gsi, charge.lsi) == ({}, {})
    assert charge.table == rounded_up(item_bytes(item), 1024)


@law(IMAGES, IMAGES)
def test_an_index_pays_no_more_than_both_entries(
    before: dict[str, Any] | None, after: dict[str, Any] | None
) -> None:
    charge = write_charge(MAIL, before, after)
    for index in MAIL.indexes:
        entries = [index_entry(MAIL, index, it) for it in (before, after) if it]
        bound = sum(rounded_up(item_bytes(it), 1024) for it in entries if it)
        assert {**charge.gsi, **charge.lsi}.get(index.name, 0) <= bound


@law(IMAGES, IMAGES)
def test_a_transaction_doubles_the_table_alone(
    before: dict[str, Any] | None, after: dict[str, Any] | None
) -> None:
    once = write_charge(MAIL, before, after)
    twice = write_charge(MAIL, before, after, transactional=True)
    assert twice.table == 2 * once.table
    assert (twice.gsi, twice.lsi) == (once.gsi, once.lsi)


@law(IMAGES, IMAGES)
def test_a_failed_write_never_costs_more_than_one_that_succeeds(
    before: dict[str, Any] | None, attempted: dict[str, Any] | None
) -> None:
    failed = failed_write_charge(MAIL, before, attempted)
    assert 1 <= failed.total <= write_charge(MAIL, before, attempted).table


@law(IMAGES, IMAGES)
def test_both_forms_cost_the_same(
    before: dict[str, Any] | None, after: dict[str, Any] | None
) -> None:
    stored = [it and as_dynamodb_json(it) for it in (before, after)]
    charge = write_charge(MAIL, before, after)
    assert (
        charge == write_charge(MAIL, *stored) == write_charge(MAIL, before, stored[1])
    )
    there = [it for it in (before, after) if it]
    assert read_charge(MAIL, there) == read_charge(
        MAIL, [as_dynamodb_json(it) for it in there]
    )


@law(mails())
def test_an_entry_is_the_same_in_both_forms(item: dict[str, Any]) -> None:
    for index in MAIL.indexes:
        entry = index_entry(MAIL, index, item)
        stored = index_entry(MAIL, index, as_dynamodb_json(item))
        assert (entry and as_dynamodb_json(entry)) == stored
        assert entry is None or entry.items() <= item.items()


@law(IMAGES, IMAGES)
def test_a_charge_is_the_sum_of_its_steps(
    before: dict[str, Any] | None, after: dict[str, Any] | None
) -> None:
    steps = ItemWrite(MAIL, before, after).steps()
    assert len(steps) == 1 + len(MAIL.indexes)
    assert sum(step.units for step in steps) == write_charge(MAIL, before, after).total
    for step in steps:
        assert str(step).endswith(f" {step.units}")


@law(st.lists(st.tuples(IMAGES, IMAGES), max_size=3))
def test_charges_add_up_in_any_order(writes: list[Any]) -> None:
    charges = [write_charge(MAIL, *write) for write in writes]
    total = add_up(charges, "write")
    assert total == add_up(reversed(charges), "write")
    assert total.total == sum(charge.total for charge in charges)
    assert sum(arm.units for arm in total.arms) == total.total


@law(PAGES)
def test_a_page_never_costs_more_than_its_items_one_by_one(
    items: list[dict[str, Any]],
) -> None:
    page = read_charge(MAIL, items).total
    one_by_one = read_charge(MAIL, items, each=True).total
    assert page <= max(one_by_one, 0.5)


@law(st.lists(IMAGES, max_size=4))
def test_strong_is_twice_eventual_and_transactional_twice_strong(
    items: list[dict[str, Any] | None],
) -> None:
    eventual, strong, transactional = (
        read_charge(MAIL, items, each=True, consistency=consistency).total
        for consistency in get_args(Consistency)
    )
    assert [eventual * 2, strong * 2] == [strong, transactional]


@law(PAGES)
def test_an_index_never_costs_more_to_read_than_its_table(
    items: list[dict[str, Any]],
) -> None:
    table = read_charge(MAIL, items).total
    for index in MAIL.indexes:
        assert read_charge(MAIL, items, index=index).total <= table


@law(PAGES)
def test_a_page_never_falls_when_it_has_one_more_item(
    items: list[dict[str, Any]],
) -> None:
    growing = [read_charge(MAIL, items[:n]).total for n in range(len(items) + 1)]
    assert all(less <= more for less, more in pairwise(growing))
