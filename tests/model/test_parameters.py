from typing import Any

import pytest

from ddbhelpers.model import Model, Parameter

THINGS = {
    "id": {"type": "uuid", "in": "key"},
    "day": {"type": "date", "in": "key"},
    "total": "integer",
    "ref": "uuid",
    "tags": "string_set",
    "sizes": "number_set",
    "open": {"type": "boolean", "in": "data"},
}


def types(**pattern: Any) -> dict[str, str]:
    model = Model(
        name="shop",
        tables={
            "shop": {
                "partition_key": "pk",
                "sort_key": "sk",
                "indexes": {
                    "by-weight": {"partition_key": {"name": "weight", "type": "N"}}
                },
            }
        },
        entities={
            "Order": {"keys": {"pk": "O#{id}", "sk": "{day}"}, "attributes": THINGS}
        },
        access_patterns={"ask": {"question": "?", "operation": "Query", **pattern}},
    )
    return {p.name: p.type for p in model.parameters(model.pattern("ask"))}


@pytest.mark.parametrize(
    ("condition", "type_"),
    [
        ({"key": {"pk": "O#{id}"}}, "uuid"),
        ({"key": {"sk": {"at_least": "{day}"}}}, "date"),
        ({"key": {"sk": {"begins_with": "{day}"}}}, "string"),
        ({"key": {"sk": {"begins_with": "{when}"}}}, "string"),
        ({"key": {"sk": "LINE#{line:03}"}}, "integer"),
        ({"key": {"weight": "{heavy}"}}, "number"),
        ({"filter": {"total": {"at_least": "{minimum}"}}}, "integer"),
        ({"filter": {"data.open": "{still}"}}, "boolean"),
        ({"filter": {"tags": {"contains": "{tags}"}}}, "string"),
        ({"filter": {"sizes": {"contains": "{size}"}}}, "number"),
        ({"filter": {"other": "{anything}"}}, "string"),
        ({"filter": {"ref": "{anything}", "total": 5}}, "string"),
        ({"filter": {"total": "about {anything}"}}, "string"),
        ({"filter": {"other": "{n}"}, "parameters": {"n": "number"}}, "number"),
        ({"key": {"pk": "O#{id}"}, "parameters": {"id": "string"}}, "string"),
    ],
)
def test_a_parameter_has_the_type_of_what_it_is_compared_with(
    condition: dict[str, Any], type_: str
) -> None:
    assert list(types(**condition).values()) == [type_]


def test_required_parameters_come_first() -> None:
    model = Model(
        name="shop",
        tables={"shop": {"partition_key": "pk", "sort_key": "sk"}},
        access_patterns={
            "ask": {
                "question": "?",
                "operation": "Query",
                "key": {"sk": [{"begins_with": "{when}"}], "pk": "A#{id}"},
            }
        },
    )
    assert model.parameters(model.pattern("ask")) == (
        Parameter("id", "string", True),
        Parameter("when", "string", False),
    )
