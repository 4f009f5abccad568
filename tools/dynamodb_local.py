"""Fetches DynamoDB Local without Docker: by Maven, to be run by Java 17.

Its licence forbids passing it on, so it is never committed: `fetch` brings it into
engines/dynamodb-local/lib, which git ignores. ddbhelpers.engine.local starts it.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.console import ROOT, Stop, megabytes, run_logged
from tools.embedded import machine

HOME = ROOT / "engines" / "dynamodb-local"
LIB = HOME / "lib"
STAMP = LIB / "fetched.sha256"
# It keeps its items in SQLite, whose native library comes for these only.
NATIVE = ("linux-x64", "darwin-x64", "win32-x64")


def missing() -> str:
    """What this machine lacks for DynamoDB Local, such as `no Java 17`; else empty."""
    if machine() not in NATIVE:
        return f"no native library for {machine()}"
    java = _java()
    if java is None:
        return "no Java 17"
    found, compiler = _java_version(java)
    if found < 17:
        return f"no Java 17 (the one found is {found or 'not working'})"
    if not compiler:
        return "no Java 17 with a compiler (a JDK, not a JRE)"
    if not fetched() and shutil.which("mvn") is None:
        return "no Maven"
    return ""


def fetched() -> bool:
    """Whether exactly what pom.xml names is in lib/."""
    try:
        return STAMP.read_text(encoding="utf-8").strip() == _pom_digest()
    except OSError:
        return False


def fetch(retry: str) -> None:
    """Fills lib/ as pom.xml says; nothing to do when it is filled already."""
    lack = missing()
    if lack:
        raise Stop(
            f"DynamoDB Local cannot be had without Docker: {lack}; install a JDK 17 or "
            f"newer and Maven and type: {retry}"
        )
    if fetched():
        return
    shutil.rmtree(LIB, ignore_errors=True)
    goal = ["--batch-mode", "--no-transfer-progress", "dependency:copy-dependencies"]
    run_logged(
        "DynamoDB Local from Maven",
        [str(shutil.which("mvn")), "--file", HOME / "pom.xml", *goal],
        retry=retry,
        report=lambda: megabytes(LIB),
    )
    STAMP.write_text(_pom_digest() + "\n", encoding="utf-8")


def _java() -> Path | None:
    home = os.environ.get("JAVA_HOME")
    if home:
        named = Path(home, "bin", "java.exe" if sys.platform == "win32" else "java")
        if named.is_file():
            return named
    found = shutil.which("java")
    return Path(found) if found else None


def _java_version(java: Path) -> tuple[int, bool]:
    """The major version, 0 if it does not run, and whether it has a compiler."""
    try:
        listed = subprocess.run(
            [java, "--list-modules"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0, False
    base = re.search(r"^java\.base@(\d+)", listed, re.MULTILINE)
    return (int(base[1]) if base else 0), "jdk.compiler@" in listed


def _pom_digest() -> str:
    text = (HOME / "pom.xml").read_bytes().replace(b"\r\n", b"\n")
    return hashlib.sha256(text).hexdigest()
