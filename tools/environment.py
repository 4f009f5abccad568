"""Makes the virtual environment, and knows when it is complete.

`.venv/workbench.json` names what is in it: the Python, the folder, and for every step
a digest of the files it was made from. It is written after each step and marked
unfinished before one, so an interrupted set-up never counts as done.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import sys
from collections.abc import Iterator, Mapping

from tools import embedded
from tools.console import ROOT, STATE, Stop, megabytes, run_logged, say

VENV = ROOT / ".venv"
STAMP = VENV / "workbench.json"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# A user's own pip settings are respected (a mirror, a proxy); these would send the
# packages to another place than the virtual environment.
MISLEADING = ("PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX")


def child_env() -> dict[str, str]:
    """The environment for programs of the virtual environment."""
    env = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    return env


def set_up(*, tests: bool, retry: str) -> None:
    """Does what is still to be done; within a moment when nothing is."""
    with _alone():
        done = _read_stamp()
        steps = {
            "packages": _digest("requirements.txt", "constraints.txt"),
            "project": _digest("pyproject.toml"),
            "engine": _digest("package.json"),
        }
        if tests:
            steps["test packages"] = _digest("requirements-dev.txt", "constraints.txt")
        identity = {
            "python": f"{sys.version_info.major}.{sys.version_info.minor}",
            "folder": str(ROOT),
        }
        if done.keys() < identity.keys() or not _usable(done, identity):
            done = _make_venv(identity, retry)
        for step, digest in steps.items():
            absent = step == "engine" and not embedded.present()
            if done.get(step) != digest or absent:
                _write_stamp({**done, "unfinished": step})
                _do(step, retry)
                done[step] = digest
                _write_stamp(done)


def _usable(done: Mapping[str, str], identity: Mapping[str, str]) -> bool:
    """Whether the environment there can be kept; says why when it cannot."""
    if not PYTHON.exists():
        reason = "its Python is gone"
    elif done.get("unfinished", "engine") != "engine":
        reason = "its set-up was interrupted"
    elif done["folder"] != identity["folder"]:
        reason = "the working copy was moved"
    elif done["python"] != identity["python"]:
        reason = f"it has Python {done['python']}"
    else:
        return True
    say(f".venv is made anew: {reason}")
    return False


def _make_venv(identity: Mapping[str, str], retry: str) -> dict[str, str]:
    if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
        raise Stop(
            f"Python {identity['python']} lacks its venv module; install it (Debian "
            f"and Ubuntu: sudo apt install python{identity['python']}-venv) and type: "
            f"{retry}"
        )
    run_logged(
        f"virtual environment in .venv (Python {identity['python']})",
        [_base_python(), "-m", "venv", "--clear", VENV],
        retry=retry,
        env=child_env(),
    )
    done = dict(identity)
    _write_stamp({**done, "unfinished": "packages"})
    return done


def _do(step: str, retry: str) -> None:
    pip = [str(PYTHON), "-m", "pip", "install", "--no-input"]
    if step == "engine":
        embedded.install(PYTHON, child_env(), retry)
    elif step == "project":
        run_logged(
            "ddbhelpers and the command ddb",
            [*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
            retry=retry,
            env=child_env(),
        )
    else:
        file = "requirements-dev.txt" if "test" in step else "requirements.txt"
        run_logged(
            f"{step} of {file} (the first time: a minute or two)",
            [*pip, "--requirement", file],
            retry=retry,
            env=child_env(),
            report=lambda: megabytes(VENV),
        )


def _base_python() -> str:
    """The Python outside any virtual environment that runs this program."""
    return getattr(sys, "_base_executable", None) or sys.executable


def _digest(*names: str) -> str:
    total = hashlib.sha256()
    for name in names:
        # Git may give the same text with other line ends on Windows.
        total.update((ROOT / name).read_bytes().replace(b"\r\n", b"\n"))
    return total.hexdigest()


def _read_stamp() -> dict[str, str]:
    try:
        read = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def _write_stamp(done: Mapping[str, str]) -> None:
    part = STAMP.with_suffix(".part")
    part.write_text(json.dumps(done, indent=1) + "\n", encoding="utf-8")
    part.replace(STAMP)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Keeps two set-ups of one working copy apart; the second waits for the first."""
    STATE.mkdir(exist_ok=True)
    with (STATE / "lock").open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            while True:  # LK_LOCK gives up after ten seconds; a set-up takes longer
                with contextlib.suppress(OSError):
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                say("another set-up runs in this working copy; waiting for it")
                fcntl.flock(file, fcntl.LOCK_EX)
        yield
        # closing the file unlocks it
