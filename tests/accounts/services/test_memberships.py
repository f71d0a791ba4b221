"""Roles and memberships."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from scheduler.accounts.domain.errors import LastCoordinatorError, LastLeadError
from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Membership, Person
from scheduler.accounts.services.actor_roles import actor_roles, coordinators
from scheduler.accounts.services.memberships import (
    Ending,
    Offer,
    RoleChange,
    change_role,
    end_coordinator,
    end_membership,
    grant,
    make_coordinator,
    memberships_of,
    open_membership,
)
from scheduler.audit.services import history
from scheduler.rows import StaleEditError
from tests import factories
from tests.accounts.services.conftest import Listener
from tests.coalition import Team


def membership_of(person: Person) -> Membership:
    return person.memberships[0]


def test_role_change_is_numbered_and_on_record(session: Session, bay: Team, now: datetime):
    membership = membership_of(bay.member)
    session.commit()
    numbered = membership.version

    change_role(session, membership, RoleChange(MemberRole.EDITOR, 1), bay.lead.id, now)
    session.commit()

    assert (membership.role, membership.revision) == ("editor", 2)
    assert (membership.version or 0) > (numbered or 0)
    [act] = history(session, ("organisation", bay.organisation.id))
    assert (act.act, act.actor_id, act.details) == (
        "role_changed",
        bay.lead.id,
        {"person_id": bay.member.id, "role": "editor", "role_before": "member"},
    )


def test_stale_role_change_is_refused(session: Session, bay: Team, now: datetime):
    with pytest.raises(StaleEditError) as caught:
        change_role(session, membership_of(bay.member), RoleChange(MemberRole.EDITOR, 7), None, now)

    assert caught.value.current == {"role": "member"}


def test_only_lead_stays_lead_unless_the_warning_was_read(session: Session, bay: Team, now: datetime):
    membership = membership_of(bay.lead)

    with pytest.raises(LastLeadError):
        change_role(session, membership, RoleChange(MemberRole.EDITOR, 1), None, now)
    change_role(session, membership, RoleChange(MemberRole.EDITOR, 1, even_last_lead=True), None, now)

    assert membership.role == "editor"


def test_one_of_two_leads_may_go(session: Session, bay: Team, now: datetime, listener: Listener):
    grant(session, bay.editor.id, Offer(bay.organisation.id, MemberRole.LEAD), None, now)

    end_membership(session, membership_of(bay.lead), Ending(bay.editor.id, (listener,)), now)

    assert not actor_roles(session, bay.lead.id).is_member


def test_ending_a_membership_notifies_the_listeners_once(
    session: Session, bay: Team, now: datetime, listener: Listener
):
    membership = membership_of(bay.editor)

    for _ in range(2):
        end_membership(session, membership, Ending(bay.lead.id, (listener,)), now)

    assert listener.calls == [("membership_ended", bay.editor.id, bay.organisation.id, bay.lead.id, now)]
    assert membership.ended_at == now
    assert open_membership(session, membership.id) is None


def test_last_lead_is_not_removed_without_a_warning(session: Session, bay: Team, now: datetime, listener: Listener):
    with pytest.raises(LastLeadError):
        end_membership(session, membership_of(bay.lead), Ending(None, (listener,)), now)

    assert listener.calls == []


def test_granting_twice_makes_one_membership_with_the_stronger_role(session: Session, bay: Team, now: datetime):
    for role in (MemberRole.LEAD, MemberRole.MEMBER):
        grant(session, bay.member.id, Offer(bay.organisation.id, role), None, now)

    own = [row for row in memberships_of(session, bay.organisation.id) if row.person_id == bay.member.id]
    assert [row.role for row in own] == ["lead"]


def test_person_who_left_can_come_back(session: Session, bay: Team, now: datetime):
    end_membership(session, membership_of(bay.editor), Ending(None, ()), now)

    grant(session, bay.editor.id, Offer(bay.organisation.id, MemberRole.MEMBER), None, now)

    assert actor_roles(session, bay.editor.id).roles == {bay.organisation.id: MemberRole.MEMBER}


def test_last_coordinator_stays(session: Session, now: datetime):
    chair = factories.person(session, "Chair", coordinator=True)

    with pytest.raises(LastCoordinatorError):
        end_coordinator(session, chair, Ending(chair.id, ()), now)

    assert coordinators(session) == (chair.id,)


def test_closed_account_does_not_count_as_a_coordinator(session: Session, now: datetime):
    chair = factories.person(session, "Chair", coordinator=True)
    factories.person(session, "Gone", coordinator=True).active = False
    session.flush()

    with pytest.raises(LastCoordinatorError):
        end_coordinator(session, chair, Ending(chair.id, ()), now)


def test_coordinator_hands_over(session: Session, bay: Team, now: datetime):
    chair = factories.person(session, "Chair", coordinator=True)

    make_coordinator(session, bay.lead, chair.id, now)
    make_coordinator(session, bay.lead, chair.id, now)
    end_coordinator(session, chair, Ending(chair.id, ()), now)

    assert coordinators(session) == (bay.lead.id,)
