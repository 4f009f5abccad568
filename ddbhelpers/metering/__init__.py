"""The meter: what every request of an engine's clients consumed, and its sums."""

from ddbhelpers.metering.meter import Meter, access_pattern, meter
from ddbhelpers.metering.tallies import (
    query_against_scan,
    runs_per_second,
    tally_of,
    units_by_pattern,
    write_amplification,
)

__all__ = [
    "Meter",
    "access_pattern",
    "meter",
    "query_against_scan",
    "runs_per_second",
    "tally_of",
    "units_by_pattern",
    "write_amplification",
]
