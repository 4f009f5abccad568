"""The test run: every step is taken, and a missing or failing one is never green."""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from ddbhelpers.errors import EngineMissing
from tools import dynamodb_local, run_tests
from tools.run_tests import ENDPOINT, Outcome

Taken = list[tuple[str, Mapping[str, str]]]


@pytest.fixture
def taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Taken:
    """The steps that were taken and their environments, in a copy with one notebook."""
    steps: Taken = []

    def step(name: str, command: Sequence[str], env: Mapping[str, str]) -> Outcome:
        steps.append((name, env))
        return Outcome(name, "ruff check" not in name, 1.0)

    @contextlib.contextmanager
    def serving(engine: str) -> Iterator[str]:
        yield f"http://127.0.0.1:1/{engine}"

    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "01.ipynb").touch()
    monkeypatch.setattr(run_tests, "ROOT", tmp_path)
    monkeypatch.setattr(run_tests, "_step", step)
    monkeypatch.setattr(run_tests, "serving", serving)
    monkeypatch.setattr(dynamodb_local, "missing", lambda: "")
    monkeypatch.setattr(dynamodb_local, "fetch", lambda retry: None)
    monkeypatch.delenv("DDB_TEST_ENGINES", raising=False)
    monkeypatch.delenv(ENDPOINT, raising=False)
    return steps


@pytest.fixture
def summary(
    taken: Taken, capsys: pytest.CaptureFixture[str]
) -> Callable[[], tuple[int, list[str]]]:
    def run() -> tuple[int, list[str]]:
        code = run_tests.main()
        return code, capsys.readouterr().out.splitlines()

    return run


def test_a_failing_step_keeps_none_from_running(
    taken: Taken, summary: Callable[[], tuple[int, list[str]]]
) -> None:
    code, lines = summary()
    assert code == 1
    assert [name for name, _ in taken] == [
        "ruff check",
        "ruff format",
        "mypy --strict",
        "tests and doctests",
        "notebooks on the embedded engine",
        "notebooks on DynamoDB Local",
    ]
    assert "FAIL     1.0 s  ruff check" in lines
    assert lines[-1] == "5 passed, 1 failed"


def test_each_engine_is_told_to_the_notebooks(
    taken: Taken, summary: Callable[[], tuple[int, list[str]]]
) -> None:
    summary()
    told = [env[ENDPOINT].rpartition("/")[2] for name, env in taken if "books" in name]
    assert told == ["embedded", "dynamodb-local"]


def test_the_users_own_engine_is_left_alone(
    taken: Taken,
    summary: Callable[[], tuple[int, list[str]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DDB_HOME", "/users/own")
    summary()
    homes = [env.get("DDB_HOME") for _, env in taken]
    assert "/users/own" not in homes
    assert all(home and not Path(home).exists() for home in homes[-2:])


def test_without_java_the_summary_says_so_and_it_is_not_a_failure(
    taken: Taken,
    summary: Callable[[], tuple[int, list[str]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dynamodb_local, "missing", lambda: "no Java 17")
    _, lines = summary()
    assert lines[-2] == "DynamoDB Local was not tested: no Java 17"
    assert lines[-1] == "4 passed, 1 failed"
    tests = next(env for name, env in taken if name == "tests and doctests")
    assert tests["DDB_TEST_ENGINES"] == "embedded"


def test_a_demanded_engine_that_is_missing_is_a_failure(
    taken: Taken,
    summary: Callable[[], tuple[int, list[str]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dynamodb_local, "missing", lambda: "no Java 17")
    monkeypatch.setenv("DDB_TEST_ENGINES", "embedded,dynamodb-local")
    code, lines = summary()
    assert code == 1
    failed = "FAIL     0.0 s  notebooks on DynamoDB Local  (no Java 17)"
    assert failed in lines
    assert lines[-1] == "4 passed, 2 failed"


def test_only_the_demanded_engines_are_tested(
    taken: Taken,
    summary: Callable[[], tuple[int, list[str]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DDB_TEST_ENGINES", "embedded")
    _, lines = summary()
    assert [name for name, _ in taken if "notebooks" in name] == [
        "notebooks on the embedded engine"
    ]
    assert "DynamoDB Local was not tested: DDB_TEST_ENGINES leaves it out" in lines


def test_an_unknown_engine_is_refused(
    summary: Callable[[], tuple[int, list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DDB_TEST_ENGINES", "embeded")
    code, lines = summary()
    assert code == 2
    assert "names embeded; allowed: embedded, dynamodb-local" in lines[-1]


def test_an_engine_that_does_not_start_is_a_failure(
    taken: Taken,
    summary: Callable[[], tuple[int, list[str]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def serving(engine: str) -> contextlib.AbstractContextManager[str]:
        raise EngineMissing(f"no {engine} here", do="type: make lab")

    monkeypatch.setattr(run_tests, "serving", serving)
    code, lines = summary()
    assert code == 1
    assert sum("FAIL" in line and "here" in line for line in lines) == 2


def test_no_notebooks_is_a_failure(
    taken: Taken, summary: Callable[[], tuple[int, list[str]]], tmp_path: Path
) -> None:
    (tmp_path / "notebooks" / "01.ipynb").unlink()
    code, lines = summary()
    assert code == 1
    assert sum("there are no notebooks" in line for line in lines) == 2
