"""Where every local engine differs from DynamoDB."""

from ddbhelpers.explaining.divergences.divergence import Divergence, Product

BOTH: tuple[Product, ...] = ("dynoxide", "DynamoDB Local")


class TableNamesIgnoreCase(Divergence):
    """A table whose name differs from another's only in upper and lower case cannot
    be created.
    """

    name = "table-names-ignore-case"
    products = BOTH


class NothingIsThrottled(Divergence):
    """Provisioned capacity is accepted and not enforced: throttling is computed by
    the workbench, never observed on a local engine.
    """

    name = "nothing-is-throttled"
    products = BOTH
