"""What the simulation takes for granted, in sentences that stand beside its result."""

from collections.abc import Sequence

from ddbhelpers.capacity.limits import BURST_SECONDS, ON_DEMAND_DOUBLING_SECONDS
from ddbhelpers.plan.heat.arms import (
    FIRST_UNITS,
    PARTITION_UNITS,
    QUOTA_UNITS,
    ArmCapacity,
    Behaviour,
)
from ddbhelpers.plan.heat.traffic import Traffic


def assumptions_of(
    traffic: Traffic, arms: Sequence[ArmCapacity], behaviour: Behaviour
) -> tuple[str, ...]:
    """Say what holds for this simulation."""
    kind = traffic.kind
    limit = PARTITION_UNITS[kind]
    said = [
        "It is a simulation: whole seconds, no retries, no maintenance by DynamoDB.",
        _arrivals(traffic),
        f"A partition serves {limit:,} {kind} units per second; where more is asked "
        "for, every request on it has the same chance.",
        f"Burst: up to {BURST_SECONDS} s of unused units, "
        f"{100 * behaviour.burst_at_start:g} % of that at the start; a bucket is spent "
        "without DynamoDB taking from it for itself.",
        _partition_burst(behaviour, limit),
    ]
    provisioned = [arm for arm in arms if arm.capacity is not None]
    if provisioned and behaviour.adaptive:
        said.append(
            "Adaptive capacity is instant: a partition may take, up to its own limit, "
            "all that the others leave of the provisioned capacity."
        )
    if provisioned and not behaviour.adaptive:
        said.append(
            "No adaptive capacity: each partition has an even part of the provisioned "
            "capacity, and is never split."
        )
    if len(provisioned) < len(arms):
        said.append(
            f"On demand serves {FIRST_UNITS[kind]:,} {kind} units per second at first, "
            "and twice the highest second that lies "
            f"{ON_DEMAND_DOUBLING_SECONDS // 60} minutes back, up to "
            f"the table quota of {QUOTA_UNITS[kind]:,}; no burst "
            "above that."
        )
    if behaviour.adaptive or len(provisioned) < len(arms):
        said += _isolation(traffic, behaviour)
    if len(arms) > 1:
        said.append(
            "A write that an index throttles is throttled on the table at once, and "
            "takes nothing from either."
        )
    if any(arm.index_keys for arm in arms):
        said.append("An index's own keys take the table's keys in turn.")
    said.append(
        f"{'Reads' if kind == 'write' else 'Writes'} have limits of their own and are "
        "simulated apart."
    )
    return tuple(said)


def _arrivals(traffic: Traffic) -> str:
    if traffic.seed is None:
        return "Every key gets its exact share of each second, in fractions."
    return (
        f"Requests arrive at random (Poisson, seed {traffic.seed}); those of one "
        "partition are counted for its keys by their shares."
    )


def _partition_burst(behaviour: Behaviour, limit: int) -> str:
    # the older text of bp-partition-key-design saves per partition; that of
    # burst-adaptive-capacity now speaks of available throughput, and of a fixed limit
    open_question = "AWS's pages leave open which."
    if behaviour.partitions_burst:
        return (
            f"A partition saves up too, and may go above {limit:,} with it; "
            f"{open_question}"
        )
    return f"A partition never goes above {limit:,}, saved up or not; {open_question}"


def _isolation(traffic: Traffic, behaviour: Behaviour) -> list[str]:
    seconds = behaviour.split_seconds
    if seconds is None:
        return ["Partitions are never split."]
    said = [
        "Split for heat: hot keys have been isolated before the first second."
        if seconds == 0
        else f"Split for heat: a partition that throttles for {seconds:,} s in a row "
        "is split in two, each half with the limit of a whole one."
    ]
    if behaviour.local_index:
        said.append("A local secondary index: no item collection is ever split.")
    elif traffic.sort_key == "grows":
        said.append(
            "Item collections are asked at their end, as their sort keys only grow: "
            "splitting one does not help."
        )
    else:
        said.append("Item collections are asked all over: splitting one halves it.")
    return said
