"""The watch over a request, with lookups that see what the test lets them see."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from ddbhelpers.capacity import (
    CancelledAction,
    ConditionCheck,
    FailedWrite,
    ItemsRead,
    ItemWrite,
    Receipt,
    ReplayedWrite,
)
from ddbhelpers.capacity.read import Consistency
from ddbhelpers.errors import ModelError
from ddbhelpers.explaining.images import Images, Tokens
from ddbhelpers.explaining.lookups import Unseen, identity
from ddbhelpers.explaining.watching import Watching
from ddbhelpers.model import Table

MAIL = Table(name="mail", partition_key="pk")
OTHER = Table(name="other", partition_key={"name": "n", "type": "N"})


def item(key: str, size: int = 0) -> dict[str, Any]:
    return {"pk": {"S": key}, "x": {"S": "x" * size}}


class FakeLookups:
    """Sees two tables, and the items that it was given."""

    may_read = True

    def __init__(self, *there: dict[str, Any]) -> None:
        self.there = {identity(MAIL, item): item for item in there}

    def table(self, name: str, /) -> Table:
        if name not in ("mail", "other"):
            raise ModelError(f"no table {name}")
        return {"mail": MAIL, "other": OTHER}[name]

    def items(self, table: Table, keys: Sequence[Mapping[str, Any]], /) -> list[Any]:
        return [self.there.get(identity(table, key)) for key in keys]

    def walked(self, *page: Any) -> list[Any]:
        raise AssertionError("no page is walked here")


def watched(
    operation: str,
    request: dict[str, Any],
    response: dict[str, Any],
    error: str | None = None,
    *,
    lookups: "FakeLookups | None" = None,
    tokens: Tokens | None = None,
) -> Images:
    watching = Watching(
        lookups or FakeLookups(), tokens or Tokens(), operation, request
    )
    return watching.images({"ResponseMetadata": {}, **response}, error)


def units(seen: Images) -> dict[str, float]:
    assert seen.missing is None
    return Receipt.of(*seen.actions).units


def test_what_a_batch_left_unprocessed_is_not_charged() -> None:
    puts = [{"PutRequest": {"Item": item(key, 1500)}} for key in "abc"]
    deletes = [{"DeleteRequest": {"Key": {"n": {"N": number}}}} for number in "12"]
    seen = watched(
        "BatchWriteItem",
        {"RequestItems": {"mail": puts, "other": deletes}},
        {
            "UnprocessedItems": {
                "mail": puts[1:2],
                "other": [{"DeleteRequest": {"Key": {"n": {"N": "1.0"}}}}],
            }
        },
    )
    assert units(seen) == {"mail": 4, "other": 1}


def test_a_batch_is_charged_for_what_was_there() -> None:
    puts = [{"PutRequest": {"Item": item("a")}}]
    lookups = FakeLookups(item("a", 3000))
    seen = watched(
        "BatchWriteItem", {"RequestItems": {"mail": puts}}, {}, lookups=lookups
    )
    assert [*seen.actions] == [ItemWrite(MAIL, item("a", 3000), item("a"))]


def test_keys_that_a_batch_left_unprocessed_are_not_charged() -> None:
    keys = [{"pk": {"S": key}} for key in "abc"]
    seen = watched(
        "BatchGetItem",
        {"RequestItems": {"mail": {"Keys": keys, "ConsistentRead": True}}},
        {
            "Responses": {"mail": [item("a", 5000)]},
            "UnprocessedKeys": {"mail": {"Keys": keys[2:]}},
        },
    )
    assert units(seen) == {"mail": 2 + 1}


def test_a_batch_of_which_nothing_was_done_costs_nothing() -> None:
    keys = [{"pk": {"S": "a"}}]
    asked = {"mail": {"Keys": keys}, "other": {"Keys": [{"n": {"N": "1"}}]}}
    body = {"Responses": {}, "UnprocessedKeys": {"mail": {"Keys": keys}}}
    seen = watched("BatchGetItem", {"RequestItems": {"mail": asked["mail"]}}, body)
    assert seen == Images()
    # of another table nothing was found, and that costs
    assert units(watched("BatchGetItem", {"RequestItems": asked}, body)) == {
        "other": 0.5
    }


def test_of_a_projection_the_whole_item_is_looked_at() -> None:
    key, part = {"pk": {"S": "a"}}, {"ProjectionExpression": "x"}
    gets = [{"Get": {"TableName": "mail", "Key": key, **more}} for more in (part, {})]
    ways: tuple[tuple[str, dict[str, Any], Consistency], ...] = (
        ("GetItem", {"TableName": "mail", "Key": key, **part}, "eventual"),
        (
            "BatchGetItem",
            {"RequestItems": {"mail": {"Keys": [key], **part}}},
            "eventual",
        ),
        ("TransactGetItems", {"TransactItems": gets}, "transactional"),
    )
    for operation, request, how in ways:
        body = {"Item": {}, "Responses": [{"Item": {}}, {"Item": item("a", 1)}]}
        lookups = FakeLookups(item("a", 5000))
        whole, *plain = watched(operation, request, body, lookups=lookups).actions
        assert whole == ItemsRead(
            MAIL, [item("a", 5000)], consistency=how, each=True, projected=("x",)
        )
        assert plain == [
            ItemsRead(MAIL, [item("a", 1)], consistency=how, each=True)
        ] * len(plain)
        assert len(plain) == (operation == "TransactGetItems")


PUT = {"TransactItems": [{"Put": {"TableName": "mail", "Item": item("a", 5000)}}]}


def test_a_token_used_again_is_a_replay_of_what_was_done_first() -> None:
    tokens, request = Tokens(), {**PUT, "ClientRequestToken": "t"}
    first = watched("TransactWriteItems", request, {}, tokens=tokens)
    assert units(first) == {"mail": 10}
    again = watched("TransactWriteItems", request, {}, tokens=tokens)
    assert units(again) == {"mail": 4}
    assert [action.unit for action in again.actions] == ["read"]


def test_a_replay_has_the_images_of_what_was_done() -> None:
    tokens, there = Tokens(), item("a")
    tokens.note("t", (ItemWrite(MAIL, there, None), ConditionCheck(MAIL, there)))
    assert tokens.replay("t") == (
        ReplayedWrite(MAIL, there, None),
        ReplayedWrite(MAIL, there, there),
    )


def test_a_token_is_forgotten_after_ten_minutes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [0.0]
    monkeypatch.setattr("ddbhelpers.explaining.images.time.monotonic", lambda: now[0])
    tokens, request = Tokens(), {**PUT, "ClientRequestToken": "t"}
    for second, expected in ((0, 10), (600, 4), (601, 10), (602, 4)):
        now[0] = second
        seen = watched("TransactWriteItems", request, {}, tokens=tokens)
        assert units(seen) == {"mail": expected}


def test_a_token_keeps_what_was_done_first(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("ddbhelpers.explaining.images.time.monotonic", lambda: now[0])
    tokens, first = Tokens(), ItemWrite(MAIL, None, item("a"))
    tokens.note("t", (first,))
    tokens.note("t", (ItemWrite(MAIL, None, item("b")),))
    now[0] = 700
    tokens.note("other", (first,))
    assert tokens.replay("t") == (ReplayedWrite(MAIL, None, item("a")),)
    assert tokens.replay(None) is None


class CountingLookups(FakeLookups):
    """Sees a longer item each time."""

    def items(self, table: Table, keys: Sequence[Mapping[str, Any]], /) -> list[Any]:
        self.looks = getattr(self, "looks", 0) + 1
        return [item("a", self.looks * 100) for _ in keys]


UPDATE = {"TableName": "mail", "Key": {"pk": {"S": "a"}}}


def test_an_update_is_looked_at_again_unless_the_answer_has_all_of_it() -> None:
    for asked, size in (("ALL_NEW", 7), ("UPDATED_NEW", 200), (None, 200)):
        seen = watched(
            "UpdateItem",
            {**UPDATE, "ReturnValues": asked},
            {"Attributes": {"x": {"S": "x" * 7}}},
            lookups=CountingLookups(),
        )
        write = ItemWrite(MAIL, item("a", 100), item("a", size))
        assert [*seen.actions] == [write]


def test_what_a_cancelled_update_would_have_left_is_not_looked_at() -> None:
    seen = watched(
        "TransactWriteItems",
        {"TransactItems": [{"Update": UPDATE}]},
        {"CancellationReasons": [{"Code": "ConditionalCheckFailed"}]},
        "TransactionCanceledException",
        lookups=CountingLookups(),
    )
    there = item("a", 100)
    assert [*seen.actions] == [CancelledAction(ItemWrite(MAIL, there, there, True))]


def test_a_token_that_another_process_used_shows_in_the_report() -> None:
    reported = {"ConsumedCapacity": [{"TableName": "mail", "ReadCapacityUnits": 4}]}
    there = item("a", 5000)
    seen = watched("TransactWriteItems", PUT, reported, lookups=FakeLookups(there))
    assert units(seen) == {"mail": 4}


@pytest.mark.parametrize(
    ("code", "charged"),
    [
        ("ConditionalCheckFailed", True),
        ("TransactionConflict", True),
        ("DuplicateItem", True),
        ("ValidationError", False),
    ],
)
def test_a_cancelled_transaction_is_charged_if_its_work_had_begun(
    code: str, charged: bool
) -> None:
    seen = watched(
        "TransactWriteItems",
        PUT,
        {"CancellationReasons": [{"Code": "None"}, {"Code": code}]},
        "TransactionCanceledException",
    )
    assert seen.missing is None
    assert bool(seen.actions) == charged


def test_a_refused_request_did_nothing() -> None:
    request = {"TableName": "missing", "Item": item("a")}
    seen = watched("PutItem", request, {}, "ResourceNotFoundException")
    assert seen == Images()


def test_no_answer_means_that_nobody_knows() -> None:
    watching = Watching(FakeLookups(), Tokens(), "PutItem", {})
    assert watching.images({}, "ReadTimeoutError").missing == (
        "no answer came, so nobody knows whether it was carried out"
    )


def test_an_operation_that_nobody_charges_needs_no_images() -> None:
    assert watched("DescribeTable", {"TableName": "mail"}, {}) == Images()
    novel = watched("ExecuteNovelty", {"Statement": "SELECT * FROM mail"}, {})
    assert novel.missing == "ExecuteNovelty is not watched"


class BrokenLookups(FakeLookups):
    def items(self, table: Table, keys: Sequence[Mapping[str, Any]], /) -> list[Any]:
        raise OSError("gone")


class ShyLookups(FakeLookups):
    may_read = False

    def items(self, table: Table, keys: Sequence[Mapping[str, Any]], /) -> list[Any]:
        raise Unseen("not here")


def test_lookups_that_fail_do_not_fail_the_request() -> None:
    request = {"TableName": "mail", "Item": item("a")}
    for lookups, says in (
        (BrokenLookups(), "OSError: gone"),
        (ShyLookups(), "no items of its"),
    ):
        assert says in str(watched("PutItem", request, {}, lookups=lookups).missing)


def test_lookups_that_fail_afterwards_do_not_fail_the_request() -> None:
    request = {
        "TableName": "mail",
        "Key": {"pk": {"S": "a"}},
        "ProjectionExpression": "x",
    }
    assert (
        watched("GetItem", request, {}, lookups=BrokenLookups()).missing
        == "OSError: gone"
    )


def test_a_scan_says_what_is_not_known_of_it() -> None:
    answer = {"Items": [item("a")], "ScannedCount": 1}
    (remark,) = watched("Scan", {"TableName": "mail"}, answer).remarks
    assert "for each partition that it touches" in remark
    assert watched("Query", {"TableName": "mail"}, answer).remarks == ()


def test_only_a_whole_old_item_stands_for_a_look() -> None:
    request = {"TableName": "mail", "Item": item("a")}
    answer = {"Attributes": item("a", 3000), "Item": item("a", 5000)}
    for values, on_failure, error, size in (
        ("ALL_OLD", "NONE", None, 3000),
        ("NONE", "ALL_OLD", None, None),
        ("NONE", "ALL_OLD", "ConditionalCheckFailedException", 5000),
        ("ALL_OLD", "NONE", "ConditionalCheckFailedException", None),
    ):
        options = {
            "ReturnValues": values,
            "ReturnValuesOnConditionCheckFailure": on_failure,
        }
        seen = watched(
            "PutItem", {**request, **options}, answer, error, lookups=ShyLookups()
        )
        if size is None:
            assert "does not hold what was written" in str(seen.missing)
        else:
            assert [action.images()[0].image for action in seen.actions] == [
                item("a", size)
            ]


def test_what_a_failed_update_found_may_stand_in_its_answer() -> None:
    request = {**UPDATE, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    failed, there = "ConditionalCheckFailedException", item("a", 3000)
    seen = watched("UpdateItem", request, {"Item": there}, failed, lookups=ShyLookups())
    write = FailedWrite(MAIL, there, None, attempted_known=False)
    assert [*seen.actions] == [write]
