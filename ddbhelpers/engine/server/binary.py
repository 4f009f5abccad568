"""The program of the embedded engine: dynoxide, as npm brings it."""

import os
import platform
import shutil
import sys
from pathlib import Path

from ddbhelpers.engine import advice
from ddbhelpers.errors import EngineMissing

VERSION = "1.2.1"
_SYSTEMS = {"linux": "linux", "darwin": "darwin", "win32": "win32"}
_MACHINES = {"x86_64": "x64", "amd64": "x64", "arm64": "arm64", "aarch64": "arm64"}


def package() -> str:
    """Name the npm package for this machine, such as `@dynoxide/linux-x64`.

    >>> package().startswith("@dynoxide/")
    True
    """
    system = _SYSTEMS.get(sys.platform, sys.platform)
    machine = platform.machine().lower()
    return f"@dynoxide/{system}-{_MACHINES.get(machine, machine)}"


def find_dynoxide() -> Path:
    """Find the program: `DDB_DYNOXIDE`, then `node_modules`, then the PATH.

    `node_modules` is looked for upward from the current folder, and then from the
    folder that this package is in. Raises EngineMissing with the command that brings
    the program.
    """
    named = os.environ.get("DDB_DYNOXIDE")
    if named:
        if Path(named).is_file():
            return Path(named).resolve()
        raise EngineMissing(
            f"DDB_DYNOXIDE names {named}, which is not a file",
            allowed="the path of the dynoxide program",
            do="correct it, or unset it",
        )
    program = "dynoxide.exe" if sys.platform == "win32" else "dynoxide"
    for start in (Path.cwd(), Path(__file__).resolve().parent):
        for folder in (start, *start.parents):
            found = folder / "node_modules" / package() / program
            if found.is_file():
                return found.resolve()
    on_path = shutil.which(program)
    if on_path:
        return Path(on_path).resolve()
    raise EngineMissing(
        "no DynamoDB engine can be had: nothing was configured, DynamoDB Local does "
        "not answer on 127.0.0.1:8000, and the embedded engine is not installed",
        do=f"type one of: {'make lab; ' if advice.in_clone() else ''}"
        f"npm install {package()}@{VERSION}; {advice.docker()}",
    )
