"""Requests of every kind, metered and explained: the units worked out by hand.

On every engine the receipt says the same; what the engine reports either agrees or
differs by a divergence that is known.
"""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ddbhelpers.engine import Engine
from ddbhelpers.errors import EngineError, UnexplainedUnits
from ddbhelpers.explaining import Record, reconcile
from ddbhelpers.metering import meter
from ddbhelpers.model import Table
from tests.explaining.desk import (
    CASES,
    KEY,
    Desk,
    batch_write,
    get,
    get_a_part,
    item,
    put,
    query,
    transact_get,
)


@pytest.fixture
def desk(engine: Engine) -> Iterator[Desk]:
    desk = Desk(engine)
    yield desk
    desk.client.delete_table(TableName=desk.name)


def metered(desk: Desk, do: Callable[[Desk], None]) -> Record:
    """Meter what is done; every request of it has to be explained."""
    with meter(desk.engine) as m:
        do(desk)
    reconciliation = reconcile(m)
    reconciliation.raise_if_unexplained()
    assert "not compared" not in {line.kind for line in reconciliation.lines}, (
        reconciliation.lines
    )
    return m.records[-1]


@pytest.mark.parametrize("do", CASES, ids=lambda do: do.__name__)
def test_every_request_is_explained(desk: Desk, do: Callable[[Desk], None]) -> None:
    record = metered(desk, do)
    receipt = record.receipt
    assert {
        label.removeprefix(desk.name): units for label, units in receipt.units.items()
    } == CASES[do]
    unit = {"read": record.model_read_units, "write": record.model_write_units}
    assert unit.pop(receipt.unit) == sum(CASES[do].values())
    assert set(unit.values()) == {0.0}


def kinds(desk: Desk, do: Callable[[Desk], None], **options: bool) -> list[str]:
    with meter(desk.engine, **options) as m:
        do(desk)
    return [line.kind for line in reconcile(m).lines]


def test_without_images_nothing_is_compared(desk: Desk) -> None:
    with meter(desk.engine, images=False) as m:
        put(desk)
    (record,) = m.records
    assert record.model_read_units is record.model_write_units is None
    assert m.frame()["model_write_units"].isna().all()
    with pytest.raises(EngineError, match="took no images; meter it with images=True"):
        record.receipt  # noqa: B018
    assert kinds(desk, put, images=False) == ["not compared"]


def test_the_frame_has_dynamodbs_units_beside_the_engines(desk: Desk) -> None:
    with meter(desk.engine) as m:
        get_a_part(desk)
    line = m.frame().iloc[-1]
    assert (line["model_read_units"], line["model_write_units"]) == (1.5, 0.0)
    cheaper = desk.engine.product == "dynoxide"
    assert line["read_units"] == (0.5 if cheaper else 1.5)


def test_a_page_cut_at_1_mb_is_walked_to_where_it_was_cut(desk: Desk) -> None:
    for sk in "abcd":
        desk.client.put_item(TableName=desk.name, Item=item(sk, 390_000, pk="q"))
    with meter(desk.engine) as m:
        page = desk.client.scan(
            TableName=desk.name, FilterExpression="attribute_not_exists(x)"
        )
    assert page["Items"] == []
    (record,) = m.records
    (part,) = record.receipt.parts
    last = page["LastEvaluatedKey"]
    assert part.items[-1].key == (last["pk"]["S"], last["sk"]["S"])
    assert sum(item.item_bytes > 390_000 for item in part.items) in (2, 3)
    assert record.receipt.witness
    assert record.receipt.witness.verdict == "agreed"


def test_a_table_is_described_once_and_again_when_it_changes(desk: Desk) -> None:
    seen: list[str] = []
    events = desk.engine.unmetered.meta.events
    name = "before-call.dynamodb"
    events.register(name, lambda model, **_: seen.append(model.name), unique_id="t")
    try:
        with meter(desk.engine) as m:
            put(desk)
            put(desk)
            assert seen.count("DescribeTable") == 1
            desk.client.delete_table(TableName=desk.name)
            plain = Table(name=desk.name, partition_key="pk", sort_key="sk")
            desk.client.create_table(**plain.create_arguments())
            put(desk)
    finally:
        events.unregister(name, unique_id="t")
    assert seen.count("DescribeTable") == 2
    assert seen.count("GetItem") == 3
    assert m.records[-1].receipt.units == {desk.name: 2}
    reconcile(m).raise_if_unexplained()


@pytest.fixture
def stranger(desk: Desk) -> Desk:
    """Take the same engine for one where reads may cost."""
    desk.engine = dataclasses.replace(desk.engine, kind="endpoint", product="unknown")
    desk.client = desk.engine.client
    return desk


def test_where_reads_may_cost_only_the_answer_tells(stranger: Desk) -> None:
    seen: list[str] = []
    stranger.engine.unmetered.meta.events.register(
        "before-call.dynamodb", lambda model, **_: seen.append(model.name)
    )
    assert kinds(stranger, get) == ["agreed"]
    assert kinds(stranger, put) == ["not compared"]
    assert kinds(stranger, batch_write) == ["not compared"]
    assert kinds(stranger, query) == ["not compared"]
    assert kinds(stranger, transact_get) == ["agreed"]
    assert set(seen) == {"DescribeTable"}


def test_the_old_item_of_an_answer_is_enough(stranger: Desk) -> None:
    name: Any = {"TableName": stranger.name}
    old = {"ReturnValues": "ALL_OLD"}
    with meter(stranger.engine) as m:
        stranger.client.put_item(**name, Item=item(size=1100, g="g", l="1"), **old)
        stranger.client.put_item(**name, Item=item("new", g="g"), **old)
        stranger.client.delete_item(**name, Key=KEY, **old)
        stranger.refused(
            stranger.client.put_item,
            **name,
            Item=item("new", 2000),
            ConditionExpression="attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    units = [record.receipt.units for record in m.records]
    table, gsi, lsi = (f"{stranger.name}{arm}" for arm in ("", "/gsi", "/lsi"))
    assert units == [
        {table: 2},
        {table: 1, gsi: 1},
        {table: 2, gsi: 1, lsi: 1},
        {table: 2},
    ]


def test_a_question_for_totals_or_for_nothing_is_respected(desk: Desk) -> None:
    for choice, verdict in (("TOTAL", "agreed"), ("NONE", "unreported")):
        with meter(desk.engine) as m:
            desk.client.put_item(
                TableName=desk.name,
                Item=item("other", g="g"),
                ReturnConsumedCapacity=choice,
            )
        assert m.records[0].receipt.witness
        assert m.records[0].receipt.witness.verdict == verdict


def test_an_engine_that_reports_one_unit_more_is_unexplained(desk: Desk) -> None:
    with meter(desk.engine) as m:
        put(desk)
    (record,) = m.records
    arms = tuple(
        dataclasses.replace(arm, write_units=arm.write_units + 1)
        for arm in record.arms or ()
    )
    more = dataclasses.replace(record, arms=arms)
    assert more.receipt.witness
    assert more.receipt.witness.verdict == "unexplained"
    m._records[:] = [record, more]
    reconciliation = reconcile(m)
    assert reconciliation.unexplained == (more,)
    with pytest.raises(UnexplainedUnits, match="1 of 2 requests on"):
        reconciliation.raise_if_unexplained()
