"""What a request costs, by arm: the table and each of its secondary indexes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from ddbhelpers.capacity.open_rules import OpenRule
from ddbhelpers.errors import CapacityError
from ddbhelpers.words import counted

Unit = Literal["read", "write"]
ArmKind = Literal["table", "gsi", "lsi"]


@dataclass(frozen=True, slots=True)
class Arm:
    """One place that units come out of, and how many."""

    kind: ArmKind
    index: str | None
    units: float


@dataclass(frozen=True, kw_only=True, repr=False)
class Charge:
    """Read or write units: of the table, and of the indexes that were charged.

    Charges of one unit add up, with ``+`` and ``sum()``. `notes` names the open rules
    by which it could have been another; two charges of the same units are equal
    whatever their notes.

    >>> Charge(unit="write", table=1, gsi={"by-group": 2, "by-day": 0})
    <Charge: 3 write units (table 1, gsi by-group 2)>
    """

    unit: Unit
    table: float = 0
    gsi: Mapping[str, float] = field(default_factory=dict)
    lsi: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[OpenRule, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        """Drop the arms that were charged nothing, and freeze the rest."""
        set_ = object.__setattr__
        set_(self, "table", plain(self.table))
        for kind in ("gsi", "lsi"):
            arms = {name: plain(n) for name, n in getattr(self, kind).items() if n}
            set_(self, kind, MappingProxyType(arms))

    @property
    def total(self) -> float:
        """The units of all arms together."""
        return plain(self.table + sum(self.gsi.values()) + sum(self.lsi.values()))

    @property
    def arms(self) -> tuple[Arm, ...]:
        """Every arm that was charged; the table comes first."""
        table = [Arm("table", None, self.table)] if self.table else []
        gsi = [Arm("gsi", name, units) for name, units in self.gsi.items()]
        lsi = [Arm("lsi", name, units) for name, units in self.lsi.items()]
        return (*table, *gsi, *lsi)

    def __add__(self, other: "Charge") -> "Charge":
        """Add two charges, arm by arm; CapacityError for a read and a write."""
        if not isinstance(other, Charge):
            return NotImplemented
        if self.unit != other.unit:
            raise CapacityError(
                f"{self.unit} units added to {other.unit} units",
                allowed="charges of one unit",
                do="sum reads and writes apart",
            )
        return Charge(
            unit=self.unit,
            table=self.table + other.table,
            gsi=_added(self.gsi, other.gsi),
            lsi=_added(self.lsi, other.lsi),
            notes=tuple(dict.fromkeys(self.notes + other.notes)),
        )

    def __radd__(self, other: object) -> "Charge":
        """Let ``sum()`` begin at its 0."""
        return self if other == 0 else NotImplemented

    def __hash__(self) -> int:
        """Hash what is compared."""
        arms = frozenset(self.gsi.items()), frozenset(self.lsi.items())
        return hash((self.unit, self.table, arms))

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle and copy it: a mapping proxy cannot be pickled by itself."""
        return _charge, ({**vars(self), "gsi": {**self.gsi}, "lsi": {**self.lsi}},)

    def __repr__(self) -> str:
        """Say it in one line."""
        return f"<Charge: {self}>"

    def __str__(self) -> str:
        """Say it in one line."""
        said = [
            f"table {arm.units}"
            if arm.kind == "table"
            else f"{arm.kind} {arm.index} {arm.units}"
            for arm in self.arms
        ]
        units = counted(self.total, f"{self.unit} unit")
        return f"{units} ({', '.join(said) or 'no arm'})"


def add_up(charges: Iterable[Charge], unit: Unit) -> Charge:
    """Sum charges, also none at all.

    >>> add_up([], "read")
    <Charge: 0 read units (no arm)>
    """
    return sum(charges, Charge(unit=unit))


def _charge(fields: dict[str, Any]) -> Charge:
    return Charge(**fields)


def arm_label(table: str, index: str | None) -> str:
    """Name an arm: the table, and after a slash the index.

    >>> arm_label("orders", "by-day")
    'orders/by-day'
    """
    return table if index is None else f"{table}/{index}"


def plain(units: float) -> float:
    """Give 1.0 as 1, as people write it.

    >>> plain(1.0), plain(0.5)
    (1, 0.5)
    """
    return int(units) if units == int(units) else units


def _added(ours: Mapping[str, float], more: Mapping[str, float]) -> dict[str, float]:
    return {name: ours.get(name, 0) + more.get(name, 0) for name in {**ours, **more}}
