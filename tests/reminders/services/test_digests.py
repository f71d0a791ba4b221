"""One daily or weekly email for a person and time: what it gathers is not sent by itself, nor twice."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from scheduler.accounts.models import MemberRole
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Entry, EntryKind, EntryStatus, Involvement
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import Embargo, GuardDraft, create_guard
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify
from scheduler.agenda.services.publishing import publish
from scheduler.agenda.services.viewers import viewer_of
from scheduler.db import AppSession
from scheduler.outbox.models import DIGEST, Message, Stream
from scheduler.outbox.services import suppress
from scheduler.reminders.digest_emails import LISTED
from scheduler.reminders.domain.choices import Delivery
from scheduler.reminders.domain.schedules import QuietHours
from scheduler.reminders.reading import own_log
from tests.factories import organisation, person
from tests.reminders.mailing import Post, text_of
from tests.reminders.typed import chosen

Sessions = sessionmaker[AppSession]
# A Thursday, before the hour.
START = datetime(2027, 7, 22, 6, 0, tzinfo=UTC)
FRIDAY = datetime(2027, 7, 23, 8, 0, tzinfo=UTC)
MONDAY = datetime(2027, 7, 26, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def templates(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def ana(sessions: Sessions) -> int:
    with sessions() as session:
        found = person(session, "Ana", (organisation(session), MemberRole.EDITOR))
        session.commit()
        return found.id


def task(session: Session, owner: int, number: int, day: date, title: str = "", **changes: object) -> int:
    """Publish a task that is due on a day, and return its entry."""
    values: dict[str, object] = {
        "guard_id": create_guard(session, GuardDraft(Audience.COALITION)).id,
        "listed": False,
        "people": [(owner, Involvement.ASSIGNEE)],
        "path": f"/tasks/{number}",
    }
    values |= {"source": Source("task", number), "kind": EntryKind.TASK, "when": AllDay(day, day)}
    draft = EntryDraft(title=title or f"Task {number}", **(values | changes))  # type: ignore[arg-type]
    change = publish(session, draft, START)
    assert change is not None
    return change.entry.id


def tasks(sessions: Sessions, owner: int, *days: date) -> list[int]:
    with sessions() as session:
        found = [task(session, owner, number, day) for number, day in enumerate(days, start=1)]
        session.commit()
        return found


def choose(sessions: Sessions, who: int, **chosen_: object) -> None:
    with sessions() as session:
        chosen(session, who, **chosen_)  # type: ignore[arg-type]
        session.commit()


def comment(sessions: Sessions, entry_id: int, to: int, now: datetime, kind: NotificationKind) -> None:
    with sessions() as session:
        notify(session, NotificationDraft(entry_id, kind, None, [to], key=str(now)), now)
        session.commit()


def test_a_day_is_one_email_and_nothing_of_it_goes_by_itself(sessions: Sessions, ana: int) -> None:
    choose(sessions, ana, delivery=Delivery.DAILY, notices=Delivery.DAILY)
    entry, *_ = tasks(sessions, ana, date(2027, 7, 24), date(2027, 7, 30), date(2027, 8, 30))
    post = Post(sessions, START)
    comment(sessions, entry, ana, START, NotificationKind.ASSIGNED)

    assert post.work(START + timedelta(minutes=5)) == []
    [letter] = post.work(FRIDAY)
    assert post.work(FRIDAY + timedelta(hours=3)) == []

    assert letter["Subject"] == "Due tomorrow: Task 1 (and 2 more)"
    text = text_of(letter)
    parts = ["Today, Friday 23 July 2027", "Due from you", "Due in 7 days: Task 2", "What changed", "Your task:"]
    assert sorted(parts, key=text.index) == parts
    assert "Task 3" not in text
    assert "delayed" not in text


def test_the_week_ahead_lists_each_thing_once_and_an_empty_one_is_not_sent(sessions: Sessions, ana: int) -> None:
    choose(sessions, ana, delivery=Delivery.WEEKLY)
    tasks(sessions, ana, date(2027, 7, 26), date(2027, 8, 1), date(2027, 8, 2))
    post = Post(sessions, START)

    assert post.work(FRIDAY) == []
    [first] = post.work(MONDAY)
    [second] = post.work(MONDAY + timedelta(days=7))
    assert post.work(MONDAY + timedelta(days=14)) == []

    assert first["Subject"] == "Your week ahead: Due today: Task 1 (and 1 more)"
    assert second["Subject"] == "Due today: Task 3"


def test_a_weekly_email_with_notifications_alone_is_headed_as_one(sessions: Sessions, ana: int) -> None:
    choose(sessions, ana, notices=Delivery.WEEKLY)
    post = Post(sessions, START)
    for entry in tasks(sessions, ana, date(2027, 8, 24), date(2027, 8, 25)):
        comment(sessions, entry, ana, START, NotificationKind.ASSIGNED)

    assert post.work(START + timedelta(minutes=5)) == post.work(FRIDAY) == []
    [letter] = post.work(MONDAY)

    assert letter["Subject"] == "Your week ahead: Your task: Task 1 (and 1 more)"
    assert "Your week ahead, Monday 26 July 2027" in text_of(letter)
    assert "Today" not in text_of(letter)


def test_what_a_long_part_leaves_out_is_on_the_page_of_notifications(sessions: Sessions, ana: int) -> None:
    choose(sessions, ana, delivery=Delivery.DAILY)
    tasks(sessions, ana, *[date(2027, 7, 24)] * (LISTED + 2))
    [letter] = Post(sessions, START).work(FRIDAY)
    assert "and 2 more: http://localhost/notifications" in text_of(letter)


def test_what_comes_up_after_the_weekly_email_is_not_missed(sessions: Sessions, ana: int) -> None:
    choose(sessions, ana, delivery=Delivery.WEEKLY)
    post = Post(sessions, START)
    post.work(MONDAY)
    tasks(sessions, ana, date(2027, 7, 28), date(2027, 7, 26), date(2027, 8, 3))

    found = [post.work(MONDAY + timedelta(hours=hours)) for hours in (1, 2, 3, 20, 23, 24, 44)]

    subjects = [letter["Subject"] for letters in found for letter in letters]
    assert subjects == ["Due today: Task 2", "Due tomorrow: Task 1"]


@pytest.mark.parametrize("planner_lives", [False, True])
def test_after_days_of_silence_one_late_email_goes(sessions: Sessions, ana: int, planner_lives: bool) -> None:
    choose(sessions, ana, delivery=Delivery.DAILY, leads="7d 3d 1d 0d")
    tasks(sessions, ana, date(2027, 7, 29), date(2027, 7, 28), date(2027, 7, 27), date(2027, 7, 23))
    post = Post(sessions, START)
    if planner_lives:
        for days in range(4):
            assert post.work(FRIDAY + timedelta(days=days), mails=False) == []

    letters = post.work(MONDAY + timedelta(hours=4))

    assert len(letters) == 1
    text = text_of(letters[0])
    assert "Sorry, this email was delayed." in text
    assert [text.count(f": Task {number}\n") for number in (1, 2, 3, 4)] == [1, 1, 1, 0]


def test_what_is_urgent_waits_for_no_digest_and_takes_nothing_out_of_it(sessions: Sessions, ana: int) -> None:
    choose(sessions, ana, delivery=Delivery.DAILY, notices=Delivery.DAILY, quiet=QuietHours(20, 7))
    [entry] = tasks(sessions, ana, date(2027, 7, 24))
    post, night = Post(sessions, START), FRIDAY - timedelta(hours=6)
    comment(sessions, entry, ana, night, NotificationKind.COMMENTED)
    comment(sessions, entry, ana, night, NotificationKind.WITHDRAWN)

    [urgent] = post.work(night + timedelta(seconds=5))
    [digest] = post.work(FRIDAY)

    assert urgent["Subject"] == "Retracted: Task 1"
    assert "commented" not in text_of(urgent)
    assert "New comment: Task 1" in text_of(digest)
    assert "Retracted" not in text_of(digest)


def test_what_can_wait_waits_for_the_end_of_quiet_hours(sessions: Sessions, ana: int) -> None:
    choose(sessions, ana, quiet=QuietHours(20, 7))
    [entry] = tasks(sessions, ana, date(2027, 8, 24))
    post, night = Post(sessions, START), FRIDAY - timedelta(hours=6)
    comment(sessions, entry, ana, night, NotificationKind.COMMENTED)

    assert post.work(night + timedelta(minutes=5)) == []
    [letter] = post.work(FRIDAY - timedelta(hours=1))
    assert letter["Subject"] == "New comment: Task 1"


@pytest.mark.parametrize("delivery", [Delivery.AT_ONCE, Delivery.DAILY])
def test_what_is_late_waits_for_the_end_of_quiet_hours(sessions: Sessions, ana: int, delivery: Delivery) -> None:
    choose(sessions, ana, delivery=delivery, quiet=QuietHours(20, 7), leads="1d 0d")
    tasks(sessions, ana, date(2027, 7, 24), date(2027, 7, 23))
    post = Post(sessions, START)
    post.work(FRIDAY, mails=False)

    # What is due on that day itself is over by the morning.
    over = ["Due today: Task 2"] if delivery is Delivery.AT_ONCE else []
    assert [letter["Subject"] for letter in post.work(FRIDAY + timedelta(hours=13))] == over
    assert post.work(FRIDAY + timedelta(hours=22)) == []
    [late] = post.work(FRIDAY + timedelta(hours=23))
    assert late["Subject"] == "Due today: Task 1"


@pytest.mark.parametrize("delivery", [Delivery.AT_ONCE, Delivery.DAILY])
def test_a_pause_keeps_back_reminders_that_were_planned_before_it(
    sessions: Sessions, ana: int, delivery: Delivery
) -> None:
    choose(sessions, ana, delivery=delivery, notices=Delivery.DAILY)
    entry, *_ = tasks(sessions, ana, date(2027, 7, 24), date(2027, 7, 30))
    post = Post(sessions, START)
    comment(sessions, entry, ana, START, NotificationKind.ASSIGNED)
    post.work(START + timedelta(minutes=5))
    post.work(FRIDAY, mails=False)
    choose(sessions, ana, delivery=delivery, notices=Delivery.DAILY, paused_until=date(2027, 7, 25))

    assert [letter["Subject"] for letter in post.work(FRIDAY + timedelta(minutes=3))] == ["Your task: Task 1"]


def test_a_digest_waits_for_the_planner(sessions: Sessions, ana: int) -> None:
    choose(sessions, ana, delivery=Delivery.DAILY, notices=Delivery.DAILY)
    [entry] = tasks(sessions, ana, date(2027, 7, 24))
    post = Post(sessions, START)
    comment(sessions, entry, ana, START, NotificationKind.ASSIGNED)
    post.work(START + timedelta(minutes=5))

    assert post.work(FRIDAY, plans=False) == []
    [letter] = post.work(FRIDAY + timedelta(minutes=3))
    assert letter["Subject"] == "Due tomorrow: Task 1 (and 1 more)"


def test_what_is_off_by_then_is_left_out_and_the_rest_is_what_it_would_be_alone(sessions: Sessions, ana: int) -> None:
    choose(sessions, ana, delivery=Delivery.DAILY)
    cancelled, _other = tasks(sessions, ana, date(2027, 7, 24), date(2027, 7, 30))
    post = Post(sessions, START)
    post.work(FRIDAY, mails=False)
    with sessions() as session:
        session.get_one(Entry, cancelled).status = EntryStatus.CANCELLED
        session.commit()

    [letter] = post.work(FRIDAY + timedelta(minutes=3))
    assert letter["Subject"] == "Due in 7 days: Task 2"


def test_one_click_stops_daily_and_weekly_emails(sessions: Sessions, ana: int) -> None:
    choose(sessions, ana, delivery=Delivery.DAILY)
    tasks(sessions, ana, date(2027, 7, 24), date(2027, 7, 30))
    post = Post(sessions, START)
    with sessions() as session:
        suppress(session, ana, Stream.REMINDER, DIGEST, START)
        session.commit()

    assert post.work(FRIDAY) == []


def test_under_embargo_a_digest_has_the_placeholder_for_its_group_and_nothing_for_others(sessions: Sessions) -> None:
    with sessions() as session:
        ours = organisation(session)
        insider, outsider = (person(session, name, (ours, MemberRole.MEMBER)) for name in ("Ida", "Otto"))
        embargo = Embargo(datetime(2027, 7, 29, 9), "UTC", datetime(2027, 7, 29, 9, tzinfo=UTC))
        group = GuardDraft(
            Audience.COALITION, embargo=embargo, embargo_group_people=[insider.id], placeholder_title="Announcement"
        )
        guard = create_guard(session, group)
        for number, title in enumerate(("Children found", "Open task"), start=1):
            secret = {"guard_id": guard.id} if number == 1 else {}
            both = [(one.id, Involvement.ASSIGNEE) for one in (insider, outsider)]
            task(session, insider.id, number, date(2027, 7, 24), title, people=both, **secret)
        for one in (insider, outsider):
            chosen(session, one.id, delivery=Delivery.DAILY)
        session.commit()
        addresses = [insider.email, outsider.email]

    letters = {str(letter["To"]): letter for letter in Post(sessions, START).work(FRIDAY)}

    inside, outside = (next(one for to, one in letters.items() if address in to) for address in addresses)
    assert "Announcement" in text_of(inside)
    assert outside["Subject"] == "Due tomorrow: Open task"
    assert all("Children" not in one.as_string() for one in (inside, outside))
    assert "Announcement" not in outside.as_string()


def test_the_history_shows_what_was_told_and_not_what_carried_it(sessions: Sessions, ana: int) -> None:
    choose(sessions, ana, delivery=Delivery.DAILY)
    tasks(sessions, ana, date(2027, 7, 24), date(2027, 7, 30))
    post = Post(sessions, START)
    post.work(FRIDAY)

    with sessions() as session:
        lines = own_log(session, viewer_of(actor_roles(session, ana)), ana)
        kinds = session.scalars(select(Message.kind).where(Message.person_id == ana)).all()

    assert [(line.row.kind, line.row.state) for line in lines] == [("task_due", "sent")] * 2
    assert sorted(kinds) == [DIGEST, "task_due", "task_due"]
