"""The labels for kinds, topics and messages that several pages use."""

from functools import cache

from flask_babel import lazy_gettext as _l

from scheduler.accounts.services.invitations import INVITATION
from scheduler.accounts.services.recovery import PASSWORD_CHANGED, RESET
from scheduler.accounts.services.stopped_addresses import ADDRESS_STOPPED
from scheduler.agenda.domain.topics import Topic
from scheduler.agenda.kind_labels import KIND_NAMES
from scheduler.agenda.models import EntryKind
from scheduler.agenda.topic_labels import topic_choices, topic_label
from scheduler.outbox.domain.reasons import Reason
from scheduler.outbox.models import Stream
from scheduler.pages.domain.periods import View
from scheduler.reminders.kinds.registry import KINDS
from scheduler.reminders.notification_texts import NOTIFICATION_TEXTS
from scheduler.web.additions import additions

VIEW_NAMES = {
    View.DAY: _l("Day"),
    View.WEEK: _l("Week"),
    View.MONTH: _l("Month"),
    View.QUARTER: _l("Quarter"),
    View.YEAR: _l("Year"),
    View.LIST: _l("List"),
}

TURN_NAMES = {
    View.DAY: (_l("Previous day"), _l("Next day")),
    View.WEEK: (_l("Previous week"), _l("Next week")),
    View.MONTH: (_l("Previous month"), _l("Next month")),
    View.QUARTER: (_l("Previous quarter"), _l("Next quarter")),
    View.YEAR: (_l("Previous year"), _l("Next year")),
    View.LIST: (_l("Previous month"), _l("Next month")),
}

STREAM_NAMES = {
    Stream.ACCOUNT: _l("Account email"),
    Stream.NOTICE: _l("Notifications"),
    Stream.REMINDER: _l("Reminders"),
}

ACCOUNT_MAIL = {
    INVITATION: _l("Invitation"),
    RESET: _l("A new password"),
    PASSWORD_CHANGED: _l("A password was changed"),
    ADDRESS_STOPPED: _l("Email came back"),
}

REASONS = {
    Reason.DEMO_ADDRESS: _l("Email is never sent to .example addresses."),
    Reason.UNUSABLE_ADDRESS: _l("The address does not work: ask the person for another one."),
    Reason.NOT_WRITTEN: _l("The message could not be written. The worker's log says where it went wrong."),
    Reason.NOT_HANDED_OVER: _l("The mail server kept refusing it, so no more attempts are made."),
    Reason.CONNECTION_LOST: _l("The connection to the mail server broke."),
    Reason.RESTORED: _l("It was due before the data was restored from a backup, so it may already have been sent."),
    Reason.NOT_SENT_AGAIN: _l("After a restore a coordinator chose not to send it."),
    Reason.NO_ANSWER: _l("The mail server did not answer in time."),
    Reason.NO_MAILBOX: _l("It came back: the mailbox does not exist."),
    Reason.CAME_BACK: _l("It came back: the recipient’s mail server did not deliver it."),
    Reason.STOPPED_ADDRESS: _l("An earlier email came back, so none is sent to this address until it is tried again."),
    Reason.COMPLAINT: _l("The person marked an earlier email as spam, so they get no reminders and notifications."),
    "cancelled": _l("It had been cancelled in the meantime."),
    "moved": _l("It had moved in the meantime."),
    "no_member": _l("The person was no longer a member."),
    "removed": _l("It no longer existed."),
    "over": _l("It was over before it could be sent."),
    "paused": _l("The person has paused their reminders."),
    "not_theirs": _l("The person may no longer have access."),
    "invitation_spent": _l("The invitation had been used, revoked or had expired."),
    "account_closed": _l("The account was closed."),
    "unwanted": _l("The person has unsubscribed from these emails."),
}
"""Our own reasons; what else stands in the log is the mail server's answer."""


def kind_name(kind: str) -> str:
    """Return what a kind of entry is called."""
    return str(KIND_NAMES[EntryKind(kind)])


def shared_labels() -> dict[str, object]:
    """Return what the templates of these pages call; a page names each kind once."""
    return {"kind_name": cache(kind_name)}


def topic_names() -> list[tuple[str, str]]:
    """Return every topic with its name, by name; the one for all the others stands last."""
    named = [(word, label) for word, label in topic_choices() if word != Topic.OTHER]
    return [*sorted(named, key=lambda row: row[1]), (str(Topic.OTHER), topic_label(Topic.OTHER))]


def message_name(kind: str) -> str:
    """Return what a kind of message is called; an unknown one keeps the code's word."""
    labels = {name: str(reminder.label) for name, reminder in KINDS.items()}
    labels |= {str(notice): str(texts.label) for notice, texts in NOTIFICATION_TEXTS.items()}
    labels |= {name: str(label) for name, label in ACCOUNT_MAIL.items()}
    labels |= {name: str(label) for one in additions() for name, label in one.mail_names.items()}
    return labels.get(kind, kind.replace("_", " ").capitalize())


def reason_label(reason: str) -> str:
    """Return a reason as a sentence, or the mail server's own answer."""
    return str(REASONS.get(reason, reason))
