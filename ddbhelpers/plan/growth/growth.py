"""Growth: how many items more each month, from the rates of what writes them."""

from collections.abc import Mapping
from types import MappingProxyType

from ddbhelpers.errors import PlanError
from ddbhelpers.model import Model
from ddbhelpers.plan.load.load import HOUR_SECONDS
from ddbhelpers.plan.load.stock import Stock

MONTH_HOURS = 730.0  # 365 days in 12 equal months
SIGN = {"put": 1, "delete": -1, "update": 0, "check": 0}


def growth_of(model: Model, *, month_hours: float = MONTH_HOURS) -> Mapping[str, float]:
    """Give the items that each entity gains in a month: what is put, less deleted.

    Every put is taken to be of a new item, and every delete of one that is there.
    Patterns without a rate, and expiry by time to live, are not counted.

    >>> notes = Model(name="notes", tables={"notes": {"partition_key": "pk"}},
    ...     entities={"Note": {"keys": {"pk": "NOTE#{n}"}, "attributes": {
    ...         "n": {"type": "integer", "in": "key"}}}},
    ...     access_patterns={"write_note": {"question": "Keep it?",
    ...         "rate": {"average": 2, "peak": 4}, "operation": "PutItem",
    ...         "writes": [{"action": "put", "entity": "Note"}]}})
    >>> dict(growth_of(notes))
    {'Note': 5256000.0}
    """
    gained = {entity.name: 0.0 for entity in model.entities}
    for pattern in model.access_patterns:
        if pattern.rate is None:
            continue
        for write in pattern.writes:
            times = SIGN[write.action] * write.items
            gained[write.entity] += times * pattern.rate.average
    seconds = HOUR_SECONDS * month_hours
    return MappingProxyType({name: each * seconds for name, each in gained.items()})


def grown(stock: Stock, months: float, growth: Mapping[str, float]) -> Stock:
    """The stock after so many months: more items of the same sizes."""
    known = chosen_growth(stock.model, growth)
    volume = {
        entity: max(0.0, items + months * known.get(entity, 0.0))
        for entity, items in stock.volume.items()
    }
    return stock.of_volume(volume)


def chosen_growth(
    model: Model, growth: Mapping[str, float] | None
) -> Mapping[str, float]:
    """Take the growth that was given for what it says, and the rates for the rest."""
    names = [entity.name for entity in model.entities]
    if unknown := [name for name in growth or () if name not in names]:
        raise PlanError(f"growth of {unknown[0]!r}", allowed=", ".join(names))
    return {**growth_of(model), **(growth or {})}
