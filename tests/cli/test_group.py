"""The group of commands: help, the model's own commands, and how it ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ddbhelpers import __version__
from ddbhelpers.cli import group
from tests.cli.conftest import Ddb

FIXED = ("schema-load", "list-tables", "drop", "seed", "scan", "check", "engine")


def commands_in(help_text: str) -> set[str]:
    """The first word of every line in the framed lists of commands."""
    lines = help_text.splitlines()
    words = {line.strip("│ ").split(" ")[0] for line in lines if line[:2] == "│ "}
    return {word for word in words if word and word[0] != "-"}


def test_help_lists_the_commands_of_the_model(ddb: Ddb, messaging: Path) -> None:
    said = ddb("--model", messaging, "--help")
    assert said.exit_code == 0
    assert said.stderr == ""
    listed = commands_in(said.stdout)
    assert set(FIXED) <= listed
    reads = {"get-conversation", "list-conversations", "search-messages-by-text"}
    assert reads <= listed
    assert {"send-message", "start-conversation", "rename-user"}.isdisjoint(listed)
    assert "What was said in this conversation, newest first?" in " ".join(
        said.stdout.replace("│", " ").split()
    )


def test_another_model_has_other_commands(ddb: Ddb, shop: Path) -> None:
    listed = commands_in(ddb("--model", shop, "--help").stdout)
    assert {"get-customer", "list-orders", "search-orders"} <= listed
    assert "get-conversation" not in listed


def test_the_model_may_stand_after_help(ddb: Ddb, shop: Path) -> None:
    assert "get-customer" in ddb("--help", "--model", shop).stdout


def test_the_variable_names_the_model(
    ddb: Ddb, monkeypatch: pytest.MonkeyPatch, shop: Path
) -> None:
    monkeypatch.setenv("DDB_MODEL", str(shop))
    assert "get-customer" in ddb("--help").stdout
    assert ddb("get-customer", "--help").exit_code == 0


def test_a_given_model_beats_the_variable(
    ddb: Ddb, monkeypatch: pytest.MonkeyPatch, messaging: Path, shop: Path
) -> None:
    monkeypatch.setenv("DDB_MODEL", str(shop))
    assert ddb("list-conversations", "--help", "--model", messaging).exit_code == 0


def test_the_only_model_in_models_is_taken(
    ddb: Ddb, tmp_path: Path, shop: Path
) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "mine.yaml").write_text(shop.read_text("utf-8"), "utf-8")
    assert "get-customer" in ddb("--help").stdout


def test_help_without_a_model_says_why(ddb: Ddb) -> None:
    said = ddb("--help")
    assert said.exit_code == 0
    assert "schema-load" in said.stdout
    assert said.line == (
        "ddb: the model's own commands are missing: no model was named, and there is "
        "no folder ./models here; name one: --model FILE, or DDB_MODEL=FILE"
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "broken.yaml, line 1: the model: the file is empty"),
        ("name: x\nname: y\n", "broken.yaml, line 2: not YAML"),
        ("name: x\naccess_patterns: [ask]\n", "broken.yaml, line 2: access_patterns"),
    ],
)
def test_help_with_a_broken_model_says_what_is_wrong(
    ddb: Ddb, tmp_path: Path, text: str, says: str
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(text, "utf-8")
    said = ddb("--model", broken, "--help")
    assert said.exit_code == 0
    assert "schema-load" in said.stdout
    assert says.replace("the model: ", "") in said.line.replace("the model: ", "")


def test_help_lists_what_a_model_with_a_fault_names(
    ddb: Ddb, tmp_path: Path, shop: Path
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(shop.read_text("utf-8") + "\nwidth: 3\n", "utf-8")
    said = ddb("--model", broken, "--help")
    assert (said.exit_code, said.stderr) == (0, "")
    assert "get-customer" in commands_in(said.stdout)
    assert "width: unknown key" in ddb("get-customer", "--model", broken).line


def test_help_in_a_pipe_is_plain_and_whole(ddb: Ddb, messaging: Path) -> None:
    said = ddb.process("--model", messaging, "--help")
    assert (said.exit_code, said.stderr) == (0, "")
    assert not {"│", "\x1b"} & {*said.stdout}
    commands, _, patterns = said.stdout.partition("Read patterns of direct messaging:")
    assert "\n  schema-load  Create the model's tables" in commands
    assert "\n  get-conversation  " in patterns
    assert "Where are all participants' copies of this conversation?" in " ".join(
        patterns.split()
    )


@pytest.mark.parametrize("command", ["get-conversation", "schema-load", "check"])
def test_a_command_with_a_broken_model_fails_in_one_line(
    ddb: Ddb, tmp_path: Path, command: str
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("name: x\nwidth: 3\n", "utf-8")
    said = ddb(command, "--model", broken)
    assert said.exit_code == 1
    assert said.stdout == ""
    assert "broken.yaml, line 2: width: unknown key" in said.line


@pytest.mark.parametrize("command", ["get-conversation", "schema-load", "check"])
def test_a_command_without_a_model_fails_in_one_line(ddb: Ddb, command: str) -> None:
    said = ddb(command)
    assert (said.exit_code, said.stdout) == (1, "")
    assert said.line.startswith("ddb: no model was named")


def test_an_unreadable_model_fails_in_one_line(ddb: Ddb, tmp_path: Path) -> None:
    said = ddb("check", "--model", tmp_path)
    assert said.exit_code == 1
    assert str(tmp_path) in said.line


def test_an_unknown_command_is_wrong_usage(ddb: Ddb, messaging: Path) -> None:
    said = ddb("--model", messaging, "get-conversaton")
    assert (said.exit_code, said.stdout) == (2, "")
    assert "No such command 'get-conversaton'" in said.usage
    assert "'get-conversation'" in said.usage


def test_a_write_pattern_is_no_command(ddb: Ddb, messaging: Path) -> None:
    assert ddb("--model", messaging, "send-message").exit_code == 2


@pytest.mark.parametrize("line", [[], ["--widht"], ["check", "--widht"], ["engine"]])
def test_wrong_usage_ends_with_two(ddb: Ddb, line: list[str]) -> None:
    assert ddb(*line).exit_code == 2


@pytest.mark.parametrize("module", ["ddbhelpers", "ddbhelpers.cli"])
def test_it_runs_as_a_module(module: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, "--help"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "Usage: ddb " in done.stdout


def test_an_error_of_ours_has_no_traceback(ddb: Ddb) -> None:
    ended = ddb.process("check", "--model", "gone.yaml")
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert ended.line.startswith("ddb: gone.yaml: there is no such file")


def test_an_interrupt_ends_with_130_and_a_word(
    ddb: Ddb, monkeypatch: pytest.MonkeyPatch, messaging: Path
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ddbhelpers.check.check_model", interrupted)
    said = ddb("check", "--model", messaging)
    assert (said.exit_code, said.stdout) == (130, "")
    assert said.line == "ddb: interrupted"


@pytest.mark.skipif(os.name == "nt", reason="Windows has another error for this")
@pytest.mark.parametrize("line", ["engine status", "--help"])
def test_a_reader_that_has_seen_enough_is_no_failure(
    ddb: Ddb, messaging: Path, line: str
) -> None:
    reader, writer = os.pipe()
    process = ddb.start("--model", messaging, *line.split(), stdout=writer)
    os.close(writer)
    os.close(reader)
    assert process.communicate()[1] == ""
    assert process.returncode == 0


def test_the_exit_code_of_an_interrupt_is_the_shells() -> None:
    assert group.INTERRUPTED == 128 + signal.SIGINT


def test_a_write_is_no_command_and_says_so(ddb: Ddb, messaging: Path) -> None:
    said = ddb("send-message", "--model", messaging)
    assert (said.exit_code, said.stdout) == (2, "")
    assert "send_message is a write; only read patterns are commands." in said.usage


def test_it_says_its_version(ddb: Ddb) -> None:
    said = ddb("--version")
    assert (said.exit_code, said.stdout) == (0, f"ddb {__version__}\n")


def test_on_aws_a_region_is_an_option(
    ddb: Ddb, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(ddb.folder / "none"))
    said = ddb("list-tables", "--endpoint", "aws")
    assert said.line == (
        "ddb: no AWS region is configured; add one: --region eu-west-1"
    )


def test_a_word_is_no_endpoint(ddb: Ddb) -> None:
    said = ddb("list-tables", "--endpoint", "foo")
    assert (said.exit_code, said.stdout) == (1, "")
    assert "'foo' is neither a URL nor embedded, dynamodb-local, aws" in said.line
