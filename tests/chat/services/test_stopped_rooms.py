"""The leads of an organisation get one email when its room stops, and none once it is mended or theirs no more."""

from datetime import timedelta

from sqlalchemy import select

from scheduler.accounts.models import MemberRole, Membership
from scheduler.chat.services.rooms import resume_room
from scheduler.chat.services.stopping import STOPPED, stop_room
from scheduler.outbox.models import Message
from scheduler.outbox.rendering import Letter, NotSent
from tests.chat.rooms import room_at
from tests.factories import organisation, person
from tests.written import answer_of, answers

ADDRESS = "https://hooks.slack.example/services/secret"


def test_leads_are_told_once_what_stopped_and_what_to_do(chat):
    now = chat.clock.now()
    with chat.sessions() as session:
        bay = organisation(session, "Lantern Bay")
        lead = person(session, "Lena Lead", (bay, MemberRole.LEAD))
        person(session, "Edi Editor", (bay, MemberRole.EDITOR))
        person(session, "Otto Port", (organisation(session, "Old Port"), MemberRole.LEAD))
        room = room_at(session, bay.id, ADDRESS)
        for later in range(2):
            stop_room(session, room, now + timedelta(hours=later))
        asked = session.scalars(select(Message.person_id).where(Message.kind == STOPPED)).all()
        (letter,) = answers(session, STOPPED, lead.id, now)
        message = session.scalars(select(Message).where(Message.kind == STOPPED)).one()

        assert asked == [lead.id]
        assert isinstance(letter, Letter)
        for text in (room.name, "Lantern Bay", "Create a new webhook", f"/organisations/{bay.id}/chat"):
            assert text in letter.text
        assert ADDRESS not in letter.text + letter.html

        membership = session.scalars(select(Membership).where(Membership.person_id == lead.id)).one()
        membership.role = MemberRole.EDITOR
        session.flush()
        assert answer_of(session, message, now) == NotSent("no_member")
        membership.role = MemberRole.LEAD
        resume_room(session, room)
        assert answer_of(session, message, now) == NotSent("removed")
