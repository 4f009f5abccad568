"""Fetching DynamoDB Local: what is missing is named, a half-fetched one is not used."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tools import dynamodb_local
from tools.console import Stop

MODULES = "java.base@{0}.0.1\njdk.compiler@{0}.0.1\n"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A machine that has everything: Java 17, Maven; nothing fetched yet."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(dynamodb_local, "machine", lambda: "linux-x64")
    monkeypatch.setattr(dynamodb_local, "LIB", tmp_path / "lib")
    monkeypatch.setattr(dynamodb_local, "STAMP", tmp_path / "lib" / "stamp")
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    java(monkeypatch, MODULES.format(17))
    return monkeypatch


def java(patch: pytest.MonkeyPatch, modules: str) -> None:
    """Makes `java --list-modules` print this."""
    answer = subprocess.CompletedProcess([], 0, stdout=modules, stderr="")
    patch.setattr(subprocess, "run", lambda *_, **__: answer)


def test_nothing_is_missing_where_java_and_maven_are(
    machine: pytest.MonkeyPatch,
) -> None:
    assert dynamodb_local.missing() == ""


@pytest.mark.parametrize(
    ("modules", "lack"),
    [
        (MODULES.format(11), "no Java 17 (the one found is 11)"),
        ("", "no Java 17 (the one found is not working)"),
        ("java.base@21.0.1\n", "no Java 17 with a compiler (a JDK, not a JRE)"),
    ],
)
def test_a_java_that_will_not_do_is_named(
    machine: pytest.MonkeyPatch, modules: str, lack: str
) -> None:
    java(machine, modules)
    assert dynamodb_local.missing() == lack


@pytest.mark.parametrize(
    ("tool", "lack"), [("java", "no Java 17"), ("mvn", "no Maven")]
)
def test_a_missing_tool_is_named(
    machine: pytest.MonkeyPatch, tool: str, lack: str
) -> None:
    machine.setattr(shutil, "which", lambda name: None if name == tool else "/bin/it")
    assert dynamodb_local.missing() == lack
    with pytest.raises(Stop, match=f"{lack}; install a JDK 17 .* type: make local"):
        dynamodb_local.fetch("make local")


def test_a_machine_without_its_native_library_is_named(
    machine: pytest.MonkeyPatch,
) -> None:
    machine.setattr(dynamodb_local, "machine", lambda: "darwin-arm64")
    assert dynamodb_local.missing() == "no native library for darwin-arm64"


def test_it_is_fetched_once_and_maven_is_not_needed_again(
    machine: pytest.MonkeyPatch,
) -> None:
    fetched = []

    def run_logged(title: str, command: list[str], **_: object) -> None:
        fetched.append(command)
        dynamodb_local.LIB.mkdir()

    machine.setattr(dynamodb_local, "run_logged", run_logged)
    dynamodb_local.fetch("make local")
    machine.setattr(
        shutil, "which", lambda name: "/bin/java" if name == "java" else None
    )
    dynamodb_local.fetch("make local")
    assert len(fetched) == 1
    assert fetched[0][-1] == "dependency:copy-dependencies"


def test_a_half_fetched_one_is_fetched_again(machine: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        dynamodb_local.LIB.mkdir(exist_ok=True)
        (dynamodb_local.LIB / "DynamoDBLocal-3.3.1.jar").touch()
        raise KeyboardInterrupt

    machine.setattr(dynamodb_local, "run_logged", interrupted)
    with pytest.raises(KeyboardInterrupt):
        dynamodb_local.fetch("make local")
    assert not dynamodb_local.fetched()
