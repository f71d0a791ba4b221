"""The pictures of an item, as those who may read its text see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.content.domain.pictures import FORBIDDEN, FaultyPicture, PictureFault, missing_words
from scheduler.content.domain.workflow import UNPUBLISHED, WITH_LINK, ItemRoles, State
from scheduler.content.picture_models import Picture
from scheduler.content.queries.items import Seen
from scheduler.content.queries.pictures import TextPicture, copies_of, seen_pictures
from scheduler.content.services.consents import may_withdraw
from scheduler.content.services.picture_status import row_fault, today_of
from scheduler.web.pagination import Page, first_row
from scheduler.web.template_filters import day

SHOWN_WITH_ITEM = 6
"""How many pictures the page of an item shows; the others have a page of their own."""

PER_PAGE = 24
MOST_ATTACHED = 20
"""How many pictures the lines for journalists name."""


@dataclass(frozen=True, slots=True)
class PictureLine:
    """One picture: what is published with it, and whether it may be used.

    `people`, `scope`, `how` and `reason` are for those who may change the item, empty for others. `focus` is a class.
    """

    address: str
    name: str
    alt_text: str
    credit: str
    licence: str
    width: int
    height: int
    size: int
    focus: str
    has_thumbnail: bool
    is_forbidden: bool
    is_withdrawn: bool
    consent: str
    lacking: tuple[PictureFault, ...]
    people: str
    scope: str
    how: str
    reason: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class PicturePanel:
    """Some of an item's pictures, in their order, and what the person may do.

    `attached` is what journalists get with the copy, a line for each of all pictures that may be used.
    """

    page: Page[PictureLine]
    attached: tuple[str, ...]
    faulty: tuple[FaultyPicture, ...]
    may_change: bool
    may_move: bool
    may_withdraw: bool

    @property
    def lines(self) -> Sequence[PictureLine]:
        """The pictures."""
        return self.page.items

    @property
    def total(self) -> int:
        """How many pictures there are."""
        return self.page.total


@dataclass(frozen=True, slots=True)
class CopyLine:
    """Who took a copy away, and when last."""

    person: str
    last_at: datetime


def picture_panel(
    session: Session, by: ItemRoles, seen: Seen, now: datetime, *, number: int = 1, per_page: int = SHOWN_WITH_ITEM
) -> PicturePanel:
    """Return one page of the pictures in the present text of an item, for somebody who may read it."""
    pictures = seen_pictures(session, seen)
    skipped = first_row(number, per_page)
    today = today_of(session, seen.item, now) if pictures else date.min
    faults = [row_fault(one.row, today) for one in pictures]
    line, last = _Lines(tells_all=may_withdraw(by)).line, len(pictures) - 1
    shown = range(skipped, min(skipped + per_page, len(pictures)))
    lines = [line(pictures[n], faults[n], is_first=n == 0, is_last=n == last) for n in shown]
    return PicturePanel(
        page=Page(lines, number, per_page, len(pictures)),
        attached=_attached([one for one, fault in zip(pictures, faults, strict=True) if fault is None]),
        faulty=tuple(FaultyPicture(one.file.name, fault) for one, fault in zip(pictures, faults, strict=True) if fault),
        may_change=may_change(by, seen),
        may_move=by.may(Act.WRITE) and seen.item.state in UNPUBLISHED,
        may_withdraw=may_withdraw(by),
    )


def picture_line(session: Session, by: ItemRoles, seen: Seen, one: TextPicture, now: datetime) -> PictureLine:
    """Return one picture by itself."""
    fault = row_fault(one.row, today_of(session, seen.item, now))
    return _Lines(tells_all=may_withdraw(by)).line(one, fault, is_first=True, is_last=True)


def may_change(by: ItemRoles, seen: Seen) -> bool:
    """Say whether somebody may add, change and remove pictures now; of an item that is out, as a correction."""
    state = State(seen.item.state)
    if state in UNPUBLISHED:
        return by.may(Act.WRITE)
    return state in WITH_LINK and state is not State.WITHDRAWN and by.may(Act.CORRECT)


def copy_lines(session: Session, one: TextPicture) -> tuple[CopyLine, ...]:
    """Return who has a copy of a picture, the latest first."""
    rows = copies_of(session, one.row.picture.id)
    names: Mapping[int, str] = names_with_organisations(session, {row.person_id for row in rows})
    return tuple(CopyLine(names.get(row.person_id, ""), row.last_at) for row in rows)


def _attached(pictures: Sequence[TextPicture]) -> tuple[str, ...]:
    lines = [_attached_line(one) for one in pictures[:MOST_ATTACHED]]
    more = len(pictures) - len(lines)
    return (*lines, *([ngettext("and %(num)s more", "and %(num)s more", more)] if more else []))


def _attached_line(one: TextPicture) -> str:
    credit = _("Photo: %(credit)s", credit=one.file.credit) if one.file.credit else ""
    return " – ".join(part for part in (one.file.name, credit) if part)


class _Lines:
    """Makes lines of pictures for one reader; of many that say the same of consent, it is worded once."""

    def __init__(self, *, tells_all: bool) -> None:
        self._tells_all = tells_all
        self._consents: dict[tuple[PictureFault | None, bool, date | None], str] = {}

    def line(self, one: TextPicture, fault: PictureFault | None, *, is_first: bool, is_last: bool) -> PictureLine:
        picture, stored, tells_all = one.row.picture, one.row.stored, self._tells_all
        return PictureLine(
            address=picture.address,
            name=one.file.name,
            alt_text=one.file.alt_text,
            credit=one.file.credit,
            licence=picture.licence,
            width=stored.width,
            height=stored.height,
            size=stored.size,
            focus=f"focus-{picture.focus_x}-{picture.focus_y}",
            has_thumbnail=stored.thumbnail_sha256 is not None,
            is_forbidden=fault in FORBIDDEN,
            is_withdrawn=one.row.is_withdrawn,
            consent=self._consent(picture, fault),
            lacking=missing_words(one.file),
            people=picture.people if tells_all else "",
            scope=picture.consent_scope if tells_all else "",
            how=picture.consent_how if tells_all else "",
            reason=picture.withdrawn_reason if tells_all else "",
            is_first=is_first,
            is_last=is_last,
        )

    def _consent(self, picture: Picture, fault: PictureFault | None) -> str:
        known = (fault, picture.shows_people, picture.consent_until)
        if known not in self._consents:
            self._consents[known] = _consent_text(*known)
        return self._consents[known]


def _consent_text(fault: PictureFault | None, shows_people: bool, until: date | None) -> str:  # noqa: FBT001
    match fault:
        case PictureFault.CONSENT_WITHDRAWN:
            return _("Consent withdrawn: do not use, and delete every copy.")
        case PictureFault.CONSENT_ENDED if until is not None:
            return _("Consent ended on %(day)s: do not use, and delete every copy.", day=day(until))
    if not shows_people:
        return _("No one can be recognised.")
    if until is None:
        return _("The people shown have agreed, with no end date.")
    return _("The people shown have agreed until %(day)s.", day=day(until))
