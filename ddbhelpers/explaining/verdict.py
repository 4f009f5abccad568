"""What an engine reported against what DynamoDB charges, to the half unit."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from ddbhelpers.capacity import Action
from ddbhelpers.capacity.receipt import Verdict
from ddbhelpers.explaining.divergences.divergence import Divergence, DivergenceInUnits
from ddbhelpers.explaining.divergences.known import Reported, reported, reports

SILENT = "DynamoDB charges it all the same, and reports nothing either."
NOT_ASKED = "the caller asked for no report (ReturnConsumedCapacity=NONE)"
UNKNOWN = "No known divergence says why."


class Explanation(NamedTuple):
    """How a report compares with DynamoDB's charge, and by which divergences."""

    verdict: Verdict
    divergences: tuple[Divergence, ...] = ()
    because: str = ""

    @property
    def why(self) -> tuple[str, ...]:
        """Sentences for a reader."""
        if not self.divergences:
            return tuple(filter(None, [self.because]))
        return tuple(f"{cause.says} ({cause.name})" for cause in self.divergences)


def explanation(
    operation: str,
    actions: Sequence[Action],
    seen: Reported | None,
    divergences: Sequence[Divergence] = (),
    *,
    silent: bool = False,
    by_arm: bool = True,
) -> Explanation:
    """Compare what was `seen` of a request with DynamoDB's charge.

    `silent`: the caller asked for no report; `by_arm` false: for totals alone.
    """
    if seen is None and not any(map(reports, actions)):
        return Explanation("unreported", because=SILENT)
    if silent:
        return Explanation("unreported", because=NOT_ASKED)
    if _same(reported(operation, actions), seen, by_arm):
        return Explanation("agreed")
    known = [it for it in divergences if isinstance(it, DivergenceInUnits)]
    for causes in _candidates(operation, actions, known):
        if _same(reported(operation, actions, causes), seen, by_arm):
            return Explanation("explained", causes)
    return Explanation("unexplained", because=UNKNOWN)


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
    if ours is None or seen is None:
        return ours is seen
    totals = sum(ours.units.values()), sum(seen.units.values())
    if not by_arm:
        return ours.unit == seen.unit and totals[0] == totals[1]
    return not any(totals) or ours == seen
