"""Other designs of one model, and the same items in them."""

import pytest

from ddbhelpers.errors import ModelError, PlanError
from ddbhelpers.model import Entity, Model
from ddbhelpers.model.wire import item_from_wire
from ddbhelpers.plan import (
    LookUp,
    differences_of,
    in_one_map,
    looked_up,
    pattern_loads,
    restocked,
    take_stock,
    with_global_index,
    with_local_index,
    with_projection,
    without_map,
)
from ddbhelpers.plan.load.stock import NO_ENTITY, Stock
from tests.plan.examples import KEY, letter, mail

SEARCH = {
    "name": "search",
    "operation": "Scan",
    "returns": "Letter",
    "filter": {"text": {"contains": "{word}"}},
}
LETTERS = [letter(1, 100, "g"), letter(2, 100)]


def items_of(stock: Stock, table: str = "mail") -> list[object]:
    return [item_from_wire(piece.item) for piece in stock.held(table)]


def test_attributes_into_a_map_and_out_of_it() -> None:
    model = mail(SEARCH)
    mapped = in_one_map(model)
    text, group = (mapped.entity("Letter").attribute(n) for n in ("text", "group"))
    # a key of an index stays an attribute of its own
    assert (text.place, group.place) == ("data", None)
    assert list(mapped.pattern("search").filter) == ["data.text"]
    stock = restocked(take_stock(model, LETTERS, volume=10), mapped)
    first = item_from_wire(stock.held("mail")[0].item)
    assert first["data"] == {"text": LETTERS[0]["text"]}
    # the name data 4, the map 3, and 1 for its element
    assert stock.held("mail")[0].item_bytes == 108
    assert stock.volume == {"Letter": 10}
    back = restocked(stock, without_map(mapped, "data"))
    assert without_map(mapped, "data") == model
    assert items_of(back) == LETTERS


def test_an_index_that_includes_a_map_includes_its_attributes() -> None:
    index = {"partition_key": "group", "projection": ["text", "stamp"]}
    model = mail(indexes={"by-group": index})
    mapped = in_one_map(model)
    included = mapped.table().index("by-group").projection.attributes
    assert included == ("data", "stamp")
    again = without_map(mapped, "data").table().index("by-group").projection
    assert again.attributes == ("text", "stamp")


def test_attributes_that_no_model_names_are_kept() -> None:
    item = {**letter(1, 100), "stamp": {"year": 1840}, "ttl": 5}
    stock = restocked(take_stock(mail(), [item]), in_one_map(mail()))
    [kept] = items_of(stock)
    assert kept == {
        "pk": "L#a",
        "sk": "0001",
        "data": {"text": item["text"]},
        "stamp": {"year": 1840},
        "ttl": 5,
    }


def test_items_that_another_model_does_not_have() -> None:
    stray = {"pk": "X", "sk": "1"}
    stock = take_stock(mail(), [letter(1, 100), stray])
    other = Model(**{**dict(mail()), "entities": []})
    assert items_of(restocked(stock, other)) == [stray]
    assert restocked(stock, other).volume == {NO_ENTITY: 1}


def test_an_entity_that_asks_for_more_than_the_items_have() -> None:
    old = mail().entity("Letter")
    fields = {name: getattr(old, name) for name in Entity.model_fields}
    more = Entity(**{**fields, "attributes": [*old.attributes, {"name": "stamp"}]})
    model = mail().with_entities([more])
    with pytest.raises(
        PlanError, match=r"Letter lacks 'stamp'.*compare the two stocks"
    ):
        restocked(take_stock(mail(), LETTERS), model)


def test_a_global_index_made_local_and_back() -> None:
    throughput = {"read": 5, "write": 5}
    index = {
        **{"partition_key": "pk", "sort_key": "group", "projection": "KEYS_ONLY"},
        "throughput": throughput,
    }
    model = mail(indexes={"by-rank": index}, throughput=throughput)
    local = with_local_index(model, "by-rank")
    assert local.table().index("by-rank").kind == "local"
    assert with_global_index(local, "by-rank") == model
    with pytest.raises(PlanError, match=r"'by-group' as a local one; .*'pk'"):
        with_local_index(mail(), "by-group")
    with pytest.raises(ModelError, match="no index 'none'"):
        with_projection(mail(), "none", "ALL")


def test_differences_are_named() -> None:
    said = differences_of(
        mail(SEARCH), with_projection(in_one_map(mail()), "by-group", "KEYS_ONLY")
    )
    assert said == (
        "tables.mail.indexes.by-group.projection.type: ALL → KEYS_ONLY",
        "entities.Letter.attributes.text.place: none → data",
        "access_patterns.search: removed",
    )
    assert differences_of(mail(SEARCH), mail({**SEARCH, "question": "Which?"})) == ()


def test_duplicated_attributes_looked_up() -> None:
    model = mail(
        {"name": "read_letters", "operation": "Query", "key": KEY, "items": 2}
        | {"returns": "Letter", "rate": {"average": 3, "peak": 6}},
        {
            "name": "rename",
            "operation": "UpdateItem",
            "writes": [{"action": "update", "entity": "Letter", "items": 9}],
        },
    )
    look_up = LookUp(
        entity="Letter",
        attributes={"text": "name"},
        by="group",
        by_name="group_id",
        as_entity="Group",
        keys={"pk": "G#{group_id}", "sk": "G#{group_id}"},
        renames="rename",
    )
    items = [letter(n, 1000, f"g{n % 2}") for n in range(4)]
    stock = looked_up(take_stock(model, items, volume=400), look_up)
    # two groups among four letters: 200 among 400
    assert stock.volume == {"Letter": 400, "Group": 200}
    assert {piece.item_bytes for piece in stock.of("Letter")} == {18}
    assert items_of(stock)[4] == {"pk": "G#g0", "sk": "G#g0", "name": items[0]["text"]}
    beside = stock.model.pattern("read_letters_look_up")
    assert beside.rate
    assert (beside.rate.average, beside.operation) == (6, "GetItem")
    load = pattern_loads(stock)
    assert not load.left_out
    units = {pattern.pattern: pattern.request.units for pattern in load.patterns}
    # 996 bytes less of text: one group's item, and a name is changed once
    assert units == {"read_letters": 0.5, "read_letters_look_up": 0.5, "rename": 1}
