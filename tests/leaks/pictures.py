"""A picture of an embargoed item, as far as it is rows: its file is missing, which its page says by its name."""

from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.content.models import Item
from scheduler.content.picture_models import Picture, PictureCopy, StoredPicture, WithdrawnConsent
from scheduler.content.queries.pictures import picture_rows
from scheduler.content.services.consents import withdraw_consent
from tests.leaks.pair import Pair

PICTURE_HASH = "0" * 64
PICTURE_TABLES = (Picture, PictureCopy, WithdrawnConsent)
PICTURE_HASHES = {"sha256": "a hash", "source_sha256": "a hash"}


def lost_picture(
    session: Session, item: Item, name: str, *, held_by: Person, now: datetime, sha256: str = PICTURE_HASH
) -> Picture:
    """Add what is known of a picture that is in the text of an item, with a copy of it."""
    stored = StoredPicture(sha256=sha256, media_type="image/jpeg", width=4, height=3, size=9)
    stored.stored_at, stored.thumbnail_sha256 = now, "1" * 64
    session.add(stored)
    session.flush()
    row = Picture(item_id=item.id, sha256=sha256, source_sha256=sha256, shows_people=True)
    row.name, row.added_at = f"{name}.jpg", now
    session.add(row)
    session.flush()
    copy = PictureCopy(picture_id=row.id, person_id=held_by.id)
    copy.first_at = copy.last_at = now
    session.add(copy)
    return row


def given_again(session: Session, picture: Picture) -> None:
    """Add a consent for a picture that was withdrawn before the present one."""
    earlier = WithdrawnConsent(item_id=picture.item_id, picture_id=picture.id, given_by="", scope="", reason="")
    earlier.withdrawn_at = picture.added_at
    session.add(earlier)


def take_back_picture(pair: Pair) -> None:
    """Add the picture to the embargoed item, and withdraw the consent for it: whoever has a copy is told."""
    with pair.step("picture", "otto") as hand:
        item = hand.item("Secret item")
        lost_picture(hand.session, item, "scorecard", held_by=pair.people["lena"], now=hand.now)
        hand.session.flush()
        (row,) = picture_rows(hand.session, item).values()
        withdraw_consent(hand.session, item, row, "Asked", by=hand.by(item), context=hand.context)
