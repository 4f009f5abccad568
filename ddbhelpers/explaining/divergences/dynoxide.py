"""Where dynoxide, the embedded engine, differs from DynamoDB."""

from dataclasses import replace

from ddbhelpers.capacity import ItemsRead
from ddbhelpers.capacity.read import FETCHED
from ddbhelpers.capacity.step import Weight
from ddbhelpers.explaining.divergences.divergence import (
    Divergence,
    DivergenceInUnits,
    Product,
    Steps,
    weigh,
)

DYNOXIDE: tuple[Product, ...] = ("dynoxide",)


class ProjectedGetIsCheaper(DivergenceInUnits):
    """GetItem with a projection is charged for the projected attributes,
    TransactGetItems for these and the keys; DynamoDB charges the whole item.
    """

    name = "projected-get-is-cheaper"
    products = DYNOXIDE

    def of_read(self, operation: str, read: ItemsRead, steps: Steps) -> Steps:
        """Weigh what was asked for."""
        single = read.each and operation != "BatchGetItem"
        if not single or read.projected is None:
            return steps
        keys = read.table.key_names if operation == "TransactGetItems" else ()
        wanted = {*keys, *read.projected}
        parts = [
            item and {name: value for name, value in item.items() if name in wanted}
            for item in read.items
        ]
        return (replace(steps[0], weights=tuple(map(weigh, parts))),)


class LsiFetchIsSummed(DivergenceInUnits):
    """Items that an LSI read fetches from the table are summed and then rounded;
    DynamoDB rounds each item on its own.
    """

    name = "lsi-fetch-is-summed"
    products = DYNOXIDE

    def of_read(self, operation: str, read: ItemsRead, steps: Steps) -> Steps:
        """Round what was fetched once."""
        return tuple(
            replace(step, weights=(Weight.total(step.weights),))
            if step.rule == FETCHED
            else step
            for step in steps
        )


class LsiProjectionFetchesNothing(DivergenceInUnits):
    """A read of an LSI whose projection names an attribute that the index does not
    hold reports no fetch; DynamoDB fetches every item from the table.
    """

    name = "lsi-projection-fetches-nothing"
    products = DYNOXIDE

    def of_read(self, operation: str, read: ItemsRead, steps: Steps) -> Steps:
        """Leave out what was fetched."""
        return steps if read.projected is None else steps[:1]


class LsiScanIsTheTables(DivergenceInUnits):
    """A Scan of an LSI is reported on the table; DynamoDB reports it on the index."""

    name = "lsi-scan-is-the-tables"
    products = DYNOXIDE

    def of_read(self, operation: str, read: ItemsRead, steps: Steps) -> Steps:
        """Put the page on the table."""
        if read.scan and steps[0].kind == "lsi":
            return (replace(steps[0], kind="table", index=None),)
        return steps


class ScannedCountOneTooHigh(Divergence):
    """ScannedCount is one too high on a page that the 1 MB limit cuts."""

    name = "scanned-count-one-too-high"
    products = DYNOXIDE


class PartiqlInOnePage(Divergence):
    """ExecuteStatement returns everything in one page; DynamoDB cuts at 1 MB."""

    name = "partiql-in-one-page"
    products = DYNOXIDE


class IndexKeysMayBeLong(Divergence):
    """An index key of more than 2,048 or 1,024 bytes is accepted, and the item left
    out of the index; DynamoDB refuses the write.
    """

    name = "index-keys-may-be-long"
    products = DYNOXIDE


class AttributeNamesAreNotChecked(Divergence):
    """An empty attribute name, or one of more than 65,535 bytes, is accepted;
    DynamoDB refuses it.
    """

    name = "attribute-names-are-not-checked"
    products = DYNOXIDE


class GsiThroughputStays(Divergence):
    """UpdateTable leaves a GSI's throughput as it was created."""

    name = "gsi-throughput-stays"
    products = DYNOXIDE


class NoTableSize(Divergence):
    """TableSizeBytes is always 0; DynamoDB brings it up to date every six hours."""

    name = "no-table-size"
    products = DYNOXIDE


class NoMultiAttributeKeys(Divergence):
    """A GSI key of several attributes is accepted and then answers wrongly; the
    workbench refuses to create one there.
    """

    name = "no-multi-attribute-keys"
    products = DYNOXIDE
