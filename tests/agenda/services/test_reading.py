from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from scheduler.accounts.models import MemberRole, Organisation
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.finding import search
from scheduler.agenda.models import EntryKind, EntryStatus, Guard, Involvement
from scheduler.agenda.reading import ALL, EntryView, Selection, Window, entries_for, entry_views
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.follows import follow
from scheduler.agenda.services.guards import public_guard
from scheduler.agenda.services.publishing import publish, remove
from scheduler.agenda.stored_events import stored_events
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.agenda.windows import entries_for_each
from tests.costs import statements
from tests.factories import organisation, person

pytestmark = pytest.mark.engines("sqlite", "postgresql")

Draft = Callable[..., EntryDraft]
JULY = Window(date(2027, 7, 1), date(2027, 7, 31))
MEMBER = Viewer(7, is_member=True, is_coordinator=False, organisations=frozenset(), editor_of=frozenset())


def titles(views: list[EntryView]) -> list[str]:
    return [view.title for view in views]


def published(session: Session, draft: EntryDraft, now: datetime, *days: AllDay) -> None:
    for number, when in enumerate(days, start=100):
        publish(session, replace(draft, source=Source("edition", number), when=when, title=f"Day {number}"), now)


def test_a_month_holds_what_overlaps_it(session: Session, now: datetime, draft_of: Draft) -> None:
    published(
        session,
        draft_of(public_guard(session)),
        now,
        AllDay(date(2027, 6, 30), date(2027, 6, 30)),
        AllDay(date(2027, 6, 30), date(2027, 7, 1)),
        AllDay(date(2027, 5, 1), date(2027, 9, 30)),
        AllDay(date(2027, 7, 31), date(2027, 8, 5)),
        AllDay(date(2027, 8, 1), date(2027, 8, 1)),
    )
    assert titles(entries_for(session, Viewer.anonymous(), JULY)) == ["Day 102", "Day 101", "Day 103"]


def test_several_windows_are_asked_in_one_query_and_answered_as_each_alone(
    session: Session, now: datetime, draft_of: Draft
) -> None:
    days = [AllDay(date(2027, 7, day), date(2027, 7, day)) for day in (30, 2, 1)]
    published(session, draft_of(public_guard(session), topics=("labour", "children")), now, *days)
    early, none = Window(date(2027, 7, 1), date(2027, 7, 2)), Selection.parse({"topic": ["justice"]})
    asked = [(early, ALL), (JULY, ALL), (JULY, none)]

    with statements(session.get_bind().engine) as seen:
        found = entries_for_each(session, MEMBER, asked)

    assert len(seen) == 1
    assert [titles(views) for views in found] == [["Day 102", "Day 101"], ["Day 102", "Day 101", "Day 100"], []]
    assert list(found) == [entries_for(session, MEMBER, window, selection) for window, selection in asked]
    assert {view.topics for view in found[1]} == {("children", "labour")}


def test_search_shows_coming_days_nearest_first_then_past_ones_latest_first(
    session: Session, now: datetime, draft_of: Draft
) -> None:
    days = [AllDay(date(2027, month, 5), date(2027, month, 5)) for month in (1, 9, 3, 8)]
    published(session, draft_of(public_guard(session)), now, *days)

    found = search(session, MEMBER, ALL, (), date(2027, 6, 1)).ids

    views = entry_views(session, MEMBER, found)
    assert [views[ident].first_day.month for ident in found] == [8, 9, 3, 1]


def test_a_concealed_entry_reaches_members_only(
    session: Session, now: datetime, embargoed: Guard, draft_of: Draft
) -> None:
    publish(session, draft_of(embargoed), now)

    assert entries_for(session, Viewer.anonymous(), JULY) == []
    (view,) = entries_for(session, MEMBER, JULY)
    assert (view.title, view.topics, view.tags, view.label) == ("Joint statement, 30 July", (), (), "")
    assert view.embargo_at == datetime(2027, 7, 30, 1, 0, tzinfo=UTC)


def test_search_sees_the_placeholder_and_not_what_is_behind_it(
    session: Session, now: datetime, embargoed: Guard, draft_of: Draft
) -> None:
    publish(session, draft_of(embargoed), now)
    today = now.date()
    assert search(session, MEMBER, ALL, ("scorecard",), today).ids == []
    assert search(session, MEMBER, Selection.parse({"topic": ["trafficking"]}), (), today).ids == []
    found = search(session, MEMBER, ALL, ("july", "joint"), today)
    assert [sort.status for sort in found.sorts] == ["embargoed"]
    assert (len(found.ids), found.organisations) == (1, {})
    assert search(session, MEMBER, ALL, ("100%_",), today).ids == []


def test_filters_narrow_and_unknown_ones_do_not_count(session: Session, now: datetime, draft_of: Draft) -> None:
    one = organisation(session, "One")
    draft = draft_of(public_guard(session), organisation_id=one.id, series="observance:5")
    publish(session, draft, now)
    wanted = [
        {"kind": ["content"]},
        {"topic": ["trafficking", "labour"]},
        {"organisation": [str(one.id)]},
        {"series": ["observance:5"]},
        {"weather": ["rain"]},
        {"kind": ["nonsense"]},
    ]
    for raw in wanted:
        assert len(entries_for(session, MEMBER, JULY, Selection.parse(raw))) == 1, raw
    for raw in [{"kind": ["event"]}, {"topic": ["labour"]}, {"organisation": ["999"]}, {"series": ["observance:6"]}]:
        assert entries_for(session, MEMBER, JULY, Selection.parse(raw)) == [], raw


def test_what_concerns_a_person(session: Session, now: datetime, draft_of: Draft) -> None:
    one = organisation(session, "One")
    ana, ben, eva, dan = (person(session, name, (one, MemberRole.MEMBER)) for name in ("Ana", "Ben", "Eva", "Dan"))
    other = person(session, "Outsider")
    guard = public_guard(session)
    publish(session, draft_of(guard, people=[(ana.id, Involvement.OWNER)]), now)
    publish(session, draft_of(guard, source=Source("content", 2), series="campaign:9", topics=["labour"]), now)
    signing = [(one.id, Involvement.TO_SIGN)]
    publish(session, draft_of(guard, source=Source("content", 3), organisations=signing, topics=[]), now)
    follow(session, ben.id, "campaign:9", now)
    follow(session, eva.id, "topic:labour", now)

    def concerning(who: int) -> list[int]:
        selection = Selection.parse({"concerning": [str(who)]})
        return sorted(view.source_id for view in entries_for(session, MEMBER, JULY, selection))

    assert concerning(ana.id) == [1, 3]
    assert concerning(ben.id) == [2, 3]
    assert concerning(eva.id) == [2, 3]
    assert concerning(dan.id) == [3]
    assert concerning(other.id) == []


def test_what_asks_the_steward_on_any_day(session: Session, now: datetime, draft_of: Draft) -> None:
    ana, ben = person(session, "Ana"), person(session, "Ben")
    guard = public_guard(session)
    publish(session, draft_of(guard, people=[(ana.id, Involvement.STEWARD), (ben.id, Involvement.OWNER)]), now)
    other = draft_of(guard, source=Source("content", 2), people=[(ana.id, Involvement.OWNER)])
    publish(session, replace(other, when=AllDay(date(2031, 1, 1), date(2031, 1, 1))), now)
    mine, bens = (Selection.parse({"steward": [str(one.id)]}) for one in (ana, ben))

    found = entries_for_each(session, MEMBER, [(None, mine), (None, bens), (None, ALL), (JULY, ALL)])

    assert [[view.source_id for view in part] for part in found] == [[1], [], [1, 2], [1]]


def test_cancelled_entries_leave_feeds_after_sixty_days(session: Session, now: datetime, draft_of: Draft) -> None:
    draft = draft_of(public_guard(session))
    publish(session, draft, now)
    publish(session, replace(draft, status=EntryStatus.CANCELLED), now)

    def shown(at: datetime) -> int:
        return len(stored_events(session, MEMBER, JULY, ALL, at))

    assert shown(now + timedelta(days=60)) == 1
    assert shown(datetime(2027, 8, 31, 23, tzinfo=UTC)) == 1
    assert shown(datetime(2027, 9, 1, tzinfo=UTC)) == 0


def test_removed_entries_are_nobodys(session: Session, now: datetime, draft_of: Draft) -> None:
    draft = draft_of(public_guard(session))
    change = publish(session, draft, now)
    assert change is not None
    assert len(entries_for(session, MEMBER, JULY)) == 1

    remove(session, draft.source, now)

    assert entries_for(session, MEMBER, JULY) == []
    assert stored_events(session, MEMBER, JULY, ALL, now) == []


def test_unlisted_entries_stay_out_of_calendars(session: Session, now: datetime, draft_of: Draft) -> None:
    publish(session, draft_of(public_guard(session), kind=EntryKind.TASK, listed=False), now)
    assert entries_for(session, MEMBER, JULY) == []
    assert len(entries_for(session, MEMBER, JULY, Selection(listed_only=False))) == 1


def test_what_is_done_about_a_concealed_thing_is_for_its_embargo_group(
    session: Session, now: datetime, embargoed: Guard, draft_of: Draft
) -> None:
    (insider_id,) = guard_rules(embargoed).embargo_group_organisations
    insider = replace(MEMBER, organisations=frozenset({insider_id}), editor_of=frozenset({insider_id}))
    publish(session, draft_of(embargoed), now)
    for number, kind in enumerate((EntryKind.TASK, EntryKind.DEADLINE), start=2):
        publish(session, draft_of(embargoed, source=Source("content", number), kind=kind), now)
    everything, today = Selection(listed_only=False), now.date()

    for viewer, count in ((Viewer.anonymous(), 0), (MEMBER, 1), (Viewer.staff_of(insider_id), 1), (insider, 3)):
        assert len(entries_for(session, viewer, JULY)) == count
        assert len(search(session, viewer, everything, (), today).ids) == count
        assert len(stored_events(session, viewer, JULY, everything, now)) == count
        of_kind = Selection.parse({"kind": ["task", "deadline"]}, listed_only=False)
        assert len(search(session, viewer, of_kind, (), today).ids) == max(count - 1, 0)


def test_whom_a_concealed_thing_concerns_is_known_in_its_embargo_group_alone(
    session: Session, now: datetime, embargoed: Guard, draft_of: Draft
) -> None:
    (insider_id,) = guard_rules(embargoed).embargo_group_organisations
    one = session.get_one(Organisation, insider_id)
    ana = person(session, "Ana", (one, MemberRole.MEMBER))
    publish(session, draft_of(embargoed, organisations=[(insider_id, Involvement.TO_SIGN)]), now)
    concerning = Selection.parse({"concerning": [str(ana.id)]})
    staff = Viewer(ana.id, is_member=True, organisations=frozenset({insider_id}))

    assert entries_for(session, staff, JULY, concerning) == []
    assert len(entries_for(session, replace(staff, editor_of=frozenset({insider_id})), JULY, concerning)) == 1


def test_a_placeholder_does_not_tell_how_far_its_thing_is(
    session: Session, now: datetime, embargoed: Guard, draft_of: Draft
) -> None:
    draft = draft_of(embargoed, status=EntryStatus.TENTATIVE)
    publish(session, draft, now)
    before = stored_events(session, MEMBER, JULY, ALL, now)
    assert len(before) == 1

    assert publish(session, replace(draft, status=EntryStatus.CONFIRMED, listed=False), now + timedelta(1)) is None

    assert stored_events(session, MEMBER, JULY, ALL, now) == before


def test_a_placeholder_names_no_campaign_and_no_organisation(
    session: Session, now: datetime, embargoed: Guard, draft_of: Draft
) -> None:
    one = organisation(session, "One")
    ben = person(session, "Ben", (one, MemberRole.MEMBER))
    follow(session, ben.id, "campaign:9", now)
    campaign = draft_of(public_guard(session), source=Source("campaign", 9), kind=EntryKind.CAMPAIGN)
    published_campaign = publish(session, campaign, now)
    assert published_campaign is not None
    hidden = {"parent": Source("campaign", 9), "series": "campaign:9", "organisation_id": one.id}
    publish(session, draft_of(embargoed, **hidden), now)

    (view,) = [view for view in entries_for(session, MEMBER, JULY) if view.concealed]
    assert (view.parent_entry_id, view.series, view.organisation_id) == (None, "", None)
    for raw in ({"series": ["campaign:9"]}, {"organisation": [str(one.id)]}, {"concerning": [str(ben.id)]}):
        assert entries_for(session, MEMBER, JULY, Selection.parse(raw)) == [], raw
