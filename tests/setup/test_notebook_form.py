"""A notebook that was run again and saved is the file that it was."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from jupyter_server.services.contents.filemanager import FileContentsManager

from tools.console import ROOT
from tools.lab import lab_command
from tools.notebook_form import SOME_ENGINE, WIDGET, tidy

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
HOOK = "--ContentsManager.pre_save_hook="
OTHER = "<Engine: DynamoDB Local, at http://127.0.0.1:8000>"
Save = Callable[[str, Path], bytes]


class Manager(Protocol):
    """What is asked of JupyterLab's own, which has no types."""

    def get(self, path: str) -> dict[str, Any]: ...
    def save(self, model: dict[str, Any], path: str) -> object: ...


def run_again(content: dict[str, Any]) -> None:
    """Add what a run in JupyterLab adds: versions, timings, widgets, counts."""
    content["metadata"]["language_info"]["version"] = "3.99.0"
    content["metadata"]["widgets"] = {"state": {}}
    for cell in content["cells"]:
        cell["metadata"]["execution"] = {"iopub.execute_input": "2026-11-27T09:00:00Z"}
        cell["metadata"]["collapsed"] = True
        for output in cell.get("outputs", []):
            if "data" in output:
                output["data"][WIDGET] = {"model_id": "0f3a"}
                text = output["data"].get("text/plain", "")
                output["data"]["text/plain"] = text.replace(SOME_ENGINE, OTHER)
            if "execution_count" in output:
                output["execution_count"] += 30
        if cell["cell_type"] == "code":
            cell["execution_count"] += 30


@pytest.fixture
def save(tmp_path: Path) -> Iterator[Save]:
    """JupyterLab's own way to a file, with the hook that `make lab` names."""
    [hook] = [word for word in lab_command([]) if word.startswith(HOOK)]
    hook = hook.removeprefix(HOOK)
    files = FileContentsManager(root_dir=str(tmp_path), pre_save_hook=hook)
    manager: Manager = files

    def run_and_save(folder: str, notebook: Path) -> bytes:
        (tmp_path / folder).mkdir()
        shutil.copy(notebook, tmp_path / folder)
        model = manager.get(f"{folder}/{notebook.name}")
        run_again(model["content"])
        manager.save(model, model["path"])
        return (tmp_path / folder / notebook.name).read_bytes()

    yield run_and_save
    files.notary.store.close()  # or Python 3.13 warns, in whichever test is next


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_saved_rerun_changes_nothing(save: Save, notebook: Path) -> None:
    assert save("notebooks", notebook) == notebook.read_bytes()


def test_every_cell_is_compared_and_the_first_tells_the_engine() -> None:
    for notebook in NOTEBOOKS:
        text = notebook.read_text(encoding="utf-8")
        assert "nbval-" not in text
        assert text.count(SOME_ENGINE) == 1


def test_a_run_in_another_order_keeps_its_numbers() -> None:
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "execution_count": n, "outputs": [], "metadata": {}}
        for n in (7, 9)
    ]
    tidy({"metadata": {}, "cells": cells})
    assert [cell["execution_count"] for cell in cells] == [7, 9]


def test_a_readers_own_notebook_is_left_as_it_is(save: Save) -> None:
    assert save("mine", NOTEBOOKS[0]) != NOTEBOOKS[0].read_bytes()


def test_what_a_walk_writes_is_no_tracked_file() -> None:
    written = [
        line
        for notebook in NOTEBOOKS
        for line in notebook.read_text(encoding="utf-8").splitlines()
        if "save_model(" in line or "save_items(" in line
    ]
    assert written
    assert all("MINE" in line for line in written)
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "/models/my_*" in ignored
