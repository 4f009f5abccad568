"""What a working copy knows of its embedded engine, and the lock around it."""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ddbhelpers.engine.server.address import Address
from ddbhelpers.engine.server.home import LOCK_FILE, STATE_FILE, private, unwritable
from ddbhelpers.engine.server.processes import KnownProcess
from ddbhelpers.errors import EngineError

LOCK_SECONDS = 60.0


@dataclass(frozen=True)
class State:
    """The server, its address, who uses it, who watches; `stays`: until stopped."""

    server: KnownProcess | None = None
    address: Address | None = None
    stays: bool = False
    users: tuple[KnownProcess, ...] = ()
    keeper: KnownProcess | None = None

    @classmethod
    def from_json(cls, text: str) -> "State":
        """Read what `to_json` wrote; anything else is no state at all."""
        try:
            value = json.loads(text)
            return cls(
                server=_process(value["server"]),
                address=_address(value),
                stays=bool(value["stays"]),
                users=tuple(KnownProcess.from_json(user) for user in value["users"]),
                keeper=_process(value["keeper"]),
            )
        except (ValueError, TypeError, KeyError):
            return cls()

    def to_json(self) -> str:
        """Write it for the next process."""
        return json.dumps(asdict(self), indent=1)


class StateFile:
    """The state file, while the lock is held."""

    def __init__(self, folder: Path) -> None:
        """Stand for the state file in an engine's home."""
        self.path = folder / STATE_FILE

    def read(self) -> State:
        """Read it; a missing or garbled file is an empty state."""
        try:
            return State.from_json(self.path.read_text(encoding="utf-8"))
        except (FileNotFoundError, UnicodeDecodeError):
            return State()

    def write(self, state: State) -> None:
        """Replace it whole: a process killed meanwhile leaves the old one."""
        new = self.path.with_suffix(".new")
        with open(new, "w", encoding="utf-8", opener=private) as file:
            file.write(state.to_json())
        os.replace(new, self.path)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[StateFile]:
    """Hold the lock of an engine's home, against every other process and thread."""
    from filelock import FileLock, Timeout

    path = folder / LOCK_FILE
    try:
        with FileLock(path, timeout=LOCK_SECONDS, mode=0o600):
            yield StateFile(folder)
    except Timeout as error:
        raise EngineError(
            f"another process has held {path} for {LOCK_SECONDS:.0f} s",
            do="wait for it or end it, then connect() again",
        ) from error
    except OSError as error:
        raise unwritable(folder, error) from error


def _address(value: Any) -> Address | None:
    """Read the address; a state of before was always on 127.0.0.1."""
    if "port" in value:
        return Address("127.0.0.1", int(value["port"])) if value["port"] else None
    host_and_port = value["address"]
    return None if host_and_port is None else Address(*host_and_port)


def _process(value: Any) -> KnownProcess | None:
    return None if value is None else KnownProcess.from_json(value)
