"""People, many in one statement."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Organisation, Person
from scheduler.accounts.queries.people import Place, everyone, profiles, profiles_with_editors
from tests import factories
from tests.costs import statements

LEAD, EDITOR, MEMBER = MemberRole.LEAD, MemberRole.EDITOR, MemberRole.MEMBER


def place(organisation: Organisation, role: MemberRole, *, shares_name: bool = False) -> Place:
    return Place(organisation.id, organisation.short_name, role, shares_name)


def test_a_profile_says_for_whom_somebody_acts_and_who_shares_a_name(session: Session, now: datetime) -> None:
    bay, port, gone = (factories.organisation(session, name) for name in ("Bay", "Port", "Gone"))
    gone.closed_at = now
    ana = factories.person(session, "Ana", (bay, LEAD), (port, MEMBER), (gone, LEAD), coordinator=True)
    other = factories.person(session, "ana", (port, EDITOR))
    ana.away_until, ana.deputy_id = date(2027, 1, 1), other.id
    session.flush()

    with statements(session.get_bind().engine) as seen:
        found = profiles(session, [ana.id, other.id, 9999])

    assert len(seen) == 1
    assert found.keys() == {ana.id, other.id}
    assert found[ana.id].places == (place(bay, LEAD), place(port, MEMBER, shares_name=True))
    assert found[ana.id].roles == ActorRoles(ana.id, True, True, {bay.id: LEAD, port.id: MEMBER})
    assert (found[ana.id].away_until, found[ana.id].deputy_id) == (date(2027, 1, 1), other.id)
    assert found[other.id].places == (place(port, EDITOR, shares_name=True),)


def test_a_closed_account_has_no_roles_but_a_name(session: Session, now: datetime) -> None:
    ana = factories.person(session, "Ana", (factories.organisation(session, "Bay"), LEAD), coordinator=True)
    ana.anonymised_at = now
    session.flush()

    profile = profiles(session, [ana.id])[ana.id]

    assert (profile.name, profile.is_open, profile.roles) == ("Ana", False, ActorRoles(ana.id, False, False))


def people(session: Session, organisation: Organisation, other: Organisation) -> dict[str, Person]:
    return {
        "lead": factories.person(session, "Lead", (organisation, LEAD)),
        "editor": factories.person(session, "Editor", (organisation, EDITOR)),
        "member": factories.person(session, "Member", (organisation, MEMBER)),
        "namesake": factories.person(session, "Member", (organisation, MEMBER)),
        "stranger": factories.person(session, "Stranger", (other, LEAD)),
        "coordinator": factories.person(session, "Coordinator", coordinator=True),
        "left": factories.person(session, "Left"),
    }


def test_everyone_are_those_who_act_or_coordinate_and_as_each_is_asked_for(session: Session) -> None:
    made = people(session, factories.organisation(session, "Bay"), factories.organisation(session, "Port"))

    found = everyone(session)

    assert found == profiles(session, [one.id for name, one in made.items() if name != "left"])
    assert found[made["member"].id].places[0].shares_name


def test_editors_come_with_coordinators_and_whoever_is_asked_for(session: Session) -> None:
    bay = factories.organisation(session, "Bay")
    made = people(session, bay, factories.organisation(session, "Port"))

    found = profiles_with_editors(session, [made["left"].id], [bay.id])

    assert found == profiles(session, [made[name].id for name in ("lead", "editor", "coordinator", "left")])
