"""Models and small items for the data room's tests."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ddbhelpers.data import create_table, drop_table, list_tables
from ddbhelpers.engine import Engine
from ddbhelpers.model import Model, Table, load_model
from ddbhelpers.model.wire import Item

ROOT = Path(__file__).resolve().parents[2]
Uuid = Callable[[int], str]
Make = Callable[..., Item]
Create = Callable[[Table | Model], str]
START = dt.datetime(2023, 3, 1, 9, 15, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def messages() -> Model:
    model = load_model(ROOT / "models" / "direct_messaging.yaml")
    return model.with_table_named("test-messages")


@pytest.fixture(scope="session")
def shop() -> Model:
    return load_model(ROOT / "tests" / "models" / "shop.yaml")


@pytest.fixture(scope="session")
def made_uuid() -> Uuid:
    return lambda number: str(uuid.UUID(int=number))


@pytest.fixture(scope="session")
def message(messages: Model, made_uuid: Uuid) -> Make:
    """Make the n-th message of a group: one a minute."""

    def make(n: int, group: int = 1, text: str = "hello") -> Item:
        return messages.entity("Message").item(
            message_group_uuid=made_uuid(group),
            created_at=START + dt.timedelta(minutes=n),
            message_uuid=made_uuid(1000 + n),
            from_user_uuid=made_uuid(7),
            from_display_name="Ada",
            text=text,
        )

    return make


@pytest.fixture(scope="session")
def conversation(messages: Model, made_uuid: Uuid) -> Make:
    """Make the conversation of a group as one user has it."""

    def make(user: int, group: int = 1) -> Item:
        return messages.entity("Conversation").item(
            user_uuid=made_uuid(user),
            last_message_at=START,
            message_group_uuid=made_uuid(group),
            last_message="hello",
            other_user_uuid=made_uuid(user + 1),
            other_display_name="Ben",
            other_handle="ben",
        )

    return make


@pytest.fixture
def created(engine: Engine) -> Iterator[Create]:
    """Create tables for one test; they are dropped after it."""
    names: list[str] = []

    def create(table: Table | Model) -> str:
        name = create_table(engine, table).name
        names.append(name)
        return name

    yield create
    for name in set(names) & set(list_tables(engine)):
        drop_table(engine, name)
