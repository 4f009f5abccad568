"""What `ddb cost | compare --json` answers: results of a plan as one document."""

from typing import TYPE_CHECKING, Any

from ddbhelpers.cli.output import as_json, rounded

if TYPE_CHECKING:
    from ddbhelpers.plan import Bill, Comparison, ModeChange, Option, Prices

PER_SECOND = ("read_units_per_second", "write_units_per_second")


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
            as_json(
                pattern,
                "pattern",
                *PER_SECOND,
                requests_per_second="rate.average",
                units_per_request="request.units",
            )
            for pattern in load.patterns
        ],
        "arms": [
            as_json(
                arm,
                *("table", "index", "unit"),
                average_per_second="average",
                peak_per_second="peak",
            )
            for arm in load.arms
        ],
        "storage": [
            as_json(held, "table", "index", "items", "billed_gb")
            for held in load.storage
        ],
        "not_counted": dict(load.left_out),
        "assumptions": bill.assumptions,
    }
    if changes is not None:
        document["flips"] = [
            as_json(change, "rate_factor", "below", "above") for change in changes
        ]
    return document


def comparison_as_json(comparison: "Comparison", free_tier: bool) -> dict[str, Any]:
    """Give a comparison, pattern by pattern."""
    bills = (comparison.a, comparison.b)
    costs = ("units_per_request", "pages", "items", *PER_SECOND, "monthly_usd")
    return {
        **_prices_as_json(comparison.a.prices, free_tier),
        "designs": [
            {
                "name": name,
                "storage_gb": rounded(gb),
                **as_json(
                    bill, cheapest="cheapest.name", cheapest_usd="cheapest.monthly_usd"
                ),
                "not_counted": dict(bill.load.left_out),
            }
            for name, gb, bill in zip(
                comparison.names, comparison.storage_gb, bills, strict=True
            )
        ],
        "patterns": [
            {
                **as_json(pattern, "pattern", "monthly_usd_more"),
                "a": pattern.a and as_json(pattern.a, *costs),
                "b": pattern.b and as_json(pattern.b, *costs),
            }
            for pattern in comparison.patterns
        ],
        **as_json(comparison, "cheaper", "changed", "assumptions"),
    }


def _prices_as_json(prices: "Prices", free_tier: bool) -> dict[str, Any]:
    dated = {"prices_as_of": prices.as_of.isoformat(), "free_tier": free_tier}
    return as_json(prices, "region", "month_hours") | dated


def _option_as_json(option: "Option") -> dict[str, Any]:
    return {
        **as_json(
            option,
            *("name", "mode", "table_class", "reserved_years", "monthly_usd"),
            *("throughput_usd", "utilisation", "serves"),
            throttled_units_per_day="throttled_units",
        ),
        "lines": [
            as_json(line, "what", "quantity", "unit", "monthly_usd")
            for line in option.lines
        ],
    }
