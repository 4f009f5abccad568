"""`ddb engine start | status | stop`, as processes, with a home of their own."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from ddbhelpers.engine.server.address import free_port
from tests.cli.conftest import Ddb

pytestmark = pytest.mark.connected  # its processes listen


@pytest.fixture
def own(ddb: Ddb) -> Iterator[Ddb]:
    """`ddb` with an engine home of its own, and no engine left behind."""
    yield ddb
    assert ddb.process("engine", "stop").exit_code == 0


def status(ddb: Ddb) -> dict[str, Any]:
    said = ddb.process("engine", "status", "--json")
    assert (said.exit_code, said.stderr) == (0, "")
    document: dict[str, Any] = json.loads(said.stdout)
    return document


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that nobody waited for does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_it_starts_stays_and_stops(own: Ddb) -> None:
    started = own.process("engine", "start")
    assert (started.exit_code, started.stderr) == (0, "")
    assert "runs until stopped" in started.stdout
    first = status(own)
    assert first["running"] is first["stays"] is True
    assert first["endpoint"].startswith("http://127.")
    assert Path(first["data_file"]).parent == own.folder / ".ddb"
    assert is_alive(first["pid"])
    assert own.process("engine", "start").exit_code == 0
    assert status(own)["pid"] == first["pid"]
    stopped = own.process("engine", "stop")
    assert stopped.stdout == (
        f"stopped process {first['pid']}; its data stays in {own.folder / '.ddb'}\n"
    )
    assert not is_alive(first["pid"])
    again = own.process("engine", "stop")
    assert again.stdout == "nothing to stop: the embedded engine is not running\n"
    assert again.exit_code == 0


def test_a_port_can_be_named(own: Ddb, sockets: None) -> None:
    port = free_port()
    own.process("engine", "start", "--port", port)
    assert status(own)["endpoint"] == f"http://127.0.0.1:{port}"
    refused = own.process("engine", "start", "--port", port - 1)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert f"runs already, on http://127.0.0.1:{port}; type: ddb engine stop" in (
        refused.line
    )


def test_without_an_engine_there_is_a_status(ddb: Ddb) -> None:
    said = ddb.process("engine", "status")
    assert (said.exit_code, said.stderr) == (0, "")
    assert said.stdout == "the embedded engine is not running\n"
    assert status(ddb)["endpoint"] is None
    assert ddb.process("engine", "stop").exit_code == 0
    assert list(ddb.folder.iterdir()) == []


def test_looking_makes_nothing(ddb: Ddb) -> None:
    said = ddb.process("list-tables")
    assert (said.exit_code, said.stdout) == (0, "")
    assert said.line == "0 tables here: no engine runs"
    assert json.loads(ddb.process("list-tables", "--json").stdout) == {"tables": []}
    assert list(ddb.folder.iterdir()) == []


def test_the_commands_share_it_and_a_killed_one_comes_back(
    own: Ddb, messaging: Path
) -> None:
    bench = own.with_options("--model", messaging, "--endpoint", "embedded")
    own.process("engine", "start")
    assert bench.process("schema-load").exit_code == 0
    assert bench.process("seed", "--sample", 30).exit_code == 0
    pid = status(own)["pid"]
    psutil.Process(pid).kill()
    said = bench.process("scan")
    assert said.exit_code == 0
    assert len(said.stdout.splitlines()) == 31
    assert said.line.startswith("30 items, 1 page, ")


def test_a_home_that_cannot_be_written(
    ddb: Ddb, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ddb.folder / "file").touch()
    monkeypatch.setenv("DDB_HOME", str(ddb.folder / "file"))
    said = ddb("engine", "start")
    assert (said.exit_code, said.stdout) == (1, "")
    assert "the embedded engine cannot write to" in said.line


def test_no_program_to_start(ddb: Ddb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DDB_DYNOXIDE", str(ddb.folder / "gone"))
    said = ddb("engine", "start", "--json")
    assert (said.exit_code, said.stdout) == (1, "")
    assert "DDB_DYNOXIDE names" in said.line


def test_it_takes_no_other_engine(ddb: Ddb) -> None:
    assert ddb("engine", "stop", "--endpoint", "aws").exit_code == 2


def test_data_that_is_elsewhere_is_named(
    own: Ddb, messaging: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DDB_HOME")
    (own.folder / ".git").mkdir()
    (own.folder / "deep").mkdir()
    bench = own.with_options("--model", messaging, "--endpoint", "embedded")
    assert ", data in" not in bench.process("schema-load").line
    deep = replace(bench, folder=own.folder / "deep")
    for line in (["list-tables"], ["scan"], ["seed", "--sample", "30"], ["drop"]):
        said = deep.process(*line)
        assert said.line.endswith(f", data in {Path('..', '.ddb')}"), said
