from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddbhelpers.errors import ModelError, TemplateError
from ddbhelpers.model import Attribute, Entity

ORDER: dict[str, Any] = {
    "name": "Order",
    "keys": {"pk": "CUST#{customer}", "sk": "{day}", "gsi1pk": "TO#{parcel}"},
    "attributes": {
        "customer": {"in": "key"},
        "day": {"type": "date", "in": "key"},
        "total": "integer",
        "street": {"in": "address"},
        "city": {"in": "address", "optional": True},
        "parcel": {"optional": True},
    },
}
VALUES = {"customer": "ada", "day": "2023-03-01", "total": 12, "street": "Main St"}


def test_an_item_has_its_keys_first_and_its_maps_filled() -> None:
    item = Entity(**ORDER).item(**VALUES, parcel="P1")
    assert item == {
        "pk": "CUST#ada",
        "sk": "2023-03-01",
        "gsi1pk": "TO#P1",
        "total": 12,
        "address": {"street": "Main St"},
        "parcel": "P1",
    }
    assert list(item)[:2] == ["pk", "sk"]


def test_an_index_key_is_absent_without_its_optional_value() -> None:
    order = Entity(**ORDER)
    item = order.item(**VALUES)
    assert "gsi1pk" not in item
    assert order.fits(item)
    assert not order.fits(item | {"gsi1pk": "FROM#P1"})


def test_what_keeps_an_item_from_fitting_is_named() -> None:
    order = Entity(**ORDER)
    item = order.item(**VALUES)
    del item["sk"]
    assert not order.fits(item)
    assert [*order.misfits(item)] == ["sk"]
    assert [*order.misfits({"pk": "CUST#a", "sk": "x", "gsi1pk": 1})] == [
        "sk",
        "gsi1pk",
    ]
    plain = Entity(name="Plain", attributes={"a": {}, "b": {"in": "c"}, "d": "integer"})
    assert [*plain.misfits({"a": 1})] == ["c", "d"]


@given(
    st.fixed_dictionaries(
        {
            "customer": st.text("abc1", min_size=1),
            "day": st.dates().map(str),
            "total": st.integers(),
            "street": st.text(),
        },
        optional={"city": st.text(), "parcel": st.text("xyz", min_size=1)},
    )
)
def test_read_gives_back_what_item_wrote(values: dict[str, Any]) -> None:
    order = Entity(**ORDER)
    item = order.item(**values)
    assert order.read(item) == values
    assert order.fits(item)


def test_a_missing_attribute_is_not_null() -> None:
    order = Entity(**ORDER)
    assert order.read(order.item(**VALUES, city=None))["city"] is None
    assert "city" not in order.read(order.item(**VALUES))


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"customer": "ada"}, "Order lacks 'day'; allowed: customer, day, total"),
        (VALUES | {"colour": 1}, "Order has no attribute 'colour'"),
        (VALUES | {"street": 1.5}, "Order.street: float 1.5"),
        (VALUES | {"customer": "a#b"}, "holds the separator '#'"),
    ],
)
def test_refuses_wrong_values(values: dict[str, Any], says: str) -> None:
    with pytest.raises(ModelError) as refused:
        Entity(**ORDER).item(**values)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (
            {"keys": {"pk": "CUST#{customr}"}},
            "keys.pk: template 'CUST#{customr}' names 'customr', which is no "
            "attribute of Order",
        ),
        ({"keys": {"pk": "{customer"}}, "keys.pk: key template '{customer'"),
        ({"keys": {"pk": "{customer}"}}, "attributes.day: 'in: key', but no key"),
        ({"keys": {**ORDER["keys"], "total": "{day}"}}, "a key attribute already"),
        ({"attributes": {"a": {"in": "b"}, "b": {}}}, "'b' is an attribute of its own"),
        ({"attributes": [{"name": "a"}, {"name": "a"}]}, "a: is defined twice"),
        ({"attributes": {"a": {"typ": "date"}}}, "unknown key 'typ'"),
        ({"attributes": {"a.b": "date"}}, "write 'b' with 'in: a', or leave the dot"),
        ({"attributes": {"a": "datum"}}, "'datum' given"),
    ],
)
def test_refuses_an_entity_that_contradicts_itself(
    changed: dict[str, Any], says: str
) -> None:
    if "keys" not in changed:
        changed = changed | {"keys": {}}
    with pytest.raises(ModelError) as refused:
        Entity(**{**ORDER, **changed})
    assert says in str(refused.value)


def test_an_entity_may_wait_for_its_keys() -> None:
    person = Entity(name="Person", attributes={"id": "uuid", "nick": {}})
    assert person.fits({"id": "x", "nick": "y"})
    assert not person.fits({"id": "x"})


def test_a_key_needs_only_its_own_values() -> None:
    order = Entity(**ORDER)
    assert order.key("pk", customer="ada") == {"pk": "CUST#ada"}
    with pytest.raises(TemplateError, match="day is missing"):
        order.key("sk", customer="ada")


def test_an_unknown_attribute_is_named_with_the_known_ones() -> None:
    assert Entity(**ORDER).attribute("total").type == "integer"
    with pytest.raises(
        ModelError, match="Order has no attribute 'x'; allowed: customer, "
    ):
        Entity(**ORDER).attribute("x")


@pytest.mark.parametrize(
    ("attribute", "most"),
    [
        (Attribute(name="a", type="uuid"), 36),
        (Attribute(name="a", type="text", bytes=80), 80),
        (Attribute(name="a", type="text"), None),
    ],
)
def test_max_bytes_is_what_bounds_a_value(
    attribute: Attribute, most: int | None
) -> None:
    assert attribute.max_bytes == most
