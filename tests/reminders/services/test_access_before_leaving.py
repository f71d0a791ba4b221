"""What is gathered is told by what its reader may read when the email leaves, whatever was so when it was planned."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import sessionmaker

from scheduler.accounts.models import MemberRole, Membership
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import EntryKind, Guard, Involvement
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import Embargo, GuardDraft, create_guard
from scheduler.agenda.services.publishing import publish
from scheduler.db import AppSession
from scheduler.reminders.domain.choices import Delivery
from tests.factories import organisation, person
from tests.reminders.mailing import Post
from tests.reminders.typed import chosen

START = datetime(2027, 7, 22, 6, 0, tzinfo=UTC)
FRIDAY = datetime(2027, 7, 23, 8, 0, tzinfo=UTC)
LIFT = datetime(2027, 7, 29, 9, tzinfo=UTC)
UNDER_EMBARGO = {"embargo_local": LIFT.replace(tzinfo=None), "embargo_zone": "UTC", "embargo_at": LIFT}


@pytest.fixture(autouse=True)
def templates(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def reader(sessions: sessionmaker[AppSession]) -> int:
    """Somebody with two tasks for tomorrow in the daily email: one open, one behind a guard with an embargo group."""
    with sessions() as session:
        ours = organisation(session)
        ida, otto = (person(session, name, (ours, MemberRole.MEMBER)) for name in ("Ida", "Otto"))
        embargo = Embargo(LIFT.replace(tzinfo=None), "UTC", LIFT)
        secret = GuardDraft(
            Audience.COALITION, embargo=embargo, embargo_group_people=[ida.id], placeholder_title="Announcement"
        )
        for number, (title, guard) in enumerate(
            (("Children found", secret), ("Open task", GuardDraft(Audience.COALITION))), start=1
        ):
            day = date(2027, 7, 24)
            draft = EntryDraft(
                source=Source("task", number),
                kind=EntryKind.TASK,
                when=AllDay(day, day),
                guard_id=create_guard(session, guard).id,
                title=title,
                people=[(otto.id, Involvement.ASSIGNEE)],
            )
            assert publish(session, draft, START) is not None
        chosen(session, otto.id, delivery=Delivery.DAILY)
        session.commit()
        return otto.id


@pytest.mark.parametrize("is_lifted", [False, True])
def test_an_embargo_that_begins_or_ends_in_between(
    sessions: sessionmaker[AppSession], reader: int, is_lifted: bool
) -> None:
    secret = update(Guard).where(Guard.placeholder_title == "Announcement")
    lifted = secret.values(revealed_at=START)
    post = Post(sessions, START)
    with sessions() as session:
        if not is_lifted:
            session.execute(lifted)
        session.commit()
    post.work(FRIDAY, mails=False)
    with sessions() as session:
        session.execute(lifted if is_lifted else secret.values(revealed_at=None, **UNDER_EMBARGO))
        session.commit()

    [letter] = post.work(FRIDAY + timedelta(minutes=3))

    assert ("(and 1 more)" in letter["Subject"]) is is_lifted
    # Its own title comes with the next publishing of the entry, which the lift job does.
    assert ("Announcement" in letter.as_string()) is is_lifted
    assert "Open task" in letter.as_string()


def test_who_was_removed_in_between_gets_nothing(sessions: sessionmaker[AppSession], reader: int) -> None:
    post = Post(sessions, START)
    post.work(FRIDAY, mails=False)
    with sessions() as session:
        session.execute(update(Membership).where(Membership.person_id == reader).values(ended_at=FRIDAY))
        session.commit()

    assert post.work(FRIDAY + timedelta(minutes=3)) == []
