"""Traffic over keys: how many requests each partition key gets in each second."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, TypedDict, Unpack

import numpy as np
from numpy.typing import NDArray

from ddbhelpers.capacity.charge import Unit
from ddbhelpers.errors import PlanError
from ddbhelpers.words import counted

Numbers: TypeAlias = NDArray[np.float64]
SortKey: TypeAlias = Literal["grows", "spread"]

DAY_SECONDS = 24 * 3600
MAX_SECONDS = 31 * DAY_SECONDS
MAX_KEYS = 100_000
MAX_REQUESTS = 1e6  # per second
MAX_EXPONENT = 10


@dataclass(frozen=True, eq=False)
class Traffic:
    """Requests for partition keys, second by second.

    ``shares`` of all requests by key, the sum is 1; ``requests`` per second, one number
    for each second. ``sort_key``: whether an item collection is asked at its end, as
    one that grows by time is, or all over. Without a ``seed`` every second gets its
    exact share, in fractions; with one, requests arrive at random (Poisson).
    """

    name: str
    kind: Unit
    keys: tuple[str, ...]
    shares: Numbers
    requests: Numbers
    sort_key: SortKey = "grows"
    seed: int | None = None

    def __post_init__(self) -> None:
        """Refuse what is no traffic, and keep the arrays as they are."""
        if self.kind not in ("read", "write"):
            raise PlanError(f"traffic of kind {self.kind!r}", allowed="read, write")
        if self.sort_key not in ("grows", "spread"):
            raise PlanError(f"sort_key {self.sort_key!r}", allowed="grows, spread")
        if self.seed is not None and self.seed < 0:
            raise PlanError(f"seed {self.seed}", allowed="0 or more")
        if len(set(self.keys)) != len(self.keys):
            raise PlanError("a key that is there twice", allowed="each key once")
        for array in (self.shares, self.requests):
            array.setflags(write=False)

    @property
    def seconds(self) -> int:
        """How long it lasts."""
        return len(self.requests)

    @property
    def peak(self) -> float:
        """Requests per second at the highest, before chance."""
        return float(self.requests.max())

    @property
    def hottest(self) -> str:
        """The key with the largest share."""
        return self.keys[int(self.shares.argmax())]

    def share(self, key: str) -> float:
        """The share of a key in all requests."""
        if key not in self.keys:
            raise PlanError(
                f"no key {key!r} in this traffic",
                allowed=", ".join(self.keys[:5]) + (", …" if self.keys[5:] else ""),
            )
        return float(self.shares[self.keys.index(key)])

    def sharded(self, keys: Collection[str], count: int) -> "Traffic":
        """Spread some keys evenly over so many write shards: key#0, key#1, …

        >>> even_traffic(10, keys=2, seconds=1).sharded(["key-1"], 2).keys
        ('key-1#0', 'key-1#1', 'key-2')
        """
        if count < 1:
            raise PlanError(f"{count} write shards", allowed="1 or more")
        for key in keys:
            self.share(key)
        if count == 1 or not keys:
            return self
        named: list[str] = []
        shares: list[float] = []
        for key, share in zip(self.keys, self.shares, strict=True):
            parts = count if key in keys else 1
            named += [f"{key}#{n}" for n in range(parts)] if parts > 1 else [key]
            shares += [float(share) / parts] * parts
        return replace(self, keys=tuple(named), shares=np.array(shares))


class Arrivals(TypedDict, total=False):
    """When the requests of any traffic arrive, and what they are.

    ``seconds``: how long it lasts (a day). ``curve``: weights over that time, each for
    as long as the next (24 over a day are hours); without it every second is the same.
    ``kind``: "write" or "read" (write). ``sort_key``, ``seed``: as `Traffic` has them.
    """

    seconds: int
    curve: Sequence[float] | None
    kind: Unit
    sort_key: SortKey
    seed: int | None


def even_traffic(
    requests_per_second: float, *, keys: int, **arrivals: Unpack[Arrivals]
) -> Traffic:
    """Ask every key for the same; ``requests_per_second`` on average, see `Arrivals`.

    >>> even_traffic(50, keys=100, seconds=60).share("key-7")
    0.01
    """
    named, name = _named(keys), f"even over {counted(keys, 'key')}"
    return _traffic(name, named, np.ones(keys), requests_per_second, **arrivals)


def zipf_traffic(
    requests_per_second: float,
    *,
    keys: int,
    exponent: float,
    **arrivals: Unpack[Arrivals],
) -> Traffic:
    """Ask the key at rank r in proportion to r to the power of minus the exponent.

    Exponent 0 is even, 1 makes the first key twice as hot as the second.

    >>> traffic = zipf_traffic(100, keys=30, exponent=1.1, seconds=60)
    >>> round(traffic.share("key-1"), 3)
    0.287
    """
    if not 0 <= exponent <= MAX_EXPONENT:
        raise PlanError(
            f"Zipf's law with exponent {exponent:g}", allowed=f"0 to {MAX_EXPONENT}"
        )
    named, name = _named(keys), f"Zipf {exponent:g} over {counted(keys, 'key')}"
    weights = np.arange(1, keys + 1, dtype=np.float64) ** -exponent
    return _traffic(name, named, weights, requests_per_second, **arrivals)


def celebrity_traffic(
    requests_per_second: float,
    *,
    share: float,
    keys: int,
    **arrivals: Unpack[Arrivals],
) -> Traffic:
    """Ask one key for a share of everything, and the others evenly for the rest.

    >>> celebrity_traffic(3000, share=0.61, keys=30, seconds=60).share("celebrity")
    0.61
    """
    if not 0 < share <= 1:
        raise PlanError(
            f"a celebrity with a share of {share:g}", allowed="above 0, up to 1"
        )
    _, *others = _named(keys)
    if not others and share < 1:
        raise PlanError(
            f"one key with a share of {share:g}", allowed="a share of 1, or more keys"
        )
    weights = np.array([share, *[(1 - share) / max(len(others), 1)] * len(others)])
    name = f"one celebrity with {100 * share:g} % among {counted(keys, 'key')}"
    named = ("celebrity", *others)
    return _traffic(name, named, weights, requests_per_second, **arrivals)


def one_key_traffic(
    requests_per_second: float, **arrivals: Unpack[Arrivals]
) -> Traffic:
    """Ask for one item collection only: by default one that grows, in order of time.

    >>> one_key_traffic(1500, seconds=60).keys
    ('key-1',)
    """
    alone = "one item collection", _named(1), np.ones(1)
    return _traffic(*alone, requests_per_second, **arrivals)


def weighted_traffic(
    requests_per_second: float,
    weights: Mapping[str, float],
    **arrivals: Unpack[Arrivals],
) -> Traffic:
    """Ask keys by weights of their own, such as the messages in each sampled group.

    >>> weighted_traffic(10, {"MSG#1": 3, "MSG#2": 1}, seconds=60).share("MSG#1")
    0.75
    """
    _named(len(weights))
    given = np.array([float(weight) for weight in weights.values()])
    if not (np.isfinite(given).all() and (given >= 0).all() and given.any()):
        raise PlanError(
            "weights below 0, or with nothing but 0", allowed="numbers of 0 or more"
        )
    name = f"given weights over {counted(len(weights), 'key')}"
    return _traffic(name, tuple(weights), given, requests_per_second, **arrivals)


def _named(keys: int) -> tuple[str, ...]:
    if not 1 <= keys <= MAX_KEYS:
        raise PlanError(f"{keys} keys", allowed=f"1 to {MAX_KEYS:,}")
    return tuple(f"key-{rank}" for rank in range(1, keys + 1))


def _traffic(
    name: str,
    keys: tuple[str, ...],
    weights: Numbers,
    requests_per_second: float,
    *,
    seconds: int = DAY_SECONDS,
    curve: Sequence[float] | None = None,
    kind: Unit = "write",
    sort_key: SortKey = "grows",
    seed: int | None = None,
) -> Traffic:
    requests = _over_time(requests_per_second, seconds, curve)
    return Traffic(name, kind, keys, weights / weights.sum(), requests, sort_key, seed)


def _over_time(
    requests_per_second: float, seconds: int, curve: Sequence[float] | None
) -> Numbers:
    if not 0 <= requests_per_second <= MAX_REQUESTS:
        raise PlanError(
            f"{requests_per_second:g} requests per second",
            allowed=f"0 to {MAX_REQUESTS:,.0f}",
        )
    if not 1 <= seconds <= MAX_SECONDS:
        raise PlanError(f"{seconds} seconds", allowed=f"1 to {MAX_SECONDS:,}")
    if curve is None:
        return np.full(seconds, float(requests_per_second))
    weights = np.array(curve, dtype=np.float64)
    if (
        not 1 <= len(weights) <= seconds
        or not all(0 <= weight < math.inf for weight in weights)
        or not weights.any()
    ):
        raise PlanError(
            f"a curve of {len(weights)} weights over {seconds} seconds",
            allowed="1 weight to one for each second, of 0 or more and not all 0",
        )
    steps: Numbers = weights[np.arange(seconds) * len(weights) // seconds]
    over_time: Numbers = requests_per_second * steps / steps.mean()
    return over_time
