"""The embedded engine: one dynoxide for each working copy, shared by its processes.

`join()` starts the server if it does not run and signs this process in as a user;
when the last user has gone, the server ends. `start()` makes it stay until `stop()`.
All of it happens under one lock, and stands in one file (see `state.py`).
"""

import atexit
import contextlib
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from ddbhelpers.engine.probe import probe
from ddbhelpers.engine.server.address import Address
from ddbhelpers.engine.server.binary import VERSION
from ddbhelpers.engine.server.home import DATA_FILE, home, make_home
from ddbhelpers.engine.server.launch import launch
from ddbhelpers.engine.server.processes import KnownProcess, spawn
from ddbhelpers.engine.server.state import State, locked
from ddbhelpers.errors import EngineError, EngineMissing

ANSWER_SECONDS = 10.0
_joined: set[tuple[Path, int]] = set()


@dataclass(frozen=True)
class EngineStatus:
    """What is known of a working copy's embedded engine.

    `stopped` is the process that `stop()` ended; then `users` are the other processes
    that were using it.

    >>> print(EngineStatus(running=False, home=Path("copy/.ddb")))
    the embedded engine is not running
    """

    running: bool
    home: Path
    pid: int | None = None
    address: Address | None = None
    stays: bool = False
    users: int = 0
    data_bytes: int = 0
    version: str = VERSION
    stopped: int | None = None

    @property
    def endpoint(self) -> str | None:
        """The URL that it listens on, while it runs."""
        return self.address and self.address.url

    @property
    def data_file(self) -> Path:
        """The file that holds its tables."""
        return self.home / DATA_FILE

    def __str__(self) -> str:
        """Say it in one line."""
        users = f"{self.users} process{'' if self.users == 1 else 'es'}"
        if self.stopped is not None:
            were = "was" if self.users == 1 else "were"
            using = f"; {users} {were} using it" if self.users else ""
            return (
                f"stopped process {self.stopped}; its data stays in {self.home}{using}"
            )
        if not self.running:
            return "the embedded engine is not running"
        until = "until stopped" if self.stays else f"for {users}"
        return (
            f"dynoxide {self.version} runs {until}: "
            f"process {self.pid}, {self.endpoint}, data in {self.data_file}"
        )


def join(folder: Path | None = None) -> EngineStatus:
    """Have the engine run for as long as this process needs it.

    `folder` is its home (see `home()`). Raises EngineMissing, DataFileError.
    """
    folder = folder or home()
    me = KnownProcess.seen(os.getpid())
    make_home(folder)
    with locked(folder) as lock:
        state = _running(folder, lock.read())
        if me not in state.users:
            state = replace(state, users=(*state.users, me))
        state = _watched(folder, state)
        lock.write(state)
    if (folder, me.pid) not in _joined:
        _joined.add((folder, me.pid))
        atexit.register(_leave_quietly, folder, me.pid)
    return _status(folder, state)


def leave(folder: Path | None = None) -> None:
    """Sign this process out; the last one out ends a server nobody asked to stay."""
    folder = folder or home()
    _joined.discard((folder, os.getpid()))
    with locked(folder) as lock:
        state = lock.read()
        users = tuple(user for user in state.users if user.pid != os.getpid())
        lock.write(end_if_unused(replace(state, users=users)))


def start(folder: Path | None = None, *, port: int | None = None) -> EngineStatus:
    """Have the engine run until `stop()`.

    `port` is one of 127.0.0.1, for programs that know no other: it is one that web
    pages can ask, too. Raises EngineMissing, DataFileError.
    """
    folder = folder or home()
    wanted = Address("127.0.0.1", port) if port else None
    make_home(folder)
    with locked(folder) as lock:
        state = replace(_running(folder, lock.read(), wanted), stays=True)
        state = _watched(folder, state)
        lock.write(state)
    return _status(folder, state)


def status(folder: Path | None = None) -> EngineStatus:
    """Tell whether the engine runs, without starting it."""
    folder = folder or home()
    if not folder.is_dir():
        return EngineStatus(running=False, home=folder)
    with locked(folder) as lock:
        return _status(folder, lock.read())


def stop(folder: Path | None = None) -> EngineStatus:
    """End the engine, whoever uses it; its data stays. It ends no other process."""
    folder = folder or home()
    if not folder.is_dir():
        return EngineStatus(running=False, home=folder)
    with locked(folder) as lock:
        state = lock.read()
        others = [
            user for user in state.users if user.alive and user.pid != os.getpid()
        ]
        ended = state.server is not None and state.server.end()
        lock.write(State(address=state.address))
    if state.server is None or not ended:
        return EngineStatus(running=False, home=folder)
    return EngineStatus(
        running=False, home=folder, stopped=state.server.pid, users=len(others)
    )


def end_if_unused(state: State) -> State:
    """Forget users who are gone; end the server if none is left and none wants it."""
    state = replace(state, users=tuple(user for user in state.users if user.alive))
    if state.server is None or state.stays or state.users:
        return state
    state.server.end()
    return State(address=state.address)


def _running(folder: Path, state: State, wanted: Address | None = None) -> State:
    """Return the state with a server that answers: the one there is, or a new one.

    A server that died comes back where it was, since clients are open; one that was
    ended only where no web page reaches it.
    """
    state = replace(state, users=tuple(user for user in state.users if user.alive))
    address = state.address
    if state.server is None or address is None or not state.server.alive:
        if state.server is None and address and not address.is_hidden:
            address = None
        server, address = launch(folder, address, wanted)
        return replace(state, server=server, address=address, stays=False)
    if wanted and address != wanted:
        raise EngineError(
            f"the embedded engine runs already, on {address.url}",
            do=f"type: ddb engine stop, then ddb engine start --port {wanted.port}",
        )
    try:
        probe(address.url, timeout_seconds=ANSWER_SECONDS)
    except EngineError as error:
        raise EngineMissing(
            f"the embedded engine (process {state.server.pid}) runs, but does not "
            f"answer ({error.given})",
            do="type: ddb engine stop, then connect() again; its data file is kept",
        ) from error
    return state


def _watched(folder: Path, state: State) -> State:
    """Have a keeper watch: a killed kernel cannot sign out, and a home can go."""
    watched = state.keeper is not None and state.keeper.alive
    if state.server is None or watched:
        return state
    package = Path(__file__).resolve().parents[2]
    module = "ddbhelpers.engine.server.keeper"
    keeper = spawn(
        [sys.executable, "-m", module, str(folder), str(state.server.pid)],
        output=subprocess.DEVNULL,
        folder=package.parent,
    )
    return replace(state, keeper=KnownProcess.seen(keeper.pid))


def _leave_quietly(folder: Path, pid: int) -> None:
    """Sign out at exit; a forked child is not the process that signed in."""
    if os.getpid() == pid and (folder, pid) in _joined and folder.is_dir():
        with contextlib.suppress(OSError, EngineError):
            leave(folder)


def _status(folder: Path, state: State) -> EngineStatus:
    if state.server is None or not state.server.alive:
        return EngineStatus(running=False, home=folder)
    data_file = folder / DATA_FILE
    return EngineStatus(
        running=True,
        home=folder,
        pid=state.server.pid,
        address=state.address,
        stays=state.stays,
        users=sum(user.alive for user in state.users),
        data_bytes=data_file.stat().st_size if data_file.exists() else 0,
    )
