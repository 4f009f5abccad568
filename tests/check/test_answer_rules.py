"""Rules about the answer: designs that break and keep each."""

import pytest

from ddbhelpers.check.answer_rules import PAGE_RULES, READ_RULES, SCAN_RULES
from tests.check.designs import (
    BY_PLACE,
    BY_STATE,
    BY_TOTAL,
    GET,
    ORDERS,
    SCAN,
    SLIM,
    Case,
    design,
    entity,
    found,
    names,
    try_out,
)

CASES = [
    Case(
        "error",
        "strong_reads_are_of_tables",
        design({**BY_STATE, "consistency": "strong"}),
        "a strongly consistent read of global secondary index by-state",
        "read it with eventual consistency, or ask the table",
        design(
            {**ORDERS, "consistency": "strong"}, {**BY_TOTAL, "consistency": "strong"}
        ),
    ),
    Case(
        "error",
        "a_filter_is_no_key_condition",
        design({**ORDERS, "filter": {"sk": {"contains": "x"}}}),
        "the filter names sk, a key attribute of shop",
        "make it a key condition",
        design(
            {**BY_STATE, **SLIM, "filter": {"pk": {"contains": "x"}}},
            {**SCAN, "filter": {"sk": {"contains": "x"}}},
        ),
    ),
    Case(
        "error",
        "a_global_index_holds_what_is_asked",
        design({**BY_STATE, "filter": {"data.text": {"contains": "{text}"}}}),
        "filter: index by-state does not hold data.text",
        "project it, or fetch the items from the table",
        design({**BY_STATE, "filter": {"note": {"exists": True}}}),
    ),
    Case(
        "error",
        "a_global_index_holds_what_is_asked",
        design({**BY_STATE, "attributes": ["pk", "city", "door"]}),
        "attributes: index by-state does not hold city and door",
        "project it, or fetch the items from the table",
        design({**BY_STATE, **SLIM}, {**BY_PLACE, "attributes": ["data.text"]}),
    ),
    Case(
        "warning",
        "a_local_index_fetches_nothing",
        design({**BY_TOTAL, "attributes": ["total", "note"], "limit": 3}),
        "attributes: index by-total does not hold note",
        "project it, or pay for each whole item that is walked",
        design({**BY_TOTAL, **SLIM}),
    ),
    Case(
        "warning",
        "the_entity_comes_back_whole",
        design(BY_STATE),
        "Order comes back without data.text, country, city, street, day and door",
        "name the attributes that the answer needs, or project more",
        design({**BY_STATE, **SLIM}, BY_PLACE, ORDERS),
    ),
    Case(
        "warning",
        "paths_lead_somewhere",
        design({**SCAN, "filter": {"data.txt": {"contains": "{text}"}}}),
        "data.txt is no attribute of Order",
        "one of city, country, data, data.text, day, door, note, pk, sk, state, "
        "street, total; did you mean data.text?",
        design({**SCAN, "filter": {"data.text": {"contains": "{text}"}}}),
    ),
    Case(
        "warning",
        "paths_lead_somewhere",
        design({**GET, "attributes": ["name", "colour"]}),
        "colour is no attribute of Customer",
        "one of city, country, day, door, name, pk, sk, state, street, total; did"
        " you mean country?",
        design({**GET, "attributes": ["name", "sk"]}),
    ),
    Case(
        "warning",
        "paths_lead_somewhere",
        design({**SCAN, "returns": "Box", "filter": {"linse[0].size": "{size}"}},
               entities=entity("Box", "BOX#{n}", lines="list")),
        "linse[0].size is no attribute of Box",
        "one of city, country, day, door, lines, pk, sk, state, street, total; "
        "did you mean lines?",
        design({**SCAN, "returns": "Box", "filter": {"lines[0].size": "{size}"}},
               entities=entity("Box", "BOX#{n}", lines="list")),
    ),
    Case(
        "warning",
        "paths_lead_somewhere",
        design({**SCAN, "returns": "Box", "attributes": ["sizes"]},
               entities=entity("Box", "BOX#{n}", size="map")),
        "sizes is no attribute of Box",
        "one of city, country, day, door, pk, size, sk, state, street, total; did"
        " you mean size?",
        design({**SCAN, "returns": "Box",
                "attributes": ["size", "size.x.y", "size[0]"]},
               entities=entity("Box", "BOX#{n}", size="map")),
    ),
    Case(
        "error",
        "paths_are_not_too_deep",
        design({**SCAN, "filter": {"data" + ".a" * 32: "{a}"}}),
        "leads 33 levels down",
        "nest at most 32 levels",
        design({**SCAN, "filter": {"data" + ".a" * 31: "{a}"}}),
    ),
    Case(
        "note",
        "a_scan_reads_everything",
        design(SCAN),
        "no key serves this: it reads, and is charged for, the whole of shop",
        "keep it rare, or give the question a key or an index",
        design(ORDERS),
    ),
    Case(
        "note",
        "a_limit_counts_before_the_filter",
        design({**ORDERS, "limit": 9, "filter": {"state": "{state}"}}),
        "limit 9 with a filter",
        "follow the pages, or serve the filter by a key",
        design({**ORDERS, "limit": 9}, {**ORDERS, "filter": {"state": "{state}"}}),
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_rule_finds_what_breaks_it_and_nothing_else(case: Case) -> None:
    try_out(case)


def test_every_rule_is_tried_above() -> None:
    assert {case.rule for case in CASES} == {*names(READ_RULES, PAGE_RULES, SCAN_RULES)}


def test_what_was_perhaps_meant() -> None:
    asked = design({**GET, "attributes": ["skk", "colour"]}, table={"indexes": {}})
    first, second = found(asked, "paths_lead_somewhere")
    assert first.do == "one of name, pk, sk; did you mean sk?"
    assert second.do == "one of name, pk, sk"
