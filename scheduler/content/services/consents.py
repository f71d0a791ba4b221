"""Consents of people shown in pictures that end: nobody uses the picture any more, and whoever has a copy is told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act, Role, may
from scheduler.accounts.services.actor_roles import deputies_for, leads_by_organisation
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import PRIVATE
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.content.domain.errors import NotYoursError
from scheduler.content.domain.item_text import text_from_json
from scheduler.content.domain.pictures import PictureFault
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.models import Item
from scheduler.content.picture_models import Picture, StoredPicture
from scheduler.content.queries.pictures import PictureRow, holders_of, items_with_file, picture_row
from scheduler.content.queries.unguarded import current_version, item_row
from scheduler.content.services.calendar_entries import publish_item
from scheduler.content.services.involved import keepers_of
from scheduler.content.services.picture_status import row_fault, today_of
from scheduler.content.services.revisions import lock_any_item, lock_item
from scheduler.content.services.side_effects import return_to_review
from scheduler.outbox.models import Stream
from scheduler.outbox.services import OutboxDraft, queue_all
from scheduler.rows import lock_row, write_alone

CONSENT_OVER = "picture_consent_over"
"""The kind of the mail that tells of a consent that was withdrawn or has ended."""


def may_withdraw(by: ItemRoles) -> bool:
    """Say whether somebody who may read an item may withdraw the consent for its pictures."""
    return may(Act.WITHDRAW_CONSENT, by.roles | ({Role.COORDINATOR} if by.is_coordinator else frozenset()))


def withdraw_consent(
    session: Session, item: Item, row: PictureRow, reason: str, *, by: ItemRoles, context: ChangeContext
) -> None:
    """Stop every later use of a picture's file, wherever it is used; twice is once.

    A consent belongs to the people shown, so it ends for the same file in other items as well, whoever owns them; these
    learn that it did, not why.

    Raises:
        NotYoursError: the person has no part in the item and is no coordinator.
    """
    write_alone(session)
    lock_item(session, item)
    if not may_withdraw(by):
        raise NotYoursError
    stored = lock_row(session, StoredPicture, (row.picture.sha256,))
    if stored.consent_withdrawn_at is not None:
        return
    stored.consent_withdrawn_at, stored.thumbnail_due_at = context.now, None
    picture = lock_row(session, Picture, row.picture.id)
    picture.withdrawn_by_id, picture.withdrawn_reason = context.actor_id, reason
    subject, details = (SubjectKind.CONTENT, item.id), {"picture_id": picture.id}
    record(
        session,
        AuditAct.CONTENT_CONSENT_WITHDRAWN,
        subject,
        actor_id=context.actor_id,
        now=context.now,
        details=details,
    )
    carrying = _carrying(session, items_with_file(session, stored.sha256), stored.sha256)
    _stop(session, carrying, context)
    _tell(session, _End(PictureRow(picture, stored), carrying, "withdrawn"), context)


def end_consent(session: Session, picture_id: int, context: ChangeContext) -> bool:
    """Follow a consent whose last day is over where the item's organisation works, once; say whether it is.

    That the picture may not be used is decided by its day each time; this tells people, and returns what was scheduled.
    """
    write_alone(session)
    row = picture_row(session, picture_id)
    item = item_row(session, row.picture.item_id) if row is not None else None
    if row is None or item is None:
        return False
    lock_any_item(session, item)
    picture = lock_row(session, Picture, picture_id)
    until = picture.consent_until
    is_over = row_fault(row, today_of(session, item, context.now)) is PictureFault.CONSENT_ENDED
    if not is_over or until is None or picture.end_told_of == until:
        return False
    picture.end_told_of = until
    carrying = _carrying(session, [item] if item.deleted_at is None else [], picture.sha256)
    _stop(session, carrying, context)
    _tell(session, _End(row, carrying, "ended", until), context)
    return True


@dataclass(frozen=True, slots=True)
class _End:
    """A consent that is over: of which picture, which items carry it, how it ended, and its last day."""

    row: PictureRow
    carrying: Sequence[Item]
    how: str
    until: date | None = None

    @property
    def key(self) -> str:
        """What names this end for ever."""
        day = self.until.isoformat() if self.until else ""
        return f"consent:{self.how}:{self.row.picture.id}:{day}"


def _carrying(session: Session, items: Collection[Item], sha256: str) -> list[Item]:
    """Return those of the items whose present text has the file."""
    return [
        item
        for item in items
        if any(file.sha256 == sha256 for file in text_from_json(current_version(session, item).text).attachments)
    ]


def _stop(session: Session, items: Collection[Item], context: ChangeContext) -> None:
    """Return what was approved or scheduled to review: it must not come out as it is."""
    for item in items:
        lock_any_item(session, item)
        if return_to_review(session, item, context, AuditAct.CONTENT_PICTURE_STOPPED):
            publish_item(session, item, context)


def _tell(session: Session, end: _End, context: ChangeContext) -> None:
    """Put a message to everybody concerned into the outbox: who has a copy, who keeps an item with it, their deputies.

    It is in nobody else's log, as that just these people are told would give away what they have in hand. Nobody can
    unsubscribe from it, and whoever has left the coalition gets it as well: they have the copy still.
    """
    kept = _kept_by(session, end.carrying, context)
    held = set(holders_of(session, end.row))
    people = (held | kept.keys()) - {context.actor_id}
    drafts = [
        OutboxDraft(
            stream=Stream.ACCOUNT,
            kind=CONSENT_OVER,
            person_id=person,
            payload={"picture_id": end.row.picture.id, "how": end.how, "item_ids": kept.get(person, [])},
            dedup_key=f"{PRIVATE}{end.key}:{person}",
            due_at=context.now,
        )
        for person in sorted(people)
    ]
    queue_all(session, drafts, context.now)


def _kept_by(session: Session, items: Collection[Item], context: ChangeContext) -> dict[int, list[int]]:
    """Return by person which of the items they see to: owner, leads of the owning organisation, deputies of these."""
    leads = leads_by_organisation(session, {item.organisation_id for item in items})
    found: dict[int, list[int]] = {}
    for item in items:
        people = {*keepers_of(session, item), *leads.get(item.organisation_id, ())}
        people |= {*deputies_for(session, people, context.now).values()}
        for person in people:
            found.setdefault(person, []).append(item.id)
    return found
