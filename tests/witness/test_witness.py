"""Thousands of random requests on each engine: what it reports against what we say.

Every difference has to come out, to the half unit, as one of the divergences that
`ddbhelpers.engine` knows of that engine. WITNESS_OPERATIONS says how many requests
(1,500 without it), WITNESS_SEED which.
"""

import os
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from ddbhelpers.engine import Engine
from tests.witness.bench import Bench, Seen
from tests.witness.model import MODELLED, explanation, reported, told
from tests.witness.ours import ours
from tests.witness.partiql import statement
from tests.witness.tables import SEVERAL, TABLES

OPERATIONS = int(os.environ.get("WITNESS_OPERATIONS", "1500"))
SEED = int(os.environ.get("WITNESS_SEED", "4"))
HOW_OFTEN = {
    Bench.put: 6,
    Bench.update: 5,
    Bench.delete: 2,
    Bench.fail: 1,
    Bench.batch_write: 2,
    Bench.transact_write: 3,
    Bench.get: 3,
    Bench.batch_get: 1,
    Bench.transact_get: 1,
    Bench.query: 4,
    Bench.scan: 1,
    statement: 2,
}


def requests(benches: list[Bench], dice: Random) -> Iterator[Seen]:
    """Make random requests without end."""
    while True:
        (make,) = dice.choices(list(HOW_OFTEN), list(HOW_OFTEN.values()))
        seen: Any = make(dice.choice(benches))
        if seen is None:
            continue
        yield from seen if isinstance(seen, Iterator) else [seen]


@pytest.fixture
def benches(engine: Engine) -> Iterator[list[Bench]]:
    """Give a bench for each table that the engine can have."""
    multi = "no-multi-attribute-keys" not in {d.name for d in engine.divergences}
    tables = [table for table in TABLES if multi or table is not SEVERAL]
    benches = [Bench(engine, table, Random(SEED)) for table in tables]
    yield benches
    for bench in benches:
        bench.drop()


def test_every_difference_is_a_known_divergence(
    engine: Engine, benches: list[Bench]
) -> None:
    known = {d.name for d in engine.divergences}
    dice = Random(SEED)
    found: Counter[str] = Counter()
    for number, (request, seen) in enumerate(requests(benches, dice), 1):
        expected = ours(request)
        assert expected == reported(request), told(request)
        why = explanation(request, seen, known)
        assert why is not None, (
            f"operation {number} of seed {SEED} on {engine.name}: reported {seen}, "
            f"ours {expected}, and no known divergence says why: {told(request)}"
        )
        found.update(why or ["agreed"])
        if number == OPERATIONS:
            break
    print(f"\n{OPERATIONS:,} random operations on {engine.name}")
    for what, times in found.most_common():
        print(f"{times:8,}  {what}")
    assert found["agreed"] > OPERATIONS / 2


def test_every_divergence_in_units_is_computed(engine: Engine) -> None:
    units = {known.name for known in engine.divergences if known.about == "units"}
    assert units <= MODELLED
