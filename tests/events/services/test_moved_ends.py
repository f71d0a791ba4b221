"""An event whose end changes is news: mail names the old and the new end."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from scheduler.accounts.domain.roles import MemberRole
from scheduler.agenda.services.changes import ChangeContext, notify_listeners
from scheduler.agenda.services.entry_drafts import Timed
from scheduler.agenda.services.follows import follow
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.events.models import Event
from scheduler.events.reading import series_of
from scheduler.events.services.events import EventDraft, change_event, create_event
from scheduler.outbox.rendering import NotSent
from scheduler.reminders.services.following import ReminderListener
from tests import factories
from tests.written import answers, first_line, letter, together

DraftOf = Callable[..., EventDraft]
LISBON = "Europe/Lisbon"
START = datetime(2027, 7, 3, 10, 0)
AT_TEN = Timed(START, LISBON, datetime(2027, 7, 5, 18, 0))


@pytest.fixture(autouse=True)
def templates(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


class Hall:
    """An event with one follower, who lives where it takes place, and how it is moved."""

    def __init__(self, session: Session, draft_of: DraftOf, now: datetime) -> None:
        host = factories.organisation(session, "Old Port", zone=LISBON)
        self.reader = factories.person(session, "Otto Port", (host, MemberRole.LEAD), zone=LISBON)
        self._session, self._now, self._context = session, now, ChangeContext((ReminderListener(),), None, now)
        self._draft = draft_of(host.id, title="Assembly", when=AT_TEN)
        self.event: Event = create_event(session, self._draft, form_id=str(uuid.uuid4()), context=self._context)
        follow(session, self.reader.id, series_of(self.event.id), now)

    def move(self, when: Timed) -> None:
        draft = replace(self._draft, when=when)
        change_event(self._session, self.event, draft, revision=self.event.revision, context=self._context)
        notify_listeners(self._session)

    def text(self) -> tuple[str, str]:
        found = letter(self._session, NotificationKind.MOVED, self.reader.id, self._now)
        return first_line(found), found.text


@pytest.fixture
def hall(session: Session, draft_of: DraftOf, now: datetime) -> Hall:
    return Hall(session, draft_of, now)


@pytest.mark.parametrize(
    ("when", "new", "old"),
    [
        (
            replace(AT_TEN, local_end=datetime(2027, 7, 7, 18, 0)),
            "Saturday 3 July 2027, 10:00 – Wednesday 7 July 2027, 18:00 (Lisbon, UTC+1)",
            "Saturday 3 July 2027, 10:00 – Monday 5 July 2027, 18:00 (Lisbon, UTC+1)",
        ),
        (
            replace(AT_TEN, local_end=datetime(2027, 7, 3, 12, 30)),
            "Saturday 3 July 2027, 10:00 – 12:30 (Lisbon, UTC+1)",
            "Saturday 3 July 2027, 10:00 – Monday 5 July 2027, 18:00 (Lisbon, UTC+1)",
        ),
        (
            replace(AT_TEN, local_end=None),
            "Saturday 3 July 2027, 10:00 (Lisbon, UTC+1)",
            "Saturday 3 July 2027, 10:00 – Monday 5 July 2027, 18:00 (Lisbon, UTC+1)",
        ),
        (
            Timed(datetime(2027, 7, 4, 10, 0), LISBON, datetime(2027, 7, 6, 18, 0)),
            "Sunday 4 July 2027, 10:00 (Lisbon, UTC+1)",
            "Saturday 3 July 2027, 10:00 (Lisbon, UTC+1)",
        ),
    ],
)
def test_the_old_and_the_new_end_are_told_when_it_takes_another_time(hall: Hall, when: Timed, new: str, old: str):
    hall.move(when)

    line, text = hall.text()
    assert line == f"New date: {new}. It was {old}."
    assert f"Old date: {old}" in text


def test_an_end_that_is_new_is_told(session: Session, hall: Hall, now: datetime):
    hall.move(replace(AT_TEN, local_end=None))
    hall.move(replace(AT_TEN, local_end=datetime(2027, 7, 3, 11, 0)))

    assert hall.text()[0] == (
        "New date: Saturday 3 July 2027, 10:00 – 11:00 (Lisbon, UTC+1). "
        "It was Saturday 3 July 2027, 10:00 (Lisbon, UTC+1)."
    )


def test_an_end_that_is_back_where_it_was_is_not_told(session: Session, hall: Hall, now: datetime):
    hall.move(replace(AT_TEN, local_end=datetime(2027, 7, 7, 18, 0)))
    hall.move(AT_TEN)

    assert answers(session, NotificationKind.MOVED, hall.reader.id, now)[0] == NotSent("moved_back")
    assert together(session, {NotificationKind.MOVED}, hall.reader.id, now) == NotSent("moved_back")


def test_each_end_is_named_by_the_clocks_of_its_day(hall: Hall):
    night = Timed(datetime(2027, 10, 30, 22, 0), LISBON, datetime(2027, 10, 31, 6, 0))
    hall.move(night)

    assert hall.text()[0].startswith(
        "New date: Saturday 30 October 2027, 22:00 (Lisbon, UTC+1) – Sunday 31 October 2027, 06:00 (Lisbon, UTC)."
    )
