"""Reads, by hand: consistency, pages, single items, indexes, fetches, partitions.

`item(n)` has exactly n bytes.
"""

from typing import Any

import pytest

from ddbhelpers.capacity import (
    Charge,
    ItemsRead,
    as_dynamodb_json,
    item_bytes,
    read_charge,
)
from ddbhelpers.capacity.open_rules import NUMBER_SIZE
from ddbhelpers.capacity.read import Consistency
from ddbhelpers.errors import CapacityError
from tests.capacity.tables import MAIL, PLAIN

MAIL_KEY = {"pk": "1", "sk": "1"}
NO_FETCH = (
    "items fetched without a local secondary index; allowed: only a local secondary "
    "index fetches what it does not hold; name the local index, or leave `fetched` out"
)
HALF_AND_WHOLE: dict[Consistency, float] = {"eventual": 0.5, "strong": 1}


def item(size: int) -> dict[str, Any]:
    made = {"pk": "1", "x": "x" * (size - 4)}
    assert item_bytes(made) == size
    return made


def mail(size: int, **more: Any) -> dict[str, Any]:
    return {"pk": "1", "sk": "1", "x": "x" * size, **more}


def rcu(units: float) -> Charge:
    return Charge(unit="read", table=units)


@pytest.mark.parametrize(
    ("size", "units"),
    [(4, 1), (4095, 1), (4096, 1), (4097, 2), (8192, 2), (8193, 3), (409_600, 100)],
)
def test_a_strong_read_costs_its_bytes_rounded_up_to_4_kilobytes(
    size: int, units: int
) -> None:
    assert read_charge(PLAIN, [item(size)], consistency="strong") == rcu(units)


def test_an_eventual_read_costs_half() -> None:
    assert read_charge(PLAIN, [item(4096)]) == rcu(0.5)
    assert read_charge(PLAIN, [item(4097)]) == rcu(1)


def test_a_transactional_read_costs_double_and_rounds_each_item() -> None:
    items = [item(4097), item(100)]
    for each in (True, False):
        assert read_charge(PLAIN, items, consistency="transactional", each=each) == rcu(
            4 + 2
        )


def test_single_items_round_on_their_own() -> None:
    items = [item(100)] * 3 + [item(4097)]
    assert read_charge(PLAIN, items, each=True) == rcu(0.5 * (3 + 2))


@pytest.mark.parametrize(
    ("consistency", "units"), [("eventual", 0.5), ("strong", 1), ("transactional", 2)]
)
def test_a_missing_key_costs_the_minimum(consistency: Any, units: float) -> None:
    charge = read_charge(PLAIN, [None], each=True, consistency=consistency)
    assert charge == rcu(units)
    three = read_charge(PLAIN, [None] * 3, each=True, consistency=consistency)
    assert three == rcu(3 * units)


def test_no_single_item_costs_nothing() -> None:
    assert read_charge(PLAIN, [], each=True) == rcu(0)


def test_a_page_is_summed_and_then_rounded_once() -> None:
    assert read_charge(PLAIN, [item(1000)] * 4) == rcu(0.5)
    assert read_charge(PLAIN, [item(1024)] * 5) == rcu(1)
    assert read_charge(PLAIN, [item(1024)] * 5, consistency="strong") == rcu(2)


def test_an_empty_page_costs_a_half_or_1() -> None:
    assert read_charge(PLAIN, []) == rcu(0.5)
    assert read_charge(PLAIN, [], consistency="strong") == rcu(1)


def test_a_scan_costs_the_minimum_for_each_partition_it_touches() -> None:
    assert read_charge(PLAIN, [item(100)], partitions=2) == rcu(1)
    assert read_charge(PLAIN, [item(100)], partitions=4) == rcu(2)
    assert read_charge(PLAIN, [], partitions=4, consistency="strong") == rcu(4)
    assert read_charge(PLAIN, [item(40_000)], partitions=4) == rcu(5)


def test_a_read_through_a_gsi_is_sized_on_its_entries_and_charged_to_it() -> None:
    items = [mail(5000, day="d", sk=str(n)) for n in range(8)]
    assert read_charge(MAIL, items, index="by-day") == Charge(
        unit="read", gsi={"by-day": 0.5}
    )
    items = [mail(5000, group="g", sk=str(n)) for n in range(8)]
    assert read_charge(MAIL, items, index=MAIL.index("by-group")) == Charge(
        unit="read", gsi={"by-group": 5}
    )


def test_an_empty_page_of_an_index_costs_the_index() -> None:
    assert read_charge(MAIL, [], index="by-day") == Charge(
        unit="read", gsi={"by-day": 0.5}
    )


def test_what_is_not_in_the_index_weighs_nothing() -> None:
    items = [mail(5000), mail(10, group="g")]
    assert read_charge(MAIL, items, index="by-group").gsi == {"by-group": 0.5}


def test_a_read_through_an_lsi_is_charged_to_it_and_may_be_strong() -> None:
    items = [mail(5000, rank=n, sk=str(n)) for n in range(8)]
    for consistency, units in HALF_AND_WHOLE.items():
        assert read_charge(
            MAIL, items, index="by-rank", consistency=consistency
        ) == Charge(unit="read", lsi={"by-rank": units})


def test_an_lsi_fetch_rounds_each_whole_item_and_charges_the_table() -> None:
    items = [mail(5000, rank=n, sk=str(n)) for n in range(3)]
    for consistency, half in HALF_AND_WHOLE.items():
        assert read_charge(
            MAIL, items, index="by-rank", fetched=items, consistency=consistency
        ) == Charge(unit="read", table=6 * half, lsi={"by-rank": half})


def test_an_item_that_violates_an_index_made_later_can_be_read() -> None:
    items = [mail(10, day=12)]
    assert read_charge(MAIL, items) == rcu(0.5)
    assert read_charge(MAIL, items, index="by-day").gsi == {"by-day": 0.5}


def test_a_number_in_doubt_is_named_where_its_byte_matters() -> None:
    full = {"pk": "1", "n": 120, "x": ""}
    full["x"] = "x" * (4096 - item_bytes(full))
    assert read_charge(PLAIN, [full]).notes == (NUMBER_SIZE,)
    assert read_charge(PLAIN, [full], each=True).notes == (NUMBER_SIZE,)
    assert read_charge(PLAIN, [full], partitions=4).notes == ()
    assert read_charge(PLAIN, [full, item(10)]).notes == ()


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (
            {"index": "by-day", "consistency": "strong"},
            "a strongly consistent read of global secondary index 'by-day'; "
            "allowed: eventual; read the table, or a local secondary index",
        ),
        (
            {"index": "by-day", "consistency": "transactional"},
            "a transactional read of index 'by-day'; allowed: TransactGetItems reads "
            "tables only; read the table, or read the index without a transaction",
        ),
        (
            {"index": "by-rank", "consistency": "transactional"},
            "a transactional read of index 'by-rank'; allowed: TransactGetItems reads "
            "tables only; read the table, or read the index without a transaction",
        ),
        (
            {"index": "by-day", "each": True},
            "single items read from index 'by-day'; allowed: Query and Scan "
            "(each=False); GetItem, BatchGetItem and TransactGetItems read the table",
        ),
        (
            {"index": "by-moon"},
            "table 'mail' has no index 'by-moon'; allowed: by-group, by-day, by-user, "
            "by-rank; correct the name, or add the index to the table",
        ),
        ({"fetched": [MAIL_KEY]}, NO_FETCH),
        ({"index": "by-day", "fetched": [MAIL_KEY]}, NO_FETCH),
        (
            {"partitions": 0},
            "partitions=0; allowed: 1 or more, above 1 for a Scan only",
        ),
        (
            {"partitions": 2, "each": True},
            "partitions=2; allowed: 1 or more, above 1 for a Scan only",
        ),
        (
            {"consistency": "weak"},
            "consistency 'weak'; allowed: 'eventual', 'strong', 'transactional'",
        ),
    ],
)
def test_what_dynamodb_cannot_read_is_refused(
    wanted: dict[str, Any], said: str
) -> None:
    with pytest.raises(CapacityError) as refused:
        read_charge(MAIL, [], **wanted)
    assert str(refused.value) == said


def test_a_step_says_how_a_page_was_charged() -> None:
    (step,) = ItemsRead(PLAIN, [item(5000)] * 2).steps()
    assert (step.sizes, str(step)) == (
        (10_000,),
        "evaluated bytes of the page, rounded once: "
        "3 × 0.5 (eventually consistent) = 1.5",
    )


def test_a_step_says_how_partitions_were_charged() -> None:
    (step,) = ItemsRead(PLAIN, [], partitions=4, consistency="strong").steps()
    assert str(step).endswith("for each partition touched: max(1, 4) = 4")


def test_steps_tell_what_was_walked_from_what_was_fetched() -> None:
    items = [mail(5000, rank=n) for n in range(2)]
    walked, fetched = ItemsRead(MAIL, items, index="by-rank", fetched=items).steps()
    assert (walked.arm.kind, walked.arm.index, walked.units) == ("lsi", "by-rank", 0.5)
    assert str(fetched) == (
        "unprojected attributes fetched, each whole item rounded on its own: "
        "(2 + 2) × 0.5 (eventually consistent) = 2"
    )


def test_its_images_are_what_was_walked_and_then_what_was_fetched() -> None:
    there = mail(10, rank=1)
    single = ItemsRead(MAIL, [there, None], each=True).images()
    assert single == (("item", there), ("item", None))
    entry = as_dynamodb_json({"pk": "1", "sk": "1", "rank": 1})
    page = ItemsRead(MAIL, [there, None], index="by-rank", fetched=[there]).images()
    assert page == (("entry", entry), ("entry", None), ("fetched", there))


def test_a_step_of_many_items_stays_short() -> None:
    for count, said in (
        (6, "1 + 1 + 1 + 1 + 1 + 1"),
        (7, "1 + 1 + 1 + 1 + … + 1"),
        (100, "1 + 1 + 1 + 1 + … + 1"),
    ):
        read = ItemsRead(PLAIN, [item(10)] * count, each=True, consistency="strong")
        (step,) = read.steps()
        assert str(step).endswith(f": {said} = {count}")
