"""What the check calls an error, an engine refuses; what it passes, an engine takes."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, ParamValidationError

from ddbhelpers.check import check_model, errors_of
from ddbhelpers.engine import Engine
from ddbhelpers.model import Model, load_model
from ddbhelpers.request import build_request

HERE = Path(__file__).parents[2]
UUID = "3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b"
EXAMPLE = {"uuid": UUID, "integer": 3, "string": "2023-03", "text": "sea"}
METHODS = {"GetItem": "get_item", "Query": "query", "Scan": "scan"}


def send(engine: Engine, model: Model, name: str, **given: Any) -> Any:
    request = build_request(model, name, **given)
    return getattr(engine.client, METHODS[request.operation])(**request.arguments)


@pytest.fixture(params=["models/direct_messaging.yaml", "tests/models/shop.yaml"])
def model(engine: Engine, request: pytest.FixtureRequest) -> Iterator[Model]:
    name = f"check-{uuid.uuid4()}"
    moved = load_model(HERE / request.param).with_table_named(name)
    engine.client.create_table(**moved.table().create_arguments())
    yield moved
    engine.client.delete_table(TableName=name)


def test_every_read_with_every_alternative_is_taken(
    engine: Engine, model: Model
) -> None:
    for pattern in model.access_patterns:
        if not pattern.is_read:
            continue
        parameters = model.parameters(pattern)
        always = {p.name: EXAMPLE[p.type] for p in parameters if p.required}
        ways: list[dict[str, Any]] = [{}]
        for given in (*pattern.key.values(), *pattern.filter.values()):
            if isinstance(given, tuple):
                ways += [dict.fromkeys(way.fields, "2023-03") for way in given]
        for way in ways:
            answer = send(engine, model, pattern.name, **always, **way)
            assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200


MANY: dict[str, Any] = {
    "partition_key": "pk",
    "sort_key": {"name": "size", "type": "N"},
    "indexes": {
        "by-state": {
            "partition_key": "state",
            "sort_key": "day",
            "projection": ["total"],
        }
    },
}
BY_STATE = {"operation": "Query", "index": "by-state", "key": {"state": "open"}}
BROKEN = [
    ("partition_key_is_given", {"operation": "Query", "key": {"size": 3}}),
    (
        "partition_key_is_given_whole",
        {"operation": "Query", "key": {"pk": {"begins_with": "A"}}},
    ),
    (
        "conditions_are_on_keys",
        {"operation": "Query", "key": {"pk": "A", "total": "3"}},
    ),
    ("conditions_are_on_keys", {**BY_STATE, "key": {"state": "open", "pk": "A"}}),
    (
        "begins_with_is_for_text",
        {"operation": "Query", "key": {"pk": "A", "size": {"begins_with": "1"}}},
    ),
    ("strong_reads_are_of_tables", {**BY_STATE, "consistency": "strong"}),
    (
        "a_filter_is_no_key_condition",
        {"operation": "Query", "key": {"pk": "A"}, "filter": {"size": 3}},
    ),
    (
        "a_global_index_holds_what_is_asked",
        {**BY_STATE, "attributes": ["total", "note"]},
    ),
]


# What DynamoDB Local refuses, as DynamoDB does, and the embedded engine lets pass.
LET_PASS = {"begins_with_is_for_text", "a_global_index_holds_what_is_asked"}


@pytest.fixture(scope="module")
def many(engine: Engine) -> Iterator[str]:
    name = f"check-{uuid.uuid4()}"
    model = Model(name="many", tables={name: MANY})
    engine.client.create_table(**model.table().create_arguments())
    yield name
    engine.client.delete_table(TableName=name)


@pytest.mark.parametrize(("rule", "pattern"), BROKEN)
def test_what_is_an_error_on_paper_is_refused(
    engine: Engine,
    many: str,
    rule: str,
    pattern: dict[str, Any],
    request: pytest.FixtureRequest,
) -> None:
    if engine.kind == "embedded" and rule in LET_PASS:
        request.applymarker(pytest.mark.xfail(reason="dynoxide lets it pass"))
    model = Model(
        name="many",
        tables={many: MANY},
        access_patterns={"ask": {"question": "?", **pattern}},
    )
    assert rule in {finding.rule for finding in errors_of(check_model(model))}
    with pytest.raises((ClientError, ParamValidationError)):
        send(engine, model, "ask")


def test_a_query_goes_on_where_the_page_before_ended(engine: Engine, many: str) -> None:
    pattern = {"operation": "Query", "key": {"pk": "A"}, "newest_first": True}
    model = Model(
        name="many",
        tables={many: MANY},
        access_patterns={"ask": {"question": "?", **pattern}},
    )
    for size in range(5):
        engine.client.put_item(
            TableName=many, Item={"pk": {"S": "A"}, "size": {"N": str(size)}}
        )
    first = send(engine, model, "ask", limit=2)
    second = send(engine, model, "ask", limit=9, start=first["LastEvaluatedKey"])
    sizes = [int(item["size"]["N"]) for item in first["Items"] + second["Items"]]
    assert sizes == [4, 3, 2, 1, 0]
    again = send(engine, model, "ask", start={"pk": "A", "size": 3})
    assert again["Items"] == second["Items"]
