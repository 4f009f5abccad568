from pathlib import Path
from typing import Any

import pytest

from ddbhelpers.errors import ModelError, PatternError
from ddbhelpers.model import (
    AccessPattern,
    Entity,
    Model,
    Rate,
    SecondaryIndex,
    Table,
    load_model,
)
from ddbhelpers.model.parameters import Parameter
from ddbhelpers.model.pattern import QUESTION_FIELDS

HERE = Path(__file__).parents[2]
SHOP: dict[str, Any] = {
    "name": "shop",
    "tables": {
        "shop": {
            "partition_key": "pk",
            "sort_key": {"name": "size", "type": "N"},
            "indexes": {"by-day": {"partition_key": "day"}},
        }
    },
    "entities": {
        "Order": {
            "keys": {"pk": "O#{id}", "day": "{placed}"},
            "attributes": {
                "id": {"in": "key"},
                "placed": {"in": "key", "optional": True},
                "size": "integer",
            },
        }
    },
    "access_patterns": {"ask": {"id": "A1", "question": "What?"}},
}


def changed(section: str, **parts: Any) -> dict[str, Any]:
    (name,) = SHOP[section]
    return {**SHOP, section: {name: {**SHOP[section][name], **parts}}}


def test_questions_alone_are_a_model() -> None:
    model = Model(name="shop", access_patterns=SHOP["access_patterns"])
    assert model.pattern("A1").name == "ask"
    with pytest.raises(ModelError, match="has no table yet"):
        model.table()


def test_entities_may_wait_for_a_table() -> None:
    assert Model(name="shop", entities={"Order": {"attributes": {"id": "uuid"}}})


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (
            {**SHOP, "name": ""},
            ".name: '' given; string should have at least 1 character",
        ),
        (
            {**SHOP, "tabels": {}},
            ": unknown key 'tabels'; did you mean 'tables'? allowed: name, "
            "description, tables, entities, access_patterns, sample",
        ),
        (
            changed("entities", keys={"pk": "O#{id}", "sk": "{placed}"}),
            ": entities.Order.keys.sk: is no key attribute of 'shop'; allowed: day,"
            " pk, size",
        ),
        (
            changed("entities", attributes={"id": {"in": "key"}, "placed": {}}),
            ": entities.Order.keys.size: is missing; every item of 'shop' needs its"
            " keys",
        ),
        (
            changed(
                "entities",
                keys={"pk": "O#{id}", "size": "{placed}"},
                attributes={"id": {"in": "key"}, "placed": {"in": "key"}},
            ),
            ": entities.Order.keys.size: a template writes text, but key attribute "
            "'size' of 'shop' is of type N; make it an attribute of its own",
        ),
        (
            changed(
                "entities",
                attributes={**SHOP["entities"]["Order"]["attributes"], "size": "date"},
            ),
            ": entities.Order.attributes.size: is date, but key attribute 'size' of"
            " 'shop' is of type N",
        ),
        (
            changed("entities", keys={"pk": "O#{id}#{placed}"}),
            ": entities.Order.keys.pk: names an optional attribute; every item of "
            "'shop' needs its keys",
        ),
        (
            changed("entities", table="elsewhere"),
            ": entities.Order.table: model 'shop' has no table 'elsewhere'; "
            "allowed: shop",
        ),
        (
            changed("access_patterns", returns="Parcel"),
            ": access_patterns.ask.returns: 'Parcel' is no entity; allowed: Order",
        ),
        (
            changed(
                "access_patterns",
                operation="PutItem",
                writes=[{"action": "put", "entity": "Parcel"}],
            ),
            ": access_patterns.ask.writes: 'Parcel' is no entity; allowed: Order",
        ),
        (
            changed("access_patterns", operation="Query", index="by-night"),
            ": access_patterns.ask.index: 'shop' has no index 'by-night'; allowed: "
            "by-day",
        ),
        (
            changed("access_patterns", operation="Scan", table="x"),
            ": access_patterns.ask.table: model 'shop' has no table 'x'; allowed: shop",
        ),
        (
            {**SHOP, "entities": [{"name": "A", "keys": {"pk": "x"}}] * 2},
            ": entities: 'A' is defined twice",
        ),
    ],
)
def test_refuses_names_that_point_nowhere(given: dict[str, Any], says: str) -> None:
    with pytest.raises(ModelError) as refused:
        Model(**given)
    assert str(refused.value) == f"Model{says}"


def test_finds_things_by_name_and_names_the_known_ones() -> None:
    shop = Model(**SHOP)
    assert shop.table("shop") is shop.table()
    assert shop.entity("Order").name == "Order"
    more = shop.with_patterns([AccessPattern(name="more", question="?")])
    more = more.with_entities(
        [
            Entity(
                name="Bill",
                keys={"pk": "B", "day": "D"},
                attributes={"size": "integer"},
            )
        ]
    )
    with pytest.raises(ModelError, match=r"has no entity 'X'; allowed: Order, Bill$"):
        more.entity("X")
    with pytest.raises(PatternError, match=r"pattern 'X'; allowed: ask, more$"):
        more.pattern("X")
    with pytest.raises(ModelError, match=r"has no entity 'X'; allowed: none yet$"):
        Model(name="shop").entity("X")


TWO = Model(
    name="two",
    tables={"mail": {"partition_key": "pk"}, "post": {"partition_key": "pk"}},
    entities={
        "Mail": {"attributes": {"pk": {}, "at": "date"}},
        "Post": {"table": "post", "attributes": {"pk": {}}},
    },
    access_patterns={
        "get_mail": {"question": "?", "table": "mail", "operation": "Scan"},
        "get_post": {
            "question": "?",
            "table": "post",
            "operation": "Query",
            "key": {"pk": "{pk}"},
        },
        "wonder": {"question": "?", "table": "nowhere"},
    },
)


def test_of_two_tables_each_has_its_own() -> None:
    with pytest.raises(ModelError) as refused:
        TWO.table("mial")
    assert str(refused.value) == (
        "model 'two' has no table 'mial'; allowed: mail, post"
    )
    both = {"pk": "1", "at": "2026-01-01"}
    for table, name in ((None, "Mail"), ("mail", "Mail"), ("post", "Post")):
        found = TWO.entity_of(both, table)
        assert found is not None
        assert found.name == name
    index = SecondaryIndex(name="by-at", partition_key="at")
    indexed = TWO.with_index(index, "post")
    assert [len(table.indexes) for table in indexed.tables] == [0, 1]
    moved = TWO.with_table_named("walk")
    assert [table.name for table in moved.tables] == ["walk", "post"]
    assert [entity.table for entity in moved.entities] == [None, "post"]
    asked = [pattern.table for pattern in moved.access_patterns]
    assert asked == ["walk", "post", "nowhere"]


def test_the_values_of_an_entity_are_read_from_its_items() -> None:
    items = [{"pk": "1", "at": "2026-01-01"}, {"pk": "2"}]
    assert TWO.values_of("Mail", items) == items[:1]
    assert TWO.values_of("Post", items) == [{"pk": "1"}, {"pk": "2"}]


def test_parameters_have_the_types_of_their_own_table() -> None:
    numbers = TWO.changed(entities=()).with_table(
        Table(name="post", partition_key={"name": "pk", "type": "N"})
    )
    pattern = numbers.pattern("get_post")
    assert numbers.parameters(pattern) == (Parameter("pk", "number", True),)
    assert numbers.parameters(numbers.pattern("wonder")) == ()


def test_an_item_tells_its_entity() -> None:
    shop = load_model(HERE / "tests/models/shop.yaml")
    line = shop.entity("OrderLine").item(
        order_id="3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b",
        line=4,
        product_id="3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b",
        quantity=2,
        price=3,
    )
    found = shop.entity_of(line)
    assert found is not None
    assert found.name == "OrderLine"
    assert shop.entity_of({"pk": "CAT#x", "sk": "PROFILE"}) is None


def test_a_model_moves_to_another_table() -> None:
    shop = Model(**changed("entities", table="shop"))
    moved = shop.with_table_named("walk-02")
    assert moved.table().name == "walk-02"
    assert moved.entity("Order").table == "walk-02"
    assert moved.with_table_named("shop") == shop


def test_patterns_are_replaced_by_name_and_new_ones_come_last() -> None:
    shop = Model(**SHOP)
    (ask,) = shop.access_patterns
    new = [
        ask.model_copy(update={"name": "more", "id": "A2"}),
        ask.model_copy(update={"question": "Which?"}),
    ]
    after = shop.with_patterns(new)
    assert [p.name for p in after.access_patterns] == ["ask", "more"]
    assert after.pattern("ask").question == "Which?"
    assert shop.pattern("ask").question == "What?"


def test_a_model_is_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Model(**SHOP).name = "other"  # type: ignore[misc]  # refused


def test_questions_keep_their_answers_and_entities_their_sample_rules() -> None:
    model = load_model(HERE / "models/direct_messaging.yaml")
    plain = [
        Entity(
            name=entity.name,
            description=entity.description,
            keys=entity.keys,
            attributes=[
                attribute.model_copy(update={"sample": None})
                for attribute in entity.attributes
            ],
        )
        for entity in model.entities
    ]
    asked = [
        AccessPattern(
            **{field: getattr(pattern, field) for field in ("name", *QUESTION_FIELDS)}
        )
        for pattern in model.access_patterns
    ]
    assert model.with_entities(plain) == model
    assert model.with_questions(asked) == model
    louder = asked[0].model_copy(update={"rate": Rate(average=8, peak=8)})
    first = model.with_questions([louder]).access_patterns[0]
    assert (first.rate, first.key) == (louder.rate, model.access_patterns[0].key)
    new = AccessPattern(name="new", question="?")
    assert model.with_questions([new]).access_patterns[-1] == new


def test_two_patterns_of_one_id_are_refused() -> None:
    shop = Model(**SHOP)
    (ask,) = shop.access_patterns
    with pytest.raises(
        ModelError, match=r"patterns\.more\.id: 'A1' is the id of ask already"
    ):
        shop.with_patterns([ask.model_copy(update={"name": "more"})])


def test_why_an_item_is_of_none_is_told_by_the_nearest_entities() -> None:
    def of(table: str, **keys: str) -> dict[str, Any]:
        return {"table": table, "keys": keys, "attributes": {"id": {"in": "key"}}}

    tables = {"pairs": {"partition_key": "pk", "sort_key": "sk"}}
    model = Model(
        name="pairs",
        tables={**tables, "other": {"partition_key": "pk"}},
        entities={
            "User": of("pairs", pk="USER#{id}", sk="PROFILE"),
            "Team": of("pairs", pk="TEAM#{id}", sk="PROFILE"),
            "Pet": of("pairs", pk="PET#{id}", sk="PET"),
            "Else": of("other", pk="ELSE#{id}"),
        },
    )
    assert model.why_of_none({"pk": "USER#1", "sk": "x" * 99}, ["pairs"]) == (
        f"sk is 'xxx{'x' * 55}…",
        "User with sk=PROFILE",
    )
    assert model.why_of_none({"sk": "PROFILE"}, ["pairs"]) == (
        "pk is missing",
        "User with pk=USER#{id}, Team with pk=TEAM#{id}",
    )
    wrong, allowed = model.why_of_none({"pk": 1, "sk": 2}, ["other", "pairs"])
    assert (wrong, allowed) == ("pk is 1", "Else with pk=ELSE#{id}")
    assert model.why_of_none({"pk": 1}, []) == ("", "none here")
    assert TWO.why_of_none({}, ["post"]) == ("pk is missing", "Post with pk")
