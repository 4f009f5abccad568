"""Heat: which key gets too hot, when, and how many write shards would clear it.

Traffic over keys is simulated second by second over physical partitions. The only part
of the planning that needs numpy, so it is imported by its own name and not by
`ddbhelpers.plan`. What is assumed stands beside each result: it is a simulation.
"""

from ddbhelpers.plan.heat.arms import ArmCapacity, Behaviour
from ddbhelpers.plan.heat.fan_out import FanOut, fan_out
from ddbhelpers.plan.heat.frames import heat_of_keys, heat_over_time, hottest_keys
from ddbhelpers.plan.heat.result import ArmHeat, Bucket, Heat, Split
from ddbhelpers.plan.heat.shards import Shards, smallest_shards
from ddbhelpers.plan.heat.simulation import simulate_heat
from ddbhelpers.plan.heat.traffic import (
    DAY_SECONDS,
    Traffic,
    celebrity_traffic,
    even_traffic,
    one_key_traffic,
    weighted_traffic,
    zipf_traffic,
)

__all__ = [
    "DAY_SECONDS",
    "ArmCapacity",
    "ArmHeat",
    "Behaviour",
    "Bucket",
    "FanOut",
    "Heat",
    "Shards",
    "Split",
    "Traffic",
    "celebrity_traffic",
    "even_traffic",
    "fan_out",
    "heat_of_keys",
    "heat_over_time",
    "hottest_keys",
    "one_key_traffic",
    "simulate_heat",
    "smallest_shards",
    "weighted_traffic",
    "zipf_traffic",
]
