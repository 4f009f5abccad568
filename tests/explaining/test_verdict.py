"""What an engine is heard to say, and what is made of it."""

from typing import Any

import pytest

from ddbhelpers.capacity import (
    Action,
    FailedWrite,
    ItemWrite,
    ReplayedWrite,
    item_bytes,
)
from ddbhelpers.engine import Engine
from ddbhelpers.explaining.divergences.known import Reported
from ddbhelpers.explaining.verdict import witness_of
from ddbhelpers.model import SecondaryIndex, Table

LOCAL = Engine("dynamodb-local", "http://127.0.0.1:1", "us-east-1", "DynamoDB Local")
LSI = SecondaryIndex(name="lsi", kind="local", partition_key="pk", sort_key="l")
MAIL = Table(name="mail", partition_key="pk", sort_key="sk", indexes=(LSI,))
NEW = {"pk": {"S": "a"}, "sk": {"S": "b"}}
PUT = ItemWrite(MAIL, None, NEW)
AGAIN = ReplayedWrite(MAIL, None, NEW)


def heard(
    action: Action,
    units: dict[str, float] | None,
    operation: str = "PutItem",
    unit: Any = "write",
    **options: bool,
) -> tuple[str, tuple[str, ...]]:
    seen = None if units is None else Reported(unit, units)
    witness = witness_of(LOCAL, operation, [action], seen, **options)
    assert (witness.units, witness.engine) == (units, "DynamoDB Local")
    return witness.verdict, witness.divergences


def test_silence_is_explained_only_where_it_is_known() -> None:
    silent = ("partiql-reports-nothing",)
    assert heard(PUT, None) == ("unexplained", ())
    assert heard(PUT, None, "ExecuteStatement") == ("explained", silent)
    assert heard(PUT, None, "BatchExecuteStatement") == ("explained", silent)
    assert heard(PUT, None, "ExecuteTransaction") == ("explained", silent)
    assert heard(PUT, {"mail": 1}, "ExecuteStatement") == ("agreed", ())
    assert heard(FailedWrite(MAIL, None, NEW), None) == ("unreported", ())
    assert heard(PUT, None, silent=True) == ("unreported", ())


def test_a_total_is_compared_with_its_unit() -> None:
    for by_arm in (True, False):
        told = heard(AGAIN, {"mail": 2}, "TransactWriteItems", by_arm=by_arm)
        assert told == ("explained", ("replay-is-a-write",))
        assert heard(AGAIN, {"mail": 2}, unit="read", by_arm=by_arm)[0] == "agreed"
    assert heard(PUT, {"": 1}, by_arm=False)[0] == "agreed"
    assert heard(PUT, {"": 1})[0] == "unexplained"
    assert heard(PUT, {"": 2}, by_arm=False)[0] == "unexplained"
    assert heard(PUT, None, by_arm=False)[0] == "unexplained"
    failed = FailedWrite(MAIL, None, NEW)
    assert heard(failed, {"": 1}, by_arm=False)[0] == "unexplained"


def test_what_changes_nothing_alone_may_explain_with_another() -> None:
    # 924 bytes, by the engine's reading 925, and 100 more in a local index
    item: dict[str, Any] = {"pk": "a", "sk": "b", "l": "c", "n": 120, "x": ""}
    item["x"] = "x" * (924 - item_bytes(item))
    write = ItemWrite(MAIL, None, item)
    assert heard(write, {"mail": 1, "mail/lsi": 1}) == ("agreed", ())
    assert heard(write, {"mail": 1, "mail/lsi": 2}) == (
        "explained",
        ("lsi-write-costs-one-more", "number-digits-in-pairs"),
    )
    assert heard(write, {"mail": 2, "mail/lsi": 1})[0] == "unexplained"


def test_it_says_that_nobody_asked_for_a_report() -> None:
    witness = witness_of(LOCAL, "PutItem", [PUT], None, silent=True)
    assert str(witness) == (
        "DynamoDB Local reported nothing (unreported): "
        "the caller asked for no report (ReturnConsumedCapacity=NONE)"
    )


@pytest.mark.parametrize("engine", [LOCAL, None])
def test_the_reason_names_itself(engine: Engine | None) -> None:
    seen = Reported("write", {"mail": 2.0})
    witness = witness_of(engine, "TransactWriteItems", [AGAIN], seen)
    if engine is None:
        assert (witness.engine, witness.verdict) == ("the engine", "unexplained")
        assert witness.why == ("No known divergence says why.",)
    else:
        assert witness.why[0].startswith("A ClientRequestToken used again is not ")
        assert witness.why[0].endswith(". (replay-is-a-write)")
