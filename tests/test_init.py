"""The package itself: its names, and what it says without what it needs."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import ddbhelpers
from ddbhelpers import check, engine, plan, show

ROOT = Path(__file__).resolve().parents[1]


def without_packages(code: str) -> str:
    """Give the last line of an error where only Python's own library is there."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path = {code}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    return done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize("name", ["connect", "load_model"])
def test_without_its_packages_it_says_what_to_do(name: str) -> None:
    said = without_packages(
        f"[{str(ROOT)!r}, *sys.path]; import ddbhelpers; ddbhelpers.{name}"
    )
    assert said.startswith("ImportError: ddbhelpers needs its packages, and ")
    assert said.endswith("type make lab, or use .venv/bin/python")


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'conect'"):
        ddbhelpers.conect  # noqa: B018


def test_a_module_of_ours_that_is_missing_is_no_missing_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(ddbhelpers._WHERE, "gone", "ddbhelpers.gone")
    with pytest.raises(ModuleNotFoundError, match=r"ddbhelpers\.gone"):
        ddbhelpers.gone  # noqa: B018


def test_some_twenty_names_do_what_the_notebooks_do() -> None:
    assert len(ddbhelpers.__all__) <= 24
    assert ddbhelpers.__version__


ROOMS = (ddbhelpers, check, engine, plan, show)


@pytest.mark.parametrize(
    ("room", "old"), [(room, old) for room in ROOMS for old in room._MOVED]
)
def test_a_name_that_moved_is_there_and_says_where(room: ModuleType, old: str) -> None:
    where = r"from ddbhelpers\.[\w.]+ import"
    with pytest.warns(DeprecationWarning, match=where) as said:
        moved = getattr(room, old)
    loaded: dict[str, object] = {}
    exec(str(said[0].message).partition(": ")[2], loaded)
    assert moved in loaded.values()
    assert said[0].filename == __file__
