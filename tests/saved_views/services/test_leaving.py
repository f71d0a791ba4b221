"""Own views go with whoever leaves the coalition; an organisation's stay with it."""

from sqlalchemy import select

from scheduler.accounts.models import MemberRole
from scheduler.accounts.services.memberships import Ending, end_coordinator, end_membership
from scheduler.accounts.services.organisations import close_organisation
from scheduler.accounts.services.people import anonymise
from scheduler.saved_views.models import SavedView
from scheduler.saved_views.services.listener import SavedViewListener
from tests.factories import organisation, person, saved_view

LISTENERS = (SavedViewListener(),)


def left(session):
    return sorted(session.scalars(select(SavedView.name)))


def scene(session):
    bay, port = organisation(session, "Lantern Bay"), organisation(session, "Old Port")
    lead = person(session, "Lena", (bay, MemberRole.LEAD), (port, MemberRole.EDITOR))
    other = person(session, "Olga", (bay, MemberRole.LEAD))
    for who in (lead, other):
        saved_view(session, who.name, person_id=who.id)
    saved_view(session, "Bay's", organisation_id=bay.id)
    saved_view(session, "Port's", organisation_id=port.id)
    return bay, lead, other


def test_own_views_go_with_the_last_membership(session, now):
    _bay, lead, other = scene(session)
    ending = Ending(other.id, LISTENERS)

    first, second = lead.memberships
    end_membership(session, first, ending, now)
    assert left(session) == ["Bay's", "Lena", "Olga", "Port's"]
    end_membership(session, second, ending, now)
    assert left(session) == ["Bay's", "Olga", "Port's"]


def test_views_go_with_an_organisation_that_closes(session, now):
    bay, lead, _other = scene(session)

    close_organisation(session, bay, LISTENERS, lead.id, now)

    # Lena still edits for the port.
    assert left(session) == ["Lena", "Port's"]


def test_own_views_go_with_the_role_of_a_coordinator_who_was_only_that(session, now):
    first, second = (person(session, name, coordinator=True) for name in ("Cora", "Cleo"))
    saved_view(session, "Cora's", person_id=first.id)

    end_coordinator(session, first, Ending(second.id, LISTENERS), now)

    assert left(session) == []


def test_own_views_go_when_somebody_is_anonymised(session, now):
    _bay, lead, other = scene(session)

    anonymise(session, lead, LISTENERS, other.id, now)

    assert left(session) == ["Bay's", "Olga", "Port's"]
