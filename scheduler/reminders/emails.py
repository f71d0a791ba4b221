"""Writes reminders and notices when they leave, about the text that their reader may see at that moment."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.models import Person
from scheduler.accounts.reading import coalition, people_with_address
from scheduler.accounts.services.actor_roles import standings
from scheduler.agenda.domain.visibility import Period, may_be_notified, sees_text
from scheduler.agenda.models import TELLS_MORE, Entry, EntryStatus
from scheduler.agenda.queries.guards import periods_by_guard
from scheduler.agenda.services.notifications import WRITTEN, NotificationKind
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.dates.timezones import day_of
from scheduler.outbox.mime import inlined
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.rendering import Letter, NotSent, Renderer, one_line
from scheduler.reminders.details import NO_DETAILS, Asked, Details, DetailSource, PeopleNamed, details_of
from scheduler.reminders.domain.due_times import is_late
from scheduler.reminders.domain.unsubscribing import Scope, token_of
from scheduler.reminders.kinds.registry import KINDS
from scheduler.reminders.link_labels import link_address, link_label, link_token
from scheduler.reminders.moves import clock_details, move_details
from scheduler.reminders.notification_texts import NOTIFICATION_TEXTS, NotificationTexts
from scheduler.reminders.reading import entries_with_guards
from scheduler.reminders.services.schedules import pauses
from scheduler.reminders.time_labels import time_label, when_rows
from scheduler.web.request import settings

ABOUT_PAST = frozenset({NotificationKind.CANCELLED, NotificationKind.RESTORED, NotificationKind.MOVED})

ABOUT_MOMENTS = frozenset({NotificationKind.MOVED, NotificationKind.CLOCKS_CHANGED})
"""What names the new and the old moment."""

PUBLISHED_ALREADY = frozenset({NotificationKind.PUBLISHED, NotificationKind.CORRECTED, NotificationKind.WITHDRAWN})
"""What is told when the day to publish on means nothing any more."""

_SENT_WHEN_OFF = WRITTEN | frozenset(
    {
        NotificationKind.CANCELLED,
        NotificationKind.WITHDRAWN,
        NotificationKind.SENT_COPY_OUTDATED,
        NotificationKind.BILL_FOLLOWED,
    }
)
"""What is told of something cancelled as well: that it is, whom outside to inform of that, what people write."""

SHOWN = ("heading", "sentence", "why", "rows", "quote", "quote_label", "action", "link")
"""What the template of a notice is given; two letters that say the same are written once."""


@dataclass(frozen=True, slots=True)
class Form:
    """A letter whose blanks are still to be filled in."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What the letters of one batch need, loaded at once, and what of them is written already.

    `paused_until` has the last day of each pause, `periods` when what notices are about was kept back, by guard.
    `blanks` stand in `forms` for what differs from reader to reader: the tokens to unsubscribe, and of the link.
    """

    people: Mapping[int, Person]
    standings: Mapping[int, ActorRoles]
    entries: Mapping[int, Entry]
    actors: PeopleNamed
    coalition_name: str
    sender_name: str
    paused_until: Mapping[int, date]
    periods: Mapping[int, Sequence[Period]]
    details: dict[int, Details | NotSent] = field(default_factory=dict)
    blanks: tuple[str, str] = field(default_factory=lambda: (secrets.token_hex(16), secrets.token_hex(16)))
    forms: dict[tuple[object, ...], Form] = field(default_factory=dict)


class ReminderEmails:
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
    entries = entries_with_guards(session, entry_ids)
    notified = {message.entry_id for message in messages if message.stream == Stream.NOTICE}
    guards = {entry.guard_id for entry in entries.values() if entry.id in notified}
    row = coalition(session)
    return Batch(
        people=people_with_address(session, person_ids),
        standings=standings(session, person_ids),
        entries=entries,
        actors=PeopleNamed.load(session, {int(ident) for ident in actor_ids if ident is not None}),
        coalition_name=row.name if row else _("Coalition Scheduler"),
        sender_name=one_line(row.name) if row else "",
        paused_until=pauses(session, person_ids),
        periods=periods_by_guard(session, guards) if guards else {},
    )


def load_details(
    session: Session, batch: Batch, messages: Sequence[Message], sources: Sequence[DetailSource], now: datetime
) -> None:
    """Ask the features that know more of what these notices tell, for those whose readers may know of it."""
    asked = [one for message in messages if isinstance(one := _asked(batch, message), Asked)]
    batch.details.update(details_of(session, sources, asked, now))


def _asked(batch: Batch, message: Message) -> Asked | NotSent:
    found = _reader_and_entry(batch, message)
    if isinstance(found, NotSent):
        return found
    person, entry = found
    viewer, periods = viewer_of(batch.standings[person.id]), batch.periods.get(entry.guard_id, ())
    if not may_be_notified(viewer, guard_rules(entry.guard), periods, message.created_at):
        return NotSent("not_theirs")
    actor = batch.actors.about(entry, message.payload.get("actor_id") or 0) or _("Someone")
    return Asked(message, viewer, person.zone, entry, actor)


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a reminder is about, and in how many of its reader's days that is; negative when it has begun.

    `in_hours` is set for one that comes hours before.
    """

    person: Person
    entry: Entry
    in_days: int
    in_hours: int | None = None

    @property
    def heading(self) -> str:
        """Say when it is, or is due, with its title."""
        if self.in_hours is None:
            return heading_of(self.entry, self.in_days)
        return _in_hours(self.entry, self.in_hours)


def reminded_of(batch: Batch, message: Message, now: datetime) -> Reminded | NotSent:
    """Return what a reminder says; nothing for what is off, has moved, or is not theirs to know."""
    found = _reader_and_entry(batch, message)
    if isinstance(found, NotSent):
        return found
    person, entry = found
    if (reason := _kept_back(batch, person, entry, now)) is not None:
        return reason
    if first_day_of(entry).isoformat() != message.payload["first_day"]:
        return NotSent("moved")
    in_days = (day_for(entry, person) - day_of(now, person.zone)).days
    starts_at = message.payload.get("starts_at")
    if starts_at is not None and entry.starts_at is not None:
        if int(entry.starts_at.timestamp()) != starts_at:
            return NotSent("moved")
        if entry.starts_at > now:
            hours = max(1, round((entry.starts_at - now) / timedelta(hours=1)))
            return Reminded(person, entry, in_days, hours)
    return Reminded(person, entry, in_days)


def _kept_back(batch: Batch, person: Person, entry: Entry, now: datetime) -> NotSent | None:
    # The planner leaves out who is on a pause; this was planned before, and is late or gathered.
    if (paused_until := batch.paused_until.get(person.id)) and day_of(now, person.zone) <= paused_until:
        return NotSent("paused")
    return NotSent("cancelled") if entry.status == EntryStatus.CANCELLED else None


def reminder_letter(batch: Batch, message: Message, now: datetime) -> Letter | NotSent:
    """Write a reminder that goes alone."""
    found = reminded_of(batch, message, now)
    if isinstance(found, NotSent):
        return found
    person, entry, late = found.person, found.entry, is_late(message.due_at, now)
    key = (message.kind, entry.id, person.zone, found.in_days, found.in_hours, late)
    if key not in batch.forms:
        values = {
            "heading": found.heading,
            "late_since": late,
            "why": KINDS[message.kind].why,
            "action": str(KINDS[message.kind].action),
            "rows": when_rows(entry, person.zone),
            "link": link_to(entry),
            "from_here": link_label(message.kind),
            "from_here_link": link_address(batch.blanks[1]),
        }
        batch.forms[key] = _form(batch, person.zone, entry, "reminder", values)
    return _letter(batch, message, person, entry, batch.forms[key])


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailDetails:
    """What one notice says of an entry that its reader may know of; `rows` are label and value."""

    message: Message
    person: Person
    entry: Entry
    heading: str
    sentence: str
    why: str
    rows: tuple[tuple[str, str], ...]
    quote: str
    quote_label: str
    action: str
    link: str
    reply_to: str


def email_details_of(batch: Batch, message: Message) -> EmailDetails | NotSent:
    """Return what a notice says; nothing when its entry is not its reader's to know any more, or it is so no more."""
    asked = _asked(batch, message)
    if isinstance(asked, NotSent):
        return asked
    details = _details_of(batch, asked)
    if isinstance(details, NotSent):
        return details
    texts, filled = NOTIFICATION_TEXTS[asked.kind], {"title": asked.title, "actor": asked.actor}
    return EmailDetails(
        message=message,
        person=batch.people[message.person_id or 0],
        entry=asked.entry,
        heading=details.heading or str(texts.subject) % filled,
        sentence=details.sentence or str(texts.sentence) % filled,
        why=str(texts.why),
        rows=_rows(asked, details),
        quote=details.quote,
        quote_label=details.quote_label,
        action=details.action or _action(asked, texts),
        link=settings().base_url + details.path if details.path else link_to(asked.entry),
        reply_to=details.reply_to,
    )


def _details_of(batch: Batch, asked: Asked) -> Details | NotSent:
    """Return what is known of a notice, or that what it tells is so no more."""
    own = batch.details.get(asked.message.id, NO_DETAILS)
    if isinstance(own, NotSent):
        return own
    is_off = asked.entry.status == EntryStatus.CANCELLED
    if is_off and asked.kind not in _SENT_WHEN_OFF:
        return NotSent("cancelled")
    if asked.kind is NotificationKind.CANCELLED and not is_off and not own.heading:
        return NotSent("restored")
    if asked.kind not in ABOUT_MOMENTS or own.heading:
        return own
    moved = move_details(asked) if asked.kind is NotificationKind.MOVED else clock_details(asked)
    if isinstance(moved, NotSent):
        return moved
    return replace(moved, quote=own.quote, quote_label=own.quote_label)


def _rows(asked: Asked, details: Details) -> tuple[tuple[str, str], ...]:
    """Return what is known first, then when it is, unless that is said already or over."""
    if asked.kind in PUBLISHED_ALREADY or (
        asked.kind in {NotificationKind.MOVED, NotificationKind.CLOCKS_CHANGED} and details.rows
    ):
        return details.rows
    return (*details.rows, *when_rows(asked.entry, asked.zone))


def _action(asked: Asked, texts: NotificationTexts) -> str:
    return str(texts.action) if asked.entry.path else _("Open the calendar")


def notification_email(batch: Batch, message: Message, _now: datetime) -> Letter | NotSent:
    """Write a notice that goes alone."""
    details = email_details_of(batch, message)
    if isinstance(details, NotSent):
        return details
    values = {name: getattr(details, name) for name in SHOWN}
    person, entry = details.person, details.entry
    key = ("notice", message.kind, entry.id, person.zone, *values.values())
    if key not in batch.forms:
        batch.forms[key] = _form(batch, person.zone, entry, "notice", values)
    letter = _letter(batch, message, person, entry, batch.forms[key])
    return replace(letter, reply_to=details.reply_to or None)


def _reader_and_entry(batch: Batch, message: Message) -> tuple[Person, Entry] | NotSent:
    person, entry = batch.people.get(message.person_id or 0), batch.entries.get(message.entry_id or 0)
    if person is None or not batch.standings[person.id].is_member:
        return NotSent("no_member")
    if entry is None or entry.removed_at is not None:
        return NotSent("removed")
    # Whoever knows the placeholder alone is told nothing: that there is something to tell is kept back as well.
    if not sees_text(viewer_of(batch.standings[person.id]), guard_rules(entry.guard)):
        return NotSent("not_theirs")
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


def heading_of(entry: Entry, in_days: int) -> str:
    """Say in how many days something is, or is due, in days of the reader's calendar."""
    return _due(entry.title, in_days) if entry.kind in TELLS_MORE else _takes_place(entry.title, in_days)


def _in_hours(entry: Entry, hours: int) -> str:
    if entry.kind in TELLS_MORE:
        return ngettext(
            "Due in about %(num)s hour: %(title)s", "Due in about %(num)s hours: %(title)s", hours, title=entry.title
        )
    return ngettext("In about %(num)s hour: %(title)s", "In about %(num)s hours: %(title)s", hours, title=entry.title)


def _takes_place(title: str, in_days: int) -> str:
    if in_days == 0:
        return _("Today: %(title)s", title=title)
    if in_days == 1:
        return _("Tomorrow: %(title)s", title=title)
    if in_days == -1:
        return _("Began yesterday: %(title)s", title=title)
    if in_days < 0:
        return _("Began %(days)s days ago: %(title)s", days=-in_days, title=title)
    return _("In %(days)s days: %(title)s", days=in_days, title=title)


def _due(title: str, in_days: int) -> str:
    if in_days == 0:
        return _("Due today: %(title)s", title=title)
    if in_days == 1:
        return _("Due tomorrow: %(title)s", title=title)
    if in_days == -1:
        return _("1 day overdue: %(title)s", title=title)
    if in_days < 0:
        return _("%(days)s days overdue: %(title)s", days=-in_days, title=title)
    return _("Due in %(days)s days: %(title)s", days=in_days, title=title)


def _letter(batch: Batch, message: Message, person: Person, entry: Entry, form: Form) -> Letter:
    """Fill in a letter; all readers of one zone get the same text, but for addresses of their own."""
    token = token_of(settings().secret_key, Scope(person.id, message.stream, message.kind))
    own = link_token(message, entry)
    text, html = (one.replace(batch.blanks[0], token).replace(batch.blanks[1], own) for one in (form.text, form.html))
    return Letter(
        to=person.email,
        to_name=one_line(person.name),
        from_name=batch.sender_name,
        subject=form.subject,
        text=text,
        html=html,
        has_style=False,
        list_id=f"{message.stream}s",
        unsubscribe_url=f"{settings().base_url}/unsubscribe/{token}",
    )


def link_to(entry: Entry) -> str:
    """Return the address at which an entry is opened."""
    return settings().base_url + entry.path if entry.path else settings().base_url


def _form(batch: Batch, zone: str, entry: Entry, template: str, values: dict[str, Any]) -> Form:
    """Write a letter as text and as HTML, with blanks where each reader's own tokens go."""
    base_url, subject = settings().base_url, one_line(values["heading"])
    context = {
        **values,
        "subject": subject,
        "when": time_label(entry, zone),
        "location": entry.location,
        "coalition_name": batch.coalition_name,
        "preferences_url": f"{base_url}/reminders",
        "unsubscribe_url": f"{base_url}/unsubscribe/{batch.blanks[0]}",
    }
    templates = (current_app.jinja_env.get_template(f"emails/reminders/{template}.{form}") for form in ("txt", "html"))
    text, html = (found.render(context) for found in templates)
    return Form(subject, text, inlined(html))
