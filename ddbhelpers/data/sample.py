"""Any volume of items from a model: realistic, consistent, and always the same.

The model says what is made (``ddbhelpers.model.sampling``); here it is decided how
many of what, when, and in which order.
"""

import datetime as dt
from collections.abc import Iterator

from ddbhelpers.data.sampling.chance import Chance
from ddbhelpers.data.sampling.clock import Clock
from ddbhelpers.data.sampling.fill import Fill, Scene
from ddbhelpers.data.sampling.things import make_things, pool_sizes
from ddbhelpers.data.sampling.turns import Turn, make_turns
from ddbhelpers.errors import ModelError
from ddbhelpers.model import Model, Sampling
from ddbhelpers.model.wire import Item

UNSAID = Sampling(since=dt.date(2023, 1, 1), before=dt.date(2023, 7, 1))
TRIES = 100  # to make an item whose key is new
Placed = tuple[str, Item]  # with its table
FAR = 2_000  # how many more items are looked at for a count that fits


def sample(model: Model, *, items: int, seed: int) -> list[Item]:
    """Make so many items from a model, oldest first.

    The same model, count and seed give the same items everywhere. ModelError for a
    count that the model's things do not fit in.

    >>> from ddbhelpers.model import Entity, Table
    >>> notes = Model(name="notes", tables=[Table(name="notes", partition_key="pk")],
    ...     entities=[Entity(name="Note", keys={"pk": "NOTE#{number}"}, attributes={
    ...         "number": {"type": "integer", "in": "key"},
    ...         "stars": {"type": "integer", "sample": "1..5"}})])
    >>> [item["pk"] for item in sample(notes, items=3, seed=7)]
    ['NOTE#1', 'NOTE#2', 'NOTE#3']
    """
    return list(iter_sample(model, items=items, seed=seed))


def iter_sample(
    model: Model, *, items: int, seed: int, table: str | None = None
) -> Iterator[Item]:
    """Make the items of ``sample`` one by one, so that a million need not be held.

    ``table`` keeps only those of one table.
    """
    if items < 0:
        raise ModelError(f"items is {items}", allowed="0 or more")
    fills = [Fill(model, entity) for entity in model.entities]
    if not fills:
        raise ModelError(
            f"model {model.name!r} has no entity",
            do="define what is stored under entities",
        )
    made = _items(model, fills, items, seed) if items else iter(())
    return (item for home, item in made if table in (None, home))


def shares(model: Model, fills: list[Fill], items: int) -> list[int]:
    """Tell how many items of each entity are made; ModelError if they do not fit."""
    found = _shares(model, fills, items)
    if found:
        return found
    for more in range(items + 1, items + FAR):
        if _shares(model, fills, more):
            raise ModelError(f"items is {items}", allowed=f"{more} or more")
    raise ModelError(
        f"items is {items}, and the model's pools do not come to that",
        do="make an entity 'many for each' thing, and less things with count",
    )


def _shares(model: Model, fills: list[Fill], items: int) -> list[int] | None:
    """Share the items out: what things need first, the rest evenly; None: too few."""
    sizes = pool_sizes(model.sample or UNSAID, items)
    found = [fill.least(sizes) for fill in fills]
    many = [number for number, fill in enumerate(fills) if fill.made.many]
    left = items - sum(found)
    if left < 0 or (left and not many):
        return None
    for turn, number in enumerate(many):
        found[number] += left // len(many) + (turn < left % len(many))
    return found


def _items(model: Model, fills: list[Fill], items: int, seed: int) -> Iterator[Placed]:
    sampling = model.sample or UNSAID
    counts = shares(model, fills, items)
    clock = Clock(sampling.since, sampling.before)
    things = make_things(sampling, pool_sizes(sampling, items), seed)
    turns = make_turns(sampling, fills, counts, things, clock, seed)
    return _played(fills, turns, Scene(Chance(seed, "items"), things), clock)


def _played(
    fills: list[Fill], turns: list[Turn], scene: Scene, clock: Clock
) -> Iterator[Placed]:
    """Make one item after the other, as the turns say; no key comes twice."""
    nobody = scene.thing
    kept = {rule.entity for fill in fills for rule in fill.lasts}
    keys: set[tuple[object, ...]] = set()
    for turn in turns:
        fill = fills[turn.entity]
        thing = scene.things[fill.pool.name][turn.thing] if fill.pool else nobody
        scene.when = clock.timestamp(turn.moment)
        for _ in range(TRIES):
            scene.take(thing, fill, turn.seat)
            values = fill.values(scene)
            item = fill.entity.item(**values)
            if fill.never_twice:
                break
            key = (fill.table, *(item[name] for name in fill.key_names))
            if key not in keys:
                keys.add(key)
                break
            scene.when = clock.timestamp(clock.draw(scene.chance))
        else:
            raise ModelError(
                f"{fill.entity.name}: {TRIES} samples gave no new key",
                allowed="keys that can be told apart",
                do="put a uuid or a count into the key, or ask for fewer items",
            )
        if fill.entity.name in kept:
            thing.last[fill.entity.name] = values
        yield fill.table, item
