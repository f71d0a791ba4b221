from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from sqlalchemy.orm import Session

from scheduler.accounts.models import MemberRole
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import EntryKind, Involvement
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import Embargo, GuardDraft, create_guard, public_guard
from scheduler.agenda.services.publishing import publish
from scheduler.db import touch
from scheduler.feeds.domain.tokens import token_of
from scheduler.feeds.models import Feed
from scheduler.feeds.services.addresses import FeedDraft, make_feed, revoke, rotate
from scheduler.feeds.services.serving import FeedResult, FeedStatus, Site, serve_public, serve_token
from tests.factories import organisation, person

KEY = "a key for tests"
SITE = Site("https://plan.test", "Our coalition")
LIFT = Embargo(datetime(2027, 7, 30, 9, 0), "Asia/Manila", datetime(2027, 7, 30, 1, 0, tzinfo=UTC))
DAY = AllDay(date(2027, 7, 30), date(2027, 7, 30))


def draft(guard_id: int, number: int = 1, title: str = "World Day") -> EntryDraft:
    return EntryDraft(Source("content", number), EntryKind.CONTENT, DAY, guard_id, title, path=f"/content/{number}")


def served(session: Session, feed: Feed, now: datetime) -> FeedResult:
    return serve_token(session, token_of(KEY, feed.id, feed.nonce), SITE, "ics", now)


def summaries(found: FeedResult) -> list[str]:
    assert found.file is not None
    calendar = icalendar.Calendar.from_ical(found.file.body)
    return [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]


def test_public_feed_holds_what_everybody_may_see(session: Session, now: datetime) -> None:
    publish(session, draft(public_guard(session).id), now)
    secret = create_guard(session, GuardDraft(Audience.PUBLIC, embargo=LIFT, placeholder_title="Something"))
    publish(session, draft(secret.id, 2, "Secret"), now)

    found = serve_public(session, SITE, "ics", now)

    assert summaries(found) == ["World Day"]
    assert found.file is not None
    assert b"URL:https://plan.test/content/1\r\n" in found.file.body
    assert b"DESCRIPTION:https://plan.test/content/1\r\n" in found.file.body
    assert b"SOURCE;VALUE=URI:https://plan.test/feeds/public.ics\r\n" in found.file.body
    assert b"METHOD" not in found.file.body
    assert found.file.disposition == 'inline; filename="Our-coalition.ics"'


def test_the_same_data_gives_the_same_bytes(session: Session, now: datetime) -> None:
    publish(session, draft(public_guard(session).id), now)
    first = serve_public(session, SITE, "ics", now)
    assert serve_public(session, SITE, "ics", now + timedelta(days=20)) == first


def test_a_feed_is_neutral_for_the_embargo_group_too(session: Session, now: datetime) -> None:
    own = organisation(session)
    ana = person(session, "Ana", (own, MemberRole.LEAD))
    guard = create_guard(
        session,
        GuardDraft(Audience.COALITION, embargo=LIFT, embargo_group_organisations=[own.id], placeholder_title="30 July"),
    )
    publish(session, draft(guard.id, title="Secret words"), now)
    feed = make_feed(session, FeedDraft("Mine", {}, person_id=ana.id), KEY, actor_id=ana.id, now=now)

    assert summaries(served(session, feed, now)) == ["30 July"]


def test_a_feed_of_what_concerns_me(session: Session, now: datetime) -> None:
    own = organisation(session)
    ana = person(session, "Ana", (own, MemberRole.EDITOR))
    guard = public_guard(session)
    publish(session, draft(guard.id), now)
    task = replace(draft(guard.id, 2, "Write it"), kind=EntryKind.TASK, listed=False)
    publish(session, replace(task, people=[(ana.id, Involvement.ASSIGNEE)]), now)
    mine = FeedDraft("Mine", {"concerning": [str(ana.id)]}, person_id=ana.id)
    feed = make_feed(session, mine, KEY, actor_id=ana.id, now=now)

    found = served(session, feed, now)
    assert summaries(found) == ["To do: Write it"]
    assert found.file is not None
    # Who passes the file on must not pass on the address with it.
    assert b"SOURCE" not in found.file.body
    assert token_of(KEY, feed.id, feed.nonce).encode() not in found.file.body


@pytest.mark.parametrize("kinds", [[], ["deadline"], ["deadline", "content"], ["campaign"]])
def test_a_feed_of_what_concerns_me_holds_no_more_than_one_of_everything(
    session: Session, now: datetime, kinds: list[str]
) -> None:
    own = organisation(session)
    ana = person(session, "Ana", (own, MemberRole.EDITOR))
    rows = [(EntryKind.DEADLINE, "توقيع"), (EntryKind.CAMPAIGN, "Kampanya"), (EntryKind.CONTENT, "社説")]
    for number, (kind, title) in enumerate(rows, start=1):
        plain = replace(draft(public_guard(session).id, number, title), kind=kind, listed=False)
        publish(session, replace(plain, people=[(ana.id, Involvement.REVIEWER)]), now)
    chosen = {"kind": kinds} if kinds else {}
    everything, mine = (
        make_feed(session, FeedDraft("Feed", chosen | scope, person_id=ana.id), KEY, actor_id=ana.id, now=now)
        for scope in ({}, {"concerning": [str(ana.id)]})
    )

    assert len(summaries(served(session, everything, now))) == len(kinds or rows)
    assert summaries(served(session, mine, now)) == summaries(served(session, everything, now))


def test_a_deadline_of_many_organisations_stands_in_a_feed_once(session: Session, now: datetime) -> None:
    ana = person(session, "Ana", (organisation(session), MemberRole.EDITOR))
    for number in range(1, 6):
        due = replace(draft(public_guard(session).id, number, "署名の締め切り"), path="/content/1")
        publish(session, replace(due, kind=EntryKind.DEADLINE, listed=False), now)
    feed = make_feed(session, FeedDraft("All", {}, person_id=ana.id), KEY, actor_id=ana.id, now=now)

    assert len(summaries(served(session, feed, now))) == 1


def test_a_feed_ends_with_the_membership(session: Session, now: datetime) -> None:
    own, other = organisation(session, "Own"), organisation(session, "Other")
    ana = person(session, "Ana", (own, MemberRole.LEAD), (other, MemberRole.MEMBER))
    internal = create_guard(session, GuardDraft(Audience.ORGANISATIONS, [own.id]))
    publish(session, draft(internal.id, title="Internal"), now)
    publish(session, draft(public_guard(session).id, 2), now)
    feed = make_feed(session, FeedDraft("Mine", {}, person_id=ana.id), KEY, actor_id=ana.id, now=now)
    assert summaries(served(session, feed, now)) == ["Internal", "World Day"]

    for membership in ana.memberships:
        if membership.organisation_id == own.id:
            membership.ended_at = now
            touch(session, membership)
    session.flush()
    assert summaries(served(session, feed, now)) == ["World Day"]

    for membership in ana.memberships:
        membership.ended_at = now
    session.flush()
    assert served(session, feed, now).fate is FeedStatus.GONE


def test_a_staff_feed_sees_what_members_may_know(session: Session, now: datetime) -> None:
    own, other = organisation(session, "Own"), organisation(session, "Other")
    lead = person(session, "Ana", (own, MemberRole.LEAD))
    for number, owner in enumerate((own, other), start=1):
        guard = create_guard(session, GuardDraft(Audience.ORGANISATIONS, [owner.id]))
        publish(session, draft(guard.id, number, owner.name), now)
    feed = make_feed(session, FeedDraft("Staff", {}, organisation_id=own.id), KEY, actor_id=lead.id, now=now)
    found = served(session, feed, now)
    assert summaries(found) == ["Own"]
    assert found.file is not None
    assert b"X-WR-CALDESC:Made for the staff of one organisation" in found.file.body

    own.closed_at = now
    session.flush()
    assert served(session, feed, now).fate is FeedStatus.GONE


def test_rotated_and_revoked_addresses_are_gone_unknown_ones_are_not(session: Session, now: datetime) -> None:
    ana = person(session, "Ana", (organisation(session), MemberRole.LEAD))
    feed = make_feed(session, FeedDraft("Mine", {}, person_id=ana.id), KEY, actor_id=ana.id, now=now)
    old = token_of(KEY, feed.id, feed.nonce)

    rotate(session, feed, KEY, actor_id=ana.id, now=now)
    session.flush()

    assert serve_token(session, old, SITE, "ics", now).fate is FeedStatus.GONE
    assert served(session, feed, now).fate is FeedStatus.OPEN
    revoke(session, feed, actor_id=ana.id, now=now)
    assert served(session, feed, now).fate is FeedStatus.GONE
    assert serve_token(session, "made-up", SITE, "ics", now).fate is FeedStatus.UNKNOWN


def test_a_form_sent_twice_makes_one_feed(session: Session, now: datetime) -> None:
    ana = person(session, "Ana", (organisation(session), MemberRole.LEAD))
    asked = FeedDraft("Mine", {}, person_id=ana.id, form_id="f" * 36)
    first = make_feed(session, asked, KEY, actor_id=ana.id, now=now)
    assert make_feed(session, asked, KEY, actor_id=ana.id, now=now).id == first.id
