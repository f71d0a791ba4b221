"""How often links of kits are opened: counted in memory, written at most once a minute. Nothing is kept of visitors."""

from collections.abc import Callable, Mapping
from datetime import date
from operator import add

from sqlalchemy import update
from sqlalchemy.orm import Session

from scheduler.db import once
from scheduler.kits.models import KitOpening
from scheduler.kits.queries.kits import links_there, opening_on
from scheduler.rows import write_together
from scheduler.web.write_buffer import WriteBuffer

FLUSH_SECONDS = 60.0

LinkDay = tuple[int, date]


class OpeningLog(WriteBuffer[LinkDay, int]):
    """Openings since the last flush, by link and day."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        super().__init__(seconds, every=FLUSH_SECONDS, merge=add, write=_write)

    def note(self, link_id: int, day: date) -> None:
        """Count one opening."""
        self.keep((link_id, day), 1)


def _write(session: Session, counts: Mapping[LinkDay, int]) -> None:
    """Add to the rows of links and days; these columns are no reader's, so no version moves."""
    write_together(session)
    there = links_there(session, {link_id for link_id, _day in counts})
    for (link_id, day), times in sorted(counts.items()):
        if link_id in there:
            _add(session, link_id, day, times)


def _add(session: Session, link_id: int, day: date, times: int) -> None:
    once(session, lambda: opening_on(session, link_id, day), lambda: _first(session, link_id, day))
    more = update(KitOpening).where(KitOpening.link_id == link_id, KitOpening.day == day)
    session.execute(more.values(times=KitOpening.times + times))


def _first(session: Session, link_id: int, day: date) -> KitOpening:
    row = KitOpening(link_id=link_id, day=day, times=0)
    session.add(row)
    session.flush()
    return row
