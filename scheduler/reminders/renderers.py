"""How each stream of reminders' mail is written."""

from collections.abc import Sequence

from scheduler.outbox.models import DIGEST, Stream
from scheduler.outbox.rendering import BatchRenderer
from scheduler.reminders.date_emails import DateEmails
from scheduler.reminders.details import DetailSource
from scheduler.reminders.digest_emails import DigestEmails
from scheduler.reminders.emails import ReminderEmails
from scheduler.reminders.kinds.date_wanted import DateWanted
from scheduler.reminders.notification_emails import NotificationEmails


def renderers(sources: Sequence[DetailSource]) -> dict[tuple[Stream, str], BatchRenderer]:
    """Return what writes reminders and notices; the sources know the details of what higher features tell."""
    return {
        (Stream.REMINDER, "*"): ReminderEmails(),
        (Stream.REMINDER, DateWanted.name): DateEmails(),
        (Stream.REMINDER, DIGEST): DigestEmails(sources),
        (Stream.NOTICE, "*"): NotificationEmails(sources),
    }
