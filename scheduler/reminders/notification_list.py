"""What the page of notifications shows: what the emails say of them, as their reader may know it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.rendering import NotSent
from scheduler.reminders.details import DetailSource
from scheduler.reminders.emails import (
    Batch,
    email_details_of,
    link_to,
    load_batch,
    load_details,
    reminded_of,
)
from scheduler.reminders.forms import delivery_name, notice_name
from scheduler.reminders.kinds.registry import KINDS
from scheduler.reminders.notification_texts import NOTIFICATION_TEXTS
from scheduler.reminders.reading import listed
from scheduler.reminders.time_labels import when_rows
from scheduler.web.pagination import Page, first_row
from scheduler.web.request import settings

PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationRow:
    """One notification or reminder; `name` is what addresses call it, `setting` the field that says how it comes."""

    name: str
    is_unread: bool
    at: datetime
    kind_label: str
    setting: str
    heading: str
    sentence: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    quote: str = ""
    quote_label: str = ""
    action: str = ""
    path: str


def notification_page(
    session: Session, viewer: Viewer, sources: Sequence[DetailSource], number: int, now: datetime
) -> Page[NotificationRow]:
    """Return a page of what the viewer was told; the number of queries does not grow with it."""
    found, total = listed(session, viewer, now, skipped=first_row(number, PER_PAGE), limit=PER_PAGE)
    messages = [message for message, _unread in found]
    batch = load_batch(session, messages)
    load_details(session, batch, [one for one in messages if one.stream == Stream.NOTICE], sources, now)
    rows = [_row(batch, message, is_unread=is_unread, now=now) for message, is_unread in found]
    return Page(rows, number, PER_PAGE, total)


def _row(batch: Batch, message: Message, *, is_unread: bool, now: datetime) -> NotificationRow:
    is_notice = message.stream == Stream.NOTICE
    told = _notice(batch, message) if is_notice else _reminder(batch, message, now)
    label = NOTIFICATION_TEXTS[NotificationKind(message.kind)].label if is_notice else KINDS[message.kind].label
    setting = notice_name(NotificationKind(message.kind)) if is_notice else delivery_name(message.kind)
    return NotificationRow(
        name=message.message_id,
        is_unread=is_unread,
        at=message.created_at,
        kind_label=str(label),
        setting=setting,
        **(told if told is not None else _over(batch, message)),
    )


def _notice(batch: Batch, message: Message) -> dict[str, Any] | None:
    one = email_details_of(batch, message)
    if isinstance(one, NotSent):
        return None
    return {
        "heading": one.heading,
        "sentence": one.sentence,
        "rows": one.rows,
        "quote": one.quote,
        "quote_label": one.quote_label,
        "action": one.action,
        "path": _within(one.link),
    }


def _reminder(batch: Batch, message: Message, now: datetime) -> dict[str, Any] | None:
    one = reminded_of(batch, message, now)
    if isinstance(one, NotSent):
        return None
    return {
        "heading": one.heading,
        "rows": when_rows(one.entry, one.person.zone),
        "action": str(KINDS[message.kind].action),
        "path": _within(link_to(one.entry)),
    }


def _over(batch: Batch, message: Message) -> dict[str, Any]:
    """Return what is left to say of what is so no more, such as a request that was answered: its title."""
    entry = batch.entries[message.entry_id or 0]
    return {"heading": entry.title, "sentence": _("This no longer applies."), "path": _within(link_to(entry))}


def _within(link: str) -> str:
    """Return an address of an email as this site has it."""
    return link.removeprefix(settings().base_url) or "/"
