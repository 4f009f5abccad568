"""The engine as a value: its name, the guard, its clients."""

import threading
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from ddbhelpers.engine import Engine
from ddbhelpers.errors import ConsentMissing

AWS = Engine("aws", None, "eu-west-1", "DynamoDB")
EMBEDDED = Engine("embedded", "http://127.0.0.1:1", "us-east-1", "dynoxide", "1.2.1")


@pytest.mark.parametrize(
    ("engine", "name"),
    [
        (AWS, "AWS DynamoDB in eu-west-1"),
        (EMBEDDED, "dynoxide 1.2.1, embedded"),
        (Engine("endpoint", "http://h:1", "r", "dynoxide", "1.2.1"), "dynoxide 1.2.1"),
        (
            Engine("dynamodb-local", "http://h:1", "r", "DynamoDB Local"),
            "DynamoDB Local",
        ),
        (Engine("endpoint", "http://h:1", "r"), "DynamoDB at an endpoint"),
    ],
)
def test_its_name_holds_no_address(engine: Engine, name: str) -> None:
    assert engine.name == name


def test_its_repr_says_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert repr(AWS) == "<Engine: AWS DynamoDB in eu-west-1>"
    monkeypatch.chdir(tmp_path)
    engine = replace(EMBEDDED, data_folder=tmp_path / ".ddb")
    assert repr(engine) == (
        f"<Engine: dynoxide 1.2.1, embedded, at {engine.endpoint}, data in .ddb>"
    )
    assert engine == EMBEDDED


@pytest.mark.parametrize("confirm", [None, "", "Orders", "orders ", "yes"])
def test_aws_needs_the_tables_name(confirm: str | None) -> None:
    with pytest.raises(ConsentMissing, match=r"the table orders on AWS.*'orders'"):
        AWS.require_consent("orders", confirm)


def test_aws_with_the_tables_name_goes_on() -> None:
    AWS.require_consent("orders", "orders")


def test_other_engines_need_no_consent() -> None:
    EMBEDDED.require_consent("orders")


def test_it_knows_its_divergences() -> None:
    assert AWS.divergences == ()
    assert "no-table-size" in {known.name for known in EMBEDDED.divergences}
    assert Engine("endpoint", "http://h:1", "r").divergences == ()


def test_its_client_is_one_for_all_threads() -> None:
    engine = Engine("endpoint", "http://127.0.0.1:1", "us-east-1")
    seen, start = [], threading.Barrier(8)

    def look() -> None:
        start.wait()
        seen.append(engine.client)

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(client) for client in seen}) == 1
    assert engine.new_client() is not engine.client


def test_python_values_have_a_door_of_their_own(engine: Engine) -> None:
    item: dict[str, str | Decimal | set[str]] = {
        "pk": "a",
        "n": Decimal(7),
        "tags": {"x", "y"},
    }
    engine.values.create_table(
        TableName="test-values",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    engine.values.put_item(TableName="test-values", Item=item)
    assert engine.values.scan(TableName="test-values")["Items"] == [item]
    assert engine.client.scan(TableName="test-values")["Items"][0]["n"] == {"N": "7"}
    assert engine.values is engine.values
    engine.client.delete_table(TableName="test-values")


def test_another_client_takes_settings() -> None:
    client = EMBEDDED.new_client(read_timeout=7, retries={"total_max_attempts": 1})
    config = vars(client.meta.config)
    assert config["read_timeout"] == 7
    assert config["retries"]["total_max_attempts"] == 1
    assert client.meta.endpoint_url == "http://127.0.0.1:1"


def test_equal_engines_are_equal_values() -> None:
    assert Engine("aws", None, "eu-west-1", "DynamoDB") == AWS
    assert {AWS, EMBEDDED} == {EMBEDDED, AWS}
