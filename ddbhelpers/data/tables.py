"""Creating and dropping tables, and waiting until the engine has done it."""

import time
from collections.abc import Iterator

from ddbhelpers.data.consent import require_consent_to_create
from ddbhelpers.data.describe import (
    TableDescription,
    clear_table_errors,
    describe_table,
    differences,
    indexes_of,
    name_of,
)
from ddbhelpers.engine import Engine, clear_errors
from ddbhelpers.errors import TableDiffers, TableError
from ddbhelpers.model import Model, Table
from ddbhelpers.model.wire import Document

PATIENCE_SECONDS = 600.0
FIRST_PAUSE_SECONDS = 0.02
LONGEST_PAUSE_SECONDS = 5.0


def create_table(
    engine: Engine, table: Table | Model, confirm: str | None = None
) -> TableDescription:
    """Create a table with its indexes, and wait until all of them are ACTIVE.

    Of a model, its first table. If the table is there with the same schema, nothing
    is done and its items stay. On AWS ``confirm`` has to be the table's name. Raises
    ConsentMissing, TableDiffers if it is there with another schema, EngineError if the
    engine cannot have such a table.
    """
    wanted = table.table() if isinstance(table, Model) else table
    require_consent_to_create(engine, wanted, confirm)
    client = engine.client
    with clear_errors(engine, wanted.name):
        try:
            client.create_table(**wanted.create_arguments())
        except client.exceptions.ResourceInUseException:
            _wait_until_active(engine, wanted.name)
            return same_or_refused(engine, wanted)
    _wait_until_active(engine, wanted.name)
    if wanted.time_to_live:
        with clear_table_errors(engine, wanted.name):
            client.update_time_to_live(
                TableName=wanted.name,
                TimeToLiveSpecification={
                    "Enabled": True,
                    "AttributeName": wanted.time_to_live,
                },
            )
    return describe_table(engine, wanted, count=False)


def drop_table(
    engine: Engine, table: "str | Table | Model", confirm: str | None = None
) -> None:
    """Drop a table with everything in it, and wait until it is gone.

    Of a model, its first table. On AWS ``confirm`` has to be the table's name.
    Raises ConsentMissing, TableMissing.
    """
    name = name_of(table)
    engine.require_consent(name, confirm)
    with clear_table_errors(engine, name):
        engine.client.delete_table(TableName=name)
    for _ in _patiently(f"table {name!r} is still there"):
        if look_up(engine, name) is None:
            return


def same_or_refused(engine: Engine, wanted: Table) -> TableDescription:
    """Describe the table that is there; TableDiffers if it is not the one wanted."""
    there = describe_table(engine, wanted, count=False)
    has = there.table
    if engine.product == "DynamoDB Local":  # it knows one table class only
        has = has.changed(table_class=wanted.table_class)
    if found := differences(has, wanted):
        raise TableDiffers(
            f"table {wanted.name!r} exists with another schema: {'; '.join(found)}",
            do=f"drop it first (type ddb drop {wanted.name}), or take another name",
        )
    return there


def look_up(engine: Engine, name: str) -> Document | None:
    """Give what DescribeTable answers, None for a table that is not there."""
    client = engine.client
    with clear_errors(engine, name):
        try:
            return client.describe_table(TableName=name)["Table"]
        except client.exceptions.ResourceNotFoundException:
            return None


def _wait_until_active(engine: Engine, name: str) -> None:
    for _ in _patiently(f"table {name!r} is not ACTIVE"):
        given = look_up(engine, name)
        # just after CreateTable, AWS may not know the table yet
        if given is None or given.get("TableStatus") != "ACTIVE":
            continue
        status = {index.get("IndexStatus", "ACTIVE") for index in indexes_of(given)}
        if status <= {"ACTIVE"}:
            return


def _patiently(problem: str) -> Iterator[None]:
    """Try at once, then after longer and longer pauses, and give up in the end."""
    until = time.monotonic() + PATIENCE_SECONDS
    pause = FIRST_PAUSE_SECONDS
    while time.monotonic() < until:
        yield
        time.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
    raise TableError(
        f"{problem} after {PATIENCE_SECONDS / 60:.0f} minutes",
        do="look at it: type ddb list-tables, or open the AWS console",
    )
