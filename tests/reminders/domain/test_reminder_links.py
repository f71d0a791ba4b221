from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.reminders.domain.reminder_links import VALID_FOR, ReminderLink, has_expired, read_link, signed
from scheduler.reminders.domain.unsubscribing import Scope, token_of

LINK = ReminderLink.of("0123abcd", "Write the post", "2027-07-16")
DUE = datetime(2027, 7, 16, 12, tzinfo=UTC)


def test_a_link_says_which_message_it_stands_in_and_holds_no_title():
    token = signed("key", LINK)

    assert read_link("key", token) == LINK
    assert "Write" not in str(LINK)


@given(st.text(max_size=60))
def test_what_we_have_not_signed_is_none(token: str) -> None:
    assert read_link("key", token) is None


@pytest.mark.parametrize("token", [signed("other", LINK), token_of("key", Scope(1, "reminder", "task_due"))])
def test_another_key_or_purpose_is_none(token: str) -> None:
    assert read_link("key", token) is None


@pytest.mark.parametrize(("title", "day"), [("Write the past", "2027-07-16"), ("Write the post", "2027-07-17")])
def test_another_title_or_day_is_another_link(title: str, day: str) -> None:
    assert ReminderLink.of("0123abcd", title, day) != LINK


@pytest.mark.parametrize(("after", "expired"), [(VALID_FOR - timedelta(seconds=1), False), (VALID_FOR, True)])
def test_a_link_works_for_fourteen_days(after: timedelta, expired: bool) -> None:
    assert has_expired(DUE, DUE + after) is expired
