from datetime import UTC, datetime
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from scheduler.accounts.models import MemberRole
from scheduler.agenda.domain.visibility import (
    Audience,
    Viewer,
    Visibility,
    entry_visible,
    is_overseen,
    may_list,
    visibility_for,
)
from scheduler.agenda.models import TELLS_MORE, Entry, EntryKind, Guard
from scheduler.agenda.services.guards import (
    Embargo,
    GuardDraft,
    LiftedError,
    change_guard,
    create_guard,
    hold,
    public_guard,
    take_emergency_access,
    visibility_of,
)
from scheduler.agenda.visibility_sql import (
    asked_by,
    asking,
    entry_clause,
    guard_rules,
    listable_clause,
    overseen_clause,
    readable_clause,
)
from tests.factories import organisation, person

pytestmark = pytest.mark.engines("sqlite", "postgresql")

LIFT = Embargo(datetime(2027, 7, 30, 9, 0), "Asia/Manila", datetime(2027, 7, 30, 1, 0, tzinfo=UTC))
IDS = (1, 2, 3)
ENTRY_OWNER = cast("InstrumentedAttribute[int]", Entry.organisation_id)
subsets = st.frozensets(st.sampled_from(IDS))


@st.composite
def drafts(draw: st.DrawFn) -> tuple[GuardDraft, bool, bool]:
    draft = GuardDraft(
        audience=draw(st.sampled_from(Audience)),
        organisations=draw(subsets),
        people=draw(subsets),
        embargo=draw(st.sampled_from([None, LIFT])),
        embargo_group_organisations=draw(subsets),
        embargo_group_people=draw(subsets),
    )
    return draft, draw(st.booleans()), draw(st.booleans())


@st.composite
def viewers(draw: st.DrawFn) -> Viewer:
    organisations = draw(subsets)
    editor_of = frozenset(i for i in organisations if draw(st.booleans()))
    member = bool(organisations) or draw(st.booleans())
    return Viewer(draw(st.sampled_from([None, *IDS])), member, draw(st.booleans()), organisations, editor_of)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=drafts(), viewer=viewers())
def test_sql_says_what_the_rule_says(session: Session, made: tuple[GuardDraft, bool, bool], viewer: Viewer) -> None:
    now = datetime(2027, 7, 1, tzinfo=UTC)
    with session.begin_nested() as savepoint:
        organisations = [organisation(session, f"O{i}") for i in IDS]
        people = [person(session, f"P{i}") for i in IDS]
        o, p = [0, *(x.id for x in organisations)], [0, *(x.id for x in people)]
        draft, held, revealed = made
        owner = o[1]
        guard = create_guard(
            session,
            GuardDraft(
                draft.audience,
                [o[i] for i in draft.organisations],
                [p[i] for i in draft.people],
                draft.embargo,
                [o[i] for i in draft.embargo_group_organisations],
                [p[i] for i in draft.embargo_group_people],
            ),
        )
        guard.held, guard.revealed_at = held, now if revealed else None
        session.flush()
        there = Viewer(
            p[viewer.person_id] if viewer.person_id else None,
            viewer.is_member,
            viewer.is_coordinator,
            frozenset(o[i] for i in viewer.organisations),
            frozenset(o[i] for i in viewer.editor_of),
        )

        # Told who asks as it is sent, a statement answers as one that was built for them.
        for who in (there, asking(there)):
            assert found(session, guard, readable_clause(who), there) == (
                visibility_for(there, guard_rules(guard), now) is Visibility.FULL
            )
            assert found(session, guard, listable_clause(who), there) == may_list(there, guard_rules(guard))
        for kind in (EntryKind.CONTENT, EntryKind.TASK, EntryKind.DEADLINE):
            entry = entry_of_kind(session, kind, guard, now)
            entry.organisation_id = owner
            session.flush()
            known = select(Entry.id).join(Guard, Guard.id == Entry.guard_id).where(Entry.id == entry.id)
            overseen = session.scalar(known.where(overseen_clause(there, ENTRY_OWNER))) is not None
            assert overseen == is_overseen(there, guard_rules(guard), owner)
            query = select(Entry.id).join(Guard, Guard.id == Entry.guard_id).where(Entry.id == entry.id)
            for who in (there, asking(there)):
                shown = session.scalar(query.where(entry_clause(who)), asked_by(there)) is not None
                assert shown == entry_visible(there, guard_rules(guard), tells_more=kind in TELLS_MORE), kind
        savepoint.rollback()


def found(session: Session, guard: Guard, clause: ColumnElement[bool], viewer: Viewer) -> bool:
    return session.scalar(select(Guard.id).where(Guard.id == guard.id, clause), asked_by(viewer)) is not None


def entry_of_kind(session: Session, kind: EntryKind, guard: Guard, now: datetime) -> Entry:
    entry = Entry(uid=kind, source_kind=kind, source_id=1, kind=kind, own_title="", guard_id=guard.id)
    entry.created_at = entry.changed_at = now
    session.add(entry)
    session.flush()
    return entry


def test_the_coordinator_sees_text_only_after_breaking_the_glass(session: Session, now: datetime) -> None:
    own = organisation(session, "Own")
    boss = person(session, "Boss", coordinator=True)
    guard = create_guard(session, GuardDraft(Audience.COALITION, embargo=LIFT, embargo_group_organisations=[own.id]))
    viewer = Viewer(boss.id, is_member=True, is_coordinator=True, organisations=frozenset(), editor_of=frozenset())
    assert visibility_of(session, viewer, guard.id, now) is Visibility.REDACTED

    take_emergency_access(session, guard, person_id=boss.id, now=now)
    session.flush()

    assert visibility_of(session, viewer, guard.id, now) is Visibility.FULL


def test_passing_of_the_embargo_alone_reveals_nothing(session: Session) -> None:
    guard = create_guard(session, GuardDraft(Audience.PUBLIC, embargo=LIFT))
    late = datetime(2030, 1, 1, tzinfo=UTC)
    assert visibility_of(session, Viewer.anonymous(), guard.id, late) is Visibility.HIDDEN


def test_an_embargo_cannot_move_once_the_text_is_out(session: Session, now: datetime) -> None:
    guard = create_guard(session, GuardDraft(Audience.PUBLIC, embargo=LIFT))
    guard.revealed_at = now
    with pytest.raises(LiftedError):
        change_guard(session, guard, GuardDraft(Audience.PUBLIC), actor_id=None, now=now)
    with pytest.raises(LiftedError):
        hold(session, guard, actor_id=1, now=now)


def test_a_named_audience_holds_the_embargo_group(session: Session) -> None:
    one, two = organisation(session, "One"), organisation(session, "Two")
    ana = person(session, "Ana", (two, MemberRole.LEAD))
    draft = GuardDraft(Audience.ORGANISATIONS, [one.id], (), LIFT, [two.id], [ana.id])
    rules = guard_rules(create_guard(session, draft))
    assert rules.audience_organisations == {one.id, two.id}
    assert rules.audience_people == {ana.id}


def test_the_public_guard_is_one(session: Session) -> None:
    assert public_guard(session).id == public_guard(session).id
