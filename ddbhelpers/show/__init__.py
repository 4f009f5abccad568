"""Tables, pictures and controls: values in, something to look at out.

``plt.style.use("ddbhelpers.show.workbench")`` is the style of the pictures.
"""

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
from ddbhelpers.show.plots.load import load, plot_load
from ddbhelpers.show.plots.sizes import (
    plot_collection_sizes,
    plot_query_against_scan,
    plot_staircase,
)
from ddbhelpers.show.plots.units import (
    plot_reach,
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
    findings_table,
    patterns_table,
    plan_table,
    table_description,
)
from ddbhelpers.show.tables.plans import (
    assumptions_table,
    bill_table,
    deadlines_table,
    flips_table,
    load_table,
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
    reach,
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
    "flips_table",
    "heat_of_keys",
    "heat_over_time",
    "heat_table",
    "item_collections",
    "load",
    "load_table",
    "option_table",
    "pattern_load_table",
    "patterns_table",
    "plan_table",
    "plot_burst",
    "plot_collection_sizes",
    "plot_designs",
    "plot_key_heat",
    "plot_load",
    "plot_modes",
    "plot_query_against_scan",
    "plot_reach",
    "plot_staircase",
    "plot_units_by_pattern",
    "plot_utilisation",
    "plot_write_amplification",
    "projections_table",
    "query_against_scan",
    "reach",
    "receipt_table",
    "reconciliation_table",
    "request_table",
    "show_table",
    "staircase",
    "table_description",
    "tally_of",
    "units_by_pattern",
    "units_table",
    "utilisation_table",
    "write_amplification",
]
