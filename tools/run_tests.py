"""Runs every check and test, one step after the other, and sums up.

A step that fails does not keep the next from running. The engines are those that there
are; with DDB_TEST_ENGINES=embedded,dynamodb-local they are exactly those, and a
missing one is a failure.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import dynamodb_local as jars
from tools.console import ROOT, Stop, typed

ENGINES = {"embedded": "the embedded engine", "dynamodb-local": "DynamoDB Local"}
ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB"
HOME = "DDB_HOME"  # where an embedded engine lives
# nbval takes 1.6 s to load, in each process.
PARALLEL = ("-p", "no:nbval", "--numprocesses", "auto", "--dist", "loadfile")
NBVAL = (
    *("--nbval", "--nbval-current-env", "--nbval-cell-timeout", "60"),
    *("--nbval-sanitize-with", ".nbval.cfg"),
)


@dataclass(frozen=True)
class Outcome:
    """One step: its name, whether it passed, how long it took, what there is to add."""

    step: str
    passed: bool
    seconds: float
    note: str = ""

    def __str__(self) -> str:
        """One line of the summary."""
        verdict = "pass" if self.passed else "FAIL"
        note = f"  ({self.note})" if self.note else ""
        return f"{verdict}  {self.seconds:6.1f} s  {self.step}{note}"


def main() -> int:
    """Runs the steps; 0 if all of them passed."""
    # What is started in the background ignores Ctrl-C; a test is about it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    demanded = [
        name for name in os.environ.get("DDB_TEST_ENGINES", "").split(",") if name
    ]
    strangers = sorted(set(demanded) - set(ENGINES))
    if strangers:
        allowed = ", ".join(ENGINES)
        print(f"workbench: DDB_TEST_ENGINES names {strangers[0]}; allowed: {allowed}")
        return 2
    outcomes, untested = _run_all(demanded, _own_world())
    print(f"\n{'=' * 72}")
    for outcome in outcomes:
        print(outcome)
    for line in untested:
        print(line)
    failed = sum(not outcome.passed for outcome in outcomes)
    print(f"{len(outcomes) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _own_world() -> dict[str, str]:
    """The environment without the user's own engine: the tests bring theirs."""
    theirs = (HOME, ENDPOINT, "AWS_ENDPOINT_URL")
    return {name: value for name, value in os.environ.items() if name not in theirs}


def _run_all(
    demanded: Sequence[str], env: Mapping[str, str]
) -> tuple[list[Outcome], list[str]]:
    lack = _fetch_dynamodb_local(demanded)
    engines = demanded or ["embedded", *([] if lack else ["dynamodb-local"])]
    untested = [
        f"{ENGINES[name]} was not tested: {lack or 'DDB_TEST_ENGINES leaves it out'}"
        if name == "dynamodb-local"
        else f"{ENGINES[name]} was not tested: DDB_TEST_ENGINES leaves it out"
        for name in ENGINES
        if name not in engines
    ]
    python = [sys.executable, "-m"]
    tests = ["pytest", *PARALLEL, "--doctest-modules", "ddbhelpers", "tests"]
    chosen = {**env, "DDB_TEST_ENGINES": ",".join(engines)}
    outcomes = [
        _step("ruff check", [*python, "ruff", "check", "."], env),
        _step("ruff format", [*python, "ruff", "format", "--check", "."], env),
        _step("mypy --strict", [*python, "mypy"], env),
        _step("tests and doctests", [*python, *tests], chosen),
    ]
    for name in engines:
        outcomes.append(_notebooks(name, env, lack))
    return outcomes, untested


def _fetch_dynamodb_local(demanded: Sequence[str]) -> str:
    """Makes DynamoDB Local ready if it can be; else says what is missing."""
    if demanded and "dynamodb-local" not in demanded:
        return ""
    lack = jars.missing()
    if not lack:
        try:
            jars.fetch(typed("test"))
        except Stop as stop:
            return str(stop)
    return lack


def _step(name: str, command: Sequence[str], env: Mapping[str, str]) -> Outcome:
    print(f"\n=== {name}", flush=True)
    began = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, env=dict(env), check=False).returncode
    return Outcome(name, code == 0, time.monotonic() - began)


def _notebooks(engine: str, env: Mapping[str, str], lack: str) -> Outcome:
    """Every notebook once, each output compared with the committed one."""
    name = f"notebooks on {ENGINES[engine]}"
    folder = ROOT / "notebooks"
    if not any(folder.glob("*.ipynb")):
        return Outcome(name, False, 0, "there are no notebooks in notebooks/")
    if engine == "dynamodb-local" and lack and not os.environ.get(ENDPOINT):
        return Outcome(name, False, 0, lack)
    from ddbhelpers.errors import WorkbenchError

    try:
        with serving(engine) as endpoint:
            command = [sys.executable, "-m", "pytest", *NBVAL, "notebooks"]
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
                return _step(name, command, {**env, ENDPOINT: endpoint, HOME: home})
    except WorkbenchError as error:
        return Outcome(name, False, 0, str(error))


@contextlib.contextmanager
def serving(engine: str) -> Iterator[str]:
    """An engine of the tests' own, for the length of a `with` block; its endpoint.

    Where AWS_ENDPOINT_URL_DYNAMODB names a DynamoDB Local (a service of CI), that one.
    """
    from ddbhelpers.engine.server import embedded
    from ddbhelpers.engine.server.local import dynamodb_local

    configured = os.environ.get(ENDPOINT)
    if engine == "dynamodb-local" and configured:
        _expect_dynamodb_local(configured)
        yield configured
    elif engine == "dynamodb-local":
        with dynamodb_local() as endpoint:
            yield endpoint
    else:
        home = Path(tempfile.mkdtemp(prefix="workbench-"))
        try:
            started = embedded.start(home).endpoint
            assert started is not None
            yield started
        finally:
            embedded.stop(home)
            shutil.rmtree(home, ignore_errors=True)


def _expect_dynamodb_local(endpoint: str) -> None:
    from ddbhelpers.engine.probe import probe
    from ddbhelpers.errors import NotDynamoDB

    product = probe(endpoint, timeout_seconds=30).product
    if product != "DynamoDB Local":
        raise NotDynamoDB(
            f"{ENDPOINT} is {endpoint}, where {product} answers",
            allowed="DynamoDB Local",
            do=f"start it there, or unset {ENDPOINT}",
        )


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("workbench: interrupted")
