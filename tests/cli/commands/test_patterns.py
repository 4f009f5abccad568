"""A command for every read pattern, of whatever model, on each engine."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ddbhelpers.data import ask, create_table, drop_table, load_items, seed
from ddbhelpers.engine import Engine
from ddbhelpers.model import Model, load_model, save_model
from tests.cli.conftest import Ddb

GROUP = "3d7c20f4-58ab-4e61-a9f2-b104c6e8d735"
RUTH = "c81e72b5-0d46-4f9a-b3c7-95a2e60f1d48"


@pytest.fixture
def told(bench: Ddb, conversation: Path) -> Ddb:
    """The worked example with its conversation."""
    assert bench("schema-load").exit_code == 0
    assert bench("seed", conversation).exit_code == 0
    return bench


@pytest.fixture
def sold(shop_bench: Ddb) -> Ddb:
    """The shop with a sample."""
    assert shop_bench("schema-load").exit_code == 0
    assert shop_bench("seed", "--sample", 300, "--seed", 5).exit_code == 0
    return shop_bench


def table(text: str) -> list[dict[str, str]]:
    """Read tabbed lines by their heading."""
    heading, *lines = (line.split("\t") for line in text.splitlines())
    return [dict(zip(heading, line, strict=True)) for line in lines]


def test_the_newest_messages(told: Ddb, engine: Engine, conversation: Path) -> None:
    said = told("get-conversation", "--message-group-uuid", GROUP, "--limit", 5)
    shown = table(said.stdout)
    model = load_model("cli-messages.yaml")
    message = model.entity("Message")
    messages = [
        message.read(item)
        for item in load_items(conversation, model)
        if message.fits(item)
    ]
    in_group = [one for one in messages if one["message_group_uuid"] == GROUP]
    assert said.exit_code == 0
    assert [one["text"] for one in shown] == [
        one["text"] for one in reversed(in_group[-5:])
    ]
    assert list(shown[0]) == [one.name for one in message.attributes]
    assert said.stderr.splitlines()[0] == (
        f"5 items, 1 page, 0.5 read units on cli-messages, more to come; {engine.name}"
    )


def test_the_last_line_leads_to_the_next_page(told: Ddb) -> None:
    line = ["get-conversation", "--message-group-uuid", GROUP]
    whole = table(told(*line, "--all").stdout)
    first = told(*line, "--limit", 5)
    found = re.fullmatch(
        r"the rest: --all; the next page: (--start \S+)", first.stderr.splitlines()[1]
    )
    assert found
    second = told(*line, "--limit", 5, *found[1].split())
    assert table(first.stdout) + table(second.stdout) == whole[:10]


def test_all_pages_are_one_answer(told: Ddb) -> None:
    line = ["get-conversation", "--message-group-uuid", GROUP, "--json"]
    one = json.loads(told(*line, "--limit", 1000).stdout)
    paged = json.loads(told(*line, "--limit", 5, "--all").stdout)
    assert one["count"] > 20
    assert paged["items"] == one["items"]
    assert paged["count"] == paged["scanned_count"] == one["count"]
    assert paged["pages"] >= one["count"] // 5 > one["pages"] == 1
    assert paged["read_units"] > one["read_units"]
    assert paged["next"] is one["next"] is None


def test_json_is_what_ask_answers(told: Ddb, engine: Engine) -> None:
    said = told("list-conversations", "--user-uuid", RUTH, "--json")
    document = json.loads(said.stdout)
    model = load_model("cli-messages.yaml")
    answer = ask(engine, model, "list_conversations", user_uuid=RUTH)
    assert (said.exit_code, said.stderr) == (0, "")
    assert document["pattern"] == "list_conversations"
    assert document["operation"] == "Query"
    assert document["table"] == "cli-messages"
    assert document["index"] is None
    assert document["count"] == answer.count == 2
    assert document["read_units"] == answer.read_units
    assert [item["sk"] for item in document["items"]] == [
        {"S": item["sk"]} for item in answer.items
    ]


def test_optional_parameters_are_options(told: Ddb) -> None:
    line = ["get-conversation", "--message-group-uuid", GROUP, "--all"]
    march = table(told(*line, "--when", "2023-03").stdout)
    between = table(
        told(*line, "--since", "2023-03-01", "--before", "2023-04-01").stdout
    )
    assert march
    assert march == between
    assert {one["created_at"][:7] for one in march} == {"2023-03"}


def test_an_index_is_asked(told: Ddb) -> None:
    said = told("find-conversation-copies", "--message-group-uuid", GROUP, "--json")
    document = json.loads(said.stdout)
    assert document["index"] == "message-group-sk-index"
    assert document["count"] == 2


def test_a_scan_tells_what_it_evaluated(told: Ddb) -> None:
    said = told("search-messages-by-text", "--text", "dinosaur")
    assert len(table(said.stdout)) == 1
    assert re.match(r"1 item, 87 evaluated, 1 page, [\d.]+ read units on", said.line)


def test_no_answer_is_a_heading_only(told: Ddb) -> None:
    nobody = "00000000-0000-0000-0000-000000000000"
    said = told("list-conversations", "--user-uuid", nobody)
    assert said.exit_code == 0
    assert table(said.stdout) == []
    assert said.stdout.startswith("user_uuid\tlast_message_at\t")
    assert said.line.startswith("0 items, 1 page")


def test_another_model_answers_too(sold: Ddb) -> None:
    customers = json.loads(sold("scan", "--json").stdout)["items"]
    profile = next(one for one in customers if one["sk"]["S"] == "PROFILE")
    customer = profile["pk"]["S"].removeprefix("CUST#")
    said = sold("get-customer", "--customer-id", customer)
    assert table(said.stdout)[0]["name"] == profile["name"]["S"]
    assert said.line.startswith("1 item, 1 read unit on cli-shop")


def test_a_typed_parameter(sold: Ddb) -> None:
    document = json.loads(sold("search-orders", "--minimum", 500, "--json").stdout)
    totals = [int(item["total"]["N"]) for item in document["items"]]
    assert totals
    assert min(totals) >= 500
    assert document["count"] < document["scanned_count"] == 300


def test_a_projection_shows_what_it_has(sold: Ddb) -> None:
    said = sold("list-orders-by-status", "--status", "open", "--limit", 3)
    assert said.stdout.splitlines()[0].split("\t") == [
        "customer_id",
        "order_id",
        "placed_on",
        "status",
        "total",
    ]
    assert len(table(said.stdout)) == 3


def test_a_missing_table(bench: Ddb) -> None:
    said = bench("list-conversations", "--user-uuid", RUTH)
    assert (said.exit_code, said.stdout) == (1, "")
    assert "there is no table 'cli-messages'" in said.line


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("get-conversation", "Missing option '--message-group-uuid'."),
        (f"get-conversation --message-group-uuid {GROUP} --sort x", "--sort"),
        ("get-conversation --message-group-uuid x", "is 'x'; allowed: a uuid"),
        (f"get-conversation --message-group-uuid {GROUP} --limit 0", "--limit"),
        (
            f"get-conversation --message-group-uuid {GROUP} --since 2023-01",
            "get_conversation was given",
        ),
        (
            f"get-conversation --message-group-uuid {GROUP} --start x",
            "Invalid value for '--start': 'x' is no token",
        ),
    ],
)
def test_wrong_parameters_are_wrong_usage(
    ddb: Ddb, messaging: Path, line: str, says: str
) -> None:
    """Nothing is asked: this test has no sockets."""
    said = ddb(*line.split(), "--model", messaging)
    assert (said.exit_code, said.stdout) == (2, "")
    assert says in said.usage


def test_a_number_is_a_number(ddb: Ddb, shop: Path) -> None:
    said = ddb("search-orders", "--minimum", "much", "--model", shop)
    assert (said.exit_code, said.stdout) == (2, "")
    assert "Invalid value for '--minimum': 'much' is no integer" in said.usage


def test_help_is_the_question(ddb: Ddb, shop: Path) -> None:
    said = ddb("list-orders", "--help", "--model", shop)
    assert said.exit_code == 0
    assert "What did this customer order, newest first?" in said.stdout
    assert "S2: Query, newest first, 10 items at most." in said.stdout
    assert "--customer-id" in said.stdout
    assert "YYYY-MM-DD" not in said.stdout  # since, before and when are free text


def test_a_single_item_has_no_pages(ddb: Ddb, shop: Path) -> None:
    said = ddb("get-customer", "--help", "--model", shop)
    assert "--limit" not in said.stdout
    assert "--start" not in said.stdout


AWKWARD = """\
name: awkward [bold]

tables:
  things: {partition_key: pk}

access_patterns:
  scan:
    question: All [red] of them?
    operation: Scan
    filter:
      kind: '{json}'
      size: {at_least: '{region}'}
    parameters: {json: string, region: integer}
"""


def test_names_of_ours_give_way(ddb: Ddb, tmp_path: Path) -> None:
    (tmp_path / "awkward.yaml").write_text(AWKWARD, "utf-8")
    awkward = ddb.with_options("--model", "awkward.yaml")
    listed = awkward("--help").stdout
    assert "Read patterns of awkward [bold]" in listed
    said = awkward("pattern-scan", "--help")
    assert said.exit_code == 0
    assert "All [red] of them?" in said.stdout
    assert "--parameter-json" in said.stdout
    assert "--parameter-region" in said.stdout
    assert "Read a whole table" in awkward("scan", "--help").stdout


def test_aws_wants_the_tables_name_for_a_scan(
    ddb: Ddb, messaging: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is sent: this test has no sockets, and knows the table's size."""
    monkeypatch.setattr("ddbhelpers.data.consent.describe", lambda *_: {})
    line = "search-messages-by-text --text oven --endpoint aws --region eu-west-1"
    said = ddb(*line.split(), "--model", messaging)
    assert (said.exit_code, said.stdout) == (1, "")
    assert said.line.endswith("add: --confirm direct-messages")


NAMES = ("from", "class", "import", "self", "ctx", "common", "engine", "values", "name")


def test_a_parameter_may_have_any_name(
    bench: Ddb, engine: Engine, tmp_path: Path
) -> None:
    filters = {name: f"{{{name}}}" for name in NAMES[1:]}
    model = Model(
        name="mail",
        tables={"test-mail": {"partition_key": "pk"}},
        entities={
            "Mail": {
                "keys": {"pk": "M#{from}"},
                "attributes": {"from": {"in": "key"}, **dict.fromkeys(NAMES[1:])},
            }
        },
        access_patterns={
            "by_sender": {
                "question": "?",
                "operation": "Query",
                "key": {"pk": "M#{from}"},
                "filter": filters,
            }
        },
    )
    save_model(model, tmp_path / "mail.yaml")
    values: dict[str, Any] = {name: f"a {name}" for name in NAMES}
    create_table(engine, model)
    seed(engine, model, [model.entity("Mail").item(**values)])
    assert ask(engine, model, "by_sender", **values).count == 1
    here = bench.with_options("--model", tmp_path / "mail.yaml")
    options = [word for name in NAMES for word in (f"--{name}", f"a {name}")]
    said = here("by-sender", *options, "--json")
    assert json.loads(said.stdout)["count"] == 1, said.stderr
    assert here("--help").exit_code == here("by-sender", "--help").exit_code == 0
    drop_table(engine, model)
