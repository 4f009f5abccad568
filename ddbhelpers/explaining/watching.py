"""Watching one request: look, let it pass, look again. It never fails the request."""

from ddbhelpers.capacity import Action, ItemsRead
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
from ddbhelpers.explaining.packed import Packed
from ddbhelpers.explaining.partiql.watchers import STATEMENTS
from ddbhelpers.explaining.watchers import WATCHERS
from ddbhelpers.model.wire import Document

SCANNED = (
    "DynamoDB charges a Scan at least once for each partition that it touches; how "
    "many there are is not known, so one is taken."
)
_NO_ANSWER = "no answer came, so nobody knows whether it was carried out"
_ALL = {**WATCHERS, **STATEMENTS}


class Watching:
    """The watch over one request, from before it is sent."""

    def __init__(
        self, lookups: Lookups, tokens: Tokens, operation: str, request: Document
    ) -> None:
        self.missing: str | None = None
        self.watch: Watch | None = None
        if operation not in _ALL:
            charged = touched.doing(operation, request) != "neither"
            self.missing = f"{operation} is not watched" if charged else None
            return
        self.watch = _ALL[operation](lookups, tokens, request)
        try:
            next(self.watch)
        except Exception as error:
            self.missing = _said(error)

    def images(self, response: Document, error: str | None) -> Images:
        """Look again after the answer, and tell what the request did."""
        if not response:
            return Images(missing=_NO_ANSWER)
        if error is not None and error not in (*FAILED, CANCELLED):
            return Images()
        if self.watch is None or self.missing is not None:
            return Images(missing=self.missing)
        try:
            actions = _end(self.watch, Response(response, error))
            scans = any(isinstance(done, ItemsRead) and done.scan for done in actions)
            packed = Packed(actions) if actions else ()
            return Images(packed, remarks=(SCANNED,) if scans else ())
        except NotCharged:
            return Images()
        except Exception as failed:
            return Images(missing=_said(failed))


def _end(watch: Watch, response: Response) -> tuple[Action, ...]:
    """Let a watch look at the response; it has to end then."""
    try:
        watch.send(response)
    except StopIteration as ended:
        actions: tuple[Action, ...] = ended.value
        return actions
    raise AssertionError("a watcher waits for one response")


def _said(error: Exception) -> str:
    """Say why there are no images: the caller's request must not fail of it."""
    said = " ".join(str(error).split())
    known = isinstance(error, (Unseen, WorkbenchError))
    return said if known else f"{type(error).__name__}: {said}"
