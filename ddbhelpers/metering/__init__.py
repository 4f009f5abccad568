"""The meter: what every request of an engine's clients consumed."""

from ddbhelpers.metering.meter import Meter, meter
from ddbhelpers.metering.recorder import access_pattern

__all__ = ["Meter", "access_pattern", "meter"]
