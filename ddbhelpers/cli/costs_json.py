"""What `ddb cost | compare --json` answers: results of a plan as one document."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ddbhelpers.plan import (
        Bill,
        Comparison,
        ModeChange,
        Option,
        PatternCost,
        Prices,
    )

DIGITS = 6


def _round(value: float) -> float:
    return round(value, DIGITS)


def _prices_as_json(prices: "Prices", free_tier: bool) -> dict[str, Any]:
    return {
        "region": prices.region,
        "prices_as_of": prices.as_of.isoformat(),
        "month_hours": prices.month_hours,
        "free_tier": free_tier,
    }


def bill_as_json(
    bill: "Bill", free_tier: bool, changes: "tuple[ModeChange, ...] | None"
) -> dict[str, Any]:
    """Give a bill with its load: every option, line by line."""
    load = bill.load
    document = {
        "model": load.model.name,
        **_prices_as_json(bill.prices, free_tier),
        "cheapest": bill.cheapest.name,
        "options": [_option_as_json(option) for option in bill.options],
        "patterns": [
            {
                "pattern": one.pattern,
                "requests_per_second": one.rate.average,
                "units_per_request": _round(one.request.units),
                "read_units_per_second": _round(one.read_units_per_second),
                "write_units_per_second": _round(one.write_units_per_second),
            }
            for one in load.patterns
        ],
        "arms": [
            {
                "table": arm.table,
                "index": arm.index,
                "unit": arm.unit,
                "average_per_second": _round(arm.average),
                "peak_per_second": _round(arm.peak),
            }
            for arm in load.arms
        ],
        "storage": [
            {
                "table": held.table,
                "index": held.index,
                "items": _round(held.items),
                "billed_gb": _round(held.billed_gb),
            }
            for held in load.storage
        ],
        "not_counted": dict(load.left_out),
        "assumptions": list(bill.assumptions),
    }
    if changes is not None:
        document["flips"] = [
            {"rate_factor": _round(f.rate_factor), "below": f.below, "above": f.above}
            for f in changes
        ]
    return document


def _option_as_json(option: "Option") -> dict[str, Any]:
    used = option.utilisation
    return {
        "name": option.name,
        "mode": option.mode,
        "table_class": option.table_class,
        "reserved_years": option.reserved_years,
        "monthly_usd": _round(option.monthly_usd),
        "throughput_usd": _round(option.throughput_usd),
        "utilisation": None if used is None else _round(used),
        "throttled_units_per_day": _round(option.throttled_units),
        "serves": option.serves,
        "lines": [
            {
                "what": line.what,
                "quantity": _round(line.quantity),
                "unit": line.unit,
                "monthly_usd": _round(line.monthly_usd),
            }
            for line in option.lines
        ],
    }


def comparison_as_json(comparison: "Comparison", free_tier: bool) -> dict[str, Any]:
    """Give a comparison, pattern by pattern."""
    bills = (comparison.a, comparison.b)
    return {
        **_prices_as_json(comparison.a.prices, free_tier),
        "designs": [
            {
                "name": name,
                "storage_gb": _round(gb),
                "cheapest": bill.cheapest.name,
                "cheapest_usd": _round(bill.cheapest.monthly_usd),
                "not_counted": dict(bill.load.left_out),
            }
            for name, gb, bill in zip(
                comparison.names, comparison.storage_gb, bills, strict=True
            )
        ],
        "cheaper": comparison.cheaper,
        "patterns": [
            {
                "pattern": one.pattern,
                "a": one.a and _cost_as_json(one.a),
                "b": one.b and _cost_as_json(one.b),
                "monthly_usd_more": _round(one.monthly_usd_more),
            }
            for one in comparison.patterns
        ],
        "changed": list(comparison.changed),
        "assumptions": list(comparison.assumptions),
    }


def _cost_as_json(cost: "PatternCost") -> dict[str, Any]:
    return {
        "units_per_request": _round(cost.units_per_request),
        "pages": _round(cost.pages),
        "items": _round(cost.items),
        "read_units_per_second": _round(cost.read_units_per_second),
        "write_units_per_second": _round(cost.write_units_per_second),
        "monthly_usd": _round(cost.monthly_usd),
    }
