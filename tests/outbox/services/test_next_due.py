"""When the worker has mail to send next."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from scheduler.outbox.leases import claim, next_due
from scheduler.outbox.models import Stream
from scheduler.outbox.services import OutboxDraft, queue


def test_the_first_message_of_any_stream_that_waits_counts(session: Session, now: datetime) -> None:
    assert next_due(session) is None

    for hours, stream in ((3, Stream.ACCOUNT), (1, Stream.REMINDER), (2, Stream.NOTICE)):
        due_at = now + timedelta(hours=hours)
        draft = OutboxDraft(stream=stream, kind="kind", person_id=None, dedup_key=f"test:{hours}", due_at=due_at)
        queue(session, draft, now)

    assert next_due(session) == now + timedelta(hours=1)
    claim(session, "somebody", now + timedelta(hours=1), 10)
    assert next_due(session) == now + timedelta(hours=2)
