"""Who somebody is in the coalition."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Membership
from scheduler.accounts.services.actor_roles import (
    actor_roles,
    coordinators,
    deputies_for,
    deputies_open_to,
    editors_of,
    is_away,
    leads_of,
    names,
)
from tests import factories
from tests.coalition import Team


def test_roles_name_the_role_in_each_open_organisation(session: Session, bay: Team):
    port = factories.organisation(session, "Old Port")
    session.add(
        Membership(person_id=bay.lead.id, organisation_id=port.id, role="editor", started_at=factories.LONG_AGO)
    )
    session.flush()

    expected = ActorRoles(bay.lead.id, True, False, {bay.organisation.id: MemberRole.LEAD, port.id: MemberRole.EDITOR})
    assert actor_roles(session, bay.lead.id) == expected


def test_closed_organisation_does_not_count(session: Session, bay: Team, now: datetime):
    bay.organisation.closed_at = now
    session.flush()

    assert actor_roles(session, bay.lead.id) == ActorRoles(bay.lead.id, False, False, {})
    assert leads_of(session, bay.organisation.id) == ()


def test_ended_membership_does_not_count(session: Session, bay: Team, now: datetime):
    bay.editor.memberships[0].ended_at = now
    session.flush()

    assert actor_roles(session, bay.editor.id) == ActorRoles(bay.editor.id, False, False, {})
    assert editors_of(session, bay.organisation.id) == (bay.lead.id,)


@pytest.mark.parametrize("closing", [{"active": False}, {"anonymised_at": factories.LONG_AGO}])
def test_closed_account_is_nobody_even_a_coordinators(session: Session, bay: Team, closing: dict[str, object]):
    chair = factories.person(session, "Chair", (bay.organisation, MemberRole.LEAD), coordinator=True)
    for name, value in closing.items():
        setattr(chair, name, value)
    session.flush()

    assert actor_roles(session, chair.id) == ActorRoles(chair.id, False, False, {})
    assert coordinators(session) == ()


def test_unknown_person_is_nobody(session: Session):
    assert actor_roles(session, 4711) == ActorRoles(4711, False, False, {})


def test_coordinator_without_organisation_is_a_member(session: Session):
    chair = factories.person(session, "Chair", coordinator=True)

    assert actor_roles(session, chair.id) == ActorRoles(chair.id, True, True, {})
    assert coordinators(session) == (chair.id,)


def test_people_editors_and_leads_of_an_organisation(session: Session, bay: Team):
    ident = bay.organisation.id

    assert editors_of(session, ident) == (bay.lead.id, bay.editor.id)
    assert leads_of(session, ident) == (bay.lead.id,)


def test_names_are_those_of_known_ids(session: Session, bay: Team):
    assert names(session, [bay.lead.id, 4711]) == {bay.lead.id: "Lena Lead"}
    assert names(session, []) == {}


def test_last_day_away_counts_and_is_the_persons_own_day(session: Session, bay: Team):
    bay.lead.away_until = date(2027, 7, 1)

    # In Manila 2 July begins at 16:00 UTC of 1 July.
    assert is_away(bay.lead, datetime(2027, 7, 1, 15, 59, tzinfo=UTC))
    assert not is_away(bay.lead, datetime(2027, 7, 1, 16, 0, tzinfo=UTC))
    assert [is_away(bay.lead, date(2027, 7, day)) for day in (1, 2)] == [True, False]


def test_deputy_stands_in_only_while_the_person_is_away(session: Session, bay: Team):
    bay.lead.deputy_id = bay.editor.id
    session.flush()
    assert deputies_for(session, [bay.lead.id], date(2027, 7, 1)) == {}

    bay.lead.away_until = date(2027, 7, 1)
    session.flush()

    assert deputies_for(session, [bay.lead.id, bay.editor.id], date(2027, 7, 1)) == {bay.lead.id: bay.editor.id}
    assert deputies_for(session, [bay.lead.id], date(2027, 7, 2)) == {}


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_deputy_who_is_no_editor_does_not_stand_in(session: Session, bay: Team, who: str):
    port = factories.organisation(session, "Old Port")
    stranger = factories.person(session, "Stranger", (port, MemberRole.LEAD))
    bay.lead.away_until = date(2027, 7, 1)
    bay.lead.deputy_id = bay.member.id if who == "member" else stranger.id
    session.flush()

    assert deputies_for(session, [bay.lead.id], date(2027, 7, 1)) == {}


def test_deputies_on_offer_are_the_other_editors(session: Session, bay: Team):
    assert deputies_open_to(session, bay.lead.id) == (bay.editor,)
    assert deputies_open_to(session, bay.member.id) == (bay.editor, bay.lead)
