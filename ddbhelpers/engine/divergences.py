"""Where the local engines are known to differ from the real DynamoDB, as data."""

from dataclasses import dataclass

from ddbhelpers.engine.probe import Product


@dataclass(frozen=True)
class Divergence:
    """One way in which engines differ from DynamoDB: a name, who, and what is seen."""

    name: str
    products: tuple[Product, ...]
    says: str


DIVERGENCES: tuple[Divergence, ...] = ()
