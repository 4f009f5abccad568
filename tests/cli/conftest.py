"""Command lines to run: in this process, or as a process of their own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ddbhelpers.cli.app import app
from ddbhelpers.data import drop_table, list_tables
from ddbhelpers.engine import Engine, connect
from ddbhelpers.model import load_model, save_model

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Said:
    """What a command line left behind."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def line(self) -> str:
        """Its message: one line on standard error, and no traceback."""
        assert self.stderr.endswith("\n"), self
        assert self.stderr.count("\n") == 1, self
        assert "Traceback" not in self.stderr
        return self.stderr.strip()

    @property
    def usage(self) -> str:
        """Its message without Typer's frame and line breaks."""
        return " ".join(self.stderr.replace("│", " ").split())


@dataclass
class Ddb:
    """Runs `ddb` in a folder; `more` are arguments that every run gets."""

    folder: Path
    more: tuple[object, ...] = ()
    processes: list["subprocess.Popen[str]"] = field(default_factory=list)
    home: Path | None = None  # of the processes' engine, if it outlives a test

    def __call__(self, *arguments: object) -> Said:
        """Run it in this process."""
        line = [str(argument) for argument in (*arguments, *self.more)]
        done = CliRunner().invoke(app, line, prog_name="ddb")
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Said(done.exit_code, done.stdout, done.stderr)

    def with_options(self, *more: object) -> "Ddb":
        """Give every run these options."""
        return replace(self, more=(*self.more, *more))

    def start(self, *arguments: object, **streams: Any) -> "subprocess.Popen[str]":
        """Start it as a process with an engine home of its own."""
        kept = {name: value for name, value in os.environ.items() if name[:3] != "AWS"}
        if self.home is not None:
            kept["DDB_HOME"] = str(self.home)
        process = subprocess.Popen(
            [sys.executable, "-m", "ddbhelpers", *map(str, (*arguments, *self.more))],
            cwd=self.folder,
            env={**kept, "PYTHONIOENCODING": "utf-8"},
            encoding="utf-8",
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams},
        )
        self.processes.append(process)
        return process

    def end(self) -> None:
        """End what was started."""
        for process in self.processes:
            process.kill()
            with process:
                process.wait()

    def process(self, *arguments: object) -> Said:
        """Run it as a process, to its end."""
        process = self.start(*arguments)
        stdout, stderr = process.communicate(timeout=120)
        return Said(process.returncode, stdout, stderr)


@pytest.fixture
def ddb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ddb]:
    """Run `ddb` in an empty folder, with nothing configured."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DDB_HOME", str(tmp_path / ".ddb"))
    monkeypatch.delenv("DDB_MODEL", raising=False)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    ddb = Ddb(tmp_path)
    yield ddb
    ddb.end()


@pytest.fixture
def messaging() -> Path:
    """The worked example."""
    return ROOT / "models" / "direct_messaging.yaml"


@pytest.fixture
def shop() -> Path:
    """A model of something else, with nothing in common with the worked example."""
    return ROOT / "tests" / "models" / "shop.yaml"


@pytest.fixture
def conversation() -> Path:
    """What is told in the worked example."""
    return ROOT / "models" / "conversation.yaml"


@pytest.fixture
def at_engine(
    ddb: Ddb, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> tuple[object, ...]:
    """Give the options for the engine, which is found once and not in each run."""

    here = replace(engine, data_folder=None)

    def found(endpoint: str | None = None, **more: Any) -> Engine:
        return here if endpoint == engine.endpoint else connect(endpoint, **more)

    monkeypatch.setattr("ddbhelpers.engine.connect", found)
    return "--endpoint", engine.endpoint


def _bench(ddb: Ddb, engine: Engine, path: Path, table: str) -> Iterator[Ddb]:
    own = ddb.folder / f"{table}.yaml"
    save_model(load_model(path).with_table_named(table), own)
    yield ddb.with_options("--model", own)
    if table in list_tables(engine):
        drop_table(engine, table)


@pytest.fixture
def bench(
    ddb: Ddb, engine: Engine, at_engine: tuple[object, ...], messaging: Path
) -> Iterator[Ddb]:
    """Run `ddb` on each engine, with the worked example under another table's name."""
    yield from _bench(ddb.with_options(*at_engine), engine, messaging, "cli-messages")


@pytest.fixture
def shop_bench(
    ddb: Ddb, engine: Engine, at_engine: tuple[object, ...], shop: Path
) -> Iterator[Ddb]:
    """Run `ddb` on each engine, with the shop under another table's name."""
    yield from _bench(ddb.with_options(*at_engine), engine, shop, "cli-shop")
