"""Does a key serve every access pattern? And the request that asks it."""

from ddbhelpers.check.finding import Finding, errors_of, has_errors
from ddbhelpers.check.plan import Plan, plan_of
from ddbhelpers.check.report import check_model, served
from ddbhelpers.check.request import Request, build_request

__all__ = [
    "Finding",
    "Plan",
    "Request",
    "build_request",
    "check_model",
    "errors_of",
    "has_errors",
    "plan_of",
    "served",
]
