"""The wheel in a folder of its own, beside somebody's own model: `ddb` works there."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flit_core import buildapi  # type: ignore[import-untyped]  # it has none

ROOT = Path(__file__).resolve().parents[2]
MODEL = """\
name: books

tables:
  books:
    partition_key: pk

entities:
  Book:
    keys:
      pk: BOOK#{isbn}
    attributes:
      isbn: {in: key}
      title: {bytes: 200}

access_patterns:
  get_book:
    question: What is the title of this book?
    operation: GetItem
    returns: Book
    key:
      pk: BOOK#{isbn}
"""
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)  # PEP 517: a backend is called in the project's folder
        wheel = buildapi.build_wheel(str(folder))
    with zipfile.ZipFile(folder / wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


@pytest.fixture
def elsewhere(site: Path, tmp_path: Path) -> Run:
    """Run `ddb` out of the wheel, far from any working copy and any engine."""
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "books.yaml").write_text(MODEL, "utf-8")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "DDB_"))
    }
    kept |= {"PYTHONPATH": str(site), "PATH": str(tmp_path)}

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "ddbhelpers", *arguments],
            cwd=tmp_path,
            env=kept,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run


def test_it_is_the_wheel_that_runs(elsewhere: Run, site: Path) -> None:
    done = elsewhere("get-book", "--help")
    assert done.returncode == 0
    assert "What is the title of this book?" in done.stdout
    assert done.stderr == ""


def test_an_own_model_is_checked(elsewhere: Run) -> None:
    done = elsewhere("check")
    assert done.returncode == 0
    assert "get_book\tGetItem\tpk = BOOK#{isbn}\t" in done.stdout


def test_the_absent_engine_is_told_with_its_command(elsewhere: Run) -> None:
    done = elsewhere("schema-load", "--endpoint", "embedded")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "the embedded engine is not installed" in done.stderr
    assert "npm install @dynoxide/" in done.stderr


def test_nothing_is_written_where_it_runs(elsewhere: Run, tmp_path: Path) -> None:
    assert elsewhere("--help").returncode == 0
    assert elsewhere("engine", "status").returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["models"]
