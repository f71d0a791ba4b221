"""Which days are worked on, and the working day on which something falls; which days are off is handed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

LONGEST_BREAK = 31
"""No run of days off is longer, in days; whoever has no working day in it keeps the day as it is."""

SATURDAY, SUNDAY = 5, 6
USUAL_WEEKEND = frozenset({SATURDAY, SUNDAY})


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Days of the week that nobody works on (Monday is 0), and public holidays with their names."""

    weekend: frozenset[int] = USUAL_WEEKEND
    holidays: Mapping[date, str] = field(default_factory=dict)

    def is_off(self, day: date) -> bool:
        """Say whether nobody works on a day."""
        return day.weekday() in self.weekend or day in self.holidays

    def holiday(self, day: date) -> str:
        """Return the name of the public holiday that a day is; empty on others, on plain weekends too."""
        return self.holidays.get(day, "")


def working_day_up_to(day: date, days_off: DaysOff) -> date:
    """Return the day if it is worked on, else the last working day before it; the day itself if there is none near."""
    earliest = day - min(timedelta(days=LONGEST_BREAK), day - date.min)
    found = day
    while days_off.is_off(found):
        if found == earliest:
            return day
        found -= timedelta(days=1)
    return found
