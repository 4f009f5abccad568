"""Each rule with a design that breaks it and one that keeps it."""

from typing import Any, NamedTuple

import pytest

from ddbhelpers.check import Finding, check_model
from ddbhelpers.check.answer_rules import PAGE_RULES, READ_RULES, SCAN_RULES
from ddbhelpers.check.key_rules import GET_ITEM_RULES, QUERY_RULES
from ddbhelpers.check.model_rules import ENTITY_RULES, INDEX_RULES, TABLE_RULES
from ddbhelpers.check.report import QUESTION_RULES
from ddbhelpers.check.write_rules import WRITE_RULES
from ddbhelpers.model import Model

ALL_RULES = {
    rule.name: rule
    for rules in (
        QUERY_RULES,
        GET_ITEM_RULES,
        READ_RULES,
        PAGE_RULES,
        SCAN_RULES,
        WRITE_RULES,
        ENTITY_RULES,
        INDEX_RULES,
        TABLE_RULES,
        QUESTION_RULES,
    )
    for rule in rules.rules
}

TABLE: dict[str, Any] = {
    "partition_key": "pk",
    "sort_key": "sk",
    "indexes": {
        "by-state": {
            "partition_key": "state",
            "sort_key": "sk",
            "projection": ["total", "note"],
        },
        "by-total": {
            "kind": "local",
            "partition_key": "pk",
            "sort_key": {"name": "total", "type": "N"},
            "projection": "KEYS_ONLY",
        },
        "by-place": {
            "partition_key": ["country", "city"],
            "sort_key": ["street", "day", "door"],
        },
    },
}
ENTITIES: dict[str, Any] = {
    "Customer": {
        "keys": {"pk": "CUST#{customer}", "sk": "PROFILE"},
        "attributes": {
            "customer": {"type": "uuid", "in": "key"},
            "name": {"bytes": 80},
        },
    },
    "Order": {
        "keys": {"pk": "CUST#{customer}", "sk": "ORDER#{placed}#{order}"},
        "attributes": {
            "customer": {"type": "uuid", "in": "key"},
            "placed": {"type": "date", "in": "key"},
            "order": {"type": "uuid", "in": "key"},
            "state": {"bytes": 10},
            "total": "integer",
            "note": {"bytes": 10, "optional": True},
            "text": {"type": "text", "in": "data", "bytes": 500},
            **{
                name: {"bytes": 20}
                for name in ("country", "city", "street", "day", "door")
            },
        },
    },
}
PLACE = {"country": "{country}", "city": "{city}"}
ORDERS: dict[str, Any] = {
    "operation": "Query",
    "returns": "Order",
    "key": {"pk": "CUST#{customer}", "sk": {"begins_with": "ORDER#"}},
}
BY_STATE = {**ORDERS, "index": "by-state", "key": {"state": "{state}"}}
SLIM = {"attributes": ["pk", "sk", "total"]}
BY_PLACE = {**ORDERS, "index": "by-place", "key": PLACE}
BY_TOTAL = {**ORDERS, "index": "by-total", "key": {"pk": "CUST#{customer}"}}
GET: dict[str, Any] = {
    "operation": "GetItem",
    "returns": "Customer",
    "key": {"pk": "CUST#{customer}", "sk": "PROFILE"},
}
SCAN = {"operation": "Scan", "returns": "Order"}
PUT = {"operation": "PutItem", "writes": [{"action": "put", "entity": "Order"}]}


def keyed(**key: Any) -> dict[str, Any]:
    return {**ORDERS, "key": {**ORDERS["key"], **key}}


def design(*patterns: dict[str, Any], **sections: Any) -> Model:
    """A shop with these patterns; ``table`` and ``entities`` change the rest."""
    return Model(
        name="shop",
        tables={"shop": {**TABLE, **sections.get("table", {})}},
        entities={**ENTITIES, **sections.get("entities", {})},
        access_patterns={
            f"ask_{number}": {"question": "?", **pattern}
            for number, pattern in enumerate(patterns)
        },
    )


def entity(name: str, pk: str, sk: str = "{n}", **attributes: Any) -> dict[str, Any]:
    held = {"n": {"in": "key", "bytes": 9}, **attributes}
    return {name: {"keys": {"pk": pk, "sk": sk}, "attributes": held}}


def transaction(count: int) -> dict[str, Any]:
    write = {"action": "put", "entity": "Order", "items": count}
    return {"operation": "TransactWriteItems", "writes": [write]}


def indexes(kind: str, count: int, **parts: Any) -> dict[str, Any]:
    own = {
        f"own-{n}": {"kind": kind, "partition_key": "pk", "sort_key": f"s{n}", **parts}
        for n in range(count)
    }
    return {"indexes": own}


MUCH = {"bytes": 400_000}


class Case(NamedTuple):
    """Which rule, a design that breaks it with what it says, one that keeps it."""

    rule: str
    breaks: Model
    says: str
    keeps: Model


CASES = [
    Case(
        "a_question_is_answered",
        design({}),
        "no key serves it yet",
        design(ORDERS),
    ),
    Case(
        "partition_key_is_given",
        design({**ORDERS, "key": {"sk": "PROFILE"}}),
        "no condition on partition key pk of shop",
        design(ORDERS),
    ),
    Case(
        "partition_key_is_given",
        design(keyed(pk=["CUST#{customer}"])),
        "the condition on partition key pk may be left out",
        design(keyed(pk="CUST#{customer}")),
    ),
    Case(
        "partition_key_is_given",
        design({**BY_PLACE, "key": {"country": "NO"}}),
        "no condition on partition key city of index by-place",
        design(BY_PLACE),
    ),
    Case(
        "partition_key_is_given_whole",
        design(keyed(pk={"begins_with": "CUST#"})),
        "pk begins_with CUST#: a partition key is found by its whole value only",
        design(ORDERS),
    ),
    Case(
        "conditions_are_on_keys",
        design(keyed(total="{total}")),
        "total is no key attribute of shop; its keys are pk and sk",
        design(ORDERS),
    ),
    Case(
        "conditions_are_on_keys",
        design({**BY_STATE, "key": {"pk": "CUST#{customer}", "state": "open"}}),
        "pk is no key attribute of index by-state",
        design(BY_STATE),
    ),
    Case(
        "sort_key_has_no_gap",
        design({**BY_PLACE, "key": {**PLACE, "day": "{day}"}}),
        "a condition on day, but not always one on street before it",
        design({**BY_PLACE, "key": {**PLACE, "street": "{street}", "day": "{day}"}}),
    ),
    Case(
        "sort_key_has_no_gap",
        design({**BY_PLACE, "key": {**PLACE, "street": ["{street}"], "day": "{day}"}}),
        "not always one on street",
        design({**BY_PLACE, "key": {**PLACE, "street": "{street}", "day": ["{day}"]}}),
    ),
    Case(
        "range_comes_last",
        design(
            {
                **BY_PLACE,
                "key": {**PLACE, "street": {"begins_with": "M"}, "day": "{day}"},
            }
        ),
        "street begins_with before a condition on day",
        design(
            {
                **BY_PLACE,
                "key": {**PLACE, "street": "Main", "day": {"at_least": "{day}"}},
            }
        ),
    ),
    Case(
        "begins_with_is_for_text",
        design(
            {
                **BY_TOTAL,
                "key": {"pk": "CUST#{customer}", "total": {"begins_with": "1"}},
            }
        ),
        "total begins_with, but total is a number",
        design(
            {**BY_TOTAL, "key": {"pk": "CUST#{customer}", "total": {"at_least": 1}}}
        ),
    ),
    Case(
        "what_is_returned_is_there",
        design({**BY_STATE, "returns": "Customer"}),
        "Customer has no state, so index by-state holds none",
        design(BY_STATE),
    ),
    Case(
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
        design({**ORDERS, "table": "shop"}),
    ),
    Case(
        "key_is_one_that_is_written",
        design(keyed(pk="CHAT#{customer}")),
        "pk = CHAT#{customer} finds no Order, whose pk is CUST#{customer}",
        design(ORDERS),
    ),
    Case(
        "key_is_one_that_is_written",
        design(keyed(sk={"begins_with": "LINE#"})),
        "sk begins_with LINE# finds no Order",
        design(keyed(sk={"begins_with": "ORDER#2023-03"})),
    ),
    Case(
        "key_is_one_that_is_written",
        design(keyed(sk={"begins_with": "2023-03"})),
        "sk begins_with 2023-03 finds no Order",
        design(keyed(sk={"begins_with": "{when}"})),
    ),
    Case(
        "key_is_one_that_is_written",
        design(keyed(sk={"between": ["LINE#{a}", "LINE#{b}"]})),
        "sk between LINE#{a} and LINE#{b} finds no Order",
        design(keyed(sk={"between": ["ORDER#{a}", "ORDER#{b}"]})),
    ),
    Case(
        "key_is_one_that_is_written",
        design(keyed(sk={"greater_than": "PARCEL#{a}"})),
        "sk > PARCEL#{a} finds no Order",
        design(keyed(sk={"greater_than": "LINE#{a}"})),
    ),
    Case(
        "key_is_one_that_is_written",
        design(keyed(sk={"less_than": "LINE#{a}"})),
        "sk < LINE#{a} finds no Order",
        design(keyed(sk={"at_most": "PARCEL#{a}"})),
    ),
    Case(
        "key_is_one_that_is_written",
        design({**GET, "key": {"pk": "CUST#{customer}", "sk": "NAME"}}),
        "sk = NAME finds no Customer, whose sk is PROFILE",
        design(GET),
    ),
    Case(
        "key_is_asked_for_what_it_holds",
        design(keyed(pk="CUST#{order}")),
        "pk of Order holds customer, and is asked for order",
        design(keyed(pk="CUST#{who}")),
    ),
    Case(
        "get_item_has_the_whole_key",
        design({**GET, "key": {"pk": "CUST#{customer}"}}),
        "a GetItem without sk = …",
        design(GET),
    ),
    Case(
        "get_item_has_the_whole_key",
        design({**GET, "key": {**GET["key"], "sk": {"begins_with": "PRO"}}}),
        "a GetItem without sk = …",
        design(GET),
    ),
    Case(
        "get_item_has_the_whole_key",
        design({**GET, "key": {**GET["key"], "name": "{name}"}}),
        "a GetItem by name, which is no key attribute of shop",
        design(GET),
    ),
    Case(
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
        "answer_is_of_one_entity",
        design({**ORDERS, "key": {"pk": "CUST#{customer}"}}),
        "its key conditions also match Customer",
        design(ORDERS),
    ),
    Case(
        "answer_is_of_one_entity",
        design(keyed(sk=[{"begins_with": "ORDER#{when}"}])),
        "its key conditions also match Customer",
        design(keyed(sk=[{"begins_with": "ORDER#{w}"}, {"begins_with": "ORDER#"}])),
    ),
    Case(
        "newest_first_reads_a_time",
        design({**BY_PLACE, "newest_first": True}),
        "newest first, but items stand in no order of time: the sort key street, day "
        "and door begins with none",
        design({**ORDERS, "newest_first": True}),
    ),
    Case(
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
        design({**BY_TOTAL, "newest_first": True}),
    ),
    Case(
        "strong_reads_are_of_tables",
        design({**BY_STATE, "consistency": "strong"}),
        "a strongly consistent read of global secondary index by-state",
        design(
            {**ORDERS, "consistency": "strong"}, {**BY_TOTAL, "consistency": "strong"}
        ),
    ),
    Case(
        "a_filter_is_no_key_condition",
        design({**ORDERS, "filter": {"sk": {"contains": "x"}}}),
        "the filter names sk, a key attribute of shop",
        design(
            {**BY_STATE, **SLIM, "filter": {"pk": {"contains": "x"}}},
            {**SCAN, "filter": {"sk": {"contains": "x"}}},
        ),
    ),
    Case(
        "a_global_index_holds_what_is_asked",
        design({**BY_STATE, "filter": {"data.text": {"contains": "{text}"}}}),
        "filter: index by-state does not hold data.text",
        design({**BY_STATE, "filter": {"note": {"exists": True}}}),
    ),
    Case(
        "a_global_index_holds_what_is_asked",
        design({**BY_STATE, "attributes": ["pk", "city", "door"]}),
        "attributes: index by-state does not hold city and door",
        design({**BY_STATE, **SLIM}, {**BY_PLACE, "attributes": ["data.text"]}),
    ),
    Case(
        "a_local_index_fetches_nothing",
        design({**BY_TOTAL, "attributes": ["total", "note"], "limit": 3}),
        "attributes: index by-total does not hold note",
        design({**BY_TOTAL, **SLIM}),
    ),
    Case(
        "the_entity_comes_back_whole",
        design(BY_STATE),
        "Order comes back without data.text, country, city, street, day and door",
        design({**BY_STATE, **SLIM}, BY_PLACE, ORDERS),
    ),
    Case(
        "paths_lead_somewhere",
        design({**SCAN, "filter": {"data.txt": {"contains": "{text}"}}}),
        "data.txt is no attribute of Order",
        design({**SCAN, "filter": {"data.text": {"contains": "{text}"}}}),
    ),
    Case(
        "paths_lead_somewhere",
        design({**GET, "attributes": ["name", "colour"]}),
        "colour is no attribute of Customer",
        design({**GET, "attributes": ["name", "sk"]}),
    ),
    Case(
        "paths_lead_somewhere",
        design({**SCAN, "returns": "Box", "filter": {"linse[0].size": "{size}"}},
               entities=entity("Box", "BOX#{n}", lines="list")),
        "linse[0].size is no attribute of Box",
        design({**SCAN, "returns": "Box", "filter": {"lines[0].size": "{size}"}},
               entities=entity("Box", "BOX#{n}", lines="list")),
    ),
    Case(
        "paths_are_not_too_deep",
        design({**SCAN, "filter": {"data" + ".a" * 32: "{a}"}}),
        "leads 33 levels down",
        design({**SCAN, "filter": {"data" + ".a" * 31: "{a}"}}),
    ),
    Case(
        "a_scan_reads_everything",
        design(SCAN),
        "no key serves this: it reads, and is charged for, the whole of shop",
        design(ORDERS),
    ),
    Case(
        "a_limit_counts_before_the_filter",
        design({**ORDERS, "limit": 9, "filter": {"state": "{state}"}}),
        "limit 9 with a filter",
        design({**ORDERS, "limit": 9}, {**ORDERS, "filter": {"state": "{state}"}}),
    ),
    Case(
        "writes_are_listed",
        design({"operation": "PutItem"}),
        "PutItem without a list of its writes",
        design(PUT),
    ),
    Case(
        "the_operation_can_make_its_writes",
        design({**PUT, "operation": "UpdateItem"}),
        "UpdateItem cannot put an Order",
        design(PUT, transaction(1)),
    ),
    Case(
        "the_operation_can_make_its_writes",
        design(
            {
                "operation": "BatchWriteItem",
                "writes": [{"action": "check", "entity": "Order"}],
            }
        ),
        "BatchWriteItem cannot check an Order",
        design({**PUT, "operation": "BatchWriteItem"}),
    ),
    Case(
        "a_transaction_has_at_most_100_actions",
        design(transaction(101)),
        "one transaction of 101 actions",
        design(
            transaction(100),
            {
                "operation": "BatchWriteItem",
                "writes": [{"action": "put", "entity": "Order", "items": 101}],
            },
        ),
    ),
    Case(
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
        "keys_are_short_enough",
        design(entities=entity("Box", "BOX", "A#{n}", n={"in": "key", "bytes": 1023})),
        "sort key sk can have 1,025 bytes; at most 1,024 fit",
        design(entities=entity("Box", "BOX", "A#{n}", n={"in": "key", "bytes": 1022})),
    ),
    Case(
        "keys_are_short_enough",
        design(entities=entity("Box", "é#{n}", "BOX", n={"in": "key", "bytes": 2046})),
        "partition key pk can have 2,049 bytes; at most 2,048 fit",
        design(entities=entity("Box", "é#{n}", "BOX", n={"in": "key", "bytes": 2045})),
    ),
    Case(
        "keys_have_bounded_values",
        design(entities=entity("Box", "BOX#{n}", "BOX", n={"in": "key"})),
        "partition key pk holds n, which nothing bounds; at most 2,048 bytes fit",
        design(entities=entity("Box", "BOX#{n}", "BOX")),
    ),
    Case(
        "items_are_small_enough",
        # the keys have 15 and 11 bytes, a, b and c a byte each beside their values
        design(entities=entity("Box", "BOX#{n}", a={"bytes": 9573}, b=MUCH)),
        "it can have 409,601 bytes; at most 409,600 fit",
        design(entities=entity("Box", "BOX#{n}", a={"bytes": 9571}, b=MUCH, c=None)),
    ),
    Case(
        "an_index_holds_something",
        design(table={"indexes": {"empty": {"partition_key": "colour"}}}),
        "no entity has its keys colour, so it is empty",
        design(),
    ),
    Case(
        "a_sparse_index_is_meant",
        design(),
        "sparse: it holds Order, not Customer",
        design(table={"indexes": {"inverted": {
            "partition_key": "sk", "sort_key": "pk"}}}),
    ),
    Case(
        "an_index_is_asked",
        design(BY_STATE, BY_PLACE),
        "no access pattern reads it",
        design(BY_STATE, BY_PLACE, BY_TOTAL),
    ),
    Case(
        "indexes_are_not_too_many",
        design(table=indexes("global", 21)),
        "21 global secondary indexes; at most 20",
        design(table=indexes("global", 20)),
    ),
    Case(
        "indexes_are_not_too_many",
        design(table=indexes("local", 6)),
        "6 local secondary indexes; at most 5",
        design(table=indexes("local", 5)),
    ),
    Case(
        "projections_are_not_too_many",
        design(table=indexes("global", 11, projection=list("abcdefghij"))),
        "its indexes project 110 attributes by name; at most 100",
        design(table=indexes("global", 10, projection=list("abcdefghij"))),
    ),
    Case(
        "time_to_live_is_a_number",
        design(table={"time_to_live": "until"}),
        "time to live until is carried by no entity",
        design(
            table={"time_to_live": "until"},
            entities=entity("Box", "BOX#{n}", until="integer"),
        ),
    ),
    Case(
        "time_to_live_is_a_number",
        design(
            table={"time_to_live": "until"},
            entities=entity("Box", "BOX#{n}", until="timestamp"),
        ),
        "time to live until is timestamp, so nothing expires",
        design(),
    ),
]  # fmt: skip


def found(model: Model, rule: str) -> list[Finding]:
    return [
        result
        for result in check_model(model)
        if isinstance(result, Finding) and result.rule == rule
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_broken_rule_is_found(case: Case) -> None:
    findings = found(case.breaks, case.rule)
    assert any(case.says in finding.says for finding in findings), findings
    assert all(finding.do and finding.source for finding in findings)
    assert {finding.severity for finding in findings} == {ALL_RULES[case.rule].severity}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_kept_rule_is_silent(case: Case) -> None:
    assert found(case.keeps, case.rule) == []


def test_every_rule_is_tried_above() -> None:
    assert {case.rule for case in CASES} == {*ALL_RULES}


def test_rules_have_names_of_their_own() -> None:
    reads = [QUERY_RULES, READ_RULES, PAGE_RULES, SCAN_RULES]
    names = [rule.name for rules in reads for rule in rules.rules]
    names += [rule.name for rule in WRITE_RULES.rules]
    assert len(names) == len({*names})
