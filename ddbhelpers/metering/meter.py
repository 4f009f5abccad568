"""The meter: what every request of an engine's clients consumed, as reported.

>>> from ddbhelpers.engine.engine import Engine
>>> engine = Engine("endpoint", "http://127.0.0.1:1", "us-east-1")
>>> with meter(engine) as m, m.pattern("get_conversation"):
...     pass  # every request of engine.client is recorded here
>>> m.records
()
"""

import contextlib
from types import TracebackType
from typing import TYPE_CHECKING

from ddbhelpers.explaining.record import Record
from ddbhelpers.metering.eyes import Eyes
from ddbhelpers.metering.recorder import access_pattern, close_meter, open_meter

if TYPE_CHECKING:
    import pandas as pd

    from ddbhelpers.engine.engine import Engine

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


def meter(engine: "Engine", *, images: bool = True) -> "Meter":
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

    def __init__(self, engine: "Engine", *, images: bool = True) -> None:
        """Stand ready for the engine, not recording yet."""
        self.engine = engine
        self.eyes = Eyes(engine) if images else None
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
        open_meter(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop recording; an exception passes."""
        close_meter(self)

    def __repr__(self) -> str:
        """Say how much was recorded."""
        return f"<Meter: {len(self._records)} requests on {self.engine.name}>"


def _line(record: Record) -> dict[str, object]:
    line: dict[str, object] = {
        f"{kind}_units": record.units_of(kind) for kind in ("table", "gsi", "lsi")
    }
    return {name: line.get(name, getattr(record, name, None)) for name in COLUMNS}
