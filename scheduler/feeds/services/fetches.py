"""Who fetched a feed last: counted in memory, written at most once a minute."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from scheduler.feeds.domain.user_agents import program_of
from scheduler.feeds.models import Feed
from scheduler.rows import write_together
from scheduler.web.write_buffer import WriteBuffer

FLUSH_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Tally:
    """When a feed was fetched last, by what, and how often since the last flush."""

    last_at: datetime
    agent: str
    times: int = 1


class FetchLog(WriteBuffer[int, Tally]):
    """Fetches since the last flush, by feed."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        super().__init__(seconds, every=FLUSH_SECONDS, merge=_both, write=_write)

    def note(self, feed_id: int, user_agent: str, now: datetime) -> None:
        """Count one fetch."""
        self.keep(feed_id, Tally(now, user_agent))


def _both(earlier: Tally, later: Tally) -> Tally:
    return Tally(later.last_at, later.agent, earlier.times + later.times)


def _write(session: Session, tallies: Mapping[int, Tally]) -> None:
    """Add to the feeds' rows, in the order of ids; these columns are no reader's, so no version moves."""
    # Nobody who follows one change through many feeds is met half way.
    write_together(session)
    for feed_id, tally in sorted(tallies.items()):
        values = {"last_fetch_at": tally.last_at, "last_agent": program_of(tally.agent)}
        session.execute(update(Feed).where(Feed.id == feed_id).values(fetches=Feed.fetches + tally.times, **values))
