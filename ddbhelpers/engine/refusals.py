"""boto3's exceptions in the workbench's words: one line, and what to do."""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ddbhelpers.engine import advice
from ddbhelpers.engine.identity import Identity
from ddbhelpers.errors import EngineError, EngineMissing, RequestRefused, TableMissing

if TYPE_CHECKING:
    from botocore.exceptions import ClientError


_SIGN_IN = {
    "UnrecognizedClientException",
    "InvalidSignatureException",
    "ExpiredTokenException",
    "AccessDeniedException",
    "MissingAuthenticationTokenException",
}
_BRING_BACK = {
    "embedded": "connect() again starts it; its tables are kept",
    "dynamodb-local": "start it, then connect() again: type {start}",
    "endpoint": "start it, then connect() again",
    "aws": "look at the network",
}


def engine_missing(engine: Identity, error: Exception) -> EngineMissing | None:
    """Say that the engine no longer answers, where that is what an error means."""
    from botocore import exceptions as boto

    if isinstance(error, boto.ReadTimeoutError):
        problem = "took too long to answer"
    elif isinstance(error, boto.ConnectionClosedError | boto.EndpointConnectionError):
        problem = "does not answer any more"
    elif isinstance(error, boto.ConnectionError | boto.HTTPClientError):
        problem = f"cannot be reached ({type(error).__name__})"
    else:
        return None
    do = _BRING_BACK[engine.kind].format(start=advice.dynamodb_local())
    return EngineMissing(f"{engine.name} {problem}", do=do)


@contextlib.contextmanager
def clear_errors(engine: Identity, table: str | None = None) -> Iterator[None]:
    """Turn boto3's exceptions in a `with` block into the workbench's.

    Raises TableMissing (naming `table`), EngineMissing where nothing answers, and
    RequestRefused for any other refusal. The exception of boto3 is its cause.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        raise _refusal(engine, table, error) from error
    except BotoCoreError as error:
        raise engine_missing(engine, error) or _unsent(engine, error) from error


def _refusal(
    engine: Identity, table: str | None, error: "ClientError"
) -> TableMissing | RequestRefused:
    code = error.response["Error"].get("Code", "")
    said = " ".join(error.response["Error"].get("Message", "").split())
    if code == "ResourceNotFoundException":
        return TableMissing(
            f"there is no table {table or 'of that name'} on {engine.name}",
            do="create it first; ddb list-tables shows what there is",
        )
    sign_in = code in _SIGN_IN and engine.is_aws
    return RequestRefused(
        f"{error.operation_name} was refused: {code}: {said or 'no reason given'}",
        do="look at your AWS sign-in: aws sts get-caller-identity" if sign_in else None,
    )


def _unsent(engine: Identity, error: Exception) -> EngineError:
    said = " ".join(str(error).split())
    return EngineError(
        f"the request was not sent to {engine.name}: {said}",
        do="look at your AWS sign-in: aws sts get-caller-identity"
        if engine.is_aws
        else None,
    )
