from contextlib import nullcontext
from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.services.guards import GuardDraft, create_guard
from scheduler.db import present_version
from scheduler.feeds.domain.http_reply import FeedFile
from scheduler.feeds.services.cache import MOST_TAGS, FeedCache
from scheduler.feeds.services.serving import Built, FeedResult, FeedStatus
from scheduler.feeds.services.version_watch import LOOK_SECONDS, VersionWatch
from tests.feeds.services.test_version_watch import Database, Seconds

JULY = datetime(2027, 7, 1, tzinfo=UTC)
MEMORY = 60_000_000


class Builder:
    """Builds a file of what the session sees, and counts how often it had to."""

    def __init__(self, session: Session | None = None, file: FeedFile | None = None, version: int = 0) -> None:
        self.built = 0
        self.before: list[bool] = []
        self.session = session
        self.version = version
        self.file = file or FeedFile(b"body", b"zip", "tag")

    def __call__(self, before: Built | None = None) -> Built:
        self.built += 1
        self.before.append(before is not None)
        version = present_version(self.session) if self.session is not None else self.version
        return Built(version, FeedResult(FeedStatus.OPEN, self.file))


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def cache(session: Session, seconds: Seconds) -> FeedCache:
    # The session's own connection: what the test commits is inside a transaction that is rolled back.
    return FeedCache(VersionWatch(lambda: nullcontext(session.connection()), seconds), MEMORY)


@pytest.fixture
def build(session: Session) -> Builder:
    return Builder(session)


def change(session: Session) -> None:
    create_guard(session, GuardDraft(Audience.PUBLIC))
    session.commit()


def test_an_unchanged_feed_is_built_once(cache: FeedCache, seconds: Seconds, build: Builder) -> None:
    for _ in range(3):
        cache.get("a", JULY, build)
        seconds.at += 2 * LOOK_SECONDS
    assert build.built == 1


def test_a_change_shows_at_the_next_look(session: Session, cache: FeedCache, seconds: Seconds, build: Builder) -> None:
    cache.get("a", JULY, build)
    change(session)

    cache.get("a", JULY, build)
    assert build.built == 1
    seconds.at += 2 * LOOK_SECONDS
    cache.get("a", JULY, build)
    assert build.built == 2


def test_a_file_that_is_younger_than_the_last_look_is_built_once(
    session: Session, cache: FeedCache, build: Builder
) -> None:
    cache.get("a", JULY, build)
    change(session)
    for _ in range(3):
        cache.get("b", JULY, build)
    assert build.built == 2


def test_a_file_of_data_from_before_a_change_is_not_taken_for_newer(
    session: Session, cache: FeedCache, seconds: Seconds, build: Builder
) -> None:
    def build_while_somebody_changes(before: Built | None) -> Built:
        built = build(before)
        change(session)
        return built

    cache.get("a", JULY, build_while_somebody_changes)
    seconds.at += 2 * LOOK_SECONDS
    cache.get("a", JULY, build)

    assert build.built == 2


def test_what_many_ask_for_at_once_is_built_once(seconds: Seconds) -> None:
    database = Database(seconds)
    cache = FeedCache(VersionWatch(database.connect, seconds), MEMORY)
    build, start = Builder(version=database.version), Barrier(8)

    def ask() -> None:
        start.wait()
        cache.get("a", JULY, build)

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert build.built == 1


def test_a_new_month_moves_the_window(cache: FeedCache, build: Builder) -> None:
    cache.get("a", JULY, build)
    cache.get("a", datetime(2027, 8, 1, tzinfo=UTC), build)
    assert build.built == 2


def test_addresses_that_lead_nowhere_push_nothing_out(cache: FeedCache, build: Builder) -> None:
    cache.get("a", JULY, build)
    for number in range(2000):
        cache.get(f"guess{number}", JULY, lambda _before: Built(0, FeedResult(FeedStatus.UNKNOWN)))
    cache.get("a", JULY, build)
    assert build.built == 1


def test_old_files_make_room(cache: FeedCache) -> None:
    big = Builder(file=FeedFile(bytes(20_000_000), b"", "tag"))
    for key in "abcd":
        cache.get(key, JULY, big)
    first = Builder()
    cache.get("a", JULY, first)
    assert first.built == 1


def test_very_many_small_files_make_room_too(cache: FeedCache, build: Builder) -> None:
    most = MEMORY // 4_000
    for number in range(most + 1):
        cache.get(str(number), JULY, build)

    assert cache.kept("0", JULY) is None
    assert cache.kept(str(most), JULY) is not None


def test_of_a_file_that_made_room_the_tag_holds_as_long_as_the_file_would(
    session: Session, cache: FeedCache, seconds: Seconds
) -> None:
    big = Builder(session, FeedFile(bytes(MEMORY), b"", "tag"))
    cache.get("a", JULY, big)

    assert cache.kept("a", JULY) is None
    left = cache.kept_tag("a", JULY)
    assert left is not None
    assert left.tag == "tag"
    assert cache.kept_tag("a", datetime(2027, 8, 1, tzinfo=UTC)) is None

    change(session)
    seconds.at += 2 * LOOK_SECONDS
    cache.get("b", JULY, Builder(session))
    assert cache.kept_tag("a", JULY) is None


def test_tags_make_room_for_tags(cache: FeedCache) -> None:
    file = FeedFile(bytes(MEMORY), b"", "tag")
    build = Builder(file=file)
    for number in range(MOST_TAGS + 1):
        cache.get(str(number), JULY, build)

    assert "0" not in cache
    assert "1" in cache


def test_what_is_out_of_date_is_handed_to_be_kept_or_built_anew(
    session: Session, cache: FeedCache, seconds: Seconds, build: Builder
) -> None:
    cache.get("a", JULY, build)
    change(session)
    seconds.at += 2 * LOOK_SECONDS
    cache.get("a", JULY, build)
    cache.get("a", datetime(2027, 8, 1, tzinfo=UTC), build)

    assert build.before == [False, True, False]
