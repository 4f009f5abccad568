"""Where one way to pay becomes cheaper than another, from the prices alone."""

from dataclasses import dataclass
from typing import Literal

from ddbhelpers.capacity.charge import Unit
from ddbhelpers.errors import PlanError
from ddbhelpers.plan.load.load import HOUR_SECONDS
from ddbhelpers.plan.month.bill import Bill
from ddbhelpers.plan.month.prices import TERMS, Prices, TableClass, Years

IA: TableClass = "STANDARD_INFREQUENT_ACCESS"


def break_even_utilisation(
    prices: Prices,
    unit: Unit,
    *,
    table_class: TableClass = "STANDARD",
    reserved_years: Literal[0, 1, 3] = 0,
) -> float:
    """Give the utilisation above which provisioned capacity beats on demand.

    The share of the provisioned units that is consumed, steadily, by day and night.

    >>> from ddbhelpers.plan.month.prices import load_prices
    >>> f"{break_even_utilisation(load_prices(), 'write'):.1%}"
    '28.9%'
    """
    given = prices.of_class(table_class)
    hour_usd = given.unit_hour_usd(unit)
    if reserved_years:
        if table_class != "STANDARD":
            raise PlanError(
                "reserved capacity of Standard-IA", allowed="the Standard class only"
            )
        hour_usd = prices.reserved_unit_hour_usd(reserved_years, unit)
    return hour_usd / (HOUR_SECONDS * given.request_usd(unit))


@dataclass(frozen=True)
class UtilisationPoint:
    """A month's dollars of so much capacity, at one steady utilisation."""

    utilisation: float
    on_demand_usd: float
    provisioned_usd: float
    reserved_usd: tuple[tuple[Years, float], ...]


@dataclass(frozen=True)
class Crossing:
    """Where a line of the curve meets on demand; `reserved_years` 0: provisioned."""

    reserved_years: Literal[0, 1, 3]
    utilisation: float
    monthly_usd: float


@dataclass(frozen=True)
class UtilisationCurve:
    """Monthly dollars over utilisation, with the crossings: what a picture needs."""

    unit: Unit
    capacity_units: int
    table_class: TableClass
    prices: Prices
    points: tuple[UtilisationPoint, ...]
    crossings: tuple[Crossing, ...]


def utilisation_curve(
    prices: Prices,
    *,
    unit: Unit = "read",
    capacity_units: int = 100,
    table_class: TableClass = "STANDARD",
    steps: int = 100,
) -> UtilisationCurve:
    """Compare the modes for so many units of capacity, from idle to fully used.

    Without free tier. Reserved capacity is of the Standard class only.

    >>> from ddbhelpers.plan.month.prices import load_prices
    >>> curve = utilisation_curve(load_prices(), steps=4)
    >>> [(p.utilisation, round(p.on_demand_usd, 2)) for p in curve.points]
    [(0.0, 0.0), (0.25, 8.21), (0.5, 16.43), (0.75, 24.64), (1.0, 32.85)]
    >>> [round(curve.crossings[0].monthly_usd, 2), curve.crossings[0].utilisation]
    [9.49, 0.288...]
    """
    if capacity_units < 1 or steps < 1:
        raise PlanError(
            f"a curve of {capacity_units} units in {steps} steps", allowed="1 or more"
        )
    given = prices.of_class(table_class)
    unit_hours = capacity_units * prices.month_hours
    full_usd = unit_hours * HOUR_SECONDS * given.request_usd(unit)
    provisioned_usd = unit_hours * given.unit_hour_usd(unit)
    terms = [years for years in TERMS if years in prices.reserved]
    reserved = tuple(
        (years, unit_hours * prices.reserved_unit_hour_usd(years, unit))
        for years in (terms if table_class == "STANDARD" else ())
    )
    points = tuple(
        UtilisationPoint(n / steps, full_usd * n / steps, provisioned_usd, reserved)
        for n in range(steps + 1)
    )
    lines: list[tuple[Literal[0, 1, 3], float]] = [(0, provisioned_usd), *reserved]
    crossings = tuple(
        Crossing(years, usd / full_usd, usd) for years, usd in lines if usd <= full_usd
    )
    return UtilisationCurve(
        unit, capacity_units, table_class, prices, points, crossings
    )


def break_even_storage_share(
    prices: Prices, *, write_share: float = 0.5, mode: str = "on demand"
) -> float:
    """Give the share of storage in a Standard bill above which Standard-IA is cheaper.

    `write_share`: of the dollars for throughput, those for writes. Without free tier.

    >>> from ddbhelpers.plan.month.prices import load_prices
    >>> book = load_prices()
    >>> [f"{break_even_storage_share(book, write_share=w):.1%}" for w in (0, 0.5, 1)]
    ['28.6%', '28.9%', '29.2%']
    """
    if not 0 <= write_share <= 1:
        raise PlanError(f"a write share of {write_share}", allowed="0 to 1")
    if mode not in ("on demand", "provisioned"):
        raise PlanError(f"mode {mode!r}", allowed="'on demand', 'provisioned'")
    dearer = (1 - write_share) * _dearer(prices, "read", mode)
    dearer += write_share * _dearer(prices, "write", mode)
    old, new = prices.standard.storage_gb_month_usd, prices.of_class(IA)
    saved = 1 - new.storage_gb_month_usd / old
    return dearer / (dearer + saved)


def _dearer(prices: Prices, unit: Unit, mode: str) -> float:
    """Tell by which share throughput is dearer in Standard-IA."""
    old, new = prices.standard, prices.of_class(IA)
    if mode == "on demand":
        return new.request_usd(unit) / old.request_usd(unit) - 1
    return new.unit_hour_usd(unit) / old.unit_hour_usd(unit) - 1


def break_even_storage_gb(bill: Bill, *, mode: str = "on demand") -> float | None:
    """Give the stored GB from which Standard-IA is cheaper for a bill's load.

    The load's throughput stays; free storage counts if the bill counts it. None if no
    amount of storage makes it so.
    """
    old = bill.option(mode)
    new = bill.option(mode, IA)
    prices = bill.prices
    standard_usd = prices.standard.storage_gb_month_usd
    saved = standard_usd - prices.infrequent_access.storage_gb_month_usd
    if saved <= 0:
        return None
    counted = any(line.what == "free tier, storage" for line in old.lines)
    free = prices.standard.free_storage_gb if counted else 0
    dearer = new.throughput_usd - old.throughput_usd
    return max(0.0, (dearer + free * standard_usd) / saved)
