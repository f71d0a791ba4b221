"""To which outlets an item was offered, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act
from scheduler.content.domain.kinds import PITCHED, Kind
from scheduler.content.domain.pitches import PitchAnswer
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.press_models import Pitch
from scheduler.content.queries.items import Seen
from scheduler.content.queries.pitches import pitches_of

ANSWERS = {
    PitchAnswer.NONE: _l("No answer yet"),
    PitchAnswer.ACCEPTED: _l("Accepted"),
    PitchAnswer.DECLINED: _l("Declined"),
    PitchAnswer.PUBLISHED: _l("Published there before"),
}


@dataclass(frozen=True, slots=True)
class PitchLine:
    """One offer; `exclusive_at` is aware UTC, shown in `zone`."""

    address: str
    outlet: str
    pitched_on: date | None
    exclusive_at: datetime | None
    zone: str
    answer: str
    answered_on: date | None
    link: str


@dataclass(frozen=True, slots=True)
class PitchPanel:
    """All offers of an item in their order; `exclusives` are those that nobody has answered yet."""

    lines: tuple[PitchLine, ...] = ()
    exclusives: tuple[Pitch, ...] = ()
    may_change: bool = False


def pitch_panel(session: Session, by: ItemRoles, seen: Seen) -> PitchPanel:
    """Return the offers of an item to those who plan it; of kinds that are never offered nothing is asked.

    Who was offered what is their business: it was said before the lift, and is no part of the copy after it.
    """
    may_change = by.may(Act.CHANGE_PLAN)
    if Kind(seen.item.kind) not in PITCHED or not may_change:
        return PitchPanel()
    rows: Sequence[Pitch] = pitches_of(session, seen.item)
    waiting = (row for row in rows if row.exclusive_at is not None and row.answer == PitchAnswer.NONE)
    return PitchPanel(tuple(map(_line, rows)), tuple(waiting), may_change=may_change)


def _line(row: Pitch) -> PitchLine:
    return PitchLine(
        row.address,
        row.outlet,
        row.pitched_on,
        row.exclusive_at,
        row.exclusive_zone or "UTC",
        str(ANSWERS[PitchAnswer(row.answer)]),
        row.answered_on,
        row.link,
    )
