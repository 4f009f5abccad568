"""An engine: which DynamoDB it is, its clients."""

import threading
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from ddbhelpers.engine.credentials import aws_session, local_session
from ddbhelpers.engine.hooks import hook
from ddbhelpers.engine.identity import Identity

if TYPE_CHECKING:
    from botocore.session import Session
    from mypy_boto3_dynamodb import DynamoDBClient, DynamoDBServiceResource

_making = threading.RLock()


@dataclass(frozen=True, repr=False)
class Engine(Identity):
    """One DynamoDB, as `connect()` found it. Making the value sends nothing.

    >>> Engine("embedded", "http://127.0.0.1:8001", "us-east-1", "dynoxide", "1.2.1")
    <Engine: dynoxide 1.2.1, embedded, at http://127.0.0.1:8001>
    """

    @property
    def client(self) -> "DynamoDBClient":
        """Its low-level boto3 client, made at first use and safe to share.

        On AWS nothing stands between it and your tables: consent is asked for by the
        functions of `ddbhelpers` alone.
        """
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
            return self._client_of(self._session, config)

    @property
    def values(self) -> "DynamoDBClient":
        """The client for Python values: 7 is sent for {"N": "7"}, and comes back so.

        On AWS it is as unguarded as `client`.
        """
        with _making:
            return self._values

    def resource(self) -> "DynamoDBServiceResource":
        """Make a boto3 resource; it is not safe to share between threads."""
        import boto3

        with _making:
            session = boto3.Session(botocore_session=self._session)
            return session.resource("dynamodb", **self._settings({}))

    @cached_property
    def _client(self) -> "DynamoDBClient":
        return self.new_client()

    @cached_property
    def _values(self) -> "DynamoDBClient":
        return self.resource().meta.client

    @cached_property
    def _unmetered(self) -> "DynamoDBClient":
        return self._client_of(self._new_session(), {})

    @cached_property
    def _session(self) -> "Session":
        session = self._new_session()
        hook(session, self)
        return session

    def _client_of(
        self, session: "Session", config: dict[str, Any]
    ) -> "DynamoDBClient":
        # boto3's client is botocore's, and boto3 takes a third longer to import.
        client = session.create_client("dynamodb", **self._settings(config))
        return cast("DynamoDBClient", client)

    def _new_session(self) -> "Session":
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
        if _is_loopback(url.hostname or ""):
            settings["proxies"] = {}
        return {
            "config": Config(**{**settings, **config}),
            "endpoint_url": self.endpoint,
            "verify": True if url.scheme == "http" else None,
        }


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
