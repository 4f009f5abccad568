"""The meter: what every request of an engine's clients consumed."""

from ddbhelpers.metering.meter import Meter, access_pattern, meter

__all__ = ["Meter", "access_pattern", "meter"]
