"""Rules about entities, indexes and tables: designs that break and keep each."""

from typing import Any

import pytest

from ddbhelpers.check.model_rules import ENTITY_RULES, INDEX_RULES, TABLE_RULES
from ddbhelpers.model import Model
from tests.check.designs import (
    BY_PLACE,
    BY_STATE,
    BY_TOTAL,
    MUCH,
    TABLE,
    Case,
    design,
    entity,
    indexes,
    names,
    try_out,
)


def projecting(*projected: str) -> dict[str, Any]:
    index = {"partition_key": "state", "projection": [*projected]}
    return {"indexes": {"by-state": index}, "time_to_live": "until"}


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
        design(entities=entity("Thing", "THING#{n}")),
    ),
    Case(
        "error",
        "keys_are_short_enough",
        design(entities=entity("Box", "BOX", "A#{n}", n={"in": "key", "bytes": 1023})),
        "sort key sk can have 1,025 bytes; at most 1,024 fit",
        design(entities=entity("Box", "BOX", "A#{n}", n={"in": "key", "bytes": 1022})),
    ),
    Case(
        "error",
        "keys_are_short_enough",
        design(entities=entity("Box", "é#{n}", "BOX", n={"in": "key", "bytes": 2046})),
        "partition key pk can have 2,049 bytes; at most 2,048 fit",
        design(entities=entity("Box", "é#{n}", "BOX", n={"in": "key", "bytes": 2045})),
    ),
    Case(
        "note",
        "keys_have_bounded_values",
        design(entities=entity("Box", "BOX#{n}", "BOX", n={"in": "key"})),
        "partition key pk holds n, which nothing bounds; at most 2,048 bytes fit",
        design(entities=entity("Box", "BOX#{n}", "BOX")),
    ),
    Case(
        "warning",
        "items_are_small_enough",
        # the keys have 15 and 11 bytes, a, b and c a byte each beside their values
        design(entities=entity("Box", "BOX#{n}", a={"bytes": 9573}, b=MUCH)),
        "it can have 409,601 bytes; at most 409,600 fit",
        design(entities=entity("Box", "BOX#{n}", a={"bytes": 9571}, b=MUCH, c=None)),
    ),
    Case(
        "warning",
        "an_index_holds_something",
        design(table={"indexes": {"empty": {"partition_key": "colour"}}}),
        "no entity has its keys colour, so it is empty",
        design(),
    ),
    Case(
        "warning",
        "what_is_projected_is_written",
        design(table=projecting("totl")),
        "it projects totl, no attribute of Customer and Order",
        design(table=projecting("total", "data", "name", "sk", "until")),
    ),
    Case(
        "warning",
        "what_is_projected_is_written",
        design(table=projecting("data.text")),
        "it projects data.text, no attribute",
        design(
            table=projecting("anything"),
            # nothing is said of its attributes
            entities={"Note": {"keys": {"pk": "NOTE#", "sk": "NOTE#"}}},
        ),
    ),
    Case(
        "warning",
        "what_is_projected_is_written",
        design(table=projecting("placed")),
        "it projects placed, no attribute",
        Model(name="bare", tables={"bare": {**TABLE, **projecting("anything")}}),
    ),
    Case(
        "note",
        "a_sparse_index_is_meant",
        design(),
        "sparse: it holds Order, not Customer",
        design(table={"indexes": {"inverted": {
            "partition_key": "sk", "sort_key": "pk"}}}),
    ),
    Case(
        "note",
        "an_index_is_asked",
        design(BY_STATE, BY_PLACE),
        "no access pattern reads it",
        design(BY_STATE, BY_PLACE, BY_TOTAL),
    ),
    Case(
        "error",
        "indexes_are_not_too_many",
        design(table=indexes("global", 21)),
        "21 global secondary indexes; at most 20",
        design(table=indexes("global", 20)),
    ),
    Case(
        "error",
        "indexes_are_not_too_many",
        design(table=indexes("local", 6)),
        "6 local secondary indexes; at most 5",
        design(table=indexes("local", 5)),
    ),
    Case(
        "error",
        "projections_are_not_too_many",
        design(table=indexes("global", 11, projection=list("abcdefghij"))),
        "its indexes project 110 attributes by name; at most 100",
        design(table=indexes("global", 10, projection=list("abcdefghij"))),
    ),
    Case(
        "warning",
        "time_to_live_is_a_number",
        design(table={"time_to_live": "until"}),
        "time to live until is carried by no entity",
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
        design(),
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_rule_finds_what_breaks_it_and_nothing_else(case: Case) -> None:
    try_out(case)


def test_every_rule_is_tried_above() -> None:
    assert {case.rule for case in CASES} == {
        *names(ENTITY_RULES, INDEX_RULES, TABLE_RULES)
    }
