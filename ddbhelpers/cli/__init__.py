"""`ddb`: the workbench on the command line. See `ddb --help`."""

import os
import sys


def main() -> None:
    """Run `ddb`; the exit code is 0, 1 (it failed) or 2 (wrong usage)."""
    if not sys.stdout.isatty():
        # No frames and colours in a pipe; rich takes longer to load than all of ours.
        os.environ.setdefault("TYPER_USE_RICH", "0")
    from ddbhelpers.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        # What is piped is UTF-8 everywhere; a terminal keeps its own encoding.
        if hasattr(stream, "reconfigure") and not stream.isatty():
            stream.reconfigure(encoding="utf-8")
    app(prog_name="ddb")


__all__ = ["main"]
