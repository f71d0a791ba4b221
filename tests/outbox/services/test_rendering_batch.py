"""What is written down while a batch of letters is written, and who can save meanwhile."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session, sessionmaker

from scheduler.db import AppSession
from scheduler.outbox import leases
from scheduler.outbox.gathering import put_off
from scheduler.outbox.models import Message
from scheduler.outbox.rendering import Postpone
from scheduler.outbox.rendering_batch import Writer
from tests.outbox.letters import RENDERERS, SENDER, draft, queued, reader, states

Sessions = sessionmaker[AppSession]
OWNER = "worker"


def write(sessions: Sessions, now: datetime, postpone: Postpone) -> list[str]:
    """Claim all that is due and write it; return whom the letters are for."""
    with sessions() as session:
        idents = leases.claim(session, OWNER, now, 100)
        session.commit()
    return [ready.parcel.to for ready in Writer(sessions, RENDERERS, SENDER, OWNER, postpone).write(idents, now)]


def test_others_can_save_while_it_is_decided_what_waits(sessions: Sessions, now: datetime):
    def postpone(_session: Session, _messages: Sequence[Message], _now: datetime) -> Collection[int]:
        queued(sessions, [draft(3, now + timedelta(days=1))], now)
        return ()

    queued(sessions, [draft(1, now), draft(2, now, expires_at=now)], now)

    assert write(sessions, now, postpone) == [reader(1)]
    assert [state for state, _, _ in states(sessions)] == ["claimed", "expired", "ready"]


def test_what_waits_is_kept_and_the_rest_is_written_once(sessions: Sessions, now: datetime):
    def postpone(session: Session, messages: Sequence[Message], now: datetime) -> Collection[int]:
        late = [message for message in messages if message.payload["number"] == 1]
        for message in late:
            put_off(session, message, now + timedelta(hours=8))
        return [message.id for message in late]

    queued(sessions, [draft(1, now), draft(2, now), draft(3, now, expires_at=now)], now)

    assert write(sessions, now, postpone) == [reader(2)]
    assert [state for state, _, _ in states(sessions)] == ["ready", "claimed", "expired"]
