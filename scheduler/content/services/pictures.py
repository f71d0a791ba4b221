"""Adds pictures to items, changes and removes them: what is published of them is a version of the text."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.content.domain.item_text import Attachment, ItemText, normalise_text, text_from_json
from scheduler.content.domain.pictures import (
    MAX_PICTURES,
    PictureDetails,
    with_order,
    with_picture,
    with_words,
    without_picture,
)
from scheduler.content.domain.workflow import WITH_LINK, ItemRoles
from scheduler.content.models import Item
from scheduler.content.picture_models import Picture, StoredPicture
from scheduler.content.queries.pictures import PictureRow, has_gone, stored_picture
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services.item_text import save_text
from scheduler.content.services.revisions import lock_item
from scheduler.content.services.transitions import correct_item
from scheduler.db import take_turns
from scheduler.pictures.formats import CleanPicture
from scheduler.pictures.store import PictureStore, name_of
from scheduler.rows import Sent, StaleEditError, lock_row, once_by_form


class PictureGoneError(ValueError):
    """Consent for this picture was withdrawn: it may not be used again."""


class PictureThereError(ValueError):
    """The item has this picture already."""


class TooManyPicturesError(ValueError):
    """The item has as many pictures as it may have."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A picture as it is to be kept, and the hash of the file that it was made of."""

    clean: CleanPicture
    source_sha256: str


@dataclass(frozen=True, slots=True)
class PictureDraft:
    """What is typed of a picture: what is published with it, and what is known of it."""

    alt_text: str
    credit: str
    details: PictureDetails


@dataclass(frozen=True, slots=True)
class PictureChange:
    """Who changes a picture; `note` says what was wrong, of an item that is out."""

    by: ItemRoles
    context: ChangeContext
    note: str = ""


def add_picture(
    session: Session,
    store: PictureStore,
    item: Item,
    upload: Upload,
    named: tuple[str, PictureDraft],
    *,
    form_id: str | None,
    change: PictureChange,
) -> Picture:
    """Add a picture, called by a name, to an item as the last one; the same form sent twice adds it once.

    Its file lies in `store` already; if somebody has swept it meanwhile, it is written again.

    Raises:
        ActionRefusedError: as `save_text`, or `correct_item` of an item that is out.
        PictureGoneError, PictureThereError, TooManyPicturesError: see there.
        CannotStoreError: the file cannot be written.
    """
    lock_item(session, item)
    name, draft = named
    sent = Sent(form_id, change.context.actor_id, (item.id, upload.source_sha256, name, draft))

    def make(key: str | None) -> Picture:
        text = present_text(session, item)
        stored = _keep_stored(session, store, upload, change.context)
        if any(file.sha256 == stored.sha256 for file in text.attachments):
            raise PictureThereError
        if len(text.attachments) >= MAX_PICTURES:
            raise TooManyPicturesError
        row = Picture(form_id=key, item_id=item.id, sha256=stored.sha256, source_sha256=upload.source_sha256)
        row.name, row.added_by_id, row.added_at = name, change.context.actor_id, change.context.now
        _apply(row, draft.details)
        session.add(row)
        session.flush()
        file = Attachment(name, stored.sha256, draft.alt_text, draft.credit)
        _save(session, item, with_picture(text, file), change)
        _note(session, AuditAct.CONTENT_PICTURE_ADDED, row, change)
        return row

    return once_by_form(session, Picture, sent, make)


def change_picture(
    session: Session, item: Item, row: PictureRow, draft: PictureDraft, *, revision: int | None, change: PictureChange
) -> bool:
    """Change what is known of a picture, and its words in the text; say whether anything was another than before.

    Raises:
        ActionRefusedError: as `save_text`, or `correct_item` of an item that is out.
        StaleEditError: somebody else changed it in the meantime.
    """
    lock_item(session, item)
    picture = lock_row(session, Picture, row.picture.id)
    text = present_text(session, item)
    new_text = with_words(text, picture.sha256, normalise_text(draft.alt_text), normalise_text(draft.credit))
    details = draft.details
    is_known = details == details_of(row)
    if is_known and new_text == text:
        return False
    if revision != picture.revision:
        raise StaleEditError
    picture.revision += 1
    if new_text != text:
        _save(session, item, new_text, change)
    if not is_known:
        _apply(picture, details)
        _note(session, AuditAct.CONTENT_PICTURE_CHANGED, picture, change)
    return True


def move_picture(session: Session, item: Item, row: PictureRow, step: int, *, change: PictureChange) -> None:
    """Put a picture so many places further down; at an end it stays.

    Raises:
        ActionRefusedError: as `save_text`, or `correct_item` of an item that is out.
    """
    lock_item(session, item)
    text = present_text(session, item)
    moved = with_order(text, row.picture.sha256, step)
    if moved != text:
        _save(session, item, moved, change)


def remove_picture(session: Session, item: Item, row: PictureRow, *, change: PictureChange) -> None:
    """Take a picture out of the text; what is known of it stays with the versions that had it. Twice is once.

    Raises:
        ActionRefusedError: as `save_text`, or `correct_item` of an item that is out.
    """
    lock_item(session, item)
    text = present_text(session, item)
    left = without_picture(text, row.picture.sha256)
    if left != text:
        _save(session, item, left, change)
        _note(session, AuditAct.CONTENT_PICTURE_REMOVED, row.picture, change)


def details_of(row: PictureRow) -> PictureDetails:
    """Return what is known of a saved picture, as the form asks for it."""
    return PictureDetails(row.picture.licence, row.consent, (row.picture.focus_x, row.picture.focus_y))


def present_text(session: Session, item: Item) -> ItemText:
    """Return the text of a locked item as it is now."""
    return text_from_json(current_version(session, item).text)


def _keep_stored(session: Session, store: PictureStore, upload: Upload, context: ChangeContext) -> StoredPicture:
    """Return the row of a file that lies in the store, and stays there from now on.

    Raises:
        PictureGoneError: consent was withdrawn for it.
    """
    clean, name = upload.clean, name_of(upload.clean.content)
    # Whoever sweeps a file without a row takes its turn by this name, too.
    take_turns(session, turn_of(name))
    # Whoever has the same file may learn this much: whom it shows has decided for everybody.
    if has_gone(session, {name, upload.source_sha256}):
        raise PictureGoneError
    row = stored_picture(session, name)
    if row is None:
        row = StoredPicture(sha256=name, media_type=clean.media_type, width=clean.width, height=clean.height)
        row.size, row.stored_at, row.thumbnail_due_at = len(clean.content), context.now, context.now
        session.add(row)
        session.flush()
    elif lock_row(session, StoredPicture, (name,), shared=True).consent_withdrawn_at is not None:
        raise PictureGoneError
    if not store.holds(name):
        store.keep(clean.content)
    return row


def turn_of(name: str) -> str:
    """Return by what name those take turns who write and who sweep a file."""
    return f"picture {name}"


def _apply(row: Picture, details: PictureDetails) -> None:
    consent = details.consent if details.consent.shows_people else replace(details.consent, people="", scope="")
    row.licence, (row.focus_x, row.focus_y) = details.licence, details.focus
    row.shows_people, row.people, row.consent_scope = consent.shows_people, consent.people, consent.scope
    row.consent_until = consent.until if consent.shows_people else None


def _save(session: Session, item: Item, text: ItemText, change: PictureChange) -> None:
    """Save a text of a locked item, made of its present one; of an item that is out as a correction."""
    by, context = change.by, change.context
    if item.state in WITH_LINK:
        correct_item(session, item, text, change.note, revision=item.revision, by=by, context=context)
    else:
        save_text(session, item, text, revision=item.revision, by=by, context=context)


def _note(session: Session, act: AuditAct, row: Picture, change: PictureChange) -> None:
    context = change.context
    subject = (SubjectKind.CONTENT, row.item_id)
    record(session, act, subject, actor_id=context.actor_id, now=context.now, details={"picture_id": row.id})
