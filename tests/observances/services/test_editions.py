"""What people change about an edition, and what follows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from scheduler.agenda.models import Entry, EntryStatus
from scheduler.agenda.services.changes import ChangeContext, notify_listeners
from scheduler.agenda.services.entry_drafts import Source
from scheduler.agenda.services.publishing import entry_of
from scheduler.dates.spans import DateSpan
from scheduler.observances.models import Edition, Observance
from scheduler.observances.services.edition_edits import (
    DaysError,
    EditionDays,
    EditionTexts,
    cancel_edition,
    describe_edition,
    restore_edition,
    set_days,
    use_rule_days,
)
from scheduler.rows import StaleEditError
from tests.fakes import Follower

FindEdition = Callable[[Observance, str], Edition]
MOVED = DateSpan(date(2027, 7, 29), date(2027, 7, 31))

pytestmark = pytest.mark.usefixtures("worded")


def published(session: Session, edition: Edition, part: str = "") -> Entry:
    entry = entry_of(session, Source("edition", edition.id, part))
    assert entry is not None
    return entry


def move(
    session: Session, edition: Edition, context: ChangeContext, span: DateSpan = MOVED, reason: str = "Summit"
) -> None:
    set_days(session, edition, EditionDays(span=span, reason=reason), revision=edition.revision, context=context)


def test_theme_link_and_hashtags_reach_the_calendar(
    session: Session, observance: Observance, edition: FindEdition, context: ChangeContext
) -> None:
    row = edition(observance, "2027")
    texts = EditionTexts(
        theme="Leave no child behind", official_url="https://unodc.example/2027", hashtags=("#NoChild",)
    )

    describe_edition(session, row, texts, revision=1, context=context)

    entry = published(session, row)
    assert entry.description == ("Theme: Leave no child behind\n\nhttps://unodc.example/2027\n\nOrganised by UNODC")
    assert (entry.tags, entry.sequence) == (["#NoChild", "#EndTrafficking"], 1)


def test_saying_the_same_again_changes_nothing_and_is_not_stale(
    session: Session, observance: Observance, edition: FindEdition, context: ChangeContext
) -> None:
    row = edition(observance, "2027")
    texts = EditionTexts(theme="Leave no child behind")
    describe_edition(session, row, texts, revision=1, context=context)

    describe_edition(session, row, texts, revision=1, context=context)

    assert (row.revision, published(session, row).sequence) == (2, 1)


def test_a_stale_description_is_refused_and_shows_what_is_saved(
    session: Session, observance: Observance, edition: FindEdition, context: ChangeContext
) -> None:
    row = edition(observance, "2027")
    describe_edition(session, row, EditionTexts(theme="First"), revision=1, context=context)

    with pytest.raises(StaleEditError):
        describe_edition(session, row, EditionTexts(theme="Second"), revision=1, context=context)

    assert row.theme == "First"


def test_moving_keeps_the_uid_raises_the_sequence_and_is_told(
    session: Session, observance: Observance, edition: FindEdition, context: ChangeContext, follower: Follower
) -> None:
    row = edition(observance, "2027")
    uid = published(session, row).uid

    move(session, row, context)

    entry = published(session, row)
    assert (entry.uid, entry.sequence) == (uid, 1)
    assert (entry.starts_on, entry.ends_on) == (MOVED.first_day, MOVED.last_day)
    assert "Why this date: Summit" in entry.description
    notify_listeners(session)
    assert (follower.kinds, follower.days_moved) == (["moved"], [-1])
    assert (row.rule_starts_on, row.period) == (date(2027, 7, 30), "2027")


def test_the_same_move_twice_is_once(
    session: Session, observance: Observance, edition: FindEdition, context: ChangeContext, follower: Follower
) -> None:
    row = edition(observance, "2027")
    days = EditionDays(span=MOVED, reason="Summit")

    set_days(session, row, days, revision=1, context=context)
    set_days(session, row, days, revision=1, context=context)

    notify_listeners(session)
    assert (row.revision, follower.kinds) == (2, ["moved"])


def test_a_stale_move_is_refused(
    session: Session, observance: Observance, edition: FindEdition, context: ChangeContext
) -> None:
    row = edition(observance, "2027")
    move(session, row, context)

    with pytest.raises(StaleEditError):
        set_days(session, row, EditionDays(span=MOVED.shift(1)), revision=1, context=context)


@pytest.mark.parametrize(
    ("span", "field", "code"),
    [
        (DateSpan(date(2029, 1, 1), date(2029, 1, 1)), "first_day", "other_year"),
        (DateSpan(date(2027, 1, 1), date(2028, 6, 1)), "last_day", "too_long"),
    ],
)
def test_days_that_cannot_be_meant_are_refused(
    session: Session,
    observance: Observance,
    edition: FindEdition,
    context: ChangeContext,
    span: DateSpan,
    field: str,
    code: str,
) -> None:
    row = edition(observance, "2027")

    with pytest.raises(DaysError) as caught:
        move(session, row, context, span)

    assert (caught.value.field, caught.value.code, row.revision) == (field, code, 1)


def test_going_back_to_the_rule_moves_it_back(
    session: Session, observance: Observance, edition: FindEdition, context: ChangeContext, follower: Follower
) -> None:
    row = edition(observance, "2027")
    move(session, row, context)

    use_rule_days(session, row, context)
    use_rule_days(session, row, context)

    assert published(session, row).starts_on == date(2027, 7, 30)
    assert (row.override_starts_on, row.override_reason, row.revision) == (None, "", 3)
    notify_listeners(session)
    assert follower.days_moved == [-1, 1]


def test_setting_the_days_of_the_rule_lets_go_of_the_override(
    session: Session, observance: Observance, edition: FindEdition, context: ChangeContext
) -> None:
    row = edition(observance, "2027")
    move(session, row, context)

    move(session, row, context, DateSpan(date(2027, 7, 30), date(2027, 7, 30)))

    assert row.override_starts_on is None


def test_announcing_a_date_publishes_it_and_ends_the_asking(
    session: Session, announced: Observance, edition: FindEdition, context: ChangeContext, follower: Follower
) -> None:
    row = edition(announced, "2028")
    assert published(session, row, "ask").removed_at is None
    span = DateSpan(date(2028, 2, 8), date(2028, 2, 8))

    set_days(session, row, EditionDays(span=span, official_url="https://sid.example/2028"), revision=1, context=context)

    assert published(session, row).starts_on == date(2028, 2, 8)
    assert "https://sid.example/2028" in published(session, row).description
    assert published(session, row, "ask").removed_at == context.now
    session.commit()
    assert follower.kinds == ["date_announced", "removed"]


def test_taking_an_announced_date_back_asks_again(
    session: Session, announced: Observance, edition: FindEdition, context: ChangeContext
) -> None:
    row = edition(announced, "2028")
    move(session, row, context, DateSpan(date(2028, 2, 8), date(2028, 2, 8)))
    later = replace(context, now=context.now + timedelta(days=180))

    use_rule_days(session, row, later)

    assert published(session, row).removed_at == later.now
    ask = published(session, row, "ask")
    assert (ask.removed_at, ask.starts_on) == (None, later.now.date())


def test_the_day_of_asking_can_be_chosen(
    session: Session, announced: Observance, edition: FindEdition, context: ChangeContext
) -> None:
    row = edition(announced, "2028")

    describe_edition(session, row, EditionTexts(ask_on=date(2027, 9, 1)), revision=1, context=context)

    assert published(session, row, "ask").starts_on == date(2027, 9, 1)


def test_cancelled_stays_as_cancelled_and_can_be_restored(
    session: Session, observance: Observance, edition: FindEdition, context: ChangeContext, follower: Follower
) -> None:
    row = edition(observance, "2027")

    cancel_edition(session, row, "The organiser called it off", context)
    cancel_edition(session, row, "Again", context)

    entry = published(session, row)
    assert (entry.status, entry.removed_at) == (EntryStatus.CANCELLED, None)
    assert row.cancelled_reason == "The organiser called it off"

    restore_edition(session, row, context)
    restore_edition(session, row, context)

    assert (entry.status, row.cancelled_reason, entry.sequence) == (EntryStatus.CONFIRMED, "", 2)
    notify_listeners(session)
    assert follower.kinds == ["cancelled", "restored"]


def test_a_date_that_will_not_come_is_not_asked_for(
    session: Session, announced: Observance, edition: FindEdition, context: ChangeContext
) -> None:
    row = edition(announced, "2028")

    cancel_edition(session, row, "Not held in 2028", context)

    assert published(session, row, "ask").removed_at == context.now
