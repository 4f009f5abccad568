"""A read pattern with all that it names, looked up once."""

from pathlib import Path

import pytest

from ddbhelpers.errors import ModelError, PatternError
from ddbhelpers.model import AccessPattern, load_model
from ddbhelpers.request.resolved import resolve

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


def test_refusals() -> None:
    with pytest.raises(PatternError, match="no access pattern 'list'"):
        resolve(SHOP, "list")
    with pytest.raises(PatternError, match="place_order is a write"):
        resolve(SHOP, "place_order")
    with pytest.raises(PatternError, match="why has no operation yet; allowed: GetIt"):
        resolve(SHOP, AccessPattern(name="why", question="?"))
    with pytest.raises(ModelError, match="no table 'shed'"):
        resolve(SHOP, asked(table="shed"))
