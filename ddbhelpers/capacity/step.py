"""One line of a receipt: what was rounded on one arm, by which rule, to how much."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from ddbhelpers.capacity.charge import Arm, ArmKind, Charge, Unit, plain
from ddbhelpers.capacity.limits import EVENTUAL_FACTOR, TRANSACTION_FACTOR
from ddbhelpers.capacity.open_rules import NUMBER_SIZE, OpenRule
from ddbhelpers.capacity.size import doubt_bytes, item_bytes

How = Literal["max", "sum"]
_SHOWN = 6  # rounded sizes that a sentence names, before it shortens


class Weight(NamedTuple):
    """An item's bytes, and how many more they might be (see NUMBER_SIZE)."""

    size: int = 0
    doubt: int = 0

    @classmethod
    def of(cls, item: Mapping[str, Any] | None) -> "Weight":
        """Weigh an item in DynamoDB JSON; nothing weighs nothing."""
        return cls() if item is None else cls(item_bytes(item), doubt_bytes(item))


class Factor(NamedTuple):
    """What rounded units are multiplied by, and why."""

    times: float = 1
    because: str = ""


ONCE = Factor()
EVENTUALLY = Factor(EVENTUAL_FACTOR, "eventually consistent")
TRANSACTION = Factor(TRANSACTION_FACTOR, "transaction")


@dataclass(frozen=True, slots=True)
class Step:
    """How one arm of a charge came about; its sentence is what a receipt shows.

    `sizes` in bytes, each of them `rounded` up to units, joined by `how`, and
    multiplied by a factor.

    >>> step = Step("gsi", "by-group", "same index key, entry changed",
    ...             sizes=(800, 1500), rounded=(1, 2))
    >>> print(step.units, "-", step)
    2 - same index key, entry changed: max(1, 2) = 2
    """

    kind: ArmKind
    index: str | None
    rule: str
    sizes: tuple[int, ...] = ()
    rounded: tuple[int, ...] = ()
    how: How = "max"
    factor: Factor = ONCE
    notes: tuple[OpenRule, ...] = ()

    @property
    def units(self) -> float:
        """The units that this arm is charged."""
        return plain(self.factor.times * _join(self.how, self.rounded))

    @property
    def arm(self) -> Arm:
        """The arm, with its units."""
        return Arm(self.kind, self.index, self.units)

    def noting(self, *rules: OpenRule) -> "Step":
        """The same step, marked with open rules."""
        return replace(self, notes=(*self.notes, *rules))

    def __str__(self) -> str:
        """Say the rule and its arithmetic in one line."""
        numbers = [str(units) for units in self.rounded] or ["0"]
        several = len(numbers) > 1
        if len(numbers) > _SHOWN:
            numbers[_SHOWN - 2 : -1] = ["…"]
        said = numbers[0]
        if several and self.how == "max":
            said = f"max({', '.join(numbers)})"
        elif several:
            said = " + ".join(numbers)
        if self.factor != ONCE:
            said = f"({said})" if several and self.how == "sum" else said
            said = f"{said} × {self.factor.times} ({self.factor.because})"
        result = f" = {self.units}" if several or self.factor != ONCE else ""
        return f"{self.rule}: {said}{result}"


def rounded_up(size_bytes: int, unit_bytes: int) -> int:
    """Round a size up to whole units; nothing costs less than one.

    >>> [rounded_up(size, 1024) for size in (0, 1024, 1025)]
    [1, 1, 2]
    """
    return max(1, -(-size_bytes // unit_bytes))


def rounding_step(
    arm: tuple[ArmKind, str | None],
    rule: str,
    weights: Iterable[Weight],
    unit_bytes: int,
    *,
    how: How = "max",
    factor: Factor = ONCE,
    least: tuple[int, ...] = (),
) -> Step:
    """Round weights up to units, and note it if their doubt would change the outcome.

    `least` are units that stand beside the rounded ones.
    """
    weights = list(weights)
    rounded = [rounded_up(weight.size, unit_bytes) for weight in weights]
    doubted = [rounded_up(sum(weight), unit_bytes) for weight in weights]
    sure = _join(how, (*rounded, *least)) == _join(how, (*doubted, *least))
    return Step(
        *arm,
        rule,
        tuple(weight.size for weight in weights),
        (*rounded, *least),
        how,
        factor,
        () if sure else (NUMBER_SIZE,),
    )


def charge_of(unit: Unit, steps: Iterable[Step]) -> Charge:
    """Add up the steps of one request."""
    units: dict[ArmKind, dict[str, float]] = {"table": {}, "gsi": {}, "lsi": {}}
    notes: dict[OpenRule, None] = {}
    for step in steps:
        arm, name = units[step.kind], step.index or ""
        arm[name] = arm.get(name, 0) + step.units
        notes |= dict.fromkeys(step.notes)
    return Charge(
        unit=unit,
        table=sum(units["table"].values()),
        gsi=units["gsi"],
        lsi=units["lsi"],
        notes=tuple(notes),
    )


def _join(how: How, units: tuple[int, ...]) -> int:
    return sum(units) if how == "sum" else max(units, default=0)
