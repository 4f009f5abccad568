"""Where keys lie, and how a hot partition is split."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddbhelpers.plan.heat.partitions import KeyShare, Layout, isolated, laid_out


def pieces(layout: Layout) -> dict[int, float]:
    """Add up the pieces of each key."""
    whole: dict[int, float] = {}
    for partition in layout.partitions:
        for key, share in partition:
            whole[key] = whole.get(key, 0) + share
    return whole


def test_keys_lie_where_their_names_say() -> None:
    few, many = laid_out(["a", "b"], 8), laid_out(["a", "b", "c", "d"], 8)
    for key in (KeyShare(0), KeyShare(1)):
        places = [
            next(place for place, held in enumerate(layout.partitions) if key in held)
            for layout in (few, many)
        ]
        assert places[0] == places[1]


def test_partitions_get_like_numbers_of_keys() -> None:
    layout = laid_out([f"key-{number}" for number in range(4000)], 4)
    assert all(900 < len(held) < 1100 for held in layout.partitions)


def test_a_split_halves_the_heat() -> None:
    layout = Layout((tuple(map(KeyShare, range(4))),))
    after = layout.split(0, [1, 1, 1, 3], divisible=False)
    assert after is not None
    assert after.partitions == (tuple(map(KeyShare, range(3))), (KeyShare(3),))


def test_a_key_alone_is_divided_only_if_its_sort_keys_let_it() -> None:
    layout = Layout(((), (KeyShare(0),)))
    assert layout.split(1, [9], divisible=False) is None
    after = layout.split(1, [9], divisible=True)
    assert after is not None
    assert after.partitions == ((), (KeyShare(0, 0.5),), (KeyShare(0, 0.5),))
    assert layout.split(0, [9], divisible=True) is None


@given(
    st.lists(st.floats(0, 5000), min_size=1, max_size=12),
    st.integers(1, 5),
    st.booleans(),
)
def test_what_is_isolated_is_cool_or_cannot_be_split(
    heat: list[float], count: int, divisible: bool
) -> None:
    layout = laid_out([f"k{place}" for place in range(len(heat))], count)
    after = isolated(layout, heat, 1000, divisible=divisible)
    assert pieces(after) == pytest.approx(dict.fromkeys(range(len(heat)), 1))
    for place, held in enumerate(after.partitions):
        cool = after.heat(place, heat) <= 1000 * (1 + 1e-6)
        assert cool or (len(held) == 1 and not divisible)
