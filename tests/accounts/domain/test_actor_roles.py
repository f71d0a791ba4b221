"""What follows from a person's roles."""

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.roles import MemberRole

BAY, PORT, HARBOUR, ELSEWHERE = 1, 2, 3, 4
MEMBER = ActorRoles(7, True, False, {BAY: MemberRole.LEAD, PORT: MemberRole.EDITOR, HARBOUR: MemberRole.MEMBER})


def test_organisations_editors_and_leads():
    assert MEMBER.organisations == {BAY, PORT, HARBOUR}
    assert MEMBER.editor_of == {BAY, PORT}
    assert MEMBER.leads == {BAY}


def test_lead_keeps_the_people_of_the_own_organisation_only():
    kept = [place for place in (BAY, PORT, HARBOUR, ELSEWHERE) if MEMBER.may_manage_members_of(place)]

    assert kept == [BAY]


def test_coordinator_keeps_the_people_of_all():
    assert ActorRoles(8, True, True).may_manage_members_of(ELSEWHERE)


def test_editor_is_one_of_the_editors_and_no_lead():
    assert (MEMBER.is_editor_of(PORT), MEMBER.is_lead_of(PORT)) == (True, False)
    assert (MEMBER.is_editor_of(HARBOUR), MEMBER.is_lead_of(BAY)) == (False, True)
