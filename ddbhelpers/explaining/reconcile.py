"""What the engine reported against what DynamoDB charges, over all that was metered."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from ddbhelpers.errors import UnexplainedUnits
from ddbhelpers.explaining import touched
from ddbhelpers.explaining.divergences.known import DIVERGENCES
from ddbhelpers.explaining.record import Record
from ddbhelpers.explaining.report import Reporter

Unit = Literal["read", "write"]
Kind = Literal["agreed", "explained", "unreported", "not compared", "unexplained"]
ORDER: tuple[Kind, ...] = (
    "agreed",
    "explained",
    "unreported",
    "not compared",
    "unexplained",
)


class Metered(Protocol):
    """What a meter recorded of one engine."""

    @property
    def engine(self) -> Reporter:
        """The engine that reported."""

    @property
    def records(self) -> tuple[Record, ...]:
        """Its requests."""


class _Outcome(NamedTuple):
    kind: Kind
    divergences: tuple[str, ...]
    why: str
    unit: Unit
    reported_unit: Unit


@dataclass(frozen=True)
class ReconciledLine:
    """One kind of outcome: how many requests, and their units in both tellings.

    `divergences` name what explains a difference; `why` says it in words. `reported`
    are the engine's units, `charged` DynamoDB's, None where they are not known. `unit`
    says whether these are of reads or writes, `reported_unit` which the engine calls
    them.
    """

    kind: Kind
    divergences: tuple[str, ...]
    why: str
    unit: Unit
    reported_unit: Unit
    requests: int
    reported: float
    charged: float | None

    def __str__(self) -> str:
        """Say it in one line."""
        name = " + ".join(self.divergences)
        said = f"{self.kind} by {name}" if name else self.kind
        units = f"{self.reported:,g} {self.reported_unit} units reported"
        if self.charged is not None:
            other = f" {self.unit} units" if self.unit != self.reported_unit else ""
            units += f", {self.charged:,g}{other} charged by DynamoDB"
        return f"{self.requests:,} {said}: {units}"


@dataclass(frozen=True, repr=False)
class Reconciliation:
    """Every metered request, agreed, explained, or neither.

    >>> Reconciliation("an engine", ())
    nothing was charged on an engine
    """

    engine: str
    lines: tuple[ReconciledLine, ...]
    unexplained: tuple[Record, ...] = ()

    @property
    def divergences(self) -> tuple[str, ...]:
        """The names of all divergences that were met."""
        return tuple(
            dict.fromkeys(name for line in self.lines for name in line.divergences)
        )

    def raise_if_unexplained(self) -> None:
        """Raise UnexplainedUnits if there is a difference that nothing explains."""
        if self.unexplained:
            first = self.unexplained[0]
            raise UnexplainedUnits(
                f"{len(self.unexplained)} of {self.requests} requests on {self.engine} "
                "differ from DynamoDB's charge, and no known divergence says why; the "
                f"first is {first.operation} on {first.table}",
                do="look at its record: reconciliation.unexplained[0].receipt",
            )

    @property
    def requests(self) -> int:
        """How many requests were reconciled."""
        return sum(line.requests for line in self.lines)

    def __repr__(self) -> str:
        """Say it in a line for each kind."""
        if not self.lines:
            return f"nothing was charged on {self.engine}"
        noun = "request" if self.requests == 1 else "requests"
        said = [f"{self.requests:,} {noun} on {self.engine}"]
        return "\n  ".join([*said, *map(str, self.lines)])


def reconcile(meter: Metered) -> Reconciliation:
    """Compare every metered request with what DynamoDB charges.

    One line for each kind of outcome: agreed; explained, by which divergences;
    unreported, where DynamoDB reports nothing either; not compared, where the meter
    could take no images; unexplained, which is an error (`raise_if_unexplained`).
    Requests that cost nothing, such as DescribeTable, are left out.
    """
    kept = [
        one
        for one in meter.records
        if touched.doing(one.operation, one.request) != "neither"
    ]
    requests: Counter[_Outcome] = Counter()
    reported: defaultdict[_Outcome, float] = defaultdict(float)
    charged: defaultdict[_Outcome, float] = defaultdict(float)
    unexplained = []
    for record in kept:
        line = _outcome(record)
        requests[line] += 1
        reported[line] += (record.read_units or 0) + (record.write_units or 0)
        if line.kind != "not compared":
            charged[line] += record.receipt.total
        if line.kind == "unexplained":
            unexplained.append(record)
    lines = (
        ReconciledLine(*line, count, reported[line], charged.get(line))
        for line, count in requests.items()
    )
    ordered = sorted(
        lines, key=lambda one: (ORDER.index(one.kind), -one.requests, one.unit)
    )
    return Reconciliation(meter.engine.name, tuple(ordered), tuple(unexplained))


def _outcome(record: Record) -> _Outcome:
    reads = touched.doing(record.operation, record.request) == "read"
    asked: Unit = "read" if reads else "write"
    if record.images is None or record.images.missing is not None:
        missing = record.images.missing if record.images else None
        why = missing or "the meter took no images"
        return _Outcome("not compared", (), why, asked, asked)
    witness = record.receipt.witness
    if witness is None:  # refused before it cost anything
        return _Outcome("agreed", (), "", asked, asked)
    known = {one.name: one.says for one in DIVERGENCES}
    why = " ".join(known[name] for name in witness.divergences)
    why = why or " ".join(witness.why)
    unit = record.receipt.unit
    return _Outcome(witness.verdict, witness.divergences, why, unit, witness.unit)
