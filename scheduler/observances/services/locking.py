"""Makes two who change the same row at the same moment come one after the other."""

from sqlalchemy.orm import Session

from scheduler.observances.models import CatalogueUpload, Edition, Observance


def lock(session: Session, row: Observance | Edition | CatalogueUpload) -> None:
    """Read a row again and keep it from others until the transaction ends, so that what it says still holds then.

    SQLite needs no lock: there, one transaction writes at a time.
    """
    session.refresh(row, with_for_update=True)
