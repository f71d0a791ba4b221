"""A person's own account, and its end."""

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.errors import BadDeputyError, LastCoordinatorError
from scheduler.accounts.models import Invitation, PersonVisit
from scheduler.accounts.services.actor_roles import actor_roles, names
from scheduler.accounts.services.invitations import InvitationDraft, invite
from scheduler.accounts.services.people import (
    Absence,
    AccountDraft,
    anonymise,
    everyone,
    find_person,
    set_absence,
    update_account,
)
from scheduler.outbox.domain.return_kinds import ReturnKind
from scheduler.outbox.stopping import stop, stopped_addresses
from scheduler.rows import StaleEditError
from tests import factories
from tests.accounts.services.conftest import Listener
from tests.coalition import Team


def test_account_is_changed_once_a_revision(session: Session, bay: Team, now: datetime):
    update_account(session, bay.lead, AccountDraft("Lena L.", "UTC"), 1, now)

    with pytest.raises(StaleEditError) as caught:
        update_account(session, bay.lead, AccountDraft("Somebody", "UTC"), 1, now)

    assert caught.value.current == {"name": "Lena L.", "zone": "UTC", "language": "en"}


def test_absence_wants_a_deputy_who_is_editor(session: Session, bay: Team, now: datetime):
    set_absence(session, bay.lead, Absence(date(2027, 7, 20), bay.editor.id), 1, now)

    with pytest.raises(BadDeputyError):
        set_absence(session, bay.lead, Absence(date(2027, 7, 20), bay.member.id), 2, now)
    with pytest.raises(BadDeputyError):
        set_absence(session, bay.lead, Absence(date(2027, 7, 20), bay.lead.id), 2, now)
    with pytest.raises(StaleEditError):
        set_absence(session, bay.lead, Absence(None, None), 1, now)

    assert (bay.lead.away_until, bay.lead.deputy_id) == (date(2027, 7, 20), bay.editor.id)


def test_anonymising_takes_name_address_log_in_and_ties(session: Session, bay: Team, now: datetime, listener: Listener):
    editor = bay.editor
    address, key, ident = editor.email, editor.fs_uniquifier, editor.id
    set_absence(session, bay.lead, Absence(date(2027, 7, 20), ident), 1, now)
    draft = InvitationDraft(email=address, organisation_id=None, name="Edi Editor", makes_coordinator=True)
    invite(session, draft, None, now)
    session.add(PersonVisit(person_id=ident, last_at=now))
    stop(session, ident, address, ReturnKind.GONE, now)

    anonymise(session, editor, (listener,), bay.lead.id, now)
    session.commit()

    assert names(session, [ident]) == {ident: "Former member"}
    assert address not in editor.email
    assert stopped_addresses(session) == {}
    assert editor.fs_uniquifier != key
    assert (editor.password, editor.active, editor.anonymised_at) == (None, False, now)
    assert not actor_roles(session, ident).is_member
    assert listener.calls == [
        ("membership_ended", ident, bay.organisation.id, bay.lead.id, now),
        ("person_anonymised", ident),
    ]
    assert bay.lead.deputy_id is None
    assert session.scalars(select(PersonVisit)).all() == []
    assert find_person(session, ident) is None
    assert editor not in everyone(session)
    [invitation] = session.scalars(select(Invitation))
    assert (invitation.name, invitation.revoked_at) == ("", now)
    assert address != invitation.email


def test_anonymising_twice_is_once(session: Session, bay: Team, now: datetime, listener: Listener):
    for _ in range(2):
        anonymise(session, bay.lead, (listener,), None, now)

    assert [calls[0] for calls in listener.calls] == ["membership_ended", "person_anonymised"]


def test_last_coordinator_is_not_anonymised(session: Session, now: datetime):
    chair = factories.person(session, "Chair", coordinator=True)

    with pytest.raises(LastCoordinatorError):
        anonymise(session, chair, (), chair.id, now)

    assert chair.name == "Chair"
