"""Lead times: how long before a thing its people are reminded, in days or, if it has a time of day, in hours."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

DEFAULT_HOUR = 8
MAX_LEAD_DAYS = 180
MAX_LEADS = 12

_CODE = re.compile(r"(\d{1,3})([dh])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Leads:
    """Days before, 0 for the day itself, and hours before; the longest first, each once."""

    days: tuple[int, ...] = ()
    hours: tuple[int, ...] = ()

    @classmethod
    def of(cls, codes: Iterable[str]) -> Self:
        """Return what codes such as `7d` and `2h` stand for; what is none is left out."""
        found = {(match[2], int(match[1])) for code in codes if (match := _CODE.fullmatch(code))}
        days = sorted((n for unit, n in found if unit == "d" and n <= MAX_LEAD_DAYS), reverse=True)
        hours = sorted((n for unit, n in found if unit == "h" and n in HOURS_OFFERED), reverse=True)
        return cls(tuple(days[:MAX_LEADS]), tuple(hours))

    @property
    def codes(self) -> list[str]:
        """Return the codes, as they are stored and sent by forms."""
        return [*(f"{days}d" for days in self.days), *(f"{hours}h" for hours in self.hours)]


HOURS_OFFERED = (2,)
OFFERED = Leads((30, 14, 7, 3, 2, 1, 0), HOURS_OFFERED)
"""What the page offers; somebody who had other days before keeps them."""

DEFAULT_LEADS = Leads((7, 1, 0))
