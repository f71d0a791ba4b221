from contextlib import nullcontext
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from scheduler.agenda.domain.sight import Audience
from scheduler.agenda.services.guards import GuardDraft, create_guard
from scheduler.feeds.domain.answers import FeedFile
from scheduler.feeds.services.cache import CHECK_SECONDS, FeedCache
from scheduler.feeds.services.serving import Fate, Served

JULY = datetime(2027, 7, 1, tzinfo=UTC)


class Seconds:
    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


class Builder:
    def __init__(self, file: FeedFile | None = None) -> None:
        self.built = 0
        self.file = file or FeedFile(b"body", b"zip", "tag")

    def __call__(self) -> Served:
        self.built += 1
        return Served(Fate.OPEN, self.file)


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def cache(session: Session, seconds: Seconds) -> FeedCache:
    # The session's own connection: what the test commits is inside a transaction that is rolled back.
    return FeedCache(lambda: nullcontext(session.connection()), seconds)


def test_an_unchanged_feed_is_built_once(cache: FeedCache, seconds: Seconds) -> None:
    build = Builder()
    for _ in range(3):
        cache.get("a", JULY, build)
        seconds.at += CHECK_SECONDS
    assert build.built == 1


def test_a_change_shows_at_the_next_look(session: Session, cache: FeedCache, seconds: Seconds) -> None:
    build = Builder()
    cache.get("a", JULY, build)
    create_guard(session, GuardDraft(Audience.PUBLIC))
    session.commit()

    cache.get("a", JULY, build)
    assert build.built == 1
    seconds.at += CHECK_SECONDS
    cache.get("a", JULY, build)
    assert build.built == 2


def test_a_new_month_moves_the_window(cache: FeedCache) -> None:
    build = Builder()
    cache.get("a", JULY, build)
    cache.get("a", datetime(2027, 8, 1, tzinfo=UTC), build)
    assert build.built == 2


def test_addresses_that_lead_nowhere_push_nothing_out(cache: FeedCache) -> None:
    build = Builder()
    cache.get("a", JULY, build)
    for number in range(2000):
        cache.get(f"guess{number}", JULY, lambda: Served(Fate.UNKNOWN))
    cache.get("a", JULY, build)
    assert build.built == 1


def test_old_files_make_room(cache: FeedCache) -> None:
    big = Builder(FeedFile(bytes(20 * 1024 * 1024), b"", "tag"))
    for key in "abcd":
        cache.get(key, JULY, big)
    first = Builder()
    cache.get("a", JULY, first)
    assert first.built == 1
