"""Break-even: on either side of it, another way to pay is the cheaper one."""

from typing import Final, Literal

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
    with pytest.raises(PlanError, match="reserved capacity of Standard-IA"):
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
    assert curve.points[3].on_demand_usd == pytest.approx(
        0.3 * 200 * 3600 * 730 * 0.625e-6
    )
    assert utilisation_curve(BOOK, table_class=IA).points[0].reserved_usd == ()
    with pytest.raises(PlanError, match="a curve of 0 units"):
        utilisation_curve(BOOK, capacity_units=0)


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


@pytest.mark.parametrize("given_", [{"write_share": 2}, {"mode": "free"}])
def test_refusals(given_: dict[str, float]) -> None:
    with pytest.raises(PlanError, match="allowed"):
        break_even_storage_share(BOOK, **given_)  # type: ignore[arg-type]  # refused
