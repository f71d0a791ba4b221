"""A room whose address is no more gets nothing more, and the leads of its organisation are told so by email, once."""

from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import leads_of
from scheduler.chat.models import ChatRoom
from scheduler.outbox.models import Stream
from scheduler.outbox.services import OutboxDraft, queue_all
from scheduler.rows import lock_row

STOPPED = "chat.stopped"


def stop_room(session: Session, room: ChatRoom, now: datetime) -> None:
    """Post nothing more to a room, and tell the leads; not again while it is stopped.

    Raises:
        RowGoneError: it was removed in the meantime.
    """
    lock_row(session, ChatRoom, room.id)
    if room.stopped_at is not None:
        return
    room.stopped_at = now
    drafts = [
        OutboxDraft(
            stream=Stream.ACCOUNT,
            kind=STOPPED,
            person_id=lead_id,
            payload={"room_id": room.id},
            dedup_key=f"{STOPPED}:{room.id}:{lead_id}:{now.isoformat()}",
            due_at=now,
        )
        for lead_id in leads_of(session, room.organisation_id)
    ]
    queue_all(session, drafts, now)
