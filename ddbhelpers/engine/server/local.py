"""DynamoDB Local without Docker: started from its own jars, on the loopback address.

`engines/dynamodb-local/lib` holds the jars once they have been fetched (the README
says how), and `LoopbackServer.java` beside it keeps the server off every other
interface. Java 17 or newer runs that file as it is.
"""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from ddbhelpers.engine import advice
from ddbhelpers.engine.probe import probe
from ddbhelpers.engine.server.address import free_port
from ddbhelpers.engine.server.processes import spawn
from ddbhelpers.errors import EngineMissing

FOLDER = Path(__file__).resolve().parents[3] / "engines" / "dynamodb-local"
JAVA_AT_LEAST = 17
_PATIENCE_SECONDS = 180.0
_END_SECONDS = 10.0
_TRIES = 3


def why_not_dynamodb_local() -> str | None:
    """Say what is missing to start DynamoDB Local here, or None where nothing is.

    >>> isinstance(why_not_dynamodb_local(), str | None)
    True
    """
    if not (FOLDER / "LoopbackServer.java").is_file():
        return "it starts only from a clone of the repository"
    if not any((FOLDER / "lib").glob("DynamoDBLocal-*.jar")):
        return f"{FOLDER.name}/lib is empty: type make local once"
    found = _java_version()
    if found is None:
        return f"no Java is installed: it needs {JAVA_AT_LEAST} or newer"
    if found < JAVA_AT_LEAST:
        return f"Java {found} is too old: it needs {JAVA_AT_LEAST} or newer"
    return None


@contextlib.contextmanager
def dynamodb_local(port: int = 0, data: Path | None = None) -> Iterator[str]:
    """Run a DynamoDB Local for the length of a `with` block; gives its endpoint.

    `port` 0 takes a free one. `data` is the folder of its data file; without it the
    data is kept in memory. Raises EngineMissing.
    """
    missing = why_not_dynamodb_local()
    if missing:
        raise EngineMissing(
            f"DynamoDB Local cannot be started: {missing}",
            do=f'use {advice.docker()}, or the embedded engine: connect("embedded")',
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        server, chosen = _launch(port, data, Path(scratch, "log"))
        try:
            yield f"http://127.0.0.1:{chosen}"
        finally:
            _end(server)


def _launch(
    port: int, data: Path | None, log: Path
) -> tuple["subprocess.Popen[bytes]", int]:
    said = ""
    for _ in range(1 if port else _TRIES):
        chosen = port or free_port()
        with log.open("wb") as output:
            server = spawn(_command(chosen, data), output=output, folder=FOLDER)
        until = time.monotonic() + _PATIENCE_SECONDS
        while server.returncode is None and time.monotonic() < until:
            # Its own word that the port is its own: a stranger may answer there.
            if f"listening on http://127.0.0.1:{chosen}" in _read(log):
                probe(f"http://127.0.0.1:{chosen}", timeout_seconds=30)
                return server, chosen
            time.sleep(0.05)
        _end(server)
        said = _read(log)
        if "in use" not in said:
            break
    why = said.splitlines()[-1] if said else "it said nothing"
    raise EngineMissing(
        f"DynamoDB Local did not start on port {chosen} ({why})",
        do="give another port, or end the program that holds it",
    )


def _end(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _command(port: int, data: Path | None) -> list[str | Path]:
    command: list[str | Path] = [
        _java() or "java",
        "-XX:TieredStopAtLevel=1",  # half the work at the start
        "-Dsqlite4java.library.path=lib",
        f"-Dwhile.alive={os.getpid()}",
        "-cp",
        str(Path("lib", "*")),
        "LoopbackServer.java",
        "-port",
        str(port),
    ]
    if data is not None:
        data.mkdir(parents=True, exist_ok=True)
        command += ["-dbPath", data.resolve()]
    return command


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    at_home = shutil.which("java", path=str(Path(home, "bin"))) if home else None
    return at_home or shutil.which("java")


def _java_version() -> int | None:
    """Return Java's first version number: 17 of 17.0.15."""
    java = _java()
    if java is None:
        return None
    try:
        asked = subprocess.run(
            [java, "-version"], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r'version "(\d+)', asked.stderr)
    return int(found[1]) if found else None


def _read(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace").strip()
