"""What one request meets and is charged, counted by hand."""

from typing import Any

import pytest

from ddbhelpers.capacity import Charge
from ddbhelpers.errors import PatternError, PlanError
from ddbhelpers.model.wire import Item
from ddbhelpers.plan import PatternCharge, pattern_charge, take_stock
from tests.plan.examples import KEY, letter, mail

TEN = [letter(n, 1000) for n in range(10)]


def asked(
    given: list[Item],
    /,
    changes: list[str] | None = None,
    table: dict[str, Any] | None = None,
    volume: float | None = None,
    **pattern: Any,
) -> PatternCharge:
    model = mail({"name": "asked", "returns": "Letter", **pattern}, **(table or {}))
    stock = take_stock(model, given, volume=volume)
    return pattern_charge(stock, model.pattern("asked"), changes)


def read(given: list[Item], /, **pattern: Any) -> Charge:
    return asked(given, **pattern).charges["mail"]


def written(given: list[Item], /, *writes: dict[str, Any], **pattern: Any) -> Charge:
    each = [{"entity": "Letter", **write} for write in writes]
    operation = pattern.pop("operation", "TransactWriteItems")
    answer = asked(given, operation=operation, writes=each, returns=None, **pattern)
    return answer.charges["mail"]


def test_a_query_sums_and_rounds_once() -> None:
    # 10 × 1,000 bytes: ⌈10,000 / 4,096⌉ = 3, eventually consistent 1.5
    assert read(TEN, operation="Query", key=KEY, items=10).table == 1.5
    assert read(TEN, operation="Query", key=KEY, items=10, consistency="strong") == (
        Charge(unit="read", table=3)
    )


def test_an_answer_longer_than_the_limit_takes_several_pages() -> None:
    answer = asked(TEN, operation="Query", key=KEY, items=10, limit=4)
    # pages of 4, 4 and 2 letters: ⌈4,000 / 4,096⌉ = ⌈2,000 / 4,096⌉ = 1, halved
    assert (answer.pages, answer.items, answer.units) == (3, 10, 1.5)


def test_a_page_ends_at_1_mb() -> None:
    large = [letter(n, 300_000) for n in range(7)]
    answer = asked(large, operation="Query", key=KEY, items=7)
    # three letters fit in a page: ⌈900,000 / 4,096⌉ = 220, halved, twice; and one more
    # page of ⌈300,000 / 4,096⌉ = 74, halved
    assert (answer.pages, answer.units) == (3, 257)


def test_without_items_or_limit_an_answer_is_an_item_collection() -> None:
    items = TEN + [letter(n, 1000, owner="b") for n in range(2)]
    answer = asked(items, operation="Query", key=KEY)
    # 10 letters 1.5, 2 letters 0.5: each owner is asked equally often
    assert (answer.items, answer.units) == (6, 1)


def test_a_query_of_a_whole_key_meets_one_item() -> None:
    whole = {**KEY, "sk": "{number:04}"}
    answer = asked(TEN, operation="Query", key=whole, items=5)
    assert (answer.items, answer.pages, answer.units) == (1, 1, 0.5)


def test_fewer_items_than_an_answer_has_are_met_again() -> None:
    answer = asked(TEN[:1], operation="Query", key=KEY, items=10)
    assert (answer.items, answer.units) == (10, 1.5)


def test_requests_are_averaged() -> None:
    items = [letter(1, 4096), letter(2, 4097)]
    # 0.5 and 1
    assert read(items, operation="Query", key=KEY, items=1).table == 0.75


def test_a_get_item_rounds_each_item() -> None:
    key = {"pk": "L#{owner}", "sk": "{number:04}"}
    items = [letter(1, 4096), letter(2, 4097)]
    assert read(items, operation="GetItem", key=key, consistency="strong").table == 1.5


def test_a_scan_walks_the_whole_volume() -> None:
    # 10,000 bytes: 1.5; a thousand times so many items: a thousand times so much
    assert read(TEN, operation="Scan", returns=None).table == 1.5
    answer = asked(TEN, operation="Scan", returns=None, volume=10_000)
    assert (answer.units, answer.items, answer.pages) == (1500, 10_000, 1000)


def test_a_scan_with_a_limit_is_one_page() -> None:
    answer = asked(TEN, operation="Scan", limit=5, items=3, volume=10_000)
    assert (answer.units, answer.items, answer.pages) == (1, 5, 1)


def test_an_index_is_read_on_its_entries_and_charged_itself() -> None:
    items = [letter(1, 5000, "g"), letter(2, 5000)]
    index = {"partition_key": "group", "sort_key": "sk", "projection": "KEYS_ONLY"}
    answer = asked(
        items,
        operation="Query",
        index="by-group",
        key={"group": "{group}"},
        items=10,
        attributes=["pk"],
        table={"indexes": {"by-group": index}},
    )
    assert answer.charges == {"mail": Charge(unit="read", gsi={"by-group": 0.5})}


def test_a_local_index_fetches_what_it_does_not_hold() -> None:
    index = {"kind": "local", "partition_key": "pk", "sort_key": "group"}
    index["projection"] = "KEYS_ONLY"
    charge = read(
        [letter(n, 5000, "g") for n in range(3)],
        operation="Query",
        index="by-rank",
        key=KEY,
        items=3,
        attributes=["text"],
        table={"indexes": {"by-rank": index}},
    )
    # entries 0.5; each letter ⌈5,000 / 4,096⌉ = 2, halved, three times
    assert charge == Charge(unit="read", table=3, lsi={"by-rank": 0.5})


def test_a_put_and_a_delete_are_charged_on_every_arm() -> None:
    items = [letter(1, 2000, "g"), letter(2, 1000)]
    # ⌈2,000⌉ = 2 and ⌈1,000⌉ = 1; half of them are in the index, with 2
    put = written(items, {"action": "put"}, operation="PutItem")
    assert put == Charge(unit="write", table=1.5, gsi={"by-group": 1})
    assert written(items, {"action": "delete"}, operation="DeleteItem") == put


def test_a_transaction_doubles_the_table_and_not_the_index() -> None:
    moved = [{"action": "delete", "items": 2}, {"action": "put", "items": 2}]
    charge = written([letter(1, 1000, "g")], *moved)
    assert charge == Charge(unit="write", table=8, gsi={"by-group": 4})
    check = written([letter(1, 3000, "g")], {"action": "check"})
    assert check == Charge(unit="write", table=6)


def test_an_update_changes_all_that_is_no_key_or_what_is_said() -> None:
    def update(projection: Any, changes: list[str] | None) -> Charge:
        index = {"partition_key": "group", "sort_key": "sk", "projection": projection}
        return written(
            [letter(1, 1500, "g")],
            {"action": "update", "items": 3},
            operation="UpdateItem",
            changes=changes,
            table={"indexes": {"by-group": index}},
        )

    # the same index key, the entry differs: ⌈1,500⌉ = 2, three items
    assert update("ALL", None) == Charge(unit="write", table=6, gsi={"by-group": 6})
    assert update("KEYS_ONLY", None) == Charge(unit="write", table=6)
    assert update("KEYS_ONLY", ["text"]) == Charge(unit="write", table=6)
    # nothing of the item: paid in full on the table, not on the index
    assert update("ALL", ["none"]) == Charge(unit="write", table=6)
    # the index key moves: an old entry and a new one, 1 each
    moved = Charge(unit="write", table=6, gsi={"by-group": 6})
    assert update("KEYS_ONLY", ["group"]) == moved


def test_refusals() -> None:
    with pytest.raises(PatternError, match="asked has no operation yet"):
        asked(TEN, returns=None)
    with pytest.raises(PlanError) as refused:
        asked(
            TEN, operation="Query", index="by-group", key={"group": "{group}"}, items=1
        )
    assert str(refused.value) == (
        "asked: none of the items given stands in index by-group; "
        "sample or load items of every entity that is asked for"
    )
    with pytest.raises(PlanError) as refused:
        asked(TEN, operation="PutItem", returns=None)
    assert str(refused.value) == (
        "asked does not list its writes; "
        "list what it puts, updates or deletes under writes"
    )
    with pytest.raises(PlanError, match="an update that changes sk"):
        written(TEN, {"action": "update"}, operation="UpdateItem", changes=["sk"])
