"""The simulation: seconds one after the other, all partitions at once."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from ddbhelpers.capacity.limits import ON_DEMAND_DOUBLING_SECONDS
from ddbhelpers.errors import PlanError
from ddbhelpers.plan.heat.arms import ArmCapacity, Behaviour
from ddbhelpers.plan.heat.assumptions import assumptions_of
from ddbhelpers.plan.heat.cells import Cells, cells_of
from ddbhelpers.plan.heat.gate import Gate
from ddbhelpers.plan.heat.result import ArmHeat, Bucket, Heat, Split
from ddbhelpers.plan.heat.traffic import Numbers, Traffic

# What an on-demand table serves in a block depends only on what was before the block.
BLOCK_SECONDS = ON_DEMAND_DOUBLING_SECONDS


def simulate_heat(
    traffic: Traffic,
    table: ArmCapacity | None = None,
    indexes: Sequence[ArmCapacity] = (),
    behaviour: Behaviour | None = None,
) -> Heat:
    """Simulate traffic on a table, and for writes on its global secondary indexes too.

    ``table``: by default a new on-demand table, one unit for each request. An index
    that throttles a write throttles the table's write with it. For reads of an index
    give that index as the ``table``.

    >>> from ddbhelpers.plan.heat.traffic import one_key_traffic
    >>> table = ArmCapacity(capacity=2000)
    >>> heat = simulate_heat(one_key_traffic(1500, seconds=900), table)
    >>> heat.first_throttled, heat.throttled[600]  # 300,000 saved, 500 too many
    (600, np.float64(500.0))
    >>> heat
    <Heat: 150,000 of 1,350,000 writes throttled (11.1 %), from second 600 on, most on
    key-1 at table>
    """
    behaviour = behaviour or Behaviour()
    arms = (table or ArmCapacity(), *indexes)
    _refuse(traffic, arms)
    gates = [Gate(arm, traffic, behaviour) for arm in arms]
    ledgers = [_Ledger(traffic) for _ in arms]
    asked, asked_of_key = np.zeros(traffic.seconds), np.zeros(len(traffic.keys))
    splits: list[Split] = []
    cells = cells_of(gates, traffic)
    for start in range(0, traffic.seconds, BLOCK_SECONDS):
        stop = min(start + BLOCK_SECONDS, traffic.seconds)
        for gate, ledger in zip(gates, ledgers, strict=True):
            gate.open_block(start, stop, ledger.consumed)
            ledger.capacity[start:stop] = gate.levels
        second = start
        while second < stop:
            by_cell = cells.asked(traffic, second, stop)
            by_cell = by_cell[: _run(by_cell, gates, ledgers, second, second - start)]
            end = second + len(by_cell)
            asked[second:end] = by_cell.sum(axis=1)
            asked_of_key += cells.of_keys(by_cell.sum(axis=0), len(traffic.keys))
            for ledger in ledgers:
                ledger.close_run(cells, second, end)
            second = end
            for gate in gates:
                if gate.split_hot():
                    splits.append(Split(second - 1, gate.arm.name, gate.partitions))
                    cells = cells_of(gates, traffic)
    return Heat(
        traffic,
        behaviour,
        tuple(_arm_heat(*pair) for pair in zip(gates, ledgers, strict=True)),
        asked,
        asked_of_key,
        tuple(splits),
        tuple(assumptions_of(traffic, arms, behaviour)),
    )


class _Ledger:
    """What is noted of one arm: by second, and by key."""

    def __init__(self, traffic: Traffic) -> None:
        self.capacity, self.consumed, self.partition_left, self.arm_left = np.zeros(
            (4, traffic.seconds)
        )
        # turned away: by a partition's limit, by the arm's capacity
        self.turned = np.zeros((2, traffic.seconds))
        self.turned_of_key = np.zeros((2, len(traffic.keys)))

    def open_run(self, by_cell: Numbers, needed: Numbers) -> None:
        self.lost = np.zeros((2, *by_cell.shape))
        self.used, self.saved = needed.copy(), np.empty_like(needed)

    def repeat(self, start: int, begin: int, stop: int) -> None:
        """Note for some seconds the same as for the one before: nothing moves."""
        last, alike = begin - 1, slice(begin, stop)
        self.lost[:, alike] = self.lost[:, last:begin]
        self.used[alike], self.saved[alike] = self.used[last], self.saved[last]
        self.arm_left[start + begin : start + stop] = self.arm_left[start + last]

    def close_run(self, cells: Cells, start: int, stop: int) -> None:
        here, run = slice(start, stop), slice(0, stop - start)
        self.consumed[here] = self.used[run].sum(axis=1)
        self.partition_left[here] = self.saved[run].min(axis=1)
        self.turned[:, here] = self.lost[:, run].sum(axis=2)
        for why, lost in enumerate(self.lost[:, run].sum(axis=1)):
            keys = self.turned_of_key.shape[1]
            self.turned_of_key[why] += cells.of_keys(lost, keys)


def _run(
    by_cell: Numbers,
    gates: Sequence[Gate],
    ledgers: Sequence[_Ledger],
    start: int,
    done: int,
) -> int:
    """Simulate the rest of a block, or until a partition is split: tell how far."""
    quiet = np.ones(len(by_cell), dtype=np.bool_)
    for gate, ledger in zip(gates, ledgers, strict=True):
        needed = gate.needed(by_cell)
        ledger.open_run(by_cell, needed)
        quiet &= gate.is_quiet(needed, done)
    may_split = any(gate.split_seconds for gate in gates)
    others = _unlike_the_last(by_cell, gates, done)
    for begin, end, is_quiet in _stretches(quiet):
        if is_quiet:
            for gate, ledger in zip(gates, ledgers, strict=True):
                saved, arm_saved = gate.rest(ledger.used[begin:end], done + begin)
                ledger.saved[begin:end] = saved
                ledger.arm_left[start + begin : start + end] = arm_saved
            continue
        second = begin
        while second < end:
            before = [gate.state for gate in gates]
            _second(by_cell[second], gates, ledgers, start, done, second)
            second += 1
            if may_split:
                if any(gate.is_due for gate in gates):
                    return second
                continue
            alike = min(int(others[np.searchsorted(others, second)]), end)
            if alike > second and all(map(Gate.is_as, gates, before)):
                for ledger in ledgers:
                    ledger.repeat(start, second, alike)
                second = alike
    return len(by_cell)


def _second(
    left: Numbers,
    gates: Sequence[Gate],
    ledgers: Sequence[_Ledger],
    start: int,
    done: int,
    second: int,
) -> None:
    """Ask all arms in turn; only what passes every one of them is spent."""
    asked = left
    for gate, ledger in zip(gates, ledgers, strict=True):
        needed = ledger.used[second] if left is asked else gate.needed(left)
        level = float(gate.levels[done + second])
        for why, turned in enumerate(gate.admit(left, needed, level)):
            if turned is not None:
                left = left - turned
                ledger.lost[why, second] = turned
    for gate, ledger in zip(gates, ledgers, strict=True):
        if left is not asked:
            ledger.used[second] = gate.needed(left)
        gate.spend(ledger.used[second], float(gate.levels[done + second]))
        ledger.saved[second] = gate.saved
        ledger.arm_left[start + second] = gate.arm_saved


def _unlike_the_last(
    by_cell: Numbers, gates: Sequence[Gate], done: int
) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    """Give the seconds that ask for something else than the one before; and the end."""
    unlike = (np.diff(by_cell, axis=0) != 0).any(axis=1)
    for gate in gates:
        unlike |= np.diff(gate.levels[done : done + len(by_cell)]) != 0
    return np.append(np.flatnonzero(unlike) + 1, len(by_cell))


def _stretches(
    quiet: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
) -> Iterator[tuple[int, int, bool]]:
    """Give the stretches of seconds that are quiet, or are not, in turn."""
    edges = [0, *(np.flatnonzero(np.diff(quiet)) + 1).tolist(), len(quiet)]
    for begin, end in pairwise(edges):
        yield begin, end, bool(quiet[begin])


def _arm_heat(gate: Gate, ledger: _Ledger) -> ArmHeat:
    name = gate.arm.name
    buckets = []
    if gate.arm_full:
        buckets.append(Bucket(f"{name} capacity", gate.arm_full, ledger.arm_left))
    if gate.full:
        buckets.append(
            Bucket(f"hottest partition of {name}", gate.full, ledger.partition_left)
        )
    return ArmHeat(
        gate.arm,
        ledger.capacity,
        ledger.consumed,
        *(ledger.turned[0], ledger.turned[1]),
        *(ledger.turned_of_key[0], ledger.turned_of_key[1]),
        tuple(buckets),
        gate.partitions,
    )


def _refuse(traffic: Traffic, arms: Sequence[ArmCapacity]) -> None:
    names = [arm.name for arm in arms]
    if len(set(names)) != len(names):
        raise PlanError(
            f"two arms named {', '.join(names)}", allowed="a name of its own for each"
        )
    if traffic.kind == "read" and len(arms) > 1:
        raise PlanError(
            "reads of a table and its indexes at once",
            allowed="a read asks the table or one index",
            do="give the index as the table, or simulate each apart",
        )
