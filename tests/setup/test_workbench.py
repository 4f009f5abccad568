"""workbench.py and the Makefile, run as a person runs them where things lack."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.console import ROOT

OLD_PYTHON = """
import runpy, sys
sys.version_info = (3, 9, 18)
sys.argv = ["workbench.py", "lab"]
runpy.run_path("workbench.py", run_name="__main__")
"""


def run(
    folder: Path, *command: str | Path, **env: str
) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if k[:4] != "MAKE" and k != "PYTHON"}
    return subprocess.run(
        command,
        cwd=folder,
        env={**clean, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert done.returncode == 1
    return lines[0]


def test_an_old_python_is_told_in_one_line() -> None:
    line = one_line(run(ROOT, sys.executable, "-c", OLD_PYTHON))
    assert "this is Python 3.9, and 3.11 or newer is needed" in line
    assert "workbench.py lab" in line


def test_an_old_python_can_read_the_file_that_tells() -> None:
    source = (ROOT / "workbench.py").read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 4))
    assert not any(isinstance(node, ast.JoinedStr) for node in ast.walk(tree))


@pytest.mark.connected
def test_without_a_network_one_line_says_so(copy: Path, tmp_path: Path) -> None:
    nowhere = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_NO_INDEX": "",
        "PIP_FIND_LINKS": "",
        "PIP_RETRIES": "1",
        "PIP_CACHE_DIR": str(tmp_path / "cache"),
    }
    done = run(copy, sys.executable, "workbench.py", "setup", **nowhere)
    line = one_line(done)
    assert "packages of requirements.txt" in line
    assert "no network" in line
    assert "workbench.py setup" in line
    assert "setup.log" in line


def test_a_folder_that_cannot_be_made_is_told_in_one_line(copy: Path) -> None:
    (copy / ".workbench").touch()  # a file stands where the state should be
    line = one_line(run(copy, sys.executable, "workbench.py", "setup"))
    assert ".workbench" in line
    assert "workbench.py setup" in line


def test_an_unknown_command_is_wrong_usage() -> None:
    done = run(ROOT, sys.executable, "workbench.py", "lob")
    assert done.returncode == 2
    assert "lob" in done.stderr


def test_an_option_goes_to_the_lab_only() -> None:
    done = run(ROOT, sys.executable, "workbench.py", "test", "--no-browser")
    assert done.returncode == 2
    assert "--no-browser" in done.stderr


def test_clean_removes_what_set_up_made_and_keeps_the_data(copy: Path) -> None:
    for name in (".venv", "node_modules", ".workbench", ".ddb"):
        (copy / name).mkdir()
    done = run(copy, sys.executable, "workbench.py", "clean")
    assert done.returncode == 0
    left = {path.name for path in copy.iterdir()}
    assert {".venv", "node_modules", ".workbench"}.isdisjoint(left)
    assert {".ddb", "workbench.py"} <= left


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
def test_make_without_a_python_says_so_in_one_line(copy: Path, tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    make = shutil.which("make")
    done = run(copy, str(make), "lab", PATH=str(tools), PYTHON="")
    assert done.returncode == 2
    assert "No Python 3.11 or newer was found" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
def test_make_finds_a_python_that_is_new_enough(copy: Path, tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    old = tools / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    (tools / "python3.12").symlink_to(sys.executable)
    path = os.pathsep.join([str(tools), os.defpath])
    done = run(copy, str(shutil.which("make")), "-n", "lab", PATH=path)
    assert done.stdout.split()[:3] in (
        [name, "workbench.py", "lab"] for name in ("python", "python3.12")
    )
