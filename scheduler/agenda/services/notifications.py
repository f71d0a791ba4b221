"""Notices: what is told at once because something happened; one message a person, ids only."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import deputies_for
from scheduler.outbox.models import Message, MessageState, Stream
from scheduler.outbox.services import OutboxDraft, queue_all

PRIVATE = "private:"
"""How the dedup keys of private notices begin."""


class NotificationKind(StrEnum):
    """What happened; a person can unsubscribe from each kind."""

    REVIEW_ASKED = "review_asked"
    REVIEW_ANSWERED = "review_answered"
    SIGNOFF_ASKED = "signoff_asked"
    SIGNED = "signed"
    UNANSWERED = "unanswered"
    TEXT_CHANGED = "text_changed"
    MENTIONED = "mentioned"
    COMMENTED = "commented"
    SUGGESTION_ANSWERED = "suggestion_answered"
    ASSIGNED = "assigned"
    PUBLISH_DUE = "publish_due"
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
    CAMPAIGN_MESSAGE = "campaign_message"
    EDITION_MESSAGE = "edition_message"
    CLOCKS_CHANGED = "clocks_changed"
    BILL_CHANGED = "bill_changed"
    BILL_FOLLOWED = "bill_followed"
    FACT_CHANGED = "fact_changed"
    FACT_EXPIRES = "fact_expires"
    QUOTE_WITHDRAWN = "quote_withdrawn"
    QUOTE_AGREED_AGAIN = "quote_agreed_again"
    SENT_COPY_OUTDATED = "sent_copy_outdated"


URGENT = frozenset(
    {
        NotificationKind.TEXT_CHANGED,
        NotificationKind.PUBLISH_DUE,
        NotificationKind.CORRECTED,
        NotificationKind.WITHDRAWN,
        NotificationKind.QUOTE_WITHDRAWN,
        NotificationKind.SENT_COPY_OUTDATED,
        NotificationKind.LIFTED,
        NotificationKind.HELD,
        NotificationKind.RELEASED,
        NotificationKind.ADVANCED,
        NotificationKind.GLASS_BROKEN,
    }
)
"""What somebody may have to act on at once: these wait for nothing, and take along what waits."""

WRITTEN = frozenset({NotificationKind.CAMPAIGN_MESSAGE, NotificationKind.EDITION_MESSAGE})
"""What people write to those concerned."""

WAIT = timedelta(minutes=1)
"""How long any other notice waits for more, so that one mail tells of all that happens together."""

APART = timedelta(minutes=10)
"""How far apart such mails to one person are."""


@dataclass(frozen=True, slots=True)
class NotificationDraft:
    """What to tell whom about an entry; `key` tells repeated events of one kind apart, `details` holds ids only.

    A `private` one is in nobody else's log: that just these people are notified would give away what they have in hand.
    One that is `complete` goes to those named and nobody else, not to the deputies of whoever is away.
    """

    entry_id: int
    kind: NotificationKind
    actor_id: int | None
    to: Collection[int]
    key: str = ""
    details: Mapping[str, int] = field(default_factory=dict)
    private: bool = False
    complete: bool = False


def notify(session: Session, draft: NotificationDraft, now: datetime) -> int:
    """Queue a notice to everyone named but the actor, and a copy to the deputy of whoever is away.

    Unless it is urgent it waits a little for others that go with it in one mail.

    Returns:
        How many messages were queued; one that was queued before under the same key is not queued again.
    """
    return notify_all(session, [draft], now)


def notify_all(session: Session, drafts: Sequence[NotificationDraft], now: datetime) -> int:
    """Queue many notices as `notify` does, with as few statements as for one."""
    named = {person for draft in drafts for person in draft.to if person != draft.actor_id}
    if not named:
        return 0
    deputies = deputies_for(session, named, now)
    patient = {person for draft in drafts if draft.kind not in URGENT for person in _people(draft, deputies)}
    due = _gathered_until(session, patient, now) if patient else {}
    messages = [
        OutboxDraft(
            stream=Stream.NOTICE,
            kind=draft.kind,
            person_id=person,
            payload={"entry_id": draft.entry_id, "actor_id": draft.actor_id, **draft.details},
            dedup_key=_dedup_key(draft, person, now),
            due_at=now if draft.kind in URGENT else due[person],
            entry_id=draft.entry_id,
        )
        for draft in drafts
        for person in sorted(_people(draft, deputies))
    ]
    return len(queue_all(session, messages, now))


def _people(draft: NotificationDraft, deputies: Mapping[int, int]) -> set[int]:
    named = {person for person in draft.to if person != draft.actor_id}
    if draft.complete:
        return named
    return named | ({deputies[person] for person in named & deputies.keys()} - {draft.actor_id})


def _dedup_key(draft: NotificationDraft, person: int, now: datetime) -> str:
    prefix = PRIVATE if draft.private else "notice:"
    return f"{prefix}{draft.kind}:{draft.entry_id}:{person}:{draft.key or now.isoformat()}"


def _gathered_until(session: Session, person_ids: Collection[int], now: datetime) -> dict[int, datetime]:
    """Return by person until when a notice waits: longer for whoever has had one in the last minutes."""
    latest = select(Message.person_id, func.max(Message.created_at)).where(
        Message.person_id.in_(person_ids),
        Message.created_at > now - APART,
        Message.stream == Stream.NOTICE,
        Message.state == MessageState.SENT,
    )
    last = {row[0]: row[1] for row in session.execute(latest.group_by(Message.person_id))}
    return {person: max(now + WAIT, last.get(person, now - APART) + APART) for person in person_ids}
