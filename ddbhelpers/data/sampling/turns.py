"""Who is next: the moments of all items, and the things that they are made for."""

from itertools import chain
from typing import NamedTuple

from ddbhelpers.data.sampling.chance import Chance, Zipf
from ddbhelpers.data.sampling.clock import Clock
from ddbhelpers.data.sampling.fill import Fill
from ddbhelpers.data.sampling.things import NEVER, Thing, write_times
from ddbhelpers.model import Sampling

FIRST, AMONG, LAST = range(3)  # the order of items that have the same moment
NOTHING = -1


class Turn(NamedTuple):
    """When an item is made, and the numbers of its entity, its thing and its member."""

    moment: int
    order: int
    number: int
    entity: int
    thing: int
    seat: int


def make_turns(
    sampling: Sampling,
    fills: list[Fill],
    counts: list[int],
    things: dict[str, list[Thing]],
    clock: Clock,
    seed: int,
) -> list[Turn]:
    """Give every item its turn, oldest first.

    Where items tell their time, a thing begins with its first item, and its members
    no later; elsewhere all items of a thing come when the thing begins.
    """
    drawn: dict[int, list[int]] = {}  # things, by entity
    moments: dict[int, list[int]] = {}
    for entity, fill in enumerate(fills):
        if not fill.made.many:
            continue
        chance = Chance(seed, "turns", fill.entity.name)
        pool, count = fill.pool, counts[entity]
        drawn[entity] = [NOTHING] * count
        if pool:
            drawn[entity] = _draws(count, len(things[pool.name]), pool.skew, chance)
        if pool is None or fill.tells_time:
            moments[entity] = sorted(clock.draw(chance) for _ in range(count))
        if pool and fill.tells_time:
            for moment, thing in zip(moments[entity], drawn[entity], strict=True):
                things[pool.name][thing].begin(moment)
    _begin(sampling, things, clock, seed)
    turns: list[Turn] = []
    for entity, fill in enumerate(fills):
        if entity in drawn and entity not in moments and fill.pool:
            known = things[fill.pool.name]
            moments[entity] = [known[thing].began for thing in drawn[entity]]
        turns += [
            Turn(moment, AMONG, number, entity, thing, 0)
            for number, (moment, thing) in enumerate(
                zip(moments.get(entity, ()), drawn.get(entity, ()), strict=True)
            )
        ]
    for entity, fill in enumerate(fills):
        if entity not in drawn:
            turns += _one_each(entity, fill, fills, turns, things)
    turns.sort()
    return turns


def _draws(count: int, size: int, skew: float, chance: Chance) -> list[int]:
    """Draw things: each of them once, the rest by their pool's skew."""
    law = Zipf(size, skew)
    drawn = [*range(size), *(law.draw(chance) for _ in range(count - size))]
    chance.shuffle(drawn)
    return drawn


def _begin(
    sampling: Sampling, things: dict[str, list[Thing]], clock: Clock, seed: int
) -> None:
    """Let every thing begin, its members no later than itself."""
    for pool in reversed(sampling.pools):  # members stand above
        chance = Chance(seed, "begin", pool.name)
        for thing in things[pool.name]:
            if thing.began == NEVER:
                thing.begin(clock.draw(chance))
            for member in chain.from_iterable(thing.roles.values()):
                member.begin(thing.began)
        write_times(pool, things[pool.name], clock)


def _one_each(
    entity: int,
    fill: Fill,
    fills: list[Fill],
    turns: list[Turn],
    things: dict[str, list[Thing]],
) -> list[Turn]:
    """Give one turn to each thing or member: after the last item that it speaks of."""
    assert fill.pool is not None
    known = things[fill.pool.name]
    moments = [thing.began for thing in known]
    followed = {rule.entity for rule in fill.lasts}
    for turn in turns if followed else ():
        if fills[turn.entity].entity.name in followed:
            moments[turn.thing] = max(moments[turn.thing], turn.moment)
    seats = fill.seats
    order = LAST if followed else FIRST
    return [
        Turn(moments[thing], order, thing * seats + seat, entity, thing, seat)
        for thing in range(len(known))
        for seat in range(seats)
    ]
