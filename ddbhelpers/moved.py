"""Names that have moved: the old one works, and says where the new one is."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

TYPE_CHECKING = False  # typing's own costs a third of the package's import
if TYPE_CHECKING:
    from typing import Any


def moved(module: str, name: str, names: Mapping[str, str]) -> Any:
    """Give what a module's old name stands for, as its `__getattr__` does.

    `names` maps old names to `module.name` under ddbhelpers. Raises AttributeError.
    """
    if name not in names:
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    import warnings

    room, _, new = names[name].rpartition(".")
    warnings.warn(
        f"{module}.{name} is now: from ddbhelpers.{room} import {new}",
        DeprecationWarning,
        stacklevel=3,
    )
    return getattr(import_module(f"ddbhelpers.{room}"), new)
