"""Watches the users of an embedded engine, and ends it after the last one.

A kernel that is killed cannot sign itself out. This small process looks once a
second whether any user still lives. It watches a server that stays, too: whoever
deletes its home could never stop it. It ends with the server.
"""

import contextlib
import os
import sys
import time
from pathlib import Path

import psutil

from ddbhelpers.engine.server.embedded import end_if_unused
from ddbhelpers.engine.server.home import STATE_FILE
from ddbhelpers.engine.server.processes import KnownProcess
from ddbhelpers.engine.server.state import State, locked
from ddbhelpers.errors import EngineError

LOOK_SECONDS = 1.0


def keep(folder: Path, server: KnownProcess, pid: int) -> None:
    """Watch until the server has ended, or process `pid` is not its keeper any more.

    A server that its home does not know any more is ended: nobody can find it.
    """
    while True:
        if not (folder / STATE_FILE).exists():
            server.end()
            return
        try:
            with locked(folder) as lock:
                state = lock.read()
                if state.keeper is None or state.keeper.pid != pid:
                    # The home was deleted and made anew: it is not this server's.
                    if state.server is None or state.server.pid != server.pid:
                        server.end()
                    return
                state = end_if_unused(state)
                if state.server is None or not state.server.alive:
                    lock.write(State(address=state.address, users=state.users))
                    return
                server = state.server
                lock.write(state)
        except (EngineError, OSError):
            if folder.is_dir():
                raise
            continue  # deleted at this very moment
        time.sleep(LOOK_SECONDS)


def main() -> None:
    """Run as `python -m ddbhelpers.engine.server.keeper HOME PID`."""
    with contextlib.suppress(psutil.NoSuchProcess, EngineError, FileNotFoundError):
        keep(Path(sys.argv[1]), KnownProcess.seen(int(sys.argv[2])), os.getpid())


if __name__ == "__main__":
    main()
