"""The meter: what every request of an engine's clients consumed, as reported.

>>> from ddbhelpers.engine.engine import Engine
>>> engine = Engine("endpoint", "http://127.0.0.1:1", "us-east-1")
>>> with meter(engine) as m, m.pattern("get_conversation"):
...     pass  # every request of engine.client is recorded here
>>> m.records
()
"""

import contextlib
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextvars import ContextVar
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ddbhelpers.engine.engine import Engine
from ddbhelpers.engine.identity import Identity
from ddbhelpers.engine.observers import Call, observe
from ddbhelpers.explaining.images import UNTAKEN, Tokens
from ddbhelpers.explaining.record import Record, make_record
from ddbhelpers.explaining.watching import Watching
from ddbhelpers.metering.engine_lookups import EngineLookups
from ddbhelpers.words import counted

if TYPE_CHECKING:
    import pandas as pd

# The columns of a frame, in order, and their types.
COLUMNS = {
    "pattern": "string",
    "operation": "string",
    "table": "string",
    "index": "string",
    "read_units": "Float64",
    "write_units": "Float64",
    "table_units": "Float64",
    "gsi_units": "Float64",
    "lsi_units": "Float64",
    "units": "object",
    "model_read_units": "Float64",
    "model_write_units": "Float64",
    "count": "Int64",
    "scanned_count": "Int64",
    "pages": "Int64",
    "request_bytes": "Int64",
    "response_bytes": "Int64",
    "retries": "Int64",
    "error": "string",
}


_CHOICE = "ReturnConsumedCapacity"
_CHANGES = ("CreateTable", "UpdateTable", "DeleteTable")


@contextlib.contextmanager
def access_pattern(name: str) -> Iterator[None]:
    """Name the access pattern of the requests in a `with` block, for every meter."""
    token = _pattern.set(name)
    try:
        yield
    finally:
        _pattern.reset(token)


def meter(engine: Engine, *, images: bool = True) -> "Meter":
    """Make a meter; it records for the length of its `with` block.

    Every request of every boto3 client and resource of this engine is recorded,
    whether the client was made before the block or in it. Each asks for
    ReturnConsumedCapacity=INDEXES unless the caller chose something; what the caller
    gets back is what it would get without the meter.

    A request goes to the meters that its own thread has open, and to all of them. A
    thread that has none open (a worker of a pool) reports to every open meter.

    So that each record can be explained (`record.receipt`), the meter also takes images
    on a local engine: it reads the items before and after a write, and walks a filtered
    page once more, through a client of its own that no meter sees. A write takes about
    twice as long by that; `images=False` leaves it. On AWS, where such reads would
    cost, it has only what the caller's answers hold: whole items that were read, and
    the old item where a write asked for it. Images are exact where writes to an item
    come one after the other.
    """
    return Meter(engine, images=images)


class Meter:
    """Records requests; see `meter`."""

    def __init__(self, engine: Engine, *, images: bool = True) -> None:
        """Stand ready for the engine, not recording yet."""
        self.engine = engine
        self.lookups = EngineLookups(engine) if images else None
        self._records: list[Record] = []

    @property
    def records(self) -> tuple[Record, ...]:
        """What was recorded, in the order in which the answers came."""
        return tuple(self._records)

    @property
    def read_units(self) -> float:
        """The sum of the read units that were reported."""
        return sum((record.read_units or 0.0 for record in self._records), 0.0)

    @property
    def write_units(self) -> float:
        """The sum of the write units that were reported."""
        return sum((record.write_units or 0.0 for record in self._records), 0.0)

    def pattern(self, name: str) -> contextlib.AbstractContextManager[None]:
        """Name the access pattern of the requests in a `with` block."""
        return access_pattern(name)

    def frame(self) -> "pd.DataFrame":
        """Return one line for each request, with the columns of `COLUMNS`.

        `units` holds a dict of units by arm. What the engine did not report is NA. The
        model units are what DynamoDB charges, NA where no images could be taken.
        """
        import pandas as pd

        lines = [_line(record) for record in self._records]
        return pd.DataFrame(
            {
                name: pd.Series([line[name] for line in lines], dtype=kind)
                for name, kind in COLUMNS.items()
            }
        )

    def add(self, record: Record) -> None:
        """Take a record: the engine's clients do it."""
        self._records.append(record)

    def __enter__(self) -> "Meter":
        """Begin to record."""
        observe(_RECORDER)
        _mine.set((*_mine.get(), self))
        with _lock:
            _everyones.append(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop recording; an exception passes."""
        _mine.set(_without(_mine.get(), self))
        with _lock:
            _everyones[:] = _without(tuple(_everyones), self)

    def __repr__(self) -> str:
        """Say how much was recorded."""
        requests = counted(len(self._records), "request")
        return f"<Meter: {requests} on {self.engine.name}>"


def _line(record: Record) -> dict[str, object]:
    line: dict[str, object] = {
        f"{kind}_units": record.units_of(kind) for kind in ("table", "gsi", "lsi")
    }
    return {name: line.get(name, getattr(record, name, None)) for name in COLUMNS}


_pattern: ContextVar[str | None] = ContextVar("pattern", default=None)
_mine: ContextVar[tuple[Meter, ...]] = ContextVar("mine", default=())
_everyones: list[Meter] = []
_lock = threading.Lock()


def _open_meters(engine: Identity, among: tuple[Meter, ...] = ()) -> tuple[Meter, ...]:
    """Give the open meters of an engine: of these, or all."""
    with _lock:
        everyones = tuple(_everyones)
    # A context that was copied may hold a meter that was closed since.
    return tuple(
        meter
        for meter in among or everyones
        if meter in everyones and meter.engine.address == engine.address
    )


def _without(meters: tuple[Meter, ...], gone: Meter) -> tuple[Meter, ...]:
    """Leave out the innermost mention of a meter, which may be open twice."""
    last = max(place for place, meter in enumerate(meters) if meter is gone)
    return meters[:last] + meters[last + 1 :]


class _Recorder:
    """The observer: begins a record for each request that a meter is open for."""

    def __init__(self) -> None:
        self.tokens: defaultdict[tuple[str | None, ...], Tokens] = defaultdict(Tokens)

    def begin(self, call: Call) -> "_Request | None":
        """Take up a call if a meter is open for it."""
        table = call.parameters.get("TableName")
        if call.operation in _CHANGES and table:
            for meter in _open_meters(call.engine):
                if meter.lookups is not None:
                    meter.lookups.forget(table)
        meters = _open_meters(call.engine, _mine.get())
        if not meters:
            return None
        return _Request(meters, call, self.tokens[call.engine.address])


_RECORDER = _Recorder()


class _Request:
    """A call that is under way and will be recorded."""

    def __init__(self, meters: tuple[Meter, ...], call: Call, tokens: Tokens) -> None:
        self.meters, self.call, self.pattern = meters, call, _pattern.get()
        self.we_asked = call.reports and _CHOICE not in call.parameters
        if self.we_asked:
            call.parameters[_CHOICE] = "INDEXES"
        self.request_bytes = 0
        lookups = next(
            (meter.lookups for meter in meters if meter.lookups is not None), None
        )
        self.watching: Watching | None = None
        if lookups is not None:
            self.watching = Watching(lookups, tokens, call.operation, call.parameters)

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
