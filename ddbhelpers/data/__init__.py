"""Tables made, filled and asked on an engine; answers as frames."""

from ddbhelpers.data.ask import Answer, ask, scan
from ddbhelpers.data.collections import collection_sizes
from ddbhelpers.data.describe import (
    TableDescription,
    describe_table,
    differences,
    find_table,
)
from ddbhelpers.data.frames import from_frame, to_frame
from ddbhelpers.data.item_files import load_items, save_items
from ddbhelpers.data.practice import practice_name, practice_table
from ddbhelpers.data.sample import iter_sample, sample
from ddbhelpers.data.seed import Seeded, seed
from ddbhelpers.data.tables import create_table, drop_table
from ddbhelpers.engine.listing import list_tables

__all__ = [
    "Answer",
    "Seeded",
    "TableDescription",
    "ask",
    "collection_sizes",
    "create_table",
    "describe_table",
    "differences",
    "drop_table",
    "find_table",
    "from_frame",
    "iter_sample",
    "list_tables",
    "load_items",
    "practice_name",
    "practice_table",
    "sample",
    "save_items",
    "scan",
    "seed",
    "to_frame",
]
