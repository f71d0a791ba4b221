"""Publishes an item's deadlines: the day by which its organisations are asked to sign off."""

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.agenda.models import EntryKind, Involvement
from scheduler.agenda.services.entries import AllDay, EntryDraft, Source, Telling, publish, remove, tell
from scheduler.content.domain.workflow import State
from scheduler.content.models import Item
from scheduler.content.reading import current_version
from scheduler.content.services.standing import standing_of, still_to_sign

SIGN_OFF = "signoff"


def publish_deadlines(session: Session, item: Item, source: Source, telling: Telling) -> None:
    """Publish what has to be answered by a day, or take it away once nobody is waited for."""
    own = Source(source.kind, source.id, SIGN_OFF)
    waited_for = _waited_for(session, item, telling)
    if item.signoff_due_on is None or not waited_for:
        tell(session, remove(session, own, telling.now), telling)
        return
    draft = EntryDraft(
        source=own,
        kind=EntryKind.DEADLINE,
        when=AllDay(item.signoff_due_on, item.signoff_due_on),
        guard_id=item.guard_id,
        title=_("Sign off: %(title)s", title=current_version(session, item).title)[:300],
        path=f"/content/{item.public_id}",
        organisation_id=item.organisation_id,
        parent=source,
        people=[(item.owner_id, Involvement.OWNER)] if item.owner_id else [],
        organisations=[(ident, Involvement.TO_SIGN) for ident in waited_for],
    )
    tell(session, publish(session, draft, telling.now), telling)


def _waited_for(session: Session, item: Item, telling: Telling) -> tuple[int, ...]:
    if item.deleted_at is not None or item.state != State.IN_REVIEW:
        return ()
    return still_to_sign(standing_of(session, item, telling.now))
