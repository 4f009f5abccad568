"""The files that set-up reads: everything pinned, loopback only, one test command."""

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tools.commands import PROGRAMS
from tools.console import ROOT

PINNED = re.compile(r"^[A-Za-z0-9._-]+==[0-9][0-9a-z.]*( ; .+)?$")
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def requirements(name: str) -> list[str]:
    lines = (line.partition(" #")[0].strip() for line in text_of(name).splitlines())
    return [line for line in lines if line and not line.startswith(("#", "-c "))]


def yaml_of(name: str) -> dict[str, Any]:
    tree: dict[str, Any] = YAML(typ="safe").load(text_of(name))
    return tree


def plain(requirement: str) -> str:
    """A package's name and version as pip compares them, without a marker."""
    name, _, version = requirement.partition(" ;")[0].partition("==")
    return f"{re.sub(r'[._]', '-', name).lower()}=={version}"


@pytest.mark.parametrize("name", [*REQUIREMENTS, "constraints.txt"])
def test_every_package_is_pinned(name: str) -> None:
    packages = requirements(name)
    assert packages
    assert [package for package in packages if not PINNED.match(package)] == []


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_requirements_are_held_by_the_constraints(name: str) -> None:
    assert "-c constraints.txt" in text_of(name).splitlines()
    constraints = {plain(line) for line in requirements("constraints.txt")}
    assert {plain(line) for line in requirements(name)} <= constraints


def test_requirements_stay_short() -> None:
    assert len(requirements("requirements.txt")) <= 16


@pytest.mark.parametrize(
    "name", [*REQUIREMENTS, "constraints.txt", "package.json", "pyproject.toml"]
)
def test_no_registry_and_no_machine_is_named(name: str) -> None:
    assert not re.search(r"https?://|--index|--find-links|/home/|/root", text_of(name))


def test_the_engine_is_pinned_for_five_machines() -> None:
    wanted = json.loads(text_of("package.json"))["optionalDependencies"]
    assert set(wanted.values()) == {"1.2.1"}
    machines = {name.removeprefix("@dynoxide/") for name in wanted}
    assert machines == {
        *("darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64", "win32-x64")
    }


def dynamodb_local_version() -> str:
    tree = ElementTree.parse(ROOT / "engines" / "dynamodb-local" / "pom.xml")
    version = tree.findtext(".//{*}dynamodb-local.version")
    assert version
    return version


def test_the_compose_file_serves_loopback_only() -> None:
    service = yaml_of("docker-compose.yml")["services"]["dynamodb-local"]
    assert service["ports"] == ["127.0.0.1:8000:8000"]


def test_the_compose_file_runs_the_version_that_maven_fetches() -> None:
    service = yaml_of("docker-compose.yml")["services"]["dynamodb-local"]
    assert service["image"] == f"amazon/dynamodb-local:{dynamodb_local_version()}"
    assert re.fullmatch(r"3\.3\.\d+", dynamodb_local_version())


def test_the_compose_file_keeps_the_data_on_a_volume_and_is_silent() -> None:
    compose = yaml_of("docker-compose.yml")
    service = compose["services"]["dynamodb-local"]
    volume, folder = service["volumes"][0].split(":")
    command = service["command"]
    assert volume in compose["volumes"]
    assert command[command.index("-dbPath") + 1] == folder
    assert {"-disableTelemetry", "-sharedDb"} <= set(command)
    assert "-inMemory" not in command


def test_the_compose_file_tells_when_it_answers() -> None:
    check = yaml_of("docker-compose.yml")["services"]["dynamodb-local"]["healthcheck"]
    assert check["test"][0] == "CMD-SHELL"
    assert "http://localhost:8000" in check["test"][1]
    assert check["retries"] >= 3


def test_the_launcher_never_leaves_out_what_the_project_promises() -> None:
    source = text_of("engines/dynamodb-local/LoopbackServer.java")
    assert 'LOOPBACK = "127.0.0.1"' in source
    assert 'List.of("-sharedDb", "-disableTelemetry")' in source


def test_dynamodb_local_is_never_committed() -> None:
    assert "/engines/dynamodb-local/lib" in text_of(".gitignore").splitlines()


def jobs() -> dict[str, Any]:
    named: dict[str, Any] = yaml_of(".github/workflows/test.yml")["jobs"]
    return named


def test_the_workflow_runs_the_command_of_the_readme() -> None:
    assert jobs()["linux"]["steps"][-1]["run"] == "make test"
    elsewhere = jobs()["elsewhere"]
    assert elsewhere["steps"][-1]["run"] == "${{ matrix.system.test }}"
    commands = {s["name"]: s["test"] for s in elsewhere["strategy"]["matrix"]["system"]}
    assert commands == {"macOS": "make test", "Windows": "py workbench.py test"}


def test_the_workflow_covers_every_python_and_both_engines() -> None:
    linux = jobs()["linux"]
    assert linux["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13"]
    assert linux["env"]["DDB_TEST_ENGINES"] == "embedded,dynamodb-local"
    service = linux["services"]["dynamodb-local"]
    assert service["image"] == f"amazon/dynamodb-local:{dynamodb_local_version()}"
    assert service["ports"] == ["127.0.0.1:8000:8000"]
    assert service["env"]["DDB_LOCAL_TELEMETRY"] == "0"
    assert jobs()["elsewhere"]["env"]["DDB_TEST_ENGINES"] == "embedded"


def test_the_workflow_pins_its_actions() -> None:
    used = re.findall(r"uses: (\S+)", text_of(".github/workflows/test.yml"))
    assert used
    assert [
        action for action in used if not re.search(r"@v\d+\.\d+\.\d+$", action)
    ] == []


def test_ci_demands_both_engines_and_runs_the_same_command() -> None:
    lines = text_of(".ci/run").splitlines()
    assert "export DDB_TEST_ENGINES=embedded,dynamodb-local" in lines
    assert lines[-1] == "make test"


def test_every_make_target_is_a_command_and_every_program_has_a_target() -> None:
    makefile = text_of("Makefile")
    targets = re.findall(
        r"^(\w+):.*\n\t@\$\(PYTHON\) workbench\.py (\S+)", makefile, re.M
    )
    named = {target: command for target, command in targets if target != "help"}
    assert all(target == command for target, command in named.items())
    assert set(PROGRAMS) <= set(named)
    assert all(
        (ROOT / f"{module.replace('.', '/')}.py").is_file()
        for module in PROGRAMS.values()
    )


def test_the_licence_is_apache() -> None:
    assert "Apache License\n                           Version 2.0" in text_of(
        "LICENSE"
    )


def test_texts_keep_their_line_ends_on_windows() -> None:
    assert "* text=auto eol=lf" in text_of(".gitattributes").splitlines()


def test_the_adrs_are_numbered_without_gaps() -> None:
    numbers = sorted(
        int(path.name[:4]) for path in Path(ROOT, "docs/adr").glob("0*.md")
    )
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers
