"""Adds, changes and closes organisations, and keeps the coalition's own row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.errors import NameIsSignedError, NameTakenError
from scheduler.accounts.models import Coalition, Invitation, Membership, Organisation
from scheduler.accounts.reading import coalition, open_organisations
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.accounts.services.departures import DepartureListener
from scheduler.accounts.services.memberships import gathered, lock_open_organisation, memberships_of
from scheduler.accounts.services.open_invitations import revoke_to_place
from scheduler.accounts.services.organisation_names import claim_names, free_short_name
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.db import move_version, once, touch
from scheduler.rows import Sent, StaleEditError, lock_row, once_by_form, write_alone


@dataclass(frozen=True, slots=True)
class OrganisationDraft:
    """What an organisation says of itself; an empty short name is taken from the name."""

    name: str
    zone: str
    short_name: str = ""
    website: str = ""
    country: str = ""
    form_id: str | None = None


@dataclass(frozen=True, slots=True)
class Consequences:
    """What closing an organisation does, in numbers: who loses the last tie to the coalition, what is taken back."""

    people: int
    people_left_out: int
    invitations: int


def name_coalition(
    session: Session, name: str, zone: str, *, is_demo: bool = False, revision: int | None = None
) -> Coalition:
    """Write the coalition's name and zone, and return its one row; saying again what is said already changes nothing.

    Raises:
        StaleEditError: somebody else named it in the meantime.
    """
    write_alone(session)
    row = once(session, lambda: coalition(session), lambda: _new_coalition(session, name, zone, is_demo=is_demo))
    row = lock_row(session, Coalition, row.id)
    if (name, zone) == (row.name, row.zone):
        return row
    if revision != row.revision:
        raise StaleEditError({"name": row.name, "zone": row.zone})
    row.name, row.zone = name, zone
    row.revision += 1
    # Feeds are called by the name.
    move_version(session)
    session.flush()
    return row


@dataclass(frozen=True, slots=True)
class Changing:
    """Who changes an organisation or the coalition, from which revision, and who knows whether it has signed."""

    actor_id: int
    revision: int | None
    listeners: Sequence[DepartureListener] = ()


def change_coalition(session: Session, name: str, zone: str, changing: Changing, now: datetime) -> Coalition:
    """Write the coalition's name and zone, and put on record that they are others than before.

    Raises:
        StaleEditError: somebody else named it in the meantime.
    """
    write_alone(session)
    known = coalition(session)
    before = (known.name, known.zone) if known is not None else ("", "")
    is_demo = known is not None and known.is_demo
    row = name_coalition(session, name, zone, is_demo=is_demo, revision=changing.revision)
    if before != (name, zone):
        details = {"name_before": before[0], "name": name, "zone_before": before[1], "zone": zone}
        record(
            session,
            AuditAct.COALITION_CHANGED,
            (SubjectKind.COALITION, row.id),
            actor_id=changing.actor_id,
            now=now,
            details=details,
        )
    return row


def remember_step(session: Session, step: str) -> None:
    """Remember where the first run goes on; the coalition has been named before."""
    row = _locked_coalition(session)
    if row is not None:
        row.next_step = step
        session.flush()


def finish_set_up(session: Session, actor_id: int | None, now: datetime) -> None:
    """Record that the first run is over; the coalition has been named before."""
    row = _locked_coalition(session)
    if row is not None and row.set_up_at is None:
        row.set_up_at, row.next_step = now, ""
        session.flush()
        record(session, AuditAct.SET_UP, (SubjectKind.COALITION, row.id), actor_id=actor_id, now=now)


def find_organisation(session: Session, organisation_id: int) -> Organisation | None:
    """Return an organisation by id, closed or not."""
    return session.get(Organisation, organisation_id)


def add_organisation(session: Session, draft: OrganisationDraft, actor_id: int | None, now: datetime) -> Organisation:
    """Add an organisation; the same form sent twice adds one.

    Raises:
        NameTakenError: there is one whose name looks the same; a closed one counts.
    """
    # Alone, as no row keeps others from taking the same name at this moment.
    write_alone(session)
    sent = Sent(draft.form_id, actor_id, draft)
    return once_by_form(session, Organisation, sent, lambda form_id: _add(session, draft, form_id, actor_id, now))


def add_missing(
    session: Session, names: Sequence[str], zone: str, actor_id: int | None, now: datetime
) -> list[NameTakenError]:
    """Add the organisations of a list that are not there yet; open ones of the same name, whatever its case, stay.

    Returns:
        Every name that another organisation, open or closed, has already or that looks like its name. Those were not
        added: whoever wants all or nothing rolls back.
    """
    write_alone(session)
    known = {row.name.casefold() for row in open_organisations(session)}
    taken: list[NameTakenError] = []
    for name in (name for name in names if name.casefold() not in known):
        try:
            add_organisation(session, OrganisationDraft(name, zone), actor_id, now)
        except NameTakenError as error:
            taken.append(error)
    return taken


def change_organisation(
    session: Session, row: Organisation, draft: OrganisationDraft, changing: Changing, now: datetime
) -> None:
    """Change what an organisation says of itself; saying again what is said already changes nothing.

    Raises:
        OrganisationClosedError: it was closed meanwhile.
        StaleEditError: somebody else changed it in the meantime.
        NameTakenError: another one has a name that looks the same.
        NameIsSignedError: it has signed under its name, and who changes that is no coordinator.
    """
    write_alone(session)
    lock_open_organisation(session, row.id)
    short_name = draft.short_name or free_short_name(session, draft.name, row.id)
    wanted = {"name": draft.name, "short_name": short_name, "zone": draft.zone, "country": draft.country}
    wanted["website"] = draft.website
    saved = {name: getattr(row, name) for name in wanted}
    if wanted == saved:
        return
    if changing.revision != row.revision:
        raise StaleEditError(saved)
    if (draft.name, short_name) != (row.name, row.short_name):
        _refuse_signed_name(session, row, changing)
        _rename(session, row, (draft.name, short_name), changing.actor_id, now)
    row.zone, row.website, row.country = draft.zone, draft.website, draft.country
    row.revision += 1
    touch(session, row)
    session.flush()
    record(
        session, AuditAct.ORGANISATION_CHANGED, (SubjectKind.ORGANISATION, row.id), actor_id=changing.actor_id, now=now
    )


def _rename(session: Session, row: Organisation, names: tuple[str, str], actor_id: int, now: datetime) -> None:
    details = {"name_before": row.name, "short_before": row.short_name, "name": names[0], "short": names[1]}
    claim_names(session, row, *names)
    subject = (SubjectKind.ORGANISATION, row.id)
    record(session, AuditAct.ORGANISATION_RENAMED, subject, actor_id=actor_id, now=now, details=details)


def has_signed(session: Session, organisation_id: int, listeners: Sequence[DepartureListener]) -> bool:
    """Say whether anything was signed under the organisation's name."""
    return any(one.has_signed(session, organisation_id) for one in listeners)


def _refuse_signed_name(session: Session, row: Organisation, changing: Changing) -> None:
    if actor_roles(session, changing.actor_id).is_coordinator:
        return
    if has_signed(session, row.id, changing.listeners):
        raise NameIsSignedError


def consequences_of_closing(session: Session, row: Organisation) -> Consequences:
    """Say what closing an organisation would do."""
    own = select(Membership.person_id).where(Membership.organisation_id == row.id, Membership.ended_at.is_(None))
    elsewhere = (
        select(Membership.person_id)
        .join(Organisation, Membership.organisation_id == Organisation.id)
        .where(Membership.ended_at.is_(None), Organisation.closed_at.is_(None), Organisation.id != row.id)
    )
    people = set(session.scalars(own))
    return Consequences(
        people=len(people),
        people_left_out=len(people - set(session.scalars(elsewhere.where(Membership.person_id.in_(people))))),
        invitations=session.scalar(select(func.count()).select_from(Invitation).where(*_waiting(row))) or 0,
    )


def close_organisation(
    session: Session, row: Organisation, listeners: Sequence[DepartureListener], actor_id: int | None, now: datetime
) -> tuple[str, ...]:
    """Close an organisation, take back its invitations and notify the listeners; twice is once.

    Memberships stay as they were, and count no more.

    Returns:
        What else has changed, in sentences for whoever did it.
    """
    write_alone(session)
    lock_row(session, Organisation, row.id)
    if row.closed_at is not None:
        return ()
    row.closed_at = now
    row.revision += 1
    touch(session, row)
    # They count no more, which is a change of them to whoever asks what has changed.
    for membership in memberships_of(session, row.id):
        touch(session, membership)
    session.flush()
    revoke_to_place(session, row.id, actor_id, now)
    record(session, AuditAct.ORGANISATION_CLOSED, (SubjectKind.ORGANISATION, row.id), actor_id=actor_id, now=now)
    return gathered(one.organisation_closed(session, row.id, actor_id, now) for one in listeners)


def _new_coalition(session: Session, name: str, zone: str, *, is_demo: bool) -> Coalition:
    row = Coalition(id=1, name=name, zone=zone, is_demo=is_demo)
    session.add(row)
    session.flush()
    return row


def _locked_coalition(session: Session) -> Coalition | None:
    row = coalition(session)
    return lock_row(session, Coalition, row.id) if row is not None else None


def _add(
    session: Session, draft: OrganisationDraft, form_id: str | None, actor_id: int | None, now: datetime
) -> Organisation:
    row = Organisation(created_at=now, zone=draft.zone, country=draft.country, form_id=form_id)
    row.website = draft.website
    claim_names(session, row, draft.name, draft.short_name or free_short_name(session, draft.name, None))
    record(session, AuditAct.ORGANISATION_ADDED, (SubjectKind.ORGANISATION, row.id), actor_id=actor_id, now=now)
    return row


def _waiting(row: Organisation) -> tuple[ColumnElement[bool], ...]:
    return (
        Invitation.organisation_id == row.id,
        Invitation.used_at.is_(None),
        Invitation.revoked_at.is_(None),
    )
