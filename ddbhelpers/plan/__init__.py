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
from ddbhelpers.plan.load import ArmLoad, Load, PatternLoad, load_of
from ddbhelpers.plan.options import Line, Option
from ddbhelpers.plan.prices import Prices, load_prices
from ddbhelpers.plan.requests import PatternCharge, pattern_charge
from ddbhelpers.plan.scaling import AutoScaling
from ddbhelpers.plan.sizes import Sizes, item_sizes
from ddbhelpers.plan.stock import Stock, Storage, take_stock

__all__ = [
    "ArmLoad",
    "AutoScaling",
    "Bill",
    "Crossing",
    "Extras",
    "Flip",
    "Line",
    "Load",
    "Option",
    "PatternCharge",
    "PatternLoad",
    "Prices",
    "Sizes",
    "Stock",
    "Storage",
    "UtilisationCurve",
    "UtilisationPoint",
    "break_even_storage_gb",
    "break_even_storage_share",
    "break_even_utilisation",
    "flips",
    "item_sizes",
    "load_of",
    "load_prices",
    "monthly_bill",
    "pattern_charge",
    "take_stock",
    "utilisation_curve",
]
