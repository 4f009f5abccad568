from pathlib import Path

from ddbhelpers.capacity import index_entry, item_bytes
from ddbhelpers.data import collection_sizes
from ddbhelpers.model import load_model

SHOP = load_model(Path(__file__).parents[1] / "models" / "shop.yaml")
ORDERS = [
    {"pk": "CUST#a", "sk": f"ORDER#2023-03-0{n}#x", "status": "open", "total": n}
    | ({"gsi1pk": "STATUS#open", "gsi1sk": str(n)} if n > 1 else {})
    for n in (1, 2, 3)
] + [{"pk": "CUST#b", "sk": "z", "text": "x" * 100}]


def test_item_collections_are_weighed_the_largest_first() -> None:
    sizes = collection_sizes(ORDERS, SHOP)
    assert sizes["partition_key"].tolist() == ["CUST#a", "CUST#b"]
    assert sizes["items"].tolist() == [3, 1]
    assert sizes["share"].tolist() == [0.75, 0.25]
    assert sizes["item_bytes"].tolist() == [
        sum(map(item_bytes, ORDERS[:3])),
        item_bytes(ORDERS[3]),
    ]


def test_of_as_many_items_the_heavier_come_first_and_then_the_keys_in_order() -> None:
    items = [
        *({"pk": pk, "sk": f"{n}"} for n in (1, 2) for pk in ("d", "c")),
        *({"pk": pk, "sk": f"{n}", "text": "x"} for n in (1, 2) for pk in ("f", "b")),
        {"pk": "a", "sk": "1", "text": "x" * 999},
    ]
    sizes = collection_sizes(items, SHOP)
    assert sizes["partition_key"].tolist() == ["b", "f", "c", "d", "a"]


def test_an_index_is_weighed_by_its_entries() -> None:
    sizes = collection_sizes(ORDERS, SHOP, index="status-index")
    assert sizes["items"].tolist() == [2]
    entries = [index_entry(SHOP.table(), "status-index", item) for item in ORDERS[1:3]]
    assert sizes["item_bytes"].tolist() == [sum(item_bytes(e) for e in entries if e)]


def test_no_items() -> None:
    assert collection_sizes([], SHOP).empty
