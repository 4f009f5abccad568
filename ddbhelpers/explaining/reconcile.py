"""What the engine reported against what DynamoDB charges, over all that was metered."""

from dataclasses import dataclass, replace
from typing import Literal, Protocol, get_args

from ddbhelpers.capacity.charge import Unit
from ddbhelpers.errors import UnexplainedUnits
from ddbhelpers.explaining.divergences.known import DIVERGENCES
from ddbhelpers.explaining.record import Record
from ddbhelpers.explaining.report import Reporter
from ddbhelpers.words import counted

Kind = Literal["agreed", "explained", "unreported", "not compared", "unexplained"]
ORDER: tuple[Kind, ...] = get_args(Kind)


class Metered(Protocol):
    """What a meter recorded of one engine."""

    @property
    def engine(self) -> Reporter:
        """The engine that reported."""

    @property
    def records(self) -> tuple[Record, ...]:
        """Its requests."""


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

    def __add__(self, other: "ReconciledLine") -> "ReconciledLine":
        """Add another line of the same outcome."""
        charged = None
        if self.charged is not None and other.charged is not None:
            charged = self.charged + other.charged
        return replace(
            self,
            requests=self.requests + other.requests,
            reported=self.reported + other.reported,
            charged=charged,
        )

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
        said = [f"{counted(self.requests, 'request')} on {self.engine}"]
        return "\n  ".join([*said, *map(str, self.lines)])


def reconcile(meter: Metered) -> Reconciliation:
    """Compare every metered request with what DynamoDB charges.

    One line for each kind of outcome: agreed; explained, by which divergences;
    unreported, where DynamoDB reports nothing either; not compared, where the meter
    could take no images; unexplained, which is an error (`raise_if_unexplained`).
    Requests that cost nothing, such as DescribeTable, are left out.
    """
    lines: dict[tuple[object, ...], ReconciledLine] = {}
    unexplained = []
    for record in meter.records:
        if record.doing == "neither":
            continue
        line = _line_of(record)
        if line.kind == "unexplained":
            unexplained.append(record)
        outcome = line.kind, line.divergences, line.why, line.unit, line.reported_unit
        before = lines.get(outcome)
        lines[outcome] = line if before is None else before + line
    ordered = sorted(
        lines.values(),
        key=lambda line: (ORDER.index(line.kind), -line.requests, line.unit),
    )
    return Reconciliation(meter.engine.name, tuple(ordered), tuple(unexplained))


def _line_of(record: Record) -> ReconciledLine:
    """Tell how one request came out."""
    reported = (record.read_units or 0.0) + (record.write_units or 0.0)
    unit, missing = record.unit, record.images.missing
    if missing is not None:
        return ReconciledLine(
            "not compared", (), missing, unit, unit, 1, reported, charged=None
        )
    receipt = record.receipt
    witness, charged = receipt.witness, receipt.total
    if witness is None:  # refused before it cost anything
        return ReconciledLine("agreed", (), "", unit, unit, 1, reported, charged)
    known = {divergence.name: divergence.says for divergence in DIVERGENCES}
    why = " ".join(known[name] for name in witness.divergences)
    return ReconciledLine(
        witness.verdict,
        witness.divergences,
        why or " ".join(witness.why),
        receipt.unit,
        witness.unit,
        1,
        reported,
        charged,
    )
