"""One line of a receipt: what was rounded on one arm, by which rule, to how much."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from ddbhelpers.capacity.charge import Arm, ArmKind, Charge, Unit, plain
from ddbhelpers.capacity.limits import EVENTUAL_FACTOR, TRANSACTION_FACTOR
from ddbhelpers.capacity.open_rules import NUMBER_SIZE, OpenRule
from ddbhelpers.capacity.size import doubt_bytes, item_bytes
from ddbhelpers.model.wire import WireItem

How = Literal["max", "sum"]
_SHOWN = 6  # rounded sizes that a sentence names, before it shortens


class Weight(NamedTuple):
    """An item's bytes, and how many more they might be (see NUMBER_SIZE)."""

    size: int = 0
    doubt: int = 0

    @classmethod
    def of(cls, item: WireItem | None) -> "Weight":
        """Weigh an item in DynamoDB JSON; nothing weighs nothing."""
        return cls() if item is None else cls(item_bytes(item), doubt_bytes(item))

    @classmethod
    def total(cls, weights: Iterable["Weight"]) -> "Weight":
        """Add weights up."""
        return cls(*map(sum, zip(*weights, strict=True)))


class Factor(NamedTuple):
    """What rounded units are multiplied by, and why."""

    times: int | float = 1  # read back from JSON, 1 stays 1
    because: str = ""


ONCE = Factor()
EVENTUALLY = Factor(EVENTUAL_FACTOR, "eventually consistent")
TRANSACTION = Factor(TRANSACTION_FACTOR, "transaction")


@dataclass(frozen=True, slots=True)
class Step:
    """How one arm of a charge came about; its sentence is what a receipt shows.

    `weights` are each rounded up to units of `unit_bytes` (0: not at all, and charged
    nothing), joined by `how`, and multiplied by a factor. `least` are units that stand
    beside the rounded ones.

    >>> step = Step("gsi", "by-group", "same index key, entry changed",
    ...             (Weight(800), Weight(1500)), unit_bytes=1024)
    >>> print(step.units, "-", step)
    2 - same index key, entry changed: max(1, 2) = 2
    """

    kind: ArmKind
    index: str | None
    rule: str
    weights: tuple[Weight, ...] = ()
    unit_bytes: int = 0
    how: How = "max"
    factor: Factor = ONCE
    least: tuple[int, ...] = ()
    noted: tuple[OpenRule, ...] = ()

    @property
    def sizes(self) -> tuple[int, ...]:
        """What was weighed, in bytes."""
        return tuple(weight.size for weight in self.weights)

    @property
    def rounded(self) -> tuple[int, ...]:
        """The sizes in whole units."""
        return self._rounded(self.sizes)

    @property
    def notes(self) -> tuple[OpenRule, ...]:
        """The open rules that bear on it: a number's size if it changed the outcome."""
        doubted = self._rounded(tuple(map(sum, self.weights)))
        sure = _join(self.how, doubted) == _join(self.how, self.rounded)
        return self.noted if sure else (NUMBER_SIZE, *self.noted)

    def _rounded(self, sizes: tuple[int, ...]) -> tuple[int, ...]:
        if not self.unit_bytes:
            return ()
        return (*(rounded_up(size, self.unit_bytes) for size in sizes), *self.least)

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
        return replace(self, noted=(*self.noted, *rules))

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
