"""Opens JupyterLab on the first notebook while a DynamoDB engine runs behind it."""

import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from tools.console import ROOT, say

NOTIFICATION = "@jupyterlab/apputils-extension:notification"
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
        "--ContentsManager.pre_save_hook=tools.notebook_form.before_save",
        f"--ServerApp.terminado_settings=shell_command={shlex.join(terminal())}",
        # One Ctrl-C ends it.
        "--ServerApp.answer_yes=True",
        *arguments,
    ]


def terminal() -> list[str]:
    """A terminal in Lab finds `ddb`, also under a login shell, which resets PATH."""
    if os.name == "nt":
        return ["powershell.exe"]
    shell = os.environ.get("SHELL") or "sh"
    then = f'exec env PATH="{Path(sys.executable).parent}:$PATH" "{shell}"'
    return [shell, "-l", "-c", then]


def quieten(environment: Path) -> None:
    """Answers Lab's question about news before it is asked."""
    folder = environment / "share" / "jupyter" / "lab" / "settings"
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({NOTIFICATION: {"fetchNews": "false", "checkForUpdates": False}})
    (folder / "overrides.json").write_text(text, encoding="utf-8")


def lab_environment(environment: Path) -> dict[str, str]:
    """Lets a notebook's `!ddb` find the command, as an activated environment would."""
    commands = Path(sys.executable).parent
    path = os.pathsep.join([str(commands), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "VIRTUAL_ENV": str(environment)}


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
    environment = Path(sys.prefix)
    quieten(environment)
    lab = subprocess.Popen(
        lab_command(arguments), cwd=ROOT, env=lab_environment(environment)
    )
    signal.signal(signal.SIGTERM, lambda *_: lab.terminate())
    return lab.wait()  # leaving this process signs it out of the engine


def _ignore(number: int, frame: FrameType | None) -> None:
    """A handler, not SIG_IGN: Lab would inherit that, and never end."""


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:  # before Lab was there
        sys.exit(130)
