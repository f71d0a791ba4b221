"""Reads at once, for a page of many items, what their checks, quotes and pictures are asked for one by one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.content.models import CheckOverride, Item, ItemBill, ItemChannel
from scheduler.content.picture_models import Picture, StoredPicture
from scheduler.content.press_models import ItemQuoteConsent
from scheduler.content.queries.pictures import PictureRow, picture_rows
from scheduler.content.queries.quotes import consent_rows
from scheduler.content.queries.unguarded import bills_of, channels_of, in_order_of_forms, overrides_of
from scheduler.legislation.models import Bill
from scheduler.legislation.reading import standing_milestones
from scheduler.request_cache import note_answers_about

OfItem = TypeVar("OfItem", CheckOverride, ItemChannel, ItemQuoteConsent)


def read_ahead(session: Session, items: Sequence[Item]) -> None:
    """Ask once for what belongs to these items, so that a request that only reads asks nothing more for each of them.

    A session that writes would ask again, so there nothing is read.
    """
    if len(items) < 2 or not session.info.get("read_only"):
        return
    channels, overrides = _rows(session, ItemChannel, items), _rows(session, CheckOverride, items)
    note_answers_about(session, channels_of, {one: in_order_of_forms(channels[one.id]) for one in items})
    overridden: dict[Item, Sequence[CheckOverride]] = {one: overrides[one.id] for one in items}
    note_answers_about(session, overrides_of, overridden)
    consents = _rows(session, ItemQuoteConsent, items)
    keyed: dict[Item, Mapping[str, ItemQuoteConsent]]
    keyed = {one: {row.quote_key: row for row in consents[one.id]} for one in items}
    note_answers_about(session, consent_rows, keyed)
    _read_bills(session, items)
    _read_pictures(session, items)


def _rows(session: Session, model: type[OfItem], items: Sequence[Item]) -> defaultdict[int, list[OfItem]]:
    """Return rows by item, in the order in which the query about one item returns them."""
    query = select(model).where(model.item_id.in_([one.id for one in items]))
    found = defaultdict[int, list[OfItem]](list)
    for row in session.scalars(query.order_by(*model.__table__.primary_key)):
        found[row.item_id].append(row)
    return found


def _read_bills(session: Session, items: Sequence[Item]) -> None:
    query = select(ItemBill.item_id, Bill).join(Bill, Bill.id == ItemBill.bill_id)
    bills = defaultdict[int, list[Bill]](list)
    for item_id, bill in session.execute(
        query.where(ItemBill.item_id.in_([one.id for one in items])).order_by(Bill.id)
    ):
        bills[item_id].append(bill)
    cited: dict[Item, Sequence[Bill]] = {one: bills[one.id] for one in items}
    note_answers_about(session, bills_of, cited)
    standing_milestones(session, {bill.id for found in bills.values() for bill in found})


def _read_pictures(session: Session, items: Sequence[Item]) -> None:
    query = select(Picture, StoredPicture).join(StoredPicture, StoredPicture.sha256 == Picture.sha256)
    rows = session.execute(query.where(Picture.item_id.in_([one.id for one in items])).order_by(Picture.id))
    pictures = defaultdict[int, dict[str, PictureRow]](dict)
    for picture, stored in rows:
        pictures[picture.item_id][picture.sha256] = PictureRow(picture, stored)
    found: dict[Item, Mapping[str, PictureRow]] = {one: pictures[one.id] for one in items}
    note_answers_about(session, picture_rows, found)
