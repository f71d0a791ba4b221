"""Gives, changes and ends what people are to organisations and to the coalition.

What takes rights away writes alone, so that whoever writes beside others keeps the rights that were asked for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from scheduler.accounts.domain.errors import (
    LastCoordinatorError,
    LastLeadError,
    MembershipEndedError,
    OrganisationClosedError,
    PersonGoneError,
)
from scheduler.accounts.domain.roles import COORDINATOR, MemberRole
from scheduler.accounts.models import Membership, Organisation, Person, Role
from scheduler.accounts.services.actor_roles import coordinators, leads_of
from scheduler.accounts.services.departures import DepartureListener, Notes
from scheduler.accounts.services.log_ins import log_out_everywhere
from scheduler.accounts.services.open_invitations import revoke_after_leaving, revoke_beyond_roles
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.db import once, touch
from scheduler.rows import StaleEditError, lock_row, write_alone

_STRENGTH = {MemberRole.MEMBER: 0, MemberRole.EDITOR: 1, MemberRole.LEAD: 2}


@dataclass(frozen=True, slots=True)
class Offer:
    """A role in an organisation."""

    organisation_id: int
    role: MemberRole


def open_membership(session: Session, membership_id: int) -> Membership | None:
    """Return a membership that has not ended, of an organisation that is open."""
    query = select(Membership).join(Organisation, Membership.organisation_id == Organisation.id)
    query = query.where(Membership.id == membership_id, Membership.ended_at.is_(None), Organisation.closed_at.is_(None))
    return session.scalar(query)


def memberships_of(session: Session, organisation_id: int) -> tuple[Membership, ...]:
    """Return the memberships of an organisation that have not ended, by the person's name."""
    query = select(Membership).join(Person, Membership.person_id == Person.id)
    query = query.where(Membership.organisation_id == organisation_id, Membership.ended_at.is_(None))
    query = query.options(contains_eager(Membership.person).lazyload(Person.roles))
    return tuple(session.scalars(query.order_by(Person.name, Person.id)))


def grant(session: Session, person_id: int, offer: Offer, actor_id: int | None, now: datetime) -> Membership:
    """Let a person act for an organisation; one who does already gets the stronger of both roles.

    Raises:
        OrganisationClosedError: nobody can act for it any more.
    """
    lock_open_organisation(session, offer.organisation_id)
    membership = once(
        session,
        lambda: _open_membership_of(session, person_id, offer.organisation_id),
        lambda: _add_membership(session, person_id, offer, now),
    )
    if _STRENGTH[offer.role] > _STRENGTH[MemberRole(membership.role)]:
        membership.role = offer.role
        membership.revision += 1
    touch(session, membership)
    session.flush()
    _record(session, AuditAct.MEMBERSHIP_GRANTED, membership, actor_id, now)
    return membership


def lock_open_organisation(session: Session, organisation_id: int) -> Organisation:
    """Lock an organisation, which keeps its people and invitations from changing.

    Raises:
        OrganisationClosedError: it is closed.
    """
    row = lock_row(session, Organisation, organisation_id)
    if row.closed_at is not None:
        raise OrganisationClosedError
    return row


@dataclass(frozen=True, slots=True)
class RoleChange:
    """The role wanted; `revision` is that of the page, `even_last_lead` says that the warning was read.

    `listeners` have to know when the person may do less than before.
    """

    role: MemberRole
    revision: int | None
    even_last_lead: bool = False
    listeners: Sequence[DepartureListener] = ()


def change_role(
    session: Session, membership: Membership, change: RoleChange, actor_id: int | None, now: datetime
) -> tuple[str, ...]:
    """Give a person another role in the organisation; one who may do less now loses the invitations that took more.

    Returns:
        What else has changed, in sentences for whoever did it.

    Raises:
        MembershipEndedError: the person does not act for it any more.
        StaleEditError: somebody else changed it in the meantime.
        LastLeadError: it would leave the organisation without a lead.
    """
    write_alone(session)
    _lock_membership(session, membership)
    if membership.ended_at is not None or membership.organisation.closed_at is not None:
        raise MembershipEndedError
    if change.role is MemberRole(membership.role):
        return ()
    if change.revision != membership.revision:
        raise StaleEditError({"role": membership.role})
    if not change.even_last_lead:
        _refuse_last_lead(session, membership)
    before, membership.role = MemberRole(membership.role), change.role
    membership.revision += 1
    touch(session, membership)
    session.flush()
    _record(session, AuditAct.ROLE_CHANGED, membership, actor_id, now, role_before=before)
    if _STRENGTH[change.role] > _STRENGTH[before]:
        return ()
    revoke_beyond_roles(session, membership.person, actor_id, now)
    place = membership.organisation_id
    return gathered(one.role_lowered(session, membership.person_id, place, actor_id, now) for one in change.listeners)


@dataclass(frozen=True, slots=True)
class Ending:
    """Who ends a membership or the work of a coordinator, and who has to know.

    `even_last_lead` says that the warning was read.
    """

    actor_id: int | None
    listeners: Sequence[DepartureListener]
    even_last_lead: bool = False


def end_membership(session: Session, membership: Membership, ending: Ending, now: datetime) -> tuple[str, ...]:
    """End a membership, take back the invitations that hang on it, and notify the listeners; twice is once.

    Whoever is removed by somebody else is logged out.

    Returns:
        What else has changed, in sentences for whoever did it.

    Raises:
        LastLeadError: it would leave the organisation without a lead.
    """
    write_alone(session)
    _lock_membership(session, membership)
    if membership.ended_at is not None:
        return ()
    if not ending.even_last_lead:
        _refuse_last_lead(session, membership)
    membership.ended_at = now
    membership.revision += 1
    touch(session, membership)
    session.flush()
    _record(session, AuditAct.MEMBERSHIP_ENDED, membership, ending.actor_id, now)
    if ending.actor_id != membership.person_id:
        log_out_everywhere(session, membership.person, ending.actor_id, now)
    revoke_after_leaving(session, membership.person, membership.organisation_id, ending.actor_id, now)
    person, place, actor = membership.person_id, membership.organisation_id, ending.actor_id
    return gathered(one.membership_ended(session, person, place, actor, now) for one in ending.listeners)


def is_last_lead(session: Session, membership: Membership) -> bool:
    """Is the person the only lead that the organisation has?"""
    return leads_of(session, membership.organisation_id) == (membership.person_id,)


def make_coordinator(session: Session, person: Person, actor_id: int | None, now: datetime) -> None:
    """Make a person a coordinator; twice is once.

    Raises:
        PersonGoneError: the account was anonymised meanwhile.
    """
    role = lock_coordinators(session)
    lock_row(session, Person, person.id)
    if person.anonymised_at is not None:
        raise PersonGoneError
    if role in person.roles:
        return
    person.roles.append(role)
    touch(session, person)
    session.flush()
    record(session, AuditAct.COORDINATOR_MADE, (SubjectKind.PERSON, person.id), actor_id=actor_id, now=now)


def end_coordinator(session: Session, person: Person, ending: Ending, now: datetime) -> tuple[str, ...]:
    """End a person's work as coordinator, with the invitations that hang on it; nothing to do for one who is none.

    Returns:
        What else has changed, in sentences for whoever did it.

    Raises:
        LastCoordinatorError: there would be nobody left.
    """
    write_alone(session)
    role = lock_coordinators(session)
    lock_row(session, Person, person.id)
    if role not in person.roles:
        return ()
    if set(coordinators(session)) <= {person.id}:
        raise LastCoordinatorError
    person.roles.remove(role)
    touch(session, person)
    session.flush()
    actor_id = ending.actor_id
    record(session, AuditAct.COORDINATOR_ENDED, (SubjectKind.PERSON, person.id), actor_id=actor_id, now=now)
    revoke_after_leaving(session, person, None, actor_id, now)
    return gathered(one.role_lowered(session, person.id, None, actor_id, now) for one in ending.listeners)


def gathered(notes: Iterable[Notes]) -> tuple[str, ...]:
    """Return what listeners have to say, in one row."""
    return tuple(note for given in notes for note in given or ())


def lock_coordinators(session: Session) -> Role:
    """Return the one role of the coalition, which keeps its coordinators, and invitations to be one, from changing."""
    role = once(
        session, lambda: session.scalar(select(Role).where(Role.name == COORDINATOR)), lambda: _add_role(session)
    )
    return lock_row(session, Role, role.id)


def _add_role(session: Session) -> Role:
    role = Role(name=COORDINATOR)
    session.add(role)
    session.flush()
    return role


def _open_membership_of(session: Session, person_id: int, organisation_id: int) -> Membership | None:
    same = (Membership.person_id == person_id, Membership.organisation_id == organisation_id)
    found = session.scalar(select(Membership.id).where(*same, Membership.ended_at.is_(None)))
    return lock_row(session, Membership, found) if found is not None else None


def _add_membership(session: Session, person_id: int, offer: Offer, now: datetime) -> Membership:
    row = Membership(person_id=person_id, organisation_id=offer.organisation_id, role=offer.role, started_at=now)
    session.add(row)
    session.flush()
    return row


def _lock_membership(session: Session, membership: Membership) -> None:
    lock_row(session, Organisation, membership.organisation_id)
    lock_row(session, Membership, membership.id)


def _refuse_last_lead(session: Session, membership: Membership) -> None:
    if MemberRole(membership.role) is MemberRole.LEAD and is_last_lead(session, membership):
        raise LastLeadError


def _record(
    session: Session, act: AuditAct, membership: Membership, actor_id: int | None, now: datetime, **more: str
) -> None:
    record(
        session,
        act,
        (SubjectKind.ORGANISATION, membership.organisation_id),
        actor_id=actor_id,
        now=now,
        details={"person_id": membership.person_id, "role": membership.role, **more},
    )
