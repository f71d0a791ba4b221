"""Rows are locked, read anew, and made once, on both databases."""

import threading
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from scheduler.accounts.models import MemberRole, Membership, Organisation, Person
from scheduler.agenda.services.entry_drafts import AllDay, Timed
from scheduler.db import AppSession, VersionCounter, db, touch
from scheduler.legislation.models import Bill
from scheduler.rows import RowGoneError, Sent, lock_row, lock_rows, once_by_form, write_alone, write_together
from tests import factories
from tests.costs import statements
from tests.together import PATIENCE_SECONDS, Sessions, all_at_once, meet, until, waiting

both_engines = pytest.mark.engines("sqlite", "postgresql")
NOW = datetime(2027, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def bay(sessions: Sessions) -> int:
    with sessions() as session:
        ident = factories.organisation(session).id
        session.commit()
    return ident


def rename(session: AppSession, ident: int, name: str) -> str:
    row = session.get_one(Organisation, ident)
    before = lock_row(session, Organisation, ident).name
    row.name = name
    session.flush()
    return before


@both_engines
def test_whoever_comes_second_reads_what_the_first_one_wrote(sessions: Sessions, bay: int):
    outcome = meet(
        sessions, lambda session: rename(session, bay, "Mine"), lambda session: rename(session, bay, "Theirs")
    )

    assert outcome == ("Lantern Bay", "Mine")


@both_engines
def test_what_was_written_to_a_row_before_it_is_locked_is_kept(sessions: Sessions, bay: int):
    with sessions() as session:
        row = session.get_one(Organisation, bay)
        row.zone = "Asia/Manila"

        assert lock_row(session, Organisation, bay) is row
        assert row.zone == "Asia/Manila"


@both_engines
def test_a_row_that_is_gone_is_told(sessions: Sessions, bay: int):
    with sessions() as session:
        with pytest.raises(RowGoneError):
            lock_row(session, Organisation, bay + 1)
        assert [row.id for row in lock_rows(session, Organisation, {bay + 1, bay})] == [bay]


@both_engines
def test_a_row_that_is_locked_already_is_not_asked_for_again(sessions: Sessions, fresh_engine: Engine, bay: int):
    with sessions() as session, statements(fresh_engine) as seen:
        row = lock_row(session, Organisation, bay)
        row.name = "Mine"
        session.flush()
        asked = len(seen)

        assert lock_row(session, Organisation, bay, shared=True) is row
        assert lock_rows(session, Organisation, {bay}) == [row]
        assert len(seen) == asked
        session.commit()
        lock_row(session, Organisation, bay)
        assert len(seen) > asked


@both_engines
def test_a_shared_lock_is_no_lock_for_who_changes_the_row(sessions: Sessions, fresh_engine: Engine, bay: int):
    with sessions() as session, statements(fresh_engine) as seen:
        lock_row(session, Organisation, bay, shared=True)
        asked = len(seen)

        lock_row(session, Organisation, bay, shared=True)
        assert len(seen) == asked
        lock_row(session, Organisation, bay)
        assert len(seen) == asked + 1


@both_engines
def test_what_is_locked_within_a_savepoint_goes_with_it(sessions: Sessions, fresh_engine: Engine, bay: int):
    with sessions() as session, statements(fresh_engine) as seen:
        savepoint = session.begin_nested()
        lock_row(session, Organisation, bay)
        savepoint.rollback()
        seen.clear()

        lock_row(session, Organisation, bay)

        assert len(seen) == 1


@pytest.mark.engines("postgresql")
def test_rows_that_refer_to_a_locked_one_may_be_added_meanwhile(sessions: Sessions, bay: int):
    def join(session: AppSession) -> int:
        person = factories.person(session)
        row = Membership(person_id=person.id, organisation_id=bay, role=MemberRole.LEAD, started_at=NOW)
        touch(session, row)
        session.add(row)
        session.flush()
        return row.id

    with sessions() as session:
        lock_row(session, Organisation, bay)
        with sessions() as other:
            assert join(other) > 0
            other.commit()


@pytest.mark.engines("postgresql")
def test_several_may_read_under_a_shared_lock_and_nobody_changes_it(sessions: Sessions, bay: int):
    with sessions() as session, sessions() as other:
        lock_row(session, Organisation, bay, shared=True)
        lock_row(other, Organisation, bay, shared=True)
        thread = threading.Thread(target=_rename_and_commit, args=(sessions, bay))
        thread.start()
        until(lambda: waiting(sessions.kw["bind"]) == 1)
        session.commit()
        other.commit()
    thread.join(PATIENCE_SECONDS)
    with sessions() as session:
        assert session.get_one(Organisation, bay).name == "Theirs"


def _rename_and_commit(sessions: Sessions, bay: int) -> None:
    with sessions() as session:
        rename(session, bay, "Theirs")
        session.commit()


@both_engines
def test_whoever_writes_alone_has_everybody_else_wait(sessions: Sessions, bay: int):
    def alone(session: AppSession) -> object:
        write_alone(session)
        return session.scalar(select(func.count()).select_from(Person))

    def together(session: AppSession) -> object:
        write_together(session)
        factories.person(session)
        return session.scalar(select(func.count()).select_from(Person))

    assert meet(sessions, together, alone) == (1, 1)
    assert meet(sessions, alone, together) == (1, 2)


@both_engines
def test_the_next_transaction_of_a_session_locks_again(sessions: Sessions, bay: int):
    with sessions() as session:
        for end in (session.commit, session.rollback, session.close):
            write_together(session)
            assert lock_row(session, Organisation, bay).id == bay
            end()
        write_alone(session)


def test_a_request_that_writes_beside_others_cannot_want_to_be_alone_later(app: Flask):
    with app.test_request_context("/", method="POST"):
        write_together(db.session)
        with pytest.raises(RuntimeError, match="alone"):
            write_alone(db.session)
        db.session.rollback()
        write_alone(db.session)
        write_together(db.session)


@both_engines
def test_the_first_commits_of_all_number_their_rows_one_after_the_other(sessions: Sessions):
    outcomes = all_at_once(sessions, [lambda session: factories.person(session).name] * 4)

    with sessions() as session:
        assert outcomes == ["Ana"] * 4
        assert session.scalars(select(VersionCounter.value)).all() == [4]
        assert session.scalars(select(Person.version).order_by(Person.version)).all() == [1, 2, 3, 4]


def add(session: AppSession, form_id: str | None, person_id: int | None = None, title: str = "Safe Routes Act") -> Bill:
    def make(key: str | None) -> Bill:
        count = session.scalar(select(func.count()).select_from(Bill))
        bill = Bill(form_id=key, jurisdiction="EU", number=str(count), key=f"eu {count} {title}", title=title)
        bill.created_at = NOW
        session.add(bill)
        session.flush()
        return bill

    return once_by_form(session, Bill, Sent(form_id, person_id, title), make, stands=lambda bill: bill.url == "")


@both_engines
def test_one_form_makes_one_row_for_each_content_and_person(session: AppSession):
    first = add(session, "f")

    assert add(session, "f") is first
    assert add(session, "f", title="Another Act") is not first
    assert add(session, "f", person_id=7) is not first
    assert add(session, "g") is not first
    assert add(session, None) is not add(session, None)


@both_engines
def test_a_form_acts_anew_when_what_it_made_was_taken_back(session: AppSession):
    first = add(session, "f")
    first.url = "taken back"
    second = add(session, "f")

    assert second is not first
    assert add(session, "f") is second


@both_engines
def test_one_form_sent_four_times_at_once_makes_one_row(sessions: Sessions):
    outcomes = all_at_once(sessions, [lambda session: add(session, "f").id] * 4)

    assert len({*outcomes}) == 1
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(Bill)) == 1


contents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(contents, contents)
def test_the_same_content_has_the_same_name_and_other_content_another(one: object, other: object):
    assert Sent("f", 1, one).key() == Sent("f", 1, one).key()
    assert len(Sent("f", 1, one).key()) == 36
    if repr(one) != repr(other):
        assert Sent("f", 1, one).key() != Sent("f", 1, other).key()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (frozenset({1, 2}), frozenset({2, 1, 3})),
        (AllDay(date(2027, 7, 30), date(2027, 7, 30)), Timed(NOW.replace(tzinfo=None), "UTC")),
        (NOW, NOW + timedelta(microseconds=1)),
        (time(9), time(9, 1)),
        (MemberRole.LEAD, MemberRole.EDITOR),
    ],
)
def test_what_forms_say_is_told_apart(one: object, other: object):
    assert Sent("f", 1, one).key() != Sent("f", 1, other).key()
    assert Sent("f", 1, (one, 2)).key() != Sent("f", 2, (one, 2)).key()
    assert Sent("f", 1, one).key(1) != Sent("f", 1, one).key()


def test_a_content_that_nobody_can_compare_is_refused():
    with pytest.raises(TypeError, match="object cannot stand in a form"):
        Sent("f", 1, object()).key()
