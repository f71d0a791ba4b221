"""How each stream of reminders' mail is written."""

from scheduler.outbox.models import Stream
from scheduler.outbox.rendering import BatchRenderer
from scheduler.reminders.letters import ReminderLetters
from scheduler.reminders.notice_letters import NoticeLetters

RENDERERS: dict[tuple[Stream, str], BatchRenderer] = {
    (Stream.REMINDER, "*"): ReminderLetters(),
    (Stream.NOTICE, "*"): NoticeLetters(),
}
