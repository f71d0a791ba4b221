"""Which pictures of an item stand in its way, on the day that it is where its organisation works."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisations_among
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.pictures import FaultyPicture, PictureFault, consent_fault
from scheduler.content.models import Item
from scheduler.content.queries.pictures import PictureRow, pictures_in
from scheduler.dates.timezones import day_of


def today_of(session: Session, item: Item, now: datetime) -> date:
    """Return which day it is in the zone of the organisation that owns an item; `now` is aware."""
    return day_of(now, organisations_among(session, (item.organisation_id,))[item.organisation_id].zone)


def row_fault(row: PictureRow, today: date) -> PictureFault | None:
    """Say why a picture may not be used on a day."""
    return consent_fault(row.consent, today, is_withdrawn=row.is_withdrawn)


def faulty_pictures(session: Session, item: Item, text: ItemText, now: datetime) -> tuple[FaultyPicture, ...]:
    """Return what keeps a text from being scheduled: consents that are no more."""
    if not text.attachments:
        return ()
    today = today_of(session, item, now)
    faults = [
        FaultyPicture(one.file.name, fault)
        for one in pictures_in(session, item, text)
        if (fault := row_fault(one.row, today)) is not None
    ]
    return tuple(faults)
