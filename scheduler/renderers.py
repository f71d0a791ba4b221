"""How each kind of message is written, and who knows what it tells: a line for each feature."""

from scheduler.accounts import emails as account_letters
from scheduler.api import emails as api_emails
from scheduler.campaigns.notice_details import CampaignNotices
from scheduler.chat import emails as chat_emails
from scheduler.content import emails as content_letters
from scheduler.content.notice_details import ContentNotices
from scheduler.events.notice_details import EventNotices
from scheduler.facts.notice_details import FactNotices
from scheduler.feeds import emails as feed_letters
from scheduler.legislation.notice_details import BillNotices
from scheduler.mailings.notice_details import MailingNotices
from scheduler.observances.notice_details import EditionNotices
from scheduler.outbox.rendering import Renderers
from scheduler.reminders import renderers as reminder_renderers
from scheduler.reminders.details import DetailSource

DETAIL_SOURCES: tuple[DetailSource, ...] = (
    EditionNotices(),
    EventNotices(),
    FactNotices(),
    BillNotices(),
    CampaignNotices(),
    ContentNotices(),
    MailingNotices(),
)
"""Who knows what a notice tells beyond the text of its entry, each of its own entries."""

RENDERERS: Renderers = {
    **account_letters.RENDERERS,
    **content_letters.RENDERERS,
    **feed_letters.RENDERERS,
    **api_emails.RENDERERS,
    **chat_emails.RENDERERS,
    **reminder_renderers.renderers(DETAIL_SOURCES),
}
"""How each kind of message is written; `(stream, "*")` serves the kinds of a stream that have no line of their own."""
