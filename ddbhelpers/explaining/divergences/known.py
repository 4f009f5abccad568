"""Every divergence that is known, and what an engine that has some of them reports."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ddbhelpers.capacity import Action, CancelledAction, FailedWrite
from ddbhelpers.capacity.charge import Unit, arm_label
from ddbhelpers.capacity.step import charge_of
from ddbhelpers.explaining.divergences import (  # noqa: F401 each makes its own known
    dynamodb_local,
    dynoxide,
    every_local_engine,
)
from ddbhelpers.explaining.divergences.divergence import (
    Divergence,
    DivergenceInUnits,
    Telling,
)

DIVERGENCES = tuple(Divergence.every)


class Reported(NamedTuple):
    """The units of a report, by arm."""

    unit: Unit
    units: Mapping[str, float]


def reported(
    operation: str,
    actions: Iterable[Action],
    divergences: Sequence[DivergenceInUnits] = (),
) -> Reported | None:
    """Tell what an engine of these divergences reports of a request; None: nothing.

    Without any it is what DynamoDB charges, as far as it reports it.
    """
    actions = tuple(filter(reports, actions))
    if not actions:
        return None
    unit, charges = actions[0].unit, []
    for action in actions:
        steps = action.steps()
        for divergence in divergences:
            steps = divergence.of_action(operation, action, steps)
        charges.append((action.table.name, charge_of(unit, steps)))
    told = Telling(operation, actions, unit, tuple(charges))
    for divergence in divergences:
        told = divergence.of_request(told)
    units: dict[str, float] = {}
    for table, charge in told.charges:
        for arm in charge.arms:
            label = arm_label(table, arm.index)
            units[label] = units.get(label, 0) + arm.units
    return Reported(told.unit, units) if told.charges else None


def reports(action: Action) -> bool:
    """Tell whether a response speaks of it: failed writes are charged in silence."""
    return not isinstance(action, FailedWrite | CancelledAction)
