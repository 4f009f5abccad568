"""Watching one request: look, let it pass, look again. It never fails the request."""

from collections.abc import Mapping
from typing import Any

from ddbhelpers.errors import WorkbenchError
from ddbhelpers.explaining import touched
from ddbhelpers.explaining.images import (
    CANCELLED,
    FAILED,
    Images,
    NotCharged,
    Response,
    Tokens,
    Watch,
)
from ddbhelpers.explaining.lookups import Lookups, Unseen
from ddbhelpers.explaining.partiql.watchers import STATEMENTS
from ddbhelpers.explaining.watchers import WATCHERS

SCANNED = (
    "DynamoDB charges a Scan at least once for each partition that it touches; how "
    "many there are is not known, so one is taken."
)
_NO_ANSWER = "no answer came, so nobody knows whether it was carried out"
_ALL = {**WATCHERS, **STATEMENTS}


class Watching:
    """The watch over one request, from before it is sent."""

    def __init__(
        self, eyes: Lookups, tokens: Tokens, operation: str, request: Mapping[str, Any]
    ) -> None:
        self.missing: str | None = None
        self.watch: Watch | None = None
        if operation not in _ALL:
            charged = touched.doing(operation, request) != "neither"
            self.missing = f"{operation} is not watched" if charged else None
            return
        self.watch = _ALL[operation](eyes, tokens, request)
        try:
            next(self.watch)
        except Exception as error:
            self.missing = _said(error)

    def images(self, response: Mapping[str, Any], error: str | None) -> Images:
        """Look again after the answer, and tell what the request did."""
        if not response:
            return Images(missing=_NO_ANSWER)
        if error is not None and error not in (*FAILED, CANCELLED):
            return Images()
        if self.watch is None or self.missing is not None:
            return Images(missing=self.missing)
        try:
            self.watch.send(Response(response, error))
        except StopIteration as done:
            scans = any(getattr(action, "scan", False) for action in done.value)
            return Images(done.value, remarks=(SCANNED,) if scans else ())
        except NotCharged:
            return Images()
        except Exception as failed:
            return Images(missing=_said(failed))
        raise AssertionError("a watcher waits for one answer")


def _said(error: Exception) -> str:
    """Say why there are no images: the caller's request must not fail of it."""
    said = " ".join(str(error).split())
    known = isinstance(error, (Unseen, WorkbenchError))
    return said if known else f"{type(error).__name__}: {said}"
