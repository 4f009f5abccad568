import platform
import re
import sys
from pathlib import Path

import pytest

from ddbhelpers.engine import advice
from ddbhelpers.engine.server import binary
from ddbhelpers.engine.server.binary import find_dynoxide, package
from ddbhelpers.errors import EngineMissing

PROGRAM = "dynoxide.exe" if sys.platform == "win32" else "dynoxide"


@pytest.fixture
def strange_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Stand in an empty folder of a machine for which nothing is installed."""
    monkeypatch.setattr(binary, "package", lambda: "@dynoxide/plan9-mips")
    monkeypatch.delenv("DDB_DYNOXIDE", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o755)
    return path


def test_it_is_found_in_this_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DDB_DYNOXIDE", raising=False)
    found = find_dynoxide()
    assert found.name == PROGRAM
    assert found.is_file()


def test_it_is_looked_for_upward(
    strange_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = made(strange_machine / "node_modules/@dynoxide/plan9-mips" / PROGRAM)
    (strange_machine / "deep" / "down").mkdir(parents=True)
    monkeypatch.chdir(strange_machine / "deep" / "down")
    assert find_dynoxide() == program


def test_it_is_looked_for_on_the_path(strange_machine: Path) -> None:
    program = made(strange_machine / PROGRAM)
    assert find_dynoxide() == program


def test_its_absence_names_the_commands(strange_machine: Path) -> None:
    with pytest.raises(EngineMissing) as caught:
        find_dynoxide()
    said = str(caught.value)
    assert "make lab" in said
    assert "npm install @dynoxide/plan9-mips@1.2.1" in said
    assert "docker compose up -d" in said
    assert "\n" not in said


def test_outside_a_clone_only_what_works_there_is_named(
    strange_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = strange_machine / "site-packages" / "ddbhelpers" / "engine"
    monkeypatch.setattr(advice, "__file__", str(installed / "advice.py"))
    with pytest.raises(EngineMissing) as caught:
        find_dynoxide()
    _, _, commands = str(caught.value).partition("type one of: ")
    npm, docker = commands.split("; ")
    assert npm == "npm install @dynoxide/plan9-mips@1.2.1"
    assert docker.startswith(
        "docker run -p 127.0.0.1:8000:8000 amazon/dynamodb-local:3.3.1 "
    )
    for name in ("Makefile", "docker-compose.yml", "workbench.py"):
        (strange_machine / name).touch()
    (strange_machine / "ddbhelpers").mkdir()
    assert advice.dynamodb_local() == "docker compose up -d (or make local)"


def test_the_docker_command_is_of_the_version_that_compose_has() -> None:
    compose = Path(__file__).parents[3] / "docker-compose.yml"
    image = re.search(r"image: (\S+)", compose.read_text("utf-8"))
    assert image is not None
    assert f" {image[1]} " in advice.DOCKER


def test_it_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = made(tmp_path / "my-dynoxide")
    monkeypatch.setenv("DDB_DYNOXIDE", str(program))
    assert find_dynoxide() == program


def test_a_wrong_name_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DDB_DYNOXIDE", str(tmp_path / "nothing"))
    with pytest.raises(EngineMissing, match=r"DDB_DYNOXIDE names .*nothing"):
        find_dynoxide()


@pytest.mark.parametrize(
    ("system", "machine", "name"),
    [
        ("linux", "x86_64", "linux-x64"),
        ("linux", "aarch64", "linux-arm64"),
        ("darwin", "arm64", "darwin-arm64"),
        ("darwin", "x86_64", "darwin-x64"),
        ("win32", "AMD64", "win32-x64"),
    ],
)
def test_the_package_fits_the_machine(
    monkeypatch: pytest.MonkeyPatch, system: str, machine: str, name: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    assert package() == f"@dynoxide/{name}"
