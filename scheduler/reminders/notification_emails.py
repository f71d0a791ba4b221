"""Writes notices: one by itself, or all that waited for a person in one letter."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from flask import current_app
from flask_babel import ngettext
from sqlalchemy.orm import Session

from scheduler.agenda.services.notifications import URGENT, NotificationKind
from scheduler.outbox.bundling import carried_by
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.rendering import Letter, NotSent, Renderer, one_line
from scheduler.outbox.services import is_suppressed, suppressed_by
from scheduler.reminders.details import DetailSource
from scheduler.reminders.domain.unsubscribing import Scope, token_of
from scheduler.reminders.emails import (
    Batch,
    EmailDetails,
    email_details_of,
    load_batch,
    load_details,
    notification_email,
)
from scheduler.reminders.notification_texts import NOTIFICATION_TEXTS
from scheduler.web.request import settings

UNWANTED = NotSent("unwanted")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody gets a kind of mail, and the address that stops it."""

    label: str
    why: str
    stop: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """What a letter that says several things shows of one of them."""

    heading: str
    sentence: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    quote: str = ""
    quote_label: str = ""
    action: str
    link: str
    from_here: str = ""
    from_here_link: str = ""


class NotificationEmails:
    """Writes notices; what waits for one person goes into one letter."""

    bundles = True

    def __init__(self, sources: Sequence[DetailSource] = ()) -> None:
        self._sources = sources

    def prepare(self, session: Session, messages: Sequence[Message], now: datetime) -> Renderer:
        """Load the batch, with what its messages carry, and return what writes its letters."""
        carried = carried_by(session, [message.id for message in messages])
        everything = [*messages, *chain.from_iterable(carried.values())]
        batch = load_batch(session, everything)
        load_details(session, batch, everything, self._sources, now)
        unwanted = suppressed_by(session, batch.people)

        def write(_session: Session, message: Message, now: datetime) -> Letter | NotSent:
            all_of_it = [message, *carried.get(message.id, ())]
            return notices_letter(batch, all_of_it, unwanted.get(message.person_id or 0, set()), now)

        return write


def notices_letter(
    batch: Batch, messages: Sequence[Message], unwanted: Collection[tuple[Stream, str]], now: datetime
) -> Letter | NotSent:
    """Write what several notices say to one person, without what the person may not know of or does not want."""
    found = [
        UNWANTED if is_suppressed(message, set(unwanted)) else email_details_of(batch, message)
        for message in without_overtaken(messages)
    ]
    details = [one for one in found if isinstance(one, EmailDetails)]
    if not details:
        return next(one for one in found if isinstance(one, NotSent))
    lines = notification_lines(details)
    if len(lines) == 1 and lines[0].times == 1:
        return notification_email(batch, lines[0].details.message, now)
    return _letter(batch, lines)


@dataclass(frozen=True, slots=True)
class NotificationLine:
    """What is told once, however often it happened."""

    details: EmailDetails
    times: int

    @property
    def sentence(self) -> str:
        """Return the sentence, and how often it is meant."""
        if self.times == 1:
            return self.details.sentence
        return ngettext(
            "%(sentence)s (once)", "%(sentence)s (%(num)s times)", self.times, sentence=self.details.sentence
        )

    @property
    def shown(self) -> ShownLine:
        """Return what a letter shows of it."""
        one = self.details
        return ShownLine(
            heading=one.heading,
            sentence=self.sentence,
            rows=one.rows,
            quote=one.quote,
            quote_label=one.quote_label,
            action=one.action,
            link=one.link,
        )


def without_overtaken(messages: Sequence[Message]) -> list[Message]:
    """Leave out the later ones of several moves of one thing: the first knows the date that its reader knew."""
    kept: dict[object, Message] = {}
    for message in sorted(messages, key=lambda message: message.id):
        is_move = message.kind == NotificationKind.MOVED and "from_day" in message.payload
        kept.setdefault(("moved", message.entry_id) if is_move else message.id, message)
    return list(kept.values())


def notification_lines(details: Sequence[EmailDetails]) -> list[NotificationLine]:
    """Return what is told, urgent things first, then as they happened; the same of the same thing is told once."""
    counted: dict[tuple[object, ...], list[EmailDetails]] = {}
    for one in sorted(details, key=lambda one: (NotificationKind(one.message.kind) not in URGENT, one.message.id)):
        # What people wrote is never the same.
        written = one.message.payload.get("mailing_id")
        counted.setdefault((one.message.kind, one.entry.id, one.sentence, written), []).append(one)
    return [NotificationLine(same[0], len(same)) for same in counted.values()]


def _letter(batch: Batch, lines: Sequence[NotificationLine]) -> Letter:
    person, base_url = lines[0].details.person, settings().base_url
    kinds = list(dict.fromkeys(line.details.message.kind for line in lines))
    subject = one_line(subject_of([line.details.heading for line in lines]))
    context = {
        "subject": subject,
        "heading": subject,
        "lines": [line.shown for line in lines],
        "reasons": [notice_reason(person.id, kind) for kind in kinds],
        "coalition_name": batch.coalition_name,
        "preferences_url": f"{base_url}/reminders",
    }
    templates = current_app.jinja_env
    return Letter(
        to=person.email,
        to_name=one_line(person.name),
        from_name=batch.sender_name,
        subject=subject,
        text=templates.get_template("emails/reminders/notices.txt").render(context),
        html=templates.get_template("emails/reminders/notices.html").render(context),
        list_id=f"{Stream.NOTICE}s",
        unsubscribe_url=stop_address(person.id, Stream.NOTICE, kinds),
        reply_to=_reply_to(lines),
    )


def _reply_to(lines: Sequence[NotificationLine]) -> str | None:
    """Return where replies to all of it go; None if that is not one address for each line."""
    addresses = {line.details.reply_to for line in lines}
    return next(iter(addresses)) or None if len(addresses) == 1 else None


def subject_of(headings: Sequence[str]) -> str:
    """Return the subject of a letter that says several things: the first of them, and how many more."""
    more = len(headings) - 1
    if not more:
        return headings[0]
    return ngettext("%(heading)s (and %(num)s more)", "%(heading)s (and %(num)s more)", more, heading=headings[0])


def notice_reason(person_id: int, kind: str) -> Reason:
    """Say why somebody gets notifications of a kind."""
    texts = NOTIFICATION_TEXTS[NotificationKind(kind)]
    return Reason(str(texts.label), str(texts.why), stop_address(person_id, Stream.NOTICE, [kind]))


def stop_address(person_id: int, stream: Stream, kinds: Sequence[str]) -> str:
    """Return the address that stops some kinds of a stream."""
    token = token_of(settings().secret_key, Scope.of(person_id, stream, kinds))
    return f"{settings().base_url}/unsubscribe/{token}"
