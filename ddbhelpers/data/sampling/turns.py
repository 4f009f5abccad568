"""Who is next: the moments of all items, and the things that they are made for."""

from typing import NamedTuple

from ddbhelpers.data.sampling.chance import Chance, Zipf
from ddbhelpers.data.sampling.clock import Clock
from ddbhelpers.data.sampling.fill import Fill
from ddbhelpers.data.sampling.things import Thing, write_times
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
    turns: list[Turn] = []
    drawn: dict[int, list[int]] = {}
    for at, fill in enumerate(fills):
        if fill.made.many:
            chance = Chance(seed, "turns", fill.entity.name)
            pool = fill.pool
            drawn[at] = (
                _draws(counts[at], len(things[pool.name]), pool.skew, chance)
                if pool
                else [NOTHING] * counts[at]
            )
            if pool is None or fill.tells_time:
                moments = sorted(clock.draw(chance) for _ in drawn[at])
                for number, (moment, thing) in enumerate(
                    zip(moments, drawn[at], strict=True)
                ):
                    turns.append(Turn(moment, AMONG, number, at, thing, 0))
                    if pool:
                        _began(things[pool.name][thing], moment)
    _begin(sampling, things, clock, seed)
    for at, fill in enumerate(fills):
        if fill.made.many and fill.pool and not fill.tells_time:
            known = things[fill.pool.name]
            turns += [
                Turn(known[thing].at or 0, AMONG, number, at, thing, 0)
                for number, thing in enumerate(drawn[at])
            ]
    turns += [
        turn
        for at, fill in enumerate(fills)
        if not fill.made.many
        for turn in _one_each(at, fill, fills, turns, things)
    ]
    turns.sort()
    return turns


def _draws(count: int, size: int, skew: float, chance: Chance) -> list[int]:
    """Draw things: each of them once, the rest by their pool's skew."""
    law = Zipf(size, skew)
    drawn = [*range(size), *(law.draw(chance) for _ in range(count - size))]
    chance.shuffle(drawn)
    return drawn


def _began(thing: Thing, moment: int) -> None:
    thing.at = moment if thing.at is None else min(thing.at, moment)


def _begin(
    sampling: Sampling, things: dict[str, list[Thing]], clock: Clock, seed: int
) -> None:
    """Let every thing begin, its members no later than itself."""
    for pool in reversed(sampling.pools):  # members stand above
        chance = Chance(seed, "begin", pool.name)
        for thing in things[pool.name]:
            if thing.at is None:
                thing.at = clock.draw(chance)
            for members in thing.roles.values():
                for member in members:
                    _began(member, thing.at)
        write_times(pool, things[pool.name], clock)


def _one_each(
    at: int,
    fill: Fill,
    fills: list[Fill],
    turns: list[Turn],
    things: dict[str, list[Thing]],
) -> list[Turn]:
    """Give one turn to each thing or member: after the last item that it speaks of."""
    assert fill.pool is not None
    known = things[fill.pool.name]
    moments = [thing.at or 0 for thing in known]
    followed = {rule.entity for rule in fill.lasts}
    for turn in turns if followed else ():
        if fills[turn.entity].entity.name in followed:
            moments[turn.thing] = max(moments[turn.thing], turn.moment)
    seats = fill.seats
    order = LAST if followed else FIRST
    return [
        Turn(moments[thing], order, thing * seats + seat, at, thing, seat)
        for thing in range(len(known))
        for seat in range(seats)
    ]
