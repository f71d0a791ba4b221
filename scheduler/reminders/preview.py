"""What the page shows of the emails that somebody's choices would have sent last month."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.dates.timezones import day_of
from scheduler.reminders.domain.schedules import Schedule
from scheduler.reminders.emails import heading_of
from scheduler.reminders.notification_emails import subject_of
from scheduler.reminders.notification_texts import NOTIFICATION_TEXTS
from scheduler.reminders.services.past import PastEmail, PastNotice, PastReminder, past_emails

PREVIEW_DAYS = 30
LISTED = 20


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """An email: when it would have left (aware UTC), and its subject."""

    at: datetime
    subject: str


@dataclass(frozen=True, slots=True)
class Preview:
    """How many emails it would have been, of which form, and the latest of them."""

    count: int
    gathered: int
    busiest: tuple[date, int] | None
    lines: tuple[PreviewLine, ...]


def preview_of(session: Session, viewer: Viewer, schedule: Schedule, now: datetime) -> Preview:
    """Return what a schedule would have sent to the viewer in the last month; nothing is kept."""
    emails = past_emails(session, viewer, schedule, now - timedelta(days=PREVIEW_DAYS), now)
    days = Counter(day_of(email.at, schedule.times.zone) for email in emails)
    busiest = max(days.items(), key=lambda one: (one[1], one[0]), default=None)
    return Preview(
        count=len(emails),
        gathered=sum(email.is_gathered for email in emails),
        busiest=busiest if busiest is not None and busiest[1] > 1 else None,
        lines=tuple(PreviewLine(email.at, _subject(email, schedule)) for email in emails[: -LISTED - 1 : -1]),
    )


def _subject(email: PastEmail, schedule: Schedule) -> str:
    today = day_of(email.at, schedule.times.zone)
    subject = subject_of([_heading(content, today) for content in email.contents])
    return _("Gathered: %(subject)s", subject=subject) if email.is_gathered else subject


def _heading(content: PastReminder | PastNotice, today: date) -> str:
    if isinstance(content, PastReminder):
        return heading_of(content.entry, (content.day - today).days)
    texts = NOTIFICATION_TEXTS[NotificationKind(content.kind)]
    return str(texts.subject) % {"title": content.entry.title}
