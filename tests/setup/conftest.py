"""Set-up is tried out in a copy of its files, never in this working copy."""

import shutil
from pathlib import Path

import pytest

from tools import console, embedded, environment

FILES = (
    *("workbench.py", "Makefile", "pyproject.toml", "package.json"),
    *("requirements.txt", "requirements-dev.txt", "constraints.txt"),
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with what set-up reads, for trying it in a process of its own."""
    folder = tmp_path / "copy"
    shutil.copytree(
        console.ROOT / "tools",
        folder / "tools",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    for name in FILES:
        shutil.copy(console.ROOT / name, folder / name)
    return folder


@pytest.fixture
def here(copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same copy, with the modules of this process pointed to it."""
    for module in (console, embedded, environment):
        monkeypatch.setattr(module, "ROOT", copy)
    for module in (console, embedded, environment):
        if hasattr(module, "STATE"):
            monkeypatch.setattr(module, "STATE", copy / ".workbench")
    for module in (console, embedded):
        monkeypatch.setattr(module, "LOG", copy / ".workbench" / "setup.log")
    monkeypatch.setattr(embedded, "PACKAGES", copy / "node_modules" / "@dynoxide")
    monkeypatch.setattr(environment, "VENV", copy / ".venv")
    monkeypatch.setattr(environment, "STAMP", copy / ".venv" / "workbench.json")
    monkeypatch.setattr(environment, "PYTHON", copy / ".venv" / "python")
    return copy
