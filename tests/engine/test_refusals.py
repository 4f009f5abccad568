"""boto3's exceptions in the workbench's words."""

import pytest
from botocore.exceptions import (
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    ReadTimeoutError,
    SSLError,
)

from ddbhelpers.engine import Engine, clear_errors
from ddbhelpers.engine.identity import Kind
from ddbhelpers.engine.refusals import engine_missing
from ddbhelpers.errors import EngineError, EngineMissing, RequestRefused, TableMissing

AWS = Engine("aws", None, "eu-west-1", "DynamoDB")


def error(code: str, message: str = "because") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, "Query")


def test_a_missing_table(engine: Engine) -> None:
    with (
        pytest.raises(TableMissing, match=f"no table none-such on {engine.name}") as e,
        clear_errors(engine, "none-such"),
    ):
        engine.client.describe_table(TableName="none-such")
    assert isinstance(e.value.__cause__, ClientError)
    assert "\n" not in str(e.value)


def test_any_other_refusal(engine: Engine) -> None:
    with (
        pytest.raises(RequestRefused, match=r"was refused: ValidationException: \w"),
        clear_errors(engine),
    ):
        engine.client.execute_statement(Statement="SELECT nonsense")


def test_a_message_of_many_lines_becomes_one() -> None:
    with (
        pytest.raises(RequestRefused, match=r"Query was refused: X: one two$"),
        clear_errors(AWS),
    ):
        raise error("X", "one\n  two")


def test_a_refused_sign_in_says_what_to_look_at() -> None:
    with (
        pytest.raises(RequestRefused, match="aws sts get-caller-identity"),
        clear_errors(AWS),
    ):
        raise error("ExpiredTokenException")


def test_missing_credentials_on_aws() -> None:
    with (
        pytest.raises(EngineError, match="aws sts get-caller-identity"),
        clear_errors(AWS),
    ):
        raise NoCredentialsError()


def test_a_request_that_cannot_be_written() -> None:
    with (
        pytest.raises(EngineError, match="the request was not sent") as caught,
        clear_errors(Engine("endpoint", "http://127.0.0.1:1", "us-east-1")),
    ):
        raise ParamValidationError(report="a\nb")
    assert "\n" not in str(caught.value)


def test_other_exceptions_pass() -> None:
    with pytest.raises(KeyError), clear_errors(AWS):
        raise KeyError("x")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("embedded", r"connect\(\) again starts it"),
        ("dynamodb-local", "docker compose up -d"),
        ("endpoint", r"start it, then connect\(\) again"),
        ("aws", "look at the network"),
    ],
)
def test_an_engine_that_is_gone_says_what_to_type(kind: Kind, words: str) -> None:
    engine = Engine(kind, "http://127.0.0.1:1", "us-east-1")
    lost = EndpointConnectionError(endpoint_url="http://127.0.0.1:1")
    with pytest.raises(EngineMissing, match=words), clear_errors(engine):
        raise lost
    assert "127.0.0.1" not in str(engine_missing(engine, lost))


def test_another_failure_on_the_way_is_named() -> None:
    missing = engine_missing(AWS, SSLError(endpoint_url="x", error=OSError("y")))
    assert "cannot be reached (SSLError)" in str(missing)


def test_a_slow_answer_is_told_as_such() -> None:
    missing = engine_missing(AWS, ReadTimeoutError(endpoint_url="x"))
    assert missing is not None
    assert "took too long to answer" in str(missing)
