"""The meter, on requests of every kind."""

import threading
import tracemalloc
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import pytest
from botocore.exceptions import ParamValidationError

from ddbhelpers.engine import Engine, connect, stop
from ddbhelpers.errors import EngineMissing
from ddbhelpers.explaining import Record
from ddbhelpers.metering import meter
from ddbhelpers.metering.meter import COLUMNS

KEY = {"pk": {"S": "p"}, "sk": {"S": "1"}}
QUERY: dict[str, Any] = {
    "KeyConditionExpression": "pk = :p",
    "ExpressionAttributeValues": {":p": {"S": "p"}},
}


@pytest.fixture
def table(engine: Engine) -> Iterator[str]:
    """Make a table with a sparse GSI, and three items of 300 bytes, two in the GSI."""
    name = f"metered-{uuid.uuid4()}"
    throughput: Any = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
    engine.client.create_table(
        TableName=name,
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": part, "AttributeType": "S"} for part in ("pk", "sk", "g")
        ],
        ProvisionedThroughput=throughput,
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-g",
                "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
                "ProvisionedThroughput": throughput,
            }
        ],
    )
    for sk in "123":
        engine.client.put_item(TableName=name, Item=item(sk, group=sk != "3"))
    yield name
    engine.client.delete_table(TableName=name)


def item(sk: str, *, group: bool = False) -> dict[str, Any]:
    made = {"pk": {"S": "p"}, "sk": {"S": sk}, "x": {"S": "x" * 300}}
    return {**made, "g": {"S": "g"}} if group else made


def only(records: tuple[Record, ...]) -> Record:
    (record,) = records
    return record


def test_it_records_a_write_by_arm(engine: Engine, table: str) -> None:
    with meter(engine) as m:
        engine.client.put_item(TableName=table, Item=item("4", group=True))
    record = only(m.records)
    assert (record.operation, record.table, record.index) == ("PutItem", table, None)
    assert record.units == {table: 1.0, f"{table}/by-g": 1.0}
    assert (record.read_units, record.write_units) == (0.0, 2.0)
    assert record.error is None
    assert record.request_bytes > 300
    assert record.response_bytes > 0
    assert (m.read_units, m.write_units) == (0.0, 2.0)


def test_it_records_reads(engine: Engine, table: str) -> None:
    client = engine.client
    with meter(engine) as m:
        client.get_item(TableName=table, Key=KEY)
        client.query(TableName=table, **QUERY, ConsistentRead=True)
        client.query(
            TableName=table,
            IndexName="by-g",
            KeyConditionExpression="g = :g",
            ExpressionAttributeValues={":g": {"S": "g"}},
        )
        client.scan(
            TableName=table,
            FilterExpression="sk = :s",
            ExpressionAttributeValues={":s": {"S": "3"}},
        )
    assert [record.read_units for record in m.records] == [0.5, 1.0, 0.5, 0.5]
    assert [record.count for record in m.records] == [1, 3, 2, 1]
    assert [record.scanned_count for record in m.records] == [None, 3, 2, 3]
    assert [record.pages for record in m.records] == [0, 1, 1, 1]
    assert m.records[2].units == {f"{table}/by-g": 0.5}
    assert m.records[2].index == "by-g"


def test_it_records_batches_and_transactions(engine: Engine, table: str) -> None:
    client = engine.client
    put: Any = {"Put": {"TableName": table, "Item": item("7")}}
    with meter(engine) as m:
        client.batch_get_item(RequestItems={table: {"Keys": [KEY]}})
        client.batch_write_item(
            RequestItems={table: [{"PutRequest": {"Item": item("5", group=True)}}]}
        )
        client.transact_write_items(TransactItems=[put])
        client.transact_get_items(
            TransactItems=[{"Get": {"TableName": table, "Key": KEY}}]
        )
    assert [record.table for record in m.records] == [table] * 4
    assert [record.read_units for record in m.records] == [0.5, 0.0, 0.0, 2.0]
    assert [record.write_units for record in m.records] == [0.0, 2.0, 2.0, 0.0]
    assert [record.count for record in m.records] == [1, None, None, 1]


def test_it_records_partiql(engine: Engine, table: str) -> None:
    statement = f'SELECT * FROM "{table}"."by-g" WHERE g = \'g\''
    with meter(engine) as m:
        answer = engine.client.execute_statement(Statement=statement)
    assert "ConsumedCapacity" not in answer
    record = only(m.records)
    assert (record.table, record.index, record.count) == (table, "by-g", 2)
    reports = "partiql-reports-nothing" not in {d.name for d in engine.divergences}
    assert record.read_units == (0.5 if reports else None)


def test_a_refused_write_is_recorded(engine: Engine, table: str) -> None:
    client = engine.client
    with (
        meter(engine) as m,
        pytest.raises(client.exceptions.ConditionalCheckFailedException),
    ):
        client.put_item(
            TableName=table,
            Item=item("1"),
            ConditionExpression="attribute_not_exists(pk)",
        )
    record = only(m.records)
    assert record.error == "ConditionalCheckFailedException"
    assert (record.write_units, record.units) == (None, None)


def test_what_is_not_sent_is_not_recorded(engine: Engine, table: str) -> None:
    with meter(engine) as m, pytest.raises(ParamValidationError):
        engine.client.get_item(TableName=table, Key=3)  # type: ignore[arg-type]  # refused
    assert m.records == ()


def test_administration_is_recorded_without_units(engine: Engine, table: str) -> None:
    with meter(engine) as m:
        engine.client.describe_table(TableName=table)
        engine.client.list_tables()
    assert [(r.operation, r.table) for r in m.records] == [
        ("DescribeTable", table),
        ("ListTables", None),
    ]
    assert (m.read_units, m.write_units) == (0.0, 0.0)


@pytest.mark.parametrize("choice", ["NONE", "TOTAL", "INDEXES", None])
def test_the_answer_is_as_without_the_meter(
    engine: Engine, table: str, choice: str | None
) -> None:
    asked: Any = {"ReturnConsumedCapacity": choice} if choice else {}
    bare = engine.client.query(TableName=table, **QUERY, **asked)
    with meter(engine) as m:
        metered = engine.client.query(TableName=table, **QUERY, **asked)
    without: Any = {"ResponseMetadata": None}
    assert {**metered, **without} == {**bare, **without}
    assert ("ConsumedCapacity" in metered) == (choice in ("TOTAL", "INDEXES"))
    record = only(m.records)
    assert record.read_units == (None if choice == "NONE" else 0.5)
    known = {"INDEXES": {table: 0.5}, None: {table: 0.5}}
    assert record.units == known.get(choice)


def test_the_callers_own_arguments_stay_as_they_are(engine: Engine, table: str) -> None:
    request: Any = {"TableName": table, "Item": item("1")}
    before = dict(request)
    with meter(engine) as m:
        engine.client.put_item(**request)
        request["Item"]["sk"]["S"] = "changed"
    assert set(request) == set(before)
    assert only(m.records).receipt.parts[0].items[-1].key == ("p", "1")


def test_every_page_is_recorded(engine: Engine, table: str) -> None:
    pages = engine.client.get_paginator("query")
    with meter(engine) as m:
        found = pages.paginate(
            TableName=table, **QUERY, PaginationConfig={"PageSize": 2}
        ).build_full_result()
    assert len(found["Items"]) == 3
    frame = m.frame()
    assert frame["count"].tolist() == [2, 1]
    assert frame["pages"].sum() == 2


def test_a_resource_made_before_is_metered(engine: Engine, table: str) -> None:
    resource = engine.resource().Table(table)
    with meter(engine) as m:
        resource.put_item(Item={"pk": "p", "sk": "8", "n": 1, "b": b"\x00\x01"})
        answer = resource.get_item(Key={"pk": "p", "sk": "8"})
    assert "ConsumedCapacity" not in answer
    assert answer["Item"]["n"] == 1
    write, read = m.records
    # DynamoDB's own form, whichever client it was.
    for record in (write, read):
        sized = record.receipt.parts[0].items[-1].attributes or ()
        assert {"n": "N", "b": "B"}.items() <= {(it.name, it.type) for it in sized}
    assert (write.write_units, read.read_units) == (1.0, 0.5)


def test_a_batch_writer_is_metered(engine: Engine, table: str) -> None:
    resource = engine.resource().Table(table)
    with meter(engine) as m, resource.batch_writer() as batch:
        for number in range(30):
            batch.put_item(Item={"pk": "batch", "sk": str(number)})
    assert [record.write_units for record in m.records] == [25.0, 5.0]


def test_it_stops_with_its_block(engine: Engine, table: str) -> None:
    def work() -> None:
        engine.client.get_item(TableName=table, Key=KEY)
        raise RuntimeError("in the block")

    m = meter(engine)
    with pytest.raises(RuntimeError, match="in the block"), m:
        work()
    answer = engine.client.get_item(TableName=table, Key=KEY)
    assert len(m.records) == 1
    assert "ConsumedCapacity" not in answer
    with m:
        engine.client.get_item(TableName=table, Key=KEY)
    assert len(m.records) == 2


def test_meters_nest(engine: Engine, table: str) -> None:
    with meter(engine) as outer:
        engine.client.get_item(TableName=table, Key=KEY)
        with meter(engine) as inner:
            engine.client.get_item(TableName=table, Key=KEY)
        engine.client.get_item(TableName=table, Key=KEY)
    assert (len(outer.records), len(inner.records)) == (3, 1)


def test_another_engine_is_not_recorded(engine: Engine, table: str) -> None:
    other = Engine("endpoint", "http://127.0.0.1:1", "us-east-1")
    with meter(other) as m:
        engine.client.get_item(TableName=table, Key=KEY)
    assert m.records == ()


def test_the_same_engine_found_again_is_recorded(engine: Engine, table: str) -> None:
    again = connect(engine.endpoint)
    with meter(engine) as m:
        again.client.get_item(TableName=table, Key=KEY)
    assert len(m.records) == 1


def test_a_request_belongs_to_the_access_pattern_around_it(
    engine: Engine, table: str
) -> None:
    with meter(engine) as m:
        with m.pattern("outer"):
            with m.pattern("inner"):
                engine.client.get_item(TableName=table, Key=KEY)
            engine.client.get_item(TableName=table, Key=KEY)
        engine.client.get_item(TableName=table, Key=KEY)
    assert [record.pattern for record in m.records] == ["inner", "outer", None]


def test_threads_do_not_mix(engine: Engine, table: str) -> None:
    client, start = engine.client, threading.Barrier(4)

    def work(number: int) -> tuple[Record, ...]:
        start.wait()
        with meter(engine) as own, own.pattern(f"p{number}"):
            for _ in range(number + 1):
                client.get_item(TableName=table, Key=KEY)
        return own.records

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(work, range(4)))
    assert [[record.pattern for record in records] for records in found] == [
        ["p0"],
        ["p1"] * 2,
        ["p2"] * 3,
        ["p3"] * 4,
    ]


def test_workers_report_to_the_meter_around_them(engine: Engine, table: str) -> None:
    client = engine.client

    def work(_: int) -> None:
        client.get_item(TableName=table, Key=KEY)

    with ThreadPoolExecutor(4) as pool:
        with meter(engine) as m:
            list(pool.map(work, range(20)))
        list(pool.map(work, range(5)))
    assert len(m.records) == 20


def test_the_frame_has_the_same_columns_full_and_empty(
    engine: Engine, table: str
) -> None:
    with meter(engine) as m:
        pass
    empty = m.frame()
    with m, m.pattern("write"):
        engine.client.put_item(TableName=table, Item=item("4", group=True))
        engine.client.get_item(TableName=table, Key=KEY)
    full = m.frame()
    assert list(empty.columns) == list(full.columns) == list(COLUMNS)
    assert dict(empty.dtypes) == dict(full.dtypes)
    assert (len(empty), len(full)) == (0, 2)
    assert full["write_units"].tolist() == [2.0, 0.0]
    assert full["gsi_units"].tolist() == [1.0, 0.0]
    assert full["pattern"].tolist() == ["write", "write"]
    assert full["units"][0] == {table: 1.0, f"{table}/by-g": 1.0}
    assert full["index"].isna().all()
    assert full["scanned_count"].isna().all()


@pytest.mark.parametrize(("images", "most_bytes"), [(False, 50_000), (True, 4_500_000)])
def test_large_pages_leave_little_behind(
    engine: Engine, table: str, images: bool, most_bytes: int
) -> None:
    dice = Random(1)
    for number in range(7):  # 700 KB a page, of text that halves at best
        large = {**item(f"{number}"), "x": {"S": dice.randbytes(50_000).hex()}}
        engine.client.put_item(TableName=table, Item=large)
    with meter(engine, images=images) as m:
        engine.client.query(TableName=table, **QUERY)
        tracemalloc.start()
        for _ in range(10):
            engine.client.query(TableName=table, **QUERY)
        left, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert left < most_bytes
    assert {record.count for record in m.records} == {7}


def test_a_request_that_nobody_answered_is_recorded(own_home: Any) -> None:
    engine = connect("embedded")
    stop()
    with meter(engine) as m, pytest.raises(EngineMissing):
        engine.client.get_item(TableName="t", Key=KEY)
    record = only(m.records)
    assert record.error == "EndpointConnectionError"
    assert record.read_units is None


def test_its_name_says_how_much_it_has(engine: Engine) -> None:
    assert repr(meter(engine)) == f"<Meter: 0 requests on {engine.name}>"
