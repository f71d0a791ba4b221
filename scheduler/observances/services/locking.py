"""Locks what people change of observances, one after the other: campaigns and reminders follow their days."""

from sqlalchemy.orm import Session

from scheduler.observances.models import CatalogueUpload, Edition, Observance
from scheduler.rows import lock_row, write_alone


def lock(session: Session, row: Observance | Edition | CatalogueUpload) -> None:
    """Write alone, lock a row and read it anew."""
    write_alone(session)
    lock_row(session, type(row), row.id)
