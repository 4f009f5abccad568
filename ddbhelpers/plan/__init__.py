"""What a design costs in a month, what another would, and when it stops to fit.

Items are sized (`take_stock`), access patterns become a load on them
(`pattern_loads`), and the load a bill (`monthly_bill`). Every unit comes from
`ddbhelpers.capacity`, every price from a dated book, and what was assumed stands beside
each result.
"""

from typing import Any

from ddbhelpers.moved import moved
from ddbhelpers.plan.designs.change import Change, ChangeStep, plan_change
from ddbhelpers.plan.designs.compare import (
    Comparison,
    PatternComparison,
    PatternCost,
    ProjectionChoice,
    cheapest_projection,
    compare_designs,
    pattern_costs,
    projections,
)
from ddbhelpers.plan.designs.differences import differences_of
from ddbhelpers.plan.designs.variants import (
    LookUp,
    in_one_map,
    looked_up,
    with_global_index,
    with_local_index,
    with_projection,
    without_map,
)
from ddbhelpers.plan.growth.deadlines import Deadline, Deadlines, deadlines_of
from ddbhelpers.plan.growth.growth import grown, growth_of
from ddbhelpers.plan.load.items_touched import heaviest, items_touched
from ddbhelpers.plan.load.load import ArmLoad, Load, PatternLoad, pattern_loads
from ddbhelpers.plan.load.requests import PatternCharge, pattern_charge
from ddbhelpers.plan.load.rewrite import restocked
from ddbhelpers.plan.load.sizes import Sizes, item_sizes, staircase
from ddbhelpers.plan.load.stock import Stock, Storage, take_stock
from ddbhelpers.plan.month.bill import (
    Bill,
    Extras,
    ModeChange,
    mode_changes,
    monthly_bill,
)
from ddbhelpers.plan.month.break_even import (
    Crossing,
    UtilisationCurve,
    UtilisationPoint,
    break_even_storage_gb,
    break_even_storage_share,
    break_even_utilisation,
    utilisation_curve,
)
from ddbhelpers.plan.month.options import BillLine, Option
from ddbhelpers.plan.month.prices import Prices, load_prices
from ddbhelpers.plan.month.scaling import AutoScaling

__all__ = [
    "ArmLoad",
    "AutoScaling",
    "Bill",
    "BillLine",
    "Change",
    "ChangeStep",
    "Comparison",
    "Crossing",
    "Deadline",
    "Deadlines",
    "Extras",
    "Load",
    "LookUp",
    "ModeChange",
    "Option",
    "PatternCharge",
    "PatternComparison",
    "PatternCost",
    "PatternLoad",
    "Prices",
    "ProjectionChoice",
    "Sizes",
    "Stock",
    "Storage",
    "UtilisationCurve",
    "UtilisationPoint",
    "break_even_storage_gb",
    "break_even_storage_share",
    "break_even_utilisation",
    "cheapest_projection",
    "compare_designs",
    "deadlines_of",
    "differences_of",
    "grown",
    "growth_of",
    "heaviest",
    "in_one_map",
    "item_sizes",
    "items_touched",
    "load_prices",
    "looked_up",
    "mode_changes",
    "monthly_bill",
    "pattern_charge",
    "pattern_costs",
    "pattern_loads",
    "plan_change",
    "projections",
    "restocked",
    "staircase",
    "take_stock",
    "utilisation_curve",
    "with_global_index",
    "with_local_index",
    "with_projection",
    "without_map",
]

_MOVED = {
    "Flip": "plan.ModeChange",
    "Line": "plan.BillLine",
    "Step": "plan.ChangeStep",
    "flips": "plan.mode_changes",
    "load_of": "plan.pattern_loads",
}


def __getattr__(name: str) -> Any:
    return moved(__name__, name, _MOVED)
