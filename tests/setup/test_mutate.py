"""A mutation run counts what its tests killed, and names what they let live."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tools import mutate


def test_survivors_are_named_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    listed = "".join(f"    a.x__mutmut_{n}: killed\n" for n in range(9))
    assert mutate.report("plan", listed + "    a.x__mutmut_9: survived\n") == 0
    out = capsys.readouterr().out
    assert "survived  a.x__mutmut_9" in out
    assert "plan: 10 mutants, 9 killed (90.0%)" in out


def test_a_hang_is_a_death_and_an_untested_mutant_is_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    listed = "a.x__mutmut_1: timeout\na.x__mutmut_2: no tests\n"
    assert mutate.report("plan", listed) == 1
    assert "2 mutants, 1 killed" in capsys.readouterr().out


def test_no_mutant_at_all_is_a_failure() -> None:
    assert mutate.report("plan", "") == 1


@pytest.mark.parametrize("words", [[], ["show"], ["plan", "model"]])
def test_another_room_is_refused(
    words: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.argv", ["mutate", *words])
    assert mutate.main() == 2
    assert "make mutate ROOM=capacity" in capsys.readouterr().out


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_mutmut_itself_is_understood(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    pytest.importorskip("mutmut.configuration", reason="mutmut needs fork")
    package, tests = tmp_path / "ddbhelpers" / "plan", tmp_path / "tests" / "plan"
    package.mkdir(parents=True)
    tests.mkdir(parents=True)
    for folder in (package, package.parent):
        (folder / "__init__.py").touch()
    (package / "sums.py").write_text("def total(a, b):\n    return a + b\n")
    (tests / "test_sums.py").write_text(
        "from ddbhelpers.plan.sums import total\n\n"
        "def test_total():\n    assert total(1, 2) == 3\n"
    )
    (tmp_path / "pyproject.toml").write_text(
        '[tool.pytest.ini_options]\npythonpath = ["."]\n'
    )
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    monkeypatch.setattr(mutate, "ROOT", tmp_path)
    monkeypatch.setattr(mutate, "STATE", tmp_path / ".workbench")
    monkeypatch.setattr("sys.argv", ["mutate", "plan"])
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # which is most of it
    assert mutate.main() == 0
    assert "plan: 1 mutants, 1 killed (100.0%)" in capfd.readouterr().out
