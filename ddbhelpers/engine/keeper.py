"""Watches the users of an embedded engine, and ends it after the last one.

A kernel that is killed cannot sign itself out. This small process looks once a
second whether any user still lives. It ends with the server, or once somebody asks
for the server to stay.
"""

import os
import sys
import time
from pathlib import Path

from ddbhelpers.engine.embedded import end_if_unused
from ddbhelpers.engine.state import STATE_FILE, State, locked

LOOK_SECONDS = 1.0


def keep(folder: Path, pid: int) -> None:
    """Watch until the server has ended, or the keeper of record is another."""
    server = None
    while True:
        if not (folder / STATE_FILE).exists():
            # The home was deleted: nobody can find the server any more.
            if server is not None:
                server.end()
            return
        with locked(folder) as lock:
            state = lock.read()
            if state.keeper is None or state.keeper.pid != pid or state.stays:
                return
            server = state.server
            state = end_if_unused(state)
            if state.server is None or not state.server.alive:
                lock.write(State(port=state.port, users=state.users))
                return
            lock.write(state)
        time.sleep(LOOK_SECONDS)


def main() -> None:
    """Run as `python -m ddbhelpers.engine.keeper HOME`."""
    keep(Path(sys.argv[1]), os.getpid())


if __name__ == "__main__":
    main()
