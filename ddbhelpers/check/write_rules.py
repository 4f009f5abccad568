"""Rules about writes: may this operation make these writes?"""

from ddbhelpers.capacity.limits import MAX_TRANSACTION_ITEMS
from ddbhelpers.check.finding import Rules, Said
from ddbhelpers.model.pattern import AccessPattern
from ddbhelpers.words import an

WRITE_RULES: Rules[AccessPattern] = Rules()
ACTIONS: dict[str, tuple[str, ...]] = {
    "PutItem": ("put",),
    "UpdateItem": ("update",),
    "DeleteItem": ("delete",),
    "BatchWriteItem": ("put", "delete"),
    "TransactWriteItems": ("put", "update", "delete", "check"),
}


@WRITE_RULES.rule("warning", "read-write-operations")
def writes_are_listed(pattern: AccessPattern) -> Said:
    """Only what is listed can be sized."""
    if not pattern.writes:
        yield (
            f"{pattern.operation} without a list of its writes",
            "list the items that it puts, updates or deletes under writes",
        )


@WRITE_RULES.rule("error", "WorkingWithItems")
def the_operation_can_make_its_writes(pattern: AccessPattern) -> Said:
    """A batch puts and deletes; only a transaction checks."""
    allowed = ACTIONS.get(pattern.operation or "", ())
    for write in pattern.writes:
        if write.action not in allowed:
            yield (
                f"{pattern.operation} cannot {write.action} {an(write.entity)}",
                f"{pattern.operation} takes {' and '.join(allowed)}",
            )


@WRITE_RULES.rule("error", "Constraints")
def a_transaction_has_at_most_100_actions(pattern: AccessPattern) -> Said:
    """TransactWriteItems takes 100 actions."""
    actions = sum(write.items for write in pattern.writes)
    if pattern.operation == "TransactWriteItems" and actions > MAX_TRANSACTION_ITEMS:
        yield (
            f"one transaction of {actions} actions",
            f"at most {MAX_TRANSACTION_ITEMS}: split it, or do without a transaction",
        )
