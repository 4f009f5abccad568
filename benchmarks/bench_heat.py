"""A day of heat over 1,000 keys, beside the obvious loop over seconds and keys.

Run it from the repository: ``python -m benchmarks.bench_heat``. Both take turns in one
run, the loop on fewer seconds, and the best turn of each counts: what is compared is
the time for a simulated second. The results are the same, which the tests hold.
"""

import time
from collections.abc import Callable

from ddbhelpers.capacity.limits import BURST_SECONDS, PARTITION_UNITS
from ddbhelpers.plan.heat import (
    DAY_SECONDS,
    ArmCapacity,
    Behaviour,
    Heat,
    Traffic,
    celebrity_traffic,
    even_traffic,
    simulate_heat,
    zipf_traffic,
)
from ddbhelpers.plan.heat.partitions import laid_out

KEYS = 1000
LOOP_SECONDS = 600
TURNS = 3
CURVE = (1, 1, 1, 1, 1, 2, 4, 6, 8, 8, 8, 8, 9, 9, 8, 8, 8, 9, 10, 9, 7, 5, 3, 2)
NO_SPLIT = Behaviour(split_seconds=None)


def obvious(traffic: Traffic, capacity: float) -> list[float]:
    """Give the writes throttled in each second: one table, no index, no split."""
    arm = ArmCapacity(capacity=capacity)
    layout = laid_out(traffic.keys, arm.first_partitions("write"))
    saved = [BURST_SECONDS * float(PARTITION_UNITS["write"])] * len(layout.partitions)
    table_saved = BURST_SECONDS * capacity
    shares = traffic.shares.tolist()
    throttled = []
    for requests in traffic.requests.tolist():
        asked, passed = 0.0, []
        for at, pieces in enumerate(layout.partitions):
            needed = 0.0
            for piece in pieces:
                needed += requests * shares[piece.key]
            asked += needed
            passed.append(min(needed, saved[at] + PARTITION_UNITS["write"]))
        total = sum(passed)
        share = min(1.0, (table_saved + capacity) / total) if total else 1.0
        for at, units in enumerate(passed):
            left = saved[at] + PARTITION_UNITS["write"] - units * share
            saved[at] = min(left, BURST_SECONDS * float(PARTITION_UNITS["write"]))
        left = table_saved + capacity - total * share
        table_saved = min(left, BURST_SECONDS * capacity)
        throttled.append(asked - total * share)
    return throttled


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Print a line for each kind of traffic: a day, and the ratio."""
    print(f"{KEYS:,} keys; CPU seconds for {DAY_SECONDS:,} simulated seconds")
    index = ArmCapacity("index", capacity=2500, index_keys=5)
    kinds: dict[str, Callable[[int], Traffic]] = {
        "Zipf 1.1, daily curve": lambda seconds: zipf_traffic(
            3000, keys=KEYS, exponent=1.1, seconds=seconds, curve=CURVE
        ),
        "Zipf 1.1, at random": lambda seconds: zipf_traffic(
            3000, keys=KEYS, exponent=1.1, seconds=seconds, curve=CURVE, seed=4
        ),
        "even, always too much": lambda seconds: even_traffic(
            5000, keys=KEYS, seconds=seconds
        ),
        "celebrity with 61 %": lambda seconds: celebrity_traffic(
            3000, share=0.61, keys=KEYS, seconds=seconds
        ),
    }
    for name, traffic in kinds.items():
        day, part = traffic(DAY_SECONDS), traffic(LOOP_SECONDS)

        def ours(day: Traffic = day) -> Heat:
            return simulate_heat(day, ArmCapacity(capacity=4000), behaviour=NO_SPLIT)

        def loop(part: Traffic = part) -> list[float]:
            return obvious(part, 4000)

        turns = [(_seconds(ours), _seconds(loop)) for _ in range(TURNS)]
        mine = min(one for one, _ in turns)
        theirs = min(two for _, two in turns) * DAY_SECONDS / LOOP_SECONDS
        print(f"{name:24} {mine:6.2f} s   loop {theirs:6.1f} s   × {theirs / mine:.0f}")
    busy = kinds["celebrity with 61 %"](DAY_SECONDS)
    took = min(
        _seconds(lambda: simulate_heat(busy, ArmCapacity(capacity=4000), [index]))
        for _ in range(TURNS)
    )
    print(f"{'... and a busy index':24} {took:6.2f} s")


if __name__ == "__main__":
    main()
