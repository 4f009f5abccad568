"""Traffic over keys: shares, curves, shards, and what is refused."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddbhelpers.errors import PlanError
from ddbhelpers.plan.heat import (
    DAY_SECONDS,
    celebrity_traffic,
    even_traffic,
    one_key_traffic,
    weighted_traffic,
    zipf_traffic,
)

NO_CURVE = (
    "a curve of {} weights over {} seconds; allowed: 1 weight to one for each second, "
    "of 0 or more and not all 0"
)
NO_WEIGHTS = "weights below 0, or with nothing but 0; allowed: numbers of 0 or more"


def test_even() -> None:
    traffic = even_traffic(50, keys=4)
    assert traffic.shares.tolist() == [0.25] * 4
    assert (traffic.seconds, traffic.peak) == (DAY_SECONDS, 50)


def test_zipf() -> None:
    traffic = zipf_traffic(50, keys=3, exponent=1, seconds=1)
    assert traffic.shares == pytest.approx(np.array([6, 3, 2]) / 11)
    assert traffic.name == "Zipf 1 over 3 keys"
    flat = zipf_traffic(50, keys=3, exponent=0, seconds=1)
    assert flat.shares == pytest.approx(1 / 3)


def test_a_celebrity_leaves_the_rest_to_the_others() -> None:
    traffic = celebrity_traffic(3000, share=0.61, keys=4, seconds=1)
    assert traffic.shares == pytest.approx([0.61, 0.13, 0.13, 0.13])
    assert traffic.hottest == "celebrity"
    assert celebrity_traffic(1, share=1, keys=1, seconds=1).shares.tolist() == [1]


def test_weights_may_be_counts_of_items() -> None:
    traffic = weighted_traffic(8, {"MSG#a": 6, "MSG#b": 2, "MSG#c": 0}, seconds=1)
    assert traffic.keys == ("MSG#a", "MSG#b", "MSG#c")
    assert traffic.shares.tolist() == [0.75, 0.25, 0]


def test_a_curve_keeps_the_average() -> None:
    traffic = one_key_traffic(10, seconds=8, curve=[1, 3])
    assert traffic.requests.tolist() == [5] * 4 + [15] * 4
    assert traffic.peak == 15


@given(st.integers(12, 500), st.lists(st.floats(0, 9), min_size=1, max_size=12))
def test_any_curve_keeps_the_average(seconds: int, curve: list[float]) -> None:
    if any(curve):
        traffic = even_traffic(10, keys=2, seconds=seconds, curve=curve)
        assert traffic.requests.mean() == pytest.approx(10)


@given(st.integers(1, 20), st.integers(1, 9))
def test_shards_share_evenly_what_their_key_had(keys: int, count: int) -> None:
    traffic = zipf_traffic(1, keys=keys, exponent=1, seconds=1)
    sharded = traffic.sharded(["key-1"], count)
    assert len(sharded.keys) == keys + count - 1
    assert sharded.shares.sum() == pytest.approx(1)
    assert sharded.shares[:count] == pytest.approx(traffic.share("key-1") / count)


def test_arrays_are_not_to_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        even_traffic(1, keys=2).shares[0] = 1


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (
            lambda: even_traffic(-1, keys=1),
            "-1 requests per second; allowed: 0 to 1,000,000",
        ),
        (
            lambda: even_traffic(float("nan"), keys=1),
            "nan requests per second; allowed: 0 to 1,000,000",
        ),
        (lambda: even_traffic(1, keys=0), "0 keys; allowed: 1 to 100,000"),
        (lambda: even_traffic(1, keys=100_001), "100001 keys; allowed: 1 to 100,000"),
        (
            lambda: even_traffic(1, keys=1, seconds=0),
            "0 seconds; allowed: 1 to 2,678,400",
        ),
        (
            lambda: even_traffic(1, keys=1, seconds=2_678_401),
            "2678401 seconds; allowed: 1 to 2,678,400",
        ),
        (lambda: even_traffic(1, keys=1, curve=[0], seconds=9), NO_CURVE.format(1, 9)),
        (lambda: even_traffic(1, keys=1, curve=[], seconds=9), NO_CURVE.format(0, 9)),
        (
            lambda: even_traffic(1, keys=1, curve=[1, -1], seconds=9),
            NO_CURVE.format(2, 9),
        ),
        (
            lambda: even_traffic(1, keys=1, seconds=1, curve=[1, 1]),
            NO_CURVE.format(2, 1),
        ),
        (lambda: even_traffic(1, keys=1, seed=-1), "seed -1; allowed: 0 or more"),
        (
            lambda: zipf_traffic(1, keys=1, exponent=-0.1),
            "Zipf's law with exponent -0.1; allowed: 0 to 10",
        ),
        (
            lambda: zipf_traffic(1, keys=1, exponent=11),
            "Zipf's law with exponent 11; allowed: 0 to 10",
        ),
        (
            lambda: celebrity_traffic(1, share=1.01, keys=2),
            "a celebrity with a share of 1.01; allowed: above 0, up to 1",
        ),
        (
            lambda: celebrity_traffic(1, share=0, keys=2),
            "a celebrity with a share of 0; allowed: above 0, up to 1",
        ),
        (
            lambda: celebrity_traffic(1, share=0.5, keys=1),
            "one key with a share of 0.5; allowed: a share of 1, or more keys",
        ),
        (lambda: weighted_traffic(1, {}), "0 keys; allowed: 1 to 100,000"),
        (lambda: weighted_traffic(1, {"a": -1, "b": 2}), NO_WEIGHTS),
        (lambda: weighted_traffic(1, {"a": 0}), NO_WEIGHTS),
        (lambda: weighted_traffic(1, {"a": float("inf")}), NO_WEIGHTS),
        (
            lambda: even_traffic(1, keys=1).sharded(["key-1"], 0),
            "0 write shards; allowed: 1 or more",
        ),
        (
            lambda: even_traffic(1, keys=5).sharded(["x"], 2),
            "no key 'x' in this traffic; allowed: key-1, key-2, key-3, key-4, key-5",
        ),
        (
            lambda: even_traffic(1, keys=6).share("x"),
            "no key 'x' in this traffic; allowed: key-1, key-2, key-3, key-4, key-5, …",
        ),
    ],
)
def test_refusals(made: Any, says: str) -> None:
    with pytest.raises(PlanError) as refused:
        made()
    assert str(refused.value) == says


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"kind": "scan"}, "traffic of kind 'scan'; allowed: read, write"),
        ({"sort_key": "shrinks"}, "sort_key 'shrinks'; allowed: grows, spread"),
    ],
)
def test_unknown_words_are_refused(more: Any, says: str) -> None:
    with pytest.raises(PlanError) as refused:
        even_traffic(1, keys=1, **more)
    assert str(refused.value) == says


def test_what_traffic_is_called_and_is_by_default() -> None:
    made = [
        even_traffic(5, keys=2),
        zipf_traffic(5, keys=2, exponent=1.5),
        celebrity_traffic(5, share=0.61, keys=3),
        one_key_traffic(5),
        weighted_traffic(5, {"a": 1}),
    ]
    assert [traffic.name for traffic in made] == [
        "even over 2 keys",
        "Zipf 1.5 over 2 keys",
        "one celebrity with 61 % among 3 keys",
        "one item collection",
        "given weights over 1 key",
    ]
    for traffic in made:
        found = traffic.kind, traffic.sort_key, traffic.seed, traffic.seconds
        assert found == ("write", "grows", None, 86_400)
    assert made[2].keys == ("celebrity", "key-2", "key-3")
