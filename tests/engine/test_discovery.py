"""Which engine `connect()` finds. AWS is never asked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ddbhelpers.engine import Engine, connect, discovery
from ddbhelpers.engine.server import binary
from ddbhelpers.engine.server.address import free_port
from ddbhelpers.errors import ConsentMissing, EngineError, EngineMissing, NotDynamoDB

Start = Callable[..., Any]
VARIABLE = "AWS_ENDPOINT_URL_DYNAMODB"
LOCAL = "ddbhelpers.engine.discovery.DYNAMODB_LOCAL"
JETTY = {"Server": "Jetty(12)", "x-amzn-RequestId": "1"}


@pytest.fixture(autouse=True)
def quiet(own_home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Have no AWS setting of this machine matter here, and keys that open nothing."""
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")


def test_an_argument_wins(stranger: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    given, other = stranger(), stranger()
    monkeypatch.setenv(VARIABLE, other.endpoint)
    engine = connect(given.endpoint)
    assert (engine.kind, engine.endpoint) == ("endpoint", given.endpoint)
    assert other.requests == []


def test_then_the_variable(stranger: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    given, local = stranger(), stranger(headers=JETTY)
    monkeypatch.setenv(VARIABLE, given.endpoint)
    monkeypatch.setattr(LOCAL, local.endpoint)
    assert connect().endpoint == given.endpoint
    assert local.requests == []


def test_the_variable_of_all_services_is_honoured_as_by_the_sdks(
    stranger: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    every, ours, local = stranger(), stranger(), stranger(headers=JETTY)
    monkeypatch.setattr(LOCAL, local.endpoint)
    monkeypatch.setenv("AWS_ENDPOINT_URL", every.endpoint)
    assert connect().endpoint == every.endpoint
    monkeypatch.setenv(VARIABLE, ours.endpoint)
    assert connect().endpoint == ours.endpoint
    monkeypatch.setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "True")
    assert connect().endpoint == local.endpoint


def test_then_dynamodb_local(stranger: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    local = stranger(headers=JETTY)
    monkeypatch.setattr(LOCAL, local.endpoint)
    monkeypatch.setenv(VARIABLE, "")
    engine = connect()
    assert (engine.kind, engine.product) == ("dynamodb-local", "DynamoDB Local")


def test_then_the_embedded_engine(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LOCAL, f"http://127.0.0.1:{free_port()}")
    engine = connect()
    assert (engine.kind, engine.name) == ("embedded", "dynoxide 1.2.1, embedded")


def test_work_does_not_move_to_what_begins_to_answer(
    stranger: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LOCAL, f"http://127.0.0.1:{free_port()}")
    assert connect().kind == "embedded"
    local = stranger(headers=JETTY)
    monkeypatch.setattr(LOCAL, local.endpoint)
    assert connect().kind == "embedded"
    monkeypatch.setattr(discovery, "_found", {})  # as in another process
    assert connect().kind == "embedded"
    assert local.requests == []
    assert connect("dynamodb-local").endpoint == local.endpoint
    assert connect().kind == "embedded"


def test_work_does_not_move_from_what_ends(
    stranger: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    local = stranger(headers=JETTY)
    monkeypatch.setattr(LOCAL, local.endpoint)
    assert connect().kind == "dynamodb-local"
    monkeypatch.setattr(LOCAL, f"http://127.0.0.1:{free_port()}")
    with pytest.raises(EngineMissing, match=r'connect\("embedded"\)'):
        connect()


@pytest.mark.parametrize(
    "said",
    [
        {"body": b"<html>", "status": 404},
        {"headers": {"Server": "Werkzeug"}},
        {"headers": {"x-dynoxide-version": "1.2.1"}},
    ],
    ids=["a web server", "another DynamoDB", "a dynoxide"],
)
def test_only_dynamodb_local_is_taken_from_its_port(
    stranger: Start,
    own_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    said: dict[str, Any],
) -> None:
    other = stranger(**said)
    monkeypatch.setattr(LOCAL, other.endpoint)
    assert connect().kind == "embedded"
    assert other.requests


def test_the_engine_at_hand_is_found_by_its_address(engine: Engine) -> None:
    found = connect(engine.endpoint)
    assert found.product == engine.product
    assert found.address == engine.address
    assert found.divergences == engine.divergences


def test_engines_by_name(
    engine: Engine, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "http://127.0.0.1:1")
    assert connect("embedded").kind == "embedded"
    if engine.kind == "dynamodb-local":
        monkeypatch.setattr(LOCAL, engine.endpoint)
        assert connect("dynamodb-local").address == engine.address
    else:
        monkeypatch.setattr(LOCAL, f"http://127.0.0.1:{free_port()}")
        with pytest.raises(EngineMissing, match="docker compose up -d"):
            connect("dynamodb-local")


def test_an_endpoint_needs_no_scheme(stranger: Start) -> None:
    given = stranger()
    assert connect(given.endpoint.removeprefix("http://")).endpoint == given.endpoint


def test_no_engine_can_be_had(
    sockets: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LOCAL, f"http://127.0.0.1:{free_port()}")
    monkeypatch.setattr(binary, "package", lambda: "@dynoxide/plan9-mips")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DDB_HOME", str(tmp_path / "home"))
    with pytest.raises(EngineMissing, match="no DynamoDB engine can be had") as caught:
        connect()
    assert "\n" not in str(caught.value)


def test_the_port_is_taken_by_something_else(stranger: Start) -> None:
    with pytest.raises(NotDynamoDB, match="something else than DynamoDB"):
        connect(stranger(b"<html>").endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://dynamodb.eu-west-1.amazonaws.com",
        "http://dynamodb.eu-west-1.amazonaws.com:80/",
        "https://DynamoDB.us-east-1.AmazonAWS.com.",
        "https://dynamodb.cn-north-1.amazonaws.com.cn",
        "https://dynamodb.us-east-1.api.aws",
        "https://123456789012.ddb.us-east-1.amazonaws.com",
        "https://vpce-1-2.dynamodb.us-east-1.vpce.amazonaws.com",
        "https://dynamodb-fips.us-east-1.amazonaws.com",
        "dynamodb.us-east-1.amazonaws.com",
    ],
)
@pytest.mark.parametrize("how", ["argument", "variable"])
def test_aws_needs_to_be_named(
    monkeypatch: pytest.MonkeyPatch, endpoint: str, how: str
) -> None:
    if how == "variable":
        monkeypatch.setenv(VARIABLE, endpoint)
    with pytest.raises(ConsentMissing, match=r'do: connect\("aws"'):
        connect(endpoint if how == "argument" else None)


def test_a_name_that_only_looks_like_aws_is_not(stranger: Start) -> None:
    with pytest.raises(EngineMissing):
        connect(f"http://amazonaws.com.localhost:{free_port()}")


@pytest.mark.parametrize(
    "endpoint",
    ["ftp://127.0.0.1", "http://", "http://127.0.0.1:port", "a b", "http://[::1"],
)
def test_what_is_no_endpoint_is_told(endpoint: str) -> None:
    with pytest.raises(EngineError, match='allowed: an http or https URL, "embedded"'):
        connect(endpoint)


def test_a_profile_is_for_aws_only() -> None:
    with pytest.raises(EngineError, match='a profile only with connect\\("aws"\\)'):
        connect("embedded", profile="work")


def test_aws_sends_nothing_before_its_first_request() -> None:
    engine = connect("aws", region="eu-west-1")
    assert engine.name == "AWS DynamoDB in eu-west-1"
    assert engine.client.meta.region_name == "eu-west-1"


def test_aws_is_aws_whatever_the_endpoint_variables_say(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(VARIABLE, "http://127.0.0.1:8000")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:8000")
    client = connect("aws", region="eu-west-1").client
    assert client.meta.endpoint_url == "https://dynamodb.eu-west-1.amazonaws.com"


def test_aws_takes_the_users_region_and_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config"
    config.write_text("[profile work]\nregion = ap-south-1\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    assert connect("aws", profile="work").region == "ap-south-1"
    with pytest.raises(EngineError, match="no AWS region is configured"):
        connect("aws")
    with pytest.raises(EngineError, match="the AWS settings cannot be used"):
        connect("aws", profile="play")
