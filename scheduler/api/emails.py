"""Writes the notice that a token was made, so that an owner who did not do it learns of it."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from scheduler.accounts.emails import account_letter
from scheduler.accounts.reading import people_with_address
from scheduler.api.labels import SCOPE_LABELS
from scheduler.api.models import ApiToken
from scheduler.api.queries.tokens import tokens_of
from scheduler.api.services.tokens import MADE
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.rendering import Letter, NotSent, Renderer, one_line
from scheduler.web.request import settings


def made_email(session: Session, message: Message, _now: datetime) -> Letter | NotSent:
    """Say what a new token is called, gives access to and until when; nothing of one that is revoked already."""
    row = session.get(ApiToken, int(message.payload["token_id"]))
    person = people_with_address(session, [message.person_id]).get(message.person_id) if message.person_id else None
    if row is None or person is None:
        return NotSent("removed")
    context = {
        "token": row,
        "scope": SCOPE_LABELS[row.scope],
        "zone": person.zone,
        "link": f"{settings().base_url}/api-tokens",
    }
    subject = _("An API token was created in your account")
    return account_letter(session, (person.email, person.name), "api/made", subject, context)


def tokens_remain(session: Session, person_id: int, now: datetime) -> str:
    """Say which tokens go on working with a new password, and where they are revoked; nothing if there is none."""
    names = [row.name for row in tokens_of(session, person_id) if row.expires_at > now]
    if not names:
        return ""
    return ngettext(
        "The API token “%(names)s” goes on working. If you do not recognise it, revoke it: %(link)s",
        "These API tokens go on working: %(names)s. Revoke those that you do not recognise: %(link)s",
        len(names),
        names=one_line(", ".join(names)),
        link=f"{settings().base_url}/api-tokens",
    )


RENDERERS: dict[tuple[Stream, str], Renderer] = {(Stream.ACCOUNT, MADE): made_email}
