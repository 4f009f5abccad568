"""What things weigh and when they are the same, told plainly and for the tests alone.

Nothing here or in the modules that stand on it comes from `ddbhelpers.capacity` or
`ddbhelpers.explaining`: they are what is tested.
"""

from collections.abc import Mapping
from decimal import Decimal
from math import ceil
from typing import Any, NamedTuple

Wire = dict[str, dict[str, Any]]


class Units(NamedTuple):
    """Read or write units by arm: the table is "", an index has its name."""

    unit: str
    arms: frozenset[tuple[str, float]]

    @property
    def total(self) -> float:
        return sum(units for _, units in self.arms)


def units_of(unit: str, arms: Mapping[str, float]) -> Units:
    """Give the units of the arms that were charged."""
    return Units(unit, frozenset((arm, float(n)) for arm, n in arms.items() if n))


def sum_of(unit: str, several: list[Units]) -> Units:
    arms: dict[str, float] = {}
    for units in several:
        for arm, number in units.arms:
            arms[arm] = arms.get(arm, 0) + number
    return units_of(unit, arms)


def item_size(item: Mapping[str, Any], *, in_pairs: bool = False) -> int:
    """Weigh an item; `in_pairs`: its numbers by the formula of DynamoDB Local."""
    return sum(
        len(name.encode()) + _value_size(value, in_pairs)
        for name, value in item.items()
    )


def _value_size(value: Mapping[str, Any], in_pairs: bool) -> int:
    [(kind, inner)] = value.items()
    if kind in ("BOOL", "NULL"):
        return 1
    if kind == "M":
        return 3 + len(inner) + item_size(inner, in_pairs=in_pairs)
    if kind == "L":
        return 3 + sum(1 + _value_size(member, in_pairs) for member in inner)
    members = inner if len(kind) == 2 else [inner]
    if kind[0] == "N":
        return sum(number_size(member, in_pairs=in_pairs) for member in members)
    return sum(len(it.encode() if kind[0] == "S" else it) for it in members)


def number_size(text: str, *, in_pairs: bool = False) -> int:
    """Weigh a number: a byte, one for two digits, one for a sign.

    In pairs the digits are those of base 100, counted from the decimal point outward.
    """
    sign, digits, exponent = Decimal(text).as_tuple()
    assert isinstance(exponent, int)
    written = "".join(map(str, digits)).lstrip("0")
    exponent += len(written) - len(written.rstrip("0"))
    written = written.rstrip("0")
    if not written:
        return 1
    before = len(written) + exponent  # digits before the decimal point
    if in_pairs or exponent < 0 < before:
        pairs = ceil(before / 2) + ceil(-exponent / 2)
    else:
        pairs = ceil(len(written) / 2)
    return min(21, 1 + pairs + sign) if in_pairs else 1 + pairs + sign


def same(one: Wire, other: Wire) -> bool:
    """Tell whether two items are stored as the same: 1.0 is 1, sets have no order."""
    return _plain({"M": one}) == _plain({"M": other})


def _plain(value: Mapping[str, Any]) -> tuple[str, Any]:
    [(kind, inner)] = value.items()
    if kind == "M":
        return kind, {name: _plain(member) for name, member in inner.items()}
    if kind == "L":
        return kind, [_plain(member) for member in inner]
    if kind == "N":
        return kind, Decimal(inner)
    if kind == "NS":
        return kind, set(map(Decimal, inner))
    return kind, set(inner) if len(kind) == 2 else inner
