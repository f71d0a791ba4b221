"""A file is built anew when what it was made of has changed, and only then."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy.orm import Session

from scheduler.accounts.models import MemberRole, Person
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import EntryKind, EntryStatus, Involvement
from scheduler.agenda.queries.changed_entries import MOST, entries_changed_since
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.follows import follow, unfollow
from scheduler.agenda.services.guards import GuardDraft, change_guard, create_guard, public_guard
from scheduler.agenda.services.publishing import publish, publish_all, remove
from scheduler.agenda.services.vevents import rewrite_outdated
from scheduler.db import move_version, present_version, touch
from scheduler.feeds.domain.tokens import token_of
from scheduler.feeds.models import Feed
from scheduler.feeds.services.addresses import FeedDraft, change_feed, make_feed
from scheduler.feeds.services.serving import Built, Site, serve_public, serve_token
from tests.factories import organisation, person

KEY = "a key for tests"
SITE = Site("https://plan.test", "Our coalition")
DAY = date(2027, 7, 30)
STEPS = 60


def draft(guard_id: int, number: int = 1, kind: EntryKind = EntryKind.CONTENT) -> EntryDraft:
    return EntryDraft(Source("content", number), kind, AllDay(DAY, DAY), guard_id, f"Entry {number}")


@dataclass
class Feeds:
    """Some feeds of Ana's, each with what was built of it last."""

    session: Session
    ana: Person
    rows: Sequence[Feed]
    now: datetime
    built: dict[int, Built]

    def ask(self, site: Site = SITE) -> list[bool]:
        """Ask for each feed; says of each whether it was built anew, after comparing it with one that was."""
        self.session.commit()
        return [self._is_new(feed, site) for feed in self.rows]

    def _is_new(self, feed: Feed, site: Site) -> bool:
        token, before = token_of(KEY, feed.id, feed.nonce), self.built.get(feed.id)
        version = present_version(self.session)
        served = serve_token(self.session, token, site, "ics", self.now, before=before)
        assert served.file == serve_token(self.session, token, site, "ics", self.now).file
        self.built[feed.id] = Built(version, served)
        return before is None or served is not before.served


@pytest.fixture
def feeds(session: Session, now: datetime) -> Feeds:
    """A feed of everything, one of what concerns Ana, one of tasks."""
    ana = person(session, "Ana", (organisation(session), MemberRole.EDITOR))
    chosen: list[dict[str, list[str]]] = [{}, {"concerning": [str(ana.id)]}, {"kind": ["task"]}]
    rows = [
        make_feed(session, FeedDraft("Mine", one, person_id=ana.id), KEY, actor_id=ana.id, now=now) for one in chosen
    ]
    publish(session, draft(public_guard(session).id), now)
    found = Feeds(session, ana, rows, now, {})
    found.ask()
    return found


def test_a_feed_without_the_changed_entry_is_kept(feeds: Feeds) -> None:
    publish(feeds.session, draft(public_guard(feeds.session).id, 2), feeds.now)
    assert feeds.ask() == [True, False, False]

    publish(feeds.session, draft(public_guard(feeds.session).id, 3, EntryKind.TASK), feeds.now)
    assert feeds.ask() == [True, False, True]

    remove(feeds.session, Source("content", 3), feeds.now)
    assert feeds.ask() == [True, False, True]
    assert feeds.ask() == [False] * 3


def test_a_guard_that_says_something_else_counts(feeds: Feeds) -> None:
    guard = create_guard(feeds.session, GuardDraft(Audience.COALITION))
    publish(feeds.session, draft(guard.id, 2, EntryKind.TASK), feeds.now)
    assert feeds.ask() == [True, False, True]

    nobody = GuardDraft(Audience.ORGANISATIONS, [organisation(feeds.session, "Other").id])
    change_guard(feeds.session, guard, nobody, actor_id=None, now=feeds.now)
    assert feeds.ask() == [True, False, True]


def test_what_somebody_follows_counts_in_feeds_of_what_concerns_them(feeds: Feeds) -> None:
    bill = replace(draft(public_guard(feeds.session).id, 2), series="bill:3")
    publish(feeds.session, bill, feeds.now)
    assert feeds.ask() == [True, False, False]

    follow(feeds.session, feeds.ana.id, "bill:3", feeds.now)
    assert feeds.ask() == [False, True, False]
    unfollow(feeds.session, feeds.ana.id, "bill:3")
    assert feeds.ask() == [False, True, False]


def test_a_change_of_the_feed_its_reader_or_the_site_counts(feeds: Feeds) -> None:
    task = feeds.rows[2]
    change_feed(feeds.session, task, "Mine", {"kind": ["event"]}, revision=1, actor_id=feeds.ana.id, now=feeds.now)
    assert feeds.ask() == [False, False, True]

    other = organisation(feeds.session, "Other")
    feeds.session.expire(feeds.ana)
    person(feeds.session, "Ben", (other, MemberRole.LEAD))
    assert feeds.ask() == [False] * 3

    feeds.ana.memberships[0].role = MemberRole.LEAD
    touch(feeds.session, feeds.ana.memberships[0])
    assert feeds.ask() == [True] * 3

    move_version(feeds.session)
    assert feeds.ask() == [False] * 3
    assert feeds.ask(replace(SITE, name="Another name")) == [True] * 3


def test_all_is_built_anew_when_parts_are_written_anew(feeds: Feeds) -> None:
    rewrite_outdated(feeds.session, limit=10)
    assert feeds.ask() == [False] * 3

    move_version(feeds.session, everything=True)
    publish(feeds.session, draft(public_guard(feeds.session).id, 9), feeds.now)
    assert feeds.ask() == [True] * 3
    assert feeds.ask() == [False] * 3


def test_very_many_changes_are_not_looked_through(feeds: Feeds) -> None:
    before = present_version(feeds.session)
    guard_id = public_guard(feeds.session).id
    publish_all(feeds.session, [draft(guard_id, number) for number in range(2, MOST + 3)], feeds.now)
    feeds.session.commit()

    assert entries_changed_since(feeds.session, before) is None
    assert entries_changed_since(feeds.session, present_version(feeds.session)) == frozenset()


def test_a_version_that_is_still_to_come_tells_nothing(feeds: Feeds) -> None:
    now = present_version(feeds.session)
    assert entries_changed_since(feeds.session, now) == frozenset()
    assert entries_changed_since(feeds.session, now + 1) is None


def test_the_public_feed_is_kept_as_well(session: Session, now: datetime) -> None:
    publish(session, draft(public_guard(session).id), now)
    session.commit()
    built = Built(present_version(session), serve_public(session, SITE, "atom", now))
    publish(session, draft(create_guard(session, GuardDraft(Audience.COALITION)).id, 2), now)
    session.commit()
    assert serve_public(session, SITE, "atom", now, before=built) is built.served

    publish(session, draft(public_guard(session).id, 3), now)
    session.commit()
    assert serve_public(session, SITE, "atom", now, before=built) is not built.served


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_a_kept_file_is_the_one_that_would_be_built(feeds: Feeds, seed: int) -> None:
    """`ask` compares each file with one that is built from nothing."""
    session, ana, chance, kept = feeds.session, feeds.ana, Random(seed), 0
    other = organisation(session, "Other")
    guards = [create_guard(session, GuardDraft(Audience.COALITION)) for _ in range(4)]
    audiences = [
        GuardDraft(Audience.PUBLIC),
        GuardDraft(Audience.ORGANISATIONS, [other.id]),
        GuardDraft(Audience.ORGANISATIONS, [ana.memberships[0].organisation_id]),
    ]

    def write() -> None:
        day = DAY + timedelta(days=chance.choice([0, 0, 0, 2000]))
        status, kind = chance.choice(list(EntryStatus)), chance.choice([EntryKind.TASK, EntryKind.DEADLINE])
        entry = replace(draft(chance.choice(guards).id, chance.randint(1, 12), kind), when=AllDay(day, day))
        people = [(ana.id, Involvement.ASSIGNEE)] if chance.random() < 0.3 else []
        series = chance.choice(["", "bill:1", "bill:2"])
        publish(session, replace(entry, status=status, people=people, series=series), feeds.now)

    def guard() -> None:
        change_guard(session, chance.choice(guards), chance.choice(audiences), actor_id=None, now=feeds.now)

    def take_out() -> None:
        remove(session, Source("content", chance.randint(1, 12)), feeds.now)

    acts: list[Callable[[], object]] = [
        write,
        write,
        write,
        guard,
        take_out,
        lambda: follow(session, ana.id, "bill:1", feeds.now),
        lambda: unfollow(session, ana.id, "bill:1"),
        lambda: person(session, f"Ben {chance.random()}", (other, MemberRole.MEMBER)),
    ]
    for _ in range(STEPS):
        for act in chance.sample(acts, chance.randint(1, 2)):
            act()
        kept += feeds.ask().count(False)

    assert STEPS < kept < 3 * STEPS
