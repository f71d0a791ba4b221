"""Keeps who outside was sent an item's copy: entered, corrected, removed, and informed of what changed since."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import Detail, record
from scheduler.audit.subjects import SubjectKind
from scheduler.content.domain.sent_copies import UNKNOWN, embargo_known, moment_of
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.models import Item, SentCopy
from scheduler.content.queries.sent_copies import hash_of_version, sent_copy_of
from scheduler.content.services.items import lock_to_write
from scheduler.content.services.sent_before import had_embargo_at, held_at
from scheduler.content.services.sent_news import is_for_press, known_now
from scheduler.rows import Sent, StaleEditError, found_by_form, lock_matching, lock_row, once_by_form


@dataclass(frozen=True, slots=True)
class SentDraft:
    """Who was sent which version; `at` is when, aware, None for just now."""

    recipient: str
    version_number: int
    at: datetime | None = None


class NotForPressError(ValueError):
    """This kind of content goes to no outlet or journalist."""


class NoVersionError(ValueError):
    """The item has no version of this number."""


def record_sent(
    session: Session, item: Item, draft: SentDraft, *, form_id: str, by: ItemRoles, context: ChangeContext
) -> SentCopy:
    """Enter who was sent an item's copy, under the embargo that it had then; the same form sent twice enters it once.

    Raises:
        NotYoursError: the person may not write the copy.
        NotForPressError: this kind of content is not sent to the press.
        NoVersionError: there is no such version.
        RowGoneError: the item was deleted meanwhile.
    """
    lock_to_write(session, item, by)
    if not is_for_press(item):
        raise NotForPressError
    sent = _sent(form_id, item, draft, context)
    return once_by_form(
        session,
        SentCopy,
        sent,
        lambda key: _new(session, item, draft, key, context),
        stands=lambda row: row.removed_at is None or row.is_corrected,
    )


def correct_sent(
    session: Session,
    item: Item,
    address: str,
    draft: SentDraft,
    *,
    form_id: str,
    by: ItemRoles,
    context: ChangeContext,
) -> None:
    """Put a right entry in the place of a wrong one, which is kept; who sent it, and under which embargo, stays.

    Another recipient knows what was sent alone: of what the wrong one was informed, they have not heard.
    Nothing happens if nothing differs, and the same form sent twice corrects it once.

    Raises:
        NotYoursError, NoVersionError, RowGoneError: as `record_sent`.
        StaleEditError: somebody has corrected or removed it in the meantime.
    """
    lock_to_write(session, item, by)
    sent = _sent(form_id, item, draft, context, address)
    done, key = found_by_form(session, SentCopy, sent)
    if done is not None:
        return
    wrong = _standing(session, item, address)
    moment = draft.at or wrong.sent_at
    if (wrong.recipient, wrong.version_number, wrong.sent_at) == (draft.recipient, draft.version_number, moment):
        return
    sent_hash = _hash(session, item, draft.version_number)
    _remove(wrong, context, is_corrected=True)
    row = SentCopy(form_id=key, item_id=item.id, recipient=draft.recipient, sent_at=moment)
    row.version_number = draft.version_number
    row.person_id, row.recorded_at, row.had_embargo = wrong.person_id, wrong.recorded_at, wrong.had_embargo
    row.embargo_at, row.embargo_zone = wrong.embargo_at, wrong.embargo_zone
    if moment != wrong.sent_at and not had_embargo_at(session, session.get_one(Guard, item.guard_id), moment):
        row.had_embargo, row.embargo_at, row.embargo_zone = False, None, None
    row.known_hash = sent_hash
    if wrong.recipient == draft.recipient:
        _keep_known(row, wrong)
    else:
        row.known_embargo, row.known_off = _embargo_sent(row), False
    if row.informed_at is None:
        _doubt_known(session, item, row, wrong)
    session.add(row)
    session.flush()
    _note(session, item, AuditAct.CONTENT_SENT_TO_CORRECTED, context, version=draft.version_number)


def remove_sent(session: Session, item: Item, address: str, *, by: ItemRoles, context: ChangeContext) -> None:
    """Remove a wrong entry, which writers of the copy see still; one that is removed already stays so.

    Raises:
        NotYoursError, RowGoneError: as `record_sent`.
    """
    lock_to_write(session, item, by)
    try:
        row = _standing(session, item, address)
    except StaleEditError:
        return
    _remove(row, context)
    _note(session, item, AuditAct.CONTENT_SENT_TO_REMOVED, context)


def confirm_informed(session: Session, item: Item, shown: str, *, by: ItemRoles, context: ChangeContext) -> None:
    """Keep that everybody whom the page named knows how the copy is now; `shown` is the `mark` of what it said.

    Raises:
        NotYoursError, RowGoneError: as `record_sent`.
        StaleEditError: something or somebody was added, changed or removed since the page was made, of which nobody
            can have informed them.
    """
    lock_to_write(session, item, by)
    rows = lock_matching(session, SentCopy, SentCopy.item_id == item.id, SentCopy.removed_at.is_(None))
    now = known_now(session, item)
    if shown != now.mark(row.id for row in rows):
        raise StaleEditError
    for row in rows:
        row.known_hash, row.known_embargo, row.known_off = now.text_hash, now.embargo, now.is_off
        row.informed_at, row.informed_by = context.now, context.actor_id
    session.flush()
    _note(session, item, AuditAct.CONTENT_SENT_TO_INFORMED, context)


def _new(session: Session, item: Item, draft: SentDraft, form_id: str | None, context: ChangeContext) -> SentCopy:
    guard, held = session.get_one(Guard, item.guard_id), held_at(session, item, draft.at)
    row = SentCopy(form_id=form_id, item_id=item.id, recipient=draft.recipient, person_id=context.actor_id or 0)
    row.sent_at, row.recorded_at, row.version_number = draft.at or context.now, context.now, draft.version_number
    row.had_embargo = held.had_embargo
    if moment_of(held.embargo) is not None:
        row.embargo_at, row.embargo_zone = guard.embargo_at, guard.embargo_zone
    row.known_hash, row.known_embargo = _hash(session, item, draft.version_number), held.embargo
    row.known_off, item.was_sent = held.is_off, True
    session.add(row)
    session.flush()
    _note(session, item, AuditAct.CONTENT_SENT_TO, context, version=draft.version_number)
    return row


def _keep_known(row: SentCopy, wrong: SentCopy) -> None:
    """Let the same recipient know what they knew; of another version they know what they were sent."""
    row.known_embargo, row.known_off = wrong.known_embargo, wrong.known_off
    row.informed_at, row.informed_by = wrong.informed_at, wrong.informed_by
    if row.version_number == wrong.version_number:
        row.known_hash = wrong.known_hash


def _doubt_known(session: Session, item: Item, row: SentCopy, wrong: SentCopy) -> None:
    """Let an entry know no embargo for sure if the wrong one did not, or if it has changed since it was sent."""
    is_earlier = row.sent_at < wrong.sent_at
    if wrong.known_embargo == UNKNOWN or (is_earlier and held_at(session, item, row.sent_at).embargo == UNKNOWN):
        row.known_embargo = UNKNOWN


def _embargo_sent(row: SentCopy) -> str:
    """Return the embargo under which an entry went out, as its recipient knew it then."""
    return embargo_known(row.embargo_at, is_concealed=row.had_embargo, is_held=False)


def _sent(form_id: str, item: Item, draft: SentDraft, context: ChangeContext, corrects: str = "") -> Sent:
    at = draft.at.isoformat() if draft.at else None
    return Sent(form_id, context.actor_id, (item.id, draft.recipient, draft.version_number, at, corrects))


def _standing(session: Session, item: Item, address: str) -> SentCopy:
    found = sent_copy_of(session, item, address)
    if found is None or lock_row(session, SentCopy, found.id).removed_at is not None:
        raise StaleEditError
    return found


def _remove(row: SentCopy, context: ChangeContext, *, is_corrected: bool = False) -> None:
    row.removed_at, row.removed_by, row.is_corrected = context.now, context.actor_id, is_corrected


def _hash(session: Session, item: Item, number: int) -> str:
    found = hash_of_version(session, item, number)
    if found is None:
        raise NoVersionError
    return found


def _note(session: Session, item: Item, act: AuditAct, context: ChangeContext, *, version: int | None = None) -> None:
    details: dict[str, Detail] = {} if version is None else {"version": version}
    subject = (SubjectKind.CONTENT, item.id)
    record(session, act, subject, actor_id=context.actor_id, now=context.now, details=details)
