"""When a token was used last, as several web processes write it."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from scheduler.api.domain.scopes import Scope
from scheduler.api.services.last_uses import TokenUses
from scheduler.api.services.tokens import TokenDraft, make_token
from tests.factories import person


def test_a_later_use_that_another_process_has_seen_stays(session: Session, now: datetime) -> None:
    draft = TokenDraft(person(session, "Ana").id, "Dashboard", Scope.OWN, (), 30)
    row = make_token(session, draft, "a key for tests", form_id="form", now=now)
    here, there = TokenUses(lambda: 0.0), TokenUses(lambda: 0.0)
    here.keep(row.id, now)
    there.keep(row.id, now - timedelta(seconds=30))
    for process in (here, there):
        process.flush(session)
        session.refresh(row)
        assert row.last_used_at == now
