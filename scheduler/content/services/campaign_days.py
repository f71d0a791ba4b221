"""What becomes of the days of items when their campaign moves: some move along, of the others the owner decides."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act
from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.visibility_sql import concealed
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.content.domain.errors import NotYoursError
from scheduler.content.domain.moving import moves_along
from scheduler.content.domain.skipping import SkippedError
from scheduler.content.domain.workflow import UNPUBLISHED, ItemRoles, State
from scheduler.content.models import Answer, Item
from scheduler.content.queries.feedback import sign_offs_by_item
from scheduler.content.services.bulk import shift_item
from scheduler.content.services.calendar_entries import publish_item
from scheduler.content.services.item_plan import set_publish_time
from scheduler.content.services.moved_days import still_publishable
from scheduler.content.services.offsets import Offset, keep_step, offset_of, set_offset
from scheduler.content.services.revisions import lock_any_item, lock_item
from scheduler.content.services.signoff_status import LoadedItem
from scheduler.dates.timezones import TimeOutOfRangeError, UnknownZoneError
from scheduler.rows import StaleEditError

OUT_OF_REACH = (OverflowError, TimeOutOfRangeError, UnknownZoneError, SkippedError)


def follow_campaign(
    session: Session, items: Iterable[Item], first_day: date, moved_by: int, context: ChangeContext
) -> None:
    """Let items on their way follow their campaign to another first day, in the order of their ids.

    Items at a distance from the first day keep it while nobody has relied on their day; of those that others have, and
    of those that would leave the calendar, the owner is asked. What was planned by hand stays where it is.

    Args:
        session: the database session.
        items: of one campaign, neither published nor given up.
        first_day: the campaign's.
        moved_by: by how many days the first day moved; 0 when it had none.
        context: who moved it, and when.
    """
    for item in _concerned(session, items):
        lock_any_item(session, item)
        if item.deleted_at is not None or item.state not in UNPUBLISHED:
            continue
        is_movable = _is_movable(session, item, context)
        if item.offset_days is None:
            _ask(item, None if is_movable else _later(item.proposed_on or item.publish_on, moved_by))
        elif not is_movable or not _move(session, item, first_day, context):
            _ask(item, _later(first_day, item.offset_days))


def move_as_proposed(session: Session, item: Item, proposed: date, *, by: ItemRoles, context: ChangeContext) -> None:
    """Move an item to the day that its campaign's move would bring, which the page showed; its state stays.

    Raises:
        NotYoursError: the person has no part in it.
        StaleEditError: another day is proposed by now, or none.
        SkippedError: it would leave the calendar, or is scheduled and could not be published on that day.
    """
    lock_item(session, item)
    _check(item, proposed, by)
    with still_publishable(session, item, context.now):
        if item.publish_on is None:
            set_publish_time(item, replace(offset_of(item) or Offset(0), days=0).when(proposed))
        else:
            shift_item(item, (proposed - item.publish_on).days)
    keep_step(session, item)
    _note(session, item, AuditAct.CONTENT_FOLLOWED, context)
    item.revision += 1
    publish_item(session, item, context)


def keep_day(session: Session, item: Item, proposed: date, *, by: ItemRoles, context: ChangeContext) -> None:
    """Leave an item on its day though its campaign moved; from now on it moves along no more.

    Raises:
        NotYoursError, StaleEditError: as `move_as_proposed`.
    """
    lock_item(session, item)
    _check(item, proposed, by)
    item.proposed_on = None
    set_offset(item, None)
    _note(session, item, AuditAct.CONTENT_DAY_KEPT, context)
    item.revision += 1


def _check(item: Item, proposed: date, by: ItemRoles) -> None:
    if not by.may(Act.CHANGE_PLAN):
        raise NotYoursError
    if item.proposed_on != proposed or item.state not in UNPUBLISHED:
        raise StaleEditError


def _concerned(session: Session, items: Iterable[Item]) -> list[Item]:
    """Return the items at a distance, and those that others may have relied on, by id; one query at most."""
    known = sorted(items, key=lambda one: one.id)
    in_review = [item.id for item in known if item.offset_days is None and item.state == State.IN_REVIEW]
    signed = sign_offs_by_item(session, in_review) if in_review else {}
    return [
        item
        for item in known
        if item.offset_days is not None
        or not moves_along(
            State(item.state),
            is_signed=item.id in signed,
            is_concealed=concealed(session.get_one(Guard, item.guard_id)),
        )
    ]


def _is_movable(session: Session, item: Item, context: ChangeContext) -> bool:
    loaded = LoadedItem(session, item, context.now)
    signed_hash = loaded.version.signed_hash
    is_signed = any(
        row.answer == Answer.YES and loaded.version.counted(row.text_hash) == signed_hash for row in loaded.sign_offs
    )
    is_concealed = concealed(session.get_one(Guard, item.guard_id))
    return moves_along(State(item.state), is_signed=is_signed, is_concealed=is_concealed)


def _move(session: Session, item: Item, first_day: date, context: ChangeContext) -> bool:
    """Give an item the day of its distance, and say whether that could be done."""
    offset = offset_of(item)
    try:
        when = offset.when(first_day) if offset is not None else None
        day = _later(first_day, item.offset_days or 0)
        if day is None or day == item.publish_on:
            item.proposed_on = None
            return day is not None
        if item.publish_on is not None:
            # The end of exclusivity and the day of the sign-off go along.
            shift_item(item, (day - item.publish_on).days)
        # As it was planned: a time that clocks skipped on the day before is not skipped on this one.
        set_publish_time(item, when)
    except OUT_OF_REACH:
        return False
    item.proposed_on = None
    item.revision += 1
    _note(session, item, AuditAct.CONTENT_FOLLOWED, context)
    publish_item(session, item, context)
    return True


def _ask(item: Item, proposed: date | None) -> None:
    item.proposed_on = proposed if proposed != item.publish_on else None


def _later(day: date | None, days: int) -> date | None:
    try:
        return day + timedelta(days=days) if day is not None else None
    except OverflowError:
        return None


def _note(session: Session, item: Item, act: AuditAct, context: ChangeContext) -> None:
    details = {"publish_on": item.publish_on.isoformat() if item.publish_on else ""}
    subject = (SubjectKind.CONTENT, item.id)
    record(session, act, subject, actor_id=context.actor_id, now=context.now, details=dict(details))
