"""Writes reminders and notices when they leave, about the face that their reader may see at that moment."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, lazyload

from scheduler.accounts.domain.standing import Standing
from scheduler.accounts.models import Person
from scheduler.accounts.reading import coalition
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.accounts.services.standing import standings
from scheduler.agenda.clauses import facts
from scheduler.agenda.domain.sight import sees_words
from scheduler.agenda.models import Entry, EntryStatus
from scheduler.agenda.services.notices import NoticeKind
from scheduler.agenda.services.viewers import viewer_of
from scheduler.dates.timezones import day_of, in_zone
from scheduler.outbox.models import Message
from scheduler.outbox.rendering import Letter, NothingToSay, Renderer
from scheduler.reminders.domain.telling_days import is_late
from scheduler.reminders.domain.unsubscribing import Scope, token_of
from scheduler.reminders.kinds.registry import KINDS
from scheduler.reminders.notice_words import NOTICE_WORDS
from scheduler.web.context import settings
from scheduler.web.template_filters import clock, day, zone_label

ABOUT_PAST = frozenset({NoticeKind.CANCELLED, NoticeKind.RESTORED, NoticeKind.MOVED})


@dataclass(frozen=True, slots=True)
class Batch:
    """What the letters of one batch need, loaded at once, and what of them is written already.

    `blank` stands in `forms` for the token that differs from reader to reader.
    """

    people: Mapping[int, Person]
    standings: Mapping[int, Standing]
    entries: Mapping[int, Entry]
    actors: Mapping[int, str]
    coalition_name: str
    blank: str = field(default_factory=lambda: secrets.token_hex(16))
    forms: dict[tuple[object, ...], tuple[str, str]] = field(default_factory=dict)


class ReminderLetters:
    """Writes reminders."""

    def prepare(self, session: Session, messages: Sequence[Message], _now: datetime) -> Renderer:
        """Load the batch and return what writes its letters."""
        batch = load_batch(session, messages)
        return lambda _session, message, now: reminder_letter(batch, message, now)


def load_batch(session: Session, messages: Sequence[Message]) -> Batch:
    """Load people, standings, entries with their guards, and the names of actors."""
    person_ids = {message.person_id for message in messages if message.person_id is not None}
    entry_ids = {message.entry_id for message in messages if message.entry_id is not None}
    actor_ids = {message.payload.get("actor_id") for message in messages} - {None}
    entries = session.scalars(select(Entry).where(Entry.id.in_(entry_ids)).options(joinedload(Entry.guard)))
    # Without their memberships and roles, which come with a person otherwise: standings have been asked for these.
    people = select(Person).where(Person.id.in_(person_ids)).options(lazyload("*"))
    row = coalition(session)
    return Batch(
        people={person.id: person for person in session.scalars(people)},
        standings=standings(session, person_ids),
        entries={entry.id: entry for entry in entries},
        actors=names_with_organisations(session, {int(ident) for ident in actor_ids if ident is not None}),
        coalition_name=row.name if row else _("Coalition Scheduler"),
    )


def reminder_letter(batch: Batch, message: Message, now: datetime) -> Letter | NothingToSay:
    """Write a reminder; nothing for what was cancelled, has moved, or is not its reader's to know any more."""
    found = _reader_and_entry(batch, message)
    if isinstance(found, NothingToSay):
        return found
    person, entry = found
    if entry.status == EntryStatus.CANCELLED:
        return NothingToSay("cancelled")
    if first_day_of(entry).isoformat() != message.payload["first_day"]:
        return NothingToSay("moved")
    in_days = (day_for(entry, person) - day_of(now, person.zone)).days
    values = {
        "heading": _heading(entry.title, in_days),
        "late_since": message.due_at if is_late(message.due_at, now) else None,
        "why": KINDS[message.kind].why,
    }
    return _letter(batch, message, found, "reminder", values)


@dataclass(frozen=True, slots=True)
class Told:
    """What one notice says of an entry that its reader may know of."""

    message: Message
    person: Person
    entry: Entry
    heading: str
    sentence: str
    why: str


def told_by(batch: Batch, message: Message) -> Told | NothingToSay:
    """Return what a notice says; nothing when its entry is not its reader's to know any more."""
    found = _reader_and_entry(batch, message)
    if isinstance(found, NothingToSay):
        return found
    person, entry = found
    kind = NoticeKind(message.kind)
    if kind not in ABOUT_PAST and entry.status == EntryStatus.CANCELLED and kind != NoticeKind.WITHDRAWN:
        return NothingToSay("cancelled")
    words = NOTICE_WORDS[kind]
    actor = batch.actors.get(message.payload.get("actor_id") or 0) or _("Somebody")
    filled = {"title": entry.title, "actor": actor}
    return Told(message, person, entry, str(words.subject) % filled, str(words.sentence) % filled, str(words.why))


def notice_letter(batch: Batch, message: Message, _now: datetime) -> Letter | NothingToSay:
    """Write a notice that goes alone."""
    told = told_by(batch, message)
    if isinstance(told, NothingToSay):
        return told
    values = {"heading": told.heading, "sentence": told.sentence, "why": told.why}
    return _letter(batch, message, (told.person, told.entry), "notice", values)


def _reader_and_entry(batch: Batch, message: Message) -> tuple[Person, Entry] | NothingToSay:
    person, entry = batch.people.get(message.person_id or 0), batch.entries.get(message.entry_id or 0)
    if person is None or not batch.standings[person.id].is_member:
        return NothingToSay("no_member")
    if entry is None or entry.removed_at is not None:
        return NothingToSay("removed")
    # Whoever knows the placeholder alone is told nothing: that there is something to tell is kept back as well.
    if not sees_words(viewer_of(batch.standings[person.id]), facts(entry.guard)):
        return NothingToSay("not_theirs")
    return person, entry


def first_day_of(entry: Entry) -> date:
    """Return the first day in the entry's own zone."""
    if entry.starts_on is not None:
        return entry.starts_on
    if entry.local_start is None:
        raise ValueError(f"entry {entry.id} has no time")
    return entry.local_start.date()


def day_for(entry: Entry, person: Person) -> date:
    """Return the first day as the reader's calendar shows it."""
    return day_of(entry.starts_at, person.zone) if entry.starts_at else first_day_of(entry)


def when_words(entry: Entry, zone: str) -> list[str]:
    """Say when it is: days, or the reader's own time first and the place's beside it when they differ."""
    if entry.facts.get("no_day"):
        # What stands in for a thing without a day has a day that means nothing.
        return []
    if entry.starts_on is not None and entry.ends_on is not None:
        last = entry.ends_on
        return [day(entry.starts_on)] if last == entry.starts_on else [f"{day(entry.starts_on)} – {day(last)}"]
    if entry.starts_at is None or entry.zone is None:
        raise ValueError(f"entry {entry.id} has no time")
    zones = [zone] if zone == entry.zone else [zone, entry.zone]
    return [_moment_words(entry.starts_at, name) for name in zones]


def _moment_words(moment: datetime, zone: str) -> str:
    local = in_zone(moment, zone)
    return f"{day(local.date())}, {clock(local)} ({zone_label(zone, moment)})"


def _heading(title: str, in_days: int) -> str:
    if in_days == 0:
        return _("Today: %(title)s", title=title)
    if in_days == 1:
        return _("Tomorrow: %(title)s", title=title)
    if in_days == -1:
        return _("Since yesterday: %(title)s", title=title)
    if in_days < 0:
        return _("Since %(days)s days: %(title)s", days=-in_days, title=title)
    return _("In %(days)s days: %(title)s", days=in_days, title=title)


def _letter(
    batch: Batch, message: Message, reader: tuple[Person, Entry], template: str, values: dict[str, Any]
) -> Letter:
    """Fill in a letter; all readers of one zone get the same text, but for the address that stops it."""
    person, entry = reader
    subject = one_line(values["heading"])
    key = (
        template,
        message.kind,
        entry.id,
        person.zone,
        subject,
        bool(values.get("late_since")),
        values.get("sentence"),
    )
    forms = batch.forms.get(key)
    if forms is None:
        forms = batch.forms[key] = _forms(batch, person.zone, entry, template, {**values, "subject": subject})
    scope = Scope(person.id, message.stream, message.kind)
    token = token_of(settings().secret_key, scope)
    text, html = (form.replace(batch.blank, token) for form in forms)
    return Letter(
        to=person.email,
        to_name=one_line(person.name),
        from_name=one_line(batch.coalition_name),
        subject=subject,
        text=text,
        html=html,
        list_id=f"{message.stream}s",
        unsubscribe_url=f"{settings().base_url}/unsubscribe/{token}",
    )


def one_line(text: str) -> str:
    """Return text that can stand in a header."""
    return "".join(char if char.isprintable() else " " for char in text)


def link_to(entry: Entry) -> str:
    """Return the address at which an entry is opened."""
    return settings().base_url + entry.path if entry.path else settings().base_url


def _forms(batch: Batch, zone: str, entry: Entry, template: str, values: dict[str, Any]) -> tuple[str, str]:
    """Return a letter as text and as HTML, with a blank where each reader's own token goes."""
    base_url = settings().base_url
    context = {
        **values,
        "when": when_words(entry, zone),
        "location": entry.location,
        "link": link_to(entry),
        "coalition_name": batch.coalition_name,
        "preferences_url": f"{base_url}/reminders",
        "unsubscribe_url": f"{base_url}/unsubscribe/{batch.blank}",
    }
    templates = (current_app.jinja_env.get_template(f"emails/reminders/{template}.{form}") for form in ("txt", "html"))
    text, html = (found.render(context) for found in templates)
    return text, html
