"""Says what is being done, and in one line what is missing and what to type."""

import os
import shlex
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".workbench"
LOG = STATE / "setup.log"

# What a failed tool's output tells about the cause, in words a reader can act on.
CAUSES = {
    "no network, or the registry does not answer": (
        "retrying (",
        "newconnectionerror",
        "name resolution",
        "enotfound",
        "econnrefused",
        "eai_again",
        "etimedout",
        "network is unreachable",
        "could not transfer artifact",
        "unknown host",
        "proxyerror",
    ),
    "the disk is full": ("no space left", "enospc"),
    "this folder cannot be written": (
        "read-only file system",
        "permission denied",
        "erofs",
        "eacces",
    ),
    "a pinned package has no build for this Python and machine": (
        "no matching distribution",
        "requires a different python",
        "failed to build",
    ),
}
REMEDIES = {
    "no network, or the registry does not answer": "connect",
    "the disk is full": "free about 1 GB",
    "this folder cannot be written": "use a folder of your own",
    "a pinned package has no build for this Python and machine": (
        "use Python 3.11, 3.12 or 3.13"
    ),
}


class Stop(Exception):
    """One line for the person at the keyboard: what is missing, what to type."""


def typed(command: str) -> str:
    """How the reader types a command here: through make, or without it."""
    if "MAKELEVEL" in os.environ:
        return f"make {command}"
    return f"{'py' if os.name == 'nt' else 'python'} workbench.py {command}"


def say(line: str) -> None:
    """Prints one line, at once."""
    print(f"workbench: {line}", flush=True)


def cause(output: str) -> tuple[str, str]:
    """The likely cause of a failure and its remedy, from a tool's output."""
    words = output.lower()
    for reason, signs in CAUSES.items():
        if any(sign in words for sign in signs):
            return reason, REMEDIES[reason]
    return "the tool failed", "read the log"


def run_logged(
    title: str,
    command: Sequence[str | Path],
    *,
    retry: str,
    env: Mapping[str, str] | None = None,
    report: Callable[[], str] = lambda: "",
) -> None:
    """Runs a tool with its output in the log; one line with its seconds.

    `report` adds to that line, for example a size. A failure raises Stop, which names
    the likely cause, what to type (`retry`) and the log.
    """
    STATE.mkdir(exist_ok=True)
    print(f"workbench: {title} ...", end=" ", flush=True)
    began = time.monotonic()
    words = [str(word) for word in command]
    with LOG.open("a+", encoding="utf-8", errors="replace") as log:
        log.write(f"\n$ {shlex.join(words)}\n")
        log.flush()
        start = log.tell()
        try:
            code = subprocess.run(
                words,
                cwd=ROOT,
                env=dict(env) if env is not None else None,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            ).returncode
        except OSError as error:
            log.write(f"{error}\n")
            code = 127
        log.seek(start)
        output = log.read()
    if code:
        print("failed", flush=True)
        reason, remedy = cause(output)
        raise Stop(
            f"{title} failed: {reason}; {remedy} and type: {retry}"
            f"  (log: {LOG.relative_to(ROOT)})"
        )
    print(f"{time.monotonic() - began:.0f} s{report()}", flush=True)


def megabytes(folder: Path) -> str:
    """The size of a folder, for the end of a progress line: `, .venv is 540 MB`."""
    size = sum(
        (Path(place) / name).lstat().st_size
        for place, _, names in os.walk(folder)
        for name in names
    )
    return f", {folder.relative_to(ROOT)} is {size / 1e6:.0f} MB"
