"""Makes an item as large as it may become, part by part: copy, comments, versions, signatories, pictures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Membership, Organisation
from scheduler.content.domain.binding import text_hash
from scheduler.content.domain.item_text import Attachment, ItemText, canonical_json
from scheduler.content.domain.quotes import Quote
from scheduler.content.models import Answer, Item, ItemComment, ItemSignatory, ItemVersion, SignOff
from scheduler.content.picture_models import Picture, StoredPicture
from scheduler.db import Base
from scheduler.pictures.store import PictureStore

_SENTENCES = (
    "Platform {n} was asked in March how it looks for live-streamed abuse.",
    "It answered {n} of six questions, and sent no figures for the rest.",
    "A panel of survivors set two of the criteria and read every reply.",
    "We ask for a count, not for secrets.",
    "See [the method](https://example.org/method/{n}) for what was left out.",
)


@dataclass(frozen=True, slots=True)
class Parts:
    """How much there is of each part of an item."""

    characters: int = 1000
    comments: int = 3
    versions: int = 2
    signatories: int = 2
    pictures: int = 1


SMALL = Parts()
BIG = Parts(characters=100_000, comments=5000, versions=300, signatories=60, pictures=200)
ONE_BIG_PART = {
    name: replace(SMALL, **{name: getattr(BIG, name)})
    for name in ("characters", "comments", "versions", "signatories", "pictures")
}
"""An item of which one part is large, by the name of that part."""


def enlarge(session: Session, item: Item, parts: Parts, store: PictureStore, now: datetime) -> str:
    """Put so much of everything into an item, and return the address of a comment from the middle.

    There are organisations enough, each with a member who signs.
    """
    files = _add_pictures(session, item, parts.pictures, store, now)
    texts = [_text(number, parts.characters, files) for number in range(2)]
    _set_versions(session, item, texts, parts.versions, now)
    _set_signatories(session, item, texts, parts.signatories, now)
    _add(
        session,
        ItemComment,
        (
            {"item_id": item.id, "version_number": number % parts.versions + 1, "person_id": item.owner_id}
            | {"at": now - timedelta(minutes=parts.comments - number), "body": f"Remark {number}: see paragraph 3."}
            for number in range(parts.comments)
        ),
    )
    session.flush()
    comments = select(ItemComment).where(ItemComment.item_id == item.id).order_by(ItemComment.id)
    return session.scalars(comments.offset(parts.comments // 2).limit(1)).one().address


def written(characters: int) -> str:
    """Return copy of exactly so many characters, in paragraphs that differ."""
    sentences = (_SENTENCES[n % 5].format(n=n) + ("\n\n" if n % 5 == 4 else " ") for n in range(characters // 30 + 9))
    return "".join(sentences)[: characters - 1].rstrip().ljust(characters - 1, "x") + "."


def _text(number: int, characters: int, files: Sequence[Attachment]) -> ItemText:
    quote = Quote("A number that is not published cannot be improved.", "Ligaya Domingo", "Director", "Kaagapay")
    body = written(characters).replace("asked in March", "asked in April", number)
    return ItemText(f"Scorecard {number}", body=body, attachments=tuple(files), quotes=(quote,))


def _set_versions(session: Session, item: Item, texts: Sequence[ItemText], count: int, now: datetime) -> None:
    """Save two texts by turns."""
    session.execute(delete(ItemVersion).where(ItemVersion.item_id == item.id))
    saved = [{"title": text.title, "text": canonical_json(text), "text_hash": text_hash(text)} for text in texts]
    _add(
        session,
        ItemVersion,
        (
            saved[number % 2]
            | {"item_id": item.id, "number": number, "author_id": item.owner_id}
            | {"created_at": now - timedelta(hours=count - number)}
            for number in range(1, count + 1)
        ),
    )
    item.version_number = count


def _set_signatories(session: Session, item: Item, texts: Sequence[ItemText], count: int, now: datetime) -> None:
    """Name organisations that all signed the version before the last one."""
    session.execute(delete(ItemSignatory).where(ItemSignatory.item_id == item.id))
    session.execute(delete(SignOff).where(SignOff.item_id == item.id))
    others = select(Organisation.id).where(Organisation.id != item.organisation_id).order_by(Organisation.id)
    chosen = session.scalars(others.limit(count)).all()
    members = select(Membership.organisation_id, Membership.person_id).where(Membership.organisation_id.in_(chosen))
    signers = {row.organisation_id: row.person_id for row in session.execute(members.order_by(Membership.id.desc()))}
    _add(session, ItemSignatory, ({"item_id": item.id, "organisation_id": one, "named_at": now} for one in chosen))
    _add(
        session,
        SignOff,
        (
            {"item_id": item.id, "version_number": 1, "text_hash": text_hash(texts[1]), "organisation_id": one}
            | {"person_id": signers[one], "as_role": "lead", "answer": Answer.YES, "at": now - timedelta(hours=hours)}
            for hours in (2, 1)
            for one in chosen
        ),
    )


def _add_pictures(session: Session, item: Item, count: int, store: PictureStore, now: datetime) -> list[Attachment]:
    names = [store.keep(_jpeg(item.id, number)) for number in range(count)]
    same = {"media_type": "image/jpeg", "width": 16, "height": 16, "size": 700, "stored_at": now}
    _add(session, StoredPicture, ({"sha256": name, "thumbnail_sha256": name} | same for name in names))
    _add(
        session,
        Picture,
        (
            {"item_id": item.id, "sha256": name, "source_sha256": name, "name": f"desk-{number}.jpg", "added_at": now}
            for number, name in enumerate(names)
        ),
    )
    return [
        Attachment(f"desk-{number}.jpg", name, f"A desk by window {number}", "Lantern Bay / J. Okafor")
        for number, name in enumerate(names)
    ]


def _jpeg(item: int, number: int) -> bytes:
    file = BytesIO()
    Image.new("RGB", (16, 16), (number, item % 256, 90)).save(file, "JPEG", comment=f"{item}-{number}")
    return file.getvalue()


def _add(session: Session, table: type[Base] | type[StoredPicture], rows: Any) -> None:
    if found := list(rows):
        session.execute(insert(table), found)
