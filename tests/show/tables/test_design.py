from pathlib import Path

import pytest

from ddbhelpers.check import Finding, check_model
from ddbhelpers.data import TableDescription
from ddbhelpers.model import Model, Table, load_model
from ddbhelpers.show import (
    access_path_table,
    findings_table,
    patterns_table,
    table_description,
)

MESSAGES = load_model(Path(__file__).parents[3] / "models" / "direct_messaging.yaml")
SHOP = load_model(Path(__file__).parents[2] / "models" / "shop.yaml")


def test_patterns_are_shown_with_their_questions_and_rates() -> None:
    shown = patterns_table(MESSAGES)
    assert shown.caption == "direct messaging: 7 access patterns"
    assert shown.lines[0] == (
        "AP1",
        "get_conversation",
        "What was said in this conversation, newest first?",
        "4",
        "12",
        "20",
    )
    assert shown.lines[5][3:5] == ("0.001", "0.01")
    assert shown.lines[6][5] == "–"
    assert [column.unit for column in shown.columns][3:5] == ["per s", "per s"]


def test_columns_that_nothing_is_in_are_left_out() -> None:
    bare = Model(name="m", access_patterns={"ask": {"question": "What?"}})
    assert [c.title for c in patterns_table(bare).columns] == [
        "access pattern",
        "question",
    ]
    assert patterns_table(bare, "id", "question").lines == (("–", "What?"),)


def test_a_plan_says_which_key_serves() -> None:
    shown = access_path_table(check_model(MESSAGES))
    assert shown.caption == "6 access patterns served by a key, 1 by a Scan"
    lines = {line[0]: line[1:] for line in shown.lines}
    assert list(lines) == [pattern.name for pattern in MESSAGES.access_patterns]
    request, how, most = lines["find_conversation_copies"]
    assert request == "Query on message-group-sk-index"
    assert how.startswith("message_group_uuid = {message_group_uuid}\nby sk")
    assert most == "128 read"
    assert "no key serves this" in lines["search_messages_by_text"][1]


def test_an_error_stands_where_the_plan_would() -> None:
    finding = Finding("rule", "ask", "error", "no key serves it", "add one", "page")
    assert access_path_table([finding]).lines == (
        ("ask", "none", "no key serves it", ""),
    )
    assert findings_table([finding]).lines == (
        ("error", "ask", "no key serves it", "add one"),
    )


def test_no_findings() -> None:
    assert repr(findings_table([])).startswith("0 findings")


def test_a_table_is_described_with_its_indexes() -> None:
    table = MESSAGES.table()
    shown = table_description(table)
    assert shown.caption == "direct-messages, provisioned"
    assert shown.lines == (
        ("direct-messages", "table", "pk (S)", "sk (S)", "all attributes", "5", "5"),
        (
            "message-group-sk-index",
            "GSI",
            "message_group_uuid (S)",
            "sk (S)",
            "all attributes",
            "5",
            "5",
        ),
    )
    assert table_description(table.create_arguments()) == shown


def test_a_described_table_tells_how_many_items_it_has() -> None:
    given = TableDescription(SHOP.table(), items=7, index_items={"status-index": 2})
    shown = table_description(given)
    assert shown.caption == "shop, on demand"
    assert [column.title for column in shown.columns][-1] == "items"
    assert shown.lines[0][-1] == "7"
    assert shown.lines[1][:2] == ("status-index", "GSI")
    assert shown.lines[1][4] == "the keys, total, status"
    assert shown.lines[1][-1] == "2"
    assert shown.lines[2][1] == "LSI"


@pytest.mark.parametrize("projection", ["KEYS_ONLY"])
def test_an_index_of_keys_only(projection: str) -> None:
    index = {"partition_key": "g", "projection": projection}
    table = Table(name="tab", partition_key="pk", indexes={"by-g": index})
    line = table_description(table).lines[1]
    assert line == ("by-g", "GSI", "g (S)", "–", "only the keys")
