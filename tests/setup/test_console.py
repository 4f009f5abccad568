"""A failing tool ends in one line: what, why, what to type, where the log is."""

import sys
from pathlib import Path

import pytest

from tools import console
from tools.console import Stop, cause, run_logged, typed


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("WARNING: Retrying (Retry(total=0", "no network"),
        ("npm error code ENOTFOUND", "no network"),
        ("Could not transfer artifact x from central", "no network"),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("OSError: [Errno 30] Read-only file system: '/x'", "cannot be written"),
        ("ERROR: No matching distribution found for numpy==2.4.6", "no build for this"),
        ("Segmentation fault", "the tool failed"),
    ],
)
def test_the_cause_is_told_from_the_output(output: str, reason: str) -> None:
    assert reason in cause(output)[0]


def test_no_network_is_told_before_its_consequence() -> None:
    output = "Retrying (Retry(total=4))\nERROR: No matching distribution found for x"
    assert "no network" in cause(output)[0]


def test_a_step_says_what_it_does_and_how_long_it_took(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "-c", "print('much ado')"]
    run_logged("packages", command, retry="make lab", report=lambda: ", x is 3 MB")
    assert capsys.readouterr().out == "workbench: packages ... 0 s, x is 3 MB\n"
    assert "much ado" in console.LOG.read_text(encoding="utf-8")


def test_a_failing_step_is_one_line_with_the_command_and_the_log(here: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit('ENOSPC here')"]
    with pytest.raises(Stop) as caught:
        run_logged("packages", command, retry="make lab")
    line = str(caught.value)
    assert "\n" not in line
    assert line.startswith("packages failed: the disk is full; ")
    assert "type: make lab" in line
    assert str(Path(".workbench", "setup.log")) in line


def test_only_the_output_of_the_failing_step_is_judged(here: Path) -> None:
    run_logged("one", [sys.executable, "-c", "print('ENOSPC')"], retry="make lab")
    with pytest.raises(Stop, match="two failed: the tool failed"):
        run_logged("two", [sys.executable, "-c", "raise SystemExit(3)"], retry="x")


def test_a_tool_that_is_not_there_is_a_failing_step(here: Path) -> None:
    with pytest.raises(Stop, match="npm failed"):
        run_logged("npm", ["/nonexistent/npm"], retry="make lab")


def test_what_to_type_follows_how_it_was_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MAKELEVEL", "1")
    assert typed("lab") == "make lab"
    monkeypatch.delenv("MAKELEVEL")
    assert typed("lab").endswith("workbench.py lab")
