"""From an access pattern and its parameters to the arguments of boto3's client."""

from ddbhelpers.request.build import Request, build_request

__all__ = ["Request", "build_request"]
