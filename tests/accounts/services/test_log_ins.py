"""Log-ins in the database."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import LoginSession, Person
from scheduler.accounts.services.log_ins import (
    LastUses,
    Visit,
    end_all_log_ins,
    end_log_in,
    find_log_in,
    forget_log_ins,
    forget_visits,
    has_still_key,
    last_visit,
    log_ins_of,
    open_log_in,
)
from tests import factories

VISIT = Visit("Mozilla/5.0 Firefox/145.0", "93.184.216.0/24")


@pytest.fixture
def ana(session: Session) -> Person:
    return factories.person(session, "Ana")


def logged_in(session: Session, person: Person, secret: str, now: datetime, *, remembered: bool = False) -> int:
    return open_log_in(session, person, secret, VISIT, remembered=remembered, now=now).id


def found(session: Session, secret: str) -> int | None:
    row = find_log_in(session, secret)
    return None if row is None else row.id


def test_a_secret_leads_to_its_log_in_and_is_not_stored(session: Session, ana: Person, now: datetime):
    first, second = (logged_in(session, ana, secret, now) for secret in ("secret 1", "secret 2"))

    assert [found(session, f"secret {number}") for number in (1, 2, 3)] == [first, second, None]
    stored = session.execute(select(LoginSession.__table__)).all()
    assert "secret" not in str(stored)


def test_the_person_comes_in_the_same_query(session: Session, ana: Person, now: datetime):
    logged_in(session, ana, "one", now)
    session.expire_all()
    seen: list[str] = []
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", listener := lambda *args: seen.append(args[2]))

    row = find_log_in(session, "one")
    assert row is not None
    assert row.person.name == "Ana"

    event.remove(connection, "before_cursor_execute", listener)
    assert [" login_session " in statement for statement in seen] == [True]


def test_an_ended_log_in_is_not_found_and_the_others_are(session: Session, ana: Person, now: datetime):
    first, second = (logged_in(session, ana, secret, now) for secret in ("one", "two"))

    assert end_log_in(session, ana.id, first)
    assert not end_log_in(session, ana.id, first)
    assert (found(session, "one"), found(session, "two")) == (None, second)


def test_nobody_ends_the_log_in_of_another_person(session: Session, ana: Person, now: datetime):
    bo = factories.person(session, "Bo")
    log_in = logged_in(session, ana, "one", now)

    assert not end_log_in(session, bo.id, log_in)
    assert found(session, "one") == log_in


def test_all_of_one_person_end_together(session: Session, ana: Person, now: datetime):
    bo = factories.person(session, "Bo")
    logged_in(session, ana, "one", now)
    logged_in(session, ana, "two", now)
    other = logged_in(session, bo, "three", now)

    end_all_log_ins(session, ana)

    assert [found(session, secret) for secret in ("one", "two", "three")] == [None, None, other]


@pytest.mark.parametrize("ending", ["active", "anonymised_at", "fs_uniquifier"])
def test_a_closed_account_or_another_key_of_it_ends_log_ins(session: Session, ana: Person, now: datetime, ending: str):
    logged_in(session, ana, "one", now)
    setattr(ana, ending, {"active": False, "anonymised_at": now, "fs_uniquifier": "another"}[ending])
    session.flush()

    assert found(session, "one") is None


def test_the_list_of_a_person_has_the_last_used_first_and_leaves_out_what_is_over(
    session: Session, ana: Person, now: datetime
):
    logged_in(session, factories.person(session, "Bo"), "other", now)
    old = logged_in(session, ana, "a", now - timedelta(hours=11))
    new = logged_in(session, ana, "b", now)
    logged_in(session, ana, "c", now - timedelta(hours=12))
    remembered = logged_in(session, ana, "d", now - timedelta(days=29), remembered=True)
    logged_in(session, ana, "e", now - timedelta(days=30), remembered=True)

    assert [row.id for row in log_ins_of(session, ana.id, now)] == [new, old, remembered]
    assert forget_log_ins(session, now) == 2
    assert len(session.scalars(select(LoginSession)).all()) == 4


def test_last_uses_are_written_together_and_never_go_back(session: Session, ana: Person, now: datetime):
    ids = [logged_in(session, ana, secret, now) for secret in ("a", "b", "c")]
    later, uses = now + timedelta(minutes=1), LastUses(lambda: 0.0)
    uses.keep(ids[0], (later, "10.0.0.0/24"))
    uses.keep(ids[0], (now, "10.1.0.0/24"))
    uses.keep(ids[1], (now - timedelta(minutes=1), "10.2.0.0/24"))
    # It has ended meanwhile.
    end_log_in(session, ana.id, ids[2])
    uses.keep(ids[2], (later, "10.3.0.0/24"))

    uses.flush(session)

    session.expire_all()
    rows = session.scalars(select(LoginSession).order_by(LoginSession.id)).all()
    assert [(row.last_used_at, row.network) for row in rows] == [(later, "10.0.0.0/24"), (now, VISIT.network)]


def test_a_visit_ends_with_a_break_on_all_devices(session: Session, ana: Person, now: datetime):
    phone, laptop = (logged_in(session, ana, secret, now) for secret in ("a", "b"))
    uses = LastUses(lambda: 0.0)

    def used(device: int, hours: float) -> datetime | None:
        at = now + timedelta(hours=hours)
        uses.keep(device, (at, VISIT.network))
        uses.flush(session)
        session.expire_all()
        return last_visit(session, ana.id, at)

    assert last_visit(session, ana.id, now) is None
    assert [used(phone, 1), used(laptop, 3), used(phone, 6)] == [None, None, None]
    assert used(laptop, 10.5) == now + timedelta(hours=6)
    # Of the present visit nothing is written down yet.
    assert last_visit(session, ana.id, now + timedelta(days=2)) == now + timedelta(hours=10.5)
    end_log_in(session, ana.id, phone)
    assert used(laptop, 11) == now + timedelta(hours=6)
    forget_visits(session, ana.id)
    assert last_visit(session, ana.id, now + timedelta(days=2)) is None


def test_a_log_in_that_meets_a_new_password_ends_with_the_old_one(sessions, now: datetime):
    with sessions() as setting_up:
        ana_id = factories.person(setting_up, "Ana").id
        setting_up.commit()
    with sessions() as logging_in:
        logging_in.info["read_only"] = True
        ana = logging_in.get_one(Person, ana_id)
        assert ana.fs_uniquifier
        logging_in.expunge(ana)
        logging_in.rollback()
    with sessions() as changing:
        end_all_log_ins(changing, changing.get_one(Person, ana_id))
        changing.commit()
    # What it knew of the person was read, and the password looked at, before the new one.
    with sessions() as logging_in:
        logged_in(logging_in, ana, "late", now)
        logging_in.commit()

        assert found(logging_in, "late") is None
        assert not has_still_key(logging_in, logging_in.get_one(Person, ana_id), ana.fs_uniquifier)


def test_a_user_agent_of_any_length_fits(session: Session, ana: Person, now: datetime):
    row = open_log_in(session, ana, "one", Visit("x" * 5000, "unknown"), remembered=False, now=now)
    session.expire(row)

    assert len(row.user_agent) == 256
