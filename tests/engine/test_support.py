"""What dynoxide would accept and get wrong is refused before it is sent."""

import uuid
from typing import Any

import pytest

from ddbhelpers.engine import Engine, require_support
from ddbhelpers.errors import EngineError

INDEX: dict[str, Any] = {
    "IndexName": "by-two",
    "KeySchema": [
        {"AttributeName": "a", "KeyType": "HASH"},
        {"AttributeName": "b", "KeyType": "HASH"},
    ],
    "Projection": {"ProjectionType": "ALL"},
}
TABLE: dict[str, Any] = {
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "AttributeDefinitions": [
        {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "a", "b")
    ],
    "BillingMode": "PAY_PER_REQUEST",
    "GlobalSecondaryIndexes": [INDEX],
}
DYNOXIDE = Engine("embedded", "http://127.0.0.1:1", "us-east-1", "dynoxide", "1.2.1")
LOCAL = Engine("dynamodb-local", "http://h:1", "us-east-1", "DynamoDB Local")


def test_an_index_key_of_two_attributes(engine: Engine) -> None:
    """Through any client: where it cannot be done, it is not tried."""
    table = f"support-{uuid.uuid4()}"
    if engine.product == "dynoxide":
        with pytest.raises(EngineError, match="index by-two has a key of 2 attributes"):
            engine.client.create_table(TableName=table, **TABLE)
        with pytest.raises(EngineError, match="docker compose up -d"):
            engine.resource().create_table(TableName=table, **TABLE)
    else:
        engine.client.create_table(TableName=table, **TABLE)
        engine.client.delete_table(TableName=table)


def test_an_index_that_is_added() -> None:
    with pytest.raises(EngineError, match="by-two"):
        require_support(DYNOXIDE, {"GlobalSecondaryIndexUpdates": [{"Create": INDEX}]})
    require_support(
        DYNOXIDE, {"GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": "x"}}]}
    )


def test_ordinary_keys_pass_everywhere() -> None:
    schema = [
        {"AttributeName": "a", "KeyType": "HASH"},
        {"AttributeName": "b", "KeyType": "RANGE"},
    ]
    index = {**INDEX, "KeySchema": schema}
    require_support(DYNOXIDE, {**TABLE, "GlobalSecondaryIndexes": [index]})
    require_support(LOCAL, TABLE)
