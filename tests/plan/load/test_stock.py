"""Items sized, told apart, and standing for more."""

import pytest

from ddbhelpers.errors import CapacityError, PlanError
from ddbhelpers.model import Model
from ddbhelpers.plan import item_sizes, take_stock
from ddbhelpers.plan.load.stock import NO_ENTITY
from tests.plan.examples import letter, mail


def test_storage_counts_100_bytes_for_each_item_and_each_entry() -> None:
    stock = take_stock(mail(), [letter(1, 1000, "g"), letter(2, 500)])
    table, index = stock.storage
    assert (table.items, table.data_bytes, table.billed_bytes) == (2, 1500, 1700)
    # the entry of a projection ALL is the item
    assert (index.index, index.items) == ("by-group", 1)
    assert (index.data_bytes, index.billed_bytes) == (1000, 1100)
    assert index.billed_gb == 1100 / 1024**3


def test_a_volume_scales_what_is_stored_and_not_the_sizes() -> None:
    stock = take_stock(mail(), [letter(1, 1000, "g"), letter(2, 500)], volume=2000)
    assert [held.data_bytes for held in stock.storage] == [1_500_000, 1_000_000]
    assert stock.volume == {"Letter": 2000}
    assert item_sizes(stock)[0].mean_bytes == 750
    assert stock.of_volume({"Letter": 4}).storage[0].items == 4
    assert repr(stock) == "<Stock: 2,000 Letter; sized on 2 items>"


def test_an_item_of_no_entity_is_stored_too() -> None:
    stock = take_stock(mail(), [letter(1, 100), {"pk": "X", "sk": "1"}])
    assert stock.given == {"Letter": 1, NO_ENTITY: 1}
    assert stock.storage[0].data_bytes == 100 + 6


def test_refusals() -> None:
    model = mail()
    with pytest.raises(PlanError) as refused:
        take_stock(model, [])
    assert (
        str(refused.value) == "no items; sample some from the model, or load real ones"
    )
    stray = {"pk": "X", "sk": "1"}
    both = take_stock(model, [letter(1, 100), stray], volume=2e6)
    assert repr(both) == (
        "<Stock: 1,000,000 Letter, 1,000,000 (no entity); sized on 2 items>"
    )
    with pytest.raises(PlanError) as refused:
        both.of_volume({"Post": 1})
    assert str(refused.value) == (
        "a volume of 'Post', of which no item was given; allowed: Letter, (no entity)"
    )
    for volume, said in ((-1, "-1"), (float("inf"), "inf")):
        with pytest.raises(PlanError) as refused:
            take_stock(model, [letter(1, 100)], volume=volume)
        assert str(refused.value) == (
            f"a volume of {said} items of Letter; allowed: 0 or more"
        )
    with pytest.raises(CapacityError, match="409,601 bytes"):
        take_stock(model, [letter(1, 409_601)])
    with pytest.raises(PlanError) as refused:
        take_stock(model, [stray]).of("Letter")
    assert str(refused.value) == (
        "no item of Letter among the 1 given; "
        "sample or load items of every entity that is asked for"
    )
    two = Model(
        **{**dict(model), "tables": [*model.tables, model.table().renamed("b-2")]}
    )
    with pytest.raises(PlanError, match="several tables: pk is 'X' and sk is '1'; al"):
        take_stock(two, [{"pk": "X", "sk": "1"}])
