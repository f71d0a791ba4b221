"""Which programs fetch a feed: counted by program and answer, bounded, and never with an address of a computer."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import MemberRole
from scheduler.feeds.models import Feed, FeedKind, FeedProgram
from scheduler.feeds.reading import SHOWN_FOR, AddressMaker, cards_of
from scheduler.feeds.services.addresses import FeedDraft, make_feed, revoke, rotate
from scheduler.feeds.services.fetches import MOST_IN_MEMORY, MOST_PROGRAMS, OTHERS, FetchLog, feed_metrics
from tests.costs import calls, statements
from tests.factories import organisation, person

KEY = "a key for tests"


@pytest.fixture
def feed(session: Session, now: datetime) -> Feed:
    ana = person(session, "Ana", (organisation(session), MemberRole.LEAD))
    return make_feed(session, FeedDraft("Mine", {}, person_id=ana.id), KEY, actor_id=ana.id, now=now)


@pytest.fixture
def log() -> FetchLog:
    return FetchLog(lambda: 0.0)


def known(session: Session) -> list[tuple[str, bool, int, int, int]]:
    rows = session.scalars(select(FeedProgram).order_by(FeedProgram.is_former, FeedProgram.program))
    return [(row.program, row.is_former, row.last_status, row.times, row.unchanged) for row in rows]


def test_programs_are_told_apart_by_how_they_were_answered(
    session: Session, now: datetime, feed: Feed, log: FetchLog
) -> None:
    for minute, (agent, status) in enumerate([("Thunderbird/1", 200), ("Thunderbird/2", 304), ("curl/8", 200)]):
        log.note(feed.id, agent, status, now + timedelta(minutes=minute))
    log.flush(session)
    log.note(feed.id, "Thunderbird/3", 304, now + timedelta(hours=1))
    log.flush(session)

    assert known(session) == [("Thunderbird", False, 304, 3, 2), ("curl", False, 200, 1, 0)]
    session.refresh(feed)
    assert (feed.fetches, feed.last_agent, feed.last_fetch_at) == (4, "Thunderbird", now + timedelta(hours=1))


def test_the_program_that_asked_last_is_named_in_whatever_order_they_are_written(
    session: Session, now: datetime, feed: Feed, log: FetchLog
) -> None:
    log.note(feed.id, "Thunderbird", 304, now)
    log.note(feed.id, "curl", 200, now - timedelta(minutes=1))
    log.flush(session)
    session.refresh(feed)
    assert (feed.fetches, feed.last_agent, feed.last_fetch_at) == (2, "Thunderbird", now)

    # What another process has counted before is written after it.
    log.note(feed.id, "Thunderbird", 200, now - timedelta(minutes=2))
    log.flush(session)
    session.refresh(feed)
    assert (feed.fetches, feed.last_agent, feed.last_fetch_at) == (3, "Thunderbird", now)
    assert known(session) == [("Thunderbird", False, 304, 2, 1), ("curl", False, 200, 1, 0)]


def test_monitors_learn_how_often_feeds_are_fetched(session: Session, now: datetime, feed: Feed, log: FetchLog) -> None:
    for agent, status in [("Thunderbird", 200), ("Thunderbird", 304), ("curl", 200), ("Nextcloud", 410)]:
        log.note(feed.id, agent, status, now)
    log.flush(session)

    (metric,) = feed_metrics(session)
    assert metric.values == {"new": 2, "not_modified": 1}


def test_what_still_asks_for_a_renewed_address_is_shown_for_a_while(
    session: Session, now: datetime, feed: Feed, log: FetchLog
) -> None:
    log.note(feed.id, "Thunderbird", 200, now)
    log.note(feed.id, "Nextcloud", 200, now)
    log.flush(session)
    later = now + timedelta(minutes=5)
    rotate(session, feed, KEY, actor_id=feed.made_by, now=later)
    session.commit()
    # Fetched before, written after: it was the old address, and says nothing of the new one.
    log.note(feed.id, "curl", 200, now + timedelta(minutes=1))
    log.note(feed.id, "Nextcloud", 410, later + timedelta(days=7))
    log.note(feed.id, "Thunderbird", 200, later + timedelta(days=1))
    log.flush(session)

    assert known(session) == [("Thunderbird", False, 200, 1, 0), ("Nextcloud", True, 410, 1, 0)]
    addresses = AddressMaker("https://plan.test", KEY)
    for days, left in ((8, ["Nextcloud"]), (8 + SHOWN_FOR.days, [])):
        (card,) = cards_of(session, [feed], addresses, later + timedelta(days=days))
        assert [one.program for one in card.left_behind] == left
        assert [one.program for one in card.programs] == ["Thunderbird"]

    revoke(session, feed, actor_id=feed.made_by, now=later + timedelta(days=9))
    session.commit()
    log.note(feed.id, "Nextcloud", 410, later + timedelta(days=10))
    log.flush(session)
    assert known(session) == []


def test_no_address_can_fill_the_table_or_the_memory(
    session: Session, now: datetime, feed: Feed, log: FetchLog
) -> None:
    for number in range(MOST_IN_MEMORY + 5):
        log.note(feed.id, f"made-up-{number}", 200, now)
    assert len(log) == MOST_IN_MEMORY + 1
    log.flush(session)

    rows = known(session)
    assert len(rows) == MOST_PROGRAMS + 1
    assert sum(row[3] for row in rows) == MOST_IN_MEMORY + 5
    assert OTHERS in {row[0] for row in rows}


def test_many_feeds_are_written_with_few_statements_and_work_that_grows_as_they_do(
    session: Session, engine: Engine, now: datetime, log: FetchLog
) -> None:
    def write(count: int) -> tuple[int, int]:
        feeds = [
            Feed(kind=FeedKind.PERSONAL, name="More", nonce=str(number), token_hash=f"{count}-{number}", created_at=now)
            for number in range(count)
        ]
        session.add_all(feeds)
        session.commit()
        for feed in feeds:
            log.note(feed.id, "curl/8", 200, now)
        with statements(engine) as sent:
            work = calls(lambda: log.flush(session))
        return work, len(sent)

    write(2)
    (few, once), (many, again) = write(20), write(200)
    assert again == once
    assert many < 12 * few


def test_a_feed_that_is_no_more_is_left_out(session: Session, now: datetime, log: FetchLog) -> None:
    log.note(4711, "curl", 200, now)
    log.flush(session)
    assert known(session) == []
