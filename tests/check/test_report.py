from pathlib import Path
from typing import Any

import pytest

from ddbhelpers.check import (
    AccessPath,
    Finding,
    check_model,
    errors_of,
    has_errors,
    served,
)
from ddbhelpers.model import Condition, Model, load_model
from ddbhelpers.request import build_request

HERE = Path(__file__).parents[2]
MESSAGES = load_model(HERE / "models/direct_messaging.yaml")
SHOP = load_model(HERE / "tests/models/shop.yaml")
READS = ("get_conversation", "list_conversations", "find_conversation_copies")
WRITES = ("send_message", "start_conversation", "rename_user")


def naive(**ap1: Any) -> Model:
    """The messages under the key that comes to mind first: pk = message_uuid."""
    message = MESSAGES.entity("Message")
    attributes = {
        a.name: {"type": a.type, "bytes": a.bytes, "in": a.place}
        for a in message.attributes
    }
    for name in ("message_group_uuid", "created_at"):
        attributes[name]["in"] = None
    return Model(
        name="naive",
        tables={"naive": {"partition_key": "pk"}},
        entities={
            "Message": {"keys": {"pk": "{message_uuid}"}, "attributes": attributes}
        },
        access_patterns={
            "get_conversation": {
                "question": "What was said?",
                "operation": "Query",
                "returns": "Message",
                **ap1,
            }
        },
    )


@pytest.mark.parametrize("model", [MESSAGES, SHOP], ids=lambda model: model.name)
def test_the_models_of_this_house_pass(model: Model) -> None:
    results = check_model(model)
    assert errors_of(results) == ()
    assert not has_errors(results)
    plans = [result.pattern for result in results if isinstance(result, AccessPath)]
    assert plans == [pattern.name for pattern in model.access_patterns]
    assert {r.severity for r in results if isinstance(r, Finding)} == {"note"}


def test_a_question_that_no_key_serves_is_an_error() -> None:
    asked = {"what": {"question": "What is there?"}}
    assert check_model(Model(name="shop", access_patterns=asked)) == (
        Finding(
            "a_question_is_answered",
            "what",
            "error",
            "no key serves it yet",
            "give it an operation, and the key conditions that find its items",
            "bp-general-nosql-design",
        ),
    )


def test_findings_are_about_what_has_the_name() -> None:
    attributes = {"id": {"type": "string", "in": "key"}}
    model = Model(
        name="two",
        tables={
            "one": {"partition_key": "key", "time_to_live": "until"},
            "other": {
                "partition_key": "pk",
                "sort_key": "sk",
                "indexes": {
                    "by-day": {"partition_key": "day"},
                    # its partition key is told of once, with the table's
                    "local": {"kind": "local", "partition_key": "pk", "sort_key": "d"},
                },
            },
        },
        entities={
            "A": {
                "table": "other",
                "keys": {"pk": "A#{id}", "sk": "A"},
                "attributes": attributes,
            }
        },
        access_patterns={
            "write": {"question": "?", "operation": "PutItem"},
            "read": {"question": "?", "operation": "Scan", "table": "other"},
        },
    )
    found = [result for result in check_model(model) if isinstance(result, Finding)]
    assert [(finding.rule, finding.about) for finding in found] == [
        ("writes_are_listed", "write"),
        ("a_scan_reads_everything", "read"),
        ("keys_have_bounded_values", "A"),
        ("time_to_live_is_a_number", "one"),
        ("an_index_holds_something", "by-day"),
        ("an_index_is_asked", "by-day"),
        ("an_index_holds_something", "local"),
        ("an_index_is_asked", "local"),
    ]


def test_a_scan_is_planned_but_not_served() -> None:
    assert served(check_model(MESSAGES)) == tuple(
        pattern.name
        for pattern in MESSAGES.access_patterns
        if pattern.name in READS + WRITES
    )


@pytest.mark.parametrize(
    ("key", "rules"),
    [
        (
            {"message_group_uuid": "{message_group_uuid}"},
            {"partition_key_is_given", "conditions_are_on_keys"},
        ),
        (
            {"pk": "MSG#{message_group_uuid}"},
            {"key_is_one_that_is_written"},
        ),
        (
            {"pk": "{message_group_uuid}"},
            {"key_is_asked_for_what_it_holds"},
        ),
    ],
)
def test_a_naive_key_does_not_serve_a_conversation(
    key: dict[str, str], rules: set[str]
) -> None:
    results = check_model(naive(key=key))
    assert {finding.rule for finding in errors_of(results)} == rules
    assert served(results) == ()
    assert all(finding.about == "get_conversation" for finding in errors_of(results))


def test_a_naive_key_leaves_the_scan() -> None:
    scan = naive(operation="Scan", filter={"message_group_uuid": "{group}"})
    results = check_model(scan)
    assert not has_errors(results)
    assert served(results) == ()
    assert "reads, and is charged for, the whole" in str(results[0])


def test_a_pattern_with_errors_has_no_plan() -> None:
    results = check_model(naive(key={}))
    assert not any(isinstance(result, AccessPath) for result in results)
    assert has_errors(results)


def test_an_unfinished_model_is_checked_too() -> None:
    questions = Model(
        name="questions",
        entities={"Message": {"attributes": {"text": "text"}}},
        access_patterns={"ask": {"question": "What?"}, "tell": {"question": "Who?"}},
    )
    results = check_model(questions)
    assert [finding.about for finding in errors_of(results)] == ["ask", "tell"]
    assert len(results) == 2


def test_what_passes_can_be_built() -> None:
    """A read without errors makes a request: paper and request agree."""
    uuid = "3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b"
    example: dict[str, Any] = {
        "uuid": uuid,
        "integer": 3,
        "string": "open",
        "text": "sea",
    }
    for model in (MESSAGES, SHOP):
        for pattern in model.access_patterns:
            if pattern.is_read:
                parameters = {
                    parameter.name: example[parameter.type]
                    for parameter in model.parameters(pattern)
                    if parameter.required
                }
                request = build_request(model, pattern.name, **parameters)
                assert request.operation == pattern.operation


def test_a_query_for_several_entities_needs_to_find_one_of_them() -> None:
    mixed = MESSAGES.access_patterns[0].model_copy(update={"returns": None})
    found = MESSAGES.with_patterns([mixed])
    assert not has_errors(check_model(found))
    lost = mixed.model_copy(update={"key": {"pk": Condition.model_validate("NO#{x}")}})
    rules = {f.rule for f in errors_of(check_model(found.with_patterns([lost])))}
    assert rules == {"key_is_one_that_is_written"}
