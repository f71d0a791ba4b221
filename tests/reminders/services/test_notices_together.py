"""Several notices in one mail: what it lists, and what it leaves out."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import MemberRole, Organisation, Person
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Entry, EntryKind
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import GuardDraft, create_guard
from scheduler.agenda.services.notifications import APART, URGENT, WAIT, NotificationDraft, NotificationKind, notify
from scheduler.agenda.services.publishing import publish
from scheduler.outbox.models import Message, MessageState, Stream
from scheduler.outbox.rendering import Letter, NotSent
from scheduler.outbox.services import suppress, suppressed
from scheduler.reminders.emails import load_batch
from scheduler.reminders.notification_emails import notices_letter
from tests.factories import organisation, person

Published = Callable[..., Entry]


@pytest.fixture(autouse=True)
def templates(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def bay(session: Session) -> Organisation:
    return organisation(session, "Lantern Bay")


@pytest.fixture
def ana(session: Session, bay: Organisation) -> Person:
    return person(session, "Ana", (bay, MemberRole.LEAD))


@pytest.fixture
def bo(session: Session, bay: Organisation) -> Person:
    return person(session, "Bo", (bay, MemberRole.EDITOR))


def entry_named(session: Session, now: datetime, title: str, number: int) -> Entry:
    guard = create_guard(session, GuardDraft(Audience.COALITION))
    day = AllDay(date(2027, 7, 30), date(2027, 7, 30))
    draft = EntryDraft(Source("content", number), EntryKind.CONTENT, day, guard.id, title, path=f"/content/{number}")
    change = publish(session, draft, now)
    assert change is not None
    return change.entry


def notified(
    session: Session, kind: NotificationKind, entry: Entry, by: Person, to: Person, now: datetime, key: str = ""
) -> None:
    notify(session, NotificationDraft(entry.id, kind, by.id, [to.id], key=key or kind), now)


def letter(session: Session, reader: Person, now: datetime) -> Letter | NotSent:
    messages = list(session.scalars(select(Message).where(Message.person_id == reader.id).order_by(Message.id)))
    return notices_letter(load_batch(session, messages), messages, suppressed(session, reader.id), now)


def test_fifteen_comments_and_a_request_are_one_mail_that_lists_them(
    session: Session, now: datetime, ana: Person, bo: Person
):
    post, release = entry_named(session, now, "Joint post", 1), entry_named(session, now, "Press release", 2)
    for number in range(15):
        notified(session, NotificationKind.COMMENTED, post, bo, ana, now, key=f"c{number}")
    notified(session, NotificationKind.REVIEW_ASKED, release, bo, ana, now)

    found = letter(session, ana, now)

    assert isinstance(found, Letter)
    assert found.subject == "New comment: Joint post (and 1 more)"
    for text in (found.text, found.html):
        assert "Bo (Lantern Bay) commented. (15 times)" in text
        assert "Please review: Press release" in text
        assert "/content/1" in text
        assert "/content/2" in text
    assert found.text.count("Unsubscribe: ") == 2


def test_one_notice_reads_as_it_always_did(session: Session, now: datetime, ana: Person, bo: Person):
    notified(session, NotificationKind.COMMENTED, entry_named(session, now, "Joint post", 1), bo, ana, now)

    found = letter(session, ana, now)

    assert isinstance(found, Letter)
    assert found.subject == "New comment: Joint post"


def test_urgent_things_stand_first(session: Session, now: datetime, ana: Person, bo: Person):
    post = entry_named(session, now, "Joint post", 1)
    notified(session, NotificationKind.COMMENTED, post, bo, ana, now)
    notified(session, NotificationKind.ADVANCED, post, bo, ana, now)

    found = letter(session, ana, now)

    assert isinstance(found, Letter)
    assert found.subject == "The embargo has lifted early: Joint post (and 1 more)"


def test_kinds_that_are_not_wanted_are_left_out(session: Session, now: datetime, ana: Person, bo: Person):
    post = entry_named(session, now, "Joint post", 1)
    notified(session, NotificationKind.COMMENTED, post, bo, ana, now)
    notified(session, NotificationKind.MENTIONED, post, bo, ana, now)
    suppress(session, ana.id, Stream.NOTICE, NotificationKind.COMMENTED, now)

    found = letter(session, ana, now)
    assert isinstance(found, Letter)
    assert found.subject == "You are mentioned: Joint post"

    suppress(session, ana.id, Stream.NOTICE, NotificationKind.MENTIONED, now)
    assert letter(session, ana, now) == NotSent("unwanted")


def test_what_is_not_theirs_to_know_any_more_is_left_out(session: Session, now: datetime, ana: Person, bo: Person):
    post, gone = entry_named(session, now, "Joint post", 1), entry_named(session, now, "Kept inside", 2)
    notified(session, NotificationKind.COMMENTED, post, bo, ana, now)
    notified(session, NotificationKind.COMMENTED, gone, bo, ana, now)
    gone.removed_at = now
    session.flush()

    found = letter(session, ana, now)

    assert isinstance(found, Letter)
    assert "Kept inside" not in found.subject + found.text + found.html


def due(session: Session) -> list[datetime]:
    return [row.due_at for row in session.scalars(select(Message).order_by(Message.id))]


def test_notices_wait_a_little_and_longer_after_a_mail(session: Session, now: datetime, ana: Person, bo: Person):
    post = entry_named(session, now, "Joint post", 1)
    notified(session, NotificationKind.COMMENTED, post, bo, ana, now, key="c1")
    session.scalars(select(Message)).one().state = MessageState.SENT
    session.flush()
    notified(session, NotificationKind.COMMENTED, post, bo, ana, now + timedelta(minutes=2), key="c2")
    notified(session, NotificationKind.COMMENTED, post, bo, ana, now + APART, key="c3")

    assert due(session) == [now + WAIT, now + APART, now + APART + WAIT]


@pytest.mark.parametrize("kind", sorted(URGENT))
def test_urgent_notices_wait_for_nothing(
    session: Session, now: datetime, ana: Person, bo: Person, kind: NotificationKind
):
    notified(session, kind, entry_named(session, now, "Joint post", 1), bo, ana, now)

    assert due(session) == [now]
