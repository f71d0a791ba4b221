"""Reads organisations and the coalition's own row."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Coalition, Organisation


def coalition(session: Session) -> Coalition | None:
    """Return the coalition's settings; None until the first run of an empty database has named it."""
    return session.scalar(select(Coalition).order_by(Coalition.id).limit(1))


def open_organisations(session: Session) -> tuple[Organisation, ...]:
    """Return the organisations that have not been closed, by name."""
    query = select(Organisation).where(Organisation.closed_at.is_(None))
    return tuple(session.scalars(query.order_by(Organisation.name, Organisation.id)))


def closed_organisations(session: Session) -> tuple[Organisation, ...]:
    """Return the organisations that have been closed, by name."""
    query = select(Organisation).where(Organisation.closed_at.is_not(None))
    return tuple(session.scalars(query.order_by(Organisation.name, Organisation.id)))


def organisation_names(session: Session, organisation_ids: Collection[int]) -> dict[int, str]:
    """Return names by id, of closed organisations too; unknown ids are left out."""
    if not organisation_ids:
        return {}
    query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(organisation_ids))
    return {row.id: row.name for row in session.execute(query)}
