"""What the list of external calendars shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.external_calendars.domain.schedule import LONGEST_WAIT
from scheduler.external_calendars.labels import PROBLEMS
from scheduler.external_calendars.models import ExternalCalendar
from scheduler.external_calendars.reading import may_keep


@dataclass(frozen=True, slots=True)
class CalendarCard:
    """A calendar of the list; `problem` says why nothing new came, `organisation` is empty for the coalition's.

    `next_fetch_at` is None for one that is not fetched by itself.
    """

    address: str
    name: str
    tint: int
    organisation: str
    count: int
    unread: int
    is_cut: bool
    read_at: datetime | None
    fetched_at: datetime | None
    next_fetch_at: datetime | None
    problem: str
    may_change: bool


def calendar_cards(
    rows: Iterable[ExternalCalendar], actor: ActorRoles, organisations: Mapping[int, str], now: datetime
) -> Sequence[CalendarCard]:
    """Return what is shown of some calendars; what went wrong is for those who can mend it."""
    return [_card(row, may_keep(row, actor), organisations, now) for row in rows]


def _card(
    row: ExternalCalendar,
    may_change: bool,  # noqa: FBT001
    organisations: Mapping[int, str],
    now: datetime,
) -> CalendarCard:
    problem = PROBLEMS[row.problem] if row.problem is not None and may_change else ""
    return CalendarCard(
        address=row.address,
        name=row.name,
        tint=row.tint,
        organisation=organisations.get(row.organisation_id or 0, ""),
        count=row.occurrence_count,
        unread=row.unread,
        is_cut=row.is_cut,
        read_at=row.read_at,
        fetched_at=row.fetched_at,
        next_fetch_at=row.next_fetch_at if row.next_fetch_at <= now + LONGEST_WAIT else None,
        problem=str(problem),
        may_change=may_change,
    )
