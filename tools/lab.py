"""Opens JupyterLab on the first notebook while a DynamoDB engine runs behind it."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from types import FrameType

from tools.console import ROOT, say

FIRST_NOTEBOOK = "notebooks/01_access_patterns.ipynb"


def lab_command(arguments: Sequence[str]) -> list[str]:
    """JupyterLab's command line: loopback, quiet, on the first notebook."""
    root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [
        *(sys.executable, "-m", "jupyterlab", *root),
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.root_dir={ROOT}",
        f"--LabApp.default_url=/lab/tree/{FIRST_NOTEBOOK}",
        # Nothing is asked of the internet.
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        # One Ctrl-C ends it.
        "--ServerApp.answer_yes=True",
        *arguments,
    ]


def main(arguments: Sequence[str]) -> int:
    """Runs Lab until it ends, and the engine for as long."""
    from ddbhelpers.engine import connect
    from ddbhelpers.errors import WorkbenchError

    try:
        engine = connect()
    except WorkbenchError as error:
        print(f"workbench: {error}", file=sys.stderr)
        return 1
    say(f"{engine.name} on {engine.endpoint}; JupyterLab opens, Ctrl-C ends both")

    # The terminal sends Ctrl-C to Lab too; here it only must not end us before Lab.
    signal.signal(signal.SIGINT, _ignore)
    lab = subprocess.Popen(lab_command(arguments), cwd=ROOT)
    signal.signal(signal.SIGTERM, lambda *_: lab.terminate())
    return lab.wait()  # leaving this process signs it out of the engine


def _ignore(number: int, frame: FrameType | None) -> None:
    """A handler, not SIG_IGN: Lab would inherit that, and never end."""


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:  # before Lab was there
        sys.exit(130)
