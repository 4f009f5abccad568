"""Tables made and dropped, on every engine."""

import threading
from typing import Any

import pytest

from ddbhelpers.data import (
    create_table,
    describe_table,
    drop_table,
    list_tables,
    practice_table,
    seed,
    tables,
)
from ddbhelpers.engine import Engine
from ddbhelpers.errors import (
    ConsentMissing,
    EngineError,
    TableDiffers,
    TableError,
    TableMissing,
)
from ddbhelpers.model import Model, Table
from tests.data.conftest import Create, Make

USERS = Table(name="test-users", partition_key="pk")
AWS = Engine("aws", None, "eu-west-1")


def test_a_table_is_there_and_then_it_is_gone(engine: Engine, created: Create) -> None:
    created(USERS)
    assert "test-users" in list_tables(engine)
    drop_table(engine, "test-users")
    assert "test-users" not in list_tables(engine)


def test_creating_again_changes_nothing(
    engine: Engine, created: Create, messages: Model, message: Make
) -> None:
    created(messages)
    seed(engine, messages, [message(1)])
    assert create_table(engine, messages.table()).items == 1


def test_another_schema_is_refused_with_each_difference(
    engine: Engine, created: Create, messages: Model
) -> None:
    created(messages)
    other = Table(name="test-messages", partition_key="pk")
    with pytest.raises(TableDiffers) as caught:
        create_table(engine, other)
    assert str(caught.value) == (
        "table 'test-messages' exists with another schema: key: partition key pk (S), "
        "sort key sk (S) there, partition key pk (S) wanted; capacity: 5 RCU and 5 WCU "
        "there, on demand wanted; index message-group-sk-index: not wanted; drop it "
        "first (type ddb drop test-messages), or take another name"
    )
    assert describe_table(engine, messages).table == messages.table()


def test_two_may_create_the_same_table_at_once(engine: Engine, created: Create) -> None:
    failed: list[BaseException] = []

    def create() -> None:
        try:
            created(USERS)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=create) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed


def test_a_key_that_the_engine_gets_wrong_is_refused(
    engine: Engine, created: Create
) -> None:
    table = Table(
        name="test-multi",
        partition_key="pk",
        indexes={"by-place": {"partition_key": ["country", "city"]}},
    )
    if engine.product != "dynoxide":
        created(table)
        assert describe_table(engine, table).table == table
        return
    with pytest.raises(EngineError, match="by-place has a key of 2 attributes"):
        create_table(engine, table)
    assert "test-multi" not in list_tables(engine)


def test_dropping_what_is_not_there(engine: Engine) -> None:
    with pytest.raises(TableMissing, match="there is no table 'test-nothing'"):
        drop_table(engine, "test-nothing")


@pytest.mark.parametrize("doing", [drop_table, practice_table])
@pytest.mark.parametrize("confirm", [None, "", "test_users", "yes"])
def test_nothing_is_dropped_on_aws_without_its_name(doing: Any, confirm: Any) -> None:
    with pytest.raises(ConsentMissing, match="confirm='test-users'"):
        doing(AWS, USERS, confirm)


def test_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "PATIENCE_SECONDS", 0.05)
    with pytest.raises(TableError, match="table 'x' is still there after"):
        for _ in tables._patiently("table 'x' is still there"):
            pass
