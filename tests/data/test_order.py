from random import Random

from hypothesis import given
from hypothesis import strategies as st

from ddbhelpers.data.order import in_order
from ddbhelpers.model import Entity
from ddbhelpers.model.wire import Item


def test_an_entitys_maps_come_in_its_own_order() -> None:
    entity = Entity(
        name="User",
        keys={"pk": "USER#{id}"},
        attributes={
            "id": {"in": "key"},
            "name": {"in": "data"},
            "city": {"in": "data"},
        },
    )
    item = {
        "b": 1,
        "data": {"extra": 1, "city": "Oslo", "name": "Ada"},
        "pk": "USER#1",
    }
    ordered = in_order(item, ["pk", "data"], entity)
    assert ordered == item
    assert list(ordered) == ["pk", "data", "b"]
    assert list(ordered["data"]) == ["name", "city", "extra"]


names = st.text("abc", min_size=1, max_size=2)
nested = st.recursive(
    st.integers(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(names, inner),
    max_leaves=8,
)


@given(st.dictionaries(names, nested), st.randoms())
def test_the_order_does_not_depend_on_the_given_one(item: Item, random: Random) -> None:
    def shuffled(item: Item) -> Item:
        names = random.sample([*item], len(item))
        return {name: inside(item[name]) for name in names}

    def inside(value: object) -> object:
        if isinstance(value, dict):
            return shuffled(value)
        return [*map(inside, value)] if isinstance(value, list) else value

    assert in_order(shuffled(item)) == item
    assert repr(in_order(shuffled(item), ["b"])) == repr(in_order(item, ["b"]))
