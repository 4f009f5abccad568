"""An engine: which DynamoDB it is, its clients, and the guard before AWS."""

import threading
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from ddbhelpers.engine.divergences import DIVERGENCES, Divergence
from ddbhelpers.engine.probe import Product
from ddbhelpers.errors import ConsentMissing

if TYPE_CHECKING:
    import boto3
    from botocore.session import Session
    from mypy_boto3_dynamodb import DynamoDBClient, DynamoDBServiceResource

Kind = Literal["embedded", "dynamodb-local", "endpoint", "aws"]
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_making = threading.RLock()


@dataclass(frozen=True)
class Engine:
    """One DynamoDB, as `connect()` found it. Making the value sends nothing.

    `kind` says how it was come by: "embedded" (started by the workbench),
    "dynamodb-local", "endpoint" (configured, and neither of these), "aws".
    `product` and `version` say what answered there.

    >>> engine = Engine("embedded", "http://127.0.0.1:8001", "us-east-1",
    ...                 product="dynoxide", version="1.2.1")
    >>> engine
    <Engine: dynoxide 1.2.1, embedded>
    >>> engine.is_aws
    False
    """

    kind: Kind
    endpoint: str | None
    region: str
    product: Product = "unknown"
    version: str | None = None
    profile: str | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        """Name it without address and port, which differ from run to run."""
        return f"<Engine: {self.name}>"

    @property
    def name(self) -> str:
        """Its name for people, such as "dynoxide 1.2.1, embedded"."""
        if self.is_aws:
            return f"AWS DynamoDB in {self.region}"
        product = "DynamoDB at an endpoint" if self.product == "unknown" else None
        name = " ".join(filter(None, [product or self.product, self.version]))
        return f"{name}, embedded" if self.kind == "embedded" else name

    @property
    def is_aws(self) -> bool:
        """Whether this is the real DynamoDB, where requests cost money."""
        return self.kind == "aws"

    @property
    def address(self) -> tuple[str | None, str, str | None]:
        """What tells two engines apart, whichever way they were found."""
        return self.endpoint, self.region, self.profile

    @property
    def divergences(self) -> tuple[Divergence, ...]:
        """Where this engine is known to differ from the real DynamoDB."""
        return tuple(d for d in DIVERGENCES if self.product in d.products)

    @property
    def client(self) -> "DynamoDBClient":
        """Its low-level boto3 client, made at first use and safe to share."""
        with _making:
            return self._client

    @property
    def unmetered(self) -> "DynamoDBClient":
        """A client of the meter's own, whose requests no meter records."""
        with _making:
            return self._unmetered

    def new_client(self, **config: Any) -> "DynamoDBClient":
        """Make another client; `config` are settings of botocore's Config."""
        with _making:
            return self._session.client("dynamodb", **self._settings(config))

    def resource(self) -> "DynamoDBServiceResource":
        """Make a boto3 resource; it is not safe to share between threads."""
        with _making:
            return self._session.resource("dynamodb", **self._settings({}))

    def require_consent(self, table: str, confirm: str | None = None) -> None:
        """Stop a destructive or costly doing on AWS that nobody agreed to.

        `confirm` has to be the table's own name. Other engines need no consent.
        Raises ConsentMissing.

        >>> Engine("aws", None, "us-east-1").require_consent("orders")
        Traceback (most recent call last):
            ...
        ddbhelpers.errors.ConsentMissing: this would touch the table orders on AWS \
DynamoDB in us-east-1; allowed: with the table's name typed in confirmation; \
give confirm='orders'
        """
        if self.is_aws and confirm != table:
            wrong = "" if confirm is None else f" and {confirm!r} was typed"
            raise ConsentMissing(
                f"this would touch the table {table} on {self.name}{wrong}",
                allowed="with the table's name typed in confirmation",
                do=f"give confirm={table!r}",
            )

    @cached_property
    def _client(self) -> "DynamoDBClient":
        return self.new_client()

    @cached_property
    def _unmetered(self) -> "DynamoDBClient":
        import boto3

        session = boto3.Session(botocore_session=self._new_session())
        return session.client("dynamodb", **self._settings({}))

    @cached_property
    def _session(self) -> "boto3.Session":
        import boto3

        from ddbhelpers.engine.hooks import hook

        session = self._new_session()
        hook(session, self)
        return boto3.Session(botocore_session=session)

    def _new_session(self) -> "Session":
        from ddbhelpers.engine.credentials import aws_session, local_session

        if self.is_aws:
            return aws_session(self.region, self.profile)
        return local_session(self.region)

    def _settings(self, config: dict[str, Any]) -> dict[str, Any]:
        from botocore.config import Config

        settings: dict[str, Any] = {
            "connect_timeout": 5,
            "read_timeout": 60,
            "max_pool_connections": 32,
            "retries": {"mode": "standard", "total_max_attempts": 3},
        }
        if self.is_aws:
            # Asked for by name: AWS_ENDPOINT_URL does not lead elsewhere.
            settings["ignore_configured_endpoint_urls"] = True
            settings["retries"] = {"mode": "standard", "total_max_attempts": 8}
            return {"config": Config(**{**settings, **config})}
        url = urlsplit(self.endpoint or "")
        if url.hostname in _LOOPBACK:
            settings["proxies"] = {}
        return {
            "config": Config(**{**settings, **config}),
            "endpoint_url": self.endpoint,
            "verify": True if url.scheme == "http" else None,
        }
