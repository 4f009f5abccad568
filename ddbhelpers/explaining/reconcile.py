"""What the engine reported against what DynamoDB charges, over all that was metered."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from ddbhelpers.errors import UnexplainedUnits
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
    requests: Counter[_Outcome] = Counter()
    reported: defaultdict[_Outcome, float] = defaultdict(float)
    charged: defaultdict[_Outcome, float] = defaultdict(float)
    unexplained = []
    for record in meter.records:
        if record.doing == "neither":
            continue
        outcome, units = _outcome(record)
        requests[outcome] += 1
        reported[outcome] += (record.read_units or 0) + (record.write_units or 0)
        if units is not None:
            charged[outcome] += units
        if outcome.kind == "unexplained":
            unexplained.append(record)
    lines = (
        ReconciledLine(*outcome, count, reported[outcome], charged.get(outcome))
        for outcome, count in requests.items()
    )
    ordered = sorted(
        lines, key=lambda line: (ORDER.index(line.kind), -line.requests, line.unit)
    )
    return Reconciliation(meter.engine.name, tuple(ordered), tuple(unexplained))


def _outcome(record: Record) -> tuple[_Outcome, float | None]:
    """Tell how a request came out, and its charge where that is known."""
    if record.images.missing is not None:
        missing = record.images.missing
        unit = record.unit
        return _Outcome("not compared", (), missing, unit, unit), None
    receipt = record.receipt
    witness = receipt.witness
    if witness is None:  # refused before it cost anything
        outcome = _Outcome("agreed", (), "", receipt.unit, receipt.unit)
        return outcome, receipt.total
    known = {divergence.name: divergence.says for divergence in DIVERGENCES}
    why = " ".join(known[name] for name in witness.divergences)
    return (
        _Outcome(
            witness.verdict,
            witness.divergences,
            why or " ".join(witness.why),
            receipt.unit,
            witness.unit,
        ),
        receipt.total,
    )
