import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ddbhelpers.cli.common import Common
from ddbhelpers.engine import Engine
from ddbhelpers.engine.identity import Kind
from ddbhelpers.explaining.divergences.divergence import Product
from tests.cli.conftest import Ddb, Said

MODEL = """\
name: mail
tables:
  mail:
    partition_key: pk
    sort_key: sk
    indexes:
      by-group: {partition_key: group}
"""
OLD = {"pk": "1", "sk": "a", "group": "g", "text": "x" * 700}  # 716 bytes
Explain = Callable[..., Said]
NOBODY = "00000000-0000-4000-8000-000000000000"
NEW = {**OLD, "text": "x" * 1500}  # 1,516 bytes


@pytest.fixture
def explain(ddb: Ddb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Explain:
    monkeypatch.setattr("ddbhelpers.cli.commands.explain._at_hand", lambda *_: None)
    (tmp_path / "mail.yaml").write_text(MODEL, "utf-8")
    for name, document in (("old", OLD), ("new", NEW), ("both", [OLD, NEW])):
        (tmp_path / f"{name}.json").write_text(json.dumps(document), "utf-8")

    def run(*arguments: object, **request: Any) -> Said:
        if request:
            (tmp_path / "request.json").write_text(json.dumps(request), "utf-8")
            arguments = ("request.json", *arguments)
        return ddb("explain", *arguments, "--model", "mail.yaml")

    return run


def document(said: Said) -> dict[str, Any]:
    assert (said.exit_code, said.stderr) == (0, "")
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def test_an_item_is_explained_as_a_write(explain: Explain) -> None:
    said = explain("new.json", "--before", "old.json")
    lines = said.stdout.splitlines()
    assert (said.exit_code, said.stderr) == (0, "")
    assert lines[0] == "write on mail: 4 write units"
    assert ["text", "S", "4", "700", "1,500"] in [line.split() for line in lines]
    assert "max(1, 2) = 2" in said.stdout


def test_everything_is_in_json(explain: Explain) -> None:
    told = document(explain("new.json", "--before", "old.json", "--json"))
    (action,) = told["actions"]
    assert (told["title"], told["unit"], told["total"]) == ("write on mail", "write", 4)
    assert told["units"] == {"mail": 2, "mail/by-group": 2}
    assert [item["item_bytes"] for item in action["items"]] == [716, 1516]
    assert action["items"][1]["attributes"][-1] == {
        "name": "text",
        "type": "S",
        "name_bytes": 4,
        "value_bytes": 1500,
    }
    arm = action["arms"][1]
    del arm["step"]
    assert arm == {
        "arm": "mail/by-group",
        "says": "same index key, entry changed: max(1, 2) = 2",
        "sizes_bytes": [716, 1516],
        "units": 2,
        "bytes_left": 532,
    }
    assert told["open_rules"] == told["remarks"] == []


@pytest.mark.parametrize(
    ("arguments", "units"),
    [
        (["new.json"], {"mail": 2, "mail/by-group": 2}),
        (["--after", "new.json"], {"mail": 2, "mail/by-group": 2}),
        (["--before", "old.json"], {"mail": 1, "mail/by-group": 1}),
        (["old.json", "--before", "old.json"], {"mail": 1}),
        (["new.json", "--transactional"], {"mail": 4, "mail/by-group": 2}),
        (["both.json", "--read"], {"mail": 0.5}),
        (["both.json", "--read", "--strong"], {"mail": 1}),
        (["both.json", "--read", "--index", "by-group"], {"mail/by-group": 0.5}),
    ],
)
def test_what_is_done_with_the_items(
    explain: Explain, arguments: list[str], units: dict[str, float]
) -> None:
    assert document(explain(*arguments, "--json"))["units"] == units


def test_a_request_is_explained_by_its_arguments(explain: Explain) -> None:
    key = {"pk": {"S": "1"}, "sk": {"S": "a"}}
    told = document(
        explain("--before", "both.json", "--json", TableName="mail", Key=key)
    )
    assert (told["title"], told["total"]) == ("GetItem on mail", 0.5)
    told = document(
        explain(
            "--before",
            "old.json",
            "--operation",
            "DeleteItem",
            "--json",
            TableName="mail",
            Key=key,
        )
    )
    assert told["units"] == {"mail": 1, "mail/by-group": 1}


def test_a_request_with_binary_in_base64(explain: Explain) -> None:
    item = {"pk": {"S": "1"}, "sk": {"S": "a"}, "b": {"B": "aGVsbG8="}}
    told = document(explain("--json", TableName="mail", Item=item))
    sized = told["actions"][0]["items"][1]["attributes"]
    assert (sized[2]["name"], sized[2]["value_bytes"]) == ("b", 5)
    item["b"] = {"B": "no!"}
    said = explain(TableName="mail", Item=item)
    assert said.exit_code == 1
    assert said.line.startswith("ddb: request.json: binary that is not Base64")


def test_standard_input_is_read(ddb: Ddb, explain: Explain, tmp_path: Path) -> None:
    process = ddb.start("explain", "--json", "--model", "mail.yaml", stdin=-1)
    stdout, _ = process.communicate(json.dumps({"Item": NEW}), timeout=120)
    assert process.returncode == 0
    assert json.loads(stdout)["total"] == 4


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{\n", "line 2: not JSON"),
        ("5", "5 is no item; allowed: one item, a list of items"),
        ("[]", "an empty list is no item"),
        ('[{"pk": "1", "sk": "a"}, "b"]', '"b" is no item'),
        ('{"pk": "1"}', "an item without the key attribute 'sk'"),
        ('{"TableName": "other", "Item": {}}', "a request to table 'other'"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(
    explain: Explain, tmp_path: Path, text: str, says: str
) -> None:
    (tmp_path / "wrong.json").write_text(text, "utf-8")
    said = explain("wrong.json")
    assert said.exit_code == 1
    assert says in said.line
    assert said.stdout == ""


def test_a_missing_file_is_said(explain: Explain) -> None:
    said = explain("none.json")
    assert said.exit_code == 1
    assert said.line.startswith("ddb: none.json: there is no such file")


def test_what_goes_with_reads_is_refused_for_writes(explain: Explain) -> None:
    said = explain("new.json", "--strong")
    assert said.exit_code == 2
    assert "--index and --strong go with --read" in said.usage


def test_of_several_tables_one_is_named(
    ddb: Ddb, explain: Explain, tmp_path: Path
) -> None:
    more = f"{MODEL}  post:\n    partition_key: pk\n"
    (tmp_path / "mail.yaml").write_text(more, "utf-8")
    said = explain("new.json")
    assert said.exit_code == 2
    assert "Add --table, of: mail, post." in said.usage
    told = document(explain("new.json", "--table", "post", "--json"))
    assert told["units"] == {"post": 2}


def test_of_a_request_alone_it_says_that_no_items_are_known(explain: Explain) -> None:
    told = document(explain("--json", TableName="mail"))
    assert told["title"] == "Scan on mail"
    assert "Which items are there is not known" in " ".join(told["remarks"])
    told = document(explain("--before", "both.json", "--json", TableName="mail"))
    assert "Which items are there is not known" not in " ".join(told["remarks"])


def test_what_it_prints_is_read_back(explain: Explain, tmp_path: Path) -> None:
    said = explain("new.json", "--before", "old.json", "--json")
    (tmp_path / "told.json").write_text(said.stdout, "utf-8")
    assert explain("told.json", "--json").stdout == said.stdout
    assert (
        explain("told.json").stdout
        == explain("new.json", "--before", "old.json").stdout
    )
    broken = json.loads(said.stdout)
    del broken["actions"][0]["arms"][0]["step"]["rule"]
    (tmp_path / "told.json").write_text(json.dumps(broken), "utf-8")
    refused = "a receipt that cannot be read: "
    assert f"{refused}parts.0.steps.0: 'rule' is missing" in explain("told.json").line
    del broken["actions"][0]["arms"][0]["step"]
    (tmp_path / "told.json").write_text(json.dumps(broken), "utf-8")
    assert f"{refused}KeyError: 'step'" in explain("told.json").line


@pytest.fixture
def stored(bench: Ddb, messaging: Path, conversation: Path) -> Ddb:
    """The worked example on an engine, with its conversation."""
    for arguments in (("schema-load",), ("seed", conversation)):
        assert bench(*arguments).exit_code == 0
    return bench


def explained(stored: Ddb, request: dict[str, Any], *more: str) -> dict[str, Any]:
    (stored.folder / "request.json").write_text(json.dumps(request), "utf-8")
    return document(stored("explain", "request.json", "--json", *more))


def test_a_read_is_sent_to_the_engine_that_has_the_table(stored: Ddb) -> None:
    scan = document(stored("scan", "--json"))
    told = explained(stored, {"TableName": "cli-messages"})
    assert (told["title"], told["total"]) == (
        "Scan on cli-messages",
        scan["read_units"],
    )
    assert len(told["actions"][0]["items"]) == scan["count"]
    key = {name: scan["items"][0][name] for name in ("pk", "sk")}
    told = explained(stored, {"TableName": "cli-messages", "Key": key})
    assert told["total"] == 0.5
    assert told["actions"][0]["items"][0]["key"] == [key["pk"]["S"], key["sk"]["S"]]


def test_a_write_is_not_sent_and_what_is_there_is_looked_up(stored: Ddb) -> None:
    before = document(stored("scan", "--json"))
    key = {name: before["items"][0][name] for name in ("pk", "sk")}
    request = {"TableName": "cli-messages", "Key": key}
    told = explained(stored, request, "--operation", "DeleteItem")
    old, new = told["actions"][0]["items"]
    assert old["item_bytes"] > 100
    assert new["item_bytes"] is None
    assert "What is stored was looked up on" in told["remarks"][-1]
    assert document(stored("scan", "--json"))["items"] == before["items"]


def test_a_request_that_the_engine_refuses_is_an_error(stored: Ddb) -> None:
    request = {"TableName": "cli-messages", "FilterExpression": "("}
    (stored.folder / "request.json").write_text(json.dumps(request), "utf-8")
    said = stored("explain", "request.json")
    assert said.exit_code == 1
    assert said.line.startswith("ddb: ")


def test_answers_of_our_own_are_explained_as_what_they_read(stored: Ddb) -> None:
    said = stored("scan", "--json")
    (stored.folder / "scan.json").write_text(said.stdout, "utf-8")
    scan, told = document(said), document(stored("explain", "scan.json", "--json"))
    assert (told["title"], told["total"]) == (
        "Scan on cli-messages",
        scan["read_units"],
    )
    said = stored("find-conversation-copies", "--json", "--message-group-uuid", NOBODY)
    assert document(said)["items"] == []
    (stored.folder / "none.json").write_text(said.stdout, "utf-8")
    told = document(stored("explain", "none.json", "--json"))
    assert told["units"] == {"cli-messages/message-group-sk-index": 0.5}
    written = document(stored("explain", "--json", "--after", "scan.json"))
    assert len(written["actions"]) == scan["count"]


@pytest.mark.parametrize(
    ("kind", "product"), [("aws", "DynamoDB"), ("endpoint", "unknown")]
)
@pytest.mark.parametrize(
    "request_", [{"TableName": "mail"}, {"Statement": 'SELECT * FROM "mail"'}]
)
def test_nothing_is_sent_where_a_look_may_cost(
    ddb: Ddb,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request_: dict[str, str],
    kind: Kind,
    product: Product,
) -> None:
    there = Engine(kind, "http://127.0.0.1:9", "us-east-1", product)
    monkeypatch.setattr(Common, "engine_at_hand", lambda _: there)
    (tmp_path / "mail.yaml").write_text(MODEL, "utf-8")
    (tmp_path / "request.json").write_text(json.dumps(request_), "utf-8")
    told = document(ddb("explain", "request.json", "--json", "--model", "mail.yaml"))
    assert "Which items are there is not known" in " ".join(told["remarks"])
