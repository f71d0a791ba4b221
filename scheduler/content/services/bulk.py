"""Changes several items at once, and takes such a change back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act as Acts
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Audience, sees_text
from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import later, later_time
from scheduler.agenda.services.guards import change_guard
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import Detail, record
from scheduler.audit.subjects import SubjectKind
from scheduler.content.domain.errors import NotYoursError, WrongStateError
from scheduler.content.domain.skipping import SkippedError, SkipReason
from scheduler.content.domain.workflow import SETTLED, ActionRefusedError, ItemRoles
from scheduler.content.models import Item, ItemUndo
from scheduler.content.permissions import roles
from scheduler.content.queries.unguarded import channels_of, is_commented, item_row
from scheduler.content.services.access import kept
from scheduler.content.services.calendar_entries import publish_item, when_of
from scheduler.content.services.item_plan import exclusive_of, set_publish_time
from scheduler.content.services.items import delete_item
from scheduler.content.services.moved_days import still_publishable
from scheduler.content.services.offsets import keep_step
from scheduler.content.services.revisions import lock_any_item
from scheduler.content.services.side_effects import notify_owner
from scheduler.content.services.transitions import PublishedLinks, UnderEmbargoError, mark_published
from scheduler.dates.timezones import TimeOutOfRangeError
from scheduler.rows import UNDOABLE_FOR, Sent, TooLateError, found_by_form, lock_row

MAX_SHIFT_DAYS = 3660


class Act(StrEnum):
    """What is done to several items."""

    SHIFT = "shift"
    ASSIGN = "assign"
    PUBLISH = "publish"
    IMPORT = "import"
    WAVE = "wave"


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of it: the items changed, those left as they were and why, and how to take it back."""

    done: tuple[int, ...]
    skipped: tuple[tuple[int, SkipReason], ...]
    undo_id: int | None


@dataclass(frozen=True, slots=True)
class ItemWithRoles:
    """An item and how the person stands to it."""

    item: Item
    by: ItemRoles


def shift_items(
    session: Session, items: Sequence[ItemWithRoles], days: int, context: ChangeContext, *, form_id: str = ""
) -> BulkResult:
    """Move items by whole days: the day, the time of day kept, the sign-off's day and the end of exclusivity.

    Embargoes stay where they are: a moment that others were told of moves by nobody's side effect. What is scheduled is
    left where it is if it could not be published on the new day.
    """

    def shift(mine: ItemWithRoles) -> None:
        require_open(mine)
        if not days:
            raise SkippedError(SkipReason.UNCHANGED)
        with still_publishable(session, mine.item, context.now):
            shift_item(mine.item, days)
            keep_step(session, mine.item)

    return change_each(session, Act.SHIFT, items, shift, Sending(context, form_id, days))


def shift_item(item: Item, days: int) -> None:
    """Move one item by whole days, without publishing it.

    Raises:
        SkippedError: it has no day, or would leave the calendar.
    """
    when = when_of(item)
    if when is None:
        raise SkippedError(SkipReason.NO_DAY)
    try:
        moved = later(when, days)
        due = item.signoff_due_on + timedelta(days=days) if item.signoff_due_on else None
        exclusive = exclusive_of(item)
        exclusive = later_time(exclusive, days) if exclusive else None
    except (OverflowError, TimeOutOfRangeError) as error:
        raise SkippedError(SkipReason.OUT_OF_RANGE) from error
    set_publish_time(item, moved)
    item.signoff_due_on = due
    if exclusive is not None:
        item.exclusive_local, item.exclusive_at = exclusive.local_start, exclusive.at


def assign_items(
    session: Session,
    items: Sequence[ItemWithRoles],
    owner_id: int,
    organisations: frozenset[int],
    context: ChangeContext,
    *,
    form_id: str = "",
) -> BulkResult:
    """Give items to a person who acts for those organisations; the items of others are left as they are."""

    def assign(mine: ItemWithRoles) -> None:
        require_open(mine)
        if mine.item.organisation_id not in organisations:
            raise SkippedError(SkipReason.OTHER_ORGANISATION)
        if mine.item.owner_id == owner_id:
            raise SkippedError(SkipReason.UNCHANGED)
        mine.item.owner_id = owner_id

    result = change_each(session, Act.ASSIGN, items, assign, Sending(context, form_id, owner_id))
    for mine in items:
        if mine.item.id in result.done:
            notify_owner(session, mine.item, context)
    return result


def publish_items(
    session: Session,
    items: Sequence[ItemWithRoles],
    outcomes: Mapping[int, PublishedLinks],
    context: ChangeContext,
    *,
    form_id: str = "",
) -> BulkResult:
    """Record that items are out, each with its own links; those that may not be yet are left as they were."""

    def publish(mine: ItemWithRoles) -> None:
        try:
            mark_published(
                session, mine.item, outcomes.get(mine.item.id, PublishedLinks()), by=mine.by, context=context
            )
        except ActionRefusedError as error:
            raise SkippedError(SkipReason.REFUSED) from error
        except UnderEmbargoError as error:
            raise SkippedError(SkipReason.UNDER_EMBARGO) from error

    return change_each(session, Act.PUBLISH, items, publish, Sending(context, form_id, outcomes))


def undo(session: Session, undo_row: ItemUndo, context: ChangeContext) -> BulkResult:
    """Take a change of several items back; what was changed since stays, and is named.

    Raises:
        TooLateError: it was taken back already, is more than a day old, or somebody else's.
    """
    lock_row(session, ItemUndo, undo_row.id)
    too_old = undo_row.at <= context.now - UNDOABLE_FOR
    if undo_row.undone_at is not None or too_old or undo_row.person_id != context.actor_id:
        raise TooLateError
    undo_row.undone_at = context.now
    done: list[int] = []
    skipped: list[tuple[int, SkipReason]] = []
    for before in undo_row.before:
        why = _put_back(session, Act(undo_row.act), before, context)
        skipped += [(before["id"], why)] if why else []
        done += [] if why else [before["id"]]
    _note(session, AuditAct.CONTENT_UNDONE, undo_row, len(done), context)
    return BulkResult(tuple(done), tuple(skipped), None)


@dataclass(frozen=True, slots=True)
class Sending:
    """Who sends which form, and what it says beside the items."""

    context: ChangeContext
    form_id: str
    content: object


def change_each(
    session: Session,
    act: Act,
    items: Sequence[ItemWithRoles],
    change: Callable[[ItemWithRoles], None],
    sending: Sending,
) -> BulkResult:
    """Do something to each item and keep what each was, once for each form; for services that change several.

    All are locked first, in the order of ids, so that no two saves wait for each other.
    """
    ordered = sorted(items, key=lambda mine: mine.item.id)
    for mine in ordered:
        lock_any_item(session, mine.item)
    context = sending.context
    earlier, key = earlier_change(session, act, ordered, sending)
    if earlier is not None:
        return earlier
    before: list[dict[str, Any]] = []
    skipped: list[tuple[int, SkipReason]] = []
    for mine in ordered:
        was, revision = _snapshot(session, act, mine.item), mine.item.revision
        try:
            _require_there(mine)
            change(mine)
        except SkippedError as error:
            skipped.append((mine.item.id, error.why))
            continue
        mine.item.revision = revision + 1
        _note_item(session, mine.item, _ACTS.get(act), context)
        publish_item(session, mine.item, context)
        before.append({**was, "revision": mine.item.revision})
    undo_id = remember(session, act, before, key, context)
    return BulkResult(tuple(row["id"] for row in before), tuple(skipped), undo_id)


def earlier_change(
    session: Session, act: Act, items: Sequence[ItemWithRoles], sending: Sending
) -> tuple[BulkResult | None, str | None]:
    """Return what the same form has done already, if it has, and the name under which it is kept."""
    content = (act, sorted(mine.item.id for mine in items), sending.content)
    sent = Sent(sending.form_id or None, sending.context.actor_id, content)
    earlier, key = found_by_form(session, ItemUndo, sent, stands=lambda row: row.undone_at is None)
    return (BulkResult(tuple(row["id"] for row in earlier.before), (), earlier.id) if earlier else None), key


def remember(
    session: Session, act: Act, before: list[dict[str, Any]], form_id: str | None, context: ChangeContext
) -> int | None:
    """Keep what items were before an act, so that it can be taken back; returns its id, None for nothing."""
    if not before or context.actor_id is None:
        return None
    row = ItemUndo(form_id=form_id, person_id=context.actor_id, act=act, before=before, at=context.now)
    session.add(row)
    session.flush()
    _note(session, AuditAct.CONTENT_BULK, row, len(before), context)
    return row.id


def _note(session: Session, act: AuditAct, row: ItemUndo, items: int, context: ChangeContext) -> None:
    details: dict[str, Detail] = {"act": str(row.act), "items": items}
    record(session, act, (SubjectKind.ITEM_UNDO, row.id), actor_id=context.actor_id, now=context.now, details=details)


def _note_item(session: Session, item: Item, act: AuditAct | None, context: ChangeContext) -> None:
    """Write into the item's own record what its own services do not write there."""
    if act is not None:
        details: dict[str, Detail] = {"publish_on": item.publish_on.isoformat() if item.publish_on else ""}
        record(
            session, act, (SubjectKind.CONTENT, item.id), actor_id=context.actor_id, now=context.now, details=details
        )


def _require_there(mine: ItemWithRoles) -> None:
    if mine.item.deleted_at is not None:
        raise SkippedError(SkipReason.DELETED)


def require_open(mine: ItemWithRoles) -> None:
    """Let items alone that are over or not the person's to change.

    Raises:
        SkippedError: with the reason.
    """
    if not mine.by.may(Acts.CHANGE_PLAN):
        raise SkippedError(SkipReason.NOT_YOURS)
    if mine.item.state in SETTLED or mine.item.published_at is not None:
        raise SkippedError(SkipReason.OVER)


_SHIFTED = AuditAct.CONTENT_SHIFTED
_ACTS = {Act.SHIFT: _SHIFTED, Act.WAVE: _SHIFTED, Act.ASSIGN: AuditAct.CONTENT_HANDED_OVER}
_MOVED = ("publish_on", "publish_local", "publish_zone", "publish_at", "signoff_due_on", "exclusive_local")
_FIELDS = {
    Act.SHIFT: (*_MOVED, "exclusive_at", "offset_days", "proposed_on"),
    Act.WAVE: (*_MOVED, "exclusive_at", "offset_days", "offset_time", "offset_zone", "proposed_on"),
    Act.ASSIGN: ("owner_id",),
    Act.PUBLISH: ("state", "state_note", "published_at", "published_url"),
    Act.IMPORT: (),
}
_DAYS = frozenset({"publish_on", "signoff_due_on", "proposed_on"})


def _snapshot(session: Session, act: Act, item: Item) -> dict[str, Any]:
    """Return what the act may change, as JSON can hold it."""
    was: dict[str, Any] = {"id": item.id, **{name: _plain(getattr(item, name)) for name in _FIELDS[act]}}
    if act is Act.PUBLISH:
        rows = channels_of(session, item)
        was["links"] = {row.channel: [row.published_url, row.no_link_reason, _plain(row.published_at)] for row in rows}
        known = guard_rules(session.get_one(Guard, item.guard_id))
        was["guard"] = [known.audience, sorted(known.audience_organisations), sorted(known.audience_people)]
    return was


def _put_back(session: Session, act: Act, before: Mapping[str, Any], context: ChangeContext) -> SkipReason | None:
    item = item_row(session, before["id"])
    if item is not None:
        lock_any_item(session, item)
    if item is None or item.deleted_at is not None:
        return SkipReason.DELETED
    if not _acts_for(session, context.actor_id, item):
        return SkipReason.NOT_YOURS
    if item.revision != before["revision"] or (act is Act.IMPORT and is_commented(session, item.id)):
        return SkipReason.CHANGED_SINCE
    if act is Act.IMPORT:
        return _take_out(session, item, context)
    # What was done before an upgrade knows fewer fields.
    was = {name: _read(name, before[name]) for name in _FIELDS[act] if name in before}
    if (why := _set_back(session, item, was, context)) is not None:
        return why
    if act is Act.PUBLISH:
        _put_back_places(session, item, before, context)
    item.revision += 1
    _note_item(session, item, AuditAct.CONTENT_PUT_BACK, context)
    publish_item(session, item, context)
    return None


def _set_back(session: Session, item: Item, was: Mapping[str, Any], context: ChangeContext) -> SkipReason | None:
    """Give an item its fields of before, and say why not if it could not be published then."""
    try:
        with still_publishable(session, item, context.now):
            for name, value in was.items():
                setattr(item, name, value)
    except SkippedError as error:
        return error.why
    return None


def _take_out(session: Session, item: Item, context: ChangeContext) -> SkipReason | None:
    """Delete an item that an import has made; it can be restored as any other."""
    by = roles(actor_roles(session, context.actor_id or 0), item)
    try:
        delete_item(session, item, by=by, context=context)
    except NotYoursError:
        return SkipReason.NOT_YOURS
    except WrongStateError:
        return SkipReason.OVER
    return None


def _acts_for(session: Session, person_id: int | None, item: Item) -> bool:
    """Say whether a person may change the item still: not after leaving, and not without reading it."""
    if person_id is None:
        return False
    who = actor_roles(session, person_id)
    readable = sees_text(viewer_of(who), guard_rules(session.get_one(Guard, item.guard_id)))
    return readable and roles(who, item).may(Acts.CHANGE_PLAN)


def _put_back_places(session: Session, item: Item, before: Mapping[str, Any], context: ChangeContext) -> None:
    for row in channels_of(session, item):
        url, reason, at = before["links"].get(row.channel, ["", "", None])
        row.published_url, row.no_link_reason, row.published_at = url, reason, _read("published_at", at)
        row.published_by = row.recorded_at = None
    guard = session.get_one(Guard, item.guard_id)
    audience, organisations, people = before["guard"]
    if guard.audience != audience:
        draft = kept(guard, Audience(audience), frozenset(organisations), frozenset(people))
        change_guard(session, guard, draft, actor_id=context.actor_id, now=context.now)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | time) else value


def _read(name: str, value: Any) -> Any:
    if value is not None and name == "offset_time":
        return time.fromisoformat(value)
    if value is None or not name.endswith(("_on", "_at", "_local")):
        return value
    return date.fromisoformat(value) if name in _DAYS else datetime.fromisoformat(value)
