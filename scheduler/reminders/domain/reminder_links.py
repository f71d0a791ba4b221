"""What the link in a reminder stands for: one message to one person, and what that message showed."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from itsdangerous import BadSignature, URLSafeSerializer

SALT = "reminder-link"
VALID_FOR = timedelta(days=14)
"""How long after its reminder was due a link works."""

_PARTS = 2
_SHOWN_CHARS = 16


class LinkAct(StrEnum):
    """What a reminder's reader may do without logging in."""

    DONE = "done"
    SNOOZE = "snooze"
    HAND_OVER = "hand-over"


ACTS_BY_KIND = {"task_due": frozenset(LinkAct), "own_item": frozenset({LinkAct.SNOOZE, LinkAct.HAND_OVER})}
"""By kind of reminder; one that is not named has no link. What shows copy, or answers for an organisation, is none."""


@dataclass(frozen=True, slots=True)
class ReminderLink:
    """`message_name` is the random name of the message; `shown` is of its title and day, as they were in the email.

    An email may be forwarded: without a log-in the page shows title and day only while they are what the email said.
    """

    message_name: str
    shown: str

    @classmethod
    def of(cls, message_name: str, title: str, day: str) -> Self:
        """Return the link for a message that shows this title and day."""
        digest = hashlib.sha256("\0".join((message_name, title, day)).encode()).hexdigest()
        return cls(message_name, digest[:_SHOWN_CHARS])


def signed(secret_key: str, link: ReminderLink) -> str:
    """Return the secret part of the address."""
    return str(URLSafeSerializer(secret_key, SALT).dumps([link.message_name, link.shown]))


def read_link(secret_key: str, token: str) -> ReminderLink | None:
    """Return what a token stands for; None when we have not made it."""
    try:
        parts = URLSafeSerializer(secret_key, SALT).loads(token)
    except BadSignature:
        return None
    if not isinstance(parts, list) or len(parts) != _PARTS:
        return None
    return ReminderLink(str(parts[0]), str(parts[1]))


def has_expired(due_at: datetime, now: datetime) -> bool:
    """Say whether the link in a reminder that was due at a moment works no more."""
    return now >= due_at + VALID_FOR
