"""Which meters are open, and the observer that records for all of them."""

import contextlib
import threading
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any, Protocol

from ddbhelpers.engine.engine import Engine
from ddbhelpers.engine.identity import Identity
from ddbhelpers.engine.observers import Call, observe
from ddbhelpers.explaining.images import UNTAKEN, Tokens
from ddbhelpers.explaining.record import Record, make_record
from ddbhelpers.explaining.watching import Watching
from ddbhelpers.metering.eyes import Eyes

_CHOICE = "ReturnConsumedCapacity"
_CHANGES = ("CreateTable", "UpdateTable", "DeleteTable")


class Recording(Protocol):
    """A meter as the recorder knows it."""

    engine: Engine
    eyes: Eyes | None

    def add(self, record: Record, /) -> None:
        """Take a record."""


_pattern: ContextVar[str | None] = ContextVar("pattern", default=None)
_mine: ContextVar[tuple[Recording, ...]] = ContextVar("mine", default=())
_everyones: list[Recording] = []
_lock = threading.Lock()


@contextlib.contextmanager
def access_pattern(name: str) -> Iterator[None]:
    """Name the access pattern of the requests in a `with` block, for every meter."""
    token = _pattern.set(name)
    try:
        yield
    finally:
        _pattern.reset(token)


def open_meter(meter: Recording) -> None:
    """Begin to record into a meter."""
    observe(_RECORDER)
    _mine.set((*_mine.get(), meter))
    with _lock:
        _everyones.append(meter)


def close_meter(meter: Recording) -> None:
    """Stop to record into a meter."""
    _mine.set(_without(_mine.get(), meter))
    with _lock:
        _everyones[:] = _without(tuple(_everyones), meter)


def open_meters(engine: Identity) -> tuple[Recording, ...]:
    """Return the meters that a request of this thread to the engine goes to."""
    with _lock:
        everyones = tuple(_everyones)
    candidates = _mine.get() or everyones
    # A context that was copied may hold a meter that was closed since.
    return tuple(
        meter
        for meter in candidates
        if meter in everyones and meter.engine.address == engine.address
    )


def _without(meters: tuple[Recording, ...], gone: Recording) -> tuple[Recording, ...]:
    """Leave out the innermost mention of a meter, which may be open twice."""
    last = max(place for place, meter in enumerate(meters) if meter is gone)
    return meters[:last] + meters[last + 1 :]


class Recorder:
    """The observer: begins a record for each request that a meter is open for."""

    def __init__(self) -> None:
        self.tokens: dict[Any, Tokens] = {}

    def begin(self, call: Call) -> "_Request | None":
        """Take up a call if a meter is open for it."""
        if call.operation in _CHANGES:
            _forget_table(call.engine, call.parameters.get("TableName"))
        meters = open_meters(call.engine)
        if not meters:
            return None
        tokens = self.tokens.setdefault(call.engine.address, Tokens())
        return _Request(meters, call, tokens)


_RECORDER = Recorder()


def _forget_table(engine: Identity, name: str | None) -> None:
    """Tell every open meter that a table of the engine is about to change."""
    with _lock:
        everyones = tuple(_everyones)
    for meter in everyones:
        if meter.eyes is not None and meter.engine.address == engine.address and name:
            meter.eyes.forget(name)


class _Request:
    """A call that is under way and will be recorded."""

    def __init__(
        self, meters: tuple[Recording, ...], call: Call, tokens: Tokens
    ) -> None:
        self.meters, self.call, self.pattern = meters, call, _pattern.get()
        self.we_asked = call.reports and _CHOICE not in call.parameters
        if self.we_asked:
            call.parameters[_CHOICE] = "INDEXES"
        self.request_bytes = 0
        eyes = next((meter.eyes for meter in meters if meter.eyes is not None), None)
        self.watching: Watching | None = None
        if eyes is not None:
            self.watching = Watching(eyes, tokens, call.operation, call.parameters)

    def sent(self, request_bytes: int) -> None:
        """Note the request's size."""
        self.request_bytes = request_bytes

    def answered(self, response: dict[str, Any], response_bytes: int) -> None:
        """Record the answer, and hide from the caller what only we asked for."""
        error = response.get("Error", {}).get("Code")
        self._add(response, response_bytes, error)
        if self.we_asked:
            response.pop("ConsumedCapacity", None)

    def failed(self, error: Exception) -> None:
        """Record that no answer came."""
        self._add({}, 0, type(error).__name__)

    def _add(self, response: dict[str, Any], size: int, error: str | None) -> None:
        images = self.watching.images(response, error) if self.watching else UNTAKEN
        record = make_record(
            self.pattern,
            self.call.operation,
            self.call.parameters,
            response,
            request_bytes=self.request_bytes,
            response_bytes=size,
            error=error,
            engine=self.meters[0].engine,
            images=images,
        )
        for meter in self.meters:
            meter.add(record)
