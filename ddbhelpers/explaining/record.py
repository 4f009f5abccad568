"""A report with its receipt: what DynamoDB charges for it, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from ddbhelpers.capacity import Receipt
from ddbhelpers.explaining import touched
from ddbhelpers.explaining.images import Images
from ddbhelpers.explaining.report import (
    Report,
    ReportedArm,
    Reporter,
    arms_of,
    consumed_of,
    count_of,
    pages_of,
    split_of,
)
from ddbhelpers.explaining.verdict import charged, receipt_of


@dataclass(frozen=True)
class Record(Report):
    """One request: what was asked, what came back, what the engine says it cost."""

    @cached_property
    def receipt(self) -> Receipt:
        """Explain every unit: what DynamoDB charges, what was reported, and why.

        Raises EngineError where the meter could take no images.
        """
        return receipt_of(self)

    @property
    def model_read_units(self) -> float | None:
        """What DynamoDB charges in read units; None where that is not known."""
        return self._model_units("read")

    @property
    def model_write_units(self) -> float | None:
        """What DynamoDB charges in write units; None where that is not known."""
        return self._model_units("write")

    def _model_units(self, unit: Literal["read", "write"]) -> float | None:
        if self.images is None or self.images.missing is not None:
            return None
        charged, units = self._charged
        return float(units) if charged == unit else 0.0

    @cached_property
    def _charged(self) -> tuple[str, float]:
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
    engine: Reporter | None = None,
    images: Images | None = None,
) -> Record:
    """Make the record of an answered request from what was sent and what came back.

    `request` and `response` are as boto3's client has them (DynamoDB JSON).
    """
    doing = touched.doing(operation, request)
    consumed = consumed_of(response)
    reads: float | None = None if doing == "read" else 0.0
    writes: float | None = None if doing == "write" else 0.0
    arms: tuple[ReportedArm, ...] | None = () if doing == "neither" else None
    if consumed is not None:
        split = [split_of(part, doing) for part in consumed]
        reads = sum(read for read, _ in split)
        writes = sum(write for _, write in split)
        arms = arms_of(consumed, doing)
    return Record(
        pattern=pattern,
        operation=operation,
        tables=touched.tables(request),
        index=touched.index(request),
        read_units=reads,
        write_units=writes,
        arms=arms,
        count=count_of(response) if doing == "read" else None,
        scanned_count=response.get("ScannedCount"),
        pages=pages_of(operation, doing, error),
        request_bytes=request_bytes,
        response_bytes=response_bytes,
        retries=response.get("ResponseMetadata", {}).get("RetryAttempts", 0),
        error=error,
        request=request,
        response=response,
        engine=engine,
        images=images,
    )
