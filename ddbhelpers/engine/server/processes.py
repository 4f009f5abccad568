"""A process that is known again: by number, start time and program."""

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psutil

# The start time is computed from the time the machine started, which a correction of
# the clock moves a little.
SAME_START_SECONDS = 2.0


@dataclass(frozen=True)
class KnownProcess:
    """A process as it was seen: a later one with its number is not mistaken for it.

    >>> me = KnownProcess.seen(os.getpid())
    >>> me.alive
    True
    >>> KnownProcess(me.pid, me.started - 60, me.program).alive
    False
    """

    pid: int
    started: float
    program: str

    @classmethod
    def seen(cls, pid: int) -> "KnownProcess":
        """Look at a living process; raises psutil.Error where there is none."""
        process = psutil.Process(pid)
        return cls(pid, process.create_time(), _program(process))

    @classmethod
    def from_json(cls, value: Any) -> "KnownProcess":
        """Read what `asdict` wrote; raises TypeError, KeyError or ValueError."""
        return cls(int(value["pid"]), float(value["started"]), str(value["program"]))

    @property
    def alive(self) -> bool:
        """Whether this very process still runs (a zombie does not)."""
        return self._process() is not None

    def end(self, patience_seconds: float = 5.0) -> bool:
        """End it, politely and then not; a stranger with its number is left alone.

        Returns whether it ran until now.
        """
        process = self._process()
        if process is None:
            return False
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
            if not self._gone_within(patience_seconds):
                process.kill()
                self._gone_within(patience_seconds)
        return True

    def _process(self) -> psutil.Process | None:
        try:
            process = psutil.Process(self.pid)
            same = (
                abs(process.create_time() - self.started) < SAME_START_SECONDS
                and process.status() != psutil.STATUS_ZOMBIE
                and _program(process) == self.program
            )
        except psutil.Error:
            return None
        return process if same else None

    def _gone_within(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while self.alive:
            if time.monotonic() > until:
                return False
            time.sleep(0.01)
        return True


def _program(process: psutil.Process) -> str:
    """Name the program; where the system keeps its path a secret, by its short name."""
    try:
        return process.exe() or process.name()
    except psutil.AccessDenied:
        return process.name()


def spawn(
    command: Sequence[str | Path], *, output: IO[bytes] | int, folder: Path
) -> "subprocess.Popen[bytes]":
    """Start a process that outlives this one and that Ctrl-C does not reach.

    The AWS settings of this process are not handed on to it.
    """
    # What it writes is for this user alone.
    detached: dict[str, Any] = {"start_new_session": True, "umask": 0o077}
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        detached = {"creationflags": flags}
    process = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        cwd=folder,
        env={k: v for k, v in os.environ.items() if not k.startswith("AWS_")},
        **detached,
    )
    # Whoever started a process has to notice its end, or it stays as a zombie.
    threading.Thread(target=process.wait, daemon=True).start()
    return process
