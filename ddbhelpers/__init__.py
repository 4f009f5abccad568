"""A workbench for designing DynamoDB tables: model, check, create, ask, cost.

The names below are the ones that notebooks use. Each is imported when it is first
asked for, so that importing the package is quick and does nothing.
"""

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

_HOME = {
    "ddbhelpers.model": (
        "AccessPattern",
        "Attribute",
        "Condition",
        "Entity",
        "KeyTemplate",
        "Model",
        "Rate",
        "SecondaryIndex",
        "Table",
        "Throughput",
        "Write",
        "load_model",
        "save_model",
    ),
    "ddbhelpers.capacity": (
        "Charge",
        "condition_check_charge",
        "failed_write_charge",
        "index_entry",
        "item_bytes",
        "read_charge",
        "transact_replay_charge",
        "write_charge",
    ),
    "ddbhelpers.request": ("build_request",),
    "ddbhelpers.check": ("Finding", "Plan", "check_model"),
    "ddbhelpers.plan": (
        "compare_designs",
        "deadlines_of",
        "flips",
        "load_of",
        "load_prices",
        "monthly_bill",
        "plan_change",
        "projections",
        "take_stock",
        "utilisation_curve",
    ),
    "ddbhelpers.explaining": ("reconcile",),
    "ddbhelpers.engine": ("connect",),
    "ddbhelpers.metering": ("meter",),
    "ddbhelpers.show": ("explain",),
    "ddbhelpers.data": (
        "ask",
        "create_table",
        "describe_table",
        "drop_table",
        "list_tables",
        "load_items",
        "load_story",
        "practice_table",
        "sample",
        "save_items",
        "scan",
        "seed",
        "to_frame",
    ),
}
_WHERE = {name: room for room, names in _HOME.items() for name in names}

try:
    __version__ = version("ddbhelpers")
except PackageNotFoundError:  # a checkout that nobody installed
    __version__ = "0+unknown"

__all__ = sorted([*_WHERE, "__version__"])


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return getattr(import_module(_WHERE[name]), name)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == __name__:
            raise
        raise ImportError(
            f"ddbhelpers needs its packages, and {error.name} is not installed: "
            "type make lab, or use .venv/bin/python"
        ) from None


def __dir__() -> list[str]:
    return __all__
