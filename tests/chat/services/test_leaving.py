"""Rooms are their organisation's: they stay when a lead leaves, and go when it closes."""

from sqlalchemy import select

from scheduler.accounts.models import MemberRole
from scheduler.accounts.services.memberships import Ending, end_membership
from scheduler.accounts.services.organisations import close_organisation
from scheduler.chat.models import ChatRoom
from scheduler.chat.services.listener import ChatListener
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
