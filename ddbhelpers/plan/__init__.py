"""What a design costs in a month, what another would, and when it stops to fit.

Items are sized (`take_stock`), access patterns become a load on them (`load_of`), and
the load a bill (`monthly_bill`). Every unit comes from `ddbhelpers.capacity`, every
price from a dated book, and what was assumed stands beside each result.
"""

from ddbhelpers.plan.bill import Bill, Extras, Flip, flips, monthly_bill
from ddbhelpers.plan.break_even import (
    Crossing,
    UtilisationCurve,
    UtilisationPoint,
    break_even_storage_gb,
    break_even_storage_share,
    break_even_utilisation,
    utilisation_curve,
)
from ddbhelpers.plan.change import Change, Step, plan_change
from ddbhelpers.plan.compare import (
    Comparison,
    PatternComparison,
    PatternCost,
    ProjectionChoice,
    cheapest_projection,
    compare_designs,
    pattern_costs,
    projections,
)
from ddbhelpers.plan.deadlines import Deadline, Deadlines, deadlines_of
from ddbhelpers.plan.differences import differences_of
from ddbhelpers.plan.growth import grown, growth_of
from ddbhelpers.plan.load import ArmLoad, Load, PatternLoad, load_of
from ddbhelpers.plan.options import Line, Option
from ddbhelpers.plan.prices import Prices, load_prices
from ddbhelpers.plan.requests import PatternCharge, pattern_charge
from ddbhelpers.plan.rewrite import restocked
from ddbhelpers.plan.scaling import AutoScaling
from ddbhelpers.plan.sizes import Sizes, item_sizes
from ddbhelpers.plan.stock import Stock, Storage, take_stock
from ddbhelpers.plan.variants import (
    LookUp,
    in_one_map,
    looked_up,
    with_global_index,
    with_local_index,
    with_projection,
    without_map,
)

__all__ = [
    "ArmLoad",
    "AutoScaling",
    "Bill",
    "Change",
    "Comparison",
    "Crossing",
    "Deadline",
    "Deadlines",
    "Extras",
    "Flip",
    "Line",
    "Load",
    "LookUp",
    "Option",
    "PatternCharge",
    "PatternComparison",
    "PatternCost",
    "PatternLoad",
    "Prices",
    "ProjectionChoice",
    "Sizes",
    "Step",
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
    "flips",
    "grown",
    "growth_of",
    "in_one_map",
    "item_sizes",
    "load_of",
    "load_prices",
    "looked_up",
    "monthly_bill",
    "pattern_charge",
    "pattern_costs",
    "plan_change",
    "projections",
    "restocked",
    "take_stock",
    "utilisation_curve",
    "with_global_index",
    "with_local_index",
    "with_projection",
    "without_map",
]
