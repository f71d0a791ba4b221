"""What was said while text was kept back stays with those who could read it, by the rule and by its SQL."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import MemberRole, Organisation
from scheduler.agenda.domain.visibility import UNDER_WAY, Audience, Viewer, may_read_statement
from scheduler.agenda.models import Entry, EntryKind, Guard, GuardPeriod, PeriodReader
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.guards import (
    Embargo,
    GuardDraft,
    change_guard,
    create_guard,
    leave,
    periods_of,
    take_emergency_access,
)
from scheduler.agenda.services.lift import advance, lift
from scheduler.agenda.visibility_sql import guard_rules, notified_clause, periods, readable_statement_clause
from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.audit.services import record
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.services import OutboxDraft, queue
from tests.factories import organisation, person

NOW = datetime(2027, 7, 1, 12, tzinfo=UTC)
LIFT = Embargo(datetime(2027, 7, 30, 9, 0), "Asia/Manila", datetime(2027, 7, 30, 1, 0, tzinfo=UTC))
IDS = (1, 2, 3)
HOUR = timedelta(hours=1)
moments = st.integers(0, 6).map(lambda hours: NOW + hours * HOUR)
subsets = st.frozensets(st.sampled_from(IDS))


@st.composite
def times(draw: st.DrawFn) -> tuple[datetime | None, datetime | None, frozenset[int], frozenset[int]]:
    return draw(st.none() | moments), draw(st.none() | moments), draw(subsets), draw(subsets)


@st.composite
def viewers(draw: st.DrawFn) -> Viewer:
    organisations = draw(subsets)
    editor_of = frozenset(i for i in organisations if draw(st.booleans()))
    return Viewer(draw(st.sampled_from([None, *IDS])), draw(st.booleans()), False, organisations, editor_of)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=st.lists(times(), max_size=3),
    viewer=viewers(),
    audience=st.sampled_from(Audience),
    conceals=st.booleans(),
    at=moments,
)
def test_sql_says_what_the_rule_says(
    session: Session,
    made: list[tuple[datetime | None, datetime | None, frozenset[int], frozenset[int]]],
    viewer: Viewer,
    audience: Audience,
    *,
    conceals: bool,
    at: datetime,
) -> None:
    with session.begin_nested() as savepoint:
        o = [0, *(organisation(session, f"O{i}").id for i in IDS)]
        p = [0, *(person(session, f"P{i}").id for i in IDS)]
        guard_draft = GuardDraft(audience, [o[1]], [p[1]], LIFT if conceals else None, [o[2]], [p[2]])
        guard = create_guard(session, guard_draft)
        for since, until, organisations, people in made:
            readers = [PeriodReader(organisation_id=o[i]) for i in organisations]
            readers += [PeriodReader(person_id=p[i]) for i in people]
            session.add(GuardPeriod(guard_id=guard.id, since=since, until=until, readers=readers))
        row = record(session, AuditAct.BILL_ADDED, ("thing", 1), actor_id=None, now=at)
        entry = Entry(uid="e", source_kind="c", source_id=1, kind=EntryKind.CONTENT, own_title="", guard_id=guard.id)
        entry.created_at = entry.changed_at = NOW
        session.add(entry)
        session.flush()
        draft = OutboxDraft(stream=Stream.NOTICE, kind="k", person_id=1, dedup_key="k", due_at=NOW, entry_id=entry.id)
        queue(session, draft, at)
        there = Viewer(
            p[viewer.person_id] if viewer.person_id else None,
            viewer.is_member,
            viewer.is_coordinator,
            frozenset(o[i] for i in viewer.organisations),
            frozenset(o[i] for i in viewer.editor_of),
        )

        expected = may_read_statement(there, guard_rules(guard), periods(periods_of(session, guard.id)), at)

        spoken = select(AuditRow.id).where(
            AuditRow.id == row.id, readable_statement_clause(there, guard.id, AuditRow.at)
        )
        assert (session.scalar(spoken) is not None) == expected
        notified = select(Message.id).where(notified_clause(there, Message.entry_id, Message.created_at))
        assert (session.scalar(notified) is not None) == expected
        savepoint.rollback()


@pytest.fixture
def bay(session: Session) -> Organisation:
    return organisation(session, "Bay")


@pytest.fixture
def guard(session: Session, bay: Organisation) -> Guard:
    return create_guard(session, GuardDraft(Audience.COALITION, embargo=LIFT, embargo_group_organisations=[bay.id]))


def reads(session: Session, guard: Guard, viewer: Viewer, at: datetime) -> bool:
    session.flush()
    return may_read_statement(viewer, guard_rules(guard), periods(periods_of(session, guard.id)), at)


MEMBER = Viewer(99, is_member=True)


def test_the_lift_opens_what_is_said_after_it_alone(session: Session, guard: Guard, bay: Organisation) -> None:
    boss = person(session, "Boss", coordinator=True)
    take_emergency_access(session, guard, person_id=boss.id, now=NOW)
    session.flush()
    assert lift(session, guard.id, {}, ChangeContext((), None, LIFT.at))

    editor = Viewer(98, is_member=True, organisations=frozenset({bay.id}), editor_of=frozenset({bay.id}))
    staff = Viewer(97, is_member=True, organisations=frozenset({bay.id}))
    for moment in (NOW, LIFT.at, LIFT.at + UNDER_WAY):
        assert not reads(session, guard, MEMBER, moment)
        assert not reads(session, guard, staff, moment)
        assert reads(session, guard, editor, moment)
        assert reads(session, guard, Viewer(boss.id, is_member=True), moment)
    assert reads(session, guard, MEMBER, LIFT.at + UNDER_WAY + timedelta(microseconds=1))


def test_an_early_lift_and_a_removed_embargo_end_the_time_too(
    session: Session, guard: Guard, bay: Organisation
) -> None:
    advance(session, guard, Embargo(LIFT.local, LIFT.zone, NOW), {}, ChangeContext((), None, NOW))
    assert (reads(session, guard, MEMBER, NOW), reads(session, guard, MEMBER, NOW + HOUR)) == (False, True)

    other = create_guard(session, GuardDraft(Audience.COALITION, embargo=LIFT, embargo_group_organisations=[bay.id]))
    change_guard(session, other, GuardDraft(Audience.COALITION), actor_id=None, now=NOW)
    assert (reads(session, other, MEMBER, NOW), reads(session, other, MEMBER, NOW + HOUR)) == (False, True)


def test_each_time_has_its_own_readers(session: Session, bay: Organisation) -> None:
    port = organisation(session, "Port")
    guard = create_guard(session, GuardDraft(Audience.COALITION))
    steps = [(2, [bay.id]), (4, None), (6, [port.id]), (8, None)]
    for hours, embargo_group in steps:
        draft = GuardDraft(
            Audience.COALITION, embargo=LIFT if embargo_group else None, embargo_group_organisations=embargo_group or []
        )
        change_guard(session, guard, draft, actor_id=None, now=NOW + hours * HOUR)

    editor_of = {
        name: Viewer(1, is_member=True, editor_of=frozenset({row.id})) for name, row in (("bay", bay), ("port", port))
    }
    seen = {
        hours: [name for name, viewer in editor_of.items() if reads(session, guard, viewer, NOW + hours * HOUR)]
        for hours in (1, 3, 5, 7, 9)
    }
    assert seen == {1: ["bay", "port"], 3: ["bay"], 5: ["bay", "port"], 7: ["port"], 9: ["bay", "port"]}


def test_whoever_leaves_reads_it_no_more(session: Session, bay: Organisation) -> None:
    ana = person(session, "Ana", (bay, MemberRole.MEMBER))
    guard = create_guard(session, GuardDraft(Audience.COALITION, embargo=LIFT, embargo_group_people=[ana.id]))
    lift(session, guard.id, {}, ChangeContext((), None, LIFT.at))
    viewer = Viewer(ana.id, is_member=True)
    assert reads(session, guard, viewer, NOW)

    leave(session, guard, ana.id)

    assert not reads(session, guard, viewer, NOW)
