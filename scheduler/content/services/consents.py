"""Consents of people shown in pictures that end, and such that follow them.

Nobody uses a picture whose consent is over any more, and whoever has a copy is told; of a new consent they are, too.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

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
from scheduler.content.domain.pictures import Consent, PictureFault
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.models import Item
from scheduler.content.picture_models import Picture, StoredPicture, WithdrawnConsent
from scheduler.content.queries.pictures import PictureRow, holders_of, items_with_file, picture_row, pictures_of_file
from scheduler.content.queries.unguarded import current_version, item_row
from scheduler.content.services.calendar_entries import publish_item
from scheduler.content.services.involved import keepers_of
from scheduler.content.services.picture_status import row_fault, today_of
from scheduler.content.services.pictures import turn_of
from scheduler.content.services.revisions import lock_any_item, lock_item
from scheduler.content.services.side_effects import return_to_review
from scheduler.db import take_turns
from scheduler.outbox.models import Stream
from scheduler.outbox.reading import told_of
from scheduler.outbox.services import OutboxDraft, queue_all
from scheduler.pictures.store import PictureStore
from scheduler.rows import StaleEditError, lock_row, lock_rows, write_alone

CONSENT_OVER = "picture_consent_over"
"""The kind of the mail that tells of a consent that was withdrawn or has ended."""

CONSENT_AGAIN = "picture_consent_again"
"""The kind of the mail that tells the same people of a consent that followed one that was withdrawn."""


class FileGoneError(ValueError):
    """The file was deleted after the withdrawal: it is needed anew."""


@dataclass(frozen=True, slots=True)
class NewConsent:
    """What the people shown agreed to after they had withdrawn it, and how: with a form, in a message, on the phone.

    `content` is the file as it is kept, where it was deleted since.
    """

    consent: Consent
    how: str
    content: bytes | None = None


def may_withdraw(by: ItemRoles) -> bool:
    """Say whether somebody who may read an item may withdraw the consent for its pictures, and record a new one."""
    return may(Act.WITHDRAW_CONSENT, by.roles | ({Role.COORDINATOR} if by.is_coordinator else frozenset()))


def record_new_consent(
    session: Session,
    store: PictureStore,
    item: Item,
    row: PictureRow,
    new: NewConsent,
    *,
    revision: int | None,
    by: ItemRoles,
    context: ChangeContext,
) -> bool:
    """Record a consent that follows one that was withdrawn, and say whether it is new.

    It is for this picture alone: in other items the same file stays withdrawn until those shown agree to that use, too.
    The withdrawn one is kept. Whoever was told of the withdrawal is told, and who sees to an item with the file.

    Raises:
        NotYoursError: the person has no part in the item and is no coordinator.
        FileGoneError: the file was deleted, and did not come with it.
        CannotStoreError: the file cannot be written.
        StaleEditError: somebody else has changed the picture, or recorded another consent.
    """
    lock_item(session, item)
    if not may_withdraw(by):
        raise NotYoursError
    pictures = _locked(session, row)
    present = pictures[row.picture.id]
    is_known = (present.consent, present.picture.consent_how) == (new.consent, new.how)
    if present.withdrawn_at is None and is_known:
        return False
    if present.withdrawn_at is None or revision != present.picture.revision:
        raise StaleEditError
    again = _Again(present, _told_of_withdrawal(session, pictures.values()), frozenset(holders_of(session, present)))
    _keep_file(store, present.stored, new)
    session.add(_withdrawn(present, present.withdrawn_at))
    for other in pictures.values():
        other.picture.withdrawn_at = other.withdrawn_at
    _renew(store, present, new, context.now)
    details = {"picture_id": present.picture.id}
    _note(session, AuditAct.CONTENT_CONSENT_GIVEN_AGAIN, item, details, context)
    _tell_again(session, item, again, context)
    return True


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
    _note(session, AuditAct.CONTENT_CONSENT_WITHDRAWN, item, {"picture_id": picture.id}, context)
    carrying = _carrying(session, items_with_file(session, stored.sha256), stored.sha256)
    _stop(session, carrying, context)
    _tell(session, _End(PictureRow(picture, stored), carrying, "withdrawn", context.now), context)


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


def _note(session: Session, act: AuditAct, item: Item, details: dict[str, int], context: ChangeContext) -> None:
    subject = (SubjectKind.CONTENT, item.id)
    record(session, act, subject, actor_id=context.actor_id, now=context.now, details=details)


@dataclass(frozen=True, slots=True)
class _End:
    """A consent that is over: of which picture, which items carry it, how it ended, and its last day or moment."""

    row: PictureRow
    carrying: Sequence[Item]
    how: str
    when: date

    @property
    def key(self) -> str:
        """What names this end for ever; a consent that was given again may be withdrawn again."""
        return f"consent:{self.how}:{self.row.picture.id}:{self.when.isoformat()}"


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


@dataclass(frozen=True, slots=True)
class _Again:
    """A consent that followed a withdrawn one: of which picture, who was told of that, and who has a copy."""

    row: PictureRow
    told: frozenset[int]
    held: frozenset[int]


def _locked(session: Session, row: PictureRow) -> dict[int, PictureRow]:
    """Lock the file of a picture and every picture that has it; return these by id."""
    sha256 = row.picture.sha256
    # Whoever sweeps a file that nobody needs takes its turn by this name, too.
    take_turns(session, turn_of(sha256))
    stored = lock_row(session, StoredPicture, (sha256,))
    ids = [one.id for one in pictures_of_file(session, sha256)]
    return {one.id: PictureRow(one, stored) for one in lock_rows(session, Picture, ids)}


def _keep_file(store: PictureStore, stored: StoredPicture, new: NewConsent) -> None:
    """Put a file back into its place if it was deleted."""
    if store.holds(stored.sha256):
        return
    if new.content is None:
        raise FileGoneError
    store.keep(new.content)


def _told_of_withdrawal(session: Session, rows: Collection[PictureRow]) -> frozenset[int]:
    """Return who was told that consent for a file was withdrawn, and who withdrew it."""
    told = told_of(session, [f"{PRIVATE}consent:withdrawn:{row.picture.id}:" for row in rows])
    return told | {row.picture.withdrawn_by_id for row in rows if row.picture.withdrawn_by_id is not None}


def _withdrawn(row: PictureRow, at: datetime) -> WithdrawnConsent:
    """Return what is kept of a consent that was withdrawn."""
    picture = row.picture
    return WithdrawnConsent(
        item_id=picture.item_id,
        picture_id=picture.id,
        given_by=picture.people,
        scope=picture.consent_scope,
        until=picture.consent_until,
        how=picture.consent_how,
        reason=picture.withdrawn_reason,
        withdrawn_by_id=picture.withdrawn_by_id,
        withdrawn_at=at,
    )


def _renew(store: PictureStore, row: PictureRow, new: NewConsent, now: datetime) -> None:
    """Let a locked picture be used again, as those shown have agreed."""
    picture, stored, consent = row.picture, row.stored, new.consent
    picture.shows_people, picture.people, picture.consent_scope = True, consent.people, consent.scope
    picture.consent_until, picture.consent_how = consent.until, new.how
    picture.withdrawn_at, picture.withdrawn_by_id, picture.withdrawn_reason = None, None, ""
    picture.revision += 1
    stored.consent_withdrawn_at = None
    if stored.thumbnail_sha256 is None or not store.holds(stored.thumbnail_sha256):
        stored.thumbnail_sha256, stored.thumbnail_tries, stored.thumbnail_due_at = None, 0, now


def _tell_again(session: Session, item: Item, again: _Again, context: ChangeContext) -> None:
    """Put a message to everybody who was told of the withdrawal into the outbox, as it was done then."""
    picture = again.row.picture
    carrying = {one.id: one for one in _carrying(session, items_with_file(session, picture.sha256), picture.sha256)}
    kept = _kept_by(session, (carrying | {item.id: item}).values(), context)
    drafts = [
        OutboxDraft(
            stream=Stream.ACCOUNT,
            kind=CONSENT_AGAIN,
            person_id=person,
            payload={"picture_id": picture.id, "item_ids": kept.get(person, []), "has_copy": person in again.held},
            dedup_key=f"{PRIVATE}consent:again:{picture.id}:{context.now.isoformat()}:{person}",
            due_at=context.now,
        )
        for person in sorted((again.told | kept.keys()) - {context.actor_id})
    ]
    queue_all(session, drafts, context.now)
