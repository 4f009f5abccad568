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

from ddbhelpers.engine import Engine, told
from ddbhelpers.engine.refusals import gone
from ddbhelpers.errors import EngineError, EngineMissing, RequestRefused, TableMissing

AWS = Engine("aws", None, "eu-west-1", "DynamoDB")


def error(code: str, message: str = "because") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, "Query")


def test_a_missing_table(engine: Engine) -> None:
    with (
        pytest.raises(TableMissing, match=f"no table none-such on {engine.name}") as e,
        told(engine, "none-such"),
    ):
        engine.client.describe_table(TableName="none-such")
    assert isinstance(e.value.__cause__, ClientError)
    assert "\n" not in str(e.value)


def test_any_other_refusal(engine: Engine) -> None:
    with (
        pytest.raises(RequestRefused, match=r"was refused: ValidationException: \w"),
        told(engine),
    ):
        engine.client.execute_statement(Statement="SELECT nonsense")


def test_a_message_of_many_lines_becomes_one() -> None:
    with (
        pytest.raises(RequestRefused, match=r"Query was refused: X: one two$"),
        told(AWS),
    ):
        raise error("X", "one\n  two")


def test_a_refused_sign_in_says_what_to_look_at() -> None:
    with pytest.raises(RequestRefused, match="aws sts get-caller-identity"), told(AWS):
        raise error("ExpiredTokenException")


def test_missing_credentials_on_aws() -> None:
    with pytest.raises(EngineError, match="aws sts get-caller-identity"), told(AWS):
        raise NoCredentialsError()


def test_a_request_that_cannot_be_written() -> None:
    with (
        pytest.raises(EngineError, match="the request was not sent") as caught,
        told(Engine("endpoint", "http://127.0.0.1:1", "us-east-1")),
    ):
        raise ParamValidationError(report="a\nb")
    assert "\n" not in str(caught.value)


def test_other_exceptions_pass() -> None:
    with pytest.raises(KeyError), told(AWS):
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
def test_an_engine_that_is_gone_says_what_to_type(kind: str, words: str) -> None:
    engine = Engine(kind, "http://127.0.0.1:1", "us-east-1")  # type: ignore[arg-type]
    lost = EndpointConnectionError(endpoint_url="http://127.0.0.1:1")
    with pytest.raises(EngineMissing, match=words), told(engine):
        raise lost
    assert "127.0.0.1" not in str(gone(engine, lost))


def test_another_failure_on_the_way_is_named() -> None:
    missing = gone(AWS, SSLError(endpoint_url="x", error="y"))
    assert "cannot be reached (SSLError)" in str(missing)


def test_a_slow_answer_is_told_as_such() -> None:
    missing = gone(AWS, ReadTimeoutError(endpoint_url="x"))
    assert missing is not None
    assert "took too long to answer" in str(missing)
