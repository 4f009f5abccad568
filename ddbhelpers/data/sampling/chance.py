"""Chance that falls the same way on every platform and every Python.

Python promises this for ``random.Random(number).random()`` and for nothing else in
that module, so all that follows is made from it with whole numbers, and from
``decimal``, whose logarithms do not depend on the processor.
"""

from bisect import bisect_right
from collections.abc import MutableSequence, Sequence
from decimal import Context, Decimal
from hashlib import sha256
from itertools import accumulate
from random import Random
from typing import TypeVar

T = TypeVar("T")

HEX_DIGITS = 13  # of one number of 52 bits
STEPS = 16**HEX_DIGITS
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that looks like another
BUSIEST = 10**9  # the weight of the first thing; the others are rounded below it


class Chance:
    """A stream of chance; the same names give the same stream.

    >>> Chance(7, "items").below(1_000) == Chance(7, "items").below(1_000)
    True
    """

    def __init__(self, *names: int | str) -> None:
        """Start the stream of these names."""
        digest = sha256(repr(names).encode()).digest()
        self.random = Random(int.from_bytes(digest, "big")).random

    def below(self, limit: int) -> int:
        """Draw a whole number from 0 up to, not including, ``limit``."""
        return int(self.random() * limit)

    def one_of(self, values: Sequence[T]) -> T:
        """Draw one of several values, each as likely."""
        return values[int(self.random() * len(values))]

    def small(self, limit: int) -> int:
        """Draw a number from 0 to ``limit``, small ones far more often.

        The fifth power of the mean of three draws: much like a log-normal law, from
        multiplications alone. The median is a thirty-second of the limit.
        """
        mean = (self.random() + self.random() + self.random()) / 3
        square = mean * mean
        return min(limit, int(square * square * mean * (limit + 1)))

    def shuffle(self, values: MutableSequence[T]) -> None:
        """Put the values into another order, every order as likely."""
        for last in range(len(values) - 1, 0, -1):
            other = self.below(last + 1)
            values[last], values[other] = values[other], values[last]

    def uuid(self) -> str:
        """Draw a random UUID, of version 4.

        >>> len(Chance(1).uuid())
        36
        """
        draw = self.random
        first, second, third = draw() * STEPS, draw() * STEPS, draw() * STEPS
        text = f"{int(first):013x}{int(second):013x}{int(third):013x}"
        variant = "89ab"[int(text[16], 16) & 3]
        head, tail = f"{text[:8]}-{text[8:12]}-4{text[13:16]}", text[17:32]
        return f"{head}-{variant}{tail[:3]}-{tail[3:]}"

    def code(self, length: int = 10) -> str:
        """Draw a short text that will hardly be drawn again: 32 to the 10 are many."""
        number = self.below(len(CODE_LETTERS) ** min(length, 10))
        text = ""
        for _ in range(min(length, 10)):
            number, letter = divmod(number, len(CODE_LETTERS))
            text += CODE_LETTERS[letter]
        return text

    def octets(self, length: int) -> bytes:
        """Draw bytes."""
        return bytes(self.below(256) for _ in range(length))


class Zipf:
    """Draws from ``size`` things, the first one most often.

    The thing at rank r is drawn in proportion to r to the power of minus ``skew``.

    >>> [Zipf(4, 1).weights[rank] * 12 // BUSIEST for rank in range(4)]
    [12, 6, 3, 3]
    """

    def __init__(self, size: int, skew: float) -> None:
        """Weigh ``size`` things."""
        self.size = size
        self.weights = _weights(size, skew) if skew else []
        self._sums = list(accumulate(self.weights))

    def draw(self, chance: Chance) -> int:
        """Draw the number of a thing."""
        if not self._sums:
            return chance.below(self.size)
        return bisect_right(self._sums, chance.below(self._sums[-1]))


def _weights(size: int, skew: float) -> list[int]:
    context = Context(prec=18)  # whose ln and exp are promised to round correctly
    exponent = -Decimal(repr(skew))
    logs = (context.ln(rank) for rank in range(1, size + 1))
    powers = (context.exp(context.multiply(exponent, log)) for log in logs)
    return [int(power.scaleb(9).to_integral_value()) or 1 for power in powers]
