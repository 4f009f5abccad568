"""Pages that are cut by 1 MB, and where the next one starts."""

from collections.abc import Iterator
from typing import Any

import pytest

from ddbhelpers.data import create_table, drop_table, seed
from ddbhelpers.data.pages import Page, _cut, read_pages
from ddbhelpers.engine import Engine
from ddbhelpers.model import Model, Table

TABLE = Table(
    name="test-pages",
    partition_key="pk",
    sort_key="sk",
    indexes={
        "by-kind": {
            "partition_key": "kind",
            "sort_key": {"name": "n", "type": "N"},
            "projection": ["hit"],
        },
        "by-n": {
            "kind": "local",
            "partition_key": "pk",
            "sort_key": {"name": "n", "type": "N"},
            "projection": ["hit"],
        },
    },
)
HIT = {
    "FilterExpression": "hit = :hit",
    "ExpressionAttributeValues": {":hit": {"BOOL": True}},
}


def query(name: str, value: str, index: str | None = None) -> dict[str, Any]:
    asked: dict[str, Any] = {"TableName": "test-pages", **HIT}
    asked["KeyConditionExpression"] = f"{name} = :key"
    asked["ExpressionAttributeValues"] = {
        ":hit": {"BOOL": True},
        ":key": {"S": value},
    }
    return {**asked, "IndexName": index} if index else asked


KEYS = ("pk", "sk")
ASKED = {
    "Scan": ("Scan", {"TableName": "test-pages", **HIT}, KEYS),
    "Scan of a GSI": (
        "Scan",
        {"TableName": "test-pages", "IndexName": "by-kind", **HIT},
        (*KEYS, "kind", "n"),
    ),
    "Query": ("Query", query("pk", "p1"), KEYS),
    "Query of a GSI": (
        "Query",
        query("kind", "even", "by-kind"),
        (*KEYS, "kind", "n"),
    ),
    "Query of an LSI, backwards": (
        "Query",
        {**query("pk", "p2", "by-n"), "ScanIndexForward": False},
        (*KEYS, "n"),
    ),
}


@pytest.fixture(scope="module")
def filled(engine: Engine) -> Iterator[Engine]:
    """An engine with 300 items of 8 KB: 2.4 MB."""
    create_table(engine, TABLE)
    items = [
        {
            "pk": f"p{n % 3}",
            "sk": f"{n:03}",
            "kind": "odd" if n % 2 else "even",
            "n": n // 5,
            "hit": n % 7 == 0,
            "pad": "x" * 8000,
        }
        for n in range(300)
    ]
    seed(engine, Model(name="pages", tables=(TABLE,)), items)
    yield engine
    drop_table(engine, "test-pages")


def ids(page: Page) -> list[str]:
    return [item["sk"]["S"] for item in page.items]


@pytest.mark.parametrize("filtered", [True, False])
def test_each_item_is_evaluated_once(filled: Engine, filtered: bool) -> None:
    asked = {"TableName": "test-pages", **(HIT if filtered else {})}
    pages = list(read_pages(filled, "Scan", asked))
    assert len(pages) == 3
    assert sum(page.scanned_count for page in pages) == 300
    found = sorted(name for page in pages for name in ids(page))
    assert found == [f"{n:03}" for n in range(0, 300, 7 if filtered else 1)]


@pytest.mark.parametrize("limit", [1, 2, 5, 30, 1000])
@pytest.mark.parametrize("name", ASKED)
def test_pages_of_any_size_make_the_whole(
    filled: Engine, name: str, limit: int
) -> None:
    operation, arguments, keys = ASKED[name]
    whole = [
        name for page in read_pages(filled, operation, arguments) for name in ids(page)
    ]
    assert len(whole) > 10
    seen: list[str] = []
    start: dict[str, Any] = {}
    while True:
        asked = {**arguments, **start}
        pages = list(read_pages(filled, operation, asked, limit=limit, key_names=keys))
        found = [name for page in pages for name in ids(page)]
        assert len(found) <= limit
        seen += found
        if pages[-1].next is None:
            break
        start = {"ExclusiveStartKey": pages[-1].next}
    assert seen == whole


def test_a_limit_without_a_filter_reads_no_more(filled: Engine) -> None:
    asked = {"TableName": "test-pages"}
    pages = list(read_pages(filled, "Scan", asked, limit=200, key_names=KEYS))
    assert sum(page.scanned_count for page in pages) == 200
    assert sum(len(page.items) for page in pages) == 200


def test_what_is_past_the_limit_is_left_out() -> None:
    items = tuple({"pk": {"S": name}, "x": {"S": "y"}} for name in "abc")
    page = Page(items, 9, {"pk": {"S": "z"}}, ())
    cut = _cut(page, 2, ("pk",))
    assert cut.items == items[:2]
    assert cut.next == {"pk": {"S": "b"}}
    assert cut.scanned_count == 9
    assert _cut(page, 3, ("pk",)) is page
