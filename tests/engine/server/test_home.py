import os
from pathlib import Path

import pytest

from ddbhelpers.engine.server.home import home, make_home
from ddbhelpers.errors import DataFileError


@pytest.fixture(autouse=True)
def no_named_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DDB_HOME", raising=False)


@pytest.mark.parametrize("mark", [".git", ".ddb"])
def test_it_belongs_to_the_nearest_working_copy(tmp_path: Path, mark: str) -> None:
    deep = tmp_path / "notebooks" / "drafts"
    deep.mkdir(parents=True)
    (tmp_path / mark).mkdir()
    assert home(deep) == tmp_path / ".ddb"


def test_a_worktree_has_a_file_for_git_and_is_a_working_copy(tmp_path: Path) -> None:
    (tmp_path / ".git").touch()
    assert home(tmp_path) == tmp_path / ".ddb"


def test_elsewhere_it_is_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert home() == tmp_path / ".ddb"


def test_it_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.setenv("DDB_HOME", str(tmp_path / "elsewhere"))
    assert home(tmp_path) == tmp_path / "elsewhere"


def test_looking_makes_nothing(tmp_path: Path) -> None:
    home(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_making_it_leaves_it_empty(tmp_path: Path) -> None:
    make_home(tmp_path / "a" / ".ddb")
    assert list((tmp_path / "a" / ".ddb").iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_it_is_its_owners_alone_also_if_it_was_not(tmp_path: Path) -> None:
    folder = tmp_path / ".ddb"
    make_home(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o755)
    make_home(folder)
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_a_folder_that_somebody_named_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_home(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o755


def test_a_file_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".ddb").touch()
    with pytest.raises(DataFileError, match="set DDB_HOME to a folder"):
        make_home(tmp_path / ".ddb")


def test_a_read_only_working_copy_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(DataFileError, match=r"Read-only file system.*DDB_HOME"):
        make_home(tmp_path)
