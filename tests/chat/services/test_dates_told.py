"""Dates of observances and events that change are posted at once, in one message for all that changed together."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import EntryKind, EntryStatus
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.guards import GuardDraft, create_guard
from scheduler.chat.domain.rooms import Topic
from scheduler.chat.queries.rooms import deliveries_of
from scheduler.chat.services.listener import ChatListener
from scheduler.outbox.models import MessageState
from tests.chat.conftest import Chat
from tests.chat.entries import embargoed, entry
from tests.chat.rooms import ChatService, room_at
from tests.factories import organisation

JULY, AUGUST = date(2027, 7, 30), date(2027, 8, 6)
DATES = [str(Topic.DATES)]
LISTENERS = (ChatListener(),)


@pytest.fixture
def room(chat: Chat, service: ChatService) -> int:
    with chat.sessions() as session:
        found = room_at(session, organisation(session, zone="UTC").id, service.url, topics=DATES).id
        session.commit()
        return found


def publish(session: Session, chat: Chat, number: int, day: date, title: str, **changes: Any) -> None:
    context = ChangeContext(LISTENERS, None, chat.clock.now())
    kind = changes.pop("kind", EntryKind.EVENT)
    entry(session, number, kind, day, title, chat.clock.now(), context=context, **changes)


def test_what_changes_together_is_one_message(chat: Chat, room: int, service: ChatService) -> None:
    guards = {}
    with chat.sessions() as session:
        for number, title in ((1, "Briefing"), (2, "March")):
            guards[number] = entry(session, number, EntryKind.EVENT, JULY, title, chat.clock.now())
        session.commit()
    with chat.sessions() as session:
        publish(session, chat, 1, AUGUST, "Briefing", guard=guards[1])
        publish(session, chat, 2, JULY, "March", guard=guards[2], status=EntryStatus.CANCELLED)
        session.commit()
    chat.post()
    chat.post()
    (posted,) = service.posted
    lines = posted["text"].replace("\\", "").splitlines()
    assert lines[0] == "**Dates that changed**"
    assert lines[2:4] == ["- Briefing – moved to Friday 6 August 2027", "- March – cancelled"]


def test_what_is_new_past_under_embargo_or_of_another_kind_is_not_told(
    chat: Chat, room: int, service: ChatService
) -> None:
    past = chat.clock.now().date() - timedelta(days=9)
    with chat.sessions() as session:
        hidden = embargoed(session, chat.clock.now() + timedelta(days=20))
        publish(session, chat, 1, JULY, "New")
        publish(session, chat, 2, JULY, "Secret", guard=hidden)
        old = entry(session, 3, EntryKind.EVENT, past, "Past", chat.clock.now())
        other = entry(session, 4, EntryKind.CAMPAIGN, JULY, "Campaign", chat.clock.now())
        session.commit()
    with chat.sessions() as session:
        publish(session, chat, 2, AUGUST, "Secret", guard=hidden)
        publish(session, chat, 3, past + timedelta(days=1), "Past", guard=old)
        publish(session, chat, 4, AUGUST, "Campaign", guard=other, kind=EntryKind.CAMPAIGN)
        session.commit()
    assert chat.log() == []


def test_the_page_of_a_room_shows_no_change_that_its_organisation_may_not_know_of(
    chat: Chat, room: int, service: ChatService
) -> None:
    with chat.sessions() as session:
        others = create_guard(session, GuardDraft(Audience.PEOPLE)).id
        entry(session, 1, EntryKind.EVENT, JULY, "Theirs", chat.clock.now(), guard=others)
        shared = entry(session, 2, EntryKind.EVENT, JULY, "Briefing", chat.clock.now())
        session.commit()
    with chat.sessions() as session:
        publish(session, chat, 1, AUGUST, "Theirs", guard=others)
        session.commit()
    assert shown(chat, room) == []
    chat.post()
    assert (service.posted, shown(chat, room)) == ([], [])

    with chat.sessions() as session:
        publish(session, chat, 2, AUGUST, "Briefing", guard=shared)
        session.commit()
    chat.post()
    assert shown(chat, room) == [MessageState.SENT]


def shown(chat: Chat, room: int) -> list[MessageState]:
    with chat.sessions() as session:
        return [row.state for row in deliveries_of(session, [room], 5)[room]]
