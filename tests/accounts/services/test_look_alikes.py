"""Nobody is taken for another organisation by its name, or for somebody of it by their own."""

import threading
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from scheduler.accounts.domain.errors import BorrowedNameError, NameIsSignedError, NameTakenError
from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Organisation, OrganisationNameKey
from scheduler.accounts.reading import open_organisations
from scheduler.accounts.services.invitations import InvitationDraft, NewAccount, accept_as_new, invite
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.accounts.services.organisations import (
    Changing,
    OrganisationDraft,
    add_missing,
    add_organisation,
    change_organisation,
    close_organisation,
)
from scheduler.accounts.services.people import AccountDraft, anonymise, update_account
from scheduler.audit.services import history
from scheduler.db import AppSession
from tests import factories
from tests.accounts.services.conftest import Listener
from tests.coalition import Team


def called(name: str, short_name: str = "") -> OrganisationDraft:
    return OrganisationDraft(name, "UTC", short_name)


@pytest.mark.parametrize("name", ["Lantern\u200bBay", "LANTERN BAY", "Lantem Bay", "Lаntern Bay", "Lantern-Bay"])
def test_no_organisation_is_added_or_renamed_to_what_looks_like_another(
    session: Session, bay: Team, now: datetime, name: str
):
    port = add_organisation(session, called("Old Port"), None, now)

    with pytest.raises(NameTakenError) as added:
        add_organisation(session, called(name), None, now)
    with pytest.raises(NameTakenError) as renamed:
        change_organisation(session, port, called(name), Changing(bay.lead.id, 1), now)

    assert (added.value.field, added.value.holder) == ("name", "Lantern Bay")
    assert renamed.value.holder == "Lantern Bay"
    assert (port.name, port.revision) == ("Old Port", 1)


@pytest.mark.parametrize(
    ("name", "short_name", "field"), [("Hope", "Lantem Bay", "short_name"), ("The Bay", "", "name")]
)
def test_short_names_and_names_stand_in_each_others_way(
    session: Session, now: datetime, name: str, short_name: str, field: str
):
    add_organisation(session, called("Lantern Bay", "The Bay"), None, now)

    with pytest.raises(NameTakenError) as caught:
        add_organisation(session, called(name, short_name), None, now)

    assert caught.value.field == field


def test_closed_organisations_keep_their_names_and_are_not_told(session: Session, bay: Team, now: datetime):
    close_organisation(session, bay.organisation, (), None, now)

    with pytest.raises(NameTakenError) as caught:
        add_organisation(session, called("Lantem Bay"), None, now)

    assert caught.value.holder == ""


def test_name_that_was_given_up_is_free(session: Session, bay: Team, now: datetime):
    change_organisation(session, bay.organisation, called("Harbour"), Changing(bay.lead.id, 1), now)

    assert add_organisation(session, called("Lantern Bay"), None, now).id


def test_long_names_that_begin_alike_get_short_names_that_differ(session: Session, now: datetime):
    start = "International Federation for Children of"

    rows = [add_organisation(session, called(f"{start} {place}"), None, now) for place in ("Bonn", "Lyon", "Cork")]

    assert [row.short_name for row in rows] == [start, f"{start[:36].strip()} 2", f"{start[:36].strip()} 3"]


def test_other_changes_leave_the_names_alone_even_where_two_looked_alike_before(
    session: Session, bay: Team, now: datetime
):
    old = Organisation(name="Lantem Bay", short_name="Lantem Bay", zone="UTC", created_at=now)
    session.add(old)
    session.flush()

    change_organisation(session, old, OrganisationDraft("Lantem Bay", "Asia/Manila", "Lantem Bay"), Changing(1, 1), now)

    assert old.zone == "Asia/Manila"


def test_two_at_once_do_not_get_names_that_look_the_same(sessions: sessionmaker[AppSession], now: datetime):
    together, outcomes = threading.Barrier(2), list[str]()

    def add(name: str) -> None:
        with sessions() as session:
            together.wait()
            try:
                add_organisation(session, called(name), None, now)
                session.commit()
                outcomes.append("added")
            except NameTakenError:
                outcomes.append("taken")

    threads = [threading.Thread(target=add, args=(name,)) for name in ("Modern Aid", "Modem Aid")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with sessions() as session:
        assert sorted(outcomes) == ["added", "taken"]
        assert len(session.scalars(select(Organisation)).all()) == 1
        assert len(set(session.scalars(select(OrganisationNameKey.organisation_id)))) == 1


def test_signed_name_is_changed_by_coordinators_only(session: Session, bay: Team, now: datetime, listener: Listener):
    chair = factories.person(session, "Cora Chair", coordinator=True)
    listener.signed.add(bay.organisation.id)
    row = bay.organisation

    with pytest.raises(NameIsSignedError):
        change_organisation(session, row, called("Harbour"), Changing(bay.lead.id, 1, (listener,)), now)
    with pytest.raises(NameIsSignedError):
        change_organisation(session, row, called("Lantern Bay", "Bay"), Changing(bay.lead.id, 1, (listener,)), now)
    zone_only = OrganisationDraft("Lantern Bay", "UTC", "Lantern Bay")
    change_organisation(session, row, zone_only, Changing(bay.lead.id, 1, (listener,)), now)
    change_organisation(session, row, called("Harbour"), Changing(chair.id, 2, (listener,)), now)

    assert (row.name, row.zone) == ("Harbour", "UTC")


def test_change_of_an_organisations_name_is_on_record(session: Session, bay: Team, now: datetime):
    change_organisation(session, bay.organisation, called("Harbour"), Changing(bay.lead.id, 1), now)

    [row] = [
        one for one in history(session, ("organisation", bay.organisation.id)) if one.act == "organisation_renamed"
    ]
    assert row.actor_id == bay.lead.id
    assert row.details == {
        "name_before": "Lantern Bay",
        "short_before": "Lantern Bay",
        "name": "Harbour",
        "short": "Harbour",
    }


def test_change_of_a_persons_name_is_on_record_until_the_person_is_anonymised(
    session: Session, bay: Team, now: datetime
):
    update_account(session, bay.lead, AccountDraft("Lena Light", "UTC"), 1, now)
    subject = ("person", bay.lead.id)

    assert history(session, subject)[0].details == {"name_before": "Lena Lead", "name": "Lena Light"}

    anonymise(session, bay.lead, (), None, now)
    assert [row.details for row in history(session, subject) if row.act == "person_renamed"] == [{}]


@pytest.mark.parametrize(
    "name",
    [
        "Odile Marchand, Old Port",
        "Odile Marchand (0ld Port)",
        "Odile – Old Port, Lantern Bay",
        "Former member",
        "Odile, coordinator",
    ],
)
def test_no_person_is_called_after_an_organisation_that_is_shown_beside_names(
    session: Session, bay: Team, now: datetime, name: str
):
    factories.organisation(session, "Old Port")
    invitation = invite(session, InvitationDraft(email="o@b.example", organisation_id=bay.organisation.id), None, now)

    with pytest.raises(BorrowedNameError):
        update_account(session, bay.lead, AccountDraft(name, "UTC"), 1, now)
    with pytest.raises(BorrowedNameError):
        accept_as_new(session, invitation, NewAccount(name, "UTC", "hash"), now)

    assert (bay.lead.name, invitation.used_at) == ("Lena Lead", None)


def test_namesakes_are_told_apart_by_their_organisation(session: Session, bay: Team, now: datetime):
    port = factories.organisation(session, "Old Port")
    other = factories.person(session, "Lena Lead", (port, MemberRole.LEAD))

    found = names_with_organisations(session, {bay.lead.id, other.id})

    assert found == {bay.lead.id: "Lena Lead (Lantern Bay)", other.id: "Lena Lead (Old Port)"}


def test_a_list_names_all_that_are_taken_and_adds_the_others(session: Session, now: datetime) -> None:
    for name in ("Old Port", "Modern Aid"):
        add_organisation(session, called(name), None, now)

    taken = add_missing(session, ["0ld Port", "Łódź", "old port", "Modem Aid"], "UTC", None, now)

    assert [error.name for error in taken] == ["0ld Port", "Modem Aid"]
    assert sorted(row.name for row in open_organisations(session)) == ["Modern Aid", "Old Port", "Łódź"]
