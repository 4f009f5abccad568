"""A workbench for designing DynamoDB tables: model, check, create, ask, cost.

These names do what the notebooks do; the rest stands under its room, as
`ddbhelpers.model` and `ddbhelpers.plan`. Each is imported when it is first asked for,
so that importing the package is quick and does nothing.
"""

from __future__ import annotations

from importlib import import_module

from ddbhelpers.moved import moved

TYPE_CHECKING = False  # typing's own costs a third of the import
if TYPE_CHECKING:
    from typing import Any

_NAMES = {
    "ddbhelpers.model": ("load_model", "save_model"),
    "ddbhelpers.request": ("build_request",),
    "ddbhelpers.capacity": ("index_entry", "item_bytes", "read_charge", "write_charge"),
    "ddbhelpers.check": ("check_model",),
    "ddbhelpers.explaining": ("reconcile",),
    "ddbhelpers.engine": ("connect",),
    "ddbhelpers.metering": ("meter",),
    "ddbhelpers.data": (
        "ask",
        "create_table",
        "drop_table",
        "list_tables",
        "load_items",
        "practice_name",
        "practice_table",
        "sample",
        "scan",
        "seed",
    ),
    "ddbhelpers.show": ("explain",),
}
_WHERE = {name: room for room, names in _NAMES.items() for name in names}
# Names that stood here once.
_MOVED = {
    name: f"{room}.{name}"
    for room, names in {
        "model": "AccessPattern Attribute Condition Entity KeyTemplate Model Rate "
        "SecondaryIndex Table Throughput Write",
        "capacity": "Charge condition_check_charge failed_write_charge "
        "transact_replay_charge",
        "check": "Finding",
        "plan": "compare_designs deadlines_of load_prices monthly_bill plan_change "
        "projections take_stock utilisation_curve",
        "data": "describe_table save_items to_frame",
    }.items()
    for name in names.split()
} | {
    "Plan": "check.AccessPath",
    "flips": "plan.mode_changes",
    "load_of": "plan.pattern_loads",
    "load_story": "data.load_items",
}

__all__ = sorted([*_WHERE, "__version__"])


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return _version()
    if name not in _WHERE:
        return moved(__name__, name, _MOVED)
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


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(__name__)
    except PackageNotFoundError:  # a checkout that nobody installed
        return "0+unknown"
