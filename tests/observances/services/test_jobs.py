"""The job that plans further ahead."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import sessionmaker

from scheduler.agenda.models import Entry
from scheduler.agenda.services.changes import ChangeContext
from scheduler.db import AppSession
from scheduler.observances.jobs import extend_horizon, refold_observances
from scheduler.observances.models import Observance
from scheduler.observances.services.catalogue import import_catalogue
from scheduler.observances.services.registration import register_topics
from tests.fakes import FakeClock
from tests.observances.catalogues import ANNOUNCED, DAY, csv_of

LATER = datetime(2028, 1, 2, tzinfo=UTC)


@pytest.fixture
def registered(sessions: sessionmaker[AppSession], now: datetime) -> sessionmaker[AppSession]:
    with sessions() as session:
        import_catalogue(session, csv_of(DAY, ANNOUNCED), ChangeContext((), None, now))
        register_topics(session, ["trafficking", "online-safety"], None, now)
        session.commit()
    return sessions


def rows(sessions: sessionmaker[AppSession]) -> list[tuple[str, int, int | None]]:
    with sessions() as session:
        query = select(Entry.path, Entry.sequence, Entry.version).where(Entry.removed_at.is_(None))
        found = session.execute(query.order_by(Entry.path, Entry.part))
        return [(row.path, row.sequence, row.version) for row in found]


def test_nothing_changes_while_the_horizon_stands(registered: sessionmaker[AppSession], clock: FakeClock) -> None:
    before = rows(registered)

    assert extend_horizon(registered, clock) == 0
    assert rows(registered) == before


def test_a_new_year_adds_an_edition_to_each_and_a_second_run_none(registered: sessionmaker[AppSession]) -> None:
    clock = FakeClock(LATER)
    before = rows(registered)

    assert extend_horizon(registered, clock) == 2
    after = rows(registered)
    assert extend_horizon(registered, clock) == 0

    added = {path for path, _sequence, _version in after} - {path for path, _sequence, _version in before}
    assert added == {"/observances/world-day-against-trafficking#2031", "/observances/safer-internet-day/2031/dates"}
    assert rows(registered) == after
    kept = [row for row in after if row in before]
    assert len(kept) == len(before)


def test_an_observance_with_a_broken_rule_holds_up_no_other(registered: sessionmaker[AppSession]) -> None:
    with registered() as session:
        broken = session.scalars(select(Observance).order_by(Observance.id)).first()
        assert broken is not None
        broken.rule_params = {"month": 13}
        session.commit()

    assert extend_horizon(registered, FakeClock(LATER)) == 1


def test_unregistered_observances_are_left_out(registered: sessionmaker[AppSession]) -> None:
    with registered() as session:
        for observance in session.scalars(select(Observance)):
            observance.registered_at = None
        session.commit()
        before = session.scalar(select(func.count()).select_from(Entry))

    assert extend_horizon(registered, FakeClock(LATER)) == 0
    with registered() as session:
        assert session.scalar(select(func.count()).select_from(Entry)) == before


def test_what_an_older_release_saved_is_found_by_folded_words(registered: sessionmaker[AppSession]) -> None:
    with registered() as session:
        row = session.scalars(select(Observance).order_by(Observance.id)).first()
        assert row is not None
        ident, folded = row.id, row.search_text
        row.search_text = row.name.upper()
        session.commit()

    assert refold_observances(registered) == 1
    assert refold_observances(registered) == 0

    with registered() as session:
        assert session.get_one(Observance, ident).search_text == folded
