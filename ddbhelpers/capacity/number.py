"""What a number weighs, and which numbers DynamoDB stores at all."""

import re
from functools import lru_cache
from typing import NamedTuple

from ddbhelpers.capacity.limits import (
    MAX_NUMBER_DIGITS,
    MAX_NUMBER_EXPONENT,
    MIN_NUMBER_EXPONENT,
)
from ddbhelpers.errors import CapacityError

MAX_NUMBER_BYTES_ELSEWHERE = 21  # by the other formula, see NUMBER_SIZE
_NUMBER = re.compile(r"([+-]?)(?=\.?\d)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,9}))?", re.ASCII)


class _Parts(NamedTuple):
    """``digits`` significant digits times ten to the ``exponent``; zero has none."""

    digits: int
    exponent: int
    negative: bool

    @property
    def before_point(self) -> int:
        """How many digits stand before the decimal point; negative: zeros behind it."""
        return self.digits + self.exponent

    @property
    def has_point_inside(self) -> bool:
        return self.exponent < 0 < self.before_point


# Written by hand because Decimal.normalize() rounds to its context's 28 digits.
@lru_cache(maxsize=16_384)
def _parts(text: str) -> _Parts:
    found = _NUMBER.fullmatch(text)
    if not found:
        raise CapacityError(
            f"{text!r} is not a number",
            allowed="digits, a sign, one decimal point, an exponent",
        )
    sign, whole, fraction, exponent = found.groups()
    digits = (whole + fraction).lstrip("0")
    trimmed = digits.rstrip("0")
    zeros = len(digits) - len(trimmed)
    return _Parts(len(trimmed), int(exponent or 0) - len(fraction) + zeros, sign == "-")


@lru_cache(maxsize=16_384)
def number_bytes(text: str) -> int:
    """Measure a number, written as in DynamoDB JSON; CapacityError if it is none.

    One byte, one more for every two digits before the decimal point and every two
    behind it, one more if negative; zeros at both ends are trimmed, the exponent is
    free, zero is one byte. Source: measured; CapacityUnitCalculations approximates it.

    >>> [number_bytes(text) for text in ("0", "1", "-12", "3.14159", "1E125")]
    [1, 2, 3, 5, 2]
    """
    parts = _parts(text)
    if not parts.digits:
        return 1
    if parts.has_point_inside:
        pairs = _pairs(parts.before_point) + _pairs(-parts.exponent)
    else:
        pairs = _pairs(parts.digits)
    return 1 + pairs + parts.negative


@lru_cache(maxsize=16_384)
def number_doubt_bytes(text: str) -> int:
    """Tell how many bytes more the other published formula gives: 1, 0 or -1.

    It pairs digits from the decimal point outward, as base 100 does, so that 120
    is 1|20 and 0.012 is 01|20: one byte more for an even number of digits that an odd
    number of zeros keeps away from the decimal point. And no number weighs more than
    21 bytes in it.

    >>> [number_doubt_bytes(text) for text in ("120", "0.012", "12", "1200", "10")]
    [1, 1, 0, 0, 0]
    """
    parts, size = _parts(text), number_bytes(text)
    even, odd_zeros = parts.digits % 2 == 0, parts.exponent % 2 == 1
    apart = parts.digits > 0 and not parts.has_point_inside
    elsewhere = size + (apart and even and odd_zeros)
    return min(elsewhere, MAX_NUMBER_BYTES_ELSEWHERE) - size


def refuse_number(text: str, where: str) -> None:
    """Raise CapacityError for a number that DynamoDB does not store (Constraints)."""
    parts = _parts(text)
    if parts.digits > MAX_NUMBER_DIGITS:
        raise CapacityError(
            f"{where} is a number of {parts.digits} digits",
            allowed=f"at most {MAX_NUMBER_DIGITS} significant digits",
            do="round it, or store it as a string",
        )
    magnitude = parts.before_point - 1
    if parts.digits and not MIN_NUMBER_EXPONENT <= magnitude <= MAX_NUMBER_EXPONENT:
        raise CapacityError(
            f"{where} is a number of magnitude 1E{magnitude:+}",
            allowed=f"0, or 1E{MIN_NUMBER_EXPONENT} up to 9.99…E+{MAX_NUMBER_EXPONENT}",
            do="scale it, or store it as a string",
        )


def _pairs(digits: int) -> int:
    return (digits + 1) // 2
