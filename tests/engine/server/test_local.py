"""DynamoDB Local without Docker."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from ddbhelpers.engine import connect
from ddbhelpers.engine.probe import probe
from ddbhelpers.engine.server import local
from ddbhelpers.engine.server.address import free_port
from ddbhelpers.engine.server.local import dynamodb_local, why_not_dynamodb_local
from ddbhelpers.errors import EngineMissing

present = pytest.mark.skipif(
    why_not_dynamodb_local() is not None, reason=str(why_not_dynamodb_local())
)


def servers() -> list[psutil.Process]:
    """Return the DynamoDB Locals that this process has started."""
    found = []
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.Error):
            if "LoopbackServer.java" in child.cmdline():
                found.append(child)
    return found


@present
def test_it_runs_for_the_length_of_the_block(sockets: None, tmp_path: Path) -> None:
    port, before = free_port(), set(servers())
    with dynamodb_local(port, tmp_path / "data") as endpoint:
        assert endpoint == f"http://127.0.0.1:{port}"
        engine = connect(endpoint)
        assert (engine.kind, engine.name) == ("dynamodb-local", "DynamoDB Local")
        (started,) = set(servers()) - before
        listening = [
            connection.laddr.ip
            for connection in started.net_connections("inet")
            if connection.status == psutil.CONN_LISTEN
        ]
        assert {ip.removeprefix("::ffff:") for ip in listening} == {"127.0.0.1"}
        engine.client.create_table(
            TableName="kept",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
    assert set(servers()) <= before
    with pytest.raises(EngineMissing, match=r"docker compose up -d \(or make local"):
        engine.client.list_tables()
    with dynamodb_local(port, tmp_path / "data") as endpoint:
        assert connect(endpoint).client.list_tables()["TableNames"] == ["kept"]


@present
def test_a_taken_port_is_told(sockets: None) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with (
            pytest.raises(EngineMissing, match=r"did not start on port .*give another"),
            dynamodb_local(port),
        ):
            pass
    assert servers() == [] or all(str(port) not in s.cmdline() for s in servers())


@present
def test_it_ends_with_the_process_that_started_it(sockets: None) -> None:
    program = """if True:
        from ddbhelpers.engine import dynamodb_local
        with dynamodb_local() as endpoint:
            print(endpoint, flush=True)
            input()
    """
    user = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert user.stdout is not None
    endpoint = user.stdout.readline().decode().strip()
    probe(endpoint)
    (server,) = psutil.Process(user.pid).children()
    user.kill()
    user.communicate()
    gone, _ = psutil.wait_procs([server], timeout=60)
    assert gone == [server]


def pretend(monkeypatch: pytest.MonkeyPatch, folder: Path, version: str | None) -> None:
    (folder / "lib").mkdir()
    (folder / "LoopbackServer.java").touch()
    (folder / "lib" / "DynamoDBLocal-3.3.1.jar").touch()
    monkeypatch.setattr(local, "FOLDER", folder)
    monkeypatch.setattr(local, "_java", lambda: version and "java")

    def answer(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        said = f'openjdk version "{version}" 2025-04-15'
        return subprocess.CompletedProcess([], 0, "", said)

    monkeypatch.setattr(subprocess, "run", answer)


@pytest.mark.parametrize(
    ("version", "why"),
    [
        ("17.0.15", None),
        ("25", None),
        ("11.0.2", "Java 11 is too old"),
        ("1.8.0_402", "Java 1 is too old"),
        (None, "no Java is installed"),
    ],
)
def test_java_has_to_be_new_enough(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    version: str | None,
    why: str | None,
) -> None:
    pretend(monkeypatch, tmp_path, version)
    said = why_not_dynamodb_local()
    assert said is None if why is None else (said and said.startswith(why))


def test_it_has_to_be_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pretend(monkeypatch, tmp_path, "17")
    os.unlink(tmp_path / "lib" / "DynamoDBLocal-3.3.1.jar")
    assert (
        why_not_dynamodb_local()
        == f"{tmp_path.name}/lib is empty: type make local once"
    )
    with pytest.raises(EngineMissing, match="use docker compose"), dynamodb_local():
        pass


def test_outside_a_clone_there_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(local, "FOLDER", tmp_path)
    assert why_not_dynamodb_local() == "it starts only from a clone of the repository"
