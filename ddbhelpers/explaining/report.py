"""The units that an engine reported for a request, and how many items it gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from ddbhelpers.capacity.charge import ArmKind, arm_label
from ddbhelpers.explaining import touched
from ddbhelpers.explaining.divergences.divergence import Divergence
from ddbhelpers.model.wire import Document

_UNITS = ("ReadCapacityUnits", "WriteCapacityUnits")
_INDEXES: tuple[tuple[ArmKind, str], ...] = (
    ("gsi", "GlobalSecondaryIndexes"),
    ("lsi", "LocalSecondaryIndexes"),
)


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
    kind: ArmKind
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


class ReportedUnits(NamedTuple):
    """What was reported of a request: None where it is not known.

    `arms` are in order of table and index, and hold only what was charged.
    """

    read_units: float | None
    write_units: float | None
    arms: tuple[ReportedArm, ...] | None


def reported_units(doing: touched.Doing, response: Document) -> ReportedUnits:
    """Read what an answer says was consumed, table by table."""
    consumed = response.get("ConsumedCapacity")
    if not consumed:
        return ReportedUnits(
            None if doing == "read" else 0.0,
            None if doing == "write" else 0.0,
            () if doing == "neither" else None,
        )
    tables = consumed if isinstance(consumed, list) else [consumed]
    reads, writes = zip(*(_split(table, doing) for table in tables), strict=True)
    return ReportedUnits(sum(reads), sum(writes), _arms(tables, doing))


def count_of(response: Document) -> int | None:
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


def _split(part: Document, doing: touched.Doing) -> tuple[float, float]:
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
    tables: Sequence[Document], doing: touched.Doing
) -> tuple[ReportedArm, ...] | None:
    """Return the arms, or None where only totals were asked for."""
    arms: list[ReportedArm] = []
    for part in tables:
        if "Table" not in part:
            return None
        name = touched.table_name(part["TableName"])
        arms.append(ReportedArm(name, None, "table", *_split(part["Table"], doing)))
        arms += (
            ReportedArm(name, index, kind, *_split(units, doing))
            for kind, indexes in _INDEXES
            for index, units in part.get(indexes, {}).items()
        )
    charged = (arm for arm in arms if arm.units)
    return tuple(sorted(charged, key=lambda arm: (arm.table, arm.index or "")))
