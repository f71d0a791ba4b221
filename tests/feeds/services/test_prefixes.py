"""What stands before a title in a feed: one prefix, and the one that says what the entry is."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from scheduler.accounts.models import MemberRole, Person
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import EntryKind, EntryStatus, Guard, Involvement
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import Embargo, GuardDraft, create_guard, public_guard
from scheduler.agenda.services.publishing import publish
from scheduler.feeds.services.addresses import FeedDraft, make_feed
from tests.factories import organisation, person
from tests.feeds.services.test_serving import KEY, served, summaries

LIFT = Embargo(datetime(2027, 7, 30, 9, 0), "Asia/Manila", datetime(2027, 7, 30, 1, 0, tzinfo=UTC))
DAY = AllDay(date(2027, 7, 20), date(2027, 7, 20))
DEADLINE = EntryDraft(Source("content", 1, "signoff:3"), EntryKind.DEADLINE, DAY, 0, "Sign-off due: Joint release")


def reader(session: Session) -> Person:
    return person(session, "Ana", (organisation(session), MemberRole.LEAD))


def in_own_feed(session: Session, ana: Person, draft: EntryDraft, guard: Guard, now: datetime) -> list[str]:
    publish(session, replace(draft, guard_id=guard.id, listed=False, people=[(ana.id, Involvement.REVIEWER)]), now)
    mine = FeedDraft("Mine", {"concerning": [str(ana.id)]}, person_id=ana.id)
    return summaries(served(session, make_feed(session, mine, KEY, actor_id=ana.id, now=now), now))


@pytest.mark.parametrize(
    ("draft", "title"),
    [
        (DEADLINE, "Sign-off due: Joint release"),
        (replace(DEADLINE, title="Find out the date: Earth Day 2028"), "Find out the date: Earth Day 2028"),
        (replace(DEADLINE, kind=EntryKind.TASK, title="Write it"), "To do: Write it"),
        (
            replace(DEADLINE, kind=EntryKind.TASK, title="Write it", status=EntryStatus.CANCELLED),
            "Cancelled: Write it",
        ),
    ],
)
def test_what_says_itself_what_it_is_gets_no_second_prefix(
    session: Session, now: datetime, draft: EntryDraft, title: str
) -> None:
    assert in_own_feed(session, reader(session), draft, public_guard(session), now) == [title]


@pytest.mark.parametrize(
    ("kind", "part", "title"),
    [
        (EntryKind.DEADLINE, "signoff:3", "Sign-off due: 30 July"),
        (EntryKind.DEADLINE, "review:3", "Review due: 30 July"),
        (EntryKind.DEADLINE, "lift", "Embargo lifts: 30 July"),
        (EntryKind.DEADLINE, "another", "Due: 30 July"),
        (EntryKind.TASK, "", "To do: 30 July"),
    ],
)
def test_a_neutral_title_is_told_apart_by_what_is_due(
    session: Session, now: datetime, kind: EntryKind, part: str, title: str
) -> None:
    ana = reader(session)
    kept_back = GuardDraft(Audience.COALITION, embargo=LIFT, embargo_group_people=[ana.id], placeholder_title="30 July")
    guard = create_guard(session, kept_back)
    draft = replace(DEADLINE, source=Source("content", 1, part), kind=kind)

    assert in_own_feed(session, ana, draft, guard, now) == [title]
