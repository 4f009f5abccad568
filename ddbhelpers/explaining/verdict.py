"""A record explained: DynamoDB's charge, the engine's report, and why they differ."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from ddbhelpers.capacity import Action, Receipt, Witness
from ddbhelpers.capacity.charge import Unit
from ddbhelpers.capacity.receipt import Verdict
from ddbhelpers.capacity.step import charge_of
from ddbhelpers.errors import EngineError
from ddbhelpers.explaining import touched
from ddbhelpers.explaining.divergences.divergence import (
    Divergence,
    DivergenceInUnits,
)
from ddbhelpers.explaining.divergences.known import Reported, reported, reports
from ddbhelpers.explaining.report import Report

SILENT = "DynamoDB charges it all the same, and reports nothing either."
PARTLY_SILENT = "Its failed writes are charged, and not reported."
NOT_ASKED = "the caller asked for no report (ReturnConsumedCapacity=NONE)"


class Explanation(NamedTuple):
    """How a report compares with DynamoDB's charge, and by which divergences."""

    verdict: Verdict
    divergences: tuple[Divergence, ...] = ()
    because: str = ""

    @property
    def why(self) -> tuple[str, ...]:
        """Sentences for a reader."""
        names = tuple(f"{one.says} ({one.name})" for one in self.divergences)
        return names or tuple(filter(None, [self.because]))


def receipt_of(record: Report) -> Receipt:
    """Make out the receipt of a record. Raises EngineError where it has no images."""
    actions = actions_of(record)
    where = f"{record.operation} on {record.table}"
    remarks = record.images.remarks if record.images else ()
    if not actions:
        unit = _unit(record)
        says = record.error or "nothing was done"
        refused = f"Refused before it cost anything: {says}."
        return Receipt(where, unit, (), None, (*remarks, refused))
    if any(reports(action) for action in actions) and not all(map(reports, actions)):
        remarks = (*remarks, PARTLY_SILENT)
    finding, seen = find(record), report_of(record)
    witness = Witness(
        record.engine.name if record.engine else "the engine",
        seen.unit if seen else actions[0].unit,
        seen.units if seen else None,
        finding.verdict,
        finding.why,
        tuple(one.name for one in finding.divergences),
    )
    title = f"{where}: {record.error}" if record.error else where
    return Receipt.of(*actions, title=title, witness=witness, remarks=remarks)


def charged(record: Report) -> tuple[Unit, float]:
    """Give what DynamoDB charges, its unit and all of it, without a receipt."""
    actions = actions_of(record)
    unit = actions[0].unit if actions else _unit(record)
    return unit, sum(charge_of(unit, action.steps()).total for action in actions)


def actions_of(record: Report) -> tuple[Action, ...]:
    """Give what the request did. Raises EngineError where that is not known."""
    images = record.images
    if images is None or images.missing is not None:
        why = images.missing if images else "the meter took no images"
        raise EngineError(
            f"{record.operation} on {record.table} cannot be explained: {why}",
            do="meter it with images=True on a local engine, or explain it on paper",
        )
    return images.actions


def report_of(record: Report) -> Reported | None:
    """Give what the engine reported, as far as it is split into arms."""
    if record.arms is None and record.units is None:
        totals = [record.read_units, record.write_units]
        if None in totals or not any(totals):
            return None
    unit = _unit(record)
    if record.read_units or record.write_units:
        unit = "read" if record.read_units else "write"
    if record.arms is None:
        total = (record.read_units or 0) + (record.write_units or 0)
        return Reported(unit, {record.table or "": total})
    return Reported(unit, record.units or {})


def find(record: Report) -> Explanation:
    """Compare a report with DynamoDB's charge, to the half unit."""
    actions, seen = actions_of(record), report_of(record)
    if seen is None and not any(map(reports, actions)):
        return Explanation("unreported", because=SILENT)
    if record.request.get("ReturnConsumedCapacity") == "NONE":
        return Explanation("unreported", because=NOT_ASKED)
    if _same(reported(record.operation, actions), seen, record):
        return Explanation("agreed")
    for candidate in _candidates(record, actions):
        if _same(reported(record.operation, actions, candidate), seen, record):
            return Explanation("explained", candidate)
    return Explanation("unexplained", because="No known divergence says why.")


def _candidates(
    record: Report, actions: Sequence[Action]
) -> Iterator[tuple[DivergenceInUnits, ...]]:
    """Give sets of divergences to try, the smallest first: only those that bear on it.

    One bears on a request if it changes the report alone, or as the last of all.
    """
    known = [
        divergence
        for divergence in (record.engine.divergences if record.engine else ())
        if isinstance(divergence, DivergenceInUnits)
    ]

    def told(divergences: Sequence[DivergenceInUnits]) -> Reported | None:
        return reported(record.operation, actions, divergences)

    none, every = told(()), told(known)
    bearing = [
        divergence
        for divergence in known
        if told([divergence]) != none
        or told([other for other in known if other != divergence]) != every
    ]
    for count in range(1, len(bearing) + 1):
        yield from combinations(bearing, count)


def _same(ours: Reported | None, seen: Reported | None, record: Report) -> bool:
    if ours is None or seen is None:
        return ours is seen
    if record.arms is None:  # the caller asked for totals
        return ours.unit == seen.unit and sum(ours.units.values()) == sum(
            seen.units.values()
        )
    nothing = not any(seen.units.values()) and not any(ours.units.values())
    return nothing or (ours.unit, ours.units) == (seen.unit, seen.units)


def _unit(record: Report) -> Unit:
    reads = touched.doing(record.operation, record.request) == "read"
    return "read" if reads else "write"
