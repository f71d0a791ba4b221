"""Gives, changes and ends what people are to organisations and to the coalition."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from scheduler.accounts.domain.errors import LastCoordinatorError, LastLeadError, StaleEditError
from scheduler.accounts.domain.roles import COORDINATOR, MemberRole
from scheduler.accounts.models import Membership, Organisation, Person, Role
from scheduler.accounts.services.dependants import Dependant, Notes
from scheduler.accounts.services.log_ins import end_all_log_ins
from scheduler.accounts.services.open_invitations import revoke_after_leaving, revoke_beyond_standing
from scheduler.accounts.services.standing import coordinators, leads_of
from scheduler.audit.services import record
from scheduler.db import hold_row, touch

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
    """Let a person act for an organisation; one who does already gets the stronger of both roles."""
    same = select(Membership).where(
        Membership.person_id == person_id,
        Membership.organisation_id == offer.organisation_id,
        Membership.ended_at.is_(None),
    )
    membership = session.scalar(same)
    if membership is None:
        membership = Membership(
            person_id=person_id, organisation_id=offer.organisation_id, role=offer.role, started_at=now
        )
        session.add(membership)
    elif _STRENGTH[offer.role] > _STRENGTH[MemberRole(membership.role)]:
        membership.role = offer.role
        membership.revision += 1
    touch(session, membership)
    session.flush()
    _record(session, "membership_granted", membership, actor_id, now)
    return membership


@dataclass(frozen=True, slots=True)
class RoleChange:
    """The role wanted; `revision` is that of the page, `even_last_lead` says that the warning was read.

    `dependants` have to know when the person may do less than before.
    """

    role: MemberRole
    revision: int | None
    even_last_lead: bool = False
    dependants: Sequence[Dependant] = ()


def change_role(
    session: Session, membership: Membership, change: RoleChange, actor_id: int | None, now: datetime
) -> tuple[str, ...]:
    """Give a person another role in the organisation; one who may do less now loses the invitations that took more.

    Returns:
        What else has changed, in sentences for whoever did it.

    Raises:
        StaleEditError: somebody else changed it in the meantime.
        LastLeadError: it would leave the organisation without a lead.
    """
    _hold(session, membership)
    if change.revision != membership.revision:
        raise StaleEditError({"role": membership.role})
    if change.role is MemberRole(membership.role):
        return ()
    if not change.even_last_lead:
        _refuse_last_lead(session, membership)
    before, membership.role = MemberRole(membership.role), change.role
    membership.revision += 1
    touch(session, membership)
    session.flush()
    _record(session, "role_changed", membership, actor_id, now, role_before=before)
    if _STRENGTH[change.role] > _STRENGTH[before]:
        return ()
    revoke_beyond_standing(session, membership.person, actor_id, now)
    place = membership.organisation_id
    return gathered(
        one.standing_lowered(session, membership.person_id, place, actor_id, now) for one in change.dependants
    )


@dataclass(frozen=True, slots=True)
class Ending:
    """Who ends a membership or the work of a coordinator, and who has to know.

    `even_last_lead` says that the warning was read.
    """

    actor_id: int | None
    dependants: Sequence[Dependant]
    even_last_lead: bool = False


def end_membership(session: Session, membership: Membership, ending: Ending, now: datetime) -> tuple[str, ...]:
    """End a membership, take back the invitations that hang on it, and tell the dependants; twice is once.

    Whoever is removed by somebody else is logged out.

    Returns:
        What else has changed, in sentences for whoever did it.

    Raises:
        LastLeadError: it would leave the organisation without a lead.
    """
    _hold(session, membership)
    if membership.ended_at is not None:
        return ()
    if not ending.even_last_lead:
        _refuse_last_lead(session, membership)
    membership.ended_at = now
    membership.revision += 1
    touch(session, membership)
    session.flush()
    _record(session, "membership_ended", membership, ending.actor_id, now)
    if ending.actor_id != membership.person_id:
        end_all_log_ins(session, membership.person)
    revoke_after_leaving(session, membership.person, membership.organisation_id, ending.actor_id, now)
    person, place, actor = membership.person_id, membership.organisation_id, ending.actor_id
    return gathered(one.membership_ended(session, person, place, actor, now) for one in ending.dependants)


def is_last_lead(session: Session, membership: Membership) -> bool:
    """Is the person the only lead that the organisation has?"""
    return leads_of(session, membership.organisation_id) == (membership.person_id,)


def make_coordinator(session: Session, person: Person, actor_id: int | None, now: datetime) -> None:
    """Make a person a coordinator; twice is once."""
    role = hold_coordinators(session)
    if role in person.roles:
        return
    person.roles.append(role)
    touch(session, person)
    session.flush()
    record(session, "coordinator_made", ("person", person.id), actor_id=actor_id, now=now)


def end_coordinator(session: Session, person: Person, ending: Ending, now: datetime) -> tuple[str, ...]:
    """End a person's work as coordinator, with the invitations that hang on it; nothing to do for one who is none.

    Returns:
        What else has changed, in sentences for whoever did it.

    Raises:
        LastCoordinatorError: there would be nobody left.
    """
    role = hold_coordinators(session)
    if role not in person.roles:
        return ()
    if set(coordinators(session)) <= {person.id}:
        raise LastCoordinatorError
    person.roles.remove(role)
    touch(session, person)
    session.flush()
    actor_id = ending.actor_id
    record(session, "coordinator_ended", ("person", person.id), actor_id=actor_id, now=now)
    revoke_after_leaving(session, person, None, actor_id, now)
    return gathered(one.standing_lowered(session, person.id, None, actor_id, now) for one in ending.dependants)


def gathered(notes: Iterable[Notes]) -> tuple[str, ...]:
    """Return what dependants have to say, in one row."""
    return tuple(note for said in notes for note in said or ())


def hold_organisation(session: Session, organisation_id: int) -> None:
    """Keep an organisation, and with it who acts for it, from others until the transaction ends."""
    # Others may go on to refer to it meanwhile.
    session.scalar(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update(key_share=True))


def hold_coordinators(session: Session) -> Role:
    """Return the one role, held until the transaction ends: two coordinators cannot remove each other at once."""
    role = session.scalar(select(Role).where(Role.name == COORDINATOR).with_for_update())
    if role is None:
        role = Role(name=COORDINATOR)
        session.add(role)
        session.flush()
    return role


def _hold(session: Session, membership: Membership) -> None:
    """Hold the organisation, so that its last two leads cannot leave at the same moment; then read the membership."""
    hold_organisation(session, membership.organisation_id)
    hold_row(session, membership)


def _refuse_last_lead(session: Session, membership: Membership) -> None:
    if MemberRole(membership.role) is MemberRole.LEAD and is_last_lead(session, membership):
        raise LastLeadError


def _record(
    session: Session, act: str, membership: Membership, actor_id: int | None, now: datetime, **more: str
) -> None:
    record(
        session,
        act,
        ("organisation", membership.organisation_id),
        actor_id=actor_id,
        now=now,
        facts={"person_id": membership.person_id, "role": membership.role, **more},
    )
