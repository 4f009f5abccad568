"""One server for each working copy, through starts, crashes and strangers."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from ipaddress import ip_address
from pathlib import Path

import psutil
import pytest

from ddbhelpers.engine import Engine, connect, start, status, stop
from ddbhelpers.engine.server import embedded
from ddbhelpers.engine.server.address import Address, free_port
from ddbhelpers.engine.server.processes import KnownProcess
from ddbhelpers.engine.server.state import State, locked
from ddbhelpers.errors import DataFileError, EngineError, EngineMissing

# Connects, says where, and stays until its input ends.
USER = """
import sys
from ddbhelpers.engine import connect, status
engine = connect("embedded")
print(status().pid, engine.endpoint, flush=True)
sys.stdin.read()
"""


class User:
    """Another process that uses the embedded engine of DDB_HOME."""

    def __init__(self, session: bool = False, stderr: int | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=session,
            stderr=stderr,
        )

    def said(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def leave(self) -> None:
        self.process.communicate()

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def user(own_home: Path) -> Iterator[Callable[..., User]]:
    users: list[User] = []

    def begin(session: bool = False, stderr: int | None = None) -> User:
        users.append(User(session, stderr))
        return users[-1]

    yield begin
    for other in users:
        with contextlib.suppress(ValueError):
            other.kill()


def wait_until(true: Callable[[], bool]) -> None:
    """Wait for what comes sooner or later, but not for ever."""
    for _ in range(3000):
        if true():
            return
        time.sleep(0.01)
    pytest.fail("it did not come about")


def state(folder: Path) -> State:
    with locked(folder) as lock:
        return lock.read()


def server(folder: Path) -> KnownProcess:
    found = state(folder).server
    assert found is not None
    return found


def add_table(engine: Engine) -> None:
    engine.client.create_table(
        TableName="kept",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    engine.client.put_item(TableName="kept", Item={"pk": {"S": "a"}})


def kept(engine: Engine) -> object:
    return engine.client.scan(TableName="kept")["Items"]


def test_it_starts_on_demand_and_is_shared(own_home: Path) -> None:
    first, second = connect("embedded"), connect("embedded")
    assert first == second
    add_table(first)
    assert kept(second) == [{"pk": {"S": "a"}}]
    assert status().users == 1


def test_it_listens_on_the_loopback_address_only(own_home: Path) -> None:
    connect("embedded")
    process = psutil.Process(server(own_home).pid)
    listening = [socket.laddr for socket in process.net_connections("inet")]
    assert listening
    assert all(ip_address(address.ip).is_loopback for address in listening)


def test_many_that_start_at_once_get_one_server(user: Callable[..., User]) -> None:
    said = {other.said() for other in [user() for _ in range(8)]}
    assert len(said) == 1
    assert status().users == 8


def test_it_ends_with_its_last_user(own_home: Path, user: Callable[..., User]) -> None:
    first, second = user(), user()
    assert first.said() == second.said()
    running = server(own_home)
    first.leave()
    assert running.alive
    second.leave()
    assert not running.alive
    assert not status().running


def test_it_ends_after_users_that_were_killed(
    own_home: Path, user: Callable[..., User]
) -> None:
    other = user()
    other.said()
    running, keeper = server(own_home), state(own_home).keeper
    assert keeper is not None
    other.kill()
    wait_until(lambda: not running.alive)
    wait_until(lambda: not keeper.alive)


@pytest.mark.skipif(sys.platform == "win32", reason="files in use are not deleted")
def test_its_keeper_ends_it_when_its_home_is_deleted(
    own_home: Path, user: Callable[..., User]
) -> None:
    user().said()
    running = server(own_home)
    for path in own_home.iterdir():
        path.unlink()
    wait_until(lambda: not running.alive)


@pytest.mark.skipif(sys.platform == "win32", reason="files in use are not deleted")
@pytest.mark.parametrize("anew", [False, True])
def test_one_that_stays_ends_when_its_home_is_deleted(
    own_home: Path, anew: bool
) -> None:
    start()
    running, keeper = server(own_home), state(own_home).keeper
    assert keeper is not None
    shutil.rmtree(own_home)
    if anew:
        start()
    wait_until(lambda: not running.alive)
    wait_until(lambda: not keeper.alive)
    assert status().running == anew


def test_one_that_was_started_stays_until_it_is_stopped(
    own_home: Path, user: Callable[..., User]
) -> None:
    started = start()
    assert started.stays
    other = user()
    assert other.said() == f"{started.pid} {started.endpoint}"
    other.leave()
    assert status() == started
    assert not stop().running
    assert not status().running


def test_starting_one_that_runs_makes_it_stay(
    own_home: Path, user: Callable[..., User]
) -> None:
    other = user()
    other.said()
    before, keeper = status(), state(own_home).keeper
    assert keeper is not None
    assert start().pid == before.pid
    other.leave()
    assert status().pid == before.pid
    assert keeper.alive
    stop()
    wait_until(lambda: not keeper.alive)


def test_stopping_says_what_was_stopped_and_for_whom(
    own_home: Path, user: Callable[..., User]
) -> None:
    def stopped() -> str:
        pid = status().pid
        said = str(stop())
        assert said.startswith(f"stopped process {pid}; its data stays in {own_home}")
        return said.removeprefix(f"stopped process {pid}; its data stays in {own_home}")

    connect("embedded")
    assert str(status()).startswith("dynoxide 1.2.1 runs for 1 process: ")
    assert stopped() == ""
    user().said()
    assert stopped() == "; 1 process was using it"
    for other in (user(), user()):
        other.said()
    assert str(status()).startswith("dynoxide 1.2.1 runs for 2 processes: ")
    assert stopped() == "; 2 processes were using it"


def test_killed_it_starts_again_with_its_items(own_home: Path) -> None:
    engine = connect("embedded")
    add_table(engine)
    first = server(own_home)
    psutil.Process(first.pid).kill()
    wait_until(lambda: not first.alive)
    assert not status().running
    again = connect("embedded")
    assert server(own_home).pid != first.pid
    assert kept(again) == [{"pk": {"S": "a"}}]
    # The same port: clients that were made before go on.
    assert again == engine
    assert kept(engine) == [{"pk": {"S": "a"}}]


def test_clients_say_what_to_do_when_it_is_gone(own_home: Path) -> None:
    engine = connect("embedded")
    engine.client.list_tables()
    stop()
    with pytest.raises(EngineMissing, match=r"connect\(\) again starts it") as caught:
        engine.client.list_tables()
    assert "\n" not in str(caught.value)
    with pytest.raises(EngineMissing):
        list(engine.resource().tables.all())


def test_a_stranger_on_its_port_is_left_alone(own_home: Path) -> None:
    connect("embedded")
    address = state(own_home).address
    assert address is not None
    stop()
    with socket.socket() as stranger:
        stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        stranger.bind(address)
        stranger.listen()
        engine = connect("embedded")
        assert engine.endpoint != address.url
        assert "TableNames" in engine.client.list_tables()


@pytest.mark.parametrize("differs", ["started", "program"])
def test_a_stranger_with_its_number_is_left_alone(own_home: Path, differs: str) -> None:
    own_home.mkdir()
    stranger = subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE
    )
    seen = KnownProcess.seen(stranger.pid)
    told = {
        "started": replace(seen, started=seen.started - 60),
        "program": replace(seen, program="dynoxide"),
    }
    with locked(own_home) as lock:
        lock.write(State(server=told[differs]))
    assert not status().running
    assert not stop().running
    assert stranger.poll() is None
    assert connect("embedded").kind == "embedded"
    assert server(own_home).pid != stranger.pid
    assert stranger.poll() is None
    stranger.communicate(b"\n")


def test_a_port_can_be_named_and_is_given_up_with_the_engine(own_home: Path) -> None:
    port = free_port()
    start(port=port)
    assert connect("embedded").endpoint == f"http://127.0.0.1:{port}"
    server(own_home).end()
    assert connect("embedded").endpoint == f"http://127.0.0.1:{port}"
    with pytest.raises(EngineError, match=f"runs already, on http://127.0.0.1:{port}"):
        start(port=port + 1)
    stop()
    assert connect("embedded").endpoint != f"http://127.0.0.1:{port}"


def test_a_named_port_that_is_taken_is_told(own_home: Path) -> None:
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.listen()
        port = stranger.getsockname()[1]
        with pytest.raises(EngineMissing, match=f"port {port} is taken"):
            start(port=port)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_nobody_else_can_read_what_it_keeps(own_home: Path) -> None:
    own_home.mkdir()
    own_home.chmod(0o755)
    (own_home / "dynoxide.db").touch(0o644)
    (own_home / "dynoxide.db").chmod(0o644)
    add_table(connect("embedded"))
    modes = {file.name: file.stat().st_mode & 0o777 for file in own_home.iterdir()}
    assert {"dynoxide.db", "engine.json", "engine.log", "engine.lock"} <= modes.keys()
    assert set(modes.values()) == {0o600}


def test_a_state_of_before_is_understood() -> None:
    old = {**asdict(State()), "port": 43211}
    del old["address"]
    assert State.from_json(json.dumps(old)).address == ("127.0.0.1", 43211)
    assert State.from_json(json.dumps({**old, "port": None})).address is None


def test_stopping_what_does_not_run_is_no_error(own_home: Path) -> None:
    assert str(stop()) == "the embedded engine is not running"
    assert not own_home.exists()


def test_the_status_says_what_runs(own_home: Path) -> None:
    said = start()
    assert str(said) == (
        f"dynoxide 1.2.1 runs until stopped: process {said.pid}, {said.endpoint}, "
        f"data in {own_home / 'dynoxide.db'}"
    )
    assert said.data_bytes > 0


@pytest.mark.parametrize("garbled", ["", "{", "[]", '{"server": 1}', "\xff\x00"])
def test_a_garbled_state_file_is_no_state(own_home: Path, garbled: str) -> None:
    own_home.mkdir()
    (own_home / "engine.json").write_text(garbled, encoding="latin-1")
    assert connect("embedded").kind == "embedded"


def test_a_hung_server_is_told(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "ANSWER_SECONDS", 0.1)
    connect("embedded")
    process = psutil.Process(server(own_home).pid)
    process.suspend()
    try:
        with pytest.raises(EngineMissing, match="ddb engine stop"):
            connect("embedded")
    finally:
        process.resume()


@pytest.mark.skipif(sys.platform == "win32", reason="a console has no process groups")
def test_ctrl_c_does_not_reach_it(own_home: Path, user: Callable[..., User]) -> None:
    started = start()
    stop()
    other = user(session=True, stderr=subprocess.DEVNULL)
    other.said()
    start()
    running = server(own_home)
    os.killpg(other.process.pid, signal.SIGINT)
    other.process.wait()
    assert running.alive
    assert running.pid != started.pid


def test_it_does_not_see_the_users_aws_settings(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "usersecret")
    connect("embedded")
    keeper = state(own_home).keeper
    assert keeper is not None
    for known in (server(own_home), keeper):
        environment = psutil.Process(known.pid).environ()
        assert "PATH" in {name.upper() for name in environment}
        assert "usersecret" not in environment.values()


def test_a_damaged_data_file_is_told_and_left(own_home: Path) -> None:
    own_home.mkdir()
    (own_home / "dynoxide.db").write_bytes(b"not a database" * 1000)
    with pytest.raises(DataFileError, match="damaged"):
        connect("embedded")
    assert (own_home / "dynoxide.db").read_bytes() == b"not a database" * 1000
    assert not status().running


def test_a_locked_data_file_is_told(own_home: Path) -> None:
    import sqlite3

    start()
    stop()
    with contextlib.closing(
        sqlite3.connect(own_home / "dynoxide.db", isolation_level=None)
    ) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DataFileError, match="another program holds the data file"):
            connect("embedded")
    assert connect("embedded").kind == "embedded"


def test_a_home_that_is_a_file_is_told(own_home: Path) -> None:
    own_home.touch()
    with pytest.raises(DataFileError, match="set DDB_HOME"):
        connect("embedded")
    own_home.unlink()


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs /proc")
def test_a_home_that_cannot_be_made_is_told(
    sockets: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DDB_HOME", "/proc/ddb")
    with pytest.raises(
        DataFileError, match=r"cannot write to /proc/ddb .*set DDB_HOME"
    ):
        connect("embedded")


def test_a_state_survives_being_written_down() -> None:
    me = KnownProcess.seen(os.getpid())
    whole = State(
        server=me,
        address=Address("127.0.0.1", 7),
        stays=True,
        users=(me, me),
        keeper=me,
    )
    assert State.from_json(whole.to_json()) == whole
    assert State.from_json(json.dumps({**asdict(whole), "users": 3})) == State()
