"""What has changed since a version, so that what was made of other entries need not be made anew."""

from collections.abc import Collection

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from scheduler.accounts.models import Membership
from scheduler.agenda.models import Entry, Follow, Guard
from scheduler.db import VersionCounter

MOST = 500


def entries_changed_since(session: Session, version: int) -> frozenset[int] | None:
    """Return ids of the entries that have changed after a version, or whose guard has; those removed since as well.

    None when that cannot be said: something changed whose rows have no version, more than `MOST` entries did, or the
    version is one of another past, as when an older copy of the database was put in its place.
    """
    counter = session.execute(select(VersionCounter.value, VersionCounter.unnumbered)).first()
    if counter is None or counter.value < version or counter.unnumbered > version:
        return None
    guarded = select(Entry.id).join(Guard, Guard.id == Entry.guard_id).where(Guard.version > version)
    query = union(select(Entry.id).where(Entry.version > version), guarded).limit(MOST + 1)
    ids = frozenset(session.scalars(query))
    return ids if len(ids) <= MOST else None


def memberships_and_follows(session: Session, people: Collection[int]) -> frozenset[tuple[int, str]]:
    """Return what some people follow and belong to, each with the person's id; two statements, or none for nobody."""
    return frozenset((*_followed(session, people), *_belonging(session, people))) if people else frozenset()


def _followed(session: Session, people: Collection[int]) -> list[tuple[int, str]]:
    query = select(Follow.person_id, Follow.target).where(Follow.person_id.in_(people))
    return [(person_id, target) for person_id, target in session.execute(query)]


def _belonging(session: Session, people: Collection[int]) -> list[tuple[int, str]]:
    query = select(Membership.person_id, Membership.organisation_id)
    query = query.where(Membership.person_id.in_(people), Membership.ended_at.is_(None))
    return [(person_id, f"member:{organisation_id}") for person_id, organisation_id in session.execute(query)]
