"""`ddb seed | scan` on each engine, and what they refuse."""

import json
from pathlib import Path
from typing import Any

import pytest

from ddbhelpers.data import load_items, save_items, scan
from ddbhelpers.engine import Engine
from ddbhelpers.errors import SeedStopped
from tests.cli.conftest import Ddb

AWS = ("--endpoint", "aws", "--region", "eu-west-1")


@pytest.fixture
def loaded(bench: Ddb) -> Ddb:
    """The worked example's table, empty."""
    assert bench("schema-load").exit_code == 0
    return bench


def test_a_sample_is_stored(loaded: Ddb, engine: Engine) -> None:
    said = loaded("seed", "--sample", 120, "--seed", 7)
    assert said.exit_code == 0
    assert said.line == f"on {engine.name}"
    assert said.stdout.startswith("120 items stored in cli-messages, 5 requests")
    assert scan(engine, "cli-messages").count == 120


def test_the_same_seed_stores_the_same_items(loaded: Ddb) -> None:
    loaded("seed", "--sample", 60, "--seed", 7)
    first = json.loads(loaded("scan", "--json").stdout)["items"]
    loaded("seed", "--sample", 60, "--seed", 7)
    assert json.loads(loaded("scan", "--json").stdout)["items"] == first
    assert len(first) == 60


def test_the_conversation_is_stored(loaded: Ddb, conversation: Path) -> None:
    said = loaded("seed", conversation, "--json")
    assert (said.exit_code, said.stderr) == (0, "")
    report = json.loads(said.stdout)
    assert report["table"] == "cli-messages"
    assert report["items"] == len(json.loads(loaded("scan", "--json").stdout)["items"])
    assert report["retried"] == report["skipped"] == 0


def test_what_is_scanned_can_be_seeded(loaded: Ddb, tmp_path: Path) -> None:
    loaded("seed", "--sample", 40)
    first = loaded("scan", "--json").stdout
    (tmp_path / "items.json").write_text(first, "utf-8")
    assert loaded("drop").exit_code == 0
    assert loaded("schema-load").exit_code == 0
    assert loaded("seed", tmp_path / "items.json").exit_code == 0
    again = loaded("scan", "--json").stdout
    assert json.loads(again)["items"] == json.loads(first)["items"]
    assert len(load_items(tmp_path / "items.json")) == 40


def test_what_is_not_as_the_model_says_is_stored_as_it_is(
    loaded: Ddb, conversation: Path, tmp_path: Path
) -> None:
    text = conversation.read_text("utf-8").replace("ines.barros", "i" * 41)
    (tmp_path / "values.yaml").write_text(text, "utf-8")
    said = loaded("seed", tmp_path / "values.yaml")
    assert (said.exit_code, said.stdout) == (1, "")
    assert (
        "Conversation.other_handle takes 41 bytes; allowed: at most 40; " in said.line
    )
    assert json.loads(loaded("scan", "--json").stdout)["items"] == []
    assert loaded("seed", tmp_path / "values.yaml", "--as-is").exit_code == 0
    assert len(json.loads(loaded("scan", "--json").stdout)["items"]) == 87


TWO_TABLES = """\
name: two
tables:
  cli-users: {partition_key: user}
  cli-notes: {partition_key: user, sort_key: number}
entities:
  User:
    table: cli-users
    attributes: {user: {sample: person.user}}
    sample: one for each person
  Note:
    table: cli-notes
    keys: {number: '{n:03}'}
    attributes:
      user: {sample: person.user}
      n: {type: integer, in: key, sample: count}
    sample: many for each person
sample:
  since: 2023-01-01
  before: 2023-02-01
  pools:
    person: {count: 100, fields: {user: code}}
"""


def test_several_tables_are_seeded_at_once(
    ddb: Ddb, engine: Engine, at_engine: tuple[object, ...], tmp_path: Path
) -> None:
    (tmp_path / "two.yaml").write_text(TWO_TABLES, "utf-8")
    two = ddb.with_options(*at_engine).with_options("--model", tmp_path / "two.yaml")
    assert two("schema-load").exit_code == 0
    said = two("seed", "--sample", 60, "--json")
    assert [report["table"] for report in json.loads(said.stdout)["tables"]] == [
        "cli-users",
        "cli-notes",
    ]
    users, notes = scan(engine, "cli-users").items, scan(engine, "cli-notes").items
    assert (len(users), len(notes)) == (6, 54)
    assert {user["user"] for user in users} == {note["user"] for note in notes}

    file = save_items([*users, *notes], tmp_path / "both.jsonl")
    assert two("drop").exit_code == two("schema-load").exit_code == 0
    said = two("seed", file, "--table", "cli-notes")
    assert "6 items of the model's other tables left out" in said.stderr
    assert (
        two("seed", file).stdout.splitlines()[0].startswith("6 items stored in cli-u")
    )
    assert two("seed", file, "--skip", 3).exit_code == 2
    assert scan(engine, "cli-notes").items == notes
    assert two("drop").exit_code == 0


def test_seeding_goes_on_where_it_stopped(loaded: Ddb, engine: Engine) -> None:
    said = loaded("seed", "--sample", 60, "--seed", 7, "--skip", 50, "--json")
    assert json.loads(said.stdout)["items"] == 10
    assert scan(engine, "cli-messages").count == 10


def test_a_stop_tells_how_to_go_on(
    loaded: Ddb, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise SeedStopped("seeding stopped after 25 items: it is full", stored=25)

    monkeypatch.setattr("ddbhelpers.data.seed", stopped)
    said = loaded("seed", "--sample", 60)
    assert (said.exit_code, said.stdout) == (1, "")
    assert said.line == (
        "ddb: seeding stopped after 25 items: it is full; "
        "go on with the same command and --skip 25"
    )


def test_an_interrupt_tells_how_to_go_on(
    loaded: Ddb, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, progress: Any, **__: object) -> None:
        progress(25, 60)
        raise KeyboardInterrupt

    monkeypatch.setattr("ddbhelpers.data.seed", interrupted)
    said = loaded("seed", "--sample", 60)
    assert (said.exit_code, said.stdout) == (130, "")
    assert said.stderr.splitlines() == [
        "25 items stored; go on with the same command and --skip 25",
        "ddb: interrupted",
    ]


@pytest.mark.parametrize("line", [[], ["--sample", "3", "items.json"]])
def test_a_file_or_a_sample(ddb: Ddb, messaging: Path, line: list[str]) -> None:
    said = ddb("seed", *line, "--model", messaging)
    assert (said.exit_code, said.stdout) == (2, "")
    assert "Give either a FILE or --sample ITEMS." in said.usage


@pytest.mark.parametrize("line", [["--sample", "0"], ["--sample", "few"]])
def test_a_sample_is_a_number(ddb: Ddb, messaging: Path, line: list[str]) -> None:
    assert ddb("seed", *line, "--model", messaging).exit_code == 2


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        (
            "shop.yaml",
            "name: shop\n\ntables: {}\n",
            "shop.yaml: this is a model, not items; give it with --model shop.yaml",
        ),
        ("items.txt", "x", "items.txt: is no file of items"),
        ("bad.jsonl", '{"pk": "A"', "bad.jsonl, line 1: not JSON"),
        (
            "other.jsonl",
            '{"pk": {"S": "USER#1"}, "sk": {"S": "x"}}',
            "other.jsonl, line 1: the item (pk='USER#1', sk='x') is of no entity",
        ),
        (
            "told.yaml",
            "story: x\n\nscenes: []\n",
            "line 1: stories are read no more; write",
        ),
    ],
)
def test_wrong_items_are_refused(
    ddb: Ddb, messaging: Path, name: str, text: str | None, says: str
) -> None:
    if text is not None:
        (ddb.folder / name).write_text(text, "utf-8")
    said = ddb("seed", name, "--model", messaging)
    assert (said.exit_code, said.stdout) == (1, "")
    assert says in said.line


def test_a_missing_file_is_missing_and_nothing_else(ddb: Ddb, messaging: Path) -> None:
    said = ddb("seed", "gone.json", "--model", messaging)
    assert said.line == "ddb: gone.json: there is no such file"


UNSAID = """\
name: unsaid
tables:
  cli-unsaid:
    partition_key: pk
entities:
  One:
    keys:
      pk: ONE#{one}
    attributes:
      one: {type: uuid, in: key}
  Two:
    keys:
      pk: TWO#{two}
    attributes:
      two: {type: uuid, in: key}
"""


def test_a_sample_that_nobody_described_says_so(
    ddb: Ddb, engine: Engine, at_engine: tuple[str, str]
) -> None:
    (ddb.folder / "unsaid.yaml").write_text(UNSAID, "utf-8")
    unsaid = ddb.with_options("--model", "unsaid.yaml", *at_engine)
    assert unsaid("schema-load").exit_code == 0
    try:
        said = unsaid("seed", "--sample", 4)
    finally:
        unsaid("drop")
    assert said.stdout.startswith("4 items stored in cli-unsaid")
    assert "items of different entities do not refer to each other" in said.stderr


def test_a_missing_table_cannot_be_seeded(bench: Ddb) -> None:
    said = bench("seed", "--sample", 30)
    assert (said.exit_code, said.stdout) == (1, "")
    assert "there is no table 'cli-messages'" in said.line
    assert said.line.endswith("; type: ddb schema-load")


def test_a_table_of_another_model_is_not_seeded(
    loaded: Ddb, engine: Engine, shop: Path
) -> None:
    table = engine.resource().Table("cli-messages")
    table.put_item(Item={"pk": "CUST#1", "sk": "PROFILE"})
    said = loaded("seed", "--sample", 30)
    assert (said.exit_code, said.stdout) == (1, "")
    assert "holds items of another model" in said.line


def test_a_table_is_scanned_in_columns(
    loaded: Ddb, engine: Engine, conversation: Path
) -> None:
    loaded("seed", conversation)
    said = loaded("scan")
    lines = said.stdout.splitlines()
    assert said.exit_code == 0
    assert lines[0] == "pk\tsk\tdata\tmessage_group_uuid"
    assert all(line.count("\t") == 3 for line in lines)
    assert said.line.startswith(f"{len(lines) - 1} items, 1 page, ")
    assert said.line.endswith(f"on cli-messages; {engine.name}")


def test_a_scan_goes_on_page_by_page(loaded: Ddb) -> None:
    loaded("seed", "--sample", 50)
    whole = json.loads(loaded("scan", "--json").stdout)
    assert whole["next"] is None
    found: list[object] = []
    token: str | None = None
    while True:
        start = ["--start", token] if token else []
        page = json.loads(loaded("scan", "--limit", 20, "--json", *start).stdout)
        found += page["items"]
        token = page["next"]
        if not token:
            break
        assert page["count"] == 20
    assert found == whole["items"]


def test_a_long_scan_follows_all_pages(
    loaded: Ddb, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded("seed", "--sample", 50)
    whole = json.loads(loaded("scan", "--json").stdout)
    monkeypatch.setattr("ddbhelpers.cli.commands.items.PAGE_ITEMS", 20)
    paged = json.loads(loaded("scan", "--json").stdout)
    assert paged["items"] == whole["items"]
    assert (whole["pages"], paged["pages"]) == (1, 3)
    assert paged["scanned_count"] == paged["count"] == 50
    assert paged["read_units"] >= whole["read_units"] > 0


def test_any_table_can_be_scanned(
    loaded: Ddb, ddb: Ddb, at_engine: tuple[str, str]
) -> None:
    said = ddb("scan", "cli-messages", *at_engine)
    assert (said.exit_code, said.stdout) == (0, "pk\tsk\n")
    assert said.line.startswith("0 items")


@pytest.mark.parametrize("command", ["scan", "scan nothing-here"])
def test_a_missing_table_cannot_be_scanned(bench: Ddb, command: str) -> None:
    said = bench(*command.split())
    assert (said.exit_code, said.stdout) == (1, "")
    assert "there is no table " in said.line
    assert ("schema-load" in said.line) == (command == "scan")


def test_a_wrong_token_is_wrong_usage(ddb: Ddb, messaging: Path) -> None:
    said = ddb("scan", "--start", "x", "--model", messaging)
    assert (said.exit_code, said.stdout) == (2, "")
    assert "Invalid value for '--start': 'x' is no token" in said.usage


@pytest.mark.parametrize("line", ["seed --sample 30", "scan"])
def test_aws_wants_the_tables_name(
    ddb: Ddb, messaging: Path, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is sent: this test has no sockets, and knows the table's size."""
    monkeypatch.setattr("ddbhelpers.data.consent.describe", lambda *_: {})
    said = ddb(*line.split(), "--model", messaging, *AWS)
    assert (said.exit_code, said.stdout) == (1, "")
    assert said.line.endswith("add: --confirm direct-messages")
