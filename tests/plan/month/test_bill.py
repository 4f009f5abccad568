"""A month's bill, by hand and by its laws."""

import itertools
from dataclasses import replace
from typing import Any, Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ddbhelpers.capacity.limits import GB
from ddbhelpers.errors import PlanError
from ddbhelpers.model import Rate
from ddbhelpers.plan import (
    AutoScaling,
    Bill,
    Extras,
    Option,
    Storage,
    mode_changes,
    monthly_bill,
)
from ddbhelpers.plan.load.day import day_of
from tests.plan.examples import BOOK, FEW, flat, mail, shaped

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


def lines_of(option: Option) -> list[tuple[str, float, str, float, str]]:
    """Give a bill's lines, their figures rounded to six places."""
    return [
        (
            *(line.what, round(line.quantity, 6)),
            *(line.unit, round(line.monthly_usd, 6), line.part),
        )
        for line in option.lines
    ]


def test_every_line_of_a_design_with_indexes_and_extras() -> None:
    """60 GB of a table, 20 of its local and 5 of its global index; 100 writes/s."""
    indexes = {
        "by-group": {"partition_key": "group"},
        "by-text": {"kind": "local", "partition_key": "pk", "sort_key": "text"},
    }
    held = ((None, 60), ("by-text", 20), ("by-group", 5))
    plain = flat(write=100, read=10)
    load = replace(
        plain,
        model=mail(indexes=indexes),
        arms=(plain.arms[1], replace(plain.arms[0], index="by-group")),
        storage=tuple(Storage("mail", index, 0, gb * GB) for index, gb in held),
    )
    extras = Extras(True, backups=2, restores=3, exports=4, stream_reads_per_second=1)
    bill = monthly_bill(load, BOOK, extras=extras)
    stored = [
        ("storage of mail", 60, "GB-months", 15, "storage"),
        ("storage of index by-text", 20, "GB-months", 5, "storage"),
        ("storage of index by-group", 5, "GB-months", 1.25, "storage"),
        ("free tier, storage", 25, "GB-months", -6.25, "storage"),
        # a global index is not in a backup: 80 GB
        ("point-in-time recovery", 80, "GB-months", 16, "storage"),
        ("backups", 160, "GB-months", 16, "storage"),
        ("restores", 240, "GB", 36, "storage"),
        ("exports to S3", 320, "GB", 32, "storage"),
        # 128,000 more than are free
        ("reads of streams", 2_628_000, "GetRecords calls", 0.0256, "storage"),
    ]
    assert lines_of(bill.option("on demand")) == [
        ("writes of mail", 262_800_000, "WRU", 164.25, "writes"),
        ("reads of index by-group", 26_280_000, "RRU", 3.285, "reads"),
        *stored,
    ]
    capacity = [
        ("writes of mail", 73_000, "WCU-hours", 47.45, "writes"),
        ("reads of index by-group", 7_300, "RCU-hours", 0.949, "reads"),
    ]
    assert lines_of(bill.option("provisioned")) == [
        *capacity,
        ("free tier, reads", 7_300, "RCU-hours", -0.949, "reads"),
        ("free tier, writes", 18_600, "WCU-hours", -12.09, "writes"),
        *stored,
    ]
    (reserved,) = (
        option
        for option in bill.options
        if (option.mode, option.reserved_years) == ("provisioned", 1)
    )
    assert lines_of(reserved) == [
        *capacity,
        ("reserved reads, blocks of 100", 0, "blocks", 0, "reads"),
        ("reads that they cover", 0, "RCU-hours", 0, "reads"),
        ("free tier, reads", 7_300, "RCU-hours", -0.949, "reads"),
        ("reserved writes, blocks of 100", 1, "blocks", 21.844, "writes"),
        ("writes that they cover", 73_000, "WCU-hours", -47.45, "writes"),
        ("free tier, writes", 0, "WCU-hours", 0, "writes"),
        *stored,
    ]
    assert bill.stored_usd == 21.25
    unfree = monthly_bill(load, BOOK, extras=extras, free_tier=False)
    streams = unfree.option("on demand").lines[-1]
    assert streams.monthly_usd == pytest.approx(26.28 * 0.02)


def test_a_bill_without_extras_has_no_line_of_them() -> None:
    lines = monthly_bill(flat(1, gb=1), BOOK, free_tier=False).options[0].lines
    assert [line.what for line in lines] == [
        *("reads of mail", "writes of mail", "storage of mail"),
    ]


def test_stored_dollars_are_of_the_model_s_table_class() -> None:
    load = flat(1, 1, gb=100, table_class=IA)
    assert monthly_bill(load, BOOK).stored_usd == pytest.approx(10)


def test_the_share_that_a_day_of_too_little_capacity_throttles() -> None:
    throughput = {"read": 20, "write": 95}
    bill = monthly_bill(flat(100, 0, throughput=throughput), BOOK)
    small = bill.option("provisioned as modelled")
    # 5 of 100 writes in every second
    assert bill.throttled_share(small) == 0.05
    assert bill.throttled_share(bill.cheapest) == 0
    idle = monthly_bill(flat(), BOOK)
    assert idle.throttled_share(idle.options[0]) == 0


@pytest.mark.parametrize(
    ("extras", "says"),
    [
        ({"backups": -1}, "backups is -1; allowed: 0 or more"),
        ({"restores": -1}, "restores is -1; allowed: 0 or more"),
        ({"exports": -1}, "exports is -1; allowed: 0 or more"),
        (
            {"stream_reads_per_second": float("inf")},
            "stream_reads_per_second is inf; allowed: 0 or more",
        ),
        (
            {"exports": 1},
            "exports to S3 without point-in-time recovery; allowed: an export reads "
            "from point-in-time recovery; turn it on, or leave the exports out",
        ),
    ],
)
def test_extras_that_cannot_be(extras: Any, says: str) -> None:
    with pytest.raises(PlanError) as refused:
        Extras(**extras)
    assert str(refused.value) == says


def test_a_bill_says_what_it_assumes() -> None:
    load = replace(flat(50_000, 1), assumptions=("Mail is short.",))
    bill = monthly_bill(load, BOOK)
    assert bill.assumptions == (
        "Mail is short.",
        "Prices of us-east-1, 01 September 2026, 730 h a month.",
        "What is stored stays the same for the month; a GB is 1,024³ bytes.",
        "Provisioned is the average day's peak in whole units, without headroom.",
        "Auto scaling aims at 70 % from 1 unit up; it acts 2 min after 2 min above, or "
        "after 15 min below 50 %, and takes back once an hour.",
        "An hour is billed at its highest level. Burst serves 300 s of unused units.",
        "Reserved blocks are as many as pay for themselves, their upfront payment "
        "spread over the term.",
        "The free tier is all this load's.",
        "The peak of writes of mail, 50,000 units/s, is over the quota of 40,000: ask "
        "for a higher one.",
    )
    policy = AutoScaling(target=0.3, minimum=5, lag_minutes=4)
    bill = monthly_bill(flat(40_000), BOOK, auto_scaling=policy, free_tier=False)
    assert bill.assumptions[3] == (
        "Auto scaling aims at 30 % from 5 units up; it acts 4 min after 2 min above, "
        "or after 15 min below 15 %, and takes back once an hour."
    )
    assert bill.assumptions[6:] == ("The free tier is used up elsewhere.",)


def test_an_option_that_is_not_there() -> None:
    bill = monthly_bill(flat(1, 1), BOOK)
    with pytest.raises(PlanError) as refused:
        bill.option("free")
    assert str(refused.value) == (
        "no option 'free' in class STANDARD; allowed: on demand, provisioned, "
        "auto scaling"
    )


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
    # the third to the fifth lie between the same two of the multiples tried
    assert [(round(change.rate_factor, 4), change.above) for change in found] == [
        (0.053, "auto scaling, Standard"),
        (1.138, "auto scaling, reserved 3 years, Standard"),
        (1.1415, "auto scaling, Standard"),
        (1.1435, "auto scaling, reserved 3 years, Standard"),
        (1.145, "provisioned, reserved 3 years, Standard"),
    ]
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
