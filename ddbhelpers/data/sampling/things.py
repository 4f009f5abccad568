"""The things that items speak of: persons, groups with their members, customers."""

from itertools import combinations
from math import comb
from typing import Any

from ddbhelpers.data.sampling.chance import Chance, Zipf
from ddbhelpers.data.sampling.clock import Clock
from ddbhelpers.data.sampling.values import maker_of
from ddbhelpers.data.sampling.vocabulary import handle, person
from ddbhelpers.model.rules import FieldOf, Kind, Last
from ddbhelpers.model.sampling import Pool, Sampling

NEVER = 10**12  # seconds: later than any moment
DRAWS = 100  # of members, before those who did not meet yet are looked for
NAME, HANDLE = Kind("name"), Kind("handle")
TIMES = (Kind("timestamp"), Kind("date"))


class Thing:
    """One thing of a pool: its fields, who takes which role, and when it began."""

    __slots__ = ("began", "counts", "fields", "last", "roles")

    def __init__(
        self, fields: dict[str, Any], roles: dict[str, tuple["Thing", ...]]
    ) -> None:
        """Hold what is known of a thing before there are items."""
        self.fields, self.roles = fields, roles
        self.began = NEVER
        self.counts: dict[str, int] = {}  # items so far, by entity
        self.last: dict[str, dict[str, Any]] = {}  # the last item's values

    def begin(self, moment: int) -> None:
        """Begin no later than at this moment."""
        self.began = min(self.began, moment)


def pool_sizes(sampling: Sampling, items: int) -> dict[str, int]:
    """Tell how many things of each pool so many items speak of.

    At least one, and as many as it takes for every thing to have other members.
    """
    sizes = {pool.name: max(1, pool.count * items // 1_000) for pool in sampling.pools}
    for pool in reversed(sampling.pools):  # members stand above
        roles = list(pool.roles.values())
        for _, other in roles:
            together = sum(count for count, name in roles if name == other)
            sizes[other] = max(sizes[other], together)
        if pool.crowd and sizes[pool.name] > 1:
            count, other = pool.roles[pool.crowd]
            while comb(sizes[other], count) < 2 * sizes[pool.name]:
                sizes[other] += 1
    return sizes


def make_things(
    sampling: Sampling, sizes: dict[str, int], seed: int
) -> dict[str, list[Thing]]:
    """Make the things of all pools; in each pool the busiest stands first."""
    made: dict[str, list[Thing]] = {}
    laws: dict[str, Zipf] = {}
    for pool in sampling.pools:
        chance = Chance(seed, "pool", pool.name)
        handles: set[str] = set()
        met: set[tuple[int, ...]] = set()
        laws[pool.name] = Zipf(sizes[pool.name], pool.skew)
        made[pool.name] = [
            Thing(
                make_fields(pool, chance, handles),
                _roles(pool, made, laws, chance, met),
            )
            for _ in range(sizes[pool.name])
        ]
    return made


def make_fields(pool: Pool, chance: Chance, handles: set[str]) -> dict[str, Any]:
    """Make the fields of one thing but its times; a handle comes from its name."""
    made: dict[str, Any] = {}
    name = ""
    for field, rule in pool.rules.items():
        assert not isinstance(rule, (FieldOf, Last))
        if rule not in (HANDLE, *TIMES):
            made[field] = maker_of(rule)(chance)
            name = made[field] if rule == NAME else name
    for field, rule in pool.rules.items():
        if rule == HANDLE:
            made[field] = handle(chance, name or person(chance), handles)
            handles.add(made[field])
    return made


def write_times(pool: Pool, things: list[Thing], clock: Clock) -> None:
    """Write the times among the fields, once it is known when the things began."""
    for field, rule in pool.rules.items():
        if rule in TIMES:
            write = clock.date if rule == Kind("date") else clock.timestamp
            for thing in things:
                thing.fields[field] = write(thing.began)


def _roles(
    pool: Pool,
    made: dict[str, list[Thing]],
    laws: dict[str, Zipf],
    chance: Chance,
    met: set[tuple[int, ...]],
) -> dict[str, tuple[Thing, ...]]:
    """Draw who takes each role: nobody two of them, and never the same crowd twice."""
    roles: dict[str, tuple[Thing, ...]] = {}
    crowd = pool.crowd
    busy: dict[str, set[int]] = {}
    for role in sorted(pool.roles, key=lambda role: role != crowd):
        count, other = pool.roles[role]
        taken = busy.setdefault(other, set())
        for _ in range(DRAWS):
            numbers = _different(count, laws[other], chance, taken)
            if role != crowd or tuple(sorted(numbers)) not in met:
                break
        else:
            crowds = combinations(range(len(made[other])), count)
            numbers = next([*meeting] for meeting in crowds if meeting not in met)
        if role == crowd:
            met.add(tuple(sorted(numbers)))
        taken.update(numbers)
        roles[role] = tuple(made[other][number] for number in numbers)
    return roles


def _different(count: int, law: Zipf, chance: Chance, taken: set[int]) -> list[int]:
    numbers: list[int] = []
    while len(numbers) < count:
        number = law.draw(chance)
        if number not in numbers and number not in taken:
            numbers.append(number)
    return numbers
