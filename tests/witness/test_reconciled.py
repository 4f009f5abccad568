"""The same random requests through the meter: every one explained by its images.

The meter knows nothing of the bench: it takes its own images. WITNESS_OPERATIONS says
how many requests; without it there are a fifth of those that the bench compares itself.
"""

import os
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from ddbhelpers.capacity import Step, write
from ddbhelpers.capacity.index import MOVED, ladder_step
from ddbhelpers.engine import Engine
from ddbhelpers.explaining import reconcile
from ddbhelpers.metering import Meter, meter
from ddbhelpers.metering.engine_lookups import EngineLookups
from tests.witness.bench import Bench
from tests.witness.ours import ours
from tests.witness.test_witness import OPERATIONS, SEED, benches, requests

__all__ = ["benches"]
METERED = OPERATIONS if "WITNESS_OPERATIONS" in os.environ else OPERATIONS // 5


def metered(engine: Engine, benches: list[Bench], count: int) -> Meter:
    """Meter random requests; each has the charge that the bench knows it has."""
    made = requests(benches, Random(SEED))
    with meter(engine) as m:
        for _ in range(count):
            before = len(m.records)
            request, _ = next(made)
            expected = ours(request)
            table = request.table.name
            arms = {f"{table}/{arm}".rstrip("/"): n for arm, n in expected.arms}
            found = [record.receipt.units for record in m.records[before:]]
            assert arms in found, (request, found)
    return m


def test_every_metered_request_is_reconciled(
    engine: Engine, benches: list[Bench]
) -> None:
    reconciliation = reconcile(metered(engine, benches, METERED))
    print(f"\n{reconciliation!r}")
    reconciliation.raise_if_unexplained()
    kinds = {line.kind for line in reconciliation.lines}
    assert kinds <= {"agreed", "explained", "unreported"}
    known = {divergence.name for divergence in engine.divergences}
    assert set(reconciliation.divergences) <= known


def test_a_broken_rule_is_found(
    engine: Engine, benches: list[Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ladder's key move, rounded as if the entry had stayed."""
    climb = ladder_step

    def broken(*given: Any) -> Step:
        step = climb(*given)
        return replace(step, how="max") if step.rule == MOVED else step

    made = requests(benches, Random(SEED))
    with meter(engine) as m:
        for _ in range(200):
            next(made)
    reconcile(m).raise_if_unexplained()
    # the receipts are made out anew, from the same images
    monkeypatch.setattr(write, "ladder_step", broken)
    m._records[:] = [replace(record) for record in m.records]
    assert reconcile(m).unexplained


def test_images_that_are_wrong_are_found(
    engine: Engine, benches: list[Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A meter that sees nothing before a write."""
    monkeypatch.setattr(
        EngineLookups, "items", lambda lookups, table, keys: [None for _ in keys]
    )
    made = requests(benches, Random(SEED))
    with meter(engine) as m:
        for _ in range(60):
            next(made)
    assert reconcile(m).unexplained
