"""Writes reminders of dates to ask for: one by itself, or one letter that lists all that wait for a person.

A coordinator who comes anew, or whose catalogue has just been loaded, has many of them at once.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import chain

from flask import current_app
from flask_babel import ngettext
from sqlalchemy.orm import Session

from scheduler.outbox.bundling import carried_by
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.rendering import Letter, NotSent, Renderer, one_line
from scheduler.outbox.services import is_suppressed, suppressed_by
from scheduler.reminders.domain.unsubscribing import Scope, token_of
from scheduler.reminders.emails import Batch, Reminded, link_to, load_batch, reminded_of, reminder_letter
from scheduler.reminders.kinds.registry import KINDS
from scheduler.reminders.time_labels import time_label
from scheduler.web.request import settings


class DateEmails:
    """Writes reminders of dates to ask for; what waits for one person goes into one letter."""

    bundles = True

    def prepare(self, session: Session, messages: Sequence[Message], _now: datetime) -> Renderer:
        """Load the batch, with what its messages carry, and return what writes its letters."""
        carried = carried_by(session, [message.id for message in messages])
        batch = load_batch(session, [*messages, *chain.from_iterable(carried.values())])
        unwanted = suppressed_by(session, batch.people)

        def write(_session: Session, message: Message, now: datetime) -> Letter | NotSent:
            all_of_it = [message, *carried.get(message.id, ())]
            return dates_letter(batch, all_of_it, unwanted.get(message.person_id or 0, set()), now)

        return write


def dates_letter(
    batch: Batch, messages: Sequence[Message], unwanted: Collection[tuple[Stream, str]], now: datetime
) -> Letter | NotSent:
    """Write which dates somebody is to ask for, each once, the most urgent first."""
    found: dict[int, tuple[Message, Reminded]] = {}
    reason = NotSent("unwanted")
    for message in messages:
        if is_suppressed(message, set(unwanted)):
            continue
        one = reminded_of(batch, message, now)
        if isinstance(one, NotSent):
            reason = one
        else:
            found.setdefault(one.entry.id, (message, one))
    if not found:
        return reason
    if len(found) == 1:
        [(message, _one)] = found.values()
        return reminder_letter(batch, message, now)
    asked = sorted((one for _message, one in found.values()), key=lambda one: (one.in_days, one.entry.title))
    return _letter(batch, asked, messages[0].kind)


def _letter(batch: Batch, asked: Sequence[Reminded], kind: str) -> Letter:
    person, base_url = asked[0].person, settings().base_url
    stop = f"{base_url}/unsubscribe/{token_of(settings().secret_key, Scope(person.id, Stream.REMINDER, kind))}"
    subject = ngettext("%(num)s date to confirm", "%(num)s dates to confirm", len(asked))
    context = {
        "subject": subject,
        "lines": [
            {"title": one.entry.title, "until": time_label(one.entry, person.zone)[0], "link": link_to(one.entry)}
            for one in asked
        ],
        "why": KINDS[kind].why,
        "link": f"{base_url}/",
        "coalition_name": batch.coalition_name,
        "preferences_url": f"{base_url}/reminders",
        "unsubscribe_url": stop,
    }
    templates = current_app.jinja_env
    return Letter(
        to=person.email,
        to_name=one_line(person.name),
        from_name=batch.sender_name,
        subject=subject,
        text=templates.get_template("emails/reminders/dates.txt").render(context),
        html=templates.get_template("emails/reminders/dates.html").render(context),
        list_id=f"{Stream.REMINDER}s",
        unsubscribe_url=stop,
    )
