"""Whoever leaves does not go on reading by a secret address that they know."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import MemberRole, Membership, Organisation, Person
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.accounts.services.memberships import (
    Ending,
    Offer,
    RoleChange,
    change_role,
    end_coordinator,
    end_membership,
    grant,
)
from scheduler.accounts.services.organisations import close_organisation
from scheduler.accounts.services.people import anonymise
from scheduler.audit.services import history
from scheduler.feeds.domain.tokens import token_of
from scheduler.feeds.models import Feed
from scheduler.feeds.reading import AddressMaker, cards
from scheduler.feeds.services.addresses import FeedDraft, make_feed
from scheduler.feeds.services.listener import RENEWED, FeedListener
from scheduler.feeds.services.serving import FeedStatus, Site, serve_token
from scheduler.outbox.models import Message
from tests.factories import organisation, person

KEY, BASE = "a key for tests", "https://plan.test"
SITE = Site(BASE, "Our coalition")
DEPENDANTS = (FeedListener(KEY),)


@dataclass(frozen=True, slots=True)
class Bay:
    place: Organisation
    lead: Person
    other_lead: Person
    editor: Person
    feed: Feed


@pytest.fixture
def bay(session: Session, now: datetime) -> Bay:
    place = organisation(session, "Lantern Bay")
    lead, other = (person(session, name, (place, MemberRole.LEAD)) for name in ("Lena Lead", "Olga Lead"))
    editor = person(session, "Edi Editor", (place, MemberRole.EDITOR))
    draft = FeedDraft("Staff days", {}, organisation_id=place.id)
    feed = make_feed(session, draft, KEY, actor_id=lead.id, now=now)
    feed.last_fetch_at, feed.last_agent, feed.fetches = now, "Google Calendar", 12
    session.flush()
    return Bay(place, lead, other, editor, feed)


def address(feed: Feed) -> str:
    return token_of(KEY, feed.id, feed.nonce)


def fate(session: Session, token: str, now: datetime) -> FeedStatus:
    return serve_token(session, token, SITE, "ics", now).fate


def own_feed(session: Session, who: Person, now: datetime) -> Feed:
    return make_feed(session, FeedDraft("Mine", {}, person_id=who.id), KEY, actor_id=who.id, now=now)


def membership_of(who: Person) -> Membership:
    return who.memberships[0]


def leave(session: Session, who: Person, now: datetime) -> tuple[str, ...]:
    return end_membership(session, membership_of(who), Ending(None, DEPENDANTS, even_last_lead=True), now)


def step_down(session: Session, who: Person, now: datetime) -> tuple[str, ...]:
    change = RoleChange(MemberRole.EDITOR, membership_of(who).revision, listeners=DEPENDANTS)
    return change_role(session, membership_of(who), change, None, now)


def vanish(session: Session, who: Person, now: datetime) -> tuple[str, ...]:
    return anonymise(session, who, DEPENDANTS, None, now)


@pytest.mark.parametrize("end", [leave, step_down, vanish])
def test_address_that_a_former_lead_knows_is_renewed(
    session: Session, bay: Bay, now: datetime, end: Callable[[Session, Person, datetime], tuple[str, ...]]
):
    known = address(bay.feed)

    notes = end(session, bay.lead, now)

    assert fate(session, known, now) is FeedStatus.GONE
    assert fate(session, address(bay.feed), now) is FeedStatus.OPEN
    assert "The staff feed of Lantern Bay has a new secret address: “Staff days”." in notes[0]
    assert history(session, ("feed", bay.feed.id))[0].details == {
        "organisation_id": bay.place.id,
        "person_id": bay.lead.id,
    }


@pytest.mark.parametrize("end", [leave, vanish])
def test_whoever_never_saw_the_address_renews_nothing(
    session: Session, bay: Bay, now: datetime, end: Callable[[Session, Person, datetime], tuple[str, ...]]
):
    known = address(bay.feed)

    assert end(session, bay.editor, now) == ()
    assert fate(session, known, now) is FeedStatus.OPEN


def test_stronger_role_renews_nothing(session: Session, bay: Bay, now: datetime):
    known = address(bay.feed)

    change_role(session, membership_of(bay.editor), RoleChange(MemberRole.LEAD, 1, listeners=DEPENDANTS), None, now)

    assert fate(session, known, now) is FeedStatus.OPEN


def test_being_taken_in_again_brings_no_old_address_back(session: Session, bay: Bay, now: datetime):
    known = [address(bay.feed), address(own_feed(session, bay.lead, now))]
    leave(session, bay.lead, now)

    grant(session, bay.lead.id, Offer(bay.place.id, MemberRole.LEAD), None, now)

    assert [fate(session, token, now) for token in known] == [FeedStatus.GONE, FeedStatus.GONE]


def test_remaining_leads_are_notified_by_mail(session: Session, bay: Bay, now: datetime):
    leave(session, bay.lead, now)

    [message] = session.scalars(select(Message).where(Message.kind == RENEWED))
    assert (message.person_id, message.payload["feed_ids"]) == (bay.other_lead.id, [bay.feed.id])


def test_page_says_why_and_who_fetched_the_old_one_for_a_month(session: Session, bay: Bay, now: datetime):
    leave(session, bay.lead, now)

    def renewal(at: datetime):
        [card] = cards(session, actor_roles(session, bay.other_lead.id), AddressMaker(BASE, KEY), at)
        return card.renewal

    shown = renewal(now + timedelta(days=29))
    assert shown is not None
    assert (shown.who, shown.program, shown.fetches) == ("Lena Lead (formerly Lantern Bay)", "Google Calendar", 12)
    assert renewal(now + timedelta(days=30)) is None


def test_closing_an_organisation_ends_its_feeds_and_those_of_who_belongs_to_nothing_more(
    session: Session, bay: Bay, now: datetime
):
    port = organisation(session, "Old Port")
    grant(session, bay.editor.id, Offer(port.id, MemberRole.MEMBER), None, now)
    gone, kept = own_feed(session, bay.lead, now), own_feed(session, bay.editor, now)

    close_organisation(session, bay.place, DEPENDANTS, None, now)

    assert bay.feed.revoked_at == gone.revoked_at == now
    assert kept.revoked_at is None
    assert fate(session, address(bay.feed), now) is FeedStatus.GONE


def test_personal_feed_lives_on_with_another_organisation(session: Session, bay: Bay, now: datetime):
    port = organisation(session, "Old Port")
    grant(session, bay.lead.id, Offer(port.id, MemberRole.MEMBER), None, now)
    own = own_feed(session, bay.lead, now)

    leave(session, bay.lead, now)

    assert fate(session, address(own), now) is FeedStatus.OPEN


def test_coordinator_who_was_only_that_loses_the_feed(session: Session, bay: Bay, now: datetime):
    chair, _other = (person(session, name, coordinator=True) for name in ("Cora", "Otto"))
    own = own_feed(session, chair, now)

    notes = end_coordinator(session, chair, Ending(None, DEPENDANTS), now)

    assert notes == ("1 of their calendar feeds was revoked.",)
    assert fate(session, address(own), now) is FeedStatus.GONE


def test_many_feeds_are_counted_not_listed(session: Session, bay: Bay, now: datetime):
    for number in range(9):
        draft = FeedDraft(f"Feed {number}", {}, organisation_id=bay.place.id)
        make_feed(session, draft, KEY, actor_id=bay.lead.id, now=now)

    [note] = leave(session, bay.lead, now)

    assert "“Feed 3”, 5 more." in note
