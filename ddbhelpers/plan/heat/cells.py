"""Cells: the requests that lie on the same partition of every arm fare alike."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ddbhelpers.plan.heat.gate import Gate
from ddbhelpers.plan.heat.traffic import Numbers, Traffic


@dataclass(frozen=True, eq=False)
class Cells:
    """The keys, or pieces of keys, that each cell holds.

    ``shares`` of the requests by cell; piece by piece the ``keys``, the cell that it is
    ``within``, and its ``parts`` of that cell's requests.
    """

    shares: Numbers
    keys: NDArray[np.intp]
    within: NDArray[np.intp]
    parts: Numbers

    def asked(self, traffic: Traffic, start: int, stop: int) -> Numbers:
        """Give the requests by second (down) and cell (across).

        Poisson arrivals are drawn by cell: keys that arrive so, each for itself, arrive
        so together.
        """
        block = np.outer(traffic.requests[start:stop], self.shares)
        if traffic.seed is None:
            return block
        chance = np.random.default_rng([traffic.seed, start])
        return chance.poisson(block).astype(np.float64)

    def of_keys(self, of_cells: Numbers, keys: int) -> Numbers:
        """Share a number of requests of each cell among its keys."""
        of_pieces = of_cells[self.within] * self.parts
        return np.bincount(self.keys, of_pieces, keys).astype(np.float64)


def cells_of(gates: Sequence[Gate], traffic: Traffic) -> Cells:
    """Cut the keys into pieces by the partitions of all arms; tell the gates."""
    pieces: list[tuple[tuple[int, ...], int, float]] = [
        ((), key, share) for key, share in enumerate(traffic.shares.tolist())
    ]
    for gate in gates:
        held: dict[int, list[tuple[int, float]]] = {}
        for partition, on_it in enumerate(gate.layout.partitions):
            for own, part in on_it:
                held.setdefault(own, []).append((partition, part))
        pieces = [
            ((*cell, partition), key, share * part)
            for cell, key, share in pieces
            for partition, part in held[int(gate.key_of[key])]
        ]
    cells = sorted({cell for cell, _, _ in pieces})
    place = {cell: number for number, cell in enumerate(cells)}
    within = np.array([place[cell] for cell, _, _ in pieces])
    weights = np.array([share for _, _, share in pieces])
    shares = np.bincount(within, weights).astype(np.float64)
    for arm, gate in enumerate(gates):
        gate.settle(np.array([cell[arm] for cell in cells]))
    return Cells(
        shares,
        np.array([key for _, key, _ in pieces]),
        within,
        weights / np.where(shares, shares, 1.0)[within],
    )
