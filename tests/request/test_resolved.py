"""A read pattern with all that it names, looked up once."""

import operator
from collections.abc import Callable
from pathlib import Path

import pytest

from ddbhelpers.errors import ModelError, PatternError
from ddbhelpers.model import AccessPattern, Entity, KeyTemplate, Model, load_model
from ddbhelpers.model.table import KeyAttribute
from ddbhelpers.request.resolved import (
    ResolvedRead,
    entities_in,
    known_paths,
    paths_of,
    resolve,
    template_of,
)

SHOP = load_model(Path(__file__).parents[1] / "models" / "shop.yaml")


def asked(**parts: object) -> AccessPattern:
    return AccessPattern(**{"name": "p", "question": "?", "operation": "Query"} | parts)


def test_what_a_pattern_names() -> None:
    read = resolve(SHOP, "list_orders_by_status")
    assert read == resolve(SHOP, "S4") == resolve(SHOP, read.pattern)
    assert (read.table, read.entity) == (SHOP.table(), SHOP.entity("Order"))
    assert read.asked == read.index == SHOP.table().index("status-index")
    assert read.place == "index status-index"
    assert read.page_key == ("pk", "sk", "gsi1pk", "gsi1sk")
    assert read.types == {"status": "string", "since": "string"}
    assert [p.required for p in read.parameters] == [True, False]


def test_a_pattern_without_an_index_asks_the_table() -> None:
    read = resolve(SHOP, "list_orders")
    assert (read.asked, read.place, read.index) == (SHOP.table(), "shop", None)
    assert read.page_key == ("pk", "sk")


def test_which_entities_come_back_and_which_are_evaluated() -> None:
    everything = resolve(SHOP, asked(key={"pk": "CUST#{c}"}))
    assert everything.entity is None
    assert [e.name for e in everything.held] == ["Customer", "Order", "OrderLine"]
    assert everything.returned == everything.held
    assert [e.name for e in everything.evaluated] == ["Customer", "Order"]
    of_one = resolve(SHOP, asked(returns="Order", key={"pk": "CUST#{c}"}))
    assert of_one.returned == (SHOP.entity("Order"),)
    assert [e.name for e in resolve(SHOP, "S4").held] == ["Order"]


def test_which_attributes_can_come_back() -> None:
    assert resolve(SHOP, asked()).paths is None
    # a local index fetches from the table what it does not hold
    assert resolve(SHOP, asked(index="total-index")).paths is None
    of_index = resolve(SHOP, asked(index="status-index"))
    assert of_index.paths == frozenset(
        {"pk", "sk", "gsi1pk", "gsi1sk", "total", "status"}
    )
    chosen = asked(index="status-index", attributes=("pk", "address.city"))
    assert resolve(SHOP, chosen).paths == frozenset({"pk", "address.city"})


@pytest.mark.parametrize(
    ("index", "path", "held"),
    [
        (None, "anything", True),
        ("total-index", "remark", True),
        ("status-index", "total", True),
        ("status-index", "sk", True),
        ("status-index", "status.at[0]", True),
        ("status-index", "total[0]", True),
        ("status-index", "remark", False),
    ],
)
def test_what_is_read_holds_an_attribute(
    index: str | None, path: str, held: bool
) -> None:
    assert resolve(SHOP, asked(index=index)).holds(path) is held


@pytest.mark.parametrize(
    ("parts", "most"),
    [
        ({"operation": "GetItem", "key": {"pk": "a", "sk": "b"}}, 1),
        ({"operation": "GetItem", "key": {"pk": "a"}}, 1),
        ({"key": {"pk": "a", "sk": "b"}, "limit": 5}, 1),
        ({"key": {"pk": "a", "sk": ["{b}", "b"]}}, 1),
        ({"key": {"pk": "a", "sk": ["{b}"]}}, None),
        ({"key": {"pk": "a", "sk": {"at_least": "b"}}, "limit": 5}, 5),
        ({"key": {"pk": "a"}}, None),
        ({"index": "status-index", "key": {"gsi1pk": "a", "gsi1sk": "b"}}, None),
        ({"index": "total-index", "key": {"pk": "a", "sk": "b"}}, None),
        ({"operation": "Scan", "limit": 7}, 7),
    ],
)
def test_the_most_items_of_a_page(parts: dict[str, object], most: int | None) -> None:
    pattern = AccessPattern(
        **{"name": "p", "question": "?", "operation": "Query"} | parts
    )
    assert resolve(SHOP, pattern).most_items == most


OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "equals": operator.eq,
    "less_than": operator.lt,
    "at_most": operator.le,
    "greater_than": operator.gt,
    "at_least": operator.ge,
    "begins_with": str.startswith,
}
ENDS = [
    "a",
    "v",
    "v0",
    "v00",
    "v01",
    "v0a",
    "v05",
    "v1",
    "v5",
    "v99",
    "v990",
    "v9a",
    "w",
]


def versions(sk: str, asked_by: object, **parts: object) -> ResolvedRead:
    """Items with this sort key template, asked by a condition on it."""
    attributes = {"n": {"type": "integer", "in": "key"}} if "{n" in sk else {}
    model = Model(
        name="docs",
        tables={"docs": {"partition_key": "pk", "sort_key": "sk"}},
        entities={
            "Version": {
                "keys": {"pk": "DOC", "sk": sk},
                "attributes": attributes,
            }
        },
    )
    return resolve(model, asked(key={"pk": "DOC", "sk": asked_by}, **parts))


@pytest.mark.parametrize("name", OPERATORS)
@pytest.mark.parametrize("end", ENDS)
def test_a_condition_can_hold_if_it_does_for_some_key(name: str, end: str) -> None:
    holds = OPERATORS[name]
    padded = [f"v{number:02}" for number in range(100)]
    for sk, written in (("v{n:02}", padded), ("v05", ["v05"])):
        read = versions(sk, {name: end})
        assert bool(read.evaluated) is any(holds(text, end) for text in written)


@pytest.mark.parametrize("low", ENDS)
@pytest.mark.parametrize("high", ENDS)
def test_a_range_between_two_ends_can_hold(low: str, high: str) -> None:
    if low <= high:
        read = versions("v05", {"between": [low, high]})
        assert bool(read.evaluated) is (low <= "v05" <= high)


def test_parameters_have_types_that_keys_are_compared_by() -> None:
    whole = versions("{n}", "{when}", parameters={"when": "date"})
    assert whole.evaluated == ()  # a date is no run of digits
    assert versions("{n}", "{when}").evaluated
    padded = {"at_least": "v{from_:02}"}
    assert versions("v05", padded, parameters={"from_": "integer"}).evaluated
    # building such a request will say what is wrong with it
    assert versions("{n}", "A{cost}", parameters={"cost": "number"}).evaluated


def test_what_is_no_text_or_not_written_can_match() -> None:
    shop = resolve(SHOP, asked(index="total-index", key={"total": "x"}))
    order, condition = SHOP.entity("Order"), shop.conditions("total")[0]
    (total,) = shop.asked.sort_key
    assert shop.can_match(condition, total, order)
    assert shop.can_match(condition, total, SHOP.entity("Customer"))
    (pk,) = shop.table.partition_key
    assert not shop.can_match(condition, pk, order)
    lacking = KeyAttribute(name="gsi1pk")
    assert shop.can_match(condition, lacking, SHOP.entity("Customer"))


FIXED = ("uuid", "date", "timestamp")


def test_what_an_entity_writes_into_a_key() -> None:
    entity = Entity(
        name="E",
        keys={"pk": "E#{day}"},
        attributes={
            **{
                f"a_{type_}": {"type": type_} for type_ in ("uuid", "date", "timestamp")
            },
            "day": {"type": "date", "in": "key"},
            "name": "text",
            "inner": {"in": "data"},
        },
    )
    assert template_of(entity, "pk") == KeyTemplate(
        "E#{day}", {a.name: a.type for a in entity.attributes}
    )
    for type_ in FIXED:
        name = f"a_{type_}"
        assert template_of(entity, name) == KeyTemplate(f"{{{name}}}", {name: type_})
    assert template_of(entity, "name") == KeyTemplate("{name}")
    assert template_of(entity, "inner") is None
    assert template_of(entity, "none") is None


def test_which_paths_an_item_can_have() -> None:
    customer, order = SHOP.entity("Customer"), SHOP.entity("Order")
    assert [path for path, _ in paths_of(customer)] == [
        *("name", "email", "newsletter", "address.city", "address.street")
    ]
    table = SHOP.table().changed(time_to_live="until")
    keys = {"pk", "sk", "gsi1pk", "gsi1sk", "total"}
    assert known_paths(SHOP.table(), []) == keys
    assert known_paths(table, [customer, order]) == keys | {
        *("until", "name", "email", "newsletter", "address", "address.city"),
        *("address.street", "status", "remark"),
    }


def test_an_entity_stands_in_its_own_table_only() -> None:
    two = Model(
        name="two",
        tables={"one": {"partition_key": "pk"}, "other": {"partition_key": "pk"}},
        entities={
            "A": {"table": "one", "attributes": {"pk": "string"}},
            "B": {"table": "other", "attributes": {"pk": "string"}},
        },
    )
    assert [e.name for e in entities_in(two, two.table("one"))] == ["A"]
    assert [e.name for e in entities_in(two, two.table("other"))] == ["B"]
    read = resolve(two, asked(table="other"))
    assert (read.table.name, read.place) == ("other", "other")
    assert [e.name for e in read.held] == ["B"]


def test_refusals() -> None:
    with pytest.raises(PatternError, match="no access pattern 'list'"):
        resolve(SHOP, "list")
    with pytest.raises(PatternError) as refused:
        resolve(SHOP, "place_order")
    assert str(refused.value) == (
        "place_order is a write (TransactWriteItems); allowed: a read: GetItem, Query "
        "or Scan; write it out with boto3, as the notebooks do"
    )
    with pytest.raises(PatternError) as refused:
        resolve(SHOP, AccessPattern(name="why", question="?"))
    assert str(refused.value) == (
        "why has no operation yet; allowed: GetItem, Query or Scan; choose the "
        "operation and the key that serve it"
    )
    with pytest.raises(ModelError, match="no table 'shed'"):
        resolve(SHOP, asked(table="shed"))
