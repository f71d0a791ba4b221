"""Dates to ask for go into one mail a person, however many there are."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import MemberRole
from scheduler.agenda.models import Entry, EntryKind, Involvement
from scheduler.agenda.services.changes import Change, ChangeContext, ChangeKind
from scheduler.agenda.services.entry_drafts import AllDay, Source
from scheduler.outbox.bundling import bundle
from scheduler.outbox.models import Message, MessageState, Stream
from scheduler.outbox.rendering import Letter, NotSent
from scheduler.outbox.services import suppress
from scheduler.reminders.date_emails import DateEmails
from scheduler.reminders.services.following import ReminderListener
from tests.factories import organisation, person
from tests.reminders.planning import plan

EVENING = datetime(2027, 7, 23, 8, 0, tzinfo=UTC)
LATER = date(2027, 8, 20)
DAYS = (date(2027, 7, 30), date(2027, 7, 24), date(2027, 7, 23))


@pytest.fixture(autouse=True)
def templates(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def coordinator(session: Session, now: datetime, published: Callable[..., Entry]) -> int:
    """Somebody who has become coordinator, with fifteen dates to ask for and a day that they own themselves."""
    cora = person(session, "Cora", (organisation(session), MemberRole.MEMBER), coordinator=True)
    for number in range(15):
        published(
            source=Source("edition", number + 1, "ask"),
            kind=EntryKind.DEADLINE,
            when=AllDay(DAYS[number % 3], DAYS[number % 3]),
            title=f"Confirm the date: Día n.º {number + 1}",
            listed=False,
            people=[(cora.id, Involvement.STEWARD)],
        )
    mine = [(cora.id, Involvement.OWNER)]
    published(source=Source("content", 1), kind=EntryKind.CONTENT, title="Joint post", people=mine)
    plan(session, now)
    plan(session, EVENING)
    session.commit()
    return cora.id


def reminders(session: Session) -> list[Message]:
    # In the order of the dates, whatever the order in which a database gives them to the planner.
    query = select(Message).join(Entry, Entry.id == Message.entry_id).where(Message.kind == "date_wanted")
    return list(session.scalars(query.order_by(Entry.id, Message.id)))


def letters(session: Session) -> list[Letter | NotSent]:
    """Write what is due as the worker does: put together first, each carrier then written."""
    due = reminders(session)
    for message in due:
        message.claimed_by = "worker"
    session.flush()
    carriers = bundle(session, due, "worker", EVENING, kind="date_wanted")
    write = DateEmails().prepare(session, carriers, EVENING)
    return [write(session, message, EVENING) for message in carriers]


@pytest.mark.usefixtures("coordinator")
def test_fifteen_dates_are_one_letter_the_most_urgent_first(session: Session):
    [found] = letters(session)

    assert isinstance(found, Letter)
    assert found.subject == "15 dates to confirm"
    assert "Confirm the date: Día n.º 15" in found.text
    assert found.text.count("Due by: ") == found.html.count("Due by") == 15
    assert found.text.index("23 July 2027") < found.text.index("24 July 2027") < found.text.index("30 July 2027")
    assert "Joint post" not in found.text


@pytest.mark.parametrize(
    ("state", "notices_sent"), [(MessageState.SENT, 15), (MessageState.FAILED, 0), (MessageState.CLAIMED, 0)]
)
def test_who_was_reminded_of_all_in_one_letter_is_told_when_any_of_them_moves(
    session: Session, now: datetime, coordinator: int, state: MessageState, notices_sent: int
):
    letters(session)
    carrier, *carried = reminders(session)
    assert {message.state for message in carried} == {MessageState.BUNDLED}
    carrier.state = state
    session.flush()

    for message in (carrier, *carried):
        entry = session.get_one(Entry, message.entry_id)
        moved = Change(entry, ChangeKind.MOVED, AllDay(DAYS[0], DAYS[0]), AllDay(LATER, LATER))
        ReminderListener().entries_changed(session, [moved], ChangeContext((), None, now))

    notices = session.scalars(select(Message).where(Message.kind == "moved")).all()
    assert [message.person_id for message in notices] == [coordinator] * notices_sent
    assert len({message.entry_id for message in notices}) == notices_sent


def test_what_one_carries_stops_with_one_click(session: Session, coordinator: int):
    suppress(session, coordinator, Stream.REMINDER, "date_wanted", EVENING)

    assert letters(session) == [NotSent("unwanted")]


@pytest.mark.usefixtures("coordinator")
def test_a_date_that_is_found_meanwhile_is_left_out(session: Session):
    for message in reminders(session)[:13]:
        session.get_one(Entry, message.entry_id).removed_at = EVENING

    [found] = letters(session)
    assert isinstance(found, Letter)
    assert found.subject == "2 dates to confirm"


@pytest.mark.usefixtures("coordinator")
def test_the_last_date_is_a_reminder_like_any_other(session: Session):
    for message in reminders(session)[1:]:
        session.get_one(Entry, message.entry_id).removed_at = EVENING

    [found] = letters(session)
    assert isinstance(found, Letter)
    assert found.subject == "Due in 7 days: Confirm the date: Día n.º 1"
    assert "Enter the date: http://localhost/observances/world-day" in found.text
