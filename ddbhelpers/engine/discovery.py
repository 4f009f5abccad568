"""Which DynamoDB? `connect()` finds one, and asks nobody for a key."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from ddbhelpers.engine import advice
from ddbhelpers.engine.engine import Engine
from ddbhelpers.engine.identity import Kind
from ddbhelpers.engine.probe import probe
from ddbhelpers.engine.server.home import DATA_FILE, home
from ddbhelpers.errors import ConsentMissing, EngineError, EngineMissing, NotDynamoDB

# As the AWS SDKs have them (SDKs and Tools Reference Guide, *Service-specific
# endpoints*): the service's own first.
ENDPOINT_VARIABLES = ("AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL")
IGNORED = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"
DYNAMODB_LOCAL = "http://127.0.0.1:8000"
REGION = "us-east-1"
# Domains of AWS: docs.aws.amazon.com/general/latest/gr/rande.html, and the partitions.
_AWS_DOMAINS = (
    "amazonaws.com",
    "amazonaws.com.cn",
    "amazonaws.eu",
    "api.aws",
    "on.aws",
    "amazonwebservices.com.cn",
    "c2s.ic.gov",
    "sc2s.sgov.gov",
    "cloud.adc-e.uk",
    "csp.hci.ic.gov",
)
# What this process found for each home without being told: it goes on using that.
_found: dict[Path, Engine] = {}
NO_REGION = "no AWS region is configured"
_NAMES = 'an http or https URL, "embedded", "dynamodb-local" or "aws"'


def connect(
    endpoint: str | None = None,
    *,
    region: str | None = None,
    profile: str | None = None,
) -> Engine:
    """Find a DynamoDB and return it as an Engine.

    `endpoint` is a URL, or one of the names "embedded", "dynamodb-local" and "aws".
    Without it: the URL in AWS_ENDPOINT_URL_DYNAMODB or AWS_ENDPOINT_URL, unless
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is true; else the one that this process found
    before; else the embedded engine where it has data, so that work never moves to what
    begins to answer on port 8000; else DynamoDB Local where it answers on
    127.0.0.1:8000, else the embedded engine, which is started if need be.

    Real AWS is used only when it is asked for by name, and only then are the user's
    own credentials, `profile` and configured region read. Every other engine gets
    fixed fake keys, and the region "us-east-1" unless `region` says otherwise.

    Raises EngineMissing where no engine can be had, NotDynamoDB where something else
    answers at the endpoint, ConsentMissing where an endpoint is one of AWS.

    >>> connect("https://dynamodb.eu-west-1.amazonaws.com")
    Traceback (most recent call last):
        ...
    ddbhelpers.errors.ConsentMissing: dynamodb.eu-west-1.amazonaws.com is real AWS, \
where requests cost money; do: connect("aws", region="eu-west-1")
    """
    if endpoint == "aws":
        return _aws(region, profile)
    if profile is not None:
        raise EngineError(
            f"profile {profile!r} was given for an engine that is not AWS",
            allowed='a profile only with connect("aws")',
            do="leave it out",
        )
    region = region or REGION
    if endpoint == "embedded":
        return _embedded(region)
    if endpoint == "dynamodb-local":
        return _named_local(region)
    configured = endpoint or configured_endpoint()
    if configured:
        return _at(configured, region)
    return _chosen(region)


def _chosen(region: str) -> Engine:
    """Go on with the engine in use here, else take the first there is."""
    folder = home()
    before = _found.get(folder)
    if before is not None and before.kind == "dynamodb-local":
        engine = _named_local(region)
    elif before is not None or (folder / DATA_FILE).exists():
        engine = _embedded(region)
    else:
        engine = _dynamodb_local(region) or _embedded(region)
    _found[folder] = engine
    return engine


def configured_endpoint() -> str | None:
    """Give the endpoint that the environment names."""
    if os.environ.get(IGNORED, "").lower() == "true":
        return None
    named = (os.environ.get(name) for name in ENDPOINT_VARIABLES)
    return next(filter(None, named), None)


def _at(endpoint: str, region: str) -> Engine:
    """Take the engine at an address that somebody chose."""
    url = _checked(endpoint)
    answer = probe(url)
    local = answer.product == "DynamoDB Local"
    kind: Kind = "dynamodb-local" if local else "endpoint"
    return Engine(kind, url, region, answer.product, answer.version)


def _dynamodb_local(region: str) -> Engine | None:
    """Take DynamoDB Local where it usually is; pass over whatever else is there."""
    try:
        answer = probe(DYNAMODB_LOCAL, timeout_seconds=3.0)
    except (EngineMissing, NotDynamoDB):
        return None
    if answer.product != "DynamoDB Local":
        return None
    return Engine("dynamodb-local", DYNAMODB_LOCAL, region, answer.product)


def _named_local(region: str) -> Engine:
    """Take DynamoDB Local where it usually is, and nothing else."""
    engine = _dynamodb_local(region)
    if engine is None:
        raise EngineMissing(
            f"DynamoDB Local does not answer at {DYNAMODB_LOCAL}",
            do=f"type: {advice.dynamodb_local()}, then connect() again; or take the "
            'embedded engine: connect("embedded")',
        )
    return engine


def _embedded(region: str) -> Engine:
    from ddbhelpers.engine.server import embedded

    server = embedded.join()
    return Engine(
        "embedded",
        server.endpoint,
        region,
        "dynoxide",
        server.version,
        data_folder=server.home,
    )


def _aws(region: str | None, profile: str | None) -> Engine:
    from botocore.exceptions import BotoCoreError

    from ddbhelpers.engine.credentials import aws_session

    try:
        region = region or aws_session(region, profile).get_config_variable("region")
    except BotoCoreError as error:
        raise EngineError(
            f"the AWS settings cannot be used ({error})", do="type: aws configure"
        ) from error
    if not region:
        raise EngineError(
            NO_REGION,
            do='give one: connect("aws", region="eu-west-1")',
        )
    return Engine("aws", None, region, "DynamoDB", profile=profile)


def _checked(endpoint: str) -> str:
    """Return the URL of a local or foreign engine; refuse AWS and what is no URL."""
    if re.fullmatch(r"[\w-]+", endpoint) and endpoint != "localhost":
        raise EngineError(
            f"endpoint {endpoint!r} is neither a URL nor embedded, dynamodb-local, aws",
            do="correct it",
        )
    url = endpoint if "://" in endpoint else f"http://{endpoint}"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not host or " " in url:
        raise EngineError(f"endpoint {endpoint!r}", allowed=_NAMES, do="correct it")
    host = host.rstrip(".")
    if any(host == name or host.endswith(f".{name}") for name in _AWS_DOMAINS):
        known = host.split(".")[1:2] if host.startswith("dynamodb") else []
        given = f', region="{known[0]}"' if known and "-" in known[0] else ""
        raise ConsentMissing(
            f"{host} is real AWS, where requests cost money",
            do=f'do: connect("aws"{given})',
        )
    return url
