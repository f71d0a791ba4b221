"""A file that is joined of kept events is the one that would be made of the rows, whatever happened in between."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy.orm import Session
from typing_extensions import override

from scheduler.accounts.models import MemberRole
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import EntryKind, EntryStatus, Guard
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source, Timed, When
from scheduler.agenda.services.guards import GuardDraft, change_guard, create_guard, public_guard
from scheduler.agenda.services.publishing import publish, remove
from scheduler.agenda.stored_events import EntryStamp, StoredEvent
from scheduler.db import touch
from scheduler.feeds.domain.tokens import token_of
from scheduler.feeds.models import Feed
from scheduler.feeds.services.addresses import FeedDraft, make_feed
from scheduler.feeds.services.calendar_events import calendar_events, packed_events
from scheduler.feeds.services.contents import PUBLIC, Contents
from scheduler.feeds.services.kept_events import KeptEvents
from scheduler.feeds.services.serving import serve_public, serve_token
from tests.factories import organisation, person
from tests.feeds.services.test_serving import KEY, LIFT, SITE

DAY = AllDay(date(2027, 7, 30), date(2027, 7, 30))
HOUR = Timed(datetime(2027, 7, 30, 9, 0), "Asia/Manila")
TIMES: tuple[When, ...] = (DAY, HOUR)
STEPS = 40
SECRET = "What nobody may read yet"


def draft(guard_id: int, number: int = 1, title: str = "World Day") -> EntryDraft:
    return EntryDraft(Source("content", number), EntryKind.CONTENT, DAY, guard_id, title, path=f"/content/{number}")


@dataclass
class World:
    """Feeds of several readers with several choices, and entries behind guards that change."""

    session: Session
    rows: Sequence[Feed]
    guards: Sequence[Guard]
    audiences: Sequence[GuardDraft]
    drafts: dict[int, EntryDraft]
    now: datetime
    chance: Random

    def write(self) -> None:
        number, chance = self.chance.randint(1, 10), self.chance
        kind = chance.choice([EntryKind.CONTENT, EntryKind.TASK, EntryKind.DEADLINE])
        when = chance.choice(TIMES)
        one = draft(chance.choice(self.guards).id, number, f"Title {chance.randint(1, 3)}")
        self.publish(replace(one, kind=kind, when=when, status=chance.choice(list(EntryStatus))))

    def publish(self, one: EntryDraft) -> None:
        self.drafts[one.source.id] = one
        publish(self.session, one, self.now)

    def take_out(self) -> None:
        number = self.chance.randint(1, 10)
        self.drafts.pop(number, None)
        remove(self.session, Source("content", number), self.now)

    def guard(self) -> None:
        guard, says = self.chance.choice(self.guards), self.chance.choice(self.audiences)
        if guard.embargo_at is not None:
            # The lift, and an embargo anew: another guard takes its place.
            guard.revealed_at = None if guard.revealed_at else self.now
            touch(self.session, guard)
        else:
            change_guard(self.session, guard, says, actor_id=None, now=self.now)
        for one in [one for one in self.drafts.values() if one.guard_id == guard.id]:
            publish(self.session, one, self.now)

    def compare(self, memory: KeptEvents) -> None:
        """Look whether each file is what it would be without a memory."""
        self.session.commit()
        for feed in self.rows:
            token = token_of(KEY, feed.id, feed.nonce)
            with_memory = serve_token(self.session, token, SITE, "ics", self.now, memory=memory)
            assert with_memory == serve_token(self.session, token, SITE, "ics", self.now)
        public = serve_public(self.session, SITE, "ics", self.now, memory=memory)
        assert public == serve_public(self.session, SITE, "ics", self.now)


def world(session: Session, now: datetime, seed: int) -> World:
    bay, hill = organisation(session, "Bay"), organisation(session, "Hill")
    ana, ben = person(session, "Ana", (bay, MemberRole.EDITOR)), person(session, "Ben", (hill, MemberRole.MEMBER))
    chosen = [
        FeedDraft("Mine", {}, person_id=ana.id),
        FeedDraft("With alarms", {"alarm": ["day"]}, person_id=ana.id),
        FeedDraft("Mine", {}, person_id=ben.id),
        FeedDraft("As it is", {"alarm": ["hour"], "cancelled": ["removed"]}, person_id=ben.id),
        FeedDraft("Staff", {}, organisation_id=bay.id),
    ]
    rows = [make_feed(session, one, KEY, actor_id=ana.id, now=now) for one in chosen]
    embargo = GuardDraft(Audience.COALITION, embargo=LIFT, embargo_group_people=[ana.id], placeholder_title="Soon")
    audiences = [
        GuardDraft(Audience.PUBLIC),
        GuardDraft(Audience.ORGANISATIONS, [hill.id]),
        GuardDraft(Audience.PEOPLE, people=[ana.id]),
        GuardDraft(Audience.COALITION, embargo=LIFT, embargo_group_organisations=[bay.id], placeholder_title="Later"),
    ]
    guards = [create_guard(session, one) for one in (GuardDraft(Audience.COALITION), GuardDraft(Audience.PUBLIC))]
    guards.append(create_guard(session, embargo))
    return World(session, rows, guards, audiences, {}, now, Random(seed))


@pytest.mark.parametrize(("seed", "max_bytes"), [(0, 1_000_000), (1, 4_000), (2, 0)])
def test_whatever_happens_kept_events_make_the_same_file(
    session: Session, now: datetime, seed: int, max_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.feeds.services.calendar_events.RUN", 2)
    made, memory = world(session, now, seed), KeptEvents(max_bytes)
    for _ in range(STEPS):
        made.chance.choice([made.write, made.write, made.write, made.guard, made.take_out])()
        made.now += timedelta(minutes=1)
        made.compare(memory)
        assert memory.size <= max_bytes


@dataclass(frozen=True, slots=True)
class Noted(Contents):
    """Contents that note of how many entries the text is asked for."""

    asked: list[int] = field(default_factory=list)

    @override
    def stamped(
        self, session: Session, now: datetime, among: frozenset[int] | None = None
    ) -> list[tuple[EntryStamp, StoredEvent]]:
        found = Contents.stamped(self, session, now, among)
        self.asked.append(len(found))
        return found


def test_only_the_text_of_what_has_changed_is_loaded(session: Session, now: datetime) -> None:
    guard_id = public_guard(session).id
    for number in range(1, 4):
        publish(session, draft(guard_id, number), now)
    session.commit()
    memory, contents = KeptEvents(1_000_000), Noted(PUBLIC.viewer, PUBLIC.selection)
    calendar_events(session, contents, SITE.base_url, now, memory)
    publish(session, draft(guard_id, 2, "Corrected"), now)
    session.commit()

    calendar_events(session, contents, SITE.base_url, now, memory)
    calendar_events(session, contents, SITE.base_url, now, memory)

    assert contents.asked == [3, 1]


@dataclass(frozen=True, slots=True)
class Interrupted(Contents):
    """Contents between whose two statements others save something."""

    others: Callable[[], None] = lambda: None

    @override
    def stamps(self, session: Session, now: datetime) -> list[EntryStamp]:
        found = Contents.stamps(self, session, now)
        self.others()
        return found


def test_what_changes_between_two_statements_is_asked_for_anew(session: Session, now: datetime) -> None:
    guard = create_guard(session, GuardDraft(Audience.PUBLIC))
    publish(session, draft(guard.id), now)
    publish(session, draft(public_guard(session).id, 2, "Another"), now)
    session.commit()

    def narrow_and_tell() -> None:
        change_guard(session, guard, GuardDraft(Audience.COALITION), actor_id=None, now=now)
        publish(session, draft(guard.id, 1, SECRET), now)
        session.commit()

    memory = KeptEvents(1_000_000)
    contents = Interrupted(PUBLIC.viewer, PUBLIC.selection, others=narrow_and_tell)
    found = calendar_events(session, contents, SITE.base_url, now, memory)

    (event,) = found
    assert [event.text] == [one.text for one in calendar_events(session, PUBLIC, SITE.base_url, now, KeptEvents(0))]
    assert SECRET.encode() not in event.text


def test_a_new_text_between_two_statements_is_read_whole(session: Session, now: datetime) -> None:
    publish(session, draft(public_guard(session).id), now)
    session.commit()

    def correct() -> None:
        publish(session, draft(public_guard(session).id, 1, "Corrected"), now)
        session.commit()

    memory = KeptEvents(1_000_000)
    contents = Interrupted(PUBLIC.viewer, PUBLIC.selection, others=correct)
    (found,) = calendar_events(session, contents, SITE.base_url, now, memory)
    assert b"SUMMARY:Corrected" in found.text
    (again,) = calendar_events(session, PUBLIC, SITE.base_url, now, memory)
    assert again.text == found.text


def test_only_the_run_of_what_has_changed_is_packed_again(
    session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.feeds.services.calendar_events.RUN", 4)
    guard_id, memory = public_guard(session).id, KeptEvents(1_000_000)
    for number in range(40):
        publish(session, draft(guard_id, number), now)
    session.commit()
    before = packed_events(calendar_events(session, PUBLIC, SITE.base_url, now, memory), memory)
    publish(session, draft(guard_id, 20, "Corrected"), now)
    session.commit()

    events = calendar_events(session, PUBLIC, SITE.base_url, now, memory)
    after = packed_events(events, memory)

    assert len(before) == len(after) > 1
    assert [one is two for one, two in zip(before, after, strict=True)].count(False) == 1
    # An empty memory makes the same of it: where runs begin depends on the entries alone.
    assert packed_events(events, KeptEvents(0)) == after
