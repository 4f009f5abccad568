from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddbhelpers.model import Model, load_model
from ddbhelpers.show import item_collections
from ddbhelpers.show.plots.palette import tint

Read = Callable[[str], Any]
SHOP = load_model(Path(__file__).parents[2] / "models" / "shop.yaml")
ADA, BOB = (
    "aaaaaaaa" + "-0000" * 3 + "-" + "0" * 12,
    "b" * 8 + "-0000" * 3 + "-" + "0" * 12,
)
ONE, TWO = "1" * 8 + ADA[8:], "2" * 8 + ADA[8:]


def customer(who: str) -> dict[str, Any]:
    entity = SHOP.entity("Customer")
    return entity.item(
        customer_id=who, name="A & B", email="a@b", city="Oslo", street="<i>Elm</i>"
    )


def order(who: str, order_id: str, day: str) -> dict[str, Any]:
    return SHOP.entity("Order").item(
        customer_id=who, order_id=order_id, placed_on=day, status="open", total=2023
    )


ITEMS = [
    order(ADA, TWO, "2023-03-02"),
    customer(BOB),
    customer(ADA),
    order(ADA, ONE, "2023-03-01"),
    {"pk": "X", "sk": "meta", "empty": None, "tags": {"b", "a"}},
]


TEXT = """\
shop: 3 item collections, 5 items

pk = CUST#aaaaaaaa…                                                              3 items
----------------------------------------------------------------------------------------
ORDER#2023-03-01#11111111…  Order     gsi1pk=STATUS#open  gsi1sk=2023-03-01#11111111…
                                      status=open  total=2023
ORDER#2023-03-02#22222222…  Order     gsi1pk=STATUS#open  gsi1sk=2023-03-02#22222222…
                                      status=open  total=2023
PROFILE                     Customer  name=A & B  email=a@b  address.city=Oslo
                                      address.street=<i>Elm</i>

pk = CUST#bbbbbbbb…                                                               1 item
----------------------------------------------------------------------------------------
PROFILE                     Customer  name=A & B  email=a@b  address.city=Oslo
                                      address.street=<i>Elm</i>

pk = X                                                                            1 item
----------------------------------------------------------------------------------------
meta                        other     empty=NULL  tags={a, b}"""


def test_the_text_form() -> None:
    assert repr(item_collections(ITEMS, SHOP)) == TEXT


def test_the_partition_key_is_merged_down_over_its_lines(read: Read) -> None:
    table = read(item_collections(ITEMS, SHOP)._repr_html_())
    merged = [line[0] for line in table.lines if "rowspan" in line[0]]
    assert [cell["text"].split("\n") for cell in merged] == [
        ["CUST#aaaaaaaa…", "Order and Customer, 3 items"],
        ["CUST#bbbbbbbb…", "Customer, 1 item"],
        ["X", "other, 1 item"],
    ]
    # two orders, a customer, and a line of names above either; then 1 + names; ...
    assert [int(cell["rowspan"]) for cell in merged] == [5, 1, 2]
    assert sum(int(cell["rowspan"]) for cell in merged) == len(table.lines) - 1


def test_every_line_of_the_html_is_equally_wide(read: Read) -> None:
    table = read(item_collections(ITEMS, SHOP)._repr_html_())
    hanging = 0
    for line in table.lines:
        width = sum(int(cell.get("colspan", 1)) for cell in line)
        merged = int(line[0].get("rowspan", 1))
        assert width + (hanging > 0) == 6
        hanging = max(hanging - 1, 0) if merged == 1 else merged - 1


def test_an_entity_has_its_name_and_its_tint() -> None:
    html = item_collections(ITEMS, SHOP)._repr_html_()
    names = [entity.name for entity in SHOP.entities]
    for entity in ("Customer", "Order"):
        assert f"<b>{entity}</b>" in html
        assert tint(names.index(entity), 0.1) in html
    assert tint(names.index("OrderLine"), 0.1) not in html


def test_an_entity_keeps_its_tint_in_an_index() -> None:
    html = item_collections(ITEMS, SHOP, index="status-index")._repr_html_()
    assert tint(1, 0.1) in html
    assert tint(0, 0.1) not in html


def test_an_index_holds_only_items_with_its_keys_and_what_it_projects() -> None:
    view = item_collections(ITEMS, SHOP, index="status-index")
    assert view.caption == "shop, as status-index sees it: 1 item collection, 2 items"
    (collection,) = view.collections
    assert collection.partition_key == "STATUS#open"
    assert [line.sort_key for line in collection.lines] == [
        f"2023-03-01#{ONE}",
        f"2023-03-02#{TWO}",
    ]
    assert [name for name, _ in collection.lines[0].attributes] == [
        "pk",
        "sk",
        "status",
        "total",
    ]
    assert view.notes == (
        "Not in it, for want of gsi1pk: 2 Customer items, 1 other item",
    )


def test_an_item_that_lacks_only_the_indexs_sort_key_is_absent() -> None:
    item = {"pk": "X", "sk": "meta", "gsi1pk": "STATUS#open"}
    view = item_collections([item], SHOP, index="status-index")
    assert view.collections == ()
    assert view.notes == ("Not in it, for want of gsi1sk: 1 other item",)


def test_numbers_are_ordered_by_value_in_a_local_index() -> None:
    items = [{**order(ADA, ONE, "2023-03-01"), "total": total} for total in (9, 10, 2)]
    view = item_collections(items, SHOP, index="total-index")
    assert [line.sort_key for line in view.collections[0].lines] == ["2", "9", "10"]


def test_an_index_of_keys_only_shows_the_keys() -> None:
    model = Model(
        name="m",
        tables={
            "tab": {
                "partition_key": "pk",
                "indexes": {"by": {"partition_key": "g", "projection": "KEYS_ONLY"}},
            }
        },
    )
    view = item_collections([{"pk": "1", "g": "x", "text": "long"}], model, index="by")
    assert view.collections[0].lines[0].attributes == (("pk", "1"),)


def test_a_table_without_a_sort_key(read: Read) -> None:
    model = Model(name="m", tables={"tab": {"partition_key": "pk"}})
    view = item_collections([{"pk": "1", "text": "a"}], model)
    table = read(view._repr_html_())
    assert table.texts[0] == ["Partition key\npk", "Attributes"]
    assert table.texts[-1] == ["a"]
    assert "text=a" in repr(view)


def test_what_is_left_out_is_counted(read: Read) -> None:
    view = item_collections(ITEMS, SHOP, limit_per_collection=2, limit=1)
    assert view.collections[0].hidden == 1
    assert "… 1 more" in repr(view)
    assert repr(view).endswith("… 2 more item collections")
    assert ["… 1 more"] in read(view._repr_html_()).texts


def test_what_an_item_holds_is_text_and_no_markup(read: Read) -> None:
    html = item_collections(ITEMS, SHOP)._repr_html_()
    assert "<i>Elm" not in html
    assert "&lt;i&gt;Elm&lt;/i&gt;" in html


def test_nothing_at_all(read: Read) -> None:
    view = item_collections([], SHOP)
    assert repr(view) == "shop: 0 item collections, 0 items"
    read(view._repr_html_())


@given(st.permutations(ITEMS))
def test_the_order_in_which_items_come_is_no_matter(
    items: list[dict[str, Any]],
) -> None:
    view = item_collections(items, SHOP)
    assert view == item_collections(ITEMS, SHOP)
    assert view._repr_html_() == item_collections(ITEMS, SHOP)._repr_html_()


@pytest.mark.parametrize("index", [None, "status-index"])
def test_no_line_is_wider_than_a_page(index: str | None) -> None:
    drawn = repr(item_collections(ITEMS, SHOP, index=index))
    assert max(len(line) for line in drawn.splitlines()) <= 88
