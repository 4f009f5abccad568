"""Whether DynamoDB stores two images as the same: 1.0 is 1, and sets have no order."""

from collections.abc import Mapping
from decimal import Decimal

from ddbhelpers.model.wire import AttributeValue


def same_values(image: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Compare two images in DynamoDB JSON.

    >>> same_values({"n": {"N": "1.0"}}, {"n": {"N": "1"}})
    True
    >>> same_values({"n": {"BOOL": True}}, {"n": {"N": "1"}})
    False
    """
    return image == other or _frozen({"M": image}) == _frozen({"M": other})


def _frozen(value: AttributeValue) -> tuple[str, object]:
    [(kind, inner)] = value.items()
    match kind:
        case "N":
            return kind, Decimal(inner)
        case "NS":
            return kind, frozenset(map(Decimal, inner))
        case "SS" | "BS":
            return kind, frozenset(inner)
        case "L":
            return kind, tuple(map(_frozen, inner))
        case "M":
            return kind, {name: _frozen(it) for name, it in inner.items()}
    return kind, inner
