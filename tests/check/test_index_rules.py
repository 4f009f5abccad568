"""Rules about secondary indexes: designs that break and keep each."""

from typing import Any

import pytest

from ddbhelpers.check.index_rules import INDEX_RULES, TABLES_INDEX_RULES
from ddbhelpers.model import Model
from tests.check.designs import (
    BY_PLACE,
    BY_STATE,
    BY_TOTAL,
    TABLE,
    Case,
    design,
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
        "an_index_holds_something",
        design(table={"indexes": {"empty": {"partition_key": "colour"}}}),
        "no entity has its keys colour, so it is empty",
        "give an entity these key attributes, or drop the index",
        design(),
    ),
    Case(
        "warning",
        "what_is_projected_is_written",
        design(table=projecting("totl")),
        "it projects totl, no attribute of Customer and Order",
        "one of city, country, data, day, door, name, note, pk, sk, state, "
        "street, total, until; did you mean total?",
        design(table=projecting("total", "data", "name", "sk", "until")),
    ),
    Case(
        "warning",
        "what_is_projected_is_written",
        design(table=projecting("data.text")),
        "it projects data.text, no attribute",
        "one of city, country, data, day, door, name, note, pk, sk, state, "
        "street, total, until; did you mean data?",
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
        "one of city, country, data, day, door, name, note, pk, sk, state, "
        "street, total, until",
        Model(name="bare", tables={"bare": {**TABLE, **projecting("anything")}}),
    ),
    Case(
        "note",
        "a_sparse_index_is_meant",
        design(),
        "sparse: it holds Order, not Customer",
        "nothing, if that is meant",
        design(table={"indexes": {"inverted": {
            "partition_key": "sk", "sort_key": "pk"}}}),
    ),
    Case(
        "note",
        "an_index_is_asked",
        design(BY_STATE, BY_PLACE),
        "no access pattern reads it",
        "drop it, or write down the question that it answers",
        design(BY_STATE, BY_PLACE, BY_TOTAL),
    ),
    Case(
        "error",
        "indexes_are_not_too_many",
        design(table=indexes("global", 21)),
        "21 global secondary indexes; at most 20",
        "let one index serve several patterns",
        design(table=indexes("global", 20)),
    ),
    Case(
        "error",
        "indexes_are_not_too_many",
        design(table=indexes("local", 6)),
        "6 local secondary indexes; at most 5",
        "let one index serve several patterns",
        design(table=indexes("local", 5)),
    ),
    Case(
        "error",
        "projections_are_not_too_many",
        design(table=indexes("global", 11, projection=list("abcdefghij"))),
        "its indexes project 110 attributes by name; at most 100",
        "project ALL, or put attributes together in one map",
        design(table=indexes("global", 10, projection=list("abcdefghij"))),
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_rule_finds_what_breaks_it_and_nothing_else(case: Case) -> None:
    try_out(case)


def test_every_rule_is_tried_above() -> None:
    assert {case.rule for case in CASES} == {*names(INDEX_RULES, TABLES_INDEX_RULES)}
