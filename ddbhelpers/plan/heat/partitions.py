"""Physical partitions: which keys lie on which, and how a hot one is split."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

MAX_PARTITIONS = 10_000
_HASHES = 2**64
_DUST = 1 + 1e-9  # a sum of fractions may be off by this factor


class KeyShare(NamedTuple):
    """A key, or the share of it that lies on a partition."""

    key: int
    share: float = 1.0


@dataclass(frozen=True)
class Layout:
    """The pieces of keys on each partition, in the order of the keys' hashes."""

    partitions: tuple[tuple[KeyShare, ...], ...]

    def heat(self, partition: int, heat: Sequence[float]) -> float:
        """Add up the heat of a partition, given that of each key."""
        return sum(heat[key] * share for key, share in self.partitions[partition])

    def split(
        self, partition: int, heat: Sequence[float], *, divisible: bool
    ) -> "Layout | None":
        """Split a partition where its heat is halved best; None if nothing helps.

        Keys are kept whole as long as there are several. A key on its own is divided
        between two sort keys if it is ``divisible``. The second half comes last.

        >>> layout = Layout(((KeyShare(0), KeyShare(1), KeyShare(2)),))
        >>> layout.split(0, [1, 1, 5], divisible=False).partitions
        ((KeyShare(key=0, share=1.0), KeyShare(key=1, share=1.0)),
         (KeyShare(key=2, share=1.0),))
        """
        pieces = self.partitions[partition]
        first: tuple[KeyShare, ...]
        second: tuple[KeyShare, ...]
        if not pieces:
            return None
        if len(pieces) == 1:
            if not divisible:
                return None
            half = pieces[0]._replace(share=pieces[0].share / 2)
            first = second = (half,)
        else:
            sums = list(accumulate(heat[key] * share for key, share in pieces))
            cuts = range(1, len(pieces))
            cut = min(cuts, key=lambda cut: abs(2 * sums[cut - 1] - sums[-1]))
            first, second = pieces[:cut], pieces[cut:]
        halves = list(self.partitions)
        halves[partition] = first
        return replace(self, partitions=(*halves, second))


def laid_out(keys: Sequence[str], count: int) -> Layout:
    """Lay keys on partitions by a hash; each partition has as much of the hashes.

    >>> layout = laid_out([f"key-{n}" for n in range(100)], 2)
    >>> [len(pieces) for pieces in layout.partitions]
    [47, 53]
    """
    hashes = [_hash(key) for key in keys]
    held: list[list[KeyShare]] = [[] for _ in range(count)]
    for key in sorted(range(len(keys)), key=hashes.__getitem__):
        held[hashes[key] * count // _HASHES].append(KeyShare(key))
    return Layout(tuple(map(tuple, held)))


def isolated(
    layout: Layout, heat: Sequence[float], limit: float, *, divisible: bool
) -> Layout:
    """Split hot partitions until none is over the limit, or no split helps.

    >>> layout = laid_out(["a", "b"], 1)
    >>> len(isolated(layout, [900, 700], 1000, divisible=False).partitions)
    2
    """
    waiting = list(range(len(layout.partitions)))
    while waiting and len(layout.partitions) < MAX_PARTITIONS:
        partition = waiting.pop()
        if layout.heat(partition, heat) <= limit * _DUST:
            continue
        after = layout.split(partition, heat, divisible=divisible)
        if after is not None:
            layout = after
            waiting += [partition, len(layout.partitions) - 1]
    return layout


def _hash(key: str) -> int:
    # any even hash does: DynamoDB's own is not published
    digest = hashlib.blake2b(key.encode(), digest_size=8).digest()
    return int.from_bytes(digest)
