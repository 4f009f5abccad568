"""Other designs of one model, and the same items in them."""

import pytest

from ddbhelpers.errors import ModelError, PlanError
from ddbhelpers.model import AccessPattern, Entity, Model, Rate
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
from tests.plan.examples import KEY, after_another_table, letter, mail

TEXT = {"text": {"contains": "{word}"}}
SEARCH = {
    "name": "search",
    "operation": "Scan",
    "returns": "Letter",
    "filter": TEXT,
}
LETTERS = [letter(1, 100, "g"), letter(2, 100)]
LOOK_UP = LookUp(
    entity="Letter",
    attributes={"text": "name"},
    by="group",
    by_name="group_id",
    as_entity="Group",
    keys={"pk": "G#{group_id}", "sk": "G#{group_id}"},
    renames="rename",
)


def items_of(stock: Stock, table: str = "mail") -> list[object]:
    return [item_from_wire(piece.item) for piece in stock.held(table)]


def test_attributes_into_a_map_and_out_of_it() -> None:
    stamped = {**TEXT, "stamp": {"equals": "{stamp}"}}
    model = mail({**SEARCH, "filter": stamped, "attributes": ["sk", "text"]})
    mapped = in_one_map(model)
    text, group = (mapped.entity("Letter").attribute(n) for n in ("text", "group"))
    # a key of an index stays an attribute of its own
    assert (text.place, group.place) == ("data", None)
    assert list(mapped.pattern("search").filter) == ["data.text", "stamp"]
    assert mapped.pattern("search").attributes == ("sk", "data.text")
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
    # a part of another entity's key, of the same name, is no attribute
    note = Entity(name="Note", keys={"pk": "N#{text}", "sk": "N"},
        attributes={"text": {"in": "key"}})  # fmt: skip
    both = in_one_map(model.with_entities([note]))
    assert both.table().index("by-group").projection.attributes == included


def test_attributes_that_no_model_names_are_kept() -> None:
    item = {**letter(1, 100), "ttl": 5, "stamp": {"year": 1840}}
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
    with pytest.raises(PlanError) as refused:
        restocked(take_stock(mail(), LETTERS), model)
    assert str(refused.value) == (
        "the items cannot be stored as the other model has them: Letter lacks 'stamp'; "
        "allowed: entities whose values the items have; "
        "take stock of items of the other model, and compare the two stocks"
    )


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
    with pytest.raises(PlanError) as refused:
        with_local_index(mail(), "by-group")
    assert str(refused.value) == (
        "index 'by-group' as a local one; allowed: the table's partition key 'pk', and "
        "a sort key; a question by another partition key needs a global index"
    )
    with pytest.raises(ModelError, match="no index 'none'"):
        with_projection(mail(), "none", "ALL")


def test_an_index_of_a_table_that_is_not_the_first() -> None:
    index = {"partition_key": "pk", "sort_key": "group"}
    model = mail(indexes={"by-rank": index})
    two = after_another_table(model)
    local = with_local_index(two, "by-rank", table="mail")
    assert local == after_another_table(with_local_index(model, "by-rank"))
    assert with_global_index(local, "by-rank", table="mail") == two
    fewer = with_projection(two, "by-rank", ("text",), table="mail")
    assert fewer == after_another_table(
        mail(indexes={"by-rank": {**index, "projection": ["text"]}})
    )


def test_differences_are_named() -> None:
    said = differences_of(
        mail(SEARCH), with_projection(in_one_map(mail()), "by-group", "KEYS_ONLY")
    )
    assert said == (
        "tables.mail.indexes.by-group.projection.type: ALL → KEYS_ONLY",
        "entities.Letter.attributes.text.place: none → data",
        "access_patterns.search: removed",
    )
    renamed = mail({**SEARCH, "question": "Which?"}).changed(name="post")
    assert differences_of(mail(SEARCH), renamed) == ()


def test_differences_of_what_is_in_a_list_or_not_there() -> None:
    read = {"name": "read", "operation": "Query", "returns": "Letter"}
    day, span = {"begins_with": "{day}"}, {"between": ["{a}", "{b}"]}
    before = mail({**read, "key": {**KEY, "sk": day}, "attributes": ["pk"]})
    index = {
        "partition_key": ["group", "owner"],
        "projection": ["text", "stamp"],
        "throughput": {"read": 7, "write": 8},
    }
    after = mail(
        {**read, "key": {**KEY, "sk": [day, span]}, "attributes": ["pk", "sk"]},
        indexes={"by-group": index},
        throughput={"read": 5, "write": 6},
    )
    assert differences_of(before, after) == (
        "tables.mail.throughput.read: added",
        "tables.mail.throughput.write: added",
        "tables.mail.indexes.by-group.partition_key: group → group, owner",
        "tables.mail.indexes.by-group.sort_key: sk → none",
        "tables.mail.indexes.by-group.projection.type: ALL → INCLUDE",
        "tables.mail.indexes.by-group.projection.attributes: none → text, stamp",
        "tables.mail.indexes.by-group.throughput.read: added",
        "tables.mail.indexes.by-group.throughput.write: added",
        "access_patterns.read.key.sk: begins_with {day} → begins_with {day}, "
        "between {a}, {b}",
        "access_patterns.read.attributes: pk → pk, sk",
    )


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
    items = [letter(n, 1000 - n, f"g{n % 2}") for n in range(4)] + [letter(4, 500)]
    before = take_stock(after_another_table(model), items, volume=500)
    stock = looked_up(before, LOOK_UP)
    # two groups among five letters, one of which has none: 200 among 500
    assert stock.volume == {"Letter": 500, "Group": 200}
    assert [piece.item_bytes for piece in stock.of("Letter")] == [18] * 4 + [11]
    # the first letter says what its group is called
    assert items_of(stock)[5:] == [
        {"pk": f"G#g{n}", "sk": f"G#g{n}", "name": items[n]["text"]} for n in range(2)
    ]
    load = pattern_loads(stock)
    assert not load.left_out
    units = {pattern.pattern: pattern.request.units for pattern in load.patterns}
    # 996 bytes less of text: one group's item, and a name is changed once
    assert units == {"read_letters": 0.5, "read_letters_look_up": 0.5, "rename": 1}
    assert stock.model.pattern("rename").items == 1


@pytest.mark.parametrize("place", [None, "data"])
def test_only_what_asks_for_duplicated_attributes_looks_them_up(
    place: str | None,
) -> None:
    reads = {"operation": "Query", "key": KEY, "returns": "Letter"}
    model = mail(
        {**reads, "name": "read_texts", "attributes": ["sk", "text"], "limit": 5},
        {**reads, "name": "read_letter"},
        {**reads, "name": "read_keys", "attributes": ["sk"]},
        {**reads, "name": "read_anything", "returns": None},
    )
    before = after_another_table(model)
    stock = take_stock(before, LETTERS)
    if place:  # text as data.text
        before = in_one_map(before, place)
        stock = restocked(stock, before)
    after = looked_up(stock, LOOK_UP).model
    texts, then, letter_, then_1, *others = after.access_patterns
    assert texts == before.pattern("read_texts").changed(attributes=["sk"])
    assert then == AccessPattern(
        name="read_texts_look_up",
        question="? Whose are they?",
        rate=Rate(average=5, peak=5),
        operation="GetItem",
        table="mail",
        returns="Group",
        key={"pk": "G#{group_id}", "sk": "G#{group_id}"},
    )
    assert (letter_.name, then_1.name) == ("read_letter", "read_letter_look_up")
    assert then_1.rate == Rate(average=1, peak=1)
    assert others == [before.pattern(name) for name in ("read_keys", "read_anything")]
