"""What a number weighs, and which numbers DynamoDB stores at all."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from ddbhelpers.capacity.limits import (
    MAX_NUMBER_DIGITS,
    MAX_NUMBER_EXPONENT,
    MIN_NUMBER_EXPONENT,
)
from ddbhelpers.errors import CapacityError

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


class _Parts(NamedTuple):
    """``digits`` significant digits times ten to the ``exponent``; zero has none."""

    digits: int
    exponent: int
    negative: bool


def _parts(text: str) -> _Parts:
    if not _NUMBER.fullmatch(text):
        raise CapacityError(
            f"{text!r} is not a number",
            allowed="digits, a sign, one decimal point, an exponent",
        )
    # not Decimal.normalize(): it rounds to the context's 28 digits
    sign, digits, exponent = Decimal(text).as_tuple()
    assert isinstance(exponent, int)
    written = "".join(map(str, digits)).lstrip("0")
    trimmed = written.rstrip("0")
    exponent += len(written) - len(trimmed)
    return _Parts(len(trimmed), exponent, bool(sign))


@lru_cache(maxsize=16_384)
def number_bytes(text: str) -> int:
    """Measure a number, written as in DynamoDB JSON; CapacityError if it is none.

    One byte, one more for every two digits before the decimal point and every two
    behind it, one more if negative; zeros at both ends are trimmed, the exponent is
    free, zero is one byte. Source: measured; CapacityUnitCalculations approximates it.

    >>> [number_bytes(text) for text in ("0", "1", "-12", "3.14159", "1E125")]
    [1, 2, 3, 5, 2]
    """
    digits, exponent, negative = _parts(text)
    if not digits:
        return 1
    before_point = digits + exponent
    if exponent < 0 < before_point:
        pairs = (before_point + 1) // 2 + (1 - exponent) // 2
    else:
        pairs = (digits + 1) // 2
    return 1 + pairs + negative


@lru_cache(maxsize=16_384)
def number_doubt_bytes(text: str) -> int:
    """Tell how many bytes more the other published formula gives: 0 or 1.

    It pairs digits from the decimal point outward, as base 100 does, so that 120
    is 1|20 and 0.012 is 01|20: one byte more for an even number of digits that an odd
    number of zeros keeps away from the decimal point.

    >>> [number_doubt_bytes(text) for text in ("120", "0.012", "12", "1200", "10")]
    [1, 1, 0, 0, 0]
    """
    digits, exponent, _ = _parts(text)
    if not digits or exponent < 0 < digits + exponent:
        return 0
    return int(digits % 2 == 0 and exponent % 2 == 1)


def refuse_number(text: Any, where: str) -> None:
    """Raise CapacityError for a number that DynamoDB does not store (Constraints)."""
    digits, exponent, _ = _parts(text)
    if digits > MAX_NUMBER_DIGITS:
        raise CapacityError(
            f"{where} is a number of {digits} digits",
            allowed=f"at most {MAX_NUMBER_DIGITS} significant digits",
            do="round it, or store it as a string",
        )
    magnitude = digits + exponent - 1
    if digits and not MIN_NUMBER_EXPONENT <= magnitude <= MAX_NUMBER_EXPONENT:
        raise CapacityError(
            f"{where} is a number of magnitude 1E{magnitude:+}",
            allowed=f"0, or 1E{MIN_NUMBER_EXPONENT} up to 9.99…E+{MAX_NUMBER_EXPONENT}",
            do="scale it, or store it as a string",
        )
