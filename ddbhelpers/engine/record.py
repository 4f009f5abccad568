"""One request as the meter saw it, and the units that the engine reported for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from ddbhelpers.engine import touched

if TYPE_CHECKING:
    from ddbhelpers.capacity import Receipt
    from ddbhelpers.engine.engine import Engine
    from ddbhelpers.engine.images import Images

_UNITS = ("ReadCapacityUnits", "WriteCapacityUnits")


@dataclass(frozen=True)
class Arm:
    """The units that one request took from a table, or from one of its indexes.

    >>> Arm("orders", "by-day", "gsi", read_units=0.5).label
    'orders/by-day'
    """

    table: str
    index: str | None
    kind: Literal["table", "gsi", "lsi"]
    read_units: float = 0.0
    write_units: float = 0.0

    @property
    def units(self) -> float:
        """Read and write units together; only one of the two is ever charged."""
        return self.read_units + self.write_units

    @property
    def label(self) -> str:
        """The table's name, and after a slash the index's."""
        return self.table if self.index is None else f"{self.table}/{self.index}"


@dataclass(frozen=True)
class Record:
    """One request: what was asked, what came back, what the engine says it cost.

    A request to several tables (a batch, a transaction) is one record, with arms for
    each table. Units are None where the engine did not report them: it reports none
    for a request that it refuses, though a refused write may well be charged.
    `arms` are in order of table and index, and hold only what was charged.
    """

    pattern: str | None
    operation: str
    tables: tuple[str, ...]
    index: str | None
    read_units: float | None
    write_units: float | None
    arms: tuple[Arm, ...] | None
    count: int | None
    scanned_count: int | None
    pages: int
    request_bytes: int
    response_bytes: int
    retries: int
    error: str | None
    request: Mapping[str, Any] = field(repr=False)
    response: Mapping[str, Any] = field(repr=False)
    engine: "Engine | None" = field(default=None, repr=False, compare=False)
    images: "Images | None" = field(default=None, repr=False, compare=False)

    @cached_property
    def receipt(self) -> "Receipt":
        """Explain every unit: what DynamoDB charges, what was reported, and why.

        Raises EngineError where the meter could take no images.
        """
        from ddbhelpers.engine.explaining import receipt_of

        return receipt_of(self)

    @property
    def model_read_units(self) -> float | None:
        """What DynamoDB charges in read units; None where that is not known."""
        return self._model_units("read")

    @property
    def model_write_units(self) -> float | None:
        """What DynamoDB charges in write units; None where that is not known."""
        return self._model_units("write")

    @property
    def table(self) -> str | None:
        """The table's name; several are joined by commas."""
        return ", ".join(self.tables) or None

    @property
    def units(self) -> dict[str, float] | None:
        """Units by arm: `{"orders": 1.0, "orders/by-day": 2.0}`."""
        return (
            None if self.arms is None else {arm.label: arm.units for arm in self.arms}
        )

    def units_of(self, kind: Literal["table", "gsi", "lsi"]) -> float | None:
        """Sum the units of the tables, of the GSIs or of the LSIs."""
        if self.arms is None:
            return None
        return sum((arm.units for arm in self.arms if arm.kind == kind), 0.0)

    def _model_units(self, unit: Literal["read", "write"]) -> float | None:
        if self.images is None or self.images.missing is not None:
            return None
        charged, units = self._charged
        return float(units) if charged == unit else 0.0

    @cached_property
    def _charged(self) -> tuple[str, float]:
        from ddbhelpers.engine.explaining import charged

        return charged(self)


def make_record(
    pattern: str | None,
    operation: str,
    request: Mapping[str, Any],
    response: Mapping[str, Any],
    *,
    request_bytes: int,
    response_bytes: int,
    error: str | None = None,
    engine: "Engine | None" = None,
    images: "Images | None" = None,
) -> Record:
    """Make the record of an answered request from what was sent and what came back.

    `request` and `response` are as boto3's client has them (DynamoDB JSON).
    """
    doing = touched.doing(operation, request)
    consumed = _consumed(response)
    reads: float | None = None if doing == "read" else 0.0
    writes: float | None = None if doing == "write" else 0.0
    arms: tuple[Arm, ...] | None = () if doing == "neither" else None
    if consumed is not None:
        split = [_split(part, doing) for part in consumed]
        reads = sum(read for read, _ in split)
        writes = sum(write for _, write in split)
        arms = _arms(consumed, doing)
    return Record(
        pattern=pattern,
        operation=operation,
        tables=touched.tables(request),
        index=touched.index(request),
        read_units=reads,
        write_units=writes,
        arms=arms,
        count=_count(response) if doing == "read" else None,
        scanned_count=response.get("ScannedCount"),
        pages=_pages(operation, doing, error),
        request_bytes=request_bytes,
        response_bytes=response_bytes,
        retries=response.get("ResponseMetadata", {}).get("RetryAttempts", 0),
        error=error,
        request=request,
        response=response,
        engine=engine,
        images=images,
    )


def _consumed(response: Mapping[str, Any]) -> list[Mapping[str, Any]] | None:
    """Return what the engine reported, one part for each table."""
    reported = response.get("ConsumedCapacity")
    if not reported:
        return None
    return reported if isinstance(reported, list) else [reported]


def _split(part: Mapping[str, Any], doing: touched.Doing) -> tuple[float, float]:
    """Return read and write units of a table or an arm.

    Transactions name them apart: a replayed write is charged as a read. Everything
    else reports CapacityUnits, which are of the request's own kind.
    """
    if any(name in part for name in _UNITS):
        read, write = (float(part.get(name, 0.0)) for name in _UNITS)
        return read, write
    units = float(part.get("CapacityUnits", 0.0))
    return (units, 0.0) if doing == "read" else (0.0, units)


def _arms(
    consumed: Iterable[Mapping[str, Any]], doing: touched.Doing
) -> tuple[Arm, ...] | None:
    """Return the arms, or None where only totals were asked for."""
    arms: list[Arm] = []
    for part in consumed:
        if "Table" not in part:
            return None
        table = touched.table_name(part["TableName"])
        arms.append(Arm(table, None, "table", *_split(part["Table"], doing)))
        for name, units in part.get("GlobalSecondaryIndexes", {}).items():
            arms.append(Arm(table, name, "gsi", *_split(units, doing)))
        for name, units in part.get("LocalSecondaryIndexes", {}).items():
            arms.append(Arm(table, name, "lsi", *_split(units, doing)))
    charged = (arm for arm in arms if arm.units)
    return tuple(sorted(charged, key=lambda arm: (arm.table, arm.index or "")))


def _count(response: Mapping[str, Any]) -> int | None:
    """Return how many items came back, in whichever form the operation gives them."""
    if "Error" in response:
        return None
    if "Count" in response:
        return int(response["Count"])
    if "Items" in response:
        return len(response["Items"])
    answers = response.get("Responses")
    if isinstance(answers, dict):
        return sum(len(items) for items in answers.values())
    if isinstance(answers, list):
        return sum("Item" in answer for answer in answers)
    return int("Item" in response)


def _pages(operation: str, doing: touched.Doing, error: str | None) -> int:
    """Return 1 for an answer that may be one page of many."""
    paged = operation in ("Query", "Scan") or (
        operation == "ExecuteStatement" and doing == "read"
    )
    return int(paged and error is None)
