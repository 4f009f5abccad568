"""A table in words, and how two differ."""

from typing import Any

import pytest

from ddbhelpers.data import (
    TableDescription,
    create_table,
    describe_table,
    differences,
    drop_table,
    find_table,
    scan,
    seed,
)
from ddbhelpers.engine import Engine
from ddbhelpers.errors import TableMissing
from ddbhelpers.metering import meter
from ddbhelpers.model import Model, Table
from tests.data.conftest import Create, Make

WANTED: dict[str, Any] = {
    "name": "things",
    "partition_key": "pk",
    "sort_key": "sk",
    "throughput": {"read": 5, "write": 5},
    "indexes": {
        "by-kind": {
            "partition_key": "kind",
            "throughput": {"read": 1, "write": 1},
        },
        "by-n": {
            "kind": "local",
            "partition_key": "pk",
            "sort_key": {"name": "n", "type": "N"},
            "projection": ["b", "a"],
        },
    },
}


def changed(**index: Any) -> dict[str, Any]:
    """Change the global index of the wanted table."""
    indexes = WANTED["indexes"]
    return {"indexes": {**indexes, "by-kind": {**indexes["by-kind"], **index}}}


ON_DEMAND = {
    "throughput": None,
    "indexes": {**WANTED["indexes"], "by-kind": {"partition_key": "kind"}},
}
N = {"name": "kind", "type": "N"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"sort_key": None, "indexes": {}}, "key: partition key pk (S) there, "),
        (
            {"partition_key": {"name": "pk", "type": "B"}, "indexes": {}},
            "key: partition key pk (B), sort key sk (S) there",
        ),
        (ON_DEMAND, "capacity: on demand there, 5 RCU and 5 WCU wanted"),
        (
            {"throughput": {"read": 9, "write": 5}},
            "capacity: 9 RCU and 5 WCU there, 5 RCU and 5 WCU wanted",
        ),
        ({"table_class": "STANDARD_INFREQUENT_ACCESS"}, "table class: STANDARD_INFREQ"),
        ({"time_to_live": "gone"}, "time to live: gone there, None wanted"),
        ({"indexes": {}}, "index by-kind: missing there"),
        (changed(partition_key=N), "index by-kind, key: partition key kind (N) there"),
        (changed(sort_key="n2"), "index by-kind, key: partition key kind (S), sort "),
        (
            changed(projection="KEYS_ONLY"),
            "index by-kind, projection: KEYS_ONLY there, ALL wanted",
        ),
        (changed(projection=["x"]), "index by-kind, projection: x there, ALL wanted"),
        (
            changed(throughput={"read": 1, "write": 2}),
            "index by-kind, capacity: 1 RCU and 2 WCU there, 1 RCU and 1 WCU wanted",
        ),
    ],
)
def test_each_difference_is_named(change: dict[str, Any], says: str) -> None:
    wanted, there = Table(**WANTED), Table(**{**WANTED, **change})
    assert says in "; ".join(differences(there, wanted))


def test_what_does_not_differ() -> None:
    other = {
        **WANTED,
        "name": "other",
        "indexes": {
            "by-n": {**WANTED["indexes"]["by-n"], "projection": ["a", "b"]},
            "by-kind": WANTED["indexes"]["by-kind"],
        },
    }
    assert differences(Table(**WANTED), Table(**other)) == ()
    more = Table(**{**WANTED, "indexes": {}})
    assert differences(Table(**WANTED), more) == (
        "index by-kind: not wanted",
        "index by-n: not wanted",
    )


def test_a_description_reads_like_words() -> None:
    table = Table(**{**WANTED, "time_to_live": "gone"})
    said = repr(TableDescription(table, 1200, {"by-kind": 1}, "CREATING"))
    assert said.splitlines() == [
        "things: 1,200 items, 5 RCU and 5 WCU, CREATING",
        "  partition key pk (S), sort key sk (S)",
        "  time to live gone",
        "  global secondary index by-kind: partition key kind (S); projects ALL; "
        "1 RCU and 1 WCU; 1 item",
        "  local secondary index by-n: partition key pk (S), sort key n (N); "
        "projects a, b",
    ]


def test_every_engine_describes_a_table_in_the_same_words(
    engine: Engine, created: Create, messages: Model, message: Make, conversation: Make
) -> None:
    created(messages)
    items = [*(message(n) for n in range(5)), conversation(1), conversation(2)]
    seed(engine, messages, items)
    found = describe_table(engine, messages)
    assert found.table == messages.table()
    assert (found.items, dict(found.index_items)) == (7, {"message-group-sk-index": 2})
    assert repr(found).splitlines() == [
        "test-messages: 7 items, 5 RCU and 5 WCU",
        "  partition key pk (S), sort key sk (S)",
        "  global secondary index message-group-sk-index: partition key "
        "message_group_uuid (S), sort key sk (S); projects ALL; 5 RCU and 5 WCU; "
        "2 items",
    ]


def test_every_part_of_a_table_comes_back(engine: Engine, created: Create) -> None:
    table = Table(**{**WANTED, "name": "test-parts", "time_to_live": "gone"})
    created(table)
    assert not differences(describe_table(engine, "test-parts").table, table)


def test_naming_a_table_counts_nothing_and_showing_it_counts_off_the_meter(
    engine: Engine, created: Create, messages: Model, conversation: Make
) -> None:
    created(messages)
    seed(engine, messages, [conversation(n) for n in range(30)])

    with meter(engine, images=False) as naming:
        answer = scan(engine, "test-messages", limit=20)
        again = create_table(engine, messages)
        assert find_table(engine, "test-messages").key_names == ("pk", "sk")
    with meter(engine, images=False) as showing:
        shown = describe_table(engine, "test-messages")

    asked = [record.operation for record in naming.records]
    assert (answer.count, again.items) == (20, 30)
    assert asked == ["Scan", "CreateTable", "DescribeTable"]
    counted = again.index_items or {
        "message-group-sk-index": 30
    }  # dynoxide counts none
    assert counted == shown.index_items == {"message-group-sk-index": 30}
    assert not showing.records


def test_a_table_made_anew_elsewhere_is_seen(engine: Engine, created: Create) -> None:
    created(Table(name="test-anew", partition_key="pk"))
    assert scan(engine, "test-anew").count == 0
    drop_table(engine, "test-anew")
    created(Table(name="test-anew", partition_key="other"))
    assert find_table(engine, "test-anew").key_names == ("other",)


def test_a_missing_table_is_told_with_what_there_is(
    engine: Engine, created: Create
) -> None:
    created(Table(name="test-there", partition_key="pk"))
    with pytest.raises(TableMissing) as caught:
        describe_table(engine, "test-not-there")
    given, there, do = str(caught.value).split("; ")
    assert given == "there is no table 'test-not-there' on this engine"
    assert there.startswith("there are: ")
    assert "test-there" in there
    assert do == "create it: create_table(engine, model)"
    drop_table(engine, "test-there")
    with pytest.raises(TableMissing):
        describe_table(engine, "test-there")
