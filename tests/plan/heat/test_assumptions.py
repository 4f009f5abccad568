"""What a simulation takes for granted, sentence by sentence."""

import pytest

from ddbhelpers.plan.heat import (
    ArmCapacity,
    Behaviour,
    Traffic,
    one_key_traffic,
)
from ddbhelpers.plan.heat.assumptions import assumptions_of

WRITES = one_key_traffic(1, seconds=1)
READS = one_key_traffic(1, seconds=1, kind="read", sort_key="spread", seed=7)
TABLE, INDEX = ArmCapacity(capacity=5), ArmCapacity("index", index_keys=2)

SIMULATION = (
    "It is a simulation: whole seconds, no retries, no maintenance by DynamoDB."
)
EXACT = "Every key gets its exact share of each second, in fractions."
PARTITION = (
    "A partition serves 1,000 write units per second; where more is asked for, every "
    "request on it has the same chance."
)
BURST = (
    "Burst: up to 300 s of unused units, 100 % of that at the start; a bucket is spent "
    "without DynamoDB taking from it for itself."
)
ABOVE = (
    "A partition saves up too, and may go above 1,000 with it; AWS's pages leave open "
    "which."
)
USUAL = [SIMULATION, EXACT, PARTITION, BURST, ABOVE]
ADAPTIVE = (
    "Adaptive capacity is instant: a partition may take, up to its own limit, all that "
    "the others leave of the provisioned capacity."
)
ISOLATED = "Split for heat: hot keys have been isolated before the first second."
INDEXED = (
    "A write that an index throttles is throttled on the table at once, and takes "
    "nothing from either."
)
APART = "Reads have limits of their own and are simulated apart."


@pytest.mark.parametrize(
    ("traffic", "arms", "behaviour", "sentences"),
    [
        (
            *(WRITES, [TABLE], Behaviour()),
            [
                *(*USUAL, ADAPTIVE, ISOLATED),
                "Item collections are asked at their end, as their sort keys only "
                "grow: splitting one does not help.",
                APART,
            ],
        ),
        (
            *(WRITES, [TABLE], Behaviour(split_seconds=None)),
            [*USUAL, ADAPTIVE, "Partitions are never split.", APART],
        ),
        (
            *(WRITES, [TABLE, INDEX], Behaviour(local_index=True)),
            [
                *(*USUAL, ADAPTIVE),
                "On demand serves 4,000 write units per second at first, and twice the "
                "highest second that lies 30 minutes back, up to the table quota of "
                "40,000; no burst above that.",
                ISOLATED,
                "A local secondary index: no item collection is ever split.",
                INDEXED,
                "An index's own keys take the table's keys in turn.",
                APART,
            ],
        ),
        (
            *(WRITES, [TABLE, ArmCapacity("i", capacity=5)], Behaviour(adaptive=False)),
            [
                *USUAL,
                "No adaptive capacity: each partition has an even part of the "
                "provisioned capacity, and is never split.",
                *(INDEXED, APART),
            ],
        ),
        (
            *(READS, [ArmCapacity()]),
            Behaviour(
                adaptive=False,
                split_seconds=1200,
                partitions_burst=False,
                burst_at_start=0.5,
            ),
            [
                SIMULATION,
                "Requests arrive at random (Poisson, seed 7); those of one partition "
                "are counted for its keys by their shares.",
                PARTITION.replace("1,000 write", "3,000 read"),
                BURST.replace("100 %", "50 %"),
                "A partition never goes above 3,000, saved up or not; AWS's pages "
                "leave open which.",
                "On demand serves 12,000 read units per second at first, and twice the "
                "highest second that lies 30 minutes back, up to the table quota of "
                "40,000; no burst above that.",
                "Split for heat: a partition that throttles for 1,200 s in a row is "
                "split in two, each half with the limit of a whole one.",
                "Item collections are asked all over: splitting one halves it.",
                "Writes have limits of their own and are simulated apart.",
            ],
        ),
    ],
    ids=["plain", "never split", "index", "even parts", "reads"],
)
def test_every_sentence(
    traffic: Traffic,
    arms: list[ArmCapacity],
    behaviour: Behaviour,
    sentences: list[str],
) -> None:
    assert list(assumptions_of(traffic, arms, behaviour)) == sentences
