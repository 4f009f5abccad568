"""The time of samples: whole seconds of several months, quiet at night."""

import datetime as dt

from ddbhelpers.data.sampling.chance import Chance

DAY = 86_400
# How many of a day's 100 messages are written in each hour, UTC.
BY_HOUR = (
    1, 0, 0, 0, 0, 1, 2, 4, 5, 4, 4, 4,
    6, 5, 4, 4, 4, 6, 8, 10, 11, 9, 5, 3,
)  # fmt: skip
HOURS = tuple(hour for hour, often in enumerate(BY_HOUR) for _ in range(often))


class Clock:
    """Draws and writes moments between two days; a moment is seconds since the first.

    >>> clock = Clock(dt.date(2023, 1, 1), dt.date(2023, 7, 1))
    >>> clock.timestamp(86_400 + 3_661), clock.date(86_400)
    ('2023-01-02T01:01:01Z', '2023-01-02')
    """

    def __init__(self, since: dt.date, before: dt.date) -> None:
        """Span the days from ``since`` up to, not including, ``before``."""
        count = (before - since).days
        self._days = [(since + dt.timedelta(day)).isoformat() for day in range(count)]

    def draw(self, chance: Chance) -> int:
        """Draw a moment: any day, any minute, more often in the evening."""
        day = chance.below(len(self._days))
        return day * DAY + chance.one_of(HOURS) * 3_600 + chance.below(3_600)

    def date(self, moment: int) -> str:
        """Write the day of a moment."""
        return self._days[moment // DAY]

    def timestamp(self, moment: int) -> str:
        """Write a moment as ISO 8601 in UTC."""
        day, second = divmod(moment, DAY)
        minute, second = divmod(second, 60)
        hour, minute = divmod(minute, 60)
        return f"{self._days[day]}T{hour:02}:{minute:02}:{second:02}Z"
