"""The table of who sees what, and what must hold for every viewer and guard."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.agenda.domain.visibility import (
    Audience,
    GuardRules,
    Viewer,
    Visibility,
    entry_visible,
    in_embargo_group,
    may_list,
    sees_text,
    visibility_for,
)

NOW = datetime(2027, 7, 1, 12, tzinfo=UTC)
LIFT = datetime(2027, 7, 30, 1, tzinfo=UTC)
HIDDEN, REDACTED, FULL = Visibility.HIDDEN, Visibility.REDACTED, Visibility.FULL

NOBODY = Viewer.anonymous()
STAFF = Viewer.staff_of(1)
READER = Viewer(10, True, False, frozenset({1}), frozenset())
EDITOR = Viewer(11, True, False, frozenset({1, 2}), frozenset({1}))
NAMED = Viewer(12, True, False, frozenset({3}), frozenset())
COORDINATOR = Viewer(13, True, True, frozenset({9}), frozenset({9}))
VIEWERS = (NOBODY, STAFF, READER, EDITOR, NAMED, COORDINATOR)

PUBLIC = GuardRules(Audience.PUBLIC)
COALITION = GuardRules(Audience.COALITION)
FIRST = GuardRules(Audience.ORGANISATIONS, audience_organisations=frozenset({1}))
PERSON = GuardRules(Audience.PEOPLE, audience_people=frozenset({12}))


def embargoed(guard: GuardRules, revealed_at: datetime | None = None) -> GuardRules:
    return replace(
        guard,
        embargo_at=LIFT,
        revealed_at=revealed_at,
        embargo_group_organisations=frozenset({1}),
        embargo_group_people=frozenset({12}),
    )


@pytest.mark.parametrize(
    ("guard", "seen"),
    [
        (PUBLIC, (FULL, FULL, FULL, FULL, FULL, FULL)),
        (COALITION, (HIDDEN, FULL, FULL, FULL, FULL, FULL)),
        (FIRST, (HIDDEN, FULL, FULL, FULL, HIDDEN, HIDDEN)),
        (PERSON, (HIDDEN, HIDDEN, HIDDEN, HIDDEN, FULL, HIDDEN)),
        (embargoed(PUBLIC), (HIDDEN, REDACTED, REDACTED, FULL, FULL, REDACTED)),
        (embargoed(COALITION), (HIDDEN, REDACTED, REDACTED, FULL, FULL, REDACTED)),
        (embargoed(FIRST), (HIDDEN, REDACTED, REDACTED, FULL, FULL, HIDDEN)),
        (embargoed(PERSON), (HIDDEN, HIDDEN, HIDDEN, FULL, FULL, HIDDEN)),
        (replace(COALITION, held=True), (HIDDEN, REDACTED, REDACTED, REDACTED, REDACTED, REDACTED)),
        (embargoed(COALITION, NOW), (HIDDEN, FULL, FULL, FULL, FULL, FULL)),
        (embargoed(FIRST, NOW), (HIDDEN, FULL, FULL, FULL, HIDDEN, HIDDEN)),
    ],
)
def test_visibility_table(guard: GuardRules, seen: tuple[Visibility, ...]) -> None:
    assert tuple(visibility_for(viewer, guard, NOW) for viewer in VIEWERS) == seen


@pytest.mark.parametrize(
    ("guard", "visible"),
    [
        (PUBLIC, (True, True, True, True, True, True)),
        (FIRST, (False, True, True, True, False, False)),
        (embargoed(PUBLIC), (False, True, True, True, True, True)),
        (embargoed(FIRST), (False, True, True, True, True, False)),
        (embargoed(PERSON), (False, False, False, True, True, False)),
    ],
)
def test_listing_table(guard: GuardRules, visible: tuple[bool, ...]) -> None:
    assert tuple(may_list(viewer, guard) for viewer in VIEWERS) == visible


def test_passed_embargo_without_lift_conceals() -> None:
    guard = replace(COALITION, embargo_at=LIFT)

    assert visibility_for(READER, guard, datetime(2028, 1, 1, tzinfo=UTC)) is REDACTED


ids = st.frozensets(st.integers(1, 4), max_size=3)
instants = st.none() | st.just(LIFT)


@st.composite
def people(draw: st.DrawFn) -> Viewer:
    organisations = draw(ids)
    editor_of = frozenset(number for number in organisations if draw(st.booleans()))
    return Viewer(draw(st.integers(1, 4)), draw(st.booleans()), draw(st.booleans()), organisations, editor_of)


viewers = st.just(NOBODY) | st.integers(1, 4).map(Viewer.staff_of) | people()
guards = st.builds(GuardRules, st.sampled_from(Audience), ids, ids, instants, st.booleans(), instants, ids, ids)


@given(guards)
def test_anonymous_never_sees_what_is_concealed(guard: GuardRules) -> None:
    concealed = replace(guard, held=True, revealed_at=None)

    assert visibility_for(NOBODY, concealed, NOW) is HIDDEN
    assert not may_list(NOBODY, concealed)


@given(viewers, guards)
def test_concealed_text_is_for_the_embargo_group_alone(viewer: Viewer, guard: GuardRules) -> None:
    concealed = replace(guard, held=True, revealed_at=None)

    assert (visibility_for(viewer, concealed, NOW) is FULL) == in_embargo_group(viewer, concealed)


@given(st.integers(1, 4), guards)
def test_staff_feed_is_in_no_embargo_group(organisation_id: int, guard: GuardRules) -> None:
    assert not in_embargo_group(Viewer.staff_of(organisation_id), guard)


@given(viewers, guards)
def test_nothing_is_neutral_once_revealed(viewer: Viewer, guard: GuardRules) -> None:
    revealed = replace(guard, revealed_at=LIFT)

    assert visibility_for(viewer, revealed, NOW) is not REDACTED
    assert may_list(viewer, revealed) == (visibility_for(viewer, revealed, NOW) is FULL)


@given(viewers, guards)
def test_coordinator_flag_opens_nothing(viewer: Viewer, guard: GuardRules) -> None:
    plain, coordinator = replace(viewer, is_coordinator=False), replace(viewer, is_coordinator=True)

    assert visibility_for(plain, guard, NOW) is visibility_for(coordinator, guard, NOW)


@given(viewers, guards, st.datetimes(timezones=st.just(UTC)))
def test_time_alone_reveals_nothing(viewer: Viewer, guard: GuardRules, later: datetime) -> None:
    assert visibility_for(viewer, guard, later) is visibility_for(viewer, guard, NOW)


@given(viewers, guards)
def test_what_is_listed_is_visible_somehow(viewer: Viewer, guard: GuardRules) -> None:
    if may_list(viewer, guard):
        assert visibility_for(viewer, guard, NOW) is not HIDDEN


@given(viewers, guards)
def test_tasks_and_deadlines_stand_where_the_text_does(viewer: Viewer, guard: GuardRules) -> None:
    assert entry_visible(viewer, guard, tells_more=True) == (visibility_for(viewer, guard, NOW) is FULL)
    assert entry_visible(viewer, guard, tells_more=False) == may_list(viewer, guard)
    assert sees_text(viewer, guard) == (visibility_for(viewer, guard, NOW) is FULL)
