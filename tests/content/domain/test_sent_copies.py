"""What whoever was sent copy does not know yet."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.content.domain.sent_copies import (
    NO_EMBARGO,
    NO_END,
    UNKNOWN,
    Known,
    Outdated,
    embargo_known,
    moment_of,
    outdated,
)

LIFT = datetime(2027, 7, 30, 7, 0, tzinfo=UTC)
BEFORE, AFTER = LIFT - timedelta(hours=1), LIFT + timedelta(hours=1)
UNTIL, LATER = LIFT.isoformat(), AFTER.isoformat()


@pytest.mark.parametrize(
    ("at", "concealed", "held", "known"),
    [
        (LIFT, True, False, UNTIL),
        (LIFT, True, True, NO_END),
        (None, True, True, NO_END),
        (LIFT, False, False, NO_EMBARGO),
        (None, False, False, NO_EMBARGO),
    ],
)
def test_an_embargo_has_a_moment_no_end_or_is_none(
    at: datetime | None, concealed: bool, held: bool, known: str
) -> None:
    assert embargo_known(at, is_concealed=concealed, is_held=held) == known
    assert moment_of(known) == (LIFT if known == UNTIL else None)


@pytest.mark.parametrize(
    ("known", "holds", "now", "is_news"),
    [
        (UNTIL, UNTIL, BEFORE, False),
        (UNTIL, LATER, BEFORE, True),
        (UNTIL, NO_END, BEFORE, True),
        (NO_EMBARGO, UNTIL, BEFORE, True),
        # It has lifted: in time, and early, of which nobody needs to hear once the moment they know of has come.
        (UNTIL, NO_EMBARGO, LIFT, False),
        (UNTIL, NO_EMBARGO, BEFORE, True),
        (NO_END, NO_EMBARGO, AFTER, True),
        (NO_EMBARGO, NO_EMBARGO, AFTER, False),
        *((UNKNOWN, one, AFTER, True) for one in (UNTIL, NO_END, NO_EMBARGO)),
    ],
)
def test_an_embargo_is_news_to_whoever_would_publish_too_early_or_wait_too_long(
    known: str, holds: str, now: datetime, is_news: bool
) -> None:
    found = outdated(Known("a", known), Known("a", holds), now)

    assert found == ((Outdated.EMBARGO,) if is_news else ())


def test_copy_and_status_are_news_by_themselves() -> None:
    known = Known("a", UNTIL)

    assert outdated(known, Known("b", UNTIL), BEFORE) == (Outdated.TEXT,)
    assert outdated(known, Known("a", UNTIL, is_off=True), BEFORE) == (Outdated.STATUS,)


def test_the_mark_of_a_form_holds_what_is_known_and_who_was_shown() -> None:
    known = Known("a", UNTIL)
    marks = [one.mark((1, 2)) for one in (known, Known("b", UNTIL), Known("a", NO_END), Known("a", UNTIL, True))]

    assert len({*marks, *(known.mark(ids) for ids in ((1,), (12,), (1, 2, 3), ()))}) == 8
    assert known.mark((2, 1)) == known.mark((1, 2))
