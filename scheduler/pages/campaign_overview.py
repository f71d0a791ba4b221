"""What a campaign's first page says: what is late, what the next days bring, and on whom the work waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.campaigns.domain.todo import WaitingRow
from scheduler.content.domain.next_steps import NextStep
from scheduler.content.presenters.todo import kind_of
from scheduler.dates.timezones import day_of
from scheduler.pages.campaign_filters import Lines, on_whom, shortened

AHEAD = timedelta(days=10)
MOST_STEPS, MOST_WAITED_ON = 20, 12


@dataclass(frozen=True, slots=True)
class WaitedOn:
    """Somebody on whom work waits (`name` is empty for work that nobody has), the most urgent first."""

    name: str
    lines: tuple[WaitingRow, ...]
    mine: bool

    @property
    def late(self) -> int:
        """How much of it is late."""
        return sum(line.is_late for line in self.lines)


@dataclass(frozen=True, slots=True)
class CampaignOverview:
    """What waits by how near it is; `later` is what is farther away or has no day. `waited_on` are the first of all."""

    late: Lines
    soon: Lines
    later: Lines
    waited_on: tuple[WaitedOn, ...]
    others: int


def overview_of_waits(waits: Iterable[WaitingRow], today: date, zone: str) -> CampaignOverview:
    """Lay out what waits, the most urgent first, as somebody reads it whose calendar shows `today` in their zone."""
    late: list[WaitingRow] = []
    soon: list[WaitingRow] = []
    later: list[WaitingRow] = []
    by_name: dict[str, list[WaitingRow]] = {}
    for line in waits:
        day = _day(line, zone)
        near = day is not None and day <= today + AHEAD
        (late if line.is_late else soon if near else later).append(line)
        if line.kind != kind_of(NextStep.LIFT):
            by_name.setdefault(on_whom(line), []).append(line)
    found = [WaitedOn(name, tuple(lines), any(line.mine for line in lines)) for name, lines in by_name.items()]
    ordered = sorted(found, key=lambda one: (-one.late, -len(one.lines), one.name.casefold()))
    return CampaignOverview(
        late=shortened(late, MOST_STEPS),
        soon=shortened(soon, MOST_STEPS),
        later=shortened(later, MOST_STEPS),
        waited_on=tuple(ordered[:MOST_WAITED_ON]),
        others=max(0, len(ordered) - MOST_WAITED_ON),
    )


def _day(line: WaitingRow, zone: str) -> date | None:
    if line.due is not None:
        return line.due.due_on
    return day_of(line.at, zone) if line.at is not None else None
