"""How often the version is looked at, and by which look one may answer."""

import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from scheduler.feeds.services.version_watch import LOOK_SECONDS, VersionWatch


class Seconds:
    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


class Database:
    """Stands in for an engine: says a version, and how long it took to say it."""

    def __init__(self, seconds: Seconds) -> None:
        self.seconds = seconds
        self.version = 7
        self.looks = 0
        self.takes = 0.0
        self.is_lost = False

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        self.looks += 1
        if self.is_lost:
            raise OperationalError("SELECT", {}, Exception("words of an error"))
        yield self  # type: ignore[misc]

    def scalar(self, _query: object) -> int:
        version = self.version
        self.seconds.at += self.takes
        return version


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def database(seconds: Seconds) -> Database:
    return Database(seconds)


@pytest.fixture
def watch(database: Database, seconds: Seconds) -> VersionWatch:
    return VersionWatch(database.connect, seconds)


def test_one_look_serves_all_who_ask_within_a_tenth_of_a_second(
    watch: VersionWatch, database: Database, seconds: Seconds
) -> None:
    assert LOOK_SECONDS == 0.1
    for _ in range(100):
        assert watch.present() == 7
        seconds.at += LOOK_SECONDS / 200
    assert database.looks == 1

    database.version = 8
    seconds.at += LOOK_SECONDS / 2
    assert (watch.present(), database.looks) == (8, 2)


def test_a_look_is_as_old_as_its_beginning(watch: VersionWatch, database: Database, seconds: Seconds) -> None:
    database.takes = 2 * LOOK_SECONDS
    watch.look()
    database.version = 8

    assert watch.age() == pytest.approx(2 * LOOK_SECONDS)
    assert watch.present() == 8


def test_after_a_change_of_ones_own_no_earlier_look_is_trusted(
    watch: VersionWatch, database: Database, seconds: Seconds
) -> None:
    watch.look()
    seconds.at += LOOK_SECONDS / 10

    watch.invalidate()
    assert math.isinf(watch.age())
    database.version = 8
    seconds.at += LOOK_SECONDS / 10
    assert watch.present() == 8
    assert watch.age() == 0


def test_what_was_read_on_the_way_counts_unless_it_is_older(watch: VersionWatch) -> None:
    watch.look()
    watch.learn(6)
    assert watch.version == 7
    watch.learn(9)
    assert watch.version == 9


def test_a_lost_database_leaves_the_last_version_and_one_line_in_the_log(
    watch: VersionWatch, database: Database, seconds: Seconds, caplog: pytest.LogCaptureFixture
) -> None:
    watch.look()
    database.is_lost = True
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            seconds.at += 2 * LOOK_SECONDS
            assert watch.present() == 7
        assert [record.getMessage() for record in caplog.records] == ["the version could not be read: OperationalError"]

    database.is_lost, database.version = False, 8
    seconds.at += 2 * LOOK_SECONDS
    assert watch.present() == 8
