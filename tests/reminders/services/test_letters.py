from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import MemberRole, Organisation, Person
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Entry, EntryKind, EntryStatus, Involvement
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import AllDay, Source, Timed
from scheduler.agenda.services.entry_drafts import EntryDraft as Draft
from scheduler.agenda.services.follows import follow
from scheduler.agenda.services.guards import Embargo, GuardDraft, create_guard
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify
from scheduler.agenda.services.publishing import publish
from scheduler.outbox.models import Message, MessageState
from scheduler.outbox.rendering import Letter, NotSent
from scheduler.reminders.emails import load_batch, notification_email, reminder_letter
from scheduler.reminders.services.following import ReminderListener
from tests.factories import organisation, person
from tests.reminders.planning import plan

Published = Callable[..., Entry]
JULY_23 = datetime(2027, 7, 23, 8, 0, tzinfo=UTC)
LIFT = Embargo(datetime(2027, 7, 30, 9, 0), "Asia/Manila", datetime(2027, 7, 30, 1, 0, tzinfo=UTC))


@pytest.fixture(autouse=True)
def templates(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def bay(session: Session) -> Organisation:
    return organisation(session, "Lantern Bay")


@pytest.fixture
def ana(session: Session, bay: Organisation, now: datetime) -> Person:
    ana = person(session, "Ana", (bay, MemberRole.LEAD), zone="America/New_York")
    follow(session, ana.id, "observance:1", now)
    return ana


def planned(session: Session, now: datetime, moment: datetime) -> Message:
    plan(session, now)
    plan(session, moment)
    session.commit()
    return session.scalars(select(Message)).one()


def written(session: Session, message: Message, now: datetime) -> Letter | NotSent:
    return reminder_letter(load_batch(session, [message]), message, now)


def letter(session: Session, message: Message, now: datetime) -> Letter:
    found = written(session, message, now)
    assert isinstance(found, Letter)
    return found


@pytest.mark.usefixtures("ana")
def test_a_reminder_says_what_when_and_why(session: Session, now: datetime, published: Published) -> None:
    published()
    message = planned(session, now, JULY_23 + timedelta(hours=4))
    found = letter(session, message, message.due_at)

    assert found.subject == "In 7 days: World Day"
    assert "Friday 30 July 2027" in found.text
    assert "You follow this, or one of its topics." in found.text
    assert "http://localhost/observances/world-day" in found.text
    assert "World Day" in found.html
    assert found.unsubscribe_url is not None
    assert found.unsubscribe_url.startswith("http://localhost/unsubscribe/")
    assert "late" not in found.text


@pytest.mark.usefixtures("ana")
def test_a_late_reminder_says_so(session: Session, now: datetime, published: Published) -> None:
    published()
    message = planned(session, now, JULY_23 + timedelta(hours=8))
    assert "Sorry, this reminder was delayed" in letter(session, message, message.due_at + timedelta(hours=2)).text


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize(
    ("days", "subject"),
    [(-1, "Tomorrow: World Day"), (0, "Today: World Day"), (1, "Began yesterday: World Day")],
)
def test_a_late_reminder_counts_from_the_day_on_which_it_leaves(
    session: Session, now: datetime, published: Published, days: int, subject: str
) -> None:
    published(when=AllDay(date(2027, 7, 30), date(2027, 8, 5)))
    message = planned(session, now, JULY_23 + timedelta(hours=4))
    assert letter(session, message, datetime(2027, 7, 30, 12, 0, tzinfo=UTC) + timedelta(days=days)).subject == subject


@pytest.mark.usefixtures("ana")
def test_nothing_is_said_of_what_moved_or_was_cancelled(session: Session, now: datetime, published: Published) -> None:
    published()
    message = planned(session, now, JULY_23 + timedelta(hours=4))

    published(when=AllDay(date(2027, 8, 2), date(2027, 8, 2)))
    assert written(session, message, message.due_at) == NotSent("moved")
    published(status=EntryStatus.CANCELLED)
    assert written(session, message, message.due_at) == NotSent("cancelled")


def test_a_time_is_told_in_the_readers_zone_first(
    session: Session, now: datetime, ana: Person, published: Published
) -> None:
    when = Timed(datetime(2027, 7, 30, 9, 0), "Asia/Manila")
    people = [(ana.id, Involvement.OWNER)]
    published(source=Source("content", 1), kind=EntryKind.CONTENT, when=when, people=people)
    message = planned(session, now, datetime(2027, 7, 28, 12, 0, tzinfo=UTC))

    found = letter(session, message, message.due_at)

    assert found.subject == "Tomorrow: World Day"
    mine, theirs = "Thursday 29 July 2027, 21:00 (New York, UTC−4)", "Friday 30 July 2027, 09:00 (Manila, UTC+8)"
    assert found.text.index(mine) < found.text.index(theirs)


def test_mail_is_neutral_for_the_embargo_group_too(
    session: Session, now: datetime, ana: Person, bay: Organisation
) -> None:
    guard_draft = GuardDraft(
        Audience.COALITION, embargo=LIFT, embargo_group_organisations=[bay.id], placeholder_title="Joint statement"
    )
    guard = create_guard(session, guard_draft)
    when = AllDay(date(2027, 7, 30), date(2027, 7, 30))
    people = [(ana.id, Involvement.OWNER)]
    draft = Draft(Source("content", 1), EntryKind.CONTENT, when, guard.id, "Secret score", people=people)
    change = publish(session, draft, now)
    assert change is not None
    message = planned(session, now, JULY_23 + timedelta(hours=4))

    found = letter(session, message, message.due_at)

    assert found.subject == "In 7 days: Joint statement"
    assert "Secret" not in found.text + found.html


def test_nothing_is_said_to_somebody_who_has_left(
    session: Session, now: datetime, ana: Person, published: Published
) -> None:
    published()
    message = planned(session, now, JULY_23 + timedelta(hours=4))
    for membership in ana.memberships:
        membership.ended_at = now
    session.commit()
    assert written(session, message, message.due_at) == NotSent("no_member")


@pytest.mark.usefixtures("ana")
def test_who_was_reminded_gets_one_notice_of_a_move(session: Session, now: datetime, published: Published) -> None:
    published()
    message = planned(session, now, JULY_23 + timedelta(hours=4))
    message.state = MessageState.SENT
    entry = session.get_one(Entry, message.entry_id)
    draft = Draft(
        Source("edition", 1), EntryKind.EDITION, AllDay(date(2027, 8, 2), date(2027, 8, 2)), entry.guard_id, "World Day"
    )
    change = publish(session, draft, JULY_23)
    assert change is not None
    draft = replace(draft, when=AllDay(date(2027, 8, 3), date(2027, 8, 3)))
    later = publish(session, draft, JULY_23)
    assert later is not None
    listener = ReminderListener()
    context = ChangeContext((listener,), None, JULY_23, origin=entry.id)

    for one in (change, later):
        listener.entries_changed(session, [replace(one, origin=entry.id)], context)

    notices = session.scalars(select(Message).where(Message.kind == "moved")).all()
    assert len(notices) == 1
    found = notification_email(load_batch(session, notices), notices[0], JULY_23)
    assert isinstance(found, Letter)
    assert found.subject == "Date changed: World Day"
    assert "Tuesday 3 August 2027" in found.text


def test_a_notice_goes_to_the_deputy_of_whoever_is_away(
    session: Session, now: datetime, ana: Person, bay: Organisation, published: Published
) -> None:
    ben = person(session, "Ben", (bay, MemberRole.EDITOR))
    ana.away_until, ana.deputy_id = date(2027, 7, 20), ben.id
    entry = published()
    notify(session, NotificationDraft(entry.id, NotificationKind.SIGNOFF_ASKED, None, [ana.id]), now)
    sent = session.scalars(select(Message.person_id).order_by(Message.person_id)).all()
    assert sent == [ana.id, ben.id]
