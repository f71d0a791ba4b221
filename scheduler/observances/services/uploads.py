"""Keeps a checked catalogue file until a coordinator says that it should be imported."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.observances.models import CatalogueUpload
from scheduler.observances.services.catalogue import ImportReport, import_catalogue
from scheduler.observances.services.locking import lock
from scheduler.rows import Sent, once_by_form

KEPT_FOR = timedelta(days=1)


def keep_upload(
    session: Session, content: bytes, actor_id: int, now: datetime, *, form_id: str | None = None
) -> CatalogueUpload:
    """Keep a file for a day, the same form sent twice once; older files are thrown away."""
    session.execute(delete(CatalogueUpload).where(CatalogueUpload.uploaded_at < now - KEPT_FOR))

    def make(key: str | None) -> CatalogueUpload:
        upload = CatalogueUpload(form_id=key, content=content, uploaded_by=actor_id, uploaded_at=now)
        session.add(upload)
        session.flush()
        return upload

    sent = Sent(form_id, actor_id, content)
    return once_by_form(session, CatalogueUpload, sent, make, stands=lambda row: row.imported_at is None)


def import_upload(session: Session, upload: CatalogueUpload, context: ChangeContext) -> ImportReport | None:
    """Import a file that was kept and empty it; None when that was done before."""
    lock(session, upload)
    if upload.imported_at is not None:
        return None
    report = import_catalogue(session, upload.content, context)
    if not report.problems:
        upload.imported_at, upload.content = context.now, b""
    return report
