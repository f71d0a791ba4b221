"""Which programs fetch a feed, and how they were answered: counted in memory, written at most once a minute."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, func, or_, select, update
from sqlalchemy.orm import Session

from scheduler.feeds.domain.user_agents import program_of
from scheduler.feeds.models import Feed, FeedProgram
from scheduler.rows import lock_rows
from scheduler.web.metrics import Metric
from scheduler.web.write_buffer import WriteBuffer

FLUSH_SECONDS = 60.0
NOT_MODIFIED, GONE, BROKEN = 304, 410, 503
OTHERS = "…"
"""Stands for all programs beyond those that are told apart: whoever has an address can call themselves anything."""

MOST_PROGRAMS, MOST_IN_MEMORY = 20, 2000
"""How many are told apart of one feed's address, and between two writes."""


@dataclass(frozen=True, slots=True, order=True)
class Fetcher:
    """A program that asks for a feed, by its present address or by one that was renewed."""

    feed_id: int
    is_former: bool
    program: str


@dataclass(frozen=True, slots=True)
class Tally:
    """When a program asked last and how it was answered, how often since the last write, how often it had the file."""

    last_at: datetime
    last_status: int
    times: int = 1
    unchanged: int = 0


class FetchLog(WriteBuffer[Fetcher, Tally]):
    """Fetches since the last write."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        super().__init__(seconds, every=FLUSH_SECONDS, merge=_both, write=_write)

    def note(self, feed_id: int, user_agent: str, status: int, now: datetime) -> None:
        """Count one fetch, by the status with which it was answered."""
        asked = Fetcher(feed_id, status == GONE, program_of(user_agent))
        if len(self) >= MOST_IN_MEMORY and self.kept(asked) is None:
            asked = Fetcher(feed_id, status == GONE, OTHERS)
        self.keep(asked, Tally(now, status, unchanged=int(status == NOT_MODIFIED)))


def feed_metrics(session: Session) -> Iterator[Metric]:
    """Yield how often the present addresses of feeds were fetched, by whether the program had the file already."""
    counts = func.coalesce(func.sum(FeedProgram.times), 0), func.coalesce(func.sum(FeedProgram.unchanged), 0)
    times, unchanged = session.execute(select(*counts).where(FeedProgram.is_former.is_(False))).one()
    yield Metric(
        "scheduler_feed_polls",
        "How often feeds were fetched by their present addresses, by answer; falls when an address is renewed.",
        {"new": times - unchanged, "not_modified": unchanged},
        "answer",
    )


def _both(earlier: Tally, later: Tally) -> Tally:
    times, unchanged = earlier.times + later.times, earlier.unchanged + later.unchanged
    return Tally(later.last_at, later.last_status, times, unchanged)


def _write(session: Session, tallies: Mapping[Fetcher, Tally]) -> None:
    """Add to the feeds' rows, in the order of ids; these columns are no reader's, so no version moves."""
    # Nobody who follows one change through many feeds is met half way, and nobody else adds the same program.
    feeds = {feed.id: feed for feed in lock_rows(session, Feed, {asked.feed_id for asked in tallies})}
    known = _known(session, list(feeds))
    programs = Counter((one.feed_id, one.is_former) for one in known)
    fetched: list[dict[str, object]] = []
    # The one that asked last is written last: it is what a feed says of itself.
    for asked, tally in sorted(tallies.items(), key=lambda one: (one[1].last_at, one[0])):
        feed = feeds.get(asked.feed_id)
        if feed is None or _is_over(feed, asked, tally):
            continue
        _add(session, known, programs, asked, tally)
        if not asked.is_former:
            fetched.append({"feed": feed.id, "times": tally.times, "at": tally.last_at, "program": asked.program})
    if fetched:
        session.connection().execute(_FETCHED, fetched)


_AT = bindparam("at", type_=Feed.last_fetch_at.type)
# Another process may have written a later one before.
_IS_LAST = or_(Feed.last_fetch_at.is_(None), Feed.last_fetch_at <= _AT)
_FETCHED = (
    update(Feed)
    .where(Feed.id == bindparam("feed"))
    .values(
        fetches=Feed.fetches + bindparam("times"),
        last_fetch_at=case((_IS_LAST, _AT), else_=Feed.last_fetch_at),
        last_agent=case((_IS_LAST, bindparam("program")), else_=Feed.last_agent),
    )
)


def _is_over(feed: Feed, asked: Fetcher, tally: Tally) -> bool:
    """Say whether a fetch was of an address that was renewed or revoked before it could be written."""
    is_renewed = feed.rotated_at is not None and tally.last_at < feed.rotated_at
    return feed.revoked_at is not None or (is_renewed and not asked.is_former)


def _known(session: Session, feed_ids: list[int]) -> dict[Fetcher, FeedProgram]:
    rows = session.scalars(select(FeedProgram).where(FeedProgram.feed_id.in_(feed_ids)))
    return {Fetcher(row.feed_id, row.is_former, row.program): row for row in rows}


def _add(
    session: Session,
    known: dict[Fetcher, FeedProgram],
    programs: Counter[tuple[int, bool]],
    asked: Fetcher,
    tally: Tally,
) -> None:
    """Add a tally to its row; `programs` counts the rows of each feed, for its present and its former addresses."""
    address = (asked.feed_id, asked.is_former)
    if asked not in known and programs[address] >= MOST_PROGRAMS:
        asked = Fetcher(asked.feed_id, asked.is_former, OTHERS)
    row = known.get(asked)
    if row is None:
        row = FeedProgram(feed_id=asked.feed_id, is_former=asked.is_former, program=asked.program, times=0, unchanged=0)
        row.last_at, row.last_status = tally.last_at, tally.last_status
        session.add(row)
        known[asked] = row
        programs[address] += 1
    if row.last_at <= tally.last_at:
        row.last_at, row.last_status = tally.last_at, tally.last_status
    row.times, row.unchanged = row.times + tally.times, row.unchanged + tally.unchanged
