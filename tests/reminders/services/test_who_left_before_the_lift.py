"""Mail after a lift, to somebody who left the embargo group before it: of what the lift did, not of what was before."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from scheduler.accounts.models import MemberRole
from scheduler.agenda.domain.visibility import UNDER_WAY, Audience
from scheduler.agenda.models import EntryKind
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import Embargo, GuardDraft, change_guard, create_guard
from scheduler.agenda.services.lift import lift
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify
from scheduler.agenda.services.publishing import publish
from scheduler.db import AppSession
from scheduler.outbox.models import Message
from scheduler.reminders.domain.choices import Delivery
from tests.factories import organisation, person
from tests.reminders.mailing import Post
from tests.reminders.typed import chosen

START = datetime(2027, 7, 22, 8, 30, tzinfo=UTC)
LIFTED = START + timedelta(seconds=30)
NEXT_HOUR = datetime(2027, 7, 23, 8, 0, tzinfo=UTC)

Sessions = sessionmaker[AppSession]


@pytest.fixture(autouse=True)
def templates(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def lifted_statement(sessions: Sessions, delivery: Delivery, *, leaves: bool) -> None:
    """Comment on a statement under embargo, lift it, and comment again; Ida may have left its embargo group before."""
    embargo = Embargo(LIFTED.replace(tzinfo=None), "UTC", LIFTED)
    with sessions() as session:
        ours = organisation(session)
        ida, otto = (person(session, name, (ours, MemberRole.MEMBER)) for name in ("Ida", "Otto"))
        readers = [[ida.id, otto.id], [otto.id]]
        both, rest = (GuardDraft(Audience.COALITION, embargo=embargo, embargo_group_people=some) for some in readers)
        guard, day = create_guard(session, both), date(2027, 7, 30)
        draft = EntryDraft(Source("content", 1), EntryKind.CONTENT, AllDay(day, day), guard.id, "Children found")
        change = publish(session, draft, START)
        assert change is not None
        chosen(session, ida.id, notices=delivery)

        def tell(kind: NotificationKind, at: datetime) -> None:
            notify(session, NotificationDraft(change.entry.id, kind, otto.id, [ida.id]), at)

        tell(NotificationKind.COMMENTED, START)
        if leaves:
            change_guard(session, guard, rest, actor_id=None, now=START)

        def again(session: Session, _ids: Sequence[int], context: ChangeContext) -> None:
            publish(session, draft, context.now)

        assert lift(session, guard.id, {"content": again}, ChangeContext((), None, LIFTED))
        tell(NotificationKind.PUBLISHED, LIFTED)
        tell(NotificationKind.MENTIONED, LIFTED + UNDER_WAY + timedelta(seconds=1))
        session.commit()


@pytest.mark.parametrize("leaves", [True, False])
@pytest.mark.parametrize("delivery", [Delivery.AT_ONCE, Delivery.DAILY])
def test_what_happened_under_embargo_stays_with_its_group(sessions: Sessions, delivery: Delivery, leaves: bool) -> None:
    post = Post(sessions, START)
    lifted_statement(sessions, delivery, leaves=leaves)

    letters = [*post.work(START + timedelta(minutes=5)), *post.work(NEXT_HOUR)]

    [letter] = letters
    said = letter.as_string()
    assert ("commented" in said) is not leaves
    assert "Published: " in said
    assert "mentioned you" in said


def test_of_nothing_but_what_happened_under_embargo_no_email_is_sent(sessions: Sessions) -> None:
    post = Post(sessions, START)
    lifted_statement(sessions, Delivery.AT_ONCE, leaves=True)
    with sessions() as session:
        for kind in (NotificationKind.PUBLISHED, NotificationKind.MENTIONED):
            session.delete(session.scalars(select(Message).where(Message.kind == kind)).one())
        session.commit()

    assert post.work(START + timedelta(minutes=5)) == []
