"""Rules about key conditions: designs that break and keep each."""

from typing import Any

import pytest

from ddbhelpers.check.key_rules import GET_ITEM_RULES, QUERY_RULES
from ddbhelpers.model import Model
from tests.check.designs import (
    BY_PLACE,
    BY_STATE,
    BY_TOTAL,
    GET,
    ORDERS,
    PLACE,
    Case,
    design,
    entity,
    found,
    keyed,
    names,
    try_out,
)


def versions(sk: Any, latest: str | None = None) -> Model:
    """Documents whose versions have padded numbers; perhaps a copy of the latest."""
    of_latest = entity("Latest", "DOC#{n}", latest) if latest else {}
    number = {"type": "integer", "in": "key"}
    document = {"in": "key", "bytes": 9}
    return design(
        {**ORDERS, "returns": "Version", "key": {"pk": "DOC#{id}", "sk": sk}},
        entities={
            **entity("Version", "DOC#{id}", "v{n:06}", n=number, id=document),
            **of_latest,
        },
    )


CASES = [
    Case(
        "error",
        "partition_key_is_given",
        design({**ORDERS, "key": {"sk": "PROFILE"}}),
        "no condition on partition key pk of shop",
        "give it with equals, choose another key or an index, or pay for a Scan",
        design(ORDERS),
    ),
    Case(
        "error",
        "partition_key_is_given",
        design(keyed(pk=["CUST#{customer}"])),
        "the condition on partition key pk may be left out",
        "give one condition, not a list of alternatives",
        design(keyed(pk="CUST#{customer}")),
    ),
    Case(
        "error",
        "partition_key_is_given",
        design({**BY_PLACE, "key": {"country": "NO"}}),
        "no condition on partition key city of index by-place",
        "give it with equals, choose another key or an index, or pay for a Scan",
        design(BY_PLACE),
    ),
    Case(
        "error",
        "partition_key_is_given_whole",
        design(keyed(pk={"begins_with": "CUST#"})),
        "pk begins_with CUST#: a partition key is found by its whole value only",
        "use equals, and put what varies into the sort key",
        design(ORDERS),
    ),
    Case(
        "error",
        "conditions_are_on_keys",
        design(keyed(total="{total}")),
        "total is no key attribute of shop; its keys are pk and sk",
        "make it a key, add an index on it, or move it to the filter",
        design(ORDERS),
    ),
    Case(
        "error",
        "conditions_are_on_keys",
        design({**BY_STATE, "key": {"pk": "CUST#{customer}", "state": "open"}}),
        "pk is no key attribute of index by-state",
        "make it a key, add an index on it, or move it to the filter",
        design(BY_STATE),
    ),
    Case(
        "error",
        "sort_key_has_no_gap",
        design({**BY_PLACE, "key": {**PLACE, "day": "{day}"}}),
        "a condition on day, but not always one on street before it",
        "give street with equals, or leave day to the filter",
        design({**BY_PLACE, "key": {**PLACE, "street": "{street}", "day": "{day}"}}),
    ),
    Case(
        "error",
        "sort_key_has_no_gap",
        design({**BY_PLACE, "key": {**PLACE, "street": ["{street}"], "day": "{day}"}}),
        "not always one on street",
        "give street with equals, or leave day to the filter",
        design({**BY_PLACE, "key": {**PLACE, "street": "{street}", "day": ["{day}"]}}),
    ),
    Case(
        "error",
        "range_comes_last",
        design(
            {
                **BY_PLACE,
                "key": {**PLACE, "street": {"begins_with": "M"}, "day": "{day}"},
            }
        ),
        "street begins_with before a condition on day",
        "give street with equals, or leave day to the filter",
        design(
            {
                **BY_PLACE,
                "key": {**PLACE, "street": "Main", "day": {"at_least": "{day}"}},
            }
        ),
    ),
    Case(
        "error",
        "begins_with_is_for_text",
        design(
            {
                **BY_TOTAL,
                "key": {"pk": "CUST#{customer}", "total": {"begins_with": "1"}},
            }
        ),
        "total begins_with, but total is a number",
        "use between, or make the key text of a fixed width",
        design(
            {**BY_TOTAL, "key": {"pk": "CUST#{customer}", "total": {"at_least": 1}}}
        ),
    ),
    Case(
        "error",
        "what_is_returned_is_there",
        design({**BY_STATE, "returns": "Customer"}),
        "Customer has no state, so index by-state holds none",
        "give Customer that key attribute, or ask elsewhere",
        design(BY_STATE),
    ),
    Case(
        "error",
        "what_is_returned_is_there",
        Model(
            **{
                **dict(design(ORDERS)),
                "tables": [
                    *design().tables,
                    {"name": "two", "partition_key": "pk", "sort_key": "sk"},
                ],
                "access_patterns": {"ask": {"question": "?", "table": "two", **ORDERS}},
            }
        ),
        "Order stands in another table, not in two",
        "ask that table",
        design({**ORDERS, "table": "shop"}),
    ),
    Case(
        "error",
        "key_is_one_that_is_written",
        design(keyed(pk="CHAT#{customer}")),
        "pk = CHAT#{customer} finds no Order, whose pk is CUST#{customer}",
        "look for what Order writes, such as "
        "CUST#3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b",
        design(ORDERS),
    ),
    Case(
        "error",
        "key_is_one_that_is_written",
        design(keyed(sk={"begins_with": "LINE#"})),
        "sk begins_with LINE# finds no Order",
        "look for what Order writes, such as "
        "ORDER#2023-03-01#3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b",
        design(keyed(sk={"begins_with": "ORDER#2023-03"})),
    ),
    Case(
        "error",
        "key_is_one_that_is_written",
        design(keyed(sk={"begins_with": "2023-03"})),
        "sk begins_with 2023-03 finds no Order",
        "look for what Order writes, such as "
        "ORDER#2023-03-01#3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b",
        design(keyed(sk={"begins_with": "{when}"})),
    ),
    Case(
        "error",
        "key_is_one_that_is_written",
        design(keyed(sk={"between": ["LINE#{a}", "LINE#{b}"]})),
        "sk between LINE#{a} and LINE#{b} finds no Order",
        "look for what Order writes, such as "
        "ORDER#2023-03-01#3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b",
        design(keyed(sk={"between": ["ORDER#{a}", "ORDER#{b}"]})),
    ),
    Case(
        "error",
        "key_is_one_that_is_written",
        design(keyed(sk={"greater_than": "PARCEL#{a}"})),
        "sk > PARCEL#{a} finds no Order",
        "look for what Order writes, such as "
        "ORDER#2023-03-01#3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b",
        design(keyed(sk={"greater_than": "LINE#{a}"})),
    ),
    Case(
        "error",
        "key_is_one_that_is_written",
        design(keyed(sk={"less_than": "LINE#{a}"})),
        "sk < LINE#{a} finds no Order",
        "look for what Order writes, such as "
        "ORDER#2023-03-01#3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b",
        design(keyed(sk={"at_most": "PARCEL#{a}"})),
    ),
    Case(
        "error",
        "key_is_one_that_is_written",
        design({**GET, "key": {"pk": "CUST#{customer}", "sk": "NAME"}}),
        "sk = NAME finds no Customer, whose sk is PROFILE",
        "look for what Customer writes, such as PROFILE",
        design(GET),
    ),
    Case(
        "error",
        "key_is_one_that_is_written",
        versions(sk="v0"),
        "sk = v0 finds no Version, whose sk is v{n:06}",
        "look for what Version writes, such as v000042",
        versions(sk="v000001"),
    ),
    Case(
        "error",
        "key_is_one_that_is_written",
        versions(sk={"at_most": "v0"}),
        "sk <= v0 finds no Version",
        "look for what Version writes, such as v000042",
        versions(sk={"at_most": "v000000"}),
    ),
    Case(
        "error",
        "key_is_one_that_is_written",
        versions(sk={"less_than": "v000000"}),
        "sk < v000000 finds no Version",
        "look for what Version writes, such as v000042",
        versions(sk={"less_than": "v000001"}),
    ),
    Case(
        "error",
        "key_is_one_that_is_written",
        versions(sk={"at_least": "v9999999"}),
        "sk >= v9999999 finds no Version",
        "look for what Version writes, such as v000042",
        versions(sk={"at_least": "v999999"}),
    ),
    Case(
        "error",
        "key_is_one_that_is_written",
        versions(sk={"greater_than": "v999999"}),
        "sk > v999999 finds no Version",
        "look for what Version writes, such as v000042",
        versions(sk={"greater_than": "v99999"}),
    ),
    Case(
        "error",
        "key_is_one_that_is_written",
        versions(sk={"between": ["a{n:06}", "v"]}),
        "sk between a{n:06} and v finds no Version",
        "look for what Version writes, such as v000042",
        versions(sk={"between": ["a{n:06}", "v1"]}),
    ),
    Case(
        "warning",
        "answer_is_of_one_entity",
        versions(sk={"between": ["v{a:06}", "v{b:06}"]}, latest="v000042"),
        "its key conditions also match Latest",
        "add a condition on the sort key, or choose other key templates",
        # v0 is sorted before v000000: no range of padded numbers meets it
        versions(sk={"between": ["v{a:06}", "v{b:06}"]}, latest="v0"),
    ),
    Case(
        "error",
        "key_is_asked_for_what_it_holds",
        design(keyed(pk="CUST#{order}")),
        "pk of Order holds customer, and is asked for order",
        "ask by customer, or make a key of order",
        design(keyed(pk="CUST#{who}")),
    ),
    Case(
        "error",
        "get_item_has_the_whole_key",
        design({**GET, "key": {"pk": "CUST#{customer}"}}),
        "a GetItem without sk = …",
        "give the whole key with equals, or make it a Query",
        design(GET),
    ),
    Case(
        "error",
        "get_item_has_the_whole_key",
        design({**GET, "key": {**GET["key"], "sk": {"begins_with": "PRO"}}}),
        "a GetItem without sk = …",
        "give the whole key with equals, or make it a Query",
        design(GET),
    ),
    Case(
        "error",
        "get_item_has_the_whole_key",
        design({**GET, "key": {**GET["key"], "name": "{name}"}}),
        "a GetItem by name, which is no key attribute of shop",
        "give the whole key and nothing else, or make it a Query",
        design(GET),
    ),
    Case(
        "warning",
        "every_alternative_can_be_chosen",
        design(
            keyed(
                sk=[
                    {"at_least": "ORDER#{a}"},
                    {"between": ["ORDER#{a}", "ORDER#{b}"]},
                ]
            )
        ),
        "sk between ORDER#{a} and ORDER#{b} is never chosen",
        "put the alternative with more parameters first",
        design(
            keyed(
                sk=[
                    {"between": ["ORDER#{a}", "ORDER#{b}"]},
                    {"at_least": "ORDER#{a}"},
                ]
            )
        ),
    ),
    Case(
        "warning",
        "answer_is_of_one_entity",
        design({**ORDERS, "key": {"pk": "CUST#{customer}"}}),
        "its key conditions also match Customer",
        "add a condition on the sort key, or choose other key templates",
        design(ORDERS),
    ),
    Case(
        "warning",
        "answer_is_of_one_entity",
        design(keyed(sk=[{"begins_with": "ORDER#{when}"}])),
        "its key conditions also match Customer",
        "add a condition on the sort key, or choose other key templates",
        design(keyed(sk=[{"begins_with": "ORDER#{w}"}, {"begins_with": "ORDER#"}])),
    ),
    Case(
        "warning",
        "newest_first_reads_a_time",
        design({**BY_PLACE, "newest_first": True}),
        "newest first, but items stand in no order of time: the sort key street, day "
        "and door begins with none",
        "begin the sort key with a timestamp, or leave the order out",
        design({**ORDERS, "newest_first": True}),
    ),
    Case(
        "warning",
        "newest_first_reads_a_time",
        design(
            {**ORDERS, "key": {"pk": "A#{n}"}, "returns": "A", "newest_first": True},
            table={"sort_key": None, "indexes": {}},
            entities={
                "Customer": {"keys": {"pk": "C#"}},
                "Order": {"keys": {"pk": "O#"}},
                "A": {"keys": {"pk": "A#{n}"}, "attributes": {"n": {"in": "key"}}},
            },
        ),
        "in no order of time: no order",
        "begin the sort key with a timestamp, or leave the order out",
        design({**BY_TOTAL, "newest_first": True}),
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_rule_finds_what_breaks_it_and_nothing_else(case: Case) -> None:
    try_out(case)


def test_every_rule_is_tried_above() -> None:
    assert {case.rule for case in CASES} == {*names(QUERY_RULES, GET_ITEM_RULES)}


def test_what_is_written_is_shown_to_who_looks_for_something_else() -> None:
    (finding,) = found(versions(sk="v0"), "key_is_one_that_is_written")
    assert finding.do == "look for what Version writes, such as v000042"
