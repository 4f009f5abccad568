"""One request: what was asked, what was reported, what DynamoDB charges, and why."""

from dataclasses import dataclass, field
from functools import cached_property

from ddbhelpers.capacity import Receipt
from ddbhelpers.capacity.charge import ArmKind, Unit
from ddbhelpers.capacity.step import charge_of
from ddbhelpers.errors import EngineError
from ddbhelpers.explaining import touched
from ddbhelpers.explaining.divergences.known import Reported, reports
from ddbhelpers.explaining.images import UNTAKEN, Images
from ddbhelpers.explaining.report import (
    ReportedArm,
    Reporter,
    count_of,
    reported_units,
)
from ddbhelpers.explaining.verdict import witness_of
from ddbhelpers.model.wire import Document

PARTLY_SILENT = "Its failed writes are charged, and not reported."


@dataclass(frozen=True)
class Record:
    """One request: what was asked, what came back, what the engine says it cost.

    A request to several tables (a batch, a transaction) is one record, with arms for
    each table. Units are None where the engine did not report them: it reports none
    for a request that it refuses, though a refused write may well be charged.
    `arms` are in order of table and index, and hold only what was charged. `silent`:
    the caller asked for no report.
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
    doing: touched.Doing = field(repr=False)
    silent: bool = field(default=False, repr=False)
    engine: Reporter | None = field(default=None, repr=False, compare=False)
    images: Images = field(default=UNTAKEN, repr=False, compare=False)

    @property
    def table(self) -> str | None:
        """The table's name; several are joined by commas."""
        return ", ".join(self.tables) or None

    @property
    def units(self) -> dict[str, float] | None:
        """Units by arm: `{"orders": 1.0, "orders/by-day": 2.0}`."""
        if self.arms is None:
            return None
        return {arm.label: arm.units for arm in self.arms}

    def units_of(self, kind: ArmKind) -> float | None:
        """Sum the units of the tables, of the GSIs or of the LSIs."""
        if self.arms is None:
            return None
        return sum((arm.units for arm in self.arms if arm.kind == kind), 0.0)

    @property
    def model_read_units(self) -> float | None:
        """What DynamoDB charges in read units; None where that is not known."""
        return self._charged.get("read")

    @property
    def model_write_units(self) -> float | None:
        """What DynamoDB charges in write units; None where that is not known."""
        return self._charged.get("write")

    @property
    def unit(self) -> Unit:
        """The unit that its operation is charged in."""
        return "read" if self.doing == "read" else "write"

    @property
    def receipt(self) -> Receipt:
        """Explain every unit: what DynamoDB charges, what was reported, and why.

        Made out anew each time. Raises EngineError where the meter has no images.
        """
        where, images = f"{self.operation} on {self.table}", self.images
        if images.missing is not None:
            raise EngineError(
                f"{where} cannot be explained: {images.missing}",
                do="meter it with images=True on a local engine, or explain it on "
                "paper",
            )
        actions, remarks = tuple(images.actions), images.remarks
        if not actions:
            says = self.error or "nothing was done"
            refused = f"Refused before it cost anything: {says}."
            return Receipt(where, self.unit, (), None, (*remarks, refused))
        if len({reports(action) for action in actions}) > 1:
            remarks = (*remarks, PARTLY_SILENT)
        title = f"{where}: {self.error}" if self.error else where
        witness = witness_of(
            self.engine,
            self.operation,
            actions,
            self._reported,
            silent=self.silent,
            by_arm=self.arms is not None,
        )
        return Receipt.of(*actions, title=title, witness=witness, remarks=remarks)

    @property
    def _reported(self) -> Reported | None:
        """What the engine reported, as far as it is split into arms."""
        reads, writes = self.read_units, self.write_units
        unit = self.unit
        if reads or writes:
            unit = "read" if reads else "write"
        if self.units is not None:
            return Reported(unit, self.units)
        if reads is None or writes is None or not reads + writes:
            return None
        return Reported(unit, {self.table or "": reads + writes})

    @cached_property
    def _charged(self) -> dict[Unit, float]:
        """What DynamoDB charges, without a receipt; empty where that is not known."""
        if self.images.missing is not None:
            return {}
        charged: dict[Unit, float] = {"read": 0.0, "write": 0.0}
        for action in self.images.actions:
            charged[action.unit] += charge_of(action.unit, action.steps()).total
        return charged


def make_record(
    pattern: str | None,
    operation: str,
    request: Document,
    response: Document,
    *,
    request_bytes: int,
    response_bytes: int,
    error: str | None = None,
    engine: Reporter | None = None,
    images: Images = UNTAKEN,
) -> Record:
    """Make the record of an answered request from what was sent and what came back.

    `request` and `response` are as boto3's client has them (DynamoDB JSON); nothing of
    them is kept.
    """
    doing = touched.doing(operation, request)
    pages = operation in ("Query", "Scan", "ExecuteStatement") and doing == "read"
    return Record(
        pattern,
        operation,
        touched.tables(request),
        touched.index(request),
        *reported_units(doing, response),
        count=count_of(response) if doing == "read" else None,
        scanned_count=response.get("ScannedCount"),
        pages=int(pages and error is None),
        request_bytes=request_bytes,
        response_bytes=response_bytes,
        retries=response.get("ResponseMetadata", {}).get("RetryAttempts", 0),
        error=error,
        doing=doing,
        silent=request.get("ReturnConsumedCapacity") == "NONE",
        engine=engine,
        images=images,
    )
