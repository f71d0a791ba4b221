"""Nobody poses as a coordinator, as another organisation or as several."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from scheduler.accounts.domain.errors import BorrowedNameError, NameTakenError, ReservedNameError
from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Organisation, Person
from scheduler.accounts.services.invitations import InvitationDraft, NewAccount, accept_as_new, invite
from scheduler.accounts.services.memberships import Ending, Offer, end_membership, grant
from scheduler.accounts.services.naming import name_with_organisations, names_with_organisations
from scheduler.accounts.services.organisations import (
    Changing,
    OrganisationDraft,
    add_organisation,
    change_organisation,
    name_coalition,
)
from scheduler.accounts.services.people import AccountDraft, anonymise, update_account
from tests import factories
from tests.coalition import Team


def called(name: str, short_name: str = "") -> OrganisationDraft:
    return OrganisationDraft(name, "UTC", short_name)


@pytest.fixture
def bridge(session: Session, now: datetime) -> Organisation:
    """Open Bridge Alliance beside Kite, Sampaguita and Le Phare, in the coalition Free Tides."""
    name_coalition(session, "Free Tides", "UTC")
    for name in ("Kite", "Sampaguita", "Le Phare"):
        factories.organisation(session, name)
    return add_organisation(session, called("Open Bridge Alliance", "Open Bridge"), None, now)


POSING = [
    *("Open Bridge, Sampaguita", "Lantern, Open Bridge", "Open Bridge & Kite", "Open Bridge/Kite", "Hope (Kite)"),
    *(
        "Hope（Οpen Bridge）",
        "Hope、Kite",
        "Hope ǀ Kite",
        "Hope, and Kite",
        "Hope-Open Bridge",
        "Hope - Kite",
        "Free Tides",
    ),
    *("Hope (Free Tides)", "Frее Tides", "Hope, of the Open Bridge Alliance", "Sampaguita) and Ana (Hope"),
]


@pytest.mark.parametrize("name", POSING)
@pytest.mark.parametrize("field", ["name", "short_name"])
def test_no_organisation_poses_as_several(
    session: Session, bay: Team, bridge: Organisation, now: datetime, name: str, field: str
):
    draft = called(name) if field == "name" else called("Harbour", name)

    with pytest.raises(NameTakenError) as added:
        add_organisation(session, draft, None, now)
    with pytest.raises(NameTakenError) as renamed:
        change_organisation(session, bay.organisation, draft, Changing(bay.lead.id, 1), now)

    assert (added.value.field, renamed.value.field) == (field, field)
    assert added.value.holder in {bridge.name, "Kite", "Sampaguita", "Free Tides"}


@pytest.mark.parametrize(
    "name",
    [
        *("coordinator", "the coordinator", "coordinators", "Administrator", "The scheduler", "The server itself"),
        *("Former member", "formerly Kite", "lead", "coordinatοr", "Kite) and Cora Whitfield (coordinator"),
    ],
)
@pytest.mark.parametrize("field", ["name", "short_name"])
def test_no_organisation_is_called_what_others_are(session: Session, bay: Team, now: datetime, name: str, field: str):
    draft = called(name) if field == "name" else called("Harbour", name)

    with pytest.raises(ReservedNameError) as added:
        add_organisation(session, draft, None, now)
    with pytest.raises(ReservedNameError):
        change_organisation(session, bay.organisation, draft, Changing(bay.lead.id, 1), now)

    assert added.value.field == field


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Anti-Slavery Watch (Manila)",
            "Le Phare du Nord, association loi 1901",
            "Open Bridge Manila",
            "Take the Lead",
        ),
        *("Kite-Surfers", "Tides & Coasts"),
    ],
)
def test_marks_that_set_nobody_apart_are_let_through(session: Session, bridge: Organisation, now: datetime, name: str):
    assert add_organisation(session, called(name), None, now).id != bridge.id


def test_an_organisation_may_hold_its_own_names(session: Session, bridge: Organisation, now: datetime):
    change_organisation(session, bridge, called("Open Bridge Alliance (Open Bridge)"), Changing(1, 1), now)

    assert bridge.name == "Open Bridge Alliance (Open Bridge)"


def test_a_name_that_older_rules_let_through_may_stay(session: Session, bridge: Organisation, now: datetime):
    old = factories.organisation(session, "Hope (Kite)")

    change_organisation(session, old, called("Hope (Kite)", "Hope"), Changing(bridge.id, 1), now)

    assert old.short_name == "Hope"


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Priya Nair（Open Bridge）",
            "Priya Nair（Kite）",
            "Priya Nair ﴾Kite﴿",
            "Priya Nair 〔Kite〕",
            "Priya Nair ❨Kite❩",
        ),
        *("Priya Nair ⟮Kite⟯", "Priya Nair ﹙Kite﹚", "Priya Nair ⁽Kite⁾", "Priya Nair，Kite", "Priya Nair、Kite"),
        *(
            "Priya Nair ∙ Kite",
            "Priya Nair ǀ Kite",
            "Lena Ortiz Open Bridge",
            "Priya Nair of Open Bridge",
            "Open Bridge",
        ),
        *("Open Bridge Alliance", "Lena OpenBridge", "Lena Ortiz-Open Bridge", "Οpen Bridge’s Lena"),
        *("Free Tides", "Ana of Free Tides", "Cora Whitfield coordinator", "Lena Ortiz (lead)", "The server itself"),
    ],
)
def test_no_person_poses_as_somebody_else(session: Session, bay: Team, bridge: Organisation, now: datetime, name: str):
    invitation = invite(session, InvitationDraft(email="o@b.example", organisation_id=bridge.id), None, now)

    with pytest.raises(BorrowedNameError):
        update_account(session, bay.lead, AccountDraft(name, "UTC"), 1, now)
    with pytest.raises(BorrowedNameError):
        accept_as_new(session, invitation, NewAccount(name, "UTC", "hash"), now)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Sinéad O'Brien",
            "Jean-Luc",
            "María José",
            "Anna-Lena",
            "Dr. med. Kim",
            "Martin Luther King, Jr.",
            "Ana Kite",
        ),
        *("می\u200cخواهم", "क्\u200dष शर्मा", "Bridget Open", "Priya Nair", "K. Ite"),
    ],
)
def test_real_names_go_on_passing(session: Session, bay: Team, bridge: Organisation, now: datetime, name: str):
    update_account(session, bay.lead, AccountDraft(name, "UTC"), 1, now)

    assert (bay.lead.name, bridge.revision) == (name, 1)


def ended(session: Session, person: Person, now: datetime) -> None:
    end_membership(session, person.memberships[0], Ending(None, (), even_last_lead=True), now)


def test_names_say_for_whom_people_acted_last_and_forget_the_anonymised(session: Session, bay: Team, now: datetime):
    port = factories.organisation(session, "Old Port")
    grant(session, bay.editor.id, Offer(port.id, MemberRole.MEMBER), None, now)
    chair = factories.person(session, "Cora Chair", coordinator=True)
    loner = factories.person(session, "Lone Wolf")
    ended(session, bay.member, now)
    anonymise(session, bay.lead, (), None, now)

    assert name_with_organisations(session, bay.editor.id) == "Edi Editor (Lantern Bay, Old Port)"
    assert name_with_organisations(session, chair.id) == "Cora Chair (coordinator)"
    assert name_with_organisations(session, bay.member.id) == "Mo Member (formerly Lantern Bay)"
    assert name_with_organisations(session, loner.id) == "Lone Wolf"
    assert name_with_organisations(session, bay.lead.id) == "Former member"
    assert (name_with_organisations(session, None), names_with_organisations(session, ())) == ("", {})
