"""Dates that are expected until somebody confirms them: in calendars, feeds and reminders."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.agenda.models import Entry, EntryStatus
from scheduler.agenda.services.changes import ChangeContext, notify_listeners
from scheduler.agenda.services.entry_drafts import Source
from scheduler.agenda.services.follows import follow
from scheduler.agenda.services.publishing import entry_of
from scheduler.dates.spans import DateSpan
from scheduler.observances.models import Edition, Observance
from scheduler.observances.services.calendar_entries import ASK, series_of
from scheduler.observances.services.catalogue import import_catalogue
from scheduler.observances.services.edition_edits import EditionDays, cancel_edition, set_days, use_rule_days
from scheduler.observances.services.editions import refresh_one
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.rendering import Letter
from scheduler.reminders.emails import load_batch, reminder_letter
from tests.fakes import Follower
from tests.observances.catalogues import EID, csv_of
from tests.observances.services.conftest import registered
from tests.reminders.planning import plan

FindEdition = Callable[[Observance, str], Edition]
EXPECTED = date(2028, 2, 26)
SENTENCE = "Expected date: it depends on the sighting of the moon, or on what each country announces."

pytestmark = pytest.mark.usefixtures("worded")


@pytest.fixture
def eid(session: Session, context: ChangeContext) -> Observance:
    return registered(session, EID, context)


@pytest.fixture
def row(eid: Observance, edition: FindEdition) -> Edition:
    return edition(eid, "2028")


def entry(session: Session, edition: Edition, part: str = "") -> Entry:
    found = entry_of(session, Source("edition", edition.id, part))
    assert found is not None
    return found


def set_to(session: Session, edition: Edition, day: date, context: ChangeContext) -> None:
    days = EditionDays(span=DateSpan(day, day))
    set_days(session, edition, days, revision=edition.revision, context=context)
    notify_listeners(session)


def test_an_estimate_says_so_and_is_to_be_confirmed(session: Session, row: Edition, ana: Person) -> None:
    shown, asked = entry(session, row), entry(session, row, ASK)

    assert (shown.title, shown.status, shown.starts_on) == ("Eid al-Fitr (expected)", EntryStatus.TENTATIVE, EXPECTED)
    assert shown.description == SENTENCE
    assert b"STATUS:TENTATIVE" in shown.vevent_head
    assert (asked.title, asked.starts_on) == ("Confirm the date: Eid al-Fitr 2028", EXPECTED - timedelta(days=14))
    assert asked.description.startswith("The date in the calendar is an estimate.")
    assert ana.id == row.observance.steward_id


def test_nobody_is_asked_to_confirm_what_is_over(eid: Observance, edition: FindEdition) -> None:
    assert (edition(eid, "2026").ask_on, edition(eid, "2027").ask_on) == (None, None)


def test_confirming_the_expected_day_settles_it(
    session: Session, row: Edition, context: ChangeContext, follower: Follower
) -> None:
    uid = entry(session, row).uid
    set_to(session, row, EXPECTED, context)

    shown = entry(session, row)
    assert (shown.title, shown.status, shown.description) == ("Eid al-Fitr", EntryStatus.CONFIRMED, "")
    assert (shown.uid, shown.sequence) == (uid, 1)
    assert entry(session, row, ASK).removed_at is not None
    assert "moved" not in follower.kinds


def test_another_day_that_is_announced_moves_it_without_a_conflict(
    session: Session, row: Edition, context: ChangeContext, follower: Follower
) -> None:
    set_to(session, row, EXPECTED + timedelta(days=1), context)

    assert (entry(session, row).status, entry(session, row).starts_on) == (EntryStatus.CONFIRMED, date(2028, 2, 27))
    assert follower.days_moved[: follower.kinds.index("moved") + 1] == [1]
    changed = EID | {"rrule": "RULE=MOON_DAY;MOON_DAY=EID_AL_ADHA"}
    import_catalogue(session, csv_of(changed), context)
    assert (row.starts_on, row.conflict_noted_at) == (date(2028, 2, 27), None)


def test_letting_go_of_an_announced_day_brings_the_estimate_back(
    session: Session, row: Edition, context: ChangeContext
) -> None:
    set_to(session, row, EXPECTED, context)
    use_rule_days(session, row, context)

    assert entry(session, row).status == EntryStatus.TENTATIVE
    assert entry(session, row, ASK).removed_at is None


def test_nobody_is_asked_any_more_once_the_day_is_over_everywhere(
    session: Session, eid: Observance, row: Edition, context: ChangeContext
) -> None:
    end = datetime(2028, 2, 27, 12, 0, tzinfo=UTC)
    assert row.ends_on is not None
    end += row.ends_on - EXPECTED
    refresh_one(session, eid.id, replace(context, now=end - timedelta(seconds=1)))
    assert entry(session, row, ASK).removed_at is None
    refresh_one(session, eid.id, replace(context, now=end))

    assert entry(session, row, ASK).removed_at == end
    assert entry(session, row).status == EntryStatus.TENTATIVE
    notify_listeners(session)
    assert session.scalars(select(Message)).all() == []


def test_a_cancelled_estimate_is_cancelled_and_asks_nobody(
    session: Session, row: Edition, context: ChangeContext
) -> None:
    cancel_edition(session, row, "Not marked", context)

    shown = entry(session, row)
    assert (shown.title, shown.status) == ("Eid al-Fitr", EntryStatus.CANCELLED)
    assert entry(session, row, ASK).removed_at is not None


def test_a_reminder_says_that_the_day_is_expected(app: Flask, session: Session, eid: Observance, ana: Person) -> None:
    follow(session, ana.id, series_of(eid), datetime(2028, 2, 1, tzinfo=UTC))
    session.commit()
    for day in (18, 19):
        plan(session, datetime(2028, 2, day, 12, 0, tzinfo=UTC))
    session.commit()
    messages = session.scalars(select(Message).where(Message.stream == Stream.REMINDER)).all()
    with app.app_context():
        letters = [reminder_letter(load_batch(session, [one]), one, one.due_at) for one in messages]

    found = [one for one in letters if isinstance(one, Letter) and "Eid al-Fitr (expected)" in one.subject]
    assert found
    assert "Eid al-Fitr (expected)" in found[0].text
