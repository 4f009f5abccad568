"""Break-even: on either side of it, another way to pay is the cheaper one."""

from dataclasses import astuple
from typing import Any, Final, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddbhelpers.capacity.charge import Unit
from ddbhelpers.errors import PlanError
from ddbhelpers.plan import (
    break_even_storage_gb,
    break_even_storage_share,
    break_even_utilisation,
    load_prices,
    monthly_bill,
    utilisation_curve,
)
from ddbhelpers.plan.month.prices import OnDemand, Provisioned
from tests.plan.examples import BOOK, FEW, flat

IA: Final = "STANDARD_INFREQUENT_ACCESS"


@pytest.mark.parametrize("unit", ["read", "write"])
def test_provisioned_beats_on_demand_above_28_9_percent(unit: Unit) -> None:
    # 0.00013 / (3,600 × 0.125 / 1e6) and 0.00065 / (3,600 × 0.625 / 1e6)
    assert break_even_utilisation(BOOK, unit) == pytest.approx(130 / 450)
    assert f"{break_even_utilisation(BOOK, unit):.1%}" == "28.9%"


def test_reserved_and_infrequent_access() -> None:
    assert break_even_utilisation(BOOK, "read", reserved_years=1) == pytest.approx(
        (2.5 + 0.0025 * 730) / 73_000 / (3600 * 0.125e-6)
    )
    assert break_even_utilisation(BOOK, "read", table_class=IA) == pytest.approx(
        0.00016 / (3600 * 0.155e-6)
    )
    says = "^reserved capacity of Standard-IA; allowed: the Standard class only$"
    with pytest.raises(PlanError, match=says):
        break_even_utilisation(BOOK, "read", table_class=IA, reserved_years=1)


@FEW
@given(st.integers(50, 5000), st.sampled_from([0.99, 1.01]), st.booleans())
def test_the_cheaper_mode_changes_there(units: int, by: float, is_read: bool) -> None:
    unit: Unit = "read" if is_read else "write"
    used = units * break_even_utilisation(BOOK, unit) * by
    consumed = {"read": used if is_read else 0, "write": 0 if is_read else used}
    demand = monthly_bill(flat(**consumed), BOOK, free_tier=False).option("on demand")
    capacity = {"read": units if is_read else 1, "write": 1 if is_read else units}
    load = flat(**consumed, throughput=capacity)
    bill = monthly_bill(load, BOOK, free_tier=False)
    provisioned = bill.option("provisioned as modelled").monthly_usd
    # the other kind is provisioned too, one unit of it
    other = BOOK.standard.unit_hour_usd("write" if is_read else "read") * 730
    assert (provisioned - other < demand.monthly_usd) == (by > 1)


def test_the_curve_crosses_where_the_formula_says() -> None:
    curve = utilisation_curve(BOOK, unit="write", capacity_units=200, steps=10)
    assert len(curve.points) == 11
    years: list[Literal[0, 1, 3]] = [0, 1, 3]
    assert [crossing.utilisation for crossing in curve.crossings] == pytest.approx(
        [break_even_utilisation(BOOK, "write", reserved_years=y) for y in years]
    )
    for crossing in curve.crossings:
        assert crossing.monthly_usd == pytest.approx(
            curve.points[-1].on_demand_usd * crossing.utilisation
        )


def test_a_whole_curve_of_one_write_unit_in_one_step() -> None:
    curve = utilisation_curve(BOOK, unit="write", capacity_units=1, steps=1)
    # 730 × 0.00065, and a block's (12.5 + 730 × 0.0128) / 100, (5 + 730 × 0.0081) / 100
    hours, reserved = 0.4745, ((1, pytest.approx(0.21844)), (3, pytest.approx(0.10913)))
    idle, full = curve.points
    assert astuple(idle) == (0, 0, hours, reserved)
    assert astuple(full) == (1, pytest.approx(730 * 3600 * 0.625e-6), hours, reserved)
    assert (curve.unit, curve.capacity_units, curve.table_class, curve.prices) == (
        *("write", 1, "STANDARD"),
        BOOK,
    )


def test_the_usual_curve_is_of_100_read_units_in_100_steps() -> None:
    curve = utilisation_curve(BOOK)
    found = curve.unit, curve.capacity_units, curve.table_class, len(curve.points)
    assert found == ("read", 100, "STANDARD", 101)
    assert curve.points[-1].on_demand_usd == pytest.approx(100 * 730 * 3600 * 0.125e-6)


def test_infrequent_access_and_a_book_without_terms_have_no_reserved_line() -> None:
    rare = utilisation_curve(BOOK, table_class=IA, steps=1)
    assert rare.table_class == IA
    assert astuple(rare.points[1]) == (
        1,
        pytest.approx(100 * 730 * 3600 * 0.155e-6),
        pytest.approx(100 * 730 * 0.00016),
        (),
    )
    bare = utilisation_curve(BOOK.model_copy(update={"reserved": {}}))
    assert [crossing.reserved_years for crossing in bare.crossings] == [0]


@pytest.mark.parametrize(("hour_usd", "crossings"), [(3600, [1.0]), (3601, [])])
def test_a_line_above_on_demand_at_full_use_never_crosses_it(
    hour_usd: float, crossings: list[float]
) -> None:
    standard = BOOK.standard.model_copy(
        update={
            "on_demand": OnDemand(
                million_read_units_usd=1e6, million_write_units_usd=1
            ),
            "provisioned": Provisioned(
                read_unit_hour_usd=hour_usd, write_unit_hour_usd=1
            ),
        }
    )
    prices = BOOK.model_copy(update={"standard": standard, "reserved": {}})
    found = utilisation_curve(prices, steps=1).crossings
    assert [crossing.utilisation for crossing in found] == crossings


@pytest.mark.parametrize("more", [{"capacity_units": 0}, {"steps": 0}])
def test_no_curve_without_units_or_steps(more: dict[str, int]) -> None:
    given_ = {"capacity_units": 5, "steps": 7, **more}
    with pytest.raises(PlanError) as refused:
        utilisation_curve(BOOK, **given_)  # type: ignore[arg-type]  # integers only
    assert str(refused.value) == (
        "a curve of {capacity_units} units in {steps} steps; allowed: 1 or more"
    ).format(**given_)


@FEW
@given(st.floats(1, 500), st.floats(1, 500), st.sampled_from([0.99, 1.01]))
def test_above_the_share_of_storage_infrequent_access_is_cheaper(
    write: float, read: float, by: float
) -> None:
    bare = monthly_bill(flat(write, read), BOOK, free_tier=False).option("on demand")
    writes = write * 0.625 / (write * 0.625 + read * 0.125)
    share = break_even_storage_share(BOOK, write_share=writes)
    stored_usd = bare.monthly_usd * share / (1 - share) * by
    load = flat(write, read, gb=stored_usd / 0.25)
    bill = monthly_bill(load, BOOK, free_tier=False)
    standard, rare = bill.option("on demand"), bill.option("on demand", IA)
    assert (rare.monthly_usd < standard.monthly_usd) == (by > 1)


@FEW
@given(
    st.floats(1, 500), st.floats(1, 500), st.booleans(), st.sampled_from([0.99, 1.01])
)
def test_above_the_stored_gb_infrequent_access_is_cheaper(
    write: float, read: float, free_tier: bool, by: float
) -> None:
    bill = monthly_bill(flat(write, read), BOOK, free_tier=free_tier)
    gb = break_even_storage_gb(bill)
    assert gb is not None
    bill = monthly_bill(flat(write, read, gb=gb * by), BOOK, free_tier=free_tier)
    standard, rare = bill.option("on demand"), bill.option("on demand", IA)
    assert (rare.monthly_usd < standard.monthly_usd) == (by > 1)


def test_storage_that_is_not_cheaper_never_pays() -> None:
    prices = load_prices()
    dear = prices.infrequent_access.model_copy(update={"storage_gb_month_usd": 0.25})
    prices = prices.model_copy(update={"infrequent_access": dear})
    assert break_even_storage_gb(monthly_bill(flat(1, 1), prices)) is None


def test_provisioned_storage_breaks_even_elsewhere() -> None:
    # write capacity is 81 / 65 times as dear, read capacity 16 / 13; storage 60 % less
    for writes, dearer in ((1, 16 / 65), (0, 3 / 13), (0.5, 31 / 130)):
        share = break_even_storage_share(BOOK, write_share=writes, mode="provisioned")
        assert share == pytest.approx(dearer / (dearer + 0.6))
    assert break_even_storage_share(BOOK) == pytest.approx(0.244 / 0.844)
    # 100 WCU and 10 RCU: 60.298, and 35.36 with the free tier, which is 6.25 of GB too
    bill = monthly_bill(flat(100, 10), BOOK)
    found = break_even_storage_gb(bill, mode="provisioned")
    assert found == pytest.approx((60.298 - 35.36 + 6.25) / 0.15)


def test_where_infrequent_access_is_cheaper_anyway_no_storage_is_needed() -> None:
    rare = BOOK.infrequent_access.model_copy(
        update={"on_demand": BOOK.standard.on_demand}
    )
    prices = BOOK.model_copy(update={"infrequent_access": rare})
    bill = monthly_bill(flat(1, 1), prices, free_tier=False)
    assert break_even_storage_gb(bill) == 0


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ({"write_share": 1.5}, "a write share of 1.5; allowed: 0 to 1"),
        ({"write_share": -0.5}, "a write share of -0.5; allowed: 0 to 1"),
        ({"mode": "free"}, "mode 'free'; allowed: 'on demand', 'provisioned'"),
    ],
)
def test_refusals(given_: Any, says: str) -> None:
    with pytest.raises(PlanError) as refused:
        break_even_storage_share(BOOK, **given_)
    assert str(refused.value) == says
