"""Requests of every kind on one table, and the units of each worked out by hand."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from ddbhelpers.engine import Engine
from ddbhelpers.model import SecondaryIndex, Table

Wire = dict[str, Any]


KEY = {"pk": {"S": "p"}, "sk": {"S": "1"}}
ABSENT = {"pk": {"S": "p"}, "sk": {"S": "none"}}


def item(sk: str = "1", size: int = 300, pk: str = "p", **more: str) -> Wire:
    """Make an item of 6 + 1 + size bytes and more."""
    made = {"pk": pk, "sk": sk, "x": "x" * size, **more}
    return {name: {"S": value} for name, value in made.items()}


class Desk:
    """A table with a GSI of keys (`g`), an LSI of keys (`l`) and a few items."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.client: Any = engine.client
        self.name = f"images-{uuid.uuid4().hex[:12]}"
        keys: Any = {"projection": "KEYS_ONLY"}
        self.table = Table(
            name=self.name,
            partition_key="pk",
            sort_key="sk",
            indexes=(
                SecondaryIndex(name="gsi", partition_key="g", **keys),
                SecondaryIndex(
                    name="lsi", kind="local", partition_key="pk", sort_key="l", **keys
                ),
            ),
        )
        self.client.create_table(**self.table.create_arguments())
        for sk in "123":
            self.client.put_item(TableName=self.name, Item=item(sk, g="g", l=sk))

    def query(self, **more: Any) -> Any:
        return self.client.query(
            TableName=self.name,
            **{
                "KeyConditionExpression": "pk = :p",
                "ExpressionAttributeValues": {":p": {"S": "p"}},
                **more,
            },
        )

    def refused(self, ask: Callable[..., Any], **arguments: Any) -> None:
        with pytest.raises(self.client.exceptions.ClientError):
            ask(**arguments)


def put(desk: Desk) -> None:
    # 1,029 bytes over 315; GSI entry 8 + 2, unchanged; LSI entry moved: 1 + 1
    desk.client.put_item(TableName=desk.name, Item=item(size=1016, g="g", l="other"))


def update(desk: Desk) -> None:
    # the new attribute is in no index, so only the table pays
    desk.client.update_item(
        TableName=desk.name,
        Key=KEY,
        UpdateExpression="SET y = :y",
        ExpressionAttributeValues={":y": {"S": "y" * 1000}},
    )


def update_and_answer(desk: Desk) -> None:
    desk.client.update_item(
        TableName=desk.name,
        Key=KEY,
        UpdateExpression="SET y = :y REMOVE g",
        ExpressionAttributeValues={":y": {"S": "y" * 1000}},
        ReturnValues="ALL_NEW",
    )


def delete(desk: Desk) -> None:
    desk.client.delete_item(TableName=desk.name, Key=KEY)


def delete_missing(desk: Desk) -> None:
    desk.client.delete_item(TableName=desk.name, Key=ABSENT)


def failed_put(desk: Desk) -> None:
    # 3,007 bytes attempted on 315
    desk.refused(
        desk.client.put_item,
        TableName=desk.name,
        Item=item(size=3000),
        ConditionExpression="attribute_not_exists(pk)",
    )


def failed_delete(desk: Desk) -> None:
    desk.refused(
        desk.client.delete_item,
        TableName=desk.name,
        Key=ABSENT,
        ConditionExpression="attribute_exists(pk)",
    )


def failed_update(desk: Desk) -> None:
    desk.refused(
        desk.client.update_item,
        TableName=desk.name,
        Key=KEY,
        UpdateExpression="SET y = :y",
        ConditionExpression="attribute_not_exists(pk)",
        ExpressionAttributeValues={":y": {"S": "y" * 5000}},
    )


def refused_put(desk: Desk) -> None:
    desk.refused(desk.client.put_item, TableName=desk.name, Item={"pk": {"S": "only"}})


def batch_write(desk: Desk) -> None:
    # put 2 units; delete of 315 bytes with both entries 3; delete of nothing 1
    requests = [
        {"PutRequest": {"Item": item("9", 1500)}},
        {"DeleteRequest": {"Key": KEY}},
        {"DeleteRequest": {"Key": ABSENT}},
    ]
    desk.client.batch_write_item(RequestItems={desk.name: requests})


def transact(desk: Desk, token: str | None = None) -> None:
    # put (absent) 2 + GSI 1; update 2; delete 2 + GSI 1 + LSI 1; check of nothing 2
    name = {"TableName": desk.name}
    more = {"ClientRequestToken": token} if token else {}
    desk.client.transact_write_items(
        TransactItems=[
            {"Put": {**name, "Item": item("7", 10, g="g")}},
            {
                "Update": {
                    **name,
                    "Key": KEY,
                    "UpdateExpression": "SET y = :y",
                    "ExpressionAttributeValues": {":y": {"S": "y"}},
                }
            },
            {"Delete": {**name, "Key": {**KEY, "sk": {"S": "2"}}}},
            {
                "ConditionCheck": {
                    **name,
                    "Key": ABSENT,
                    "ConditionExpression": "attribute_not_exists(pk)",
                }
            },
        ],
        **more,
    )


def transact_again(desk: Desk) -> None:
    token = uuid.uuid4().hex
    transact(desk, token)
    transact(desk, token)


def cancelled(desk: Desk) -> None:
    # both actions in full, on the table alone: 2 x 2 for 1,107 bytes, and 2
    name = {"TableName": desk.name}
    check = {**name, "Key": ABSENT, "ConditionExpression": "attribute_exists(pk)"}
    desk.refused(
        desk.client.transact_write_items,
        TransactItems=[
            {"Put": {**name, "Item": item("8", 1100, g="g")}},
            {"ConditionCheck": check},
        ],
    )


def get(desk: Desk) -> None:
    desk.client.get_item(TableName=desk.name, Key=KEY, ConsistentRead=True)


def get_a_part(desk: Desk) -> None:
    desk.client.put_item(TableName=desk.name, Item=item("big", 9000))
    desk.client.get_item(
        TableName=desk.name,
        Key={**KEY, "sk": {"S": "big"}},
        ProjectionExpression="#s",
        ExpressionAttributeNames={"#s": "sk"},
    )


def batch_get(desk: Desk) -> None:
    keys = [KEY, {**KEY, "sk": {"S": "2"}}, ABSENT]
    desk.client.batch_get_item(
        RequestItems={desk.name: {"Keys": keys, "ProjectionExpression": "pk"}}
    )


def transact_get(desk: Desk) -> None:
    gets = [{"Get": {"TableName": desk.name, "Key": key}} for key in (KEY, ABSENT)]
    desk.client.transact_get_items(TransactItems=gets)


def query(desk: Desk) -> None:
    # 3 x 315 bytes evaluated, none returned
    desk.query(
        FilterExpression="x = :x",
        ExpressionAttributeValues={":p": {"S": "p"}, ":x": {"S": "no"}},
    )


def count(desk: Desk) -> None:
    desk.query(Select="COUNT", ConsistentRead=True)


def empty_query(desk: Desk) -> None:
    desk.query(ExpressionAttributeValues={":p": {"S": "nobody"}})


def fetch(desk: Desk) -> None:
    # a page of entries 0.5, and three items fetched, 0.5 each
    desk.query(IndexName="lsi", Select="ALL_ATTRIBUTES")


def fetch_by_projection(desk: Desk) -> None:
    desk.query(IndexName="lsi", ProjectionExpression="x")


def scan_index(desk: Desk) -> None:
    for n in range(4):
        big = item(f"big{n}", 4000, g="g")
        desk.client.put_item(TableName=desk.name, Item=big)
    desk.client.scan(TableName=desk.name, IndexName="gsi")


def scan_a_limit(desk: Desk) -> None:
    desk.client.scan(TableName=desk.name, Limit=2, ProjectionExpression="pk")


def scan_segment(desk: Desk) -> None:
    scans = {"TotalSegments": 2, "FilterExpression": "attribute_not_exists(pk)"}
    for segment in (0, 1):
        desk.client.scan(TableName=desk.name, Segment=segment, **scans)


def select(desk: Desk) -> None:
    desk.client.execute_statement(
        Statement=f"SELECT * FROM \"{desk.name}\" WHERE pk = ? AND sk >= '2'",
        Parameters=[{"S": "p"}],
        ConsistentRead=True,
    )


def select_all(desk: Desk) -> None:
    desk.client.execute_statement(
        Statement=f"SELECT pk FROM \"{desk.name}\" WHERE x = 'no'"
    )


def insert(desk: Desk) -> None:
    desk.client.execute_statement(
        Statement=f'INSERT INTO "{desk.name}" VALUE '
        "{'pk': 'p', 'sk': ?, 'g': 'it''s', 'x': <<1, 2>>}",
        Parameters=[{"S": "new"}],
    )


def insert_again(desk: Desk) -> None:
    desk.refused(
        desk.client.execute_statement,
        Statement=f"INSERT INTO \"{desk.name}\" VALUE {{'pk': 'p', 'sk': '1'}}",
    )


def update_by_statement(desk: Desk) -> None:
    desk.client.execute_statement(
        Statement=f"UPDATE \"{desk.name}\" SET y = 'WHERE' WHERE pk='p' AND sk='1'"
    )


def delete_by_statement(desk: Desk) -> None:
    desk.client.execute_statement(
        Statement=f"DELETE FROM \"{desk.name}\" WHERE sk = '1' AND pk = 'p'"
    )


def batch_select(desk: Desk) -> None:
    says = f"SELECT * FROM \"{desk.name}\" WHERE pk = 'p' AND sk = ?"
    desk.client.batch_execute_statement(
        Statements=[
            {"Statement": says, "Parameters": [{"S": sk}]} for sk in ("1", "none")
        ]
    )


def batch_statements(desk: Desk) -> None:
    desk.client.batch_execute_statement(
        Statements=[
            {"Statement": f"DELETE FROM \"{desk.name}\" WHERE pk='p' AND sk='1'"},
            {"Statement": f"INSERT INTO \"{desk.name}\" VALUE {{'pk':'p','sk':'a'}}"},
        ]
    )


def batch_statements_in_part(desk: Desk) -> None:
    desk.client.batch_execute_statement(
        Statements=[
            {"Statement": f"INSERT INTO \"{desk.name}\" VALUE {{'pk':'p','sk':'1'}}"},
            {"Statement": f"INSERT INTO \"{desk.name}\" VALUE {{'pk':'p','sk':'b'}}"},
        ]
    )


def transact_statements(desk: Desk) -> None:
    desk.client.execute_transaction(
        TransactStatements=[
            {"Statement": f"INSERT INTO \"{desk.name}\" VALUE {{'pk':'p','sk':'t'}}"},
            {"Statement": f"DELETE FROM \"{desk.name}\" WHERE pk='p' AND sk='1'"},
        ]
    )


def transact_exists(desk: Desk) -> None:
    if desk.engine.product == "dynoxide":
        pytest.skip("dynoxide does not know EXISTS()")
    where = "WHERE pk='p' AND sk='2' AND x <> 'no'"
    desk.client.execute_transaction(
        TransactStatements=[
            {"Statement": f'EXISTS(SELECT * FROM "{desk.name}" {where})'},
            {"Statement": f"DELETE FROM \"{desk.name}\" WHERE pk='p' AND sk='1'"},
        ]
    )


def transact_selects(desk: Desk) -> None:
    says = f"SELECT * FROM \"{desk.name}\" WHERE pk='p' AND sk='2'"
    desk.client.execute_transaction(TransactStatements=[{"Statement": says}])


# what was done: the last request's units by arm, worked out by hand
CASES: dict[Callable[[Desk], None], dict[str, float]] = {
    put: {"": 2, "/lsi": 2},
    update: {"": 2},
    update_and_answer: {"": 2, "/gsi": 1},
    delete: {"": 1, "/gsi": 1, "/lsi": 1},
    delete_missing: {"": 1},
    failed_put: {"": 3},
    failed_delete: {"": 1},
    failed_update: {"": 1},
    refused_put: {},
    batch_write: {"": 4, "/gsi": 1, "/lsi": 1},
    transact: {"": 8, "/gsi": 2, "/lsi": 1},
    transact_again: {"": 8},
    cancelled: {"": 6},
    get: {"": 1},
    get_a_part: {"": 1.5},
    batch_get: {"": 1.5},
    transact_get: {"": 4},
    query: {"": 0.5},
    count: {"": 1},
    empty_query: {"": 0.5},
    fetch: {"": 1.5, "/lsi": 0.5},
    fetch_by_projection: {"": 1.5, "/lsi": 0.5},
    scan_index: {"/gsi": 0.5},
    scan_a_limit: {"": 0.5},
    scan_segment: {"": 0.5},
    select: {"": 1},
    select_all: {"": 0.5},
    insert: {"": 1, "/gsi": 1},
    insert_again: {"": 1},
    update_by_statement: {"": 1},
    delete_by_statement: {"": 1, "/gsi": 1, "/lsi": 1},
    batch_select: {"": 1},
    batch_statements: {"": 2, "/gsi": 1, "/lsi": 1},
    batch_statements_in_part: {"": 2},
    transact_statements: {"": 4, "/gsi": 1, "/lsi": 1},
    transact_exists: {"": 4, "/gsi": 1, "/lsi": 1},
    transact_selects: {"": 2},
}
