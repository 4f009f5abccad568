"""Breaks a room on purpose, in many small ways, and tells which its tests let live.

`make mutate ROOM=capacity`: in a copy of the working copy mutmut changes one operator,
constant or argument at a time, and runs those of the room's own tests that reach it. At
least 90 % have to be killed; the rest is listed.
"""

import collections
import shutil
import subprocess
import sys
from pathlib import Path

from tools.console import ROOT, STATE, say

ROOMS = ("model", "request", "capacity", "check", "explaining", "plan")
ENOUGH = 0.90
SETTINGS = """
[tool.mutmut]
source_paths = ["ddbhelpers"]
only_mutate = ["ddbhelpers/{room}/*"]
also_copy = ["models", "docs", "benchmarks", "notebooks", "README.md", "tools"]
pytest_add_cli_args = ["-p", "no:cacheprovider", "-W", "ignore"]
pytest_add_cli_args_test_selection = ["tests/{room}"]
use_git_change_detection = false
"""
# How mutmut calls what became of a mutant; a time-out is a death: the code hung.
KILLED = {"killed", "timeout", "segfault", "suspicious", "caught by type check"}


def main() -> int:
    """Mutates one room; 0 if enough of its mutants were killed."""
    rooms = sys.argv[1:]
    if len(rooms) != 1 or rooms[0] not in ROOMS:
        given = " ".join(rooms) or "none"
        print(f"workbench: room {given}; allowed: {', '.join(ROOMS)}; type: "
              "make mutate ROOM=capacity")  # fmt: skip
        return 2
    (room,) = rooms
    folder = STATE / "mutants" / room
    shutil.rmtree(folder, ignore_errors=True)
    _copy(folder)
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS.format(room=room))
    mutmut = [sys.executable, "-m", "mutmut"]
    say(f"mutants of {room}: this takes minutes")
    code = subprocess.run([*mutmut, "run"], cwd=folder, check=False).returncode
    if code:
        return code
    listed = subprocess.run(
        [*mutmut, "results", "--all", "true"],
        cwd=folder,
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    return report(room, listed)


def report(room: str, listed: str) -> int:
    """Sums up mutmut's lines, each `name: status`; 0 if enough were killed."""
    status = dict(line.strip().rsplit(": ", 1) for line in listed.splitlines() if line)
    counts = collections.Counter(status.values())
    killed = sum(counts[name] for name in KILLED)
    for mutant, what in status.items():
        if what not in KILLED:
            print(f"{what}  {mutant}")
    share = killed / len(status) if status else 0
    print(
        f"{room}: {len(status)} mutants, {killed} killed ({share:.1%}): {dict(counts)}"
    )
    print(f"one of them: cd .workbench/mutants/{room} && python -m mutmut show NAME")
    return 0 if share >= ENOUGH else 1


def _copy(folder: Path) -> None:
    """Copies what git knows, as it stands now, into the folder."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)


if __name__ == "__main__":
    sys.exit(main())
