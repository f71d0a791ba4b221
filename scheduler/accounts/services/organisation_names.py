"""What organisations are called: no two by names that look the same, whether short or long, open or closed."""

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.errors import NameTakenError
from scheduler.accounts.domain.names import normalise_name
from scheduler.accounts.domain.skeletons import keys_of
from scheduler.accounts.models import Organisation, OrganisationNameKey
from scheduler.db import touch

SHORT_NAME_MAX_CHARS = 40


def claim_names(session: Session, row: Organisation, name: str, short_name: str) -> None:
    """Call an organisation by these names, and let go of those that it had; the row is new or locked.

    Whoever calls writes alone, so that nobody else claims one of the names at this moment.

    Raises:
        NameTakenError: another organisation has one that looks the same.
    """
    refuse_taken(session, name, field="name", except_id=row.id)
    refuse_taken(session, short_name, field="short_name", except_id=row.id)
    row.name, row.short_name = name, short_name
    session.add(row)
    touch(session, row)
    session.flush()
    session.execute(delete(OrganisationNameKey).where(OrganisationNameKey.organisation_id == row.id))
    wanted = sorted(keys_of(name) | keys_of(short_name))
    session.add_all(OrganisationNameKey(key=key, organisation_id=row.id) for key in wanted)
    session.flush()


def refuse_taken(session: Session, name: str, *, field: str, except_id: int | None) -> None:
    """Do nothing when no other organisation has a name that looks like this one.

    Raises:
        NameTakenError: there is one; it names the field of the form that the name came from.
    """
    holder = _holder(session, keys_of(name), except_id)
    if holder is not None:
        raise NameTakenError(name, field, holder.name if holder.closed_at is None else "")


def free_short_name(session: Session, name: str, except_id: int | None) -> str:
    """Return the beginning of a name, with a number when another organisation is called so in short."""
    wanted, number = normalise_name(name[:SHORT_NAME_MAX_CHARS]), 1
    while _holder(session, keys_of(wanted), except_id) is not None:
        number += 1
        wanted = f"{normalise_name(name[: SHORT_NAME_MAX_CHARS - 4])} {number}"
    return wanted


def claimed_names(session: Session) -> dict[str, Organisation]:
    """Return every key that is claimed, with the organisation that has it; closed ones included."""
    query = select(OrganisationNameKey.key, Organisation)
    rows = session.execute(query.join(Organisation, OrganisationNameKey.organisation_id == Organisation.id))
    return {row[0]: row[1] for row in rows}


def are_organisations(session: Session, names: Iterable[str]) -> bool:
    """Say whether any of these names is, or looks like, an organisation's."""
    keys = {key for name in names for key in keys_of(name)}
    return _holder(session, keys, None) is not None


def _holder(session: Session, keys: Iterable[str], except_id: int | None) -> Organisation | None:
    query = select(Organisation).join(OrganisationNameKey, OrganisationNameKey.organisation_id == Organisation.id)
    query = query.where(OrganisationNameKey.key.in_(sorted(keys)))
    if except_id is not None:
        query = query.where(Organisation.id != except_id)
    return session.scalar(query.order_by(Organisation.closed_at.is_not(None), Organisation.id).limit(1))
