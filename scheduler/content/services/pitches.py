"""Keeps to which outlets an item was offered, and what they answered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import Timed
from scheduler.audit.acts import AuditAct
from scheduler.content.domain.errors import NotYoursError
from scheduler.content.domain.pitches import MAX_PITCHES, Offer, PitchAnswer, is_open, overlapping
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.models import Item
from scheduler.content.press_models import Pitch
from scheduler.content.queries.pitches import pitches_of
from scheduler.content.services.audit import note
from scheduler.content.services.revisions import lock_item
from scheduler.dates.timezones import day_start
from scheduler.rows import Sent, StaleEditError, lock_row, once_by_form


@dataclass(frozen=True, slots=True)
class PitchDraft:
    """An offer as it was typed; `exclusive` is until when the outlet alone may have the piece."""

    outlet: str
    pitched_on: date | None = None
    exclusive: Timed | None = None
    answer: PitchAnswer = PitchAnswer.NONE
    answered_on: date | None = None
    link: str = ""


class OverlapError(ValueError):
    """The same time is promised to another outlet as well: `other` names it, until `ends`."""

    def __init__(self, other: Offer, zone: str) -> None:
        super().__init__("exclusive offers overlap")
        self.other, self.zone = other, zone


class TooManyPitchesError(ValueError):
    """The item has as many pitches as it may have."""


def add_pitch(
    session: Session,
    item: Item,
    draft: PitchDraft,
    *,
    form_id: str | None,
    by: ItemRoles,
    context: ChangeContext,
    keeps_both: bool = False,
) -> Pitch:
    """Add an offer; the same form sent twice adds one. One that is accepted names the item's outlet if none is named.

    Raises:
        NotYoursError: the person may not change the plan of the item.
        OverlapError: the time is promised to another outlet, and nobody has said that both are right.
        TooManyPitchesError: see there.
        RowGoneError: the item was deleted meanwhile.
    """
    _lock(session, item, by)
    rows = pitches_of(session, item)

    def make(key: str | None) -> Pitch:
        if len(rows) >= MAX_PITCHES:
            raise TooManyPitchesError
        _refuse_overlap(draft, rows, keeps_both=keeps_both)
        row = Pitch(item_id=item.id, form_id=key, outlet=draft.outlet, added_by_id=context.actor_id, revision=0)
        row.added_at = context.now
        _fill(session, item, row, draft)
        note(session, item, AuditAct.CONTENT_PITCHED, context)
        return row

    return once_by_form(session, Pitch, Sent(form_id, context.actor_id, (item.id, repr(draft))), make)


def change_pitch(
    session: Session,
    item: Item,
    pitch: Pitch,
    draft: PitchDraft,
    *,
    revision: int | None,
    by: ItemRoles,
    context: ChangeContext,
    keeps_both: bool = False,
) -> bool:
    """Change an offer, and say whether anything is new.

    Raises:
        StaleEditError: somebody else has changed it in the meantime.
        NotYoursError, OverlapError, RowGoneError: as `add_pitch`.
    """
    _lock(session, item, by)
    row = lock_row(session, Pitch, pitch.id)
    if draft_of(row) == draft:
        return False
    if revision != row.revision:
        raise StaleEditError
    others = [one for one in pitches_of(session, item) if one.id != row.id]
    _refuse_overlap(draft, others, keeps_both=keeps_both)
    _fill(session, item, row, draft)
    note(session, item, AuditAct.CONTENT_PITCH_CHANGED, context)
    return True


def remove_pitch(session: Session, item: Item, address: str, *, by: ItemRoles, context: ChangeContext) -> None:
    """Remove an offer that was never made; twice is once.

    Raises:
        NotYoursError, RowGoneError: as `add_pitch`.
    """
    _lock(session, item, by)
    row = next((one for one in pitches_of(session, item) if one.address == address), None)
    if row is not None:
        session.delete(row)
        session.flush()
        note(session, item, AuditAct.CONTENT_PITCH_REMOVED, context)


def draft_of(row: Pitch) -> PitchDraft:
    """Return a saved offer as the form asks for it."""
    exclusive = None
    if row.exclusive_local is not None and row.exclusive_zone is not None:
        exclusive = Timed(row.exclusive_local, row.exclusive_zone, at=row.exclusive_at)
    return PitchDraft(row.outlet, row.pitched_on, exclusive, PitchAnswer(row.answer), row.answered_on, row.link)


def offer_of(draft: PitchDraft) -> Offer | None:
    """Return when an outlet alone may have the piece: from the day of the offer where its end is said.

    None for an offer that is not exclusive, or that does not bind; without a day it binds from any time on.
    """
    exclusive = draft.exclusive
    if exclusive is None or exclusive.at is None or not is_open(draft.answer):
        return None
    begins = datetime.min.replace(tzinfo=UTC)
    if draft.pitched_on is not None:
        begins = day_start(draft.pitched_on, exclusive.zone)
    return Offer(draft.outlet, begins, exclusive.at)


def _lock(session: Session, item: Item, by: ItemRoles) -> None:
    lock_item(session, item)
    if not by.may(Act.CHANGE_PLAN):
        raise NotYoursError


def _refuse_overlap(draft: PitchDraft, rows: Sequence[Pitch], *, keeps_both: bool) -> None:
    offer = offer_of(draft)
    if offer is None or keeps_both:
        return
    others = list(_offers(rows))
    other = overlapping(offer, (one for one, _zone in others))
    if other is not None:
        raise OverlapError(other, next(zone for one, zone in others if one is other))


def _offers(rows: Sequence[Pitch]) -> Iterator[tuple[Offer, str]]:
    """Yield the offers that bind, each with the zone in which its end was said."""
    for row in rows:
        offer = offer_of(draft_of(row))
        if offer is not None:
            yield offer, row.exclusive_zone or "UTC"


def _fill(session: Session, item: Item, row: Pitch, draft: PitchDraft) -> None:
    """Write an offer into its row, and the outlet that accepted into the item that names none."""
    exclusive = draft.exclusive
    row.outlet, row.pitched_on, row.link = draft.outlet, draft.pitched_on, draft.link
    row.answer, row.answered_on = draft.answer, draft.answered_on
    row.exclusive_local = exclusive.local_start if exclusive else None
    row.exclusive_zone = exclusive.zone if exclusive else None
    row.exclusive_at = exclusive.at if exclusive else None
    row.revision += 1
    session.add(row)
    if draft.answer is PitchAnswer.ACCEPTED and not item.outlet:
        item.outlet = draft.outlet
        # Whoever has the form of the details open is told that they are others now.
        item.revision += 1
    session.flush()
