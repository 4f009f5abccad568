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
from ddbhelpers.show.plots.heat import (
    burst_table,
    heat_of_keys,
    heat_over_time,
    heat_table,
    plot_burst,
    plot_key_heat,
)
from ddbhelpers.show.plots.items_touched import items_touched, plot_items_touched
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
from ddbhelpers.show.tables.receipt import ReceiptView, explain, receipt_table
from ddbhelpers.show.tables.reconciliation import reconciliation_table
from ddbhelpers.show.tables.table import comparison_table, show_table
from ddbhelpers.show.tallies import (
    collection_sizes,
    query_against_scan,
    runs_per_second,
    staircase,
    tally_of,
    units_by_pattern,
    write_amplification,
)
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
    "collection_sizes",
    "comparison_table",
    "deadlines_table",
    "design_table",
    "differences_table",
    "explain",
    "explore",
    "findings_table",
    "heat_of_keys",
    "heat_over_time",
    "heat_table",
    "item_collections",
    "items_touched",
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
    "query_against_scan",
    "receipt_table",
    "reconciliation_table",
    "request_table",
    "runs_per_second",
    "show_table",
    "staircase",
    "table_description",
    "tally_of",
    "units_by_pattern",
    "units_table",
    "utilisation_table",
    "write_amplification",
]

_MOVED = {
    "flips_table": "show.mode_changes_table",
    "load": "show.items_touched",
    "plan_table": "show.access_path_table",
    "plot_load": "show.plot_items_touched",
    "plot_reach": "show.plot_runs_per_second",
    "reach": "show.runs_per_second",
}


def __getattr__(name: str) -> Any:
    return moved(__name__, name, _MOVED)
