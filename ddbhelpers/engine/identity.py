"""Which DynamoDB an engine is, and the guard before AWS: a value, without a client."""

import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ddbhelpers.errors import ConsentMissing

if TYPE_CHECKING:
    from ddbhelpers.explaining.divergences.divergence import Divergence, Product

Kind = Literal["embedded", "dynamodb-local", "endpoint", "aws"]


@dataclass(frozen=True)
class Identity:
    """What tells one DynamoDB from another.

    `kind` says how it was come by: "embedded" (started by the workbench),
    "dynamodb-local", "endpoint" (configured, and neither of these), "aws".
    `product` and `version` say what answered there; `data_folder` is where an embedded
    engine keeps its tables.

    >>> engine = Identity("embedded", "http://127.0.0.1:8001", "us-east-1",
    ...                   product="dynoxide", version="1.2.1",
    ...                   data_folder=Path("/designs/.ddb"))
    >>> engine
    <Engine: dynoxide 1.2.1, embedded, at http://127.0.0.1:8001, data in \
/designs/.ddb>
    >>> engine.is_aws
    False
    """

    kind: Kind
    endpoint: str | None
    region: str
    product: "Product" = "unknown"
    version: str | None = None
    profile: str | None = None
    data_folder: Path | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        """Give its name, its address and where its data is, as far as known."""
        address = self.endpoint and f"at {self.endpoint}"
        data = f"data in {near(self.data_folder)}" if self.data_folder else None
        return f"<Engine: {', '.join(filter(None, [self.name, address, data]))}>"

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
    def divergences(self) -> "tuple[Divergence, ...]":
        """Where this engine is known to differ from the real DynamoDB."""
        from ddbhelpers.explaining.divergences.known import DIVERGENCES

        return tuple(known for known in DIVERGENCES if self.product in known.products)

    def require_consent(
        self, table: str, confirm: str | None = None, *, costs: str | None = None
    ) -> None:
        """Stop a destructive or costly doing on AWS that nobody agreed to.

        `confirm` has to be the table's own name; `costs` says what it would cost.
        Other engines need no consent. Raises ConsentMissing.

        >>> Identity("aws", None, "us-east-1").require_consent("orders")
        Traceback (most recent call last):
            ...
        ddbhelpers.errors.ConsentMissing: this would touch the table orders on AWS \
DynamoDB in us-east-1; allowed: with the table's name typed in confirmation; \
give confirm='orders'
        """
        if self.is_aws and confirm != table:
            cost = "" if costs is None else f" ({costs})"
            wrong = "" if confirm is None else f" and {confirm!r} was typed"
            raise ConsentMissing(
                f"this would touch the table {table} on {self.name}{cost}{wrong}",
                allowed="with the table's name typed in confirmation",
                do=f"give confirm={table!r}",
            )


def near(folder: Path) -> str:
    """Write a folder from where we are, where that is shorter."""
    with suppress(ValueError):  # on Windows, another drive
        return min(os.path.relpath(folder), str(folder), key=len)
    return str(folder)
