"""Two people who press the same button at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import sessionmaker

from scheduler.agenda.services.changes import ChangeContext
from scheduler.dates.spans import DateSpan
from scheduler.db import AppSession
from scheduler.observances.models import Edition, Observance
from scheduler.observances.services.catalogue import import_catalogue, load_shipped_catalogue
from scheduler.observances.services.edition_edits import EditionDays, set_days
from scheduler.observances.services.registration import register
from scheduler.rows import StaleEditError
from tests.observances.catalogues import DAY, csv_of

Sessions = sessionmaker[AppSession]


@pytest.fixture
def catalogue(sessions: Sessions, now: datetime) -> Sessions:
    with sessions() as session:
        import_catalogue(session, csv_of(DAY), ChangeContext((), None, now))
        session.commit()
    return sessions


def both(run: Callable[[int], object]) -> list[object]:
    start = Barrier(2)

    def one(number: int) -> object:
        start.wait()
        return run(number)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, range(2)))


def test_servers_that_start_at_the_same_moment_load_what_ships_once(sessions: Sessions, now: datetime) -> None:
    def run(_number: int) -> int:
        with sessions() as session:
            rows = load_shipped_catalogue(session, now).rows
            session.commit()
        return len(rows)

    loaded = both(run)

    with sessions() as session:
        assert set(loaded) == {0, session.scalar(select(func.count()).select_from(Observance))}


def test_registering_at_the_same_moment_is_once(catalogue: Sessions, now: datetime) -> None:
    def run(_number: int) -> None:
        with catalogue() as session:
            register(session, session.scalars(select(Observance)).one(), ChangeContext((), None, now))
            session.commit()

    both(run)

    with catalogue() as session:
        assert session.scalar(select(func.count()).select_from(Edition)) == 6
        assert session.scalars(select(Observance.revision)).all() == [2]


def test_of_two_moves_at_the_same_moment_one_is_stale(catalogue: Sessions, now: datetime) -> None:
    with catalogue() as session:
        register(session, session.scalars(select(Observance)).one(), ChangeContext((), None, now))
        session.commit()

    def run(number: int) -> str:
        day = date(2027, 7, 28 + number)
        with catalogue() as session:
            edition = session.scalars(select(Edition).where(Edition.period == "2027")).one()
            days = EditionDays(span=DateSpan(day, day), reason="Summit")
            try:
                set_days(session, edition, days, revision=1, context=ChangeContext((), None, now))
            except StaleEditError:
                return "stale"
            session.commit()
            return "moved"

    assert sorted(map(str, both(run))) == ["moved", "stale"]
