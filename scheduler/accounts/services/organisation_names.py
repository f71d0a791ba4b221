"""What organisations are called: no two by names that look the same, whether short or long, open or closed."""

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.errors import NameTakenError, ReservedNameError
from scheduler.accounts.domain.names import (
    HYPHENS,
    calling_in_organisation,
    is_distinctive,
    normalise_name,
    parts_of,
    runs_of_words,
    without_lead_in,
)
from scheduler.accounts.domain.skeletons import keys_of
from scheduler.accounts.models import Organisation, OrganisationNameKey
from scheduler.accounts.reading import coalition
from scheduler.db import touch

SHORT_NAME_MAX_CHARS = 40


def claim_names(session: Session, row: Organisation, name: str, short_name: str) -> None:
    """Call an organisation by these names, and let go of those that it had; the row is new or locked.

    Whoever calls writes alone, so that nobody else claims one of the names at this moment.

    Raises:
        NameTakenError: another organisation has one that looks the same, or that one of these holds between marks.
        ReservedNameError: one of them says what others are called here.
    """
    # What an organisation is called already stays, as older rules let it through.
    if name != row.name:
        _refuse_posing(session, name, field="name", except_id=row.id)
    if short_name != row.short_name:
        _refuse_posing(session, short_name, field="short_name", except_id=row.id)
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
    """Say whether any of these names is, or looks like, an organisation's or the coalition's."""
    keys = {key for name in names for key in keys_of(name)}
    return bool(keys & _coalition_keys(session)) or _holder(session, keys, None) is not None


def holds_organisation(session: Session, text: str) -> bool:
    """Say whether a telling name of an organisation, or the coalition's, stands in a text as whole words."""
    keys = {key for run in runs_of_words(text) for key in keys_of(run)}
    known = coalition(session)
    names = {known.name} if known is not None else set[str]()
    for row in {row for key, row in claimed_names(session).items() if key in keys}:
        names |= {row.name, row.short_name}
    return any(is_distinctive(name) and keys & keys_of(name) for name in names)


def _refuse_posing(session: Session, name: str, *, field: str, except_id: int | None) -> None:
    """Do nothing when a name reads as one organisation, and as nobody else.

    Short names stand side by side, in brackets behind a person's name: "Cora (Kite, Le Phare)".

    Raises:
        NameTakenError: it is the coalition's name, or holds that of another organisation, set apart by marks.
        ReservedNameError: it says what others are called here.
    """
    if words := calling_in_organisation(name):
        raise ReservedNameError(name, field, words)
    parts = {name, *parts_of(name)}
    if len(parts) > 1:
        parts |= {without_lead_in(part) for part in parts}
    # A hyphen ties more often than it parts: "Kite-Le Phare" is two, "Anti-Slavery" is not.
    tied = "".join("," if one in HYPHENS else one for one in name)
    parts |= {part for part in parts_of(tied) if is_distinctive(part)}
    keys = {key for part in parts for key in keys_of(part)}
    known = coalition(session)
    if known is not None and keys & keys_of(known.name):
        raise NameTakenError(name, field, known.name)
    holder = _holder(session, keys, except_id)
    if holder is not None:
        raise NameTakenError(name, field, holder.name if holder.closed_at is None else "")


def _coalition_keys(session: Session) -> frozenset[str]:
    known = coalition(session)
    return keys_of(known.name) if known is not None else frozenset()


def _holder(session: Session, keys: Iterable[str], except_id: int | None) -> Organisation | None:
    query = select(Organisation).join(OrganisationNameKey, OrganisationNameKey.organisation_id == Organisation.id)
    query = query.where(OrganisationNameKey.key.in_(sorted(keys)))
    if except_id is not None:
        query = query.where(Organisation.id != except_id)
    return session.scalar(query.order_by(Organisation.closed_at.is_not(None), Organisation.id).limit(1))
