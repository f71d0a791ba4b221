"""Keeps the rows of an uploaded spreadsheet until their owner imports them, and makes items of them in one act."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.content.domain.import_settings import ImportSettings
from scheduler.content.models import Item, ReleaseImport, SpreadsheetImport
from scheduler.content.services.bulk import Act, remember
from scheduler.content.services.import_plan import ImportPlan, PlannedRow
from scheduler.content.services.items import create_item
from scheduler.content.services.notifications import ItemNotice, notify_people
from scheduler.rows import Sent, StaleEditError, lock_row, once_by_form
from scheduler.spreadsheets.sheets import Sheet

KEPT_FOR = timedelta(days=1)


class RowsRefusedError(ValueError):
    """Rows that were ticked cannot be imported, or none was ticked; nothing was."""


def keep_sheets(
    session: Session, sheets: Sequence[Sheet], person_id: int, now: datetime, *, form_id: str
) -> SpreadsheetImport:
    """Keep what was read from a file for a day; the same form with the same content keeps it once."""
    content = [[sheet.name, [[row.number, list(row.cells)] for row in sheet.rows]] for sheet in sheets]

    def make(key: str | None) -> SpreadsheetImport:
        row = SpreadsheetImport(form_id=key, person_id=person_id, sheets=content, settings={}, uploaded_at=now)
        session.add(row)
        session.flush()
        return row

    sent = Sent(form_id, person_id, content)
    return once_by_form(session, SpreadsheetImport, sent, make, stands=lambda row: row.imported_at is None)


def save_settings(session: Session, row: SpreadsheetImport, settings: ImportSettings, *, revision: int | None) -> None:
    """Keep what was chosen for a file.

    Raises:
        StaleEditError: it was changed in another window meanwhile, or is imported.
    """
    lock_row(session, SpreadsheetImport, row.id)
    known = settings.as_json()
    if row.settings == known and row.imported_at is None:
        return
    if revision != row.revision or row.imported_at is not None:
        raise StaleEditError
    row.settings = known
    row.revision += 1


def import_rows(
    session: Session, row: SpreadsheetImport, plan: ImportPlan, ticked: Collection[int], context: ChangeContext
) -> int:
    """Make an item of every ticked row, all or none, and tell each owner once; returns how many.

    The caller has planned the rows under the lock of the import. Who imported can take it back for a day.

    Raises:
        RowsRefusedError: a ticked row cannot be imported, none is ticked, or the file is imported already.
        NotYoursError: the person plans nothing for an organisation any more.
    """
    lock_row(session, SpreadsheetImport, row.id)
    wanted = [one for one in plan.rows if one.number in ticked]
    if (
        row.imported_at is not None
        or not wanted
        or len(wanted) != len(set(ticked))
        or any(one.plan is None for one in wanted)
    ):
        raise RowsRefusedError
    finish_import(session, [_make(session, row, one, context) for one in wanted], context)
    row.imported_at, row.sheets, row.settings = context.now, [], {}
    row.revision += 1
    return len(wanted)


def finish_import(session: Session, items: Sequence[Item], context: ChangeContext) -> None:
    """Tell each owner once of items that an import has just made, and keep what takes the whole of it back."""
    _tell_owners(session, items, context)
    before: list[dict[str, Any]] = [{"id": item.id, "revision": item.revision} for item in items]
    remember(session, Act.IMPORT, before, None, context)


def discard(session: Session, row: SpreadsheetImport | ReleaseImport) -> None:
    """Throw away what was read of an upload."""
    lock_row(session, type(row), row.id)
    session.delete(row)


def forget_uploads(session: Session, now: datetime) -> int:
    """Throw away what was uploaded more than a day ago; returns how many uploads."""
    uploads: tuple[type[SpreadsheetImport | ReleaseImport], ...] = (SpreadsheetImport, ReleaseImport)
    done = [session.execute(delete(upload).where(upload.uploaded_at <= now - KEPT_FOR)) for upload in uploads]
    return sum(one.rowcount for one in done if isinstance(one, CursorResult))


def _make(session: Session, row: SpreadsheetImport, one: PlannedRow, context: ChangeContext) -> Item:
    if one.plan is None:
        raise RowsRefusedError
    form_id = f"{row.address}:{one.number}"
    return create_item(session, one.text, one.plan, form_id=form_id, context=context, tells_owner=False)


def _tell_owners(session: Session, items: Sequence[Item], context: ChangeContext) -> None:
    """Tell each owner of the first of their items, and how many there are."""
    by_owner: dict[int, list[Item]] = {}
    for item in items:
        if item.owner_id is not None:
            by_owner.setdefault(item.owner_id, []).append(item)
    for owner_id, theirs in by_owner.items():
        news = ItemNotice(NotificationKind.ASSIGNED, {owner_id}, "import", {"items": len(theirs)})
        notify_people(session, theirs[0], news, context)
