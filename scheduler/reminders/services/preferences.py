"""When people want to be reminded, and of what."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.agenda.services.follows import follow_topics, topics_followed
from scheduler.db import once, touch
from scheduler.outbox.models import Stream
from scheduler.outbox.services import EVERYTHING, suppress, suppressed, unsuppress
from scheduler.reminders.domain.lead_times import DEFAULT_HOUR, DEFAULT_LEADS
from scheduler.reminders.models import ReminderPreference
from scheduler.rows import StaleEditError, lock_row


@dataclass(frozen=True, slots=True)
class Preference:
    """Lead times in days, the local hour, the last day of a pause, and the scopes that a person does not want."""

    lead_days: tuple[int, ...]
    hour: int
    paused_until: date | None
    unwanted: frozenset[tuple[Stream, str]]
    revision: int


def preference_of(session: Session, person_id: int) -> Preference:
    """Return what a person has chosen, or the defaults."""
    row = session.get(ReminderPreference, person_id)
    unwanted = frozenset(suppressed(session, person_id))
    if row is None:
        return Preference(DEFAULT_LEADS, DEFAULT_HOUR, None, unwanted, 0)
    return Preference(tuple(row.lead_days), row.hour, row.paused_until, unwanted, row.revision)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """All that a person chooses on the page of their reminders: kinds that they want, topics that they follow."""

    lead_days: tuple[int, ...]
    hour: int
    paused_until: date | None
    zone: str
    reminders: frozenset[str]
    notices: frozenset[str]
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Offer:
    """The kinds of reminders and of notices that can be chosen."""

    reminders: Collection[str]
    notices: Collection[str]


def choose(
    session: Session, person_id: int, choice: Choice, offer: Offer, *, revision: int | None, now: datetime
) -> None:
    """Keep all that a person has chosen; choosing it again changes nothing.

    Raises:
        StaleEditError: `revision` is not the present one.
    """
    person = lock_row(session, Person, person_id)
    if _locked(session, person_id).revision and choice == choice_of(session, person, offer):
        return
    choose_times(
        session,
        person_id,
        lead_days=choice.lead_days,
        hour=choice.hour,
        paused_until=choice.paused_until,
        revision=revision,
    )
    choose_zone(session, person_id, choice.zone)
    kinds = ((Stream.REMINDER, choice.reminders, offer.reminders), (Stream.NOTICE, choice.notices, offer.notices))
    for stream, wanted, offered in kinds:
        choose_kinds(session, person_id, stream, wanted=wanted, offered=offered, now=now)
    follow_topics(session, person_id, choice.topics, now)


def choice_of(session: Session, person: Person, offer: Offer) -> Choice:
    """Return what a person has chosen, as the page asks for it."""
    chosen = preference_of(session, person.id)
    unwanted = chosen.unwanted

    def wanted(stream: Stream, offered: Collection[str]) -> frozenset[str]:
        return frozenset(kind for kind in offered if not {(stream, kind), (stream, EVERYTHING)} & unwanted)

    return Choice(
        lead_days=chosen.lead_days,
        hour=chosen.hour,
        paused_until=chosen.paused_until,
        zone=person.zone,
        reminders=wanted(Stream.REMINDER, offer.reminders),
        notices=wanted(Stream.NOTICE, offer.notices),
        topics=topics_followed(session, person.id),
    )


def stop_mail(session: Session, person_id: int, stream: Stream, kinds: Collection[str], now: datetime) -> None:
    """Stop kinds of mail to a person; a page that shows what they chose before is out of date then. Twice is once."""
    _move_on(session, person_id)
    for kind in sorted(kinds):
        suppress(session, person_id, stream, kind, now)


def take_mail_up_again(session: Session, person_id: int, stream: Stream, kinds: Collection[str]) -> None:
    """Let kinds of mail through again; twice is once."""
    _move_on(session, person_id)
    for kind in sorted(kinds):
        unsuppress(session, person_id, stream, kind)


def _move_on(session: Session, person_id: int) -> None:
    lock_row(session, Person, person_id)
    if session.get(ReminderPreference, person_id) is not None:
        lock_row(session, ReminderPreference, person_id).revision += 1


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
        StaleEditError: `revision` is not the present one.
    """
    person = lock_row(session, Person, person_id)
    row = _locked(session, person_id)
    if (revision or 0) != row.revision:
        raise StaleEditError
    row.lead_days, row.hour, row.paused_until = list(lead_days), hour, paused_until
    row.revision += 1
    # The planner asks who has changed.
    touch(session, person)
    session.flush()


def _locked(session: Session, person_id: int) -> ReminderPreference:
    """Return a person's row, locked, made when it is first needed; the person is locked already."""
    once(session, lambda: session.get(ReminderPreference, person_id), lambda: _first(session, person_id))
    return lock_row(session, ReminderPreference, person_id)


def _first(session: Session, person_id: int) -> ReminderPreference:
    row = ReminderPreference(person_id=person_id, revision=0)
    session.add(row)
    session.flush()
    return row


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
    person = lock_row(session, Person, person_id)
    if person.zone != zone:
        person.zone = zone
        person.revision += 1
        touch(session, person)
        session.flush()
