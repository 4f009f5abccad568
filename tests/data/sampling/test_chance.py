import datetime as dt
import re
from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ddbhelpers.data.sampling.chance import BUSIEST, Chance, Zipf
from ddbhelpers.data.sampling.clock import Clock
from ddbhelpers.model.types import KEY_SHAPE


@given(st.integers(), st.integers(1, 2**52))
def test_a_draw_stays_below_its_limit(seed: int, limit: int) -> None:
    chance = Chance(seed)

    assert all(0 <= chance.below(limit) < limit for _ in range(20))
    assert all(0 <= chance.small(limit) <= limit for _ in range(20))


def test_streams_of_other_names_are_others() -> None:
    streams = [Chance(1), Chance(2), Chance(-1), Chance("1"), Chance(1, "a")]

    assert len({chance.random() for chance in streams}) == len(streams)


def test_half_of_small_draws_are_below_a_thirty_second() -> None:
    chance = Chance(1)
    drawn = sorted(chance.small(3_199) for _ in range(10_001))

    assert 90 < drawn[5_000] < 110
    assert drawn[-1] > 2_500


def test_a_uuid_is_of_version_4_and_never_the_same() -> None:
    chance = Chance(1)
    made = [chance.uuid() for _ in range(2_000)]

    assert len(set(made)) == len(made)
    for uuid in made:
        assert re.fullmatch(KEY_SHAPE["uuid"], uuid)
        assert uuid[14] == "4"
    assert {uuid[19] for uuid in made} == set("89ab")


def test_a_shuffle_puts_everything_everywhere() -> None:
    chance = Chance(1)
    first: Counter[tuple[int, ...]] = Counter()
    for _ in range(3_000):
        values = [0, 1, 2]
        chance.shuffle(values)
        assert sorted(values) == [0, 1, 2]
        first[tuple(values)] += 1

    assert len(first) == 6
    assert max(first.values()) < 1.3 * min(first.values())


def test_weights_follow_zipf() -> None:
    whole, half = Zipf(100, 1), Zipf(100, 0.5)

    assert whole.weights[:4] == [BUSIEST, BUSIEST // 2, BUSIEST // 3, BUSIEST // 4]
    assert half.weights[3] == BUSIEST // 2
    assert half.weights[99] == BUSIEST // 10
    assert half.weights == sorted(half.weights, reverse=True)


def test_draws_follow_the_weights() -> None:
    law, chance = Zipf(5, 1.1), Chance(9)
    drawn = Counter(law.draw(chance) for _ in range(20_000))

    for number, weight in enumerate(law.weights):
        share = Fraction(weight, sum(law.weights))
        assert abs(drawn[number] / 20_000 - share) < 0.02


def test_without_skew_all_are_drawn_alike() -> None:
    law, chance = Zipf(4, 0), Chance(9)
    drawn = Counter(law.draw(chance) for _ in range(8_000))

    assert set(drawn) == {0, 1, 2, 3}
    assert max(drawn.values()) < 1.15 * min(drawn.values())


def test_moments_stay_in_the_span() -> None:
    clock, chance = Clock(dt.date(2024, 2, 28), dt.date(2024, 3, 1)), Chance(1)
    moments = [clock.timestamp(clock.draw(chance)) for _ in range(2_000)]

    assert {moment[:10] for moment in moments} == {"2024-02-28", "2024-02-29"}
    assert all(re.fullmatch(KEY_SHAPE["timestamp"], moment) for moment in moments)
    assert all(dt.datetime.fromisoformat(moment) for moment in moments)
