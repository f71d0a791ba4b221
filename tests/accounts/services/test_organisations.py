"""Organisations and the coalition's own row."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from scheduler.accounts.domain.errors import NameTakenError
from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.reading import (
    closed_organisations,
    coalition,
    open_organisations,
    organisation_names,
    rosters,
)
from scheduler.accounts.services.invitations import InvitationDraft, invite
from scheduler.accounts.services.memberships import Offer, grant, memberships_of
from scheduler.accounts.services.organisations import (
    Changing,
    Consequences,
    OrganisationDraft,
    add_organisation,
    change_organisation,
    close_organisation,
    consequences_of_closing,
    finish_set_up,
    name_coalition,
)
from scheduler.rows import StaleEditError
from tests import factories
from tests.accounts.services.conftest import Listener
from tests.coalition import Team

FORM = "01234567-89ab-4def-8123-456789abcdef"


def test_short_name_is_the_beginning_of_a_long_one(session: Session, now: datetime):
    row = add_organisation(session, OrganisationDraft("A" * 39 + " Foundation", "UTC"), None, now)

    assert row.short_name == "A" * 39


@pytest.mark.parametrize("name", ["Lantern Bay", "lantern bay"])
def test_name_is_taken_whatever_its_case_and_after_closing(session: Session, bay: Team, now: datetime, name: str):
    close_organisation(session, bay.organisation, (), None, now)

    with pytest.raises(NameTakenError):
        add_organisation(session, OrganisationDraft(name, "UTC"), None, now)


def test_form_sent_twice_adds_one(session: Session, now: datetime):
    draft = OrganisationDraft("Old Port", "UTC", form_id=FORM)

    assert add_organisation(session, draft, None, now) is add_organisation(session, draft, None, now)


def test_change_is_refused_when_stale_or_when_the_name_is_taken(session: Session, bay: Team, now: datetime):
    factories.organisation(session, "Old Port")
    row, actor = bay.organisation, bay.lead.id

    with pytest.raises(StaleEditError) as caught:
        change_organisation(session, row, OrganisationDraft("Bay", "UTC"), Changing(actor, 9), now)
    with pytest.raises(NameTakenError):
        change_organisation(session, row, OrganisationDraft("OLD PORT", "UTC"), Changing(actor, 1), now)
    change_organisation(session, row, OrganisationDraft("Bay", "UTC"), Changing(actor, 1), now)

    assert caught.value.current["name"] == "Lantern Bay"
    assert (row.name, row.short_name, row.zone, row.revision) == ("Bay", "Bay", "UTC", 2)


def test_closing_says_before_what_it_does(session: Session, bay: Team, now: datetime):
    port = factories.organisation(session, "Old Port")
    grant(session, bay.editor.id, Offer(port.id, MemberRole.MEMBER), None, now)
    invite(session, InvitationDraft(email="n@b.example", organisation_id=bay.organisation.id), None, now)

    assert consequences_of_closing(session, bay.organisation) == Consequences(
        people=3, people_left_out=2, invitations=1
    )


def test_closing_takes_back_invitations_and_notifies_the_listeners_once(
    session: Session, bay: Team, now: datetime, listener: Listener
):
    made = invite(session, InvitationDraft(email="n@b.example", organisation_id=bay.organisation.id), None, now)

    for _ in range(2):
        close_organisation(session, bay.organisation, (listener,), bay.lead.id, now)

    session.refresh(made)
    assert made.revoked_at == now
    assert listener.calls == [("organisation_closed", bay.organisation.id, bay.lead.id, now)]
    assert (open_organisations(session), closed_organisations(session)) == ((), (bay.organisation,))


def test_closing_numbers_the_memberships_that_count_no_more(session: Session, bay: Team, now: datetime):
    session.commit()
    before = {row.id: row.version for row in memberships_of(session, bay.organisation.id)}

    close_organisation(session, bay.organisation, (), None, now)
    session.commit()

    after = {row.id: row.version for row in memberships_of(session, bay.organisation.id)}
    assert all((after[ident] or 0) > (before[ident] or 0) for ident in before)


def test_names_are_known_of_closed_ones_too(session: Session, bay: Team, now: datetime):
    close_organisation(session, bay.organisation, (), None, now)

    assert organisation_names(session, [bay.organisation.id, 4711]) == {bay.organisation.id: "Lantern Bay"}
    assert organisation_names(session, []) == {}


def test_rosters_hold_open_organisations_and_memberships_that_have_not_ended(
    session: Session, bay: Team, now: datetime
):
    bay.member.memberships[0].ended_at = now
    port = factories.organisation(session, "Old Port")
    session.flush()

    found = [(row.organisation.name, [one.person.name for one in row.memberships]) for row in rosters(session, 1).items]

    assert found == [("Lantern Bay", ["Edi Editor", "Lena Lead"]), ("Old Port", [])]
    assert port.closed_at is None


def test_coalition_is_named_once_and_renamed(session: Session, now: datetime):
    assert coalition(session) is None

    name_coalition(session, "Free Tides", "UTC")
    row = name_coalition(session, "Free Tides", "UTC")
    with pytest.raises(StaleEditError):
        name_coalition(session, "Free Tides Coalition", "Asia/Manila", revision=7)
    name_coalition(session, "Free Tides Coalition", "Asia/Manila", revision=1)
    finish_set_up(session, None, now)

    assert coalition(session) is row
    assert (row.name, row.zone, row.set_up_at) == ("Free Tides Coalition", "Asia/Manila", now)
