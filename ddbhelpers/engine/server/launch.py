"""Starting the embedded engine's server on a port that is surely its own."""

import socket
import time
from pathlib import Path

from ddbhelpers.engine import advice
from ddbhelpers.engine.probe import probe
from ddbhelpers.engine.server.binary import find_dynoxide
from ddbhelpers.engine.server.datafile import check_data_file, damaged
from ddbhelpers.engine.server.home import unwritable
from ddbhelpers.engine.server.processes import KnownProcess, spawn
from ddbhelpers.errors import EngineMissing

DATA_FILE = "dynoxide.db"
LOG_FILE = "engine.log"
_TRIES = 5
_PATIENCE_SECONDS = 20.0


def launch(folder: Path, last_port: int | None) -> tuple[KnownProcess, int]:
    """Start a server; on its last port if that is free, so open clients go on.

    A port that somebody else takes meanwhile costs another try: the server itself
    says whether it got the port. Raises EngineMissing, DataFileError.
    """
    program = find_dynoxide()
    data_file, log_file = folder / DATA_FILE, folder / LOG_FILE
    check_data_file(data_file)
    said = ""
    for attempt in range(_TRIES):
        port = last_port if last_port and attempt == 0 else free_port()
        try:
            log = log_file.open("wb")
        except OSError as error:
            raise unwritable(folder, error) from error
        with log:
            serve: list[str | Path] = [program, "serve", "--host", "127.0.0.1"]
            child = spawn(
                [*serve, "--port", str(port), "--db-path", data_file],
                output=log,
                folder=folder,
            )
        until = time.monotonic() + _PATIENCE_SECONDS
        while child.returncode is None and time.monotonic() < until:
            if f"listening on http://127.0.0.1:{port}" in _read(log_file):
                probe(f"http://127.0.0.1:{port}", timeout_seconds=10)
                return KnownProcess.seen(child.pid), port
            time.sleep(0.002)
        if child.returncode is None:
            child.kill()
        said = _read(log_file)
        if "already in use" not in said:
            break
    why = said.splitlines()[-1] if said else "it said nothing"
    if "atabase" in why:
        raise damaged(data_file, why)
    raise EngineMissing(
        f"the embedded engine did not start ({why})",
        do=f"see {log_file}, or use DynamoDB Local: {advice.docker()}",
    )


def free_port() -> int:
    """Return a loopback port that nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _read(log_file: Path) -> str:
    return log_file.read_text(encoding="utf-8", errors="replace").strip()
