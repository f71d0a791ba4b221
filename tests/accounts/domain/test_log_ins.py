"""What cookies carry of a log-in, and how long it lasts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.accounts.domain.log_ins import LogInToken, idle_limit
from scheduler.secret_tokens import hash_of

NOON = datetime(2027, 7, 1, 12, tzinfo=UTC)


@given(st.text(), st.datetimes(datetime(1970, 1, 1), datetime(4000, 1, 1), timezones=st.just(UTC)))
def test_a_token_comes_back_as_it_was_written(secret: str, at: datetime):
    token = LogInToken(secret, at.replace(microsecond=0))

    assert LogInToken.parse(str(token)) == (token if secret else None)


@given(st.text())
def test_any_text_is_a_token_or_none(text: str):
    token = LogInToken.parse(text)

    assert token is None or str(token).startswith(f"{token.secret}.")


@pytest.mark.parametrize("text", ["", ".", "abc", ".1", "abc.", "abc.-1", "abc.1e9", "abc.٣", "abc." + "9" * 12])
def test_what_has_no_date_is_no_token(text: str):
    assert LogInToken.parse(text) is None


@pytest.mark.parametrize(
    ("age", "old", "dead"),
    [
        (timedelta(days=-1), False, False),
        (timedelta(0), False, False),
        (timedelta(hours=24, seconds=-1), False, False),
        (timedelta(hours=24), True, False),
        (timedelta(days=30, seconds=-1), True, False),
        (timedelta(days=30), True, True),
    ],
)
def test_a_cookie_is_renewed_after_a_day_and_dead_after_thirty(age: timedelta, old: bool, dead: bool):
    token = LogInToken("x", NOON)

    assert (token.is_old(NOON + age), token.is_dead(NOON + age)) == (old, dead)


def test_a_log_in_may_lie_unused_for_half_a_day_and_a_remembered_one_for_thirty():
    assert (idle_limit(remembered=False), idle_limit(remembered=True)) == (timedelta(hours=12), timedelta(days=30))


def test_only_a_hash_is_stored():
    assert hash_of("abc") != "abc"
    assert len(hash_of("abc")) == 64
