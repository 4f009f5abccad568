"""A month's bill, by hand and by its laws."""

import itertools
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ddbhelpers.errors import PlanError
from ddbhelpers.model import Rate
from ddbhelpers.plan import AutoScaling, Bill, Extras, mode_changes, monthly_bill
from ddbhelpers.plan.load.day import day_of
from tests.plan.examples import BOOK, FEW, flat, shaped

IA: Final = "STANDARD_INFREQUENT_ACCESS"
RATES = st.floats(0.01, 500)
NEAR = 10 ** (-1 / 4 / 2**10)  # four factors to every tenfold, halved ten times


def usd_by_name(bill: Bill) -> dict[str, float]:
    return {option.name: round(option.monthly_usd, 4) for option in bill.options}


def test_every_option_of_100_writes_and_10_reads_a_second() -> None:
    bill = monthly_bill(flat(write=100, read=10), BOOK, free_tier=False)
    million = 3600 * 730 / 1e6
    assert usd_by_name(bill) == {
        "on demand, Standard": round(million * (100 * 0.625 + 10 * 0.125), 4),
        "on demand, Standard-IA": round(million * (100 * 0.78 + 10 * 0.155), 4),
        # 100 WCU and 10 RCU for 730 hours
        "provisioned, Standard": 48.399,
        "provisioned, Standard-IA": 60.298,
        # at 70 %: ⌈100 / 0.7⌉ = 143 WCU, ⌈10 / 0.7⌉ = 15 RCU
        "auto scaling, Standard": round(730 * (143 * 0.00065 + 15 * 0.00013), 4),
        "auto scaling, Standard-IA": round(730 * (143 * 0.00081 + 15 * 0.00016), 4),
        # one block of 100 WCU, 21.844 a month, and 10 RCU of which no block pays
        "provisioned, reserved 1 year, Standard": 22.793,
        # ... of three years: 5 + 0.0081 × 730 = 10.913
        "provisioned, reserved 3 years, Standard": 11.862,
        "auto scaling, reserved 1 year, Standard": round(
            21.844 + 730 * (43 * 0.00065 + 15 * 0.00013), 4
        ),
        # a second block costs less than 43 WCU
        "auto scaling, reserved 3 years, Standard": round(
            2 * 10.913 + 730 * 15 * 0.00013, 4
        ),
    }
    assert bill.cheapest.name == "provisioned, reserved 3 years, Standard"


def test_the_free_tier() -> None:
    bill = monthly_bill(flat(write=100, read=10, gb=30), BOOK)
    lines = {line.what: line for line in bill.option("provisioned").lines}
    # 73,000 WCU-hours less 18,600; all of 7,300 RCU-hours; 25 of 30 GB
    assert lines["free tier, writes"].monthly_usd == pytest.approx(-18_600 * 0.00065)
    assert lines["free tier, reads"].quantity == 7300
    assert lines["free tier, storage"].monthly_usd == -6.25
    assert bill.option("provisioned").monthly_usd == pytest.approx(35.36 + 1.25)
    # requests on demand are not free, and Standard-IA has nothing free
    assert bill.option("on demand").monthly_usd == pytest.approx(167.535 + 1.25)
    assert bill.option("provisioned", IA).monthly_usd == pytest.approx(60.298 + 3)


def test_the_model_s_own_throughput_must_serve_the_load() -> None:
    throughput = {"read": 20, "write": 200}
    bill = monthly_bill(flat(100, 10, throughput=throughput), BOOK, free_tier=False)
    option = bill.option("provisioned as modelled")
    assert option.monthly_usd == pytest.approx(730 * (200 * 0.00065 + 20 * 0.00013))
    assert option.utilisation == 0.5
    assert option.serves
    small = monthly_bill(
        flat(100, 10, throughput={"read": 20, "write": 99}), BOOK, free_tier=False
    )
    option = small.option("provisioned as modelled")
    # a write unit too few in every second of the day, and no burst to save
    assert option.throttled_units == 86_400
    assert not option.serves
    assert small.cheapest.mode == "provisioned"


def test_extras() -> None:
    extras = Extras(
        point_in_time_recovery=True,
        backups=2,
        restores=1,
        exports=3,
        stream_reads_per_second=4,
    )
    bare = monthly_bill(flat(1, 1, gb=100), BOOK).option("on demand")
    full = monthly_bill(flat(1, 1, gb=100), BOOK, extras=extras).option("on demand")
    # 4 a second are 10,512,000 a month, of which 2.5 million are free
    streams = 8_012_000 / 100_000 * 0.02
    more = 100 * 0.20 + 200 * 0.10 + 100 * 0.15 + 300 * 0.10 + streams
    assert full.monthly_usd - bare.monthly_usd == pytest.approx(more)
    assert full.throughput_usd == pytest.approx(bare.throughput_usd)


@pytest.mark.parametrize(
    "extras",
    [{"backups": -1}, {"stream_reads_per_second": float("inf")}, {"exports": 1}],
)
def test_extras_that_cannot_be(extras: dict[str, float]) -> None:
    with pytest.raises(PlanError, match="allowed"):
        Extras(**extras)  # type: ignore[arg-type]  # refused


def test_a_bill_says_what_it_assumes() -> None:
    bill = monthly_bill(flat(50_000, 1), BOOK)
    said = " ".join(bill.assumptions)
    assert "us-east-1, 01 September 2026, 730 h a month" in said
    assert "over the quota of 40,000" in said
    with pytest.raises(PlanError, match=r"no option 'free'.*on demand, provisioned"):
        bill.option("free")


def test_dollars_are_split_by_reads_writes_and_the_rest() -> None:
    load, million = flat(write=100, read=10), 3600 * 730 / 1e6
    bill = monthly_bill(load, BOOK, free_tier=False)
    parts = bill.option("on demand").usd_by_part
    assert parts["reads"] == pytest.approx(million * 10 * 0.125)
    assert parts["writes"] == pytest.approx(million * 100 * 0.625)
    extras = Extras(stream_reads_per_second=1)
    bill = monthly_bill(load, BOOK, free_tier=False, extras=extras)
    # reads of streams are none of the table's
    assert bill.option("on demand").usd_by_part["reads"] == parts["reads"]
    assert bill.option("on demand").usd_by_part["storage"] > parts["storage"]


def test_reserved_capacity_that_never_pays_is_not_ranked() -> None:
    load = flat(write=0.01, read=0.01)
    bill = monthly_bill(load, BOOK, free_tier=False)
    assert not any(option.reserved_years for option in bill.ranked)
    assert any(option.reserved_years for option in bill.options)
    assert bill.ranked[0] == bill.cheapest


@FEW
@given(RATES, RATES, st.floats(1, 50), st.floats(0, 100), st.booleans())
@example(1.0000000000000002, 1.0000000000000002, 1.0, 0.0, False)
def test_lines_add_up_and_the_cheapest_is_the_least(
    write: float, read: float, peak: float, gb: float, free_tier: bool
) -> None:
    load = shaped(
        day_of(Rate(average=write, peak=write * peak)),
        day_of(Rate(average=read, peak=read)),
        gb,
    )
    bill = monthly_bill(load, BOOK, free_tier=free_tier)
    for option in bill.options:
        total = sum(line.monthly_usd for line in option.lines)
        assert option.monthly_usd == pytest.approx(total)
        assert option.monthly_usd >= -1e-9
        assert sum(option.usd_by_part.values()) == pytest.approx(total)
        assert min(option.usd_by_part.values()) >= -1e-9
        assert option.utilisation is None or 0 < option.utilisation <= 1
    serving = [option.monthly_usd for option in bill.options if option.serves]
    assert bill.cheapest.serves
    assert bill.cheapest.monthly_usd <= min(serving) + 1e-6


@FEW
@given(RATES, RATES, st.floats(1, 3))
def test_a_higher_rate_never_costs_less(write: float, read: float, more: float) -> None:
    low = usd_by_name(monthly_bill(flat(write, read), BOOK))
    high = usd_by_name(monthly_bill(flat(write * more, read), BOOK))
    assert all(high[name] >= low[name] for name in low)


@FEW
@given(st.floats(0, 1000), st.floats(0, 1000))
def test_more_storage_never_costs_less(one: float, other: float) -> None:
    little, much = sorted([one, other])
    low = usd_by_name(monthly_bill(flat(1, 1, gb=little), BOOK))
    high = usd_by_name(monthly_bill(flat(1, 1, gb=much), BOOK))
    assert all(high[name] >= low[name] for name in low)


@FEW
@given(RATES, RATES)
def test_reserved_blocks_are_as_many_as_pay(write: float, read: float) -> None:
    usd = usd_by_name(monthly_bill(flat(write, read), BOOK, free_tier=False))
    plain = usd["provisioned, Standard"]
    one, three = (
        usd[f"provisioned, reserved {term}, Standard"] for term in ("1 year", "3 years")
    )
    assert three <= one <= plain


def test_on_either_side_of_a_flip_another_option_is_the_cheapest() -> None:
    day = day_of(Rate(average=10, peak=60))
    load = shaped(day, day)
    found = mode_changes(load, BOOK, free_tier=False)
    assert found
    for before, after in itertools.pairwise(found):
        assert before.above == after.below
        assert before.rate_factor < after.rate_factor
    for flip in found:
        below, above = (
            monthly_bill(load.scaled(flip.rate_factor * by), BOOK, free_tier=False)
            for by in (NEAR, 1.0)
        )
        assert (below.cheapest.name, above.cheapest.name) == (flip.below, flip.above)


def test_the_policy_is_what_auto_scaling_follows() -> None:
    bills = [
        monthly_bill(
            flat(70, 70), BOOK, auto_scaling=AutoScaling(target=target), free_tier=False
        )
        for target in (0.7, 0.35)
    ]
    one, two = (bill.option("auto scaling").monthly_usd for bill in bills)
    assert two == pytest.approx(2 * one)
