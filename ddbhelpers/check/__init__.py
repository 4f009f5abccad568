"""Does a key serve every access pattern?"""

from typing import Any

from ddbhelpers.check.access_path import AccessPath, access_path
from ddbhelpers.check.finding import Finding, errors_of, has_errors
from ddbhelpers.check.report import check_model, served
from ddbhelpers.moved import moved

__all__ = [
    "AccessPath",
    "Finding",
    "access_path",
    "check_model",
    "errors_of",
    "has_errors",
    "served",
]

_MOVED = {
    "Plan": "check.AccessPath",
    "plan_of": "check.access_path",
}


def __getattr__(name: str) -> Any:
    return moved(__name__, name, _MOVED)
