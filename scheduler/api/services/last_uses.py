"""When tokens were used last: gathered in memory, written at most once a minute."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from scheduler.api.models import ApiToken
from scheduler.rows import write_together
from scheduler.web.write_buffer import WriteBuffer

FLUSH_SECONDS = 60.0


class TokenUses(WriteBuffer[int, datetime]):
    """The last use of tokens since the last flush, by id."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        super().__init__(seconds, every=FLUSH_SECONDS, merge=max, write=_write)


def _write(session: Session, uses: Mapping[int, datetime]) -> None:
    """Another process may have seen a later use."""
    write_together(session)
    for ident, used_at in sorted(uses.items()):
        is_later = or_(ApiToken.last_used_at.is_(None), ApiToken.last_used_at < used_at)
        session.execute(update(ApiToken).where(ApiToken.id == ident, is_later).values(last_used_at=used_at))
