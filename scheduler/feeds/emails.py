"""Writes the mail about secret addresses that were renewed."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.accounts.emails import account_letter
from scheduler.accounts.reading import organisation_names, people_with_address
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.accounts.services.naming import name_with_organisations
from scheduler.feeds.reading import open_feeds
from scheduler.feeds.services.listener import RENEWED
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.rendering import Letter, NotSent, Renderer
from scheduler.web.request import settings


def renewed_letter(session: Session, message: Message, _now: datetime) -> Letter | NotSent:
    """Tell a lead which feeds have a new address and why; nothing to one who is lead no more."""
    organisation_id = int(message.payload["organisation_id"])
    if message.person_id is None or not actor_roles(session, message.person_id).is_lead_of(organisation_id):
        return NotSent("no_member")
    feeds = open_feeds(session, message.payload["feed_ids"])
    if not feeds:
        return NotSent("removed")
    person = people_with_address(session, [message.person_id])[message.person_id]
    organisation = organisation_names(session, [organisation_id])[organisation_id]
    context = {
        "organisation": organisation,
        "who": name_with_organisations(session, int(message.payload["left_id"])),
        "feeds": [feed.name for feed in feeds],
        "link": f"{settings().base_url}/feeds",
    }
    subject = _("New feed addresses for %(organisation)s", organisation=organisation)
    return account_letter(session, (person.email, person.name), "feeds/renewed", subject, context)


RENDERERS: dict[tuple[Stream, str], Renderer] = {(Stream.ACCOUNT, RENEWED): renewed_letter}
