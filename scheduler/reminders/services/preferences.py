"""When people want to be reminded, and of what."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.db import touch
from scheduler.outbox.models import Stream
from scheduler.outbox.services import EVERYTHING, suppress, suppressed, unsuppress
from scheduler.reminders.domain.leads import DEFAULT_HOUR, DEFAULT_LEADS
from scheduler.reminders.models import ReminderPreference


@dataclass(frozen=True, slots=True)
class Preference:
    """Lead times in days, the local hour, the last day of a pause, and the scopes that a person does not want."""

    lead_days: tuple[int, ...]
    hour: int
    paused_until: date | None
    unwanted: frozenset[tuple[Stream, str]]
    revision: int


class StalePreferenceError(ValueError):
    """The preferences were changed meanwhile, in another window."""


def preference_of(session: Session, person_id: int) -> Preference:
    """Return what a person has chosen, or the defaults."""
    row = session.get(ReminderPreference, person_id)
    unwanted = frozenset(suppressed(session, person_id))
    if row is None:
        return Preference(DEFAULT_LEADS, DEFAULT_HOUR, None, unwanted, 0)
    return Preference(tuple(row.lead_days), row.hour, row.paused_until, unwanted, row.revision)


def choose_times(
    session: Session,
    person_id: int,
    *,
    lead_days: Sequence[int],
    hour: int,
    paused_until: date | None,
    revision: int | None,
) -> None:
    """Write when a person wants to be reminded; if their new hour has struck today, the next run makes up for it.

    Raises:
        StalePreferenceError: `revision` is not the present one.
    """
    row = session.get(ReminderPreference, person_id)
    if row is None:
        row = ReminderPreference(person_id=person_id, revision=0)
        session.add(row)
    if (revision or 0) != row.revision:
        raise StalePreferenceError
    row.lead_days, row.hour, row.paused_until = list(lead_days), hour, paused_until
    row.revision += 1
    # The planner asks who has changed.
    touch(session, session.get_one(Person, person_id))
    session.flush()


def choose_kinds(
    session: Session,
    person_id: int,
    stream: Stream,
    *,
    wanted: Collection[str],
    offered: Collection[str],
    now: datetime,
) -> None:
    """Let the wanted kinds of a stream through and stop the others that were offered."""
    unsuppress(session, person_id, stream, EVERYTHING)
    for kind in offered:
        if kind in wanted:
            unsuppress(session, person_id, stream, kind)
        else:
            suppress(session, person_id, stream, kind, now)


def choose_zone(session: Session, person_id: int, zone: str) -> None:
    """Set the zone in which a person lives; reminders come at their hour there."""
    person = session.get_one(Person, person_id)
    if person.zone != zone:
        person.zone = zone
        touch(session, person)
        session.flush()
