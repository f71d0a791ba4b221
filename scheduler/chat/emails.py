"""Writes the mail that nothing is posted to a chat room any more."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.accounts.emails import account_letter
from scheduler.accounts.reading import organisation_names, people_with_address
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.chat.models import ChatRoom
from scheduler.chat.platforms.registry import PLATFORMS
from scheduler.chat.services.stopping import STOPPED
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.rendering import Letter, NotSent, Renderer
from scheduler.web.request import settings


def stopped_letter(session: Session, message: Message, _now: datetime) -> Letter | NotSent:
    """Tell a lead what has stopped and what to do; nothing to one who is lead no more, or of what is mended already."""
    room = session.get(ChatRoom, int(message.payload["room_id"]))
    if room is None or room.stopped_at is None:
        return NotSent("removed")
    person_id, organisation_id = message.person_id, room.organisation_id
    if person_id is None or not actor_roles(session, person_id).is_lead_of(organisation_id):
        return NotSent("no_member")
    person = people_with_address(session, [person_id])[person_id]
    context = {
        "room": room.name,
        "service": PLATFORMS[room.platform].label,
        "organisation": organisation_names(session, [organisation_id])[organisation_id],
        "link": f"{settings().base_url}/organisations/{organisation_id}/chat",
    }
    subject = _("Nothing is posted to “%(room)s” any more", room=room.name)
    return account_letter(session, (person.email, person.name), "chat/stopped", subject, context)


RENDERERS: dict[tuple[Stream, str], Renderer] = {(Stream.ACCOUNT, STOPPED): stopped_letter}
