"""Rules about tables and entities: designs that break and keep each."""

import pytest

from ddbhelpers.check.table_rules import ENTITY_RULES, TABLE_RULES
from tests.check.designs import (
    MUCH,
    Case,
    design,
    entity,
    names,
    try_out,
)

CASES = [
    Case(
        "warning",
        "items_tell_their_entity",
        design(
            entities={
                **entity("Thing", "CUST#{n}", "ORDER#{a}#{b}", a={"in": "key"},
                         b={"in": "key"}),
            }
        ),
        "Order and Thing can have the same keys, and overwrite each other",
        "begin a key with a word of its own, such as ORDER# and THING#",
        design(entities=entity("Thing", "THING#{n}")),
    ),
    Case(
        "error",
        "keys_are_short_enough",
        design(entities=entity("Box", "BOX", "A#{n}", n={"in": "key", "bytes": 1023})),
        "sort key sk can have 1,025 bytes; at most 1,024 fit",
        "shorten a value in it",
        design(entities=entity("Box", "BOX", "A#{n}", n={"in": "key", "bytes": 1022})),
    ),
    Case(
        "error",
        "keys_are_short_enough",
        design(entities=entity("Box", "é#{n}", "BOX", n={"in": "key", "bytes": 2046})),
        "partition key pk can have 2,049 bytes; at most 2,048 fit",
        "shorten a value in it",
        design(entities=entity("Box", "é#{n}", "BOX", n={"in": "key", "bytes": 2045})),
    ),
    Case(
        "note",
        "keys_have_bounded_values",
        design(entities=entity("Box", "BOX#{n}", "BOX", n={"in": "key"})),
        "partition key pk holds n, which nothing bounds; at most 2,048 bytes fit",
        "say how long it gets: n: {bytes: …}",
        design(entities=entity("Box", "BOX#{n}", "BOX")),
    ),
    Case(
        "warning",
        "items_are_small_enough",
        # the keys have 15 and 11 bytes, a, b and c a byte each beside their values
        design(entities=entity("Box", "BOX#{n}", a={"bytes": 9573}, b=MUCH)),
        "it can have 409,601 bytes; at most 409,600 fit",
        "keep the largest one elsewhere, or split the item",
        design(entities=entity("Box", "BOX#{n}", a={"bytes": 9571}, b=MUCH, c=None)),
    ),
    Case(
        "warning",
        "time_to_live_is_a_number",
        design(table={"time_to_live": "until"}),
        "time to live until is carried by no entity",
        "give the entity an integer: seconds since 1970",
        design(
            table={"time_to_live": "until"},
            entities=entity("Box", "BOX#{n}", until="integer"),
        ),
    ),
    Case(
        "warning",
        "time_to_live_is_a_number",
        design(
            table={"time_to_live": "until"},
            entities=entity("Box", "BOX#{n}", until="timestamp"),
        ),
        "time to live until is timestamp, so nothing expires",
        "give the entity an integer: seconds since 1970",
        design(),
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_rule_finds_what_breaks_it_and_nothing_else(case: Case) -> None:
    try_out(case)


def test_every_rule_is_tried_above() -> None:
    assert {case.rule for case in CASES} == {*names(ENTITY_RULES, TABLE_RULES)}
