"""`ddb check`: plans and findings, and the exit code that a CI job reads."""

import json
from pathlib import Path

import pytest

from ddbhelpers.check import AccessPath, Finding, check_model
from ddbhelpers.model import load_model
from tests.cli.conftest import Ddb

UNANSWERED = """\
name: open

access_patterns:
  who:
    question: Who is there?
"""


@pytest.mark.parametrize("model", ["messaging", "shop"])
def test_a_sound_model_ends_with_zero(
    ddb: Ddb, request: pytest.FixtureRequest, model: str
) -> None:
    path = request.getfixturevalue(model)
    said = ddb("check", "--model", path)
    results = check_model(load_model(path))
    paths, _, found = said.stdout.partition("\n\n")
    plans = sum(isinstance(result, AccessPath) for result in results)
    assert said.exit_code == 0
    assert paths.startswith("access pattern\trequest\thow\tat most (units)\n")
    assert len(paths.splitlines()) == 1 + plans
    assert found.startswith("severity\tabout\tfinding\tdo\n")
    assert len(found.splitlines()) == 1 + len(results) - plans
    assert said.line.startswith(f"{plans} patterns planned; 0 errors, ")


def test_each_result_is_a_line(ddb: Ddb, messaging: Path) -> None:
    said = ddb("check", "--model", messaging)
    assert (
        "list_conversations\tQuery\tpk = GRP#{user_uuid} and "
        "(sk begins_with {when} | all); by sk, newest first\t6 read\n" in said.stdout
    )
    assert "note\tsearch_messages_by_text\tno key serves this" in said.stdout


def test_an_error_ends_with_one(ddb: Ddb, tmp_path: Path) -> None:
    (tmp_path / "open.yaml").write_text(UNANSWERED, "utf-8")
    said = ddb("check", "--model", "open.yaml")
    assert said.exit_code == 1
    assert said.stdout.splitlines()[1].startswith("who\tnone\tno key serves it yet")
    assert said.stdout.splitlines()[4].startswith("error\twho\tno key serves it yet")
    assert said.stderr.splitlines() == [
        "0 patterns planned; 1 error, 0 warnings, 0 notes",
        "ddb: 1 error in the model 'open'",
    ]


def test_an_error_in_json(ddb: Ddb, tmp_path: Path) -> None:
    (tmp_path / "open.yaml").write_text(UNANSWERED, "utf-8")
    said = ddb("check", "--model", "open.yaml", "--json")
    document = json.loads(said.stdout)
    assert said.exit_code == 1
    assert said.line == "ddb: 1 error in the model 'open'"
    assert document["plans"] == []
    assert document["findings"][0]["severity"] == "error"
    assert document["findings"][0]["about"] == "who"


def test_everything_is_in_json(ddb: Ddb, shop: Path) -> None:
    said = ddb("check", "--model", shop, "--json")
    document = json.loads(said.stdout)
    results = check_model(load_model(shop))
    plans = [one for one in results if isinstance(one, AccessPath)]
    assert (said.exit_code, said.stderr) == (0, "")
    assert [one["pattern"] for one in document["plans"]] == [p.pattern for p in plans]
    assert [one["worst_read_units"] for one in document["plans"]] == [
        plan.worst_read_units for plan in plans
    ]
    assert len(document["findings"]) == sum(isinstance(r, Finding) for r in results)
