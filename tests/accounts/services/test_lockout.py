"""Counting tries in the database."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from scheduler.accounts.domain.errors import TooManyTriesError
from scheduler.accounts.models import LoginAttempt, Purpose
from scheduler.accounts.services.lockout import Origin, check_room, clear_tries, forget_tries, open_try
from scheduler.db import AppSession

ANA = Origin("a" * 64, "192.0.2.1")


def elsewhere(number: int) -> Origin:
    return Origin("a" * 64, f"192.0.2.{number}")


def someone(number: int) -> Origin:
    return Origin(f"{number:064}", "192.0.2.1")


def tries(session: Session) -> int:
    return len(session.scalars(select(LoginAttempt)).all())


def test_sixth_try_of_an_address_waits_until_the_first_is_a_quarter_of_an_hour_old(session: Session, now: datetime):
    for number in range(5):
        open_try(session, elsewhere(number), Purpose.LOG_IN, now + timedelta(minutes=number))

    with pytest.raises(TooManyTriesError) as caught:
        open_try(session, elsewhere(9), Purpose.LOG_IN, now + timedelta(minutes=5))

    assert caught.value.opens_again_at == now + timedelta(minutes=15)
    assert tries(session) == 5
    open_try(session, elsewhere(9), Purpose.LOG_IN, now + timedelta(minutes=15))


def test_network_is_counted_over_all_addresses(session: Session, now: datetime):
    for number in range(20):
        open_try(session, someone(number), Purpose.LOG_IN, now)

    with pytest.raises(TooManyTriesError):
        open_try(session, someone(99), Purpose.LOG_IN, now)


def test_recovery_is_counted_apart(session: Session, now: datetime):
    for _ in range(3):
        open_try(session, ANA, Purpose.RECOVERY, now)

    with pytest.raises(TooManyTriesError) as caught:
        open_try(session, ANA, Purpose.RECOVERY, now)

    assert caught.value.opens_again_at == now + timedelta(hours=1)
    open_try(session, ANA, Purpose.LOG_IN, now)


def test_success_clears_log_ins_of_that_address_only(session: Session, now: datetime):
    open_try(session, ANA, Purpose.LOG_IN, now)
    open_try(session, ANA, Purpose.RECOVERY, now)
    open_try(session, someone(1), Purpose.LOG_IN, now)

    clear_tries(session, ANA.email_hash)

    assert tries(session) == 2


def test_old_tries_are_forgotten(session: Session, now: datetime):
    open_try(session, ANA, Purpose.LOG_IN, now - timedelta(hours=3))
    open_try(session, ANA, Purpose.LOG_IN, now)

    assert forget_tries(session, now - timedelta(hours=1)) == 1
    assert tries(session) == 1


def test_many_at_once_cannot_slip_under_the_limit(sessions: sessionmaker[AppSession], now: datetime):
    together = threading.Barrier(12)
    passed: list[int] = []

    def attempt(number: int) -> None:
        with sessions() as session:
            together.wait()
            try:
                open_try(session, elsewhere(number), Purpose.LOG_IN, now)
                session.commit()
                check_room(session, elsewhere(number), Purpose.LOG_IN, now)
                passed.append(number)
            except TooManyTriesError:
                session.rollback()

    threads = [threading.Thread(target=attempt, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(passed) <= 5
