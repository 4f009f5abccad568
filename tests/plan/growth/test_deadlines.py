"""Deadlines, by hand: what is left, divided by what comes in a month of 730 hours."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddbhelpers.errors import ModelError, PlanError
from ddbhelpers.model import Entity, Model
from ddbhelpers.plan import Deadline, deadlines_of, grown, growth_of, take_stock
from ddbhelpers.plan.load.stock import NO_ENTITY
from tests.plan.examples import KEY, letter, mail

START = dt.date(2026, 1, 1)
BY_GROUP = {"operation": "Query", "index": "by-group", "key": {"group": "{group}"}}
PUT = {
    "name": "write_letters",
    "operation": "TransactWriteItems",
    "rate": {"average": 0.5, "peak": 1},
    "writes": [
        {"action": "put", "entity": "Letter", "items": 3},
        {"action": "delete", "entity": "Letter"},
    ],
}


def found(
    model: Model, items: list[dict[str, Any]], **more: Any
) -> dict[str, Deadline]:
    volume = more.pop("volume", None)
    stock = take_stock(model, items, volume=volume)
    dates = deadlines_of(stock, start=START, **more)
    return {f"{deadline.limit}, {deadline.about}": deadline for deadline in dates}


def days(left: float, a_month: float) -> dt.date:
    return START + dt.timedelta(days=int(left / a_month * 730 / 24))


def test_growth_is_what_is_put_less_what_is_deleted() -> None:
    # 3 less 1, 0.5 times a second
    assert growth_of(mail(PUT)) == {"Letter": 2 * 0.5 * 3600 * 730}
    unrated = {**PUT, "rate": None}
    assert growth_of(mail(unrated)) == {"Letter": 0}
    both = mail({**unrated, "name": "open"}, PUT)
    assert growth_of(both) == growth_of(mail(PUT))


def test_a_stock_grows_and_never_below_none() -> None:
    stock = take_stock(mail(), [letter(1, 100)], volume=1000)
    assert grown(stock, 2, {"Letter": 50}).volume == {"Letter": 1100}
    # what is of no entity stays as it is
    stray = take_stock(mail(), [letter(1, 100), {"pk": "X", "sk": "1"}])
    assert grown(stray, 2, {"Letter": 50}).volume == {"Letter": 101, NO_ENTITY: 1}
    assert grown(stock, 2, {"Letter": -5000}).volume == {"Letter": 0}
    with pytest.raises(PlanError, match="growth of 'Post'; allowed: Letter"):
        grown(stock, 1, {"Post": 1})


def test_an_item_passes_400_kb_only_if_it_grows() -> None:
    items = [letter(1, 1000), letter(2, 9600)]
    never = found(mail(PUT), items)["item 400 KB, Letter"]
    assert never.date is None
    assert str(never).endswith("never; 9,600 bytes now, and it does not grow")
    soon = found(mail(), items, item_growth={"Letter": 100_000})["item 400 KB, Letter"]
    assert soon.date == days(400_000, 100_000) == dt.date(2026, 5, 2)
    largest = found(mail(), [letter(1, 400 * 1024)], item_growth={"Letter": 1})
    assert largest["item 400 KB, Letter"] == Deadline(
        limit="item 400 KB",
        about="Letter",
        limit_bytes=400 * 1024,
        bytes_now=400 * 1024,
        bytes_per_month=1,
        date=START,
        says="409,600 bytes now, 1 more a month",
    )
    with pytest.raises(ModelError, match="no entity 'Post'"):
        found(mail(), items, item_growth={"Post": 1})


def test_a_partition_passes_10_gb() -> None:
    dates = found(
        mail(),
        [letter(1, 1000, "g"), letter(2, 3000)],
        growth={"Letter": 1_000_000},
        volume=1_000_000,
    )
    table = dates["partition 10 GB, mail"]
    assert (table.bytes_now, table.bytes_per_month) == (2e9, 2e9)
    assert table.date == days(10 * 1024**3 - 2e9, 2e9)
    # half of the letters are in the index, of 1,000 bytes
    index = dates["partition 10 GB, index by-group"]
    assert (index.bytes_now, index.bytes_per_month) == (5e8, 5e8)
    # of no entity: there, and never more
    items = [letter(1, 1000), {"pk": "X", "sk": "1"}]
    stray = found(mail(), items, growth={"Letter": 10})["partition 10 GB, mail"]
    assert (stray.bytes_now, stray.bytes_per_month) == (1006, 10_000)


def test_an_item_collection_of_none_does_not_grow() -> None:
    ask = {"name": "ask", "operation": "Query", "key": KEY}
    none = found(mail(ask), [letter(1, 1000)], volume=0, growth={"Letter": 10})
    assert none["page 1 MB, ask"].bytes_per_month == 0


def test_an_item_collection_with_a_local_index_passes_10_gb() -> None:
    index = {"kind": "local", "partition_key": "pk", "sort_key": "group"}
    items = [letter(n, 1000, "g") for n in range(3)] + [letter(9, 1000, "g", "b")]
    model = mail(indexes={"by-rank": index})
    deadline = found(model, items, growth={"Letter": 400_000})[
        "item collection with a local index 10 GB, mail"
    ]
    # three quarters of the growth, each letter once in the table and once in the index
    assert (deadline.bytes_now, deadline.bytes_per_month) == (6000, 600_000_000)
    # where the letters given stand for more, there are more item collections
    more = found(model, items, growth={"Letter": 400_000}, volume=400)[
        "item collection with a local index 10 GB, mail"
    ]
    assert (more.bytes_now, more.bytes_per_month) == (6000, 6_000_000)
    assert not any("collection" in name for name in found(mail(), items))


def test_a_page_passes_1_mb() -> None:
    patterns: list[dict[str, Any]] = [
        {"name": "limited", "operation": "Query", "key": KEY, "limit": 20},
        {"name": "known", "operation": "Query", "key": KEY, "items": 5},
        {"name": "whole", "operation": "Query", "key": {**KEY, "sk": "{number:04}"}},
        {"name": "open_ended", "operation": "Query", "key": KEY},
        {"name": "all_of_it", "operation": "Scan", "items": 5},
        {"name": "three_of_group", **BY_GROUP, "limit": 3},
        {"name": "group", **BY_GROUP},
        {"name": "groups", "operation": "Scan", "index": "by-group"},
        {"name": "few_notes", "operation": "Query", "key": {"pk": "N"}, "items": 5},
        {"name": "notes", "operation": "Query", "key": {"pk": "N"}},
    ]
    items = [letter(n, 100_000, "g" if n < 2 else "") for n in range(4)]
    items += [letter(9, 50_000, "h", owner="b")]
    index = {"partition_key": "group", "sort_key": "sk", "projection": "KEYS_ONLY"}
    model = mail(*patterns, indexes={"by-group": index}).with_entities(
        [Entity(name="Note", keys={"pk": "N", "sk": "N"})]
    )
    dates = found(model, items, growth={"Letter": 10})
    # two letters a month for each that is there; of the index, 17 bytes of each
    assert {
        deadline.about: (deadline.bytes_now, deadline.bytes_per_month)
        for deadline in dates.values()
        if deadline.limit == "page 1 MB"
    } == {
        "limited": (20 * 100_000, 0),
        "known": (5 * 100_000, 0),
        "whole": (100_000, 0),
        "open_ended": (400_000, 800_000),
        "all_of_it": (450_000, 900_000),
        "three_of_group": (3 * 17, 0),
        "group": (2 * 17, 4 * 17),
        "groups": (3 * 17, 6 * 17),
        "few_notes": (0, 0),
        "notes": (0, 0),
    }
    # 20 letters of 100,000 bytes could be more than a page today
    assert dates["page 1 MB, limited"].date == START
    assert dates["page 1 MB, limited"].says == "2,000,000 bytes already"
    assert dates["page 1 MB, known"].date is None
    assert dates["page 1 MB, open_ended"].date == days(1024**2 - 400_000, 800_000)
    assert str(dates["page 1 MB, open_ended"]) == (
        "page 1 MB, open_ended: 25 January 2026; "
        "400,000 bytes now, 800,000 more a month"
    )


def test_the_next_deadline() -> None:
    stock = take_stock(mail(), [letter(1, 1000)])
    dates = deadlines_of(stock, start=START, growth={"Letter": 1e6})
    assert dates.first
    assert dates.first.about == "mail"
    assert dates.assumptions
    assert deadlines_of(stock, start=START).first is None


@given(st.floats(1, 1e9), st.floats(1, 10))
def test_faster_growth_is_never_later(growth: float, times: float) -> None:
    slow, fast = (
        found(mail(), [letter(1, 1000)], growth={"Letter": each})
        for each in (growth, growth * times)
    )
    late, soon = (dates["partition 10 GB, mail"].date for dates in (slow, fast))
    assert late is None or (soon is not None and soon <= late)
