"""Who answers at an address? One signed ListTables request tells.

The request is made by hand, over http.client: no proxy and no AWS setting of the user
touches it, and its key is as fake as its signature.
"""

import http.client
import json
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ddbhelpers.errors import EngineMissing, NotDynamoDB

if TYPE_CHECKING:
    from ddbhelpers.explaining.divergences.divergence import Product

_HEADERS = {
    "Content-Type": "application/x-amz-json-1.0",
    "X-Amz-Target": "DynamoDB_20120810.ListTables",
    "X-Amz-Date": "20260101T000000Z",
    "Authorization": (
        "AWS4-HMAC-SHA256 "
        "Credential=workbench/20260101/us-east-1/dynamodb/aws4_request, "
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
    try:
        status, headers, body = _ask(endpoint, timeout_seconds)
    except (http.client.HTTPException, TimeoutError, ssl.SSLError) as error:
        raise _stranger(endpoint, type(error).__name__) from error
    except OSError as error:
        raise EngineMissing(
            f"nothing answers at {endpoint} ({error.strerror or error})",
            do="start the engine there, or let connect() find one: leave the endpoint "
            "and AWS_ENDPOINT_URL_DYNAMODB out",
        ) from error
    if not _speaks_dynamodb(body):
        server = headers.get("server", "no Server header")
        raise _stranger(endpoint, f"HTTP {status}, {server}")
    server = headers.get("server", "").lower()
    if "x-dynoxide-version" in headers:
        return Probed("dynoxide", headers["x-dynoxide-version"])
    if server.startswith("jetty") and "x-amzn-requestid" in headers:
        return Probed("DynamoDB Local")
    return Probed("unknown")


def _ask(endpoint: str, timeout_seconds: float) -> tuple[int, dict[str, str], bytes]:
    url = urlsplit(endpoint)
    kind = (
        http.client.HTTPSConnection
        if url.scheme == "https"
        else http.client.HTTPConnection
    )
    connection = kind(url.hostname or "", url.port, timeout=timeout_seconds)
    try:
        connection.request("POST", url.path or "/", body=b"{}", headers=_HEADERS)
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return response.status, headers, response.read(1_000_000)
    finally:
        connection.close()


def _speaks_dynamodb(body: bytes) -> bool:
    """ListTables was answered, or refused in the way that DynamoDB refuses."""
    try:
        answer = json.loads(body)
    except ValueError:
        return False
    return isinstance(answer, dict) and ("TableNames" in answer or "__type" in answer)


def _stranger(endpoint: str, seen: str) -> NotDynamoDB:
    return NotDynamoDB(
        f"something else than DynamoDB answers at {endpoint} ({seen})",
        do="give another endpoint, or let connect() find an engine: leave the endpoint "
        "and AWS_ENDPOINT_URL_DYNAMODB out",
    )
