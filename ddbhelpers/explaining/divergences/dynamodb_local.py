"""Where DynamoDB Local differs from DynamoDB.

Divergences act in this order: those that weigh something else come before those that
weigh differently.
"""

from dataclasses import replace

from ddbhelpers.capacity import (
    Action,
    ConditionCheck,
    ItemsRead,
    ItemWrite,
    ReplayedWrite,
    as_dynamodb_json,
)
from ddbhelpers.capacity.index import NEVER_IN, projected
from ddbhelpers.capacity.limits import (
    READ_UNIT_BYTES,
    STORAGE_OVERHEAD_BYTES,
    TRANSACTION_FACTOR,
    WRITE_UNIT_BYTES,
)
from ddbhelpers.capacity.step import ONCE, Factor, Step, Weight
from ddbhelpers.capacity.write import NOTHING_THERE
from ddbhelpers.explaining.divergences.divergence import (
    Divergence,
    DivergenceInUnits,
    Product,
    Steps,
    Telling,
    weigh,
)

LOCAL: tuple[Product, ...] = ("DynamoDB Local",)


class TwoHalvesOfAKeyCostAnEntry(DivergenceInUnits):
    """A write that takes away one attribute of an index's key and brings another is
    charged for an entry, though the item was not in the index, and is not now;
    DynamoDB charges nothing.
    """

    name = "two-halves-of-a-key-cost-an-entry"
    products = LOCAL

    def of_write(self, operation: str, write: ItemWrite, steps: Steps) -> Steps:
        """Charge the entry that would have been removed."""
        if write.before is None:
            return steps
        before = as_dynamodb_json(write.before)
        together = {*before, *(write.after or ())}

        def charged(step: Step) -> Step:
            if step.rule != NEVER_IN or step.index is None:
                return step
            index = write.table.index(step.index)
            if not together.issuperset(index.key_names):
                return step
            weights = (Weight.of(projected(write.table, index, before)),)
            return replace(step, weights=weights, unit_bytes=WRITE_UNIT_BYTES)

        return tuple(map(charged, steps))


class LsiProjectionAlwaysFetches(DivergenceInUnits):
    """A Query of an LSI with a projection is charged for fetching every item from
    the table, also where the index holds all that is asked for; DynamoDB fetches
    only what the index does not hold.
    """

    name = "lsi-projection-always-fetches"
    products = LOCAL

    def of_read(self, operation: str, read: ItemsRead, steps: Steps) -> Steps:
        """Fetch every item."""
        index, entries = read.of_index, steps[0]
        if read.projected is None or index is None:
            return steps
        if index.kind == "global" or index.projection.type == "ALL":
            return steps
        weights = tuple(map(weigh, read.items))
        fetched = replace(entries, kind="table", index=None, weights=weights, how="sum")
        return entries, fetched


class IndexScanCostsWholeItems(DivergenceInUnits):
    """A Scan of an index is charged for the whole items; DynamoDB charges the
    entries as the index holds them.
    """

    name = "index-scan-costs-whole-items"
    products = LOCAL

    def of_read(self, operation: str, read: ItemsRead, steps: Steps) -> Steps:
        """Weigh the items, and fetch nothing."""
        if not read.scan or read.of_index is None:
            return steps
        page = Weight.total(map(weigh, read.items))
        return (replace(steps[0], weights=(page,)),)


class ReplayIsAWrite(DivergenceInUnits):
    """A ClientRequestToken used again is not reported as read units, counts actions
    that cost the same only once, and is sized on the items as they are now;
    DynamoDB charges the replay as reads, each action for itself.
    """

    name = "replay-is-a-write"
    products = LOCAL

    def of_action(self, operation: str, action: Action, steps: Steps) -> Steps:
        """Size the item as it is now."""
        if not isinstance(action, ReplayedWrite):
            return steps
        return (replace(steps[0], weights=(weigh(action.after),)),)

    def of_request(self, told: Telling) -> Telling:
        """Call it a write, and count each charge once."""
        if not any(isinstance(action, ReplayedWrite) for action in told.actions):
            return told
        return replace(_each_once(told), unit="write")


class LsiWriteCostsOneMore(DivergenceInUnits):
    """An LSI entry is written as if it weighed 100 bytes more (what DynamoDB adds
    for storage only), which at some sizes is one unit more.
    """

    name = "lsi-write-costs-one-more"
    products = LOCAL

    def of_write(self, operation: str, write: ItemWrite, steps: Steps) -> Steps:
        """Add the bytes to each entry that is written."""

        def heavier(step: Step) -> Step:
            if step.kind != "lsi":
                return step
            weights = (
                weight._replace(size=weight.size + STORAGE_OVERHEAD_BYTES)
                for weight in step.weights
            )
            return replace(step, weights=tuple(weights))

        return tuple(map(heavier, steps))


class NumberDigitsInPairs(DivergenceInUnits):
    """Numbers such as 120 and 0.012, with an odd number of zeros between an even
    number of digits and the decimal point, weigh one byte more. Which is right
    is an open rule: see ddbhelpers.capacity.OPEN_RULES.
    """

    name = "number-digits-in-pairs"
    products = LOCAL

    def of_action(self, operation: str, action: Action, steps: Steps) -> Steps:
        """Take every number by the other formula."""
        return tuple(
            replace(step, weights=tuple(Weight(sum(both)) for both in step.weights))
            for step in steps
        )


class EmptyPageIsFree(DivergenceInUnits):
    """A Query or Scan that evaluates nothing reports 0; DynamoDB charges 0.5, or 1
    when strongly consistent.
    """

    name = "empty-page-is-free"
    products = LOCAL

    def of_read(self, operation: str, read: ItemsRead, steps: Steps) -> Steps:
        """Charge nothing for nothing."""
        if read.each or read.items:
            return steps
        return (replace(steps[0], weights=()),)


class MissingKeyInBatchIsFree(DivergenceInUnits):
    """A key that BatchGetItem does not find reports 0; DynamoDB charges 0.5, or 1
    when strongly consistent.
    """

    name = "missing-key-in-batch-is-free"
    products = LOCAL

    def of_read(self, operation: str, read: ItemsRead, steps: Steps) -> Steps:
        """Weigh only what is there."""
        if operation != "BatchGetItem":
            return steps
        both = zip(steps[0].weights, read.items, strict=True)
        weights = tuple(weight for weight, item in both if item is not None)
        return (replace(steps[0], weights=weights),)


class MissingDeleteInBatchCostsTwo(DivergenceInUnits):
    """BatchWriteItem reports 2 for deleting an item that does not exist; DynamoDB
    charges 1.
    """

    name = "missing-delete-in-batch-costs-two"
    products = LOCAL

    def of_write(self, operation: str, write: ItemWrite, steps: Steps) -> Steps:
        """Charge it twice."""
        if operation == "BatchWriteItem" and steps[0].rule == NOTHING_THERE:
            return (replace(steps[0], factor=Factor(2)),)
        return steps


class MissingDeleteInTransactionCostsOne(DivergenceInUnits):
    """TransactWriteItems reports 1 for deleting an item that does not exist;
    DynamoDB charges 2.
    """

    name = "missing-delete-in-transaction-costs-one"
    products = LOCAL

    def of_write(self, operation: str, write: ItemWrite, steps: Steps) -> Steps:
        """Charge it once."""
        if write.transactional and steps[0].rule == NOTHING_THERE:
            return (replace(steps[0], factor=ONCE),)
        return steps


class ConditionCheckIsARead(DivergenceInUnits):
    """A ConditionCheck is rounded up to 4 KB, as a read; DynamoDB rounds it up to
    1 KB, as a write.
    """

    name = "condition-check-is-a-read"
    products = LOCAL

    def of_action(self, operation: str, action: Action, steps: Steps) -> Steps:
        """Round it up further."""
        if not isinstance(action, ConditionCheck):
            return steps
        return (replace(steps[0], unit_bytes=READ_UNIT_BYTES),)


class TransactionCountsEqualsOnce(DivergenceInUnits):
    """TransactWriteItems counts actions that cost the same only once, and doubles
    the indexes too; DynamoDB adds up every action, and doubles the table's units
    only.
    """

    name = "transaction-counts-equals-once"
    products = LOCAL

    def of_write(self, operation: str, write: ItemWrite, steps: Steps) -> Steps:
        """Double the indexes."""
        if not write.transactional:
            return steps
        twice = Factor(TRANSACTION_FACTOR)
        return tuple(
            replace(step, factor=twice) if step.index else step for step in steps
        )

    def of_request(self, told: Telling) -> Telling:
        """Count each charge once."""
        transaction = any(
            isinstance(action, ConditionCheck)
            or (isinstance(action, ItemWrite) and action.transactional)
            for action in told.actions
        )
        return _each_once(told) if transaction else told


class PartiqlReportsNothing(DivergenceInUnits):
    """PartiQL statements report no ConsumedCapacity; DynamoDB reports what the
    classic call costs.
    """

    name = "partiql-reports-nothing"
    products = LOCAL

    def of_request(self, told: Telling) -> Telling:
        """Tell nothing."""
        partiql = "Statement" in told.operation or told.operation.startswith("Execute")
        return replace(told, charges=()) if partiql else told


class TagsAreRefused(Divergence):
    """Tagging operations are refused as unknown."""

    name = "tags-are-refused"
    products = LOCAL


def _each_once(told: Telling) -> Telling:
    return replace(told, charges=tuple(dict.fromkeys(told.charges)))
