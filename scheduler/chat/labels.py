"""What chat rooms are posted and how that went, in words."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scheduler.chat.domain.rooms import HOURS, ChatKind, Rhythm, Topic
from scheduler.outbox.domain.reasons import Reason

TOPIC_LABELS = {
    Topic.DAYS: _l("Observances"),
    Topic.EVENTS: _l("Events, and milestones of bills"),
    Topic.OWN: _l("Your organisation’s campaigns, content and deadlines"),
    Topic.DATES: _l("Observances and events, as soon as their date is announced, moved or cancelled"),
    Topic.PUBLISHED: _l("Your organisation’s content, as soon as it is published"),
}

RHYTHM_LABELS = {
    Rhythm.DAILY: _l("Every day: today and tomorrow"),
    Rhythm.WEEKLY: _l("On Mondays: the week ahead"),
}

HOUR_LABELS = {hour: f"{hour:02}:00" for hour in HOURS}

KIND_LABELS = {
    ChatKind.DAY: _l("Today and tomorrow"),
    ChatKind.WEEK: _l("The week ahead"),
    ChatKind.PUBLISHED: _l("Content published"),
    ChatKind.DATE: _l("Dates that changed"),
    ChatKind.TEST: _l("Test message"),
}

NOTHING, PAUSED, REMOVED, GONE, REFUSED, BUSY = "nothing", "paused", "room_removed", "gone", "refused", "busy"
"""Our own reasons why a room was not posted to."""

REASON_LABELS = {
    NOTHING: _l("There was nothing to post."),
    PAUSED: _l("The room was paused."),
    REMOVED: _l("The room had been removed."),
    GONE: _l("The chat service does not know this address any more."),
    REFUSED: _l("The chat service refused the message."),
    BUSY: _l("The chat service was busy."),
    Reason.NOT_WRITTEN: _l("The message could not be written. The worker's log says where it went wrong."),
    Reason.RESTORED: _l("It was due before the data was restored from a backup, so it may already have been sent."),
    "bad_address": _l("The address cannot be used."),
    "inner_address": _l("The address leads into an internal network."),
    "not_resolved": _l("The host of this address was not found."),
    "no_answer": _l("The chat service could not be reached."),
    "timeout": _l("The chat service did not answer in time."),
    "tls": _l("The connection to the chat service was not secure."),
    "too_large": _l("The chat service gave an answer that makes no sense."),
    "too_many_redirects": _l("The chat service gave an answer that makes no sense."),
}


def reason_text(reason: str) -> str:
    """Return why a message was not posted, or not yet, as a sentence."""
    code, _sep, status = reason.partition(":")
    known = str(REASON_LABELS.get(code, reason))
    return _("%(reason)s (Status %(status)s.)", reason=known, status=status) if status else known
