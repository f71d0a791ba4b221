"""Notices: what is told at once because something happened; one message a person, ids only."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import deputy_for
from scheduler.outbox.models import Message, MessageState, Stream
from scheduler.outbox.services import OutboxDraft, queue

PRIVATE = "private:"
"""How the dedup keys of private notices begin."""


class NotificationKind(StrEnum):
    """What happened; a person can unsubscribe from each kind."""

    REVIEW_ASKED = "review_asked"
    REVIEW_ANSWERED = "review_answered"
    SIGNOFF_ASKED = "signoff_asked"
    SIGNED = "signed"
    WORDS_CHANGED = "text_changed"
    MENTIONED = "mentioned"
    COMMENTED = "commented"
    ASSIGNED = "assigned"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    LIFTED = "lifted"
    HELD = "held"
    RELEASED = "released"
    ADVANCED = "advanced"
    GLASS_BROKEN = "emergency_access_taken"
    ORGANISATION_CLOSED = "organisation_closed"
    DATE_WANTED = "date_wanted"
    NEEDS_SOMEBODY = "needs_somebody"
    JOIN_ASKED = "join_asked"
    JOIN_ACCEPTED = "join_accepted"
    JOIN_DECLINED = "join_declined"
    CLOCKS_CHANGED = "clocks_changed"


URGENT = frozenset(
    {
        NotificationKind.WORDS_CHANGED,
        NotificationKind.CORRECTED,
        NotificationKind.WITHDRAWN,
        NotificationKind.LIFTED,
        NotificationKind.HELD,
        NotificationKind.RELEASED,
        NotificationKind.ADVANCED,
        NotificationKind.GLASS_BROKEN,
    }
)
"""What somebody may have to act on at once: these wait for nothing, and take along what waits."""

WAIT = timedelta(minutes=1)
"""How long any other notice waits for more, so that one mail tells of all that happens together."""

APART = timedelta(minutes=10)
"""How far apart such mails to one person are."""


@dataclass(frozen=True, slots=True)
class NotificationDraft:
    """What to tell whom about an entry; `key` tells repeated events of one kind apart, `facts` holds ids only.

    A `private` one is in nobody else's log: that just these people are told would give away what they have in hand.
    """

    entry_id: int
    kind: NotificationKind
    actor_id: int | None
    to: Collection[int]
    key: str = ""
    facts: Mapping[str, int] = field(default_factory=dict)
    private: bool = False


def notify(session: Session, draft: NotificationDraft, now: datetime) -> int:
    """Queue a notice to everyone named but the actor, and a copy to the deputy of whoever is away.

    Unless it is urgent it waits a little for others that go with it in one mail.

    Returns:
        How many messages were queued; one that was queued before under the same key is not queued again.
    """
    named = {person for person in draft.to if person != draft.actor_id}
    deputies = {deputy_for(session, person, now) for person in named} - {None}
    people = named | {person for person in deputies if person is not None and person != draft.actor_id}
    payload = {"entry_id": draft.entry_id, "actor_id": draft.actor_id, **draft.facts}
    key = draft.key or now.isoformat()
    due = {} if draft.kind in URGENT else _gathered_until(session, people, now)
    queued = [
        queue(
            session,
            OutboxDraft(
                stream=Stream.NOTICE,
                kind=draft.kind,
                person_id=person,
                payload=payload,
                dedup_key=f"{PRIVATE if draft.private else 'notice:'}{draft.kind}:{draft.entry_id}:{person}:{key}",
                due_at=due.get(person, now),
                entry_id=draft.entry_id,
            ),
            now,
        )
        for person in sorted(people)
    ]
    return sum(message is not None for message in queued)


def _gathered_until(session: Session, person_ids: Collection[int], now: datetime) -> dict[int, datetime]:
    """Return by person until when a notice waits: longer for whoever has had one in the last minutes."""
    told = select(Message.person_id, func.max(Message.created_at)).where(
        Message.person_id.in_(person_ids),
        Message.created_at > now - APART,
        Message.stream == Stream.NOTICE,
        Message.state == MessageState.SENT,
    )
    last = {row[0]: row[1] for row in session.execute(told.group_by(Message.person_id))}
    return {person: max(now + WAIT, last.get(person, now - APART) + APART) for person in person_ids}
