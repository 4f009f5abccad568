from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddbhelpers.capacity import index_entry, item_bytes, write_charge
from ddbhelpers.capacity.limits import MAX_ITEM_BYTES
from ddbhelpers.check.largest import (
    largest_item,
    largest_items,
    text_bytes,
    widest_text,
)
from ddbhelpers.model import Entity, KeyTemplate, Table, load_model

HERE = Path(__file__).parents[2]
MODELS = [
    load_model(HERE / "models/direct_messaging.yaml"),
    load_model(HERE / "tests/models/shop.yaml"),
]
ENTITIES = [(model.table(e.table), e) for model in MODELS for e in model.entities]
TABLE = Table(name="tab", partition_key="pk", sort_key="sk")


def box(**attributes: Any) -> Entity:
    return Entity(
        name="Box",
        keys={"pk": "BOX#{id}", "sk": "{n}"},
        attributes={
            "id": {"type": "uuid", "in": "key"},
            "n": {"type": "integer", "in": "key"},
            **attributes,
        },
    )


@pytest.mark.parametrize(("table", "entity"), ENTITIES)
def test_the_largest_item_can_be_stored_and_is_in_every_index(
    table: Table, entity: Entity
) -> None:
    largest = largest_item(table, entity)
    assert write_charge(table, None, largest.item).table >= 1
    for index in table.indexes:
        held = all(
            name in entity.keys
            or any(a.name == name and a.place is None for a in entity.attributes)
            for name in index.key_names
        )
        assert (index_entry(table, index, largest.item) is not None) is held


PLAIN = {
    "text": st.text(max_size=100).filter(lambda text: len(text.encode()) <= 100),
    "integer": st.integers(-(10**38) + 1, 10**38 - 1),
    "number": st.decimals(-(10**12), 10**12, places=20),
    "boolean": st.booleans(),
    "date": st.dates().map(str),
    "binary": st.binary(max_size=100),
}


@given(st.fixed_dictionaries(PLAIN), st.uuids(), st.integers(0, 10**37), st.booleans())
def test_no_item_is_larger(
    values: dict[str, Any], id_: Any, n: int, nested: bool
) -> None:
    place = {"in": "data"} if nested else {}
    entity = box(
        **{name: {"type": name, "bytes": 100, **place} for name in PLAIN}
        | {"boolean": {"type": "boolean", **place}}
    )
    item = entity.item(**values, id=id_, n=n)
    largest = largest_item(TABLE, entity)
    assert item_bytes(item) <= item_bytes(largest.item)
    assert largest.unbounded == ()


def test_what_nothing_bounds_fills_the_item_one_after_the_other() -> None:
    entity = box(a="text", b="map", c={"bytes": 9})
    first, second = largest_items(TABLE, entity)
    for largest in (first, second):
        assert item_bytes(largest.item) == MAX_ITEM_BYTES
        assert largest.unbounded == ("a", "b")
    assert len(first.item["b"]) == len(second.item["a"]) == 0


def test_bounded_values_are_cut_to_what_fits() -> None:
    largest = largest_item(
        TABLE, box(a={"bytes": 400_000}, b={"type": "binary", "bytes": 400_000})
    )
    assert item_bytes(largest.item) == MAX_ITEM_BYTES
    assert largest.bounded_bytes > 800_000


def test_a_key_of_free_text_is_as_long_as_keys_may_be() -> None:
    entity = Entity(
        name="Box",
        keys={"pk": "BOX#{a}#{b}", "sk": "{a}"},
        attributes={"a": {"in": "key"}, "b": {"in": "key"}},
    )
    item = largest_item(TABLE, entity).item
    assert (len(item["pk"]), len(item["sk"])) == (2048, 1024)


def test_two_letters_make_two_images_of_one_item() -> None:
    table, entity = ENTITIES[1]
    one = largest_item(table, entity).item
    other = largest_item(table, entity, letter="y").item
    assert [one[key] == other[key] for key in table.key_names] == [True, True]
    assert one["data"] != other["data"]
    # the index's key stands in the table's key: an item keeps it
    assert one["message_group_uuid"] == other["message_group_uuid"]
    assert item_bytes(one) == item_bytes(other)


def test_two_letters_make_two_images_of_the_same_size() -> None:
    entity = box(
        whole="integer",
        exact="number",
        truth="boolean",
        raw={"type": "binary", "bytes": 3},
        name={"bytes": 4},
        text="text",
    )
    x, y = (
        largest_item(TABLE, entity).item,
        largest_item(TABLE, entity, letter="y").item,
    )
    assert (x["whole"], y["whole"]) == (-(10**38) + 1, -(10**38) + 2)
    nines = "9" * 36
    assert (x["exact"], y["exact"]) == (
        Decimal(f"-9.{nines}9"),
        Decimal(f"-9.{nines}8"),
    )
    # a byte for the sign, one for the exponent, one for each two of 40 digits
    assert item_bytes({"": x["exact"]}) == item_bytes({"": y["exact"]}) == 22
    assert (x["truth"], y["truth"]) == (True, False)
    assert (x["raw"], y["raw"]) == (b"xxx", b"yyy")
    assert (x["name"], y["name"]) == ("xxxx", "yyyy")
    assert (x["pk"], x["sk"]) == (y["pk"], y["sk"]) == ("BOX#" + "x" * 36, "x" * 38)
    assert item_bytes(x) == item_bytes(y) == MAX_ITEM_BYTES
    # what fills an item is of the letter, too
    images = largest_items(TABLE, box(a="text", b="text"), letter="y")
    assert [(image.item["a"][:1], image.item["b"][:1]) for image in images] == [
        ("y", ""),
        ("", "y"),
    ]


def test_a_key_that_is_an_attribute_takes_no_more_than_a_key_may() -> None:
    table = Table(name="tab", partition_key="id", sort_key="name")
    entity = Entity(name="Box", attributes={"id": "string", "name": {"bytes": 9}})
    largest = largest_item(table, entity)
    assert largest.item == {"id": "x" * 2048, "name": "x" * 9}
    assert largest.unbounded == ()
    # an item keeps its key
    assert largest_item(table, entity, letter="y").item == largest.item


@pytest.mark.parametrize(
    ("text", "limit", "written"),
    [
        ("A#{a}", 10, "A#zzzzzzzz"),
        ("A#{a}#{b}", 10, "A#zzzzzz#z"),
        ("A#{b}#{a}", 10, "A#zzzzzz#z"),
        ("A#{n}", 99, "A#" + "z" * 38),
        ("A#{n:04}", 99, "A#zzzz"),
        ("A#{c}", 99, "A#zzz"),
        ("A#{c}#{a}", 5, "A#zzz"),
        ("éé{c}", 3, "é"),
        ("A#{a}", 1, "A"),
    ],
)
def test_the_widest_text_of_a_template(text: str, limit: int, written: str) -> None:
    types = {"n": "integer", "a": "string", "b": "string", "c": "string"}
    attributes = {
        name: {"type": type_, **({"bytes": 3} if name == "c" else {})}
        for name, type_ in types.items()
    }
    entity = Entity(name="Box", attributes=attributes)
    assert widest_text(entity, KeyTemplate(text, types), limit, "z") == written
    held = widest_text(entity, KeyTemplate(text, types), limit, "z", frozenset(types))
    assert held == written.replace("z", "x")


def test_the_bytes_of_a_template_are_added_up() -> None:
    entity = Entity(
        name="Box",
        attributes={"a": "string", "b": {"bytes": 7}, "n": "integer", "u": "uuid"},
    )
    types = {a.name: a.type for a in entity.attributes}
    template = KeyTemplate("é#{a}#{b}#{n}#{u}#", types)
    # 3 of é#, 1 for what nothing bounds, 7, 38 and 36, and four separators
    assert text_bytes(entity, template) == (3 + 1 + 7 + 38 + 36 + 4, ("a",))


def test_what_is_too_much_is_cut_to_400_kb_exactly() -> None:
    entity = box(a={"bytes": 400_000}, b={"bytes": 9_600})
    largest = largest_item(TABLE, entity)
    assert largest.bounded_bytes > MAX_ITEM_BYTES
    assert item_bytes(largest.item) == MAX_ITEM_BYTES
    assert len(largest.item["b"]) == 9_600
    # an item that just fits is not cut
    keys = item_bytes(largest_item(TABLE, box(a={"bytes": 1})).item)
    fits = largest_item(TABLE, box(a={"bytes": MAX_ITEM_BYTES - keys + 1})).item
    assert item_bytes(fits) == MAX_ITEM_BYTES
    assert len(fits["a"]) == MAX_ITEM_BYTES - keys + 1
    more = largest_item(TABLE, box(a={"bytes": MAX_ITEM_BYTES - keys + 2})).item
    assert more == fits
