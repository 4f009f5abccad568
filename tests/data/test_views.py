"""An entity's attributes, read out of keys and maps."""

from collections.abc import Callable

import pytest

from ddbhelpers.data.views import (
    only_entity,
    to_view,
    view_columns,
)
from ddbhelpers.errors import WrongTable
from ddbhelpers.model import Model


@pytest.mark.parametrize(
    ("paths", "columns"),
    [
        (None, ["customer_id", "name", "email", "newsletter", "city", "street"]),
        ({"pk", "name"}, ["customer_id", "name"]),
        ({"address"}, ["city", "street"]),
        ({"address.city"}, ["city"]),
        ({"sk"}, []),
    ],
)
def test_what_cannot_be_there_has_no_column(
    shop: Model, paths: set[str] | None, columns: list[str]
) -> None:
    chosen = None if paths is None else frozenset(paths)
    assert list(view_columns(shop.entity("Customer"), chosen)) == columns
    assert list(to_view([], shop.entity("Customer"), chosen).columns) == columns


def test_the_numbers_in_a_key_are_numbers(
    shop: Model, made_uuid: Callable[[int], str]
) -> None:
    line = shop.entity("OrderLine").item(
        order_id=made_uuid(1), line=7, product_id=made_uuid(2), quantity=3, price=2
    )
    view = to_view([line], shop.entity("OrderLine"))
    assert view["line"].tolist() == [7]
    assert view["line"].dtype == "Int64"
    assert view["price"].dtype == "Float64"


def test_another_entitys_item_is_named(
    shop: Model, made_uuid: Callable[[int], str]
) -> None:
    items = [{"pk": f"ORDER#{made_uuid(1)}", "sk": f"LINE#001#{made_uuid(2)}"}]
    items.append({"pk": "CUST#nobody", "sk": "PROFILE"})
    with pytest.raises(WrongTable, match="item 2 of 2 is no OrderLine: key 'CUST#nob"):
        to_view(items, shop.entity("OrderLine"))


def test_the_only_entity_of_some_items(
    shop: Model, made_uuid: Callable[[int], str]
) -> None:
    customer = {"pk": f"CUST#{made_uuid(1)}", "sk": "PROFILE"}
    line = {"pk": f"ORDER#{made_uuid(1)}", "sk": f"LINE#001#{made_uuid(2)}"}
    assert only_entity([], shop, "shop") is None
    assert only_entity([{"pk": "x", "sk": "y"}], shop, "shop") is None
    assert only_entity([customer, customer], shop, "shop") == shop.entity("Customer")
    with pytest.raises(WrongTable, match="holds items of Customer and OrderLine"):
        only_entity([customer, line], shop, "shop")
