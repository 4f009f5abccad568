"""What every test gets: no sockets, unless it asks for an engine or for them.

Connected tests are those that do, and what starts processes that do. With the `engine`
fixture they run once on each engine there is.
`DDB_TEST_ENGINES=embedded,dynamodb-local` demands engines by name: one that is
missing is an error then, not a note in the summary.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_socket
from hypothesis import settings

from ddbhelpers.engine import Engine, connect
from ddbhelpers.engine.server.local import dynamodb_local, why_not_dynamodb_local

# A busy machine is slow; no test is about time.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

DEMANDED = [name for name in os.environ.get("DDB_TEST_ENGINES", "").split(",") if name]
MISSING = why_not_dynamodb_local()
ENGINES = DEMANDED or ["embedded", *([] if MISSING else ["dynamodb-local"])]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"engine", "sockets"} & {*getattr(item, "fixturenames", ())}:
            item.add_marker("connected")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if "dynamodb-local" not in ENGINES:
        terminalreporter.write_line(
            f"DynamoDB Local was not tested: {MISSING or 'DDB_TEST_ENGINES omits it'}"
        )


@pytest.fixture(scope="session")
def quiet_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests' engines apart from the user's: an own home, no AWS settings."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("AWS_"):
                patch.delenv(name)
        patch.setenv("DDB_HOME", str(tmp_path_factory.mktemp("ddb")))
        yield


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest, quiet_world: None) -> Iterator[Engine]:
    """Give each engine there is, one after the other, for the whole test run."""
    if request.param == "embedded":
        from ddbhelpers.engine.server import embedded

        yield connect("embedded")
        embedded.leave()
    elif request.param == "dynamodb-local":
        with dynamodb_local() as endpoint:
            yield connect(endpoint)
    else:
        pytest.fail(f"DDB_TEST_ENGINES names {request.param!r}")


@pytest.fixture
def sockets() -> None:
    """Ask for sockets without asking for an engine."""


@pytest.fixture(autouse=True)
def no_sockets(request: pytest.FixtureRequest) -> Iterator[None]:
    """Refuse sockets to a test that asks neither for an engine nor for them."""
    if {"engine", "sockets"} & set(request.fixturenames):
        yield
        return
    pytest_socket.disable_socket()
    yield
    pytest_socket.enable_socket()


@pytest.fixture
def own_home(
    sockets: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """Give the test an embedded engine of its own, and end it with the test."""
    from ddbhelpers.engine import stop

    folder = tmp_path / "home"
    monkeypatch.setenv("DDB_HOME", str(folder))
    monkeypatch.delenv("AWS_ENDPOINT_URL_DYNAMODB", raising=False)
    yield folder
    stop(folder)
