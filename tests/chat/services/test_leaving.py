"""Rooms are their organisation's: they stay when a lead leaves, and go when it closes."""

import pytest
from sqlalchemy import select

from scheduler.accounts.models import MemberRole
from scheduler.accounts.services.memberships import Ending, end_membership
from scheduler.accounts.services.organisations import close_organisation
from scheduler.chat.models import ChatRoom
from scheduler.chat.presenters.room_cards import room_cards
from scheduler.chat.services.listener import ChatListener
from scheduler.chat.services.planner import plan_room
from scheduler.chat.services.rooms import queue_test, remove_room
from scheduler.outbox.models import Message
from tests.chat.rooms import room_at
from tests.factories import organisation, person

LISTENERS = (ChatListener(),)


def test_rooms_go_with_an_organisation_that_closes_and_not_with_a_lead(session, now):
    bay, port = organisation(session, "Lantern Bay"), organisation(session, "Old Port")
    lead = person(session, "Lena", (bay, MemberRole.LEAD))
    other = person(session, "Olga", (bay, MemberRole.LEAD))
    for where in (bay, port):
        room_at(session, where.id, "https://chat.example/hooks/secret", name=where.name)

    end_membership(session, lead.memberships[0], Ending(other.id, LISTENERS), now)
    assert sorted(session.scalars(select(ChatRoom.name))) == ["Lantern Bay", "Old Port"]

    close_organisation(session, bay, LISTENERS, other.id, now)
    assert list(session.scalars(select(ChatRoom.name))) == ["Old Port"]


@pytest.mark.parametrize("is_closing", [False, True])
def test_the_next_room_gets_nothing_of_one_that_is_gone(session, now, is_closing):
    bay, port = organisation(session, "Lantern Bay", zone="UTC"), organisation(session, "Old Port", zone="UTC")
    lead = person(session, "Lena", (bay, MemberRole.LEAD))
    old = room_at(session, bay.id, "https://chat.example/hooks/secret")
    number = old.id
    assert plan_room(session, number, "UTC", now)
    assert queue_test(session, old, now)
    if is_closing:
        close_organisation(session, bay, LISTENERS, lead.id, now)
    else:
        remove_room(session, old, actor_id=lead.id, now=now)
    session.expire_all()

    # SQLite gives a number that is free to the next row.
    new = room_at(session, port.id, "https://chat.example/hooks/other", id=number)
    (card,) = room_cards(session, [new])
    assert card.deliveries == []
    assert plan_room(session, new.id, "UTC", now)
    found = session.execute(select(Message.state, Message.last_error, Message.room_id).order_by(Message.id)).all()
    assert found == [("nothing_to_say", "room_removed", None)] * 2 + [("ready", "", number)]
