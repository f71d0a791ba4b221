"""Reads pictures: for readers those in the text that they have read, for services those of an item or of a file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from scheduler.content.domain.item_text import Attachment, ItemText
from scheduler.content.domain.pictures import Consent
from scheduler.content.models import Item
from scheduler.content.picture_models import Picture, PictureCopy, StoredPicture
from scheduler.content.queries.items import Seen
from scheduler.request_cache import asked_once


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture of an item with its file."""

    picture: Picture
    stored: StoredPicture

    @property
    def consent(self) -> Consent:
        """Return what those who are shown have agreed to."""
        row = self.picture
        return Consent(row.shows_people, row.people, row.consent_scope, row.consent_until)

    @property
    def is_withdrawn(self) -> bool:
        """Say whether consent was withdrawn."""
        return self.withdrawn_at is not None

    @property
    def withdrawn_at(self) -> datetime | None:
        """Return when consent was withdrawn, for its file or, after a new consent for another picture of it, here."""
        return self.stored.consent_withdrawn_at or self.picture.withdrawn_at


@dataclass(frozen=True, slots=True)
class TextPicture:
    """A picture with its words in a text."""

    file: Attachment
    row: PictureRow


@asked_once
def picture_rows(session: Session, item: Item) -> Mapping[str, PictureRow]:
    """Return the pictures of an item by the hash of their file, also those that its text has no more; for services."""
    query = select(Picture, StoredPicture).join(StoredPicture, StoredPicture.sha256 == Picture.sha256)
    rows = session.execute(query.where(Picture.item_id == item.id).order_by(Picture.id))
    return {row.Picture.sha256: PictureRow(row.Picture, row.StoredPicture) for row in rows}


def pictures_in(session: Session, item: Item, text: ItemText) -> tuple[TextPicture, ...]:
    """Return the pictures in a text of an item, in their order; a text without asks the database nothing."""
    if not text.attachments:
        return ()
    rows = picture_rows(session, item)
    return tuple(TextPicture(file, rows[file.sha256]) for file in text.attachments if file.sha256 in rows)


def seen_pictures(session: Session, seen: Seen) -> tuple[TextPicture, ...]:
    """Return the pictures in the present text of an item that somebody may read."""
    return pictures_in(session, seen.item, seen.text)


def seen_picture(session: Session, seen: Seen, address: str) -> TextPicture | None:
    """Return one of those by its address."""
    return next((one for one in seen_pictures(session, seen) if one.row.picture.address == address), None)


def withdrawn_pictures(session: Session, item: Item) -> tuple[Picture, ...]:
    """Return the pictures of an item whose consent is withdrawn, also those that its text has no more."""
    return tuple(row.picture for row in picture_rows(session, item).values() if row.is_withdrawn)


def pictures_of_file(session: Session, sha256: str) -> Sequence[Picture]:
    """Return the pictures that have a file, wherever they were added, in order of id; for services."""
    return session.scalars(select(Picture).where(Picture.sha256 == sha256).order_by(Picture.id)).all()


def stored_picture(session: Session, sha256: str) -> StoredPicture | None:
    """Return a file by its hash; for services."""
    return session.get(StoredPicture, sha256)


def has_gone(session: Session, hashes: Collection[str]) -> bool:
    """Say whether consent was withdrawn for a file with one of these hashes, as it is kept or was uploaded."""
    gone = select(StoredPicture.sha256).where(StoredPicture.consent_withdrawn_at.is_not(None))
    uploaded = exists().where(Picture.sha256 == StoredPicture.sha256, Picture.source_sha256.in_(hashes))
    return session.scalar(gone.where(or_(StoredPicture.sha256.in_(hashes), uploaded)).limit(1)) is not None


def items_with_file(session: Session, sha256: str) -> Sequence[Item]:
    """Return the items that a file was ever added to, but for deleted ones, in order of id; for services."""
    ids = select(Picture.item_id).where(Picture.sha256 == sha256)
    return session.scalars(select(Item).where(Item.id.in_(ids), Item.deleted_at.is_(None)).order_by(Item.id)).all()


def holders_of(session: Session, row: PictureRow) -> Mapping[int, datetime]:
    """Return who has a copy that may not be used any more once the consent for a picture is over, with the last time.

    A withdrawn consent is over for its file, wherever that was taken from; one that has ended for its picture alone.
    """
    query = select(PictureCopy.person_id, PictureCopy.last_at).join(Picture, Picture.id == PictureCopy.picture_id)
    of_file, of_picture = Picture.sha256 == row.picture.sha256, Picture.id == row.picture.id
    rows = session.execute(query.where(of_file if row.is_withdrawn else of_picture).order_by(PictureCopy.last_at))
    return {row.person_id: row.last_at for row in rows}


def copies_of(session: Session, picture_id: int) -> Sequence[PictureCopy]:
    """Return who has a copy of a picture, the latest first."""
    query = select(PictureCopy).where(PictureCopy.picture_id == picture_id)
    return session.scalars(query.order_by(PictureCopy.last_at.desc(), PictureCopy.person_id)).all()


def picture_row(session: Session, picture_id: int) -> PictureRow | None:
    """Return a picture with its file, whoever may see it; for services and mail."""
    query = select(Picture, StoredPicture).join(StoredPicture, StoredPicture.sha256 == Picture.sha256)
    row = session.execute(query.where(Picture.id == picture_id)).one_or_none()
    return PictureRow(row.Picture, row.StoredPicture) if row else None


def item_of_picture(session: Session, address: str) -> int | None:
    """Return the id of the item that a picture belongs to, whoever may see it; for what is looked at by its item."""
    return session.scalar(select(Picture.item_id).where(Picture.addressed(address)))


def ended_consents(session: Session, today: date) -> Sequence[int]:
    """Return the pictures whose consent ended before a day, and of whose end nobody was told; for services."""
    query = select(Picture.id).join(StoredPicture, StoredPicture.sha256 == Picture.sha256)
    query = query.where(Picture.shows_people, Picture.consent_until < today)
    query = query.where(or_(Picture.end_told_of.is_(None), Picture.end_told_of != Picture.consent_until))
    query = query.where(StoredPicture.consent_withdrawn_at.is_(None), Picture.withdrawn_at.is_(None))
    return session.scalars(query.order_by(Picture.id)).all()


def due_thumbnails(session: Session, now: datetime, limit: int) -> Sequence[str]:
    """Return the files of which a small picture is to be made by now, those that wait longest first; for services."""
    due = (StoredPicture.thumbnail_due_at <= now, StoredPicture.consent_withdrawn_at.is_(None))
    query = select(StoredPicture.sha256).where(*due).order_by(StoredPicture.thumbnail_due_at, StoredPicture.sha256)
    return session.scalars(query.limit(limit)).all()


def is_needed(session: Session, name: str) -> bool:
    """Say whether a row refers to a file of this name that may still be used."""
    query = select(StoredPicture.sha256).where(StoredPicture.consent_withdrawn_at.is_(None))
    named = or_(StoredPicture.sha256 == name, StoredPicture.thumbnail_sha256 == name)
    return session.scalar(query.where(named).limit(1)) is not None


def needed_files(session: Session) -> frozenset[str]:
    """Return the names of all files that `is_needed` says yes to; for services."""
    query = select(StoredPicture.sha256, StoredPicture.thumbnail_sha256)
    rows = session.execute(query.where(StoredPicture.consent_withdrawn_at.is_(None)))
    return frozenset(name for row in rows for name in row if name is not None)
