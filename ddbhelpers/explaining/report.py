"""One request as it was sent, and the units that the engine reported for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from ddbhelpers.capacity.charge import arm_label
from ddbhelpers.explaining import touched
from ddbhelpers.explaining.divergences.divergence import Divergence
from ddbhelpers.explaining.images import Images

_UNITS = ("ReadCapacityUnits", "WriteCapacityUnits")


class Reporter(Protocol):
    """Who reported: an engine's name, and where it is known to differ."""

    @property
    def name(self) -> str:
        """Its name for people."""

    @property
    def divergences(self) -> tuple[Divergence, ...]:
        """Where it is known to differ from the real DynamoDB."""


@dataclass(frozen=True)
class ReportedArm:
    """The units that one request took from a table, or from one of its indexes.

    >>> ReportedArm("orders", "by-day", "gsi", read_units=0.5).label
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
        return arm_label(self.table, self.index)


@dataclass(frozen=True)
class Report:
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
    arms: tuple[ReportedArm, ...] | None
    count: int | None
    scanned_count: int | None
    pages: int
    request_bytes: int
    response_bytes: int
    retries: int
    error: str | None
    request: Mapping[str, Any] = field(repr=False)
    response: Mapping[str, Any] = field(repr=False)
    engine: Reporter | None = field(default=None, repr=False, compare=False)
    images: Images | None = field(default=None, repr=False, compare=False)

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


def consumed_of(response: Mapping[str, Any]) -> list[Mapping[str, Any]] | None:
    """Return what the engine reported, one part for each table."""
    reported = response.get("ConsumedCapacity")
    if not reported:
        return None
    return reported if isinstance(reported, list) else [reported]


def split_of(part: Mapping[str, Any], doing: touched.Doing) -> tuple[float, float]:
    """Return read and write units of a table or an arm.

    Transactions name them apart: a replayed write is charged as a read. Everything
    else reports CapacityUnits, which are of the request's own kind.
    """
    if any(name in part for name in _UNITS):
        read, write = (float(part.get(name, 0.0)) for name in _UNITS)
        return read, write
    units = float(part.get("CapacityUnits", 0.0))
    return (units, 0.0) if doing == "read" else (0.0, units)


def arms_of(
    consumed: Iterable[Mapping[str, Any]], doing: touched.Doing
) -> tuple[ReportedArm, ...] | None:
    """Return the arms, or None where only totals were asked for."""
    arms: list[ReportedArm] = []
    for part in consumed:
        if "Table" not in part:
            return None
        table = touched.table_name(part["TableName"])
        arms.append(ReportedArm(table, None, "table", *split_of(part["Table"], doing)))
        for name, units in part.get("GlobalSecondaryIndexes", {}).items():
            arms.append(ReportedArm(table, name, "gsi", *split_of(units, doing)))
        for name, units in part.get("LocalSecondaryIndexes", {}).items():
            arms.append(ReportedArm(table, name, "lsi", *split_of(units, doing)))
    charged = (arm for arm in arms if arm.units)
    return tuple(sorted(charged, key=lambda arm: (arm.table, arm.index or "")))


def count_of(response: Mapping[str, Any]) -> int | None:
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


def pages_of(operation: str, doing: touched.Doing, error: str | None) -> int:
    """Return 1 for an answer that may be one page of many."""
    paged = operation in ("Query", "Scan") or (
        operation == "ExecuteStatement" and doing == "read"
    )
    return int(paged and error is None)
