"""What is due is posted once, retried for as long as that helps, and an address that is no more is given up."""

from datetime import date, timedelta

import pytest

from scheduler.accounts.models import MemberRole
from scheduler.agenda.models import EntryKind
from scheduler.chat.domain.answers import MAX_REFUSALS
from scheduler.chat.models import ChatRoom
from scheduler.chat.services.rooms import pause_room, queue_test, resume_room
from scheduler.chat.services.stopping import STOPPED
from scheduler.http_client import HttpClient
from scheduler.outbox.leases import claim
from scheduler.outbox.models import Message, Stream
from tests.chat.entries import entry
from tests.chat.rooms import room_at
from tests.factories import organisation, person

TODAY = date(2027, 7, 1)


@pytest.fixture
def room(chat, service):
    """A room of an organisation in UTC; it is noon, so today's message is due."""
    with chat.sessions() as session:
        bay = organisation(session, zone="UTC")
        person(session, "Lena Lead", (bay, MemberRole.LEAD))
        found = room_at(session, bay.id, service.url)
        entry(session, 1, EntryKind.EDITION, TODAY, "World Day", chat.clock.now())
        session.commit()
        return found.id


def change(chat, room, act):
    with chat.sessions() as session:
        act(session, session.get_one(ChatRoom, room))
        session.commit()


def state_of(chat, room):
    with chat.sessions() as session:
        found = session.get_one(ChatRoom, room)
        return found.is_active, found.refusals


def told(chat):
    with chat.sessions() as session:
        return session.query(Message).where(Message.kind == STOPPED).count()


def test_a_day_is_posted_once(chat, room, service):
    chat.post()
    chat.post()
    assert len(service.posted) == 1
    assert "World Day" in service.text
    assert chat.log() == [("chat_day", "sent", "")]


def test_a_day_without_anything_is_not_posted(chat, room, service):
    chat.clock.advance(timedelta(days=5))
    chat.post()
    assert service.posted == []
    assert chat.log() == [("chat_day", "nothing_to_say", "nothing")]


@pytest.mark.parametrize("status", [500, 429])
def test_a_busy_service_is_asked_again(chat, room, service, status):
    service.statuses = [status]
    chat.post()
    assert chat.log() == [("chat_day", "ready", f"busy:{status}")]
    chat.clock.advance(timedelta(minutes=2))
    chat.post()
    assert chat.log() == [("chat_day", "sent", "")]


def test_what_a_service_asks_for_is_kept_to(chat, room, service):
    service.statuses, service.headers = [429], {"Retry-After": "600"}
    chat.post()
    chat.clock.advance(timedelta(minutes=9))
    chat.post()
    assert service.posted == []
    chat.clock.advance(timedelta(minutes=1))
    chat.post()
    assert len(service.posted) == 1


def test_what_a_service_asks_for_holds_for_all_that_waits_for_the_room(chat, room, service):
    change(chat, room, lambda session, found: queue_test(session, found, chat.clock.now()))
    # Today's message was due in the morning, so it comes first.
    service.statuses, service.headers = [429], {"Retry-After": "600"}
    chat.post()
    assert sorted(chat.log()) == [("chat_day", "ready", "busy:429"), ("chat_test", "ready", "")]
    chat.clock.advance(timedelta(minutes=9))
    chat.post()
    assert service.posted == []
    chat.clock.advance(timedelta(minutes=1))
    chat.post()
    assert len(service.posted) == 2


def test_what_is_refused_is_not_sent_again(chat, room, service):
    service.statuses = [400]
    chat.post()
    assert chat.log() == [("chat_day", "failed", "refused:400")]


def test_an_address_that_is_no_more_is_given_up_until_it_is_resumed(chat, room, service):
    service.statuses = [404] * MAX_REFUSALS
    for _ in range(MAX_REFUSALS):
        chat.post()
        change(chat, room, lambda session, found: queue_test(session, found, chat.clock.now()))
        chat.clock.advance(timedelta(seconds=30))
    chat.clock.advance(timedelta(minutes=2))
    chat.post()
    assert state_of(chat, room) == (False, MAX_REFUSALS)
    assert service.posted == []
    assert ("chat_day", "nothing_to_say", "gone") in chat.log()
    assert told(chat) == 1

    change(chat, room, resume_room)
    assert state_of(chat, room) == (True, 0)


def test_a_message_that_is_tried_again_is_counted_once(chat, room, service):
    service.statuses = [404] * MAX_REFUSALS
    for _ in range(MAX_REFUSALS):
        chat.post()
        chat.clock.advance(timedelta(minutes=20))
    assert service.statuses == []
    assert state_of(chat, room) == (True, 1)
    chat.post()
    assert len(service.posted) == 1


def test_a_message_that_arrives_ends_the_count(chat, room, service):
    service.statuses = [410, 404]
    for _ in range(3):
        chat.post()
        chat.clock.advance(timedelta(minutes=20))
    assert state_of(chat, room) == (True, 0)


def test_an_inner_address_is_never_called(chat, room, service):
    chat.http = HttpClient()
    chat.post()
    assert service.posted == []
    assert chat.log() == [("chat_day", "failed", "inner_address")]


def test_a_room_that_is_paused_or_removed_gets_nothing(chat, room, service):
    change(chat, room, lambda session, found: queue_test(session, found, chat.clock.now()))
    change(chat, room, lambda session, found: pause_room(session, found, chat.clock.now()))
    chat.post()
    assert chat.log() == [("chat_test", "nothing_to_say", "paused")]

    change(chat, room, resume_room)
    change(chat, room, lambda session, found: queue_test(session, found, chat.clock.now()))
    change(chat, room, lambda session, found: session.delete(found))
    chat.post()
    assert chat.log()[1:] == [("chat_test", "nothing_to_say", "room_removed")]
    assert service.posted == []


def test_a_test_message_is_tried_once(chat, room, service):
    change(chat, room, lambda session, found: queue_test(session, found, chat.clock.now()))
    change(chat, room, lambda session, found: queue_test(session, found, chat.clock.now()))
    service.statuses = [503, 503]
    chat.post()
    chat.clock.advance(timedelta(seconds=30))
    chat.post()
    assert ("chat_test", "failed", "busy:503") in chat.log()
    assert len(chat.log()) == 2


def test_a_room_that_fails_holds_no_other_up(chat, room, service):
    change(chat, room, lambda session, found: room_at(session, found.organisation_id, service.url, name="Other"))
    change(chat, room, lambda session, found: queue_test(session, found, chat.clock.now()))
    service.statuses = [500]
    chat.post()
    assert sorted(state for _kind, state, _reason in chat.log()) == ["ready", "ready", "sent"]


def test_mail_and_chat_do_not_take_each_others_messages(chat, room):
    change(chat, room, lambda session, found: queue_test(session, found, chat.clock.now()))
    with chat.sessions() as session:
        assert claim(session, "mailer", chat.clock.now(), 10) == []
        assert len(claim(session, "poster", chat.clock.now(), 10, (Stream.CHAT,))) == 1


def test_a_worker_that_ends_leaves_what_it_has_not_tried(chat, room, service):
    chat.post(is_stopping=lambda: True)
    assert chat.log() == [("chat_day", "ready", "")]


def test_what_a_run_that_broke_off_has_claimed_is_posted_by_the_next(chat, room, service):
    change(chat, room, lambda session, found: queue_test(session, found, chat.clock.now()))
    with chat.sessions() as session:
        claim(session, chat.registration.name, chat.clock.now(), 1, (Stream.CHAT,))
        session.commit()
    chat.post()
    assert ("chat_test", "sent", "") in chat.log()


def test_no_log_shows_an_address(chat, room, service, caplog):
    service.statuses = [404]
    chat.post()
    assert "hooks" not in caplog.text
