"""What the page shows of the emails that somebody's choices would have sent last month."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.dates.timezones import day_of
from scheduler.reminders.delivery_labels import DELIVERY_LABELS
from scheduler.reminders.digest_emails import digest_subject, place_of
from scheduler.reminders.domain.choices import Delivery
from scheduler.reminders.domain.schedules import Schedule
from scheduler.reminders.emails import heading_of
from scheduler.reminders.notification_emails import subject_of
from scheduler.reminders.notification_texts import NOTIFICATION_TEXTS
from scheduler.reminders.services.past import PastEmail, PastNotice, PastReminder, past_emails

PREVIEW_DAYS = 30
LISTED = 20


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """An email: when it would have left (aware UTC), its subject, and what it is called if it gathers."""

    at: datetime
    subject: str
    form: str = ""


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
        lines=tuple(_line(email, schedule) for email in emails[: -LISTED - 1 : -1]),
    )


def _line(email: PastEmail, schedule: Schedule) -> PreviewLine:
    today = day_of(email.at, schedule.times.zone)
    reminders = [one for one in email.contents if isinstance(one, PastReminder)]
    ordered = sorted(reminders, key=lambda one: place_of(one.kind, (one.day - today).days, one.entry.title))
    once: dict[int, str] = {}
    for one in ordered:
        once.setdefault(one.entry.id, heading_of(one.entry, (one.day - today).days))
    headings = [*once.values(), *(_notice(one) for one in email.contents if isinstance(one, PastNotice))]
    if not email.is_gathered:
        return PreviewLine(email.at, subject_of(headings))
    is_weekly = any(one.is_weekly for one in email.contents)
    subject = digest_subject(headings, is_weekly=is_weekly and len(headings) > 1)
    return PreviewLine(email.at, subject, str(DELIVERY_LABELS[Delivery.WEEKLY if is_weekly else Delivery.DAILY]))


def _notice(content: PastNotice) -> str:
    texts = NOTIFICATION_TEXTS[NotificationKind(content.kind)]
    return str(texts.subject) % {"title": content.entry.title}
