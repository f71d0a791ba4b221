"""Keeps what was read of uploaded releases until their owner imports them, and makes items of them in one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.content.domain.item_text import ItemText
from scheduler.content.models import ReleaseImport
from scheduler.content.services.access import EmbargoSettings
from scheduler.content.services.imports import RowsRefusedError, finish_import
from scheduler.content.services.item_plan import ItemPlan
from scheduler.content.services.items import create_item
from scheduler.content.services.release_reading import ReadRelease, as_json
from scheduler.rows import Sent, lock_row, once_by_form


@dataclass(frozen=True, slots=True)
class PlannedRelease:
    """A release as it was confirmed; `number` counts the files of the upload from 0."""

    number: int
    text: ItemText
    plan: ItemPlan
    secrecy: EmbargoSettings | None


def keep_releases(
    session: Session, releases: Sequence[ReadRelease], person_id: int, now: datetime, *, form_id: str
) -> ReleaseImport:
    """Keep what was read for a day; the same form with the same content keeps it once."""
    content = [as_json(one) for one in releases]

    def make(key: str | None) -> ReleaseImport:
        row = ReleaseImport(form_id=key, person_id=person_id, files=content, uploaded_at=now)
        session.add(row)
        session.flush()
        return row

    sent = Sent(form_id, person_id, content)
    return once_by_form(session, ReleaseImport, sent, make, stands=lambda row: row.imported_at is None)


def import_releases(
    session: Session, row: ReleaseImport, planned: Sequence[PlannedRelease], context: ChangeContext
) -> int:
    """Make an item of every release, all or none, each under its embargo from the beginning; returns how many.

    Each owner is told once. Who imported can take it back for a day. What was uploaded is gone then.

    Raises:
        RowsRefusedError: there is none, or the upload is imported already.
        NotYoursError: the person plans nothing for an organisation any more.
        PastLiftError: an embargo is over already.
    """
    lock_row(session, ReleaseImport, row.id)
    if row.imported_at is not None or not planned:
        raise RowsRefusedError
    items = [
        create_item(
            session,
            one.text,
            one.plan,
            secrecy=one.secrecy,
            form_id=f"{row.address}:{one.number}",
            context=context,
            tells_owner=False,
        )
        for one in planned
    ]
    finish_import(session, items, context)
    row.imported_at, row.files = context.now, []
    return len(items)
