"""Roles and memberships change in the same moment as others use or change them."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Invitation, Membership, Organisation, Person
from scheduler.accounts.services.actor_roles import actor_roles, coordinators, leads_of
from scheduler.accounts.services.invitations import InvitationDraft, NewAccount, accept_as_new, invite
from scheduler.accounts.services.memberships import Ending, Offer, end_membership, grant, make_coordinator
from scheduler.accounts.services.organisations import close_organisation
from scheduler.content.models import Item, ItemVersion
from scheduler.db import AppSession
from tests.at_once.conftest import Town
from tests.bad_input.built import NOW
from tests.together import meet

pytestmark = pytest.mark.engines("sqlite", "postgresql")


def membership(town: Town, who: str, organisation: str) -> Membership:
    place = town.organisation(organisation)
    rows = town.rows(Membership)
    return next(row for row in rows if (row.person_id, row.organisation_id) == (town.people[who].id, place))


def role_form(town: Town, who: str, role: str) -> tuple[str, dict[str, object]]:
    row = membership(town, who, "Open Bridge")
    return f"/people/memberships/{row.id}/role", {"role": role, "revision": str(row.revision)}


@pytest.fixture
def two_leads(town: Town) -> Town:
    """Theo leads Open Bridge beside Lena."""
    path, data = role_form(town, "theo", "lead")
    assert town.post("lena", path, **data).status == 303
    return town


def leads(town: Town) -> tuple[int, ...]:
    with town.sessions() as session:
        return leads_of(session, town.organisation("Open Bridge"))


def test_of_two_changes_of_a_role_the_second_is_told(town: Town) -> None:
    path, data = role_form(town, "theo", "lead")

    replies = town.together(("lena", path, data), ("cora", path, {**data, "role": "member"}))

    assert sorted(reply.status for reply in replies) == [303, 409]
    kept = "lead" if replies[0].status == 303 else "member"
    assert membership(town, "theo", "Open Bridge").role == kept


def test_the_same_change_of_a_role_twice_is_one(town: Town) -> None:
    path, data = role_form(town, "theo", "lead")

    replies = town.together(("lena", path, data), ("lena", path, data))

    assert [reply.status for reply in replies] == [303, 303]
    assert membership(town, "theo", "Open Bridge").revision == 2


def test_two_leads_cannot_both_step_back(two_leads: Town) -> None:
    forms = [("cora", *role_form(two_leads, who, "editor")) for who in ("lena", "theo")]

    replies = two_leads.together(*forms)

    assert sorted(reply.status for reply in replies) == [303, 409]
    assert len(leads(two_leads)) == 1


def test_two_leads_who_take_each_other_out_leave_one(two_leads: Town) -> None:
    town = two_leads
    paths = {who: f"/people/memberships/{membership(town, who, 'Open Bridge').id}/remove" for who in ("lena", "theo")}

    replies = town.together(("lena", paths["theo"], {}), ("theo", paths["lena"], {}))

    # 403 for Theo, who is a member nowhere else; 302 to the log-in for whoever was taken out before they were asked.
    assert sorted(reply.status for reply in replies) in ([303, 403], [303, 404], [302, 303])
    assert len(leads(town)) == 1


def test_two_coordinators_who_end_each_other_leave_one(town: Town) -> None:
    cora, lena = (town.people[who].id for who in ("cora", "lena"))
    with town.sessions() as session:
        make_coordinator(session, session.get_one(Person, lena), cora, NOW)
        session.commit()

    forms = [
        ("cora", f"/people/{lena}/coordinator", {"act": "end"}),
        ("lena", f"/people/{cora}/coordinator", {"act": "end"}),
    ]
    replies = town.together(*forms)

    assert sorted(reply.status for reply in replies) == [303, 404]
    with town.sessions() as session:
        assert len(coordinators(session)) == 1


def test_making_a_coordinator_twice_does_not_end_it(town: Town) -> None:
    form = ("cora", f"/people/{town.people['lena'].id}/coordinator", {"act": "make"})

    replies = town.together(form, form)

    assert [reply.status for reply in replies] == [303, 303]
    with town.sessions() as session:
        assert len(coordinators(session)) == 2


def test_whoever_is_taken_out_meanwhile_saves_nothing_and_gets_the_text_back(town: Town) -> None:
    row, item = membership(town, "theo", "Open Bridge"), town.rows(Item)[0]
    versions = len(town.rows(ItemVersion))
    text = "Every word of this took an hour."

    def take_out(session: AppSession) -> None:
        ending = Ending(town.people["cora"].id, town.app.extensions["scheduler.listeners"])
        end_membership(session, session.get_one(Membership, row.id), ending, NOW)

    form = {"title": "New title", "body": text, "revision": str(item.revision), "version": "1"}
    _out, reply = meet(
        town.sessions, take_out, lambda _session: town.post("theo", f"/content/{item.public_id}/words", **form)
    )

    # Who is removed is logged out as well.
    assert reply.status in {401, 403, 404}  # type: ignore[attr-defined]
    assert text in reply.text  # type: ignore[attr-defined]
    assert len(town.rows(ItemVersion)) == versions


def accept(town: Town, invitation_id: int) -> Callable[[AppSession], object]:
    def act(session: AppSession) -> object:
        invitation = session.get_one(Invitation, invitation_id)
        return accept_as_new(session, invitation, NewAccount("Nia New", "UTC", "hash"), NOW).id

    return act


def close(town: Town, organisation_id: int) -> Callable[[AppSession], object]:
    def act(session: AppSession) -> object:
        row = session.get_one(Organisation, organisation_id)
        close_organisation(session, row, town.app.extensions["scheduler.listeners"], None, NOW)
        return row.closed_at

    return act


@pytest.fixture
def invited(town: Town) -> tuple[int, int]:
    """An invitation to Kite Street, and the organisation."""
    kite = town.organisation("Kite Street")
    with town.sessions() as session:
        made = invite(session, InvitationDraft(email="nia@people.example", organisation_id=kite), None, NOW)
        ident = made.id
        session.commit()
    return ident, kite


def test_an_invitation_to_an_organisation_that_closes_meanwhile_is_taken_back(
    town: Town, invited: tuple[int, int]
) -> None:
    ident, kite = invited

    closed, error = meet(town.sessions, close(town, kite), accept(town, ident))

    assert (closed, str(error)) == (NOW, "invitation is revoked")
    assert "nia@people.example" not in {row.email for row in town.rows(Person)}


def test_whoever_accepts_before_it_closes_acts_for_nobody_afterwards(town: Town, invited: tuple[int, int]) -> None:
    ident, kite = invited

    person_id, closed = meet(town.sessions, accept(town, ident), close(town, kite))

    assert closed == NOW
    with town.sessions() as session:
        assert isinstance(person_id, int)
        assert actor_roles(session, person_id).is_member is False


def test_granting_at_once_is_one_membership_with_the_stronger_role(town: Town) -> None:
    jun, kite = town.people["jun"].id, town.organisation("Kite Street")

    def give(role: MemberRole) -> Callable[[AppSession], object]:
        return lambda session: grant(session, jun, Offer(kite, role), None, NOW).id

    first, second = meet(town.sessions, give(MemberRole.LEAD), give(MemberRole.MEMBER))

    assert first == second
    with town.sessions() as session:
        query = select(Membership.role).where(Membership.person_id == jun, Membership.organisation_id == kite)
        assert session.scalars(query).all() == ["lead"]
