"""Set-up does what is to be done, once; a half-made environment never counts."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import embedded, environment
from tools.console import Stop

ALL = ["venv", "packages", "project", "engine"]


@pytest.fixture
def steps(here: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps that were really taken, with tools that only leave their traces."""
    taken: list[str] = []

    def run_logged(title: str, command: list[str], **_: object) -> None:
        if "venv" in command:
            taken.append("venv")
            environment.VENV.mkdir(exist_ok=True)
            environment.STAMP.unlink(missing_ok=True)  # as --clear does
            environment.PYTHON.touch()
        elif "--editable" in command:
            taken.append("project")
        else:
            taken.append("test packages" if "-dev" in command[-1] else "packages")

    def install(*_: object) -> None:
        taken.append("engine")
        folder = embedded.PACKAGES / "here"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ("dynoxide.exe" if sys.platform == "win32" else "dynoxide")).touch()

    monkeypatch.setattr(environment, "run_logged", run_logged)
    monkeypatch.setattr(embedded, "install", install)
    monkeypatch.setattr(embedded, "machine", lambda: "linux-x64")
    return taken


@pytest.fixture
def set_up(steps: list[str]) -> Callable[..., list[str]]:
    def once(*, tests: bool = False) -> list[str]:
        steps.clear()
        environment.set_up(tests=tests, retry="make lab")
        return list(steps)

    return once


def test_the_second_time_nothing_is_done(set_up: Callable[..., list[str]]) -> None:
    assert set_up() == ALL
    assert set_up() == []


def test_the_tests_add_their_packages_and_the_lab_does_without(
    set_up: Callable[..., list[str]],
) -> None:
    assert set_up() == ALL
    assert set_up(tests=True) == ["test packages"]
    assert set_up() == []
    assert set_up(tests=True) == []


@pytest.mark.parametrize(
    ("file", "again"),
    [
        ("requirements.txt", ["packages"]),
        ("constraints.txt", ["packages", "test packages"]),
        ("requirements-dev.txt", ["test packages"]),
        ("pyproject.toml", ["project"]),
        ("package.json", ["engine"]),
    ],
)
def test_a_changed_file_repeats_its_own_steps(
    here: Path, set_up: Callable[..., list[str]], file: str, again: list[str]
) -> None:
    set_up(tests=True)
    text = (here / file).read_text(encoding="utf-8")
    (here / file).write_text(text + "\n", encoding="utf-8")
    assert set_up(tests=True) == again


def test_other_line_ends_are_no_change(
    here: Path, set_up: Callable[..., list[str]]
) -> None:
    set_up()
    for name in ("requirements.txt", "pyproject.toml"):
        text = (here / name).read_bytes()
        (here / name).write_bytes(text.replace(b"\n", b"\r\n"))
    assert set_up() == []


@pytest.mark.parametrize("breaking", ["packages", "project"])
def test_an_interrupted_set_up_is_made_anew(
    set_up: Callable[..., list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    breaking: str,
) -> None:
    real = environment._do

    def interrupted(step: str, retry: str) -> None:
        if step == breaking:
            raise KeyboardInterrupt
        real(step, retry)

    with monkeypatch.context() as patch:
        patch.setattr(environment, "_do", interrupted)
        with pytest.raises(KeyboardInterrupt):
            set_up()
    assert set_up() == ALL
    assert "its set-up was interrupted" in capsys.readouterr().out


def test_an_environment_of_unknown_origin_is_made_anew(
    set_up: Callable[..., list[str]],
) -> None:
    environment.VENV.mkdir()
    environment.PYTHON.touch()
    assert set_up() == ALL


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("folder", "/elsewhere", "the working copy was moved"),
        ("python", "3.10", "it has Python 3.10"),
    ],
)
def test_an_environment_of_another_place_or_python_is_made_anew(
    set_up: Callable[..., list[str]],
    capsys: pytest.CaptureFixture[str],
    name: str,
    value: str,
    said: str,
) -> None:
    set_up()
    stamp = json.loads(environment.STAMP.read_text(encoding="utf-8"))
    environment.STAMP.write_text(json.dumps({**stamp, name: value}), encoding="utf-8")
    assert set_up() == ALL
    assert said in capsys.readouterr().out


def test_an_engine_that_was_removed_comes_back(
    set_up: Callable[..., list[str]],
) -> None:
    set_up()
    engine = embedded.binary()
    assert engine is not None
    engine.unlink()
    assert set_up() == ["engine"]


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_is_told_in_one_line(
    here: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(Stop) as caught:
        environment.set_up(tests=False, retry="make lab")
    line = str(caught.value)
    assert "\n" not in line
    assert "lacks its venv module" in line
    assert "-venv) and type: make lab" in line


def test_settings_that_would_mislead_pip_do_not_reach_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    assert {"PIP_USER", "PYTHONPATH"}.isdisjoint(environment.child_env())
