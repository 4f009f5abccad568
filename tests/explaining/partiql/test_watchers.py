"""PartiQL watched as the classic request that it is, with lookups made by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from ddbhelpers.capacity import (
    Action,
    ConditionCheck,
    FailedWrite,
    ItemsRead,
    ItemWrite,
)
from ddbhelpers.explaining.images import Images, Tokens
from ddbhelpers.explaining.watching import Watching
from ddbhelpers.model import SecondaryIndex, Table

BY_DAY = SecondaryIndex(
    name="by-day",
    partition_key="d",
    sort_key=("a", "b", "c"),
    projection="KEYS_ONLY",
)
MAIL = Table(name="mail", partition_key="pk", sort_key="sk", indexes=(BY_DAY,))
KEY: dict[str, Any] = {"pk": {"S": "p"}, "sk": {"S": "s"}}
WHERE = "WHERE pk = 'p' AND sk = 's'"
SELECT, DELETE = f"SELECT * FROM mail {WHERE}", f"DELETE FROM mail {WHERE}"
UPDATE = f"UPDATE mail SET x = 'y' {WHERE}"
INSERT = "INSERT INTO mail VALUE {'pk': 'p', 'sk': 's'}"


class EngineLookups:
    """Sees one more byte at each look, and tells what it was asked to walk."""

    may_read = True

    def __init__(self) -> None:
        self.looks = 0
        self.asked: list[tuple[str, dict[str, Any], int | None]] = []

    def table(self, name_or_arn: str, /) -> Table:
        assert name_or_arn == "mail"
        return MAIL

    def items(self, table: Table, keys: Sequence[Any], /) -> list[Any]:
        self.looks += 1
        return [{**key, "x": {"S": "x" * self.looks}} for key in keys]

    def walked(
        self,
        operation: str,
        arguments: Mapping[str, Any],
        table: Table,
        count: int | None,
        last: Any,
        /,
    ) -> list[Any]:
        assert table is MAIL
        self.asked.append((operation, dict(arguments), count))
        return [KEY]


def watched(
    operation: str,
    request: dict[str, Any],
    body: dict[str, Any],
    error: str | None = None,
    lookups: EngineLookups | None = None,
) -> Images:
    watching = Watching(lookups or EngineLookups(), Tokens(), operation, request)
    return watching.images({"ResponseMetadata": {}, **body}, error)


def actions(*told: Any) -> list[Action]:
    seen = watched(*told)
    assert seen.missing is None
    return [*seen.actions]


def seen(size: int) -> dict[str, Any]:
    return {**KEY, "x": {"S": "x" * size}}


def equal(value: str, operator: str = "EQ") -> dict[str, Any]:
    return {"ComparisonOperator": operator, "AttributeValueList": [{"S": value}]}


@pytest.mark.parametrize(
    ("where", "operation", "conditions"),
    [
        ("", "Scan", {}),
        ("WHERE sk = 's'", "Scan", {}),
        ("WHERE pk = ?", "Query", {"pk": equal("p")}),
        ("WHERE x = 'y' AND pk = 'p'", "Query", {"pk": equal("p")}),
        (WHERE, "Query", {"pk": equal("p"), "sk": equal("s")}),
        (
            "WHERE sk >= 's' AND pk = 'p'",
            "Query",
            {"pk": equal("p"), "sk": equal("s", "GE")},
        ),
    ],
)
def test_a_select_walks_what_its_conditions_say(
    where: str, operation: str, conditions: dict[str, Any]
) -> None:
    lookups = EngineLookups()
    request = {
        "Statement": f"SELECT sk FROM mail {where}",
        "Parameters": [{"S": "p"}],
        "ConsistentRead": True,
    }
    seen = watched("ExecuteStatement", request, {}, lookups=lookups)
    asked = {"TableName": "mail"} | (
        {"KeyConditions": conditions} if conditions else {}
    )
    assert lookups.asked == [(operation, asked, None)]
    assert [*seen.actions] == [
        ItemsRead(
            MAIL,
            [KEY],
            consistency="strong",
            scan=operation == "Scan",
            projected=("sk",),
        )
    ]


def test_of_several_sort_attributes_the_first_range_is_the_last() -> None:
    lookups = EngineLookups()
    where = "WHERE d = 'd' AND a = 'a' AND b < 'b' AND c = 'c'"
    request = {"Statement": f'SELECT * FROM mail."by-day" {where}', "Limit": 3}
    watched("ExecuteStatement", request, {"NextToken": "more"}, lookups=lookups)
    conditions = {"d": equal("d"), "a": equal("a"), "b": equal("b", "LT")}
    asked = {"TableName": "mail", "IndexName": "by-day", "KeyConditions": conditions}
    assert lookups.asked == [("Query", asked, 3)]


def test_of_a_part_of_an_index_the_whole_items_are_looked_up() -> None:
    request = {"Statement": 'SELECT x FROM mail."by-day"'}
    (read,) = actions("ExecuteStatement", request, {})
    assert [image.image for image in read.images()] == [None]  # in no index
    assert isinstance(read, ItemsRead)
    assert read.items == (seen(1),)


def test_a_select_of_unknown_extent_is_not_guessed_at() -> None:
    request = {"Statement": "SELECT * FROM mail"}
    cut = watched("ExecuteStatement", request, {"NextToken": "more"})
    assert cut.missing == "a SELECT that was cut by the 1 MB limit"
    on = watched("ExecuteStatement", {**request, "NextToken": "more", "Limit": 1}, {})
    assert on.missing == "a SELECT that went on from a NextToken"
    refused = watched("ExecuteStatement", request, {}, "ValidationException")
    assert refused == Images()


def test_statements_on_one_item_are_writes() -> None:
    item = {"pk": {"S": "p"}, "sk": {"S": "s"}}
    for text, before, after in (
        (INSERT, seen(1), item),
        (DELETE, seen(1), None),
        (UPDATE, seen(1), seen(2)),
    ):
        marked = text.replace("'p'", "?")
        request = {"Statement": marked, "Parameters": [{"S": "p"}]}
        write = ItemWrite(MAIL, before, after)
        assert actions("ExecuteStatement", request, {}) == [write]
    (failed,) = actions(
        "ExecuteStatement", {"Statement": UPDATE}, {}, "ConditionalCheckFailedException"
    )
    assert failed == FailedWrite(MAIL, seen(1), None, attempted_known=False)


def test_a_batch_is_watched_statement_by_statement() -> None:
    texts = (SELECT, f"SELECT sk FROM mail {WHERE}", DELETE, INSERT, UPDATE)
    statements: list[dict[str, Any]] = [{"Statement": text} for text in texts]
    statements[0]["ConsistentRead"] = True
    request = {"Statements": statements}
    errors = ("DuplicateItem", "ThrottlingError")
    body = {
        "Responses": [
            {"Item": KEY},
            {"Item": {"sk": KEY["sk"]}},
            {},
            *({"Error": {"Code": code}} for code in errors),
        ]
    }
    item = {"pk": {"S": "p"}, "sk": {"S": "s"}}
    assert actions("BatchExecuteStatement", request, body) == [
        ItemsRead(MAIL, [KEY], consistency="strong", each=True),
        # looked at again, after one look for each write
        ItemsRead(MAIL, [seen(4)], each=True, projected=("sk",)),
        ItemWrite(MAIL, seen(1), None),
        FailedWrite(MAIL, seen(2), item),
    ]


def test_a_transaction_reads_or_writes() -> None:
    def of(*texts: str) -> dict[str, Any]:
        return {"TransactStatements": [{"Statement": text} for text in texts]}

    body = {"Responses": [{"Item": KEY}, {}]}
    assert actions("ExecuteTransaction", of(SELECT, SELECT), body) == [
        ItemsRead(MAIL, [KEY], consistency="transactional", each=True),
        ItemsRead(MAIL, [None], consistency="transactional", each=True),
    ]
    exists = f"EXISTS({SELECT})"
    for check in (SELECT, exists):
        assert actions("ExecuteTransaction", of(check, DELETE), {}) == [
            ConditionCheck(MAIL, seen(1)),
            ItemWrite(MAIL, seen(2), None, transactional=True),
        ]
    assert actions("ExecuteTransaction", of(exists), {}) == [
        ConditionCheck(MAIL, seen(1))
    ]
    assert actions("ExecuteTransaction", of(UPDATE, INSERT), {}) == [
        ItemWrite(MAIL, seen(1), seen(3), transactional=True),
        ItemWrite(MAIL, seen(2), KEY, transactional=True),
    ]


def test_a_statement_of_several_names_one_item() -> None:
    request = {"Statements": [{"Statement": "SELECT * FROM mail WHERE pk = 'p'"}]}
    missing = watched("BatchExecuteStatement", request, {"Responses": [{}]}).missing
    assert missing == "a statement of several that names no whole primary key"
