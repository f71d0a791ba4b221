"""Writes the daily and weekly emails: all that one person is told at one time, in parts, each thing once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain

from flask import current_app
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.dates.timezones import day_of
from scheduler.outbox.bundling import carried_by
from scheduler.outbox.models import DIGEST, Message, Stream
from scheduler.outbox.rendering import Letter, NotSent, Renderer, one_line
from scheduler.outbox.services import is_suppressed, suppressed_by
from scheduler.reminders.details import DetailSource
from scheduler.reminders.domain.due_times import is_late
from scheduler.reminders.emails import (
    Batch,
    EmailDetails,
    Reminded,
    email_details_of,
    link_to,
    load_batch,
    load_details,
    notification_email,
    reminded_of,
    reminder_letter,
)
from scheduler.reminders.kinds.protocol import Section
from scheduler.reminders.kinds.registry import KINDS
from scheduler.reminders.link_labels import link_address, link_label, link_token
from scheduler.reminders.notification_emails import (
    UNWANTED,
    NotificationLine,
    Reason,
    ShownLine,
    notice_reason,
    notification_lines,
    stop_address,
    subject_of,
    without_overtaken,
)
from scheduler.reminders.time_labels import when_rows
from scheduler.web.request import settings
from scheduler.web.template_filters import day

LISTED = 25
"""So many lines a part has at most; a longer list is not read."""

TITLES: Mapping[Section, LazyString] = {
    Section.WAITING: _l("Due from you"),
    Section.PUBLISHES: _l("Publishing soon"),
    Section.NEAR: _l("Coming up"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the letter: its title, the lines that are listed, and how many there are beyond these."""

    title: str
    lines: tuple[ShownLine, ...]
    more: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What there is to tell one person: reminders, each of an entry of its own, and what has changed."""

    reminders: Sequence[tuple[Message, Reminded]]
    notices: Sequence[NotificationLine]

    @property
    def count(self) -> int:
        return len(self.reminders) + len(self.notices)

    @property
    def is_weekly(self) -> bool:
        """Say whether it is the weekly email; what else is due at its hour leaves with it."""
        messages = [message for message, _one in self.reminders] + [line.details.message for line in self.notices]
        return any(message.payload.get("weekly") for message in messages)

    @property
    def person(self) -> Person:
        return self.reminders[0][1].person if self.reminders else self.notices[0].details.person


class DigestEmails:
    """Writes what was gathered for a person; what nothing is left of is not sent."""

    bundles = True
    due_only = True

    def __init__(self, sources: Sequence[DetailSource] = ()) -> None:
        self._sources = sources

    def prepare(self, session: Session, messages: Sequence[Message], now: datetime) -> Renderer:
        """Load the batch, with what its messages carry, and return what writes its letters."""
        found = carried_by(session, [message.id for message in messages])
        # Earlier digests that could not leave go along: what they say themselves is nothing.
        carried = {ident: [one for one in some if one.kind != DIGEST] for ident, some in found.items()}
        parts = list(chain.from_iterable(carried.values()))
        batch = load_batch(session, parts)
        notices = [message for message in parts if message.stream == Stream.NOTICE]
        load_details(session, batch, notices, self._sources, now)
        unwanted = suppressed_by(session, batch.people)

        def write(_session: Session, message: Message, now: datetime) -> Letter | NotSent:
            suppressed = unwanted.get(message.person_id or 0, set())
            return digest_letter(batch, message, carried.get(message.id, ()), suppressed, now)

        return write


def digest_letter(
    batch: Batch,
    carrier: Message,
    parts: Sequence[Message],
    unwanted: Collection[tuple[Stream, str]],
    now: datetime,
) -> Letter | NotSent:
    """Write what is gathered; what would be alone in it is written as it is by itself."""
    wanted = [message for message in parts if not is_suppressed(message, set(unwanted))]
    coming = [message for message in wanted if message.expires_at is None or message.expires_at > now]
    reminders = [message for message in coming if message.stream == Stream.REMINDER]
    reminded = [(message, reminded_of(batch, message, now)) for message in reminders]
    notices = without_overtaken([message for message in coming if message.stream == Stream.NOTICE])
    details = [email_details_of(batch, message) for message in notices]
    found = _Found(
        _each_once((message, one) for message, one in reminded if isinstance(one, Reminded)),
        notification_lines([one for one in details if isinstance(one, EmailDetails)]),
    )
    if not found.count:
        unsaid = [one for _message, one in reminded if isinstance(one, NotSent)]
        unsaid += [one for one in details if isinstance(one, NotSent)]
        return next(iter(unsaid), NotSent("over") if wanted else UNWANTED)
    if found.count == 1:
        return _alone(batch, found, now)
    return _letter(batch, carrier, found, now)


def place_of(kind: str, in_days: int, title: str) -> tuple[int, int, str]:
    """Return by what the reminders of a letter are ordered: by its parts, then the nearest first."""
    return list(Section).index(KINDS[kind].section), in_days, title


def digest_subject(headings: Sequence[str], *, is_weekly: bool) -> str:
    """Return the subject of a letter that gathers several things."""
    subject = subject_of(headings)
    return _("Your week ahead: %(subject)s", subject=subject) if is_weekly else subject


def _each_once(reminded: Iterable[tuple[Message, Reminded]]) -> Sequence[tuple[Message, Reminded]]:
    """Leave out what is told of an entry a second time; the rest by its part, the nearest first."""
    ordered = sorted(reminded, key=lambda one: (*place_of(one[0].kind, one[1].in_days, one[1].entry.title), one[0].id))
    kept: dict[int, tuple[Message, Reminded]] = {}
    for message, one in ordered:
        kept.setdefault(one.entry.id, (message, one))
    return list(kept.values())


def _alone(batch: Batch, found: _Found, now: datetime) -> Letter | NotSent:
    if found.reminders:
        return reminder_letter(batch, found.reminders[0][0], now)
    return notification_email(batch, found.notices[0].details.message, now)


def _letter(batch: Batch, carrier: Message, found: _Found, now: datetime) -> Letter:
    person, base_url = found.person, settings().base_url
    headings = [one.heading for _message, one in found.reminders]
    headings += [line.details.heading for line in found.notices]
    subject = digest_subject(headings, is_weekly=found.is_weekly)
    context = {
        "subject": one_line(subject),
        "heading": _heading(day(day_of(now, person.zone)), is_weekly=found.is_weekly),
        "late_since": is_late(datetime.fromtimestamp(carrier.payload["at"], UTC), now),
        "parts": list(_parts(found)),
        "reasons": list(_reasons(found)),
        "link": f"{base_url}/",
        "more_link": f"{base_url}/notifications",
        "coalition_name": batch.coalition_name,
        "preferences_url": f"{base_url}/reminders",
        "unsubscribe_url": (stop := stop_address(person.id, Stream.REMINDER, [DIGEST])),
    }
    templates = current_app.jinja_env
    return Letter(
        to=person.email,
        to_name=one_line(person.name),
        from_name=batch.sender_name,
        subject=one_line(subject),
        text=templates.get_template("emails/reminders/digest.txt").render(context),
        html=templates.get_template("emails/reminders/digest.html").render(context),
        list_id=f"{Stream.REMINDER}s",
        unsubscribe_url=stop,
    )


def _heading(today: str, *, is_weekly: bool) -> str:
    return _("Your week ahead, %(day)s", day=today) if is_weekly else _("Today, %(day)s", day=today)


def _parts(found: _Found) -> Iterable[Part]:
    for section, title in TITLES.items():
        of_part = [(message, one) for message, one in found.reminders if KINDS[message.kind].section is section]
        if of_part:
            yield _part(str(title), [_shown(message, one) for message, one in of_part])
    if found.notices:
        yield _part(_("What changed"), [line.shown for line in found.notices])


def _part(title: str, lines: Sequence[ShownLine]) -> Part:
    beyond = len(lines) - LISTED
    more = ngettext("and %(num)s more", "and %(num)s more", beyond) if beyond > 0 else ""
    return Part(title, tuple(lines[:LISTED]), more)


def _shown(message: Message, one: Reminded) -> ShownLine:
    return ShownLine(
        heading=one.heading,
        rows=when_rows(one.entry, one.person.zone),
        action=str(KINDS[message.kind].action),
        link=link_to(one.entry),
        from_here=link_label(message.kind),
        from_here_link=link_address(link_token(message, one.entry)),
    )


def _reasons(found: _Found) -> Iterable[Reason]:
    for kind in dict.fromkeys(message.kind for message, _one in found.reminders):
        stop = stop_address(found.person.id, Stream.REMINDER, [kind])
        yield Reason(str(KINDS[kind].label), str(KINDS[kind].why), stop)
    for kind in dict.fromkeys(line.details.message.kind for line in found.notices):
        yield notice_reason(found.person.id, kind)
