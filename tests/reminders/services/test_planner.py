from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import MemberRole, Person
from scheduler.agenda.models import Entry, EntryStatus
from scheduler.agenda.services.entry_drafts import AllDay, Timed
from scheduler.agenda.services.follows import follow
from scheduler.outbox.models import Message
from scheduler.reminders.domain.choices import OFF
from scheduler.reminders.models import ReminderPreference
from scheduler.reminders.services.preferences import choose_zone, preference_of
from tests.factories import organisation, person
from tests.reminders.planning import plan
from tests.reminders.typed import chosen

Published = Callable[..., Entry]
JULY_23 = datetime(2027, 7, 23, 8, 0, tzinfo=UTC)
JULY_29 = datetime(2027, 7, 29, 8, 0, tzinfo=UTC)
JULY_30 = datetime(2027, 7, 30, 8, 0, tzinfo=UTC)


def member(session: Session, now: datetime, zone: str = "UTC") -> int:
    ana = person(session, "Ana", (organisation(session), MemberRole.MEMBER), zone=zone)
    follow(session, ana.id, "observance:1", now)
    return ana.id


def planned(session: Session) -> list[tuple[int, datetime]]:
    query = select(Message).order_by(Message.due_at, Message.id)
    return [(int(message.payload["lead"][:-1]), message.due_at) for message in session.scalars(query)]


def run(session: Session, *moments: datetime) -> None:
    for moment in moments:
        plan(session, moment)
        session.commit()


def test_a_follower_is_reminded_at_each_lead_at_their_hour(
    session: Session, now: datetime, published: Published
) -> None:
    member(session, now)
    published()
    run(session, now)
    at = now
    while at < datetime(2027, 7, 31, tzinfo=UTC):
        at += timedelta(hours=1)
        run(session, at)

    assert planned(session) == [(7, JULY_23), (1, JULY_29), (0, JULY_30)]


def test_the_hour_is_the_readers_own(session: Session, now: datetime, published: Published) -> None:
    member(session, now, "Asia/Manila")
    published()
    run(session, now, datetime(2027, 7, 22, 23, 59, tzinfo=UTC))
    assert planned(session) == []
    run(session, datetime(2027, 7, 23, 0, 0, tzinfo=UTC))
    assert planned(session) == [(7, datetime(2027, 7, 23, 0, 0, tzinfo=UTC))]


def test_after_a_silence_only_the_last_lead_is_made_up_for(
    session: Session, now: datetime, published: Published
) -> None:
    member(session, now)
    published()
    run(session, now, JULY_23 - timedelta(hours=1), JULY_29 + timedelta(hours=5))
    assert planned(session) == [(1, JULY_29)]


def test_a_clock_that_ran_a_year_ahead_loses_no_reminder_once_it_is_right(
    session: Session, now: datetime, published: Published
) -> None:
    member(session, now)
    published()
    run(session, now, now + timedelta(days=365), now + timedelta(minutes=1), JULY_23)

    assert planned(session) == [(7, JULY_23)]


def test_an_hour_that_strikes_again_after_the_clock_was_set_back_tells_nothing_twice(
    session: Session, now: datetime, published: Published
) -> None:
    member(session, now)
    published()
    run(session, now, JULY_23 + timedelta(minutes=1), JULY_23 - timedelta(hours=1), JULY_23)

    assert planned(session) == [(7, JULY_23)]


def test_what_is_over_is_not_told_of(session: Session, now: datetime, published: Published) -> None:
    member(session, now)
    published()
    run(session, now, datetime(2027, 8, 30, tzinfo=UTC))
    assert planned(session) == []


def test_what_becomes_due_after_todays_hour_is_told_today(
    session: Session, now: datetime, published: Published
) -> None:
    member(session, now)
    published()
    run(session, now)
    published(when=AllDay(date(2027, 7, 2), date(2027, 7, 2)))
    later = now + timedelta(minutes=1)

    run(session, later, later + timedelta(minutes=1))

    assert planned(session) == [(1, later)]


def test_cancelled_days_and_paused_people_get_nothing(session: Session, now: datetime, published: Published) -> None:
    ana = member(session, now)
    published()
    chosen(session, ana, leads="7d", paused_until=date(2027, 7, 23))
    run(session, now, JULY_23)
    assert planned(session) == []

    chosen(session, ana, leads="6d")
    published(status=EntryStatus.CANCELLED)
    run(session, JULY_23 + timedelta(days=1))
    assert planned(session) == []


def test_assignees_are_reminded_of_tasks(session: Session, now: datetime, task_of: Callable[[int], Entry]) -> None:
    ana = person(session, "Ana", (organisation(session), MemberRole.EDITOR))
    task_of(ana.id)
    run(session, now, JULY_29)
    message = session.scalars(select(Message)).one()
    assert (message.kind, message.person_id) == ("task_due", ana.id)


def test_the_planner_is_repeatable(session: Session, now: datetime, published: Published) -> None:
    member(session, now)
    published()
    run(session, now, JULY_23, JULY_23, JULY_23 + timedelta(seconds=30))
    assert planned(session) == [(7, JULY_23)]


def test_what_has_a_time_and_no_end_is_over_with_the_readers_own_day(
    session: Session, now: datetime, published: Published
) -> None:
    """It begins on 30 July in Manila, which is the evening of 29 July in New York."""
    member(session, now, "America/New_York")
    published(when=Timed(datetime(2027, 7, 30, 9, 0), "Asia/Manila"))
    run(session, now, datetime(2027, 7, 29, 12, 0, tzinfo=UTC))

    message = session.scalars(select(Message)).one()

    assert (message.payload["lead"], message.expires_at) == ("0d", datetime(2027, 7, 30, 4, 0, tzinfo=UTC))


def test_an_earlier_hour_does_not_lose_what_is_due_today(session: Session, now: datetime, published: Published) -> None:
    ana = member(session, now)
    published()
    chosen(session, ana, leads="7d", hour=10)
    run(session, now, JULY_23 + timedelta(hours=1))
    assert planned(session) == []

    chosen(session, ana, leads="7d")
    session.commit()
    later = JULY_23 + timedelta(hours=1, minutes=1)
    run(session, later, later + timedelta(hours=2))

    assert planned(session) == [(7, later)]


def test_who_moves_east_past_their_hour_is_told_once(session: Session, now: datetime, published: Published) -> None:
    ana = member(session, now, "America/New_York")
    published()
    run(session, now, JULY_23)
    choose_zone(session, ana, "Europe/Lisbon")
    session.commit()
    later = JULY_23 + timedelta(minutes=1)

    run(session, later, later + timedelta(hours=6))

    assert planned(session) == [(7, later)]
    choose_zone(session, ana, "America/New_York")
    session.commit()
    run(session, later + timedelta(hours=7))
    assert planned(session) == [(7, later)]


def test_who_chose_before_there_were_kinds_is_reminded_as_before(
    session: Session, now: datetime, published: Published, task_of: Callable[[int], Entry]
) -> None:
    ana = member(session, now)
    published()
    task_of(ana)
    session.add(ReminderPreference(person_id=ana, lead_days=[7, 2], hour=9, revision=4))
    run(session, now, JULY_23, JULY_23 + timedelta(hours=1))

    due = session.execute(select(Message.kind, Message.due_at, Message.bundle_id).order_by(Message.kind)).all()

    assert due == [(kind, JULY_23 + timedelta(hours=1), None) for kind in ("followed", "task_due")]
    assert preference_of(session, session.get_one(Person, ana)).schedule.choice("organisation_item") == OFF
