"""What the simulation takes for granted, in sentences that stand beside its result."""

from collections.abc import Iterator, Sequence

from ddbhelpers.capacity.limits import (
    BURST_SECONDS,
    ON_DEMAND_DOUBLING_SECONDS,
    ON_DEMAND_FIRST_UNITS,
    PARTITION_UNITS,
    TABLE_QUOTA_UNITS,
)
from ddbhelpers.plan.heat.arms import ArmCapacity, Behaviour
from ddbhelpers.plan.heat.traffic import Traffic


def assumptions_of(
    traffic: Traffic, arms: Sequence[ArmCapacity], behaviour: Behaviour
) -> Iterator[str]:
    """Say what holds for this simulation."""
    kind, limit = traffic.kind, PARTITION_UNITS[traffic.kind]
    provisioned = [arm for arm in arms if arm.capacity is not None]
    on_demand = len(provisioned) < len(arms)
    yield "It is a simulation: whole seconds, no retries, no maintenance by DynamoDB."
    if traffic.seed is None:
        yield "Every key gets its exact share of each second, in fractions."
    else:
        yield (
            f"Requests arrive at random (Poisson, seed {traffic.seed}); those of one "
            "partition are counted for its keys by their shares."
        )
    yield (
        f"A partition serves {limit:,} {kind} units per second; where more is asked "
        "for, every request on it has the same chance."
    )
    yield (
        f"Burst: up to {BURST_SECONDS} s of unused units, "
        f"{100 * behaviour.burst_at_start:g} % of that at the start; a bucket is spent "
        "without DynamoDB taking from it for itself."
    )
    # the older text of bp-partition-key-design saves per partition; that of
    # burst-adaptive-capacity now speaks of available throughput, and of a fixed limit
    if behaviour.partitions_burst:
        may = f"saves up too, and may go above {limit:,} with it"
    else:
        may = f"never goes above {limit:,}, saved up or not"
    yield f"A partition {may}; AWS's pages leave open which."
    if provisioned and behaviour.adaptive:
        yield (
            "Adaptive capacity is instant: a partition may take, up to its own limit, "
            "all that the others leave of the provisioned capacity."
        )
    elif provisioned:
        yield (
            "No adaptive capacity: each partition has an even part of the provisioned "
            "capacity, and is never split."
        )
    if on_demand:
        first, quota = ON_DEMAND_FIRST_UNITS[kind], TABLE_QUOTA_UNITS[kind]
        yield (
            f"On demand serves {first:,} {kind} units per second at first, and twice "
            f"the highest second that lies {ON_DEMAND_DOUBLING_SECONDS // 60} minutes "
            f"back, up to the table quota of {quota:,}; no burst above that."
        )
    if behaviour.adaptive or on_demand:
        yield from _isolation(traffic, behaviour)
    if len(arms) > 1:
        yield (
            "A write that an index throttles is throttled on the table at once, and "
            "takes nothing from either."
        )
    if any(arm.index_keys for arm in arms):
        yield "An index's own keys take the table's keys in turn."
    others = "Reads" if kind == "write" else "Writes"
    yield f"{others} have limits of their own and are simulated apart."


def _isolation(traffic: Traffic, behaviour: Behaviour) -> Iterator[str]:
    seconds = behaviour.split_seconds
    if seconds is None:
        yield "Partitions are never split."
        return
    if seconds == 0:
        yield "Split for heat: hot keys have been isolated before the first second."
    else:
        yield (
            f"Split for heat: a partition that throttles for {seconds:,} s in a row "
            "is split in two, each half with the limit of a whole one."
        )
    if behaviour.local_index:
        yield "A local secondary index: no item collection is ever split."
    elif traffic.sort_key == "grows":
        yield (
            "Item collections are asked at their end, as their sort keys only grow: "
            "splitting one does not help."
        )
    else:
        yield "Item collections are asked all over: splitting one halves it."
