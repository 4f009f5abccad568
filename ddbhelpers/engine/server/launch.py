"""Starting the embedded engine's server at an address that is surely its own."""

import time
from pathlib import Path

from ddbhelpers.engine import advice
from ddbhelpers.engine.probe import probe
from ddbhelpers.engine.server.address import Address, hidden_address
from ddbhelpers.engine.server.binary import find_dynoxide
from ddbhelpers.engine.server.datafile import check_data_file, damaged
from ddbhelpers.engine.server.home import DATA_FILE, LOG_FILE, private, unwritable
from ddbhelpers.engine.server.processes import KnownProcess, spawn
from ddbhelpers.errors import EngineMissing

_TRIES = 5
_PATIENCE_SECONDS = 20.0


def launch(
    folder: Path, last: Address | None, wanted: Address | None = None
) -> tuple[KnownProcess, Address]:
    """Start a server; at its last address if that is free, so open clients go on.

    `wanted` is where it has to be. An address that somebody else takes meanwhile costs
    another try: the server itself says whether it got it. Raises EngineMissing,
    DataFileError.
    """
    program = find_dynoxide()
    data_file, log_file = folder / DATA_FILE, folder / LOG_FILE
    check_data_file(data_file)
    said = ""
    for attempt in range(1 if wanted else _TRIES):
        first = wanted or last if attempt == 0 else None
        address = first or hidden_address()
        try:
            log = open(log_file, "wb", opener=private)  # noqa: SIM115
        except OSError as error:
            raise unwritable(folder, error) from error
        with log:
            serve: list[str | Path] = [program, "serve", "--host", address.host]
            child = spawn(
                [*serve, "--port", str(address.port), "--db-path", data_file],
                output=log,
                folder=folder,
            )
        until = time.monotonic() + _PATIENCE_SECONDS
        while child.returncode is None and time.monotonic() < until:
            if f"listening on {address.url}" in _read(log_file):
                probe(address.url, timeout_seconds=10)
                return KnownProcess.seen(child.pid), address
            time.sleep(0.002)
        if child.returncode is None:
            child.kill()
        said = _read(log_file)
        if "already in use" not in said:
            break
    why = said.splitlines()[-1] if said else "it said nothing"
    if "atabase" in why:
        raise damaged(data_file, why)
    if wanted and "already in use" in why:
        raise EngineMissing(
            f"port {wanted.port} is taken",
            do="end the program that listens there, or give another port",
        )
    raise EngineMissing(
        f"the embedded engine did not start ({why})",
        do=f"see {log_file}, or use DynamoDB Local: {advice.docker()}",
    )


def _read(log_file: Path) -> str:
    return log_file.read_text(encoding="utf-8", errors="replace").strip()
