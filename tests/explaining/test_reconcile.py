"""Reconciliations, of records made by hand."""

from dataclasses import replace
from types import SimpleNamespace as Plain
from typing import Any

import pytest

from ddbhelpers.capacity import FailedWrite, ItemsRead, ItemWrite, ReplayedWrite
from ddbhelpers.engine import Engine
from ddbhelpers.errors import UnexplainedUnits
from ddbhelpers.explaining import Record, reconcile
from ddbhelpers.explaining.divergences.known import DIVERGENCES
from ddbhelpers.explaining.images import Images
from ddbhelpers.explaining.reconcile import ReconciledLine
from ddbhelpers.explaining.record import PARTLY_SILENT, make_record
from ddbhelpers.explaining.report import ReportedArm
from ddbhelpers.explaining.verdict import SILENT
from ddbhelpers.model import SecondaryIndex, Table

MAIL = Table(name="mail", partition_key="pk")
LOCAL = Engine("dynamodb-local", "http://127.0.0.1:1", "us-east-1", "DynamoDB Local")
DYNOXIDE = Engine("embedded", "http://127.0.0.1:1", "us-east-1", "dynoxide", "1.2.1")
NEW = {"pk": {"S": "a"}}


def record(
    operation: str,
    units: float | None,
    *actions: Any,
    engine: Engine = LOCAL,
    missing: str | None = None,
    error: str | None = None,
    **request: Any,
) -> Record:
    used = {"CapacityUnits": units}
    consumed = {"TableName": "mail", "Table": used, **used}
    return make_record(
        None,
        operation,
        {"TableName": "mail", **request},
        {} if units is None else {"ConsumedCapacity": consumed},
        request_bytes=0,
        response_bytes=0,
        error=error,
        engine=engine,
        images=Images(actions, missing),
    )


def outcomes(*records: Record) -> list[tuple[Any, ...]]:
    lines = reconcile(Plain(engine=LOCAL, records=records)).lines
    return [
        (line.kind, line.divergences, line.requests, line.reported, line.charged)
        for line in lines
    ]


def test_each_kind_of_outcome_is_a_line_in_order() -> None:
    empty = ItemsRead(MAIL, [])
    lines = outcomes(
        record("DescribeTable", None),
        record("PutItem", 1.0, ItemWrite(MAIL, None, NEW)),
        record("Query", 3.0, empty),
        record("Query", 0.0, empty),
        record("Query", 0.5, empty),
        record("Query", 0.5, empty),
        record("PutItem", None, FailedWrite(MAIL, None, NEW), error="Failed"),
        record("PutItem", 1.0, missing="No lookups."),
        record("PutItem", 2.0, missing="No lookups."),
    )
    assert lines == [
        ("agreed", (), 2, 1.0, 1.0),
        ("agreed", (), 1, 1.0, 1),
        ("explained", ("empty-page-is-free",), 1, 0.0, 0.5),
        ("unreported", (), 1, 0.0, 1),
        ("not compared", (), 2, 3.0, None),
        ("unexplained", (), 1, 3.0, 0.5),
    ]


def test_a_report_that_nobody_asked_for_is_not_missed() -> None:
    put = ItemWrite(MAIL, None, NEW)
    for asked, kind in (("NONE", "unreported"), ("TOTAL", "unexplained")):
        silent = record("PutItem", None, put, ReturnConsumedCapacity=asked)
        assert outcomes(silent) == [(kind, (), 1, 0.0, 1)]


def test_an_engine_has_only_its_own_divergences() -> None:
    empty = ItemsRead(MAIL, [])
    (line,) = outcomes(record("Query", 0.0, empty, engine=DYNOXIDE))
    assert line[0] == "unexplained"


def test_the_fewest_divergences_explain() -> None:
    number = {"pk": {"S": "a"}, "n": {"N": "120"}, "x": {"S": "x" * (1024 - 7)}}
    # 1,024 bytes, 1,025 by the engine's reading; it counts equal actions once
    actions = [
        ItemWrite(MAIL, None, {**number, "pk": {"S": key}}, transactional=True)
        for key in "abc"
    ]
    once, pairs = "transaction-counts-equals-once", "number-digits-in-pairs"
    for units, names in ((2.0, (once,)), (12.0, (pairs,)), (4.0, (pairs, once))):
        (line,) = outcomes(record("TransactWriteItems", units, *actions))
        assert line == ("explained", names, 1, units, 6)


def test_an_unexplained_difference_is_an_error_that_names_the_request() -> None:
    records = (record("Query", 9.0, ItemsRead(MAIL, [])),)
    reconciliation = reconcile(Plain(engine=LOCAL, records=records))
    assert reconciliation.unexplained == records
    with pytest.raises(UnexplainedUnits) as raised:
        reconciliation.raise_if_unexplained()
    assert str(raised.value) == (
        "1 of 1 requests on DynamoDB Local differ from DynamoDB's charge, and no known "
        "divergence says why; the first is Query on mail; look at its record: "
        "reconciliation.unexplained[0].receipt"
    )


def test_it_says_itself_in_a_line_for_each_kind() -> None:
    records = [record("Query", 0.5, ItemsRead(MAIL, [])) for _ in range(1200)]
    records.append(record("Query", 0.0, ItemsRead(MAIL, [])))
    reconciliation = reconcile(Plain(engine=LOCAL, records=records))
    assert repr(reconciliation).splitlines() == [
        "1,201 requests on DynamoDB Local",
        "  1,200 agreed: 600 read units reported, 600 charged by DynamoDB",
        "  1 explained by empty-page-is-free: 0 read units reported, 0.5 charged by "
        "DynamoDB",
    ]
    assert reconciliation.divergences == ("empty-page-is-free",)
    reconciliation.raise_if_unexplained()


def test_units_that_an_engine_calls_by_another_name_are_named() -> None:
    again = ReplayedWrite(MAIL, None, NEW)
    records = [record("TransactWriteItems", 2.0, again)]
    reconciliation = reconcile(Plain(engine=LOCAL, records=records))
    assert repr(reconciliation).splitlines()[1] == (
        "  1 explained by replay-is-a-write: 2 write units reported, 2 read units "
        "charged by DynamoDB"
    )


def test_a_refused_request_costs_nothing_and_agrees() -> None:
    records = (
        record("PutItem", None, error="ValidationException"),
        record("PutItem", None, missing="No lookups."),
    )
    assert reconcile(Plain(engine=LOCAL, records=records)).lines == (
        ReconciledLine("agreed", (), "", "write", "write", 1, 0.0, 0.0),
        ReconciledLine(
            "not compared", (), "No lookups.", "write", "write", 1, 0.0, None
        ),
    )


def test_several_causes_of_one_difference_are_named_and_told() -> None:
    # 925 bytes by the engine's reading, and 100 more in the local index
    item = {**NEW, "l": {"S": "c"}, "n": {"N": "120"}, "x": {"S": "x" * (924 - 9)}}
    index = SecondaryIndex(name="lsi", kind="local", partition_key="pk", sort_key="l")
    table = Table(name="mail", partition_key="pk", sort_key="l", indexes=(index,))
    seen = record("PutItem", 1.0, ItemWrite(table, None, item))
    arms = (*(seen.arms or ()), ReportedArm("mail", "lsi", "lsi", write_units=2.0))
    both = replace(seen, arms=arms, write_units=3.0)
    (line,) = reconcile(Plain(engine=LOCAL, records=(both,))).lines
    pair = "lsi-write-costs-one-more", "number-digits-in-pairs"
    known = {divergence.name: divergence.says for divergence in DIVERGENCES}
    assert line.why == " ".join(known[name] for name in pair)
    assert str(line) == (
        f"1 explained by {' + '.join(pair)}: 3 write units reported, 2 charged by "
        "DynamoDB"
    )


def test_a_receipt_says_that_some_of_it_was_not_reported() -> None:
    both = [ItemWrite(MAIL, None, NEW), FailedWrite(MAIL, None, NEW)]
    for actions, partly in ((both, True), (both[:1], False), (both[1:], False)):
        receipt = record("BatchExecuteStatement", None, *actions).receipt
        assert (PARTLY_SILENT in receipt.remarks) == partly


def test_a_receipt_names_the_error() -> None:
    failed = FailedWrite(MAIL, None, NEW)
    receipt = record("PutItem", None, failed, error="ConditionalCheckFailed").receipt
    assert receipt.title == "PutItem on mail: ConditionalCheckFailed"
    assert record("PutItem", 1.0, failed).receipt.title == "PutItem on mail"


def test_a_line_says_why() -> None:
    empty, failed = ItemsRead(MAIL, []), FailedWrite(MAIL, None, NEW)
    records = (
        record("Query", 0.5, empty),
        record("Query", 0.0, empty),
        record("PutItem", None, failed),
        record("PutItem", 1.0, missing="No lookups."),
    )
    lines = reconcile(Plain(engine=LOCAL, records=records)).lines
    known = {divergence.name: divergence.says for divergence in DIVERGENCES}
    assert [line.why for line in lines] == [
        "",
        known["empty-page-is-free"],
        SILENT,
        "No lookups.",
    ]
