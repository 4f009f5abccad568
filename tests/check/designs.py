"""A shop to break the rules on, and how a rule is tried."""

from typing import Any, NamedTuple

from ddbhelpers.check import Finding, check_model
from ddbhelpers.check.finding import Rules
from ddbhelpers.model import Model

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
    """A rule, a design that breaks it with what it says, one that keeps it."""

    severity: str
    rule: str
    breaks: Model
    says: str
    do: str
    keeps: Model


def found(model: Model, rule: str) -> list[Finding]:
    return [
        result
        for result in check_model(model)
        if isinstance(result, Finding) and result.rule == rule
    ]


def try_out(case: Case) -> None:
    """The design that breaks the rule is found, with its severity; the other is not."""
    findings = found(case.breaks, case.rule)
    said = (finding for finding in findings if case.says in finding.says)
    assert {finding.do for finding in said} == {case.do}
    assert all(finding.source for finding in findings)
    assert {finding.severity for finding in findings} == {case.severity}
    assert found(case.keeps, case.rule) == []


def names(*rules: Rules[Any]) -> list[str]:
    """The names of rules, in the order in which they are told."""
    return [rule.name for several in rules for rule in several.rules]
