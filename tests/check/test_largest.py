from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddbhelpers.capacity import index_entry, item_bytes, write_charge
from ddbhelpers.capacity.limits import MAX_ITEM_BYTES
from ddbhelpers.check.largest import largest_item, largest_items
from ddbhelpers.model import Entity, Table, load_model

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
