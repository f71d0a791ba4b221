"""Writes the mail about consents for pictures that are over or given again, as far as its reader may know the items."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.accounts.emails import account_letter
from scheduler.accounts.reading import people_with_address
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import concealed
from scheduler.content.domain.item_parts import item_path
from scheduler.content.queries.items import readable_item
from scheduler.content.queries.pictures import holders_of, picture_row
from scheduler.content.queries.unguarded import items_by_id
from scheduler.content.services.consents import CONSENT_AGAIN, CONSENT_OVER
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.rendering import Letter, NotSent, Renderer
from scheduler.web.request import settings
from scheduler.web.template_filters import day


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item in the mail; mail is neutral for everybody before the lift, so its title is empty under embargo."""

    title: str
    link: str


def consent_letter(session: Session, message: Message, _now: datetime) -> Letter | NotSent:
    """Tell somebody that a picture may not be used any more: what they hold, and what they see to that carries it."""
    row = picture_row(session, int(message.payload["picture_id"]))
    person = people_with_address(session, [message.person_id or 0]).get(message.person_id or 0)
    if row is None or person is None or not person.active or person.anonymised_at is not None:
        return NotSent("removed")
    viewer = viewer_of(actor_roles(session, person.id))
    kept = tuple(_lines(session, viewer, message.payload["item_ids"]))
    held_at = holders_of(session, row).get(person.id)
    held = () if kept or held_at is None else tuple(_lines(session, viewer, [row.picture.item_id]))
    if not kept and held_at is None:
        return NotSent("removed")
    is_withdrawn = message.payload["how"] == "withdrawn"
    context = {
        "is_withdrawn": is_withdrawn,
        "kept": kept,
        "held": held,
        "held_on": day(held_at.date()) if held_at is not None else "",
    }
    subject = (
        _("Stop using a picture: consent was withdrawn") if is_withdrawn else _("Stop using a picture: consent ended")
    )
    return account_letter(session, (person.email, person.name), "content/consent_over", subject, context)


def new_consent_letter(session: Session, message: Message, _now: datetime) -> Letter | NotSent:
    """Tell somebody who was told of a withdrawal that those shown agree again, and where the picture may be used."""
    row = picture_row(session, int(message.payload["picture_id"]))
    person = people_with_address(session, [message.person_id or 0]).get(message.person_id or 0)
    if row is None or row.is_withdrawn or person is None or not person.active or person.anonymised_at is not None:
        return NotSent("removed")
    viewer, item_id, kept = viewer_of(actor_roles(session, person.id)), row.picture.item_id, message.payload["item_ids"]
    context = {
        "renewed": tuple(_lines(session, viewer, [item_id])),
        "is_kept": item_id in kept,
        "withheld": tuple(_lines(session, viewer, [one for one in kept if one != item_id])),
        "has_copy": message.payload["has_copy"],
    }
    subject = _("New consent for a picture that was withdrawn")
    return account_letter(session, (person.email, person.name), "content/consent_again", subject, context)


def _lines(session: Session, viewer: Viewer, item_ids: Sequence[int]) -> Iterator[ItemLine]:
    """Yield the items that the reader may read now."""
    for item in items_by_id(session, item_ids).values():
        seen = readable_item(session, viewer, item.public_id)
        if seen is not None:
            title = "" if concealed(seen.item.guard) else seen.text.title
            yield ItemLine(title, settings().base_url + item_path(item.public_id, "pictures"))


RENDERERS: dict[tuple[Stream, str], Renderer] = {
    (Stream.ACCOUNT, CONSENT_OVER): consent_letter,
    (Stream.ACCOUNT, CONSENT_AGAIN): new_consent_letter,
}
