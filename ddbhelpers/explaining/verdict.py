"""What an engine reported against what DynamoDB charges, to the half unit."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from ddbhelpers.capacity import Action, Witness
from ddbhelpers.capacity.receipt import Verdict
from ddbhelpers.explaining.divergences.divergence import Divergence, DivergenceInUnits
from ddbhelpers.explaining.divergences.known import Reported, reported, reports
from ddbhelpers.explaining.report import Reporter

SILENT = "DynamoDB charges it all the same, and reports nothing either."
NOT_ASKED = "the caller asked for no report (ReturnConsumedCapacity=NONE)"
UNKNOWN = "No known divergence says why."


def witness_of(
    engine: Reporter | None,
    operation: str,
    actions: Sequence[Action],
    seen: Reported | None,
    *,
    silent: bool = False,
    by_arm: bool = True,
) -> Witness:
    """Say what an engine reported of a request, and how it compares with its charge.

    `silent`: the caller asked for no report; `by_arm` false: for totals alone.
    """

    def says(verdict: Verdict, *why: str, causes: Sequence[Divergence] = ()) -> Witness:
        return Witness(
            engine.name if engine else "the engine",
            seen.unit if seen else actions[0].unit,
            seen.units if seen else None,
            verdict,
            why or tuple(f"{cause.says} ({cause.name})" for cause in causes),
            tuple(cause.name for cause in causes),
        )

    if seen is None and not any(map(reports, actions)):
        return says("unreported", SILENT)
    if silent:
        return says("unreported", NOT_ASKED)
    if _same(reported(operation, actions), seen, by_arm):
        return says("agreed")
    divergences = engine.divergences if engine else ()
    known = [it for it in divergences if isinstance(it, DivergenceInUnits)]
    for causes in _candidates(operation, actions, known):
        if _same(reported(operation, actions, causes), seen, by_arm):
            return says("explained", causes=causes)
    return says("unexplained", UNKNOWN)


def _candidates(
    operation: str, actions: Sequence[Action], known: Sequence[DivergenceInUnits]
) -> Iterator[tuple[DivergenceInUnits, ...]]:
    """Give sets of divergences to try, the smallest first: only those that bear on it.

    One bears on a request if it changes the report alone, or as the last of all.
    """
    none, every = reported(operation, actions), reported(operation, actions, known)
    bearing = []
    for divergence in known:
        others = [other for other in known if other is not divergence]
        if (
            reported(operation, actions, [divergence]) != none
            or reported(operation, actions, others) != every
        ):
            bearing.append(divergence)
    for count in range(1, len(bearing) + 1):
        yield from combinations(bearing, count)


def _same(ours: Reported | None, seen: Reported | None, by_arm: bool) -> bool:
    if ours is None or seen is None or by_arm:
        return ours == seen
    totals = [sum(report.units.values()) for report in (ours, seen)]
    return ours.unit == seen.unit and totals[0] == totals[1]
