"""Rules about writes: designs that break and keep each."""

import pytest

from ddbhelpers.check.write_rules import WRITE_RULES
from tests.check.designs import PUT, Case, design, names, transaction, try_out

CASES = [
    Case(
        "warning",
        "writes_are_listed",
        design({"operation": "PutItem"}),
        "PutItem without a list of its writes",
        "list the items that it puts, updates or deletes under writes",
        design(PUT),
    ),
    Case(
        "error",
        "the_operation_can_make_its_writes",
        design({**PUT, "operation": "UpdateItem"}),
        "UpdateItem cannot put an Order",
        "UpdateItem takes update",
        design(PUT, transaction(1)),
    ),
    Case(
        "error",
        "the_operation_can_make_its_writes",
        design(
            {
                "operation": "BatchWriteItem",
                "writes": [{"action": "check", "entity": "Order"}],
            }
        ),
        "BatchWriteItem cannot check an Order",
        "BatchWriteItem takes put and delete",
        design({**PUT, "operation": "BatchWriteItem"}),
    ),
    Case(
        "error",
        "a_transaction_has_at_most_100_actions",
        design(transaction(101)),
        "one transaction of 101 actions",
        "at most 100: split it, or do without a transaction",
        design(
            transaction(100),
            {
                "operation": "BatchWriteItem",
                "writes": [{"action": "put", "entity": "Order", "items": 101}],
            },
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_rule_finds_what_breaks_it_and_nothing_else(case: Case) -> None:
    try_out(case)


def test_every_rule_is_tried_above() -> None:
    assert {case.rule for case in CASES} == {*names(WRITE_RULES)}
