"""When people want to be reminded, of what, and in which form."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.services.follows import follow_topics, topics_followed
from scheduler.agenda.services.notifications import URGENT
from scheduler.db import once, touch
from scheduler.outbox.models import DIGEST, Stream
from scheduler.outbox.services import EVERYTHING, suppress, suppressed, unsuppress
from scheduler.reminders.domain.choices import DEFAULTS, GATHERED, OFF, OWN_WORK, Delivery, KindChoice, standing_of
from scheduler.reminders.domain.lead_times import DEFAULT_LEADS, Leads
from scheduler.reminders.domain.schedules import EVERY_DAY, QuietHours, Schedule, Times
from scheduler.reminders.models import ReminderPreference
from scheduler.rows import StaleEditError, lock_row


@dataclass(frozen=True, slots=True)
class Preference:
    """What a person has chosen or gets by default, the last day of a pause, and what they have unsubscribed from."""

    schedule: Schedule
    paused_until: date | None
    unwanted: frozenset[tuple[Stream, str]]
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """All that a person chooses on the page of their reminders; of what is off, it says so."""

    times: Times
    paused_until: date | None = None
    kinds: Mapping[str, KindChoice] = field(default_factory=dict)
    notices: Mapping[str, Delivery] = field(default_factory=dict)
    topics: frozenset[str] = frozenset()

    @property
    def schedule(self) -> Schedule:
        """Return when a person who chooses this is told."""
        return Schedule(self.times, self.kinds, self.notices)


@dataclass(frozen=True, slots=True)
class Offer:
    """The kinds of reminders and of notices that can be chosen."""

    reminders: Collection[str]
    notices: Collection[str]


def schedule_of(row: ReminderPreference, zone: str) -> Schedule:
    """Return when a person is told who has chosen, in the zone that they live in.

    What has become urgent since it was put into a daily or weekly email comes at once.
    """
    quiet = None
    if row.quiet_from is not None and row.quiet_until is not None:
        quiet = QuietHours(row.quiet_from, row.quiet_until)
    weekdays = EVERY_DAY if row.weekdays is None else tuple(row.weekdays)
    times = Times(zone, row.hour, weekdays, row.weekly_day, quiet)
    notices = {name: Delivery(kept) for name, kept in (row.notices or {}).items() if name not in URGENT}
    if row.kinds is None:
        # Chosen when there was one list for all kinds: who left it empty wanted no reminders.
        delivery = Delivery.AT_ONCE if row.lead_days else Delivery.OFF
        return Schedule(times, dict.fromkeys(OWN_WORK, KindChoice(delivery, Leads(tuple(row.lead_days)))), notices)
    kinds = {name: KindChoice(Delivery(kept["delivery"]), Leads.of(kept["leads"])) for name, kept in row.kinds.items()}
    return Schedule(times, kinds, notices)


def preference_of(session: Session, person: Person) -> Preference:
    """Return what a person has chosen, or the defaults of their role."""
    row = session.get(ReminderPreference, person.id)
    unwanted = frozenset(suppressed(session, person.id))
    if row is None:
        roles = actor_roles(session, person.id)
        kinds = DEFAULTS[standing_of(set(roles.roles.values()), is_coordinator=roles.is_coordinator)]
        return Preference(Schedule(Times(person.zone), kinds), None, unwanted, 0)
    return Preference(schedule_of(row, person.zone), row.paused_until, unwanted, row.revision)


def choice_of(session: Session, person: Person, offer: Offer) -> Choice:
    """Return what a person has chosen, as the page asks for it."""
    chosen = preference_of(session, person)

    def is_off(stream: Stream, kind: str, delivery: Delivery) -> bool:
        is_unwanted = {(stream, kind), (stream, EVERYTHING)} & chosen.unwanted
        return bool(is_unwanted) or (delivery in GATHERED and (Stream.REMINDER, DIGEST) in chosen.unwanted)

    kinds = {kind: chosen.schedule.choice(kind) for kind in offer.reminders}
    notices = {kind: chosen.schedule.notice(kind) for kind in offer.notices}
    return Choice(
        times=chosen.schedule.times,
        paused_until=chosen.paused_until,
        kinds={
            kind: KindChoice(Delivery.OFF, one.leads) if is_off(Stream.REMINDER, kind, one.delivery) else one
            for kind, one in kinds.items()
        },
        notices={
            kind: Delivery.OFF if is_off(Stream.NOTICE, kind, delivery) else delivery
            for kind, delivery in notices.items()
        },
        topics=topics_followed(session, person.id),
    )


def choose(
    session: Session, person_id: int, choice: Choice, offer: Offer, *, revision: int | None, now: datetime
) -> None:
    """Keep all that a person has chosen; choosing it again changes nothing.

    If their new hour has struck today, the next run of the planner makes up for it.

    Raises:
        StaleEditError: `revision` is not the present one.
    """
    person = lock_row(session, Person, person_id)
    row = _locked(session, person_id)
    if row.revision and choice == choice_of(session, person, offer):
        return
    if (revision or 0) != row.revision:
        raise StaleEditError
    _fill(row, choice)
    row.revision += 1
    # The planner asks who has changed.
    touch(session, person)
    session.flush()
    choose_zone(session, person_id, choice.times.zone)
    unsuppress(session, person_id, Stream.REMINDER, DIGEST)
    kinds = {kind: choice.kinds.get(kind, OFF).delivery for kind in offer.reminders}
    notices = {kind: choice.notices.get(kind, Delivery.OFF) for kind in offer.notices}
    for stream, chosen in ((Stream.REMINDER, kinds), (Stream.NOTICE, notices)):
        _choose_kinds(session, person_id, stream, chosen, now)
    follow_topics(session, person_id, choice.topics, now)


def _fill(row: ReminderPreference, choice: Choice) -> None:
    times = choice.times
    row.hour, row.paused_until = times.hour, choice.paused_until
    row.weekdays, row.weekly_day = list(times.weekdays), times.weekly_day
    row.quiet_from, row.quiet_until = (times.quiet.start, times.quiet.end) if times.quiet else (None, None)
    row.kinds = {kind: _kept(one) for kind, one in choice.kinds.items()}
    row.notices = {kind: str(delivery) for kind, delivery in choice.notices.items() if delivery in GATHERED}


def _kept(choice: KindChoice) -> dict[str, Any]:
    return {"delivery": str(choice.delivery), "leads": choice.leads.codes}


def stop_mail(session: Session, person_id: int, stream: Stream, kinds: Collection[str], now: datetime) -> None:
    """Stop kinds of mail to a person; a page that shows what they chose before is out of date then. Twice is once."""
    _move_on(session, person_id)
    for kind in sorted(kinds):
        suppress(session, person_id, stream, kind, now)


def take_mail_up_again(session: Session, person_id: int, stream: Stream, kinds: Collection[str]) -> None:
    """Let kinds of mail through again, at once if they were chosen to be off; twice is once."""
    row = _move_on(session, person_id)
    for kind in sorted(kinds):
        unsuppress(session, person_id, stream, kind)
        if row is None or row.kinds is None or stream is not Stream.REMINDER or kind not in row.kinds:
            continue
        if row.kinds[kind]["delivery"] == Delivery.OFF:
            leads = row.kinds[kind]["leads"] or DEFAULT_LEADS.codes
            row.kinds = row.kinds | {kind: {"delivery": str(Delivery.AT_ONCE), "leads": leads}}


def _move_on(session: Session, person_id: int) -> ReminderPreference | None:
    lock_row(session, Person, person_id)
    if session.get(ReminderPreference, person_id) is None:
        return None
    row = lock_row(session, ReminderPreference, person_id)
    row.revision += 1
    return row


def _locked(session: Session, person_id: int) -> ReminderPreference:
    """Return a person's row, locked, made when it is first needed; the person is locked already."""
    once(session, lambda: session.get(ReminderPreference, person_id), lambda: _first(session, person_id))
    return lock_row(session, ReminderPreference, person_id)


def _first(session: Session, person_id: int) -> ReminderPreference:
    row = ReminderPreference(person_id=person_id, revision=0)
    session.add(row)
    session.flush()
    return row


def _choose_kinds(
    session: Session, person_id: int, stream: Stream, chosen: Mapping[str, Delivery], now: datetime
) -> None:
    """Let the wanted kinds of a stream through and stop the others that were offered."""
    unsuppress(session, person_id, stream, EVERYTHING)
    for kind, delivery in chosen.items():
        if delivery is Delivery.OFF:
            suppress(session, person_id, stream, kind, now)
        else:
            unsuppress(session, person_id, stream, kind)


def choose_zone(session: Session, person_id: int, zone: str) -> None:
    """Set the zone in which a person lives; reminders come at their hour there."""
    person = lock_row(session, Person, person_id)
    if person.zone != zone:
        person.zone = zone
        person.revision += 1
        touch(session, person)
        session.flush()
