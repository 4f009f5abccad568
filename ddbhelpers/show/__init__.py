"""Tables, pictures and controls: values in, something to look at out.

``plt.style.use("ddbhelpers.show.workbench")`` is the style of the pictures.
"""

from typing import Any

from ddbhelpers.moved import moved
from ddbhelpers.show.item_collections.collections import (
    ItemCollections,
    item_collections,
)
from ddbhelpers.show.plots.cost import plot_modes, plot_utilisation
from ddbhelpers.show.plots.designs import plot_designs
from ddbhelpers.show.plots.heat import plot_burst, plot_key_heat
from ddbhelpers.show.plots.items_touched import plot_items_touched
from ddbhelpers.show.plots.sizes import (
    plot_collection_sizes,
    plot_query_against_scan,
    plot_staircase,
)
from ddbhelpers.show.plots.units import (
    plot_runs_per_second,
    plot_units_by_pattern,
    plot_write_amplification,
)
from ddbhelpers.show.tables.choices import (
    change_table,
    design_table,
    differences_table,
    projections_table,
)
from ddbhelpers.show.tables.costs import (
    answer_table,
    charge_table,
    request_table,
    units_table,
)
from ddbhelpers.show.tables.design import (
    access_path_table,
    findings_table,
    patterns_table,
    table_description,
)
from ddbhelpers.show.tables.heat import burst_table, heat_table
from ddbhelpers.show.tables.plans import (
    assumptions_table,
    bill_table,
    deadlines_table,
    load_table,
    mode_changes_table,
    option_table,
    pattern_load_table,
    utilisation_table,
)
from ddbhelpers.show.tables.receipt import ReceiptView, explain
from ddbhelpers.show.tables.reconciliation import reconciliation_table
from ddbhelpers.show.tables.table import comparison_table, show_table
from ddbhelpers.show.view import Column, TableView
from ddbhelpers.show.widgets import explore

__all__ = [
    "Column",
    "ItemCollections",
    "ReceiptView",
    "TableView",
    "access_path_table",
    "answer_table",
    "assumptions_table",
    "bill_table",
    "burst_table",
    "change_table",
    "charge_table",
    "comparison_table",
    "deadlines_table",
    "design_table",
    "differences_table",
    "explain",
    "explore",
    "findings_table",
    "heat_table",
    "item_collections",
    "load_table",
    "mode_changes_table",
    "option_table",
    "pattern_load_table",
    "patterns_table",
    "plot_burst",
    "plot_collection_sizes",
    "plot_designs",
    "plot_items_touched",
    "plot_key_heat",
    "plot_modes",
    "plot_query_against_scan",
    "plot_runs_per_second",
    "plot_staircase",
    "plot_units_by_pattern",
    "plot_utilisation",
    "plot_write_amplification",
    "projections_table",
    "reconciliation_table",
    "request_table",
    "show_table",
    "table_description",
    "units_table",
    "utilisation_table",
]

_MOVED = {
    "collection_sizes": "data.collection_sizes",
    "flips_table": "show.mode_changes_table",
    "heat_of_keys": "plan.heat.heat_of_keys",
    "heat_over_time": "plan.heat.heat_over_time",
    "items_touched": "plan.items_touched",
    "load": "plan.items_touched",
    "plan_table": "show.access_path_table",
    "plot_load": "show.plot_items_touched",
    "plot_reach": "show.plot_runs_per_second",
    "query_against_scan": "metering.query_against_scan",
    "receipt_table": "show.explain",
    "reach": "metering.runs_per_second",
    "runs_per_second": "metering.runs_per_second",
    "staircase": "plan.staircase",
    "tally_of": "metering.tally_of",
    "units_by_pattern": "metering.units_by_pattern",
    "write_amplification": "metering.write_amplification",
}


def __getattr__(name: str) -> Any:
    return moved(__name__, name, _MOVED)
