"""One line of a receipt: what was rounded on one arm, by which rule, to how much."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil

from ddbhelpers.capacity.charge import ArmKind, Charge, Unit
from ddbhelpers.capacity.open_rules import OpenRule


@dataclass(frozen=True, slots=True)
class Step:
    """How one arm of a charge came about; its sentence is what a receipt shows.

    `sizes` in bytes, `rounded` each of them in units, joined by `how` ("max" or
    "sum") and multiplied by `factor`, which `because` explains.

    >>> step = Step("gsi", "by-group", "same index key, entry changed",
    ...             sizes=(800, 1500), rounded=(1, 2), how="max")
    >>> print(step.units, step)
    2 same index key, entry changed: max(1, 2) = 2
    """

    arm: ArmKind
    index: str | None
    rule: str
    sizes: tuple[int, ...] = ()
    rounded: tuple[int, ...] = ()
    how: str = "max"
    factor: float = 1
    because: str = ""
    notes: tuple[OpenRule, ...] = ()

    @property
    def units(self) -> float:
        """The units that this arm is charged."""
        join = max if self.how == "max" else sum
        units = self.factor * (join(self.rounded) if self.rounded else 0)
        return int(units) if units == int(units) else units

    def noting(self, rule: OpenRule) -> "Step":
        """The same step, marked with an open rule."""
        return replace(self, notes=(*self.notes, rule))

    def __str__(self) -> str:
        """Say the rule and its arithmetic in one line."""
        if not self.rounded:
            return f"{self.rule}: 0"
        numbers = [str(units) for units in self.rounded]
        if len(numbers) > 6:
            numbers[3:-1] = ["…"]
        joined = {"max": f"max({', '.join(numbers)})", "sum": " + ".join(numbers)}
        left = numbers[0] if len(self.rounded) == 1 else joined[self.how]
        if self.factor == 1:
            return f"{self.rule}: {left}" + (
                f" = {self.units}" if len(self.rounded) > 1 else ""
            )
        if self.how == "sum" and len(self.rounded) > 1:
            left = f"({left})"
        return f"{self.rule}: {left} × {self.factor} ({self.because}) = {self.units}"


def rounded_up(size_bytes: int, unit_bytes: int) -> int:
    """Round a size up to whole units; nothing costs less than one.

    >>> [rounded_up(size, 1024) for size in (0, 1024, 1025)]
    [1, 1, 2]
    """
    return max(1, ceil(size_bytes / unit_bytes))


def charge_of(unit: Unit, steps: Iterable[Step]) -> Charge:
    """Add up the steps of one request."""
    table: float = 0
    indexes: dict[str, dict[str, float]] = {"gsi": {}, "lsi": {}}
    notes: list[OpenRule] = []
    for step in steps:
        if step.index is None:
            table += step.units
        else:
            arm = indexes[step.arm]
            arm[step.index] = arm.get(step.index, 0) + step.units
        notes += step.notes
    return Charge(unit=unit, table=table, **indexes, notes=tuple(dict.fromkeys(notes)))
