"""Gathers what one person is told at one time into one email: a message of kind `DIGEST` that carries the others.

What is gathered belongs to its carrier from the first moment, so nothing sends it by itself, whatever fails or starts
again. A carrier takes more until it is written for the first time; what comes later gets another one.
"""

import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session

from scheduler.db import insert_into
from scheduler.outbox.models import DIGEST, Message, MessageState, Stream
from scheduler.outbox.services import OutboxDraft, message_row, queue_all

Place = tuple[int, datetime]
"""Who gets a carrier, and when it leaves."""

_READY = Message.state == literal_column("'ready'")


def gather(session: Session, drafts: Iterable[OutboxDraft], now: datetime) -> int:
    """Queue what is gathered at its `gathered_at`; returns how many were new. What was ever queued is left out."""
    named = {draft.dedup_key: draft for draft in drafts if draft.person_id is not None}
    known = set(session.scalars(select(Message.dedup_key).where(Message.dedup_key.in_(named))))
    fresh = [draft for key, draft in named.items() if key not in known]
    if not fresh:
        return 0
    carriers = _carriers(session, {_place(draft) for draft in fresh}, now)
    rows = [
        {
            **message_row(draft, now),
            "state": MessageState.BUNDLED,
            "bundle_id": carriers[_place(draft)],
            "settled_at": now,
        }
        for draft in fresh
    ]
    statement = insert_into(session, Message).on_conflict_do_nothing(index_elements=["dedup_key"])
    return len(session.scalars(statement.returning(Message.id), rows).all())


def put_into_digests(session: Session, placed: Sequence[tuple[Message, datetime]], now: datetime) -> None:
    """Let messages that were queued to go by themselves, and are held by this transaction, be gathered at a moment."""
    places = [(message.person_id or 0, at) for message, at in placed]
    carriers = _carriers(session, places, now) if places else {}
    for (message, at), place in zip(placed, places, strict=True):
        message.state, message.bundle_id = MessageState.BUNDLED, carriers[place]
        message.due_at, message.settled_at = at, now
        message.claimed_by = message.claimed_until = None
    session.flush()


def put_off(session: Session, message: Message, until: datetime) -> None:
    """Let a message that this transaction holds wait until a moment."""
    message.state, message.due_at = MessageState.READY, until
    message.claimed_by = message.claimed_until = None
    session.flush()


def _place(draft: OutboxDraft) -> Place:
    return draft.person_id or 0, draft.gathered_at or draft.due_at


def _carriers(session: Session, places: Collection[Place], now: datetime) -> dict[Place, int]:
    """Return the carriers at these places, made when first needed; held until the commit, so that they take more."""
    drafts = {place: _carrier(place, place[1].isoformat()) for place in set(places)}
    found = _open(session, drafts, now)
    # Those that have left already, as when a run of the planner was broken off.
    late = {place: _carrier((place[0], now), secrets.token_hex(8)) for place in drafts.keys() - found.keys()}
    return found | (_open(session, late, now) if late else {})


def _carrier(place: Place, name: str) -> OutboxDraft:
    person_id, at = place
    key = f"{DIGEST}:{person_id}:{name}"
    return OutboxDraft(
        stream=Stream.REMINDER,
        kind=DIGEST,
        person_id=person_id,
        payload={"at": int(at.timestamp())},
        dedup_key=key,
        due_at=at,
    )


def _open(session: Session, drafts: dict[Place, OutboxDraft], now: datetime) -> dict[Place, int]:
    """Queue carriers that are new, and return by place those that have not been written yet."""
    queue_all(session, drafts.values(), now)
    places = {draft.dedup_key: place for place, draft in drafts.items()}
    query = select(Message.dedup_key, Message.id).where(Message.dedup_key.in_(places), _READY)
    query = query.where(Message.bundle_id.is_(None)).order_by(Message.id).with_for_update()
    return {places[key]: ident for key, ident in session.execute(query)}
