"""The commands of workbench.py, each of which sets up what it needs first."""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools import dynamodb_local, environment
from tools.console import ROOT, Stop, say, typed

PROGRAMS = {
    "lab": "tools.lab",
    "test": "tools.run_tests",
    "refresh": "tools.refresh_notebooks",
    "local": "tools.serve_local",
    "mutate": "tools.mutate",
}
MADE_BY_SET_UP = (".venv", "node_modules", ".workbench", "engines/dynamodb-local/lib")


def main(arguments: Sequence[str]) -> int:
    """Runs one command; every foreseeable failure ends with one line."""
    given, rest = _parser().parse_known_args(arguments)
    if rest and given.command not in {"lab", "mutate"}:
        _parser().error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        return _run(given.command, rest)
    except Stop as stop:
        print(f"workbench: {stop}", file=sys.stderr)
        return 1
    except OSError as error:
        where = error.filename or "this folder"
        print(
            f"workbench: {where}: {error.strerror}; see to it and type: "
            f"{typed(given.command)}",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print(
            f"\nworkbench: interrupted; to go on type: {typed(given.command)}",
            file=sys.stderr,
        )
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="workbench.py",
        description="Sets up what a command needs, in this folder only, and runs it.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, what in {
        "lab": "open the notebooks in JupyterLab, with an engine behind them "
        "(further options go to JupyterLab)",
        "test": "run every check and test, the notebooks included",
        "refresh": "execute the notebooks again, in place",
        "local": "fetch and run DynamoDB Local on 127.0.0.1:8000 (Java 17, Maven)",
        "mutate": "break a room (the next word) on purpose: do its tests see it?",
        "fetch-local": "only fetch DynamoDB Local",
        "setup": "only set up what the notebooks need",
        "clean": "remove everything that set-up made (data files stay)",
    }.items():
        commands.add_parser(name, help=what, add_help=name != "lab", allow_abbrev=False)
    return parser


def _run(command: str, rest: Sequence[str]) -> int:
    retry = typed(command)
    if command == "clean":
        return _clean()
    if command == "fetch-local":
        dynamodb_local.fetch(retry)
        return 0
    if command == "local":
        dynamodb_local.fetch(retry)
    environment.set_up(tests=command in {"test", "refresh", "mutate"}, retry=retry)
    if command == "setup":
        say(f"ready; type: {typed('lab')}")
        return 0
    return _in_venv(PROGRAMS[command], rest)


def _in_venv(module: str, rest: Sequence[str]) -> int:
    """Runs a module of ours on the virtual environment's Python until it ends."""
    command = [str(environment.PYTHON), "-m", module, *rest]
    os.chdir(ROOT)
    sys.stdout.flush()
    if os.name != "nt":  # one process less between a signal and who should get it
        os.execve(command[0], command, environment.child_env())
    child = subprocess.Popen(command, env=environment.child_env())
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # the console told the child as well, and it ends in good order


def _clean() -> int:
    for name in MADE_BY_SET_UP:
        folder = ROOT / name
        if Path(sys.prefix) == folder or Path(sys.executable).is_relative_to(folder):
            raise Stop(
                f"this Python is the one in {name}; type: deactivate, then again"
            )
        if folder.exists():
            shutil.rmtree(folder)
            say(f"removed {name}")
    return 0
