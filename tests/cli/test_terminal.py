"""What a person sees on a terminal, tables and progress, and what a pipe does not."""

import json
import os
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals", allow_module_level=True)

import fcntl
import pty
import termios

from tests.cli.conftest import ROOT, Ddb

MESSAGING = ROOT / "models" / "direct_messaging.yaml"


def on_terminal(
    ddb: Ddb, *arguments: object, stdout: bool, columns: int = 80
) -> tuple[str, str, int]:
    """Run `ddb` with standard error, and perhaps output, on a terminal."""
    reader, terminal = pty.openpty()
    size = struct.pack("HHHH", 24, columns, 0, 0)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, size)
    streams = {"stderr": terminal} | ({"stdout": terminal} if stdout else {})
    process = ddb.start(*arguments, **streams)
    os.close(terminal)
    shown = b""
    while True:
        try:
            more = os.read(reader, 65536)
        except OSError:  # the other end was closed
            break
        if not more:
            break
        shown += more
    os.close(reader)
    piped = "" if stdout else process.communicate()[0]
    return shown.decode("utf-8"), piped, process.wait()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ddb]:
    """An embedded engine of its own, with the table and some items."""
    folder = tmp_path_factory.mktemp("terminal")
    ddb = Ddb(folder, home=folder / ".ddb")
    bench = ddb.with_options("--model", MESSAGING, "--endpoint", "embedded")
    ddb.process("engine", "start")
    bench.process("schema-load")
    bench.process("seed", "--sample", 30)
    yield bench
    assert ddb.process("engine", "stop").exit_code == 0
    ddb.end()


def test_a_table_is_drawn_on_a_terminal(ddb: Ddb, messaging: Path) -> None:
    shown, _, code = on_terminal(ddb, "check", "--model", messaging, stdout=True)
    assert code == 0
    assert "\n────" in shown
    assert "get_conversation" in shown
    assert "\t" not in shown


@pytest.mark.connected
def test_progress_is_shown_on_a_terminal_only(filled: Ddb) -> None:
    shown, piped, code = on_terminal(
        filled, "seed", "--sample", 400, "--seed", 2, stdout=False
    )
    assert code == 0
    assert "seeding direct-messages" in shown
    assert "/400" in shown
    assert piped.startswith("400 items stored in direct-messages")
    assert "\x1b" not in piped


@pytest.mark.connected
def test_items_on_a_terminal(filled: Ddb) -> None:
    shown, _, code = on_terminal(filled, "scan", "--limit", 3, stdout=True)
    assert code == 0
    assert "\r\n\r\n3 items, 1 page, " in shown
    assert "the rest: no --limit; the next page: --start " in shown


@pytest.mark.connected
def test_no_key_and_no_time_is_broken(filled: Ddb) -> None:
    scan = ("scan", "--limit", 5)
    items = json.loads(filled.process(*scan, "--json").stdout)["items"]
    keys = {item[name]["S"] for item in items for name in ("pk", "sk")}
    assert len(keys) > 5
    for columns in (80, 50):
        shown, _, _ = on_terminal(filled, *scan, stdout=True, columns=columns)
        assert keys <= {*re.sub("\x1b\\[[0-9;]*m", "", shown).split()}
    assert keys <= {*filled.process(*scan).stdout.split()}


@pytest.mark.parametrize(
    "line",
    [
        ("check",),
        ("cost", "--sample", 50, "--volume", 10_000_000),
        ("heat", "--writes-per-second", 2500, "--keys", 300, "--celebrity", 0.61),
    ],
)
def test_no_name_and_no_number_is_broken(
    ddb: Ddb, messaging: Path, line: tuple[object, ...]
) -> None:
    if line[0] != "heat":
        line = (*line, "--model", messaging)
    shown, _, code = on_terminal(ddb, *line, stdout=True)
    table = re.sub("\x1b\\[[0-9;]*m", "", shown)
    piped = ddb.process(*line).stdout
    assert code == 0
    assert "\t" not in table
    words = {*piped.replace("; ", " ").replace(",", "").split()}
    assert words <= {*table.replace(",", "").replace("; ", " ").split()} | {"–"}
