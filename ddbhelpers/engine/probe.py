"""Who answers at an address, and with which tables? Signed ListTables requests tell.

They are made by hand, over http.client: no proxy and no AWS setting of the user touches
them, their key is as fake as their signature, and botocore, slow to load, is not asked.
"""

import http.client
import json
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ddbhelpers.errors import EngineMissing, NotDynamoDB, RequestRefused

if TYPE_CHECKING:
    from ddbhelpers.explaining.divergences.divergence import Product

_HEADERS = {
    "Content-Type": "application/x-amz-json-1.0",
    "X-Amz-Target": "DynamoDB_20120810.ListTables",
    "X-Amz-Date": "20260101T000000Z",
    "Authorization": (
        "AWS4-HMAC-SHA256 "
        "Credential=workbench/20260101/{region}/dynamodb/aws4_request, "
        "SignedHeaders=host;x-amz-date;x-amz-target, Signature=0"
    ),
}


@dataclass(frozen=True)
class Probed:
    """Which product answered, and its version where it tells one."""

    product: "Product"
    version: str | None = None


def probe(endpoint: str, *, timeout_seconds: float = 5.0) -> Probed:
    """Ask who answers at `endpoint`, an http or https URL.

    Raises EngineMissing where nobody does, NotDynamoDB where a stranger does.
    """
    headers, _ = _asked(endpoint, {}, "us-east-1", timeout_seconds)
    server = headers.get("server", "").lower()
    if "x-dynoxide-version" in headers:
        return Probed("dynoxide", headers["x-dynoxide-version"])
    if server.startswith("jetty") and "x-amzn-requestid" in headers:
        return Probed("DynamoDB Local")
    return Probed("unknown")


def tables_at(endpoint: str, region: str) -> Iterator[str]:
    """Name the tables at `endpoint`, page by page. Raises EngineError."""
    start: dict[str, str] = {}
    while True:
        _, page = _asked(endpoint, start, region, 60)
        if "TableNames" not in page:
            raise RequestRefused(f"ListTables was refused: {page['__type']}")
        yield from page["TableNames"]
        if "LastEvaluatedTableName" not in page:
            return
        start = {"ExclusiveStartTableName": page["LastEvaluatedTableName"]}


def _asked(
    endpoint: str, request: dict[str, str], region: str, timeout_seconds: float
) -> tuple[dict[str, str], dict[str, Any]]:
    """Give the headers and the document of an answer that DynamoDB may have given."""
    body = json.dumps(request).encode()
    try:
        status, headers, answer = _ask(endpoint, body, region, timeout_seconds)
    except (http.client.HTTPException, TimeoutError, ssl.SSLError) as error:
        raise _stranger(endpoint, type(error).__name__) from error
    except OSError as error:
        raise EngineMissing(
            f"nothing answers at {endpoint} ({error.strerror or error})",
            do="start the engine there, or let connect() find one: leave the endpoint "
            "and AWS_ENDPOINT_URL_DYNAMODB out",
        ) from error
    try:
        document = json.loads(answer)
    except ValueError:
        document = None
    # ListTables was answered, or refused in the way that DynamoDB refuses
    if isinstance(document, dict) and {"TableNames", "__type"} & {*document}:
        return headers, document
    server = headers.get("server", "no Server header")
    raise _stranger(endpoint, f"HTTP {status}, {server}")


def _ask(
    endpoint: str, body: bytes, region: str, timeout_seconds: float
) -> tuple[int, dict[str, str], bytes]:
    url = urlsplit(endpoint)
    kind = (
        http.client.HTTPSConnection
        if url.scheme == "https"
        else http.client.HTTPConnection
    )
    connection = kind(url.hostname or "", url.port, timeout=timeout_seconds)
    try:
        headers = {name: text.format(region=region) for name, text in _HEADERS.items()}
        connection.request("POST", url.path or "/", body=body, headers=headers)
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return response.status, headers, response.read(1_000_000)
    finally:
        connection.close()


def _stranger(endpoint: str, seen: str) -> NotDynamoDB:
    return NotDynamoDB(
        f"something else than DynamoDB answers at {endpoint} ({seen})",
        do="give another endpoint, or let connect() find an engine: leave the endpoint "
        "and AWS_ENDPOINT_URL_DYNAMODB out",
    )
