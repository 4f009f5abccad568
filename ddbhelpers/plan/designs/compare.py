"""Two designs side by side: units, pages, storage and dollars, pattern by pattern."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ddbhelpers.capacity.charge import Arm
from ddbhelpers.check import Finding, check_model
from ddbhelpers.errors import PlanError
from ddbhelpers.model import Model, Projection
from ddbhelpers.plan.designs.differences import differences_of
from ddbhelpers.plan.designs.variants import with_projection
from ddbhelpers.plan.load.load import HOUR_SECONDS, Load, PatternLoad, pattern_loads
from ddbhelpers.plan.load.rewrite import restocked
from ddbhelpers.plan.load.stock import Stock
from ddbhelpers.plan.month.bill import Bill, monthly_bill
from ddbhelpers.plan.month.prices import Prices

Changes = Mapping[str, Sequence[str]]
ON_DEMAND = "A pattern's dollars are its request units on demand, before any free tier."


@dataclass(frozen=True)
class PatternCost:
    """What a pattern asks of one design: of one request, and in a month on demand."""

    units_per_request: float
    arms: tuple[tuple[str, Arm], ...]
    items: float
    pages: float
    read_units_per_second: float
    write_units_per_second: float
    monthly_usd: float


@dataclass(frozen=True)
class PatternComparison:
    """A pattern in both designs; None where a design does not have or serve it."""

    pattern: str
    a: PatternCost | None
    b: PatternCost | None

    @property
    def monthly_usd_more(self) -> float:
        """How many dollars a month the second design asks more (below 0: less)."""
        a, b = (side.monthly_usd if side else 0.0 for side in (self.a, self.b))
        return b - a


@dataclass(frozen=True)
class Comparison:
    """Two designs with the same items and questions, and what changed between them."""

    names: tuple[str, str]
    a: Bill
    b: Bill
    patterns: tuple[PatternComparison, ...]
    changed: tuple[str, ...]
    assumptions: tuple[str, ...]

    @property
    def storage_gb(self) -> tuple[float, float]:
        """The GB that each design is billed for, indexes included."""
        return self.a.load.billed_gb, self.b.load.billed_gb

    @property
    def patterns_usd(self) -> tuple[float, float]:
        """The dollars a month that each design's patterns ask for, all together."""
        a = sum(pair.a.monthly_usd for pair in self.patterns if pair.a)
        return a, sum(pair.b.monthly_usd for pair in self.patterns if pair.b)

    @property
    def cheapest_usd(self) -> tuple[float, float]:
        """The dollars a month of each design's cheapest option."""
        return self.a.cheapest.monthly_usd, self.b.cheapest.monthly_usd

    @property
    def cheaper(self) -> str | None:
        """The name of the design whose cheapest option costs less; None if neither."""
        a, b = (round(usd, 6) for usd in self.cheapest_usd)
        return None if a == b else self.names[a > b]


def compare_designs(
    a: Stock,
    b: Stock | Model,
    prices: Prices,
    *,
    names: tuple[str, str] = ("A", "B"),
    curve: Sequence[float] | None = None,
    changes: Changes | None = None,
    changes_b: Changes | None = None,
    free_tier: bool = True,
) -> Comparison:
    """Compare two designs; a model as `b` is given the items of `a`.

    `changes` are for both as in `pattern_loads`, unless `changes_b` says otherwise for
    `b`.

    >>> from ddbhelpers.plan import load_prices, take_stock
    >>> def notes(place): return Model(name="notes",
    ...     tables={"notes": {"partition_key": "pk"}},
    ...     entities={"Note": {"keys": {"pk": "NOTE#{n}"}, "attributes": {
    ...         "n": {"type": "integer", "in": "key"}, "text": {"in": place}}}})
    >>> stock = take_stock(notes("data"), [{"pk": "NOTE#1", "data": {"text": "hi"}}])
    >>> comparison = compare_designs(stock, notes(None), load_prices())
    >>> comparison.changed
    ('entities.Note.attributes.text.place: data → none',)
    >>> [held.data_bytes for held in comparison.b.load.storage]
    [14.0]
    """
    other = b if isinstance(b, Stock) else restocked(a, b)
    changes_b = changes if changes_b is None else changes_b
    loads = (
        pattern_loads(a, curve=curve, changes=changes),
        pattern_loads(other, curve=curve, changes=changes_b),
    )
    bills = [monthly_bill(load, prices, free_tier=free_tier) for load in loads]
    costs = [pattern_costs(load, prices) for load in loads]
    patterns = (
        PatternComparison(name, costs[0].get(name), costs[1].get(name))
        for name in dict.fromkeys([*costs[0], *costs[1]])
    )
    said = dict.fromkeys((*bills[0].assumptions, *bills[1].assumptions, ON_DEMAND))
    changed = differences_of(a.model, other.model)
    return Comparison(names, bills[0], bills[1], tuple(patterns), changed, tuple(said))


def pattern_costs(load: Load, prices: Prices) -> dict[str, PatternCost]:
    """Price each pattern on its own, on demand, in its tables' class."""
    return {asked.pattern: _cost(load.model, asked, prices) for asked in load.patterns}


def _cost(model: Model, load: PatternLoad, prices: Prices) -> PatternCost:
    request, usd = load.request, 0.0
    requests = load.rate.average * HOUR_SECONDS * prices.month_hours
    for name, charge in request.charges.items():
        given = prices.of_class(model.table(name).table_class)
        usd += requests * charge.total * given.request_usd(charge.unit)
    arms = tuple((name, arm) for name, c in request.charges.items() for arm in c.arms)
    per_second = load.read_units_per_second, load.write_units_per_second
    asked = request.units, arms, request.items, request.pages
    return PatternCost(*asked, *per_second, monthly_usd=usd)


@dataclass(frozen=True)
class ProjectionChoice:
    """One projection of an index: what it costs, and which patterns it fails.

    `monthly_usd` is the whole design on demand; `lost` says what check finds that it
    does not find of the design as it is.
    """

    projection: Projection
    index_write_units_per_second: float
    index_gb: float
    monthly_usd: float
    lost: tuple[str, ...]

    @property
    def serves(self) -> bool:
        """Whether it still serves every pattern that was served before."""
        return not self.lost


def projections(
    stock: Stock,
    index: str,
    prices: Prices,
    *,
    table: str | None = None,
    changes: Changes | None = None,
) -> tuple[ProjectionChoice, ...]:
    """Try ALL, INCLUDE with what the patterns ask for, and KEYS_ONLY for an index.

    Without free tier. `cheapest_projection` picks one.
    """
    home = stock.model.table(table)
    home.index(index)
    asked = _asked_attributes(stock, home.name, index)
    tried: list[str | list[str]] = ["ALL", asked, "KEYS_ONLY"]
    before = _faults(stock.model)
    found = []
    for projection in tried:
        if not projection:
            continue  # nothing but keys is asked for
        model = with_projection(stock.model, index, projection, table=home.name)
        other = restocked(stock, model)
        load = pattern_loads(other, changes=changes)
        bill = monthly_bill(load, prices, free_tier=False)
        written = [
            cost.rate.average * arm.units
            for cost in load.patterns
            for name, charge in cost.request.charges.items()
            for arm in charge.arms
            if charge.unit == "write" and (name, arm.index) == (home.name, index)
        ]
        faults = _faults(model)
        found.append(
            ProjectionChoice(
                projection=model.table(home.name).index(index).projection,
                index_write_units_per_second=math.fsum(written),
                index_gb=other.storage_of(home.name, index).billed_gb,
                monthly_usd=bill.option("on demand", home.table_class).monthly_usd,
                lost=tuple(str(fault) for fault in faults if fault not in before),
            )
        )
    return tuple(found)


def cheapest_projection(choices: Sequence[ProjectionChoice]) -> ProjectionChoice:
    """Give the cheapest projection that still serves every pattern."""
    serving = [choice for choice in choices if choice.serves]
    if not serving:
        raise PlanError("no projection serves every pattern", do="see what each loses")
    return min(serving, key=lambda choice: round(choice.monthly_usd, 6))


def _faults(model: Model) -> list[Finding]:
    patterns = {pattern.name for pattern in model.access_patterns}
    found = (about for about in check_model(model) if isinstance(about, Finding))
    return [f for f in found if f.about in patterns]


def _asked_attributes(stock: Stock, table: str, index: str) -> list[str]:
    """Name the attributes, no keys, that the index's patterns read or filter."""
    home = stock.model.table(table)
    keys = {*home.key_names, *home.index(index).key_names}
    names: dict[str, None] = {}
    for pattern in stock.model.access_patterns:
        if pattern.index != index or stock.model.table(pattern.table).name != table:
            continue
        names |= dict.fromkeys([*pattern.filter, *pattern.attributes])
        if not pattern.attributes:
            # the items come back whole
            for piece in stock.held(table, index):
                if pattern.returns in (None, piece.entity):
                    names |= dict.fromkeys(piece.item)
    tops = dict.fromkeys(name.split(".")[0].split("[")[0] for name in names)
    return [name for name in tops if name not in keys]
