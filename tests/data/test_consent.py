"""On AWS nothing costs more than a page of 1 MB before somebody agreed to it."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ddbhelpers.data import ask, create_table, scan, seed
from ddbhelpers.data import consent as consents
from ddbhelpers.engine import Engine
from ddbhelpers.errors import ConsentMissing
from ddbhelpers.model import Model, Table
from tests.data.conftest import Create, Make

Aws = Callable[..., Engine]


class Sized:
    """A local engine's client that tells sizes as AWS does, hours late."""

    def __init__(self, client: Any, **sizes: int) -> None:
        self._client, self._sizes = client, sizes

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def describe_table(self, **arguments: Any) -> Any:
        answer = self._client.describe_table(**arguments)
        table = answer["Table"] | {"ItemCount": 0, "TableSizeBytes": 0, **self._sizes}
        table["GlobalSecondaryIndexes"] = [
            {**index, "ItemCount": 0, "IndexSizeBytes": 0}
            for index in answer["Table"].get("GlobalSecondaryIndexes", ())
        ]
        return {"Table": table}


@pytest.fixture
def aws(engine: Engine, created: Create, messages: Model, message: Make) -> Aws:
    """AWS as far as we know it: a local engine under its name."""
    created(messages)
    seed(engine, messages, [message(number) for number in range(60)])

    def pretend(**sizes: int) -> Engine:
        there = Engine("aws", None, "eu-west-1")
        there.__dict__["_client"] = engine.client
        there.__dict__["_unmetered"] = Sized(engine.unmetered, **sizes)
        return there

    return pretend


@contextlib.contextmanager
def asked(*words: str) -> Iterator[None]:
    with pytest.raises(ConsentMissing) as caught:
        yield
    for word in words:
        assert word in str(caught.value)


BIG = {"ItemCount": 5_000_000, "TableSizeBytes": 2_000_000_000}


def test_a_whole_scan_names_its_units_and_dollars(aws: Aws, messages: Model) -> None:
    there = aws(**BIG)
    units = (
        "some 244,141 read units",
        "0.03 USD on demand in us-east-1",
        "confirm='test-messages'",
    )
    with asked(*units):
        scan(there, messages)
    with asked(*units):
        scan(there, messages, confirm="test_messages")
    with asked(*units):
        ask(there, messages, "search_messages_by_text", text="x")
    with asked(*units):
        ask(there, messages, "search_messages_by_text", limit=5, text="x")


def test_a_limit_counts_by_what_it_may_read(aws: Aws, messages: Model) -> None:
    there = aws(**BIG)
    assert scan(there, messages, limit=20).count == 20
    with asked("some 4,883 read units"):
        scan(there, messages, limit=100_000)
    assert scan(there, messages, limit=100_000, consent_units=5_000).count == 60
    assert scan(there, messages, confirm="test-messages").count == 60


def test_a_small_table_is_read_without_a_question(aws: Aws, messages: Model) -> None:
    there = aws(ItemCount=60, TableSizeBytes=24_000)
    assert scan(there, messages).count == 60
    with asked("some 3 read units"):
        scan(there, messages, consent_units=2)


def test_a_table_of_unknown_size_is_asked_about(aws: Aws, messages: Model) -> None:
    with asked("whose size AWS does not tell yet"):
        scan(aws(), messages)
    assert scan(aws(), messages, limit=20).count == 20


def test_pages_stop_where_consent_ends(
    aws: Aws, messages: Model, message: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = aws(ItemCount=60, TableSizeBytes=24_000)
    monkeypatch.setattr("ddbhelpers.data.pages.SCAN_PAGE_ITEMS", 20)
    with asked("read units", "so far, and there is more"):
        list(
            consents.agreed(
                there,
                "test-messages",
                _pages(there, messages),
                None,
                0.5,
            )
        )
    agreed = consents.agreed(
        there, "test-messages", _pages(there, messages), "test-messages", 0.5
    )
    assert sum(len(page.items) for page in agreed) == 60


def _pages(engine: Engine, messages: Model) -> Any:
    from ddbhelpers.data.pages import read_pages

    return read_pages(engine, "Scan", {"TableName": messages.table().name})


def test_a_table_costs_from_the_moment_that_it_is_made(messages: Model) -> None:
    there = Engine("aws", None, "us-east-1")
    with asked("10 RCU and 10 WCU with its indexes: 5.69 USD a month in us-east-1"):
        create_table(there, messages)
    with asked("on demand: it costs when it is used", "confirm='free'"):
        create_table(there, Table(name="free", partition_key="pk"), "fre")
    with asked("5 RCU"):
        create_table(
            Engine("aws", None, "nowhere-1"),
            Table(name="far", partition_key="pk", throughput={"read": 5, "write": 5}),
        )
