"""Does a key serve every access pattern?"""

from ddbhelpers.check.finding import Finding, errors_of, has_errors
from ddbhelpers.check.plan import Plan, plan_of
from ddbhelpers.check.report import check_model, served

__all__ = [
    "Finding",
    "Plan",
    "check_model",
    "errors_of",
    "has_errors",
    "plan_of",
    "served",
]
