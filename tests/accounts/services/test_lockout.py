"""Counting tries in the database."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from scheduler.accounts.domain.errors import TooManyTriesError
from scheduler.accounts.domain.lockout import Purpose
from scheduler.accounts.models import LoginAttempt
from scheduler.accounts.services.lockout import Origin, clear_tries, forget_tries, reserve_try
from scheduler.db import AppSession

ANA = Origin("a" * 64, "93.184.216.0/24")
HER_LAPTOP = Origin("a" * 64, "device:0123456789abcdef", is_known=True)
MINUTE = timedelta(minutes=1)


def elsewhere(number: int) -> Origin:
    return Origin("a" * 64, f"10.{number // 256}.{number % 256}.0/24")


def someone(number: int) -> Origin:
    return Origin(f"{number:064}", "93.184.216.0/24")


def wait_of(session: Session, origin: Origin, now: datetime, purpose: Purpose = Purpose.LOG_IN) -> timedelta | None:
    """Try once; return how long to wait if there was no room."""
    try:
        reserve_try(session, origin, purpose, now)
    except TooManyTriesError as error:
        return error.opens_again_at - now
    return None


def tries(session: Session) -> int:
    return len(session.scalars(select(LoginAttempt)).all())


def test_after_five_failures_waits_grow_and_what_is_refused_is_not_counted(session: Session, now: datetime):
    assert [wait_of(session, ANA, now) for _ in range(5)] == [None] * 5
    waits = []
    for _ in range(9):
        assert wait_of(session, ANA, now) == wait_of(session, ANA, now)
        wait = wait_of(session, ANA, now)
        assert wait is not None
        waits.append(wait // MINUTE)
        now += wait
        assert wait_of(session, ANA, now) is None

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert tries(session) == 14


def test_what_is_tried_from_one_network_holds_nobody_up_on_another(session: Session, now: datetime):
    for _ in range(20):
        wait_of(session, elsewhere(1), now)

    assert wait_of(session, elsewhere(1), now) == MINUTE
    assert wait_of(session, ANA, now) is None


def test_a_network_is_counted_over_all_addresses(session: Session, now: datetime):
    assert [wait_of(session, someone(number), now) for number in range(20)] == [None] * 20

    assert wait_of(session, someone(99), now) == MINUTE
    assert wait_of(session, someone(99), now + MINUTE) is None
    assert wait_of(session, someone(100), now + MINUTE) == 2 * MINUTE
    assert wait_of(session, someone(101), now + timedelta(hours=2)) is None


def test_guesses_from_everywhere_are_bounded_and_do_not_reach_a_browser_that_is_known(session: Session, now: datetime):
    assert [wait_of(session, elsewhere(number), now) for number in range(100)] == [None] * 100

    assert wait_of(session, elsewhere(200), now) == MINUTE
    assert wait_of(session, HER_LAPTOP, now) is None


def test_a_browser_that_is_known_gets_in_from_a_network_that_is_held_up(session: Session, now: datetime):
    for number in range(20):
        wait_of(session, someone(number), now)

    assert wait_of(session, ANA, now) == MINUTE
    assert wait_of(session, HER_LAPTOP, now) is None


def test_who_has_stolen_a_browser_may_not_guess_for_ever(session: Session, now: datetime):
    assert [wait_of(session, HER_LAPTOP, now) for _ in range(6)] == [None] * 5 + [MINUTE]


def test_asking_for_links_is_counted_apart_and_by_place(session: Session, now: datetime):
    assert [wait_of(session, ANA, now, Purpose.RECOVERY) for _ in range(4)] == [None] * 3 + [10 * MINUTE]

    assert wait_of(session, ANA, now) is None
    assert [wait_of(session, elsewhere(number), now, Purpose.RECOVERY) for number in range(200)] == [None] * 200
    assert [wait_of(session, someone(number), now, Purpose.RECOVERY) for number in range(18)] == [None] * 17 + [MINUTE]


def test_success_clears_what_failed_at_the_same_place_only(session: Session, now: datetime):
    for origin, purpose in (
        (ANA, Purpose.LOG_IN),
        (ANA, Purpose.RECOVERY),
        (elsewhere(1), Purpose.LOG_IN),
        (someone(1), Purpose.LOG_IN),
    ):
        reserve_try(session, origin, purpose, now)

    clear_tries(session, ANA)

    assert tries(session) == 3


def test_old_tries_are_forgotten(session: Session, now: datetime):
    reserve_try(session, ANA, Purpose.LOG_IN, now - timedelta(hours=3))
    reserve_try(session, ANA, Purpose.LOG_IN, now)

    assert forget_tries(session, now - timedelta(hours=1)) == 1
    assert tries(session) == 1


def test_of_many_at_once_as_many_pass_as_of_many_in_turn(sessions: sessionmaker[AppSession], now: datetime):
    together = threading.Barrier(24)
    passed: list[bool] = []

    def attempt() -> None:
        with sessions() as session:
            together.wait()
            passed.append(wait_of(session, ANA, now) is None)
            session.commit()

    threads = [threading.Thread(target=attempt) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(passed), passed.count(True)) == (24, 5)


@pytest.mark.parametrize("purpose", list(Purpose))
def test_typed_addresses_are_not_kept(session: Session, now: datetime, purpose: Purpose):
    reserve_try(session, ANA, purpose, now)

    [row] = session.scalars(select(LoginAttempt)).all()
    assert (row.email_hash, row.network_address, row.purpose) == (ANA.email_hash, ANA.place, purpose)
