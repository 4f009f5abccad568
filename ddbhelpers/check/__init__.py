"""Does a key serve every access pattern? And the request that asks it."""

from ddbhelpers.check.request import Request, build_request

__all__ = ["Request", "build_request"]
