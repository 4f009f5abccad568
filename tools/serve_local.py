"""Runs DynamoDB Local without Docker on 127.0.0.1:8000, its data kept, until Ctrl-C."""

import contextlib
import signal
import sys
import threading

from tools.console import ROOT, say
from tools.dynamodb_local import HOME

PORT = 8000
DATA = HOME / "data"


def main() -> int:
    """Serves until Ctrl-C."""
    from ddbhelpers.engine.server.local import dynamodb_local
    from ddbhelpers.errors import WorkbenchError

    shown = DATA.relative_to(ROOT).as_posix()
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    try:
        with (
            dynamodb_local(PORT, DATA) as endpoint,
            contextlib.suppress(KeyboardInterrupt),
        ):
            say(f"DynamoDB Local on {endpoint}, data in {shown}; Ctrl-C ends it")
            while not ended.wait(1):  # a wait without end would not see Ctrl-C
                pass
    except WorkbenchError as error:
        print(f"workbench: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:  # before the server was there
        sys.exit(130)
