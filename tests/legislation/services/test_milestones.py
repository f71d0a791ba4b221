"""Milestones are added once, changed, taken back once, and stand in the calendar."""

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Entry, EntryKind, EntryStatus, Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.audit.models import AuditRow
from scheduler.legislation.domain.milestones import BillStatus, Count, MilestoneKind
from scheduler.legislation.models import Bill, BillMilestone
from scheduler.legislation.reading import statuses_of
from scheduler.legislation.services.bills import BillDraft, change_bill, find_or_create
from scheduler.legislation.services.calendar_entries import republish_milestone
from scheduler.legislation.services.milestones import (
    MilestoneDraft,
    TakenBackError,
    add_milestone,
    change_milestone,
    draft_of,
    take_back,
)
from scheduler.rows import StaleEditError
from tests.factories import person

BILL = BillDraft("US Congress", "H.R. 2732", "Safe Routes Act")
VOTE = MilestoneDraft(
    kind=MilestoneKind.COMMITTEE_VOTE,
    day=date(2026, 6, 12),
    votes_for=22,
    votes_against=0,
    place="Committee on the Judiciary",
    source_url="https://congress.example/votes/1",
    note="Reported favourably",
)


@pytest.fixture
def context(session: Session, now: datetime) -> ChangeContext:
    return ChangeContext((), person(session).id, now)


@pytest.fixture
def bill(session: Session, now: datetime) -> Bill:
    return find_or_create(session, BILL, actor_id=None, now=now)


def add(session: Session, bill: Bill, context: ChangeContext, draft: MilestoneDraft = VOTE) -> BillMilestone:
    return add_milestone(session, bill, draft, form_id=str(uuid.uuid4()), context=context)


def entry_of(session: Session, row: BillMilestone) -> Entry:
    return session.scalars(select(Entry).where(Entry.source_kind == "milestone", Entry.source_id == row.id)).one()


def test_a_milestone_keeps_what_was_entered_and_who_entered_it(
    session: Session, bill: Bill, context: ChangeContext
) -> None:
    row = add(session, bill, context)

    assert draft_of(row) == VOTE
    assert (row.bill_id, row.created_by_id, row.created_at) == (bill.id, context.actor_id, context.now)
    assert [act for (act,) in session.execute(select(AuditRow.act))][-1] == "bill.milestone_added"


def test_the_same_form_sent_twice_adds_one(session: Session, bill: Bill, context: ChangeContext) -> None:
    form_id = str(uuid.uuid4())

    rows = [add_milestone(session, bill, VOTE, form_id=form_id, context=context) for _ in range(2)]

    assert rows[0] is rows[1]
    assert session.scalar(select(func.count()).select_from(Entry)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"votes_for": None},
        {"votes_against": None},
        {"votes_for": -1},
        {"kind": MilestoneKind.HEARING},
    ],
)
def test_votes_that_cannot_be_are_refused(
    session: Session, bill: Bill, context: ChangeContext, wrong: dict[str, object]
) -> None:
    row = add(session, bill, context)
    odd = MilestoneDraft(**{name: getattr(VOTE, name) for name in VOTE.__slots__} | wrong)

    with pytest.raises(ValueError, match="no count"):
        add(session, bill, context, odd)
    with pytest.raises(ValueError, match="no count"):
        change_milestone(session, row, odd, revision=1, context=context)


def test_the_whole_coalition_finds_it_in_the_calendar(session: Session, bill: Bill, context: ChangeContext) -> None:
    entry = entry_of(session, add(session, bill, context))

    assert session.get_one(Guard, entry.guard_id).audience == Audience.COALITION
    assert (entry.kind, entry.status, entry.starts_on, entry.ends_on) == (
        EntryKind.MILESTONE,
        EntryStatus.CONFIRMED,
        VOTE.day,
        VOTE.day,
    )
    assert (entry.location, entry.path) == (VOTE.place, f"/bills/{bill.id}#milestone-{entry.source_id}")
    # People's own words alone are stored; what the product says is a code.
    assert entry.own_title == "H.R. 2732"
    assert "Committee vote" not in entry.phrases


def test_another_day_is_a_change_that_calendars_hear_of(session: Session, bill: Bill, context: ChangeContext) -> None:
    row = add(session, bill, context)
    entry, uid = entry_of(session, row), entry_of(session, row).uid

    change_milestone(session, row, VOTE, revision=7, context=context)
    assert (entry.sequence, row.revision) == (0, 1)

    later = replace(context, now=context.now + timedelta(hours=1))
    change_milestone(session, row, replace(VOTE, day=date(2026, 6, 19)), revision=1, context=later)
    assert (entry.uid, entry.sequence, entry.starts_on, entry.changed_at) == (uid, 1, date(2026, 6, 19), later.now)


def test_a_stale_change_is_refused(session: Session, bill: Bill, context: ChangeContext) -> None:
    row = add(session, bill, context)
    change_milestone(session, row, replace(VOTE, votes_for=21), revision=1, context=context)

    with pytest.raises(StaleEditError):
        change_milestone(session, row, replace(VOTE, votes_for=20), revision=1, context=context)
    with pytest.raises(StaleEditError):
        take_back(session, row, "Wrong count", revision=1, context=context)

    assert (row.votes_for, row.taken_back_at) == (21, None)


def test_what_is_taken_back_stays_counts_for_nothing_and_is_cancelled(
    session: Session, bill: Bill, context: ChangeContext
) -> None:
    first = add(
        session,
        bill,
        context,
        MilestoneDraft(kind=MilestoneKind.INTRODUCED, day=date(2026, 3, 3), source_url="https://a.example"),
    )
    row = add(session, bill, context)
    today = date(2026, 6, 13)
    reached = statuses_of(session, [bill], today)[bill.id].reached
    assert reached is not None
    assert (reached.id, reached.count) == (row.id, Count(22, 0))

    take_back(session, row, "The page named another bill", revision=1, context=context)

    left = statuses_of(session, [bill], today)[bill.id]
    assert left.reached is not None
    assert (left.reached.id, left.planned) == (first.id, None)
    assert (row.taken_back_at, row.taken_back_by_id, row.taken_back_reason) == (
        context.now,
        context.actor_id,
        "The page named another bill",
    )
    entry = entry_of(session, row)
    assert (entry.status, entry.sequence, entry.cancelled_at) == (EntryStatus.CANCELLED, 1, context.now)


def test_it_is_taken_back_once_and_never_changed_again(session: Session, bill: Bill, context: ChangeContext) -> None:
    row = add(session, bill, context)
    take_back(session, row, "Wrong bill", revision=1, context=context)

    with pytest.raises(TakenBackError):
        take_back(session, row, "Another reason", revision=2, context=context)
    with pytest.raises(TakenBackError):
        change_milestone(session, row, replace(VOTE, votes_for=1), revision=2, context=context)

    assert (row.taken_back_reason, row.votes_for, entry_of(session, row).sequence) == ("Wrong bill", 22, 1)


def test_the_calendar_follows_what_a_bill_is_called(session: Session, bill: Bill, context: ChangeContext) -> None:
    entry = entry_of(session, add(session, bill, context))

    change_bill(session, bill, replace(BILL, chamber="House"), revision=1, context=context)
    assert entry.sequence == 0

    change_bill(session, bill, replace(BILL, number="H.R. 2733"), revision=2, context=context)
    assert (entry.own_title, entry.sequence) == ("H.R. 2733", 1)


def test_publishing_again_changes_nothing(session: Session, bill: Bill, context: ChangeContext) -> None:
    row = add(session, bill, context)

    republish_milestone(session, row.id, context)
    republish_milestone(session, row.id + 1, context)

    assert entry_of(session, row).sequence == 0


def test_bills_without_milestones_have_no_status(session: Session, bill: Bill) -> None:
    assert statuses_of(session, [bill], date(2026, 6, 13)) == {bill.id: BillStatus()}
