"""Tables, pictures and controls: values in, something to look at out.

``plt.style.use("ddbhelpers.show.workbench")`` is the style of the pictures.
"""

from ddbhelpers.show.item_collection import ItemCollections, item_collections
from ddbhelpers.show.tables import (
    answer_table,
    charge_table,
    comparison_table,
    patterns_table,
    request_table,
    show_table,
    table_description,
)
from ddbhelpers.show.view import Column, TableView

__all__ = [
    "Column",
    "ItemCollections",
    "TableView",
    "answer_table",
    "charge_table",
    "comparison_table",
    "item_collections",
    "patterns_table",
    "request_table",
    "show_table",
    "table_description",
]
