"""Each filter leaves something out or nothing; none adds what was not there without it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.finding import search
from scheduler.agenda.models import NO_DAY, EntryKind, Involvement
from scheduler.agenda.services.entry_drafts import EntryDraft, Source
from scheduler.agenda.services.follows import follow
from scheduler.agenda.services.guards import coalition_guard, public_guard
from scheduler.agenda.services.publishing import publish_all
from scheduler.agenda.services.viewers import viewer_of
from scheduler.dates.spans import DateSpan
from scheduler.folding import asked_words
from scheduler.pages.filters import Filters
from scheduler.pages.month import Reader, entries_on
from tests.pages.scenes import Scene, all_day, july

JULY = DateSpan(date(2027, 6, 28), date(2027, 8, 1))
WORDS = ("", "sign", "подпис", "อนุมัติ", "امضا")
TITLES = ("Подписать письмо", "อนุมัติแถลงการณ์", "امضای نامه", "Sign the letter")


@pytest.fixture
def readers(store, scene: Scene, now) -> list[Viewer]:
    """Everybody's eyes on a month with entries of every kind, listed or not, that concern Ana or follow a topic."""
    everybody, members = public_guard(store).id, coalition_guard(store).id
    drafts = [
        EntryDraft(
            Source("sample", number),
            kind,
            all_day(july(10 + number % 7)),
            everybody if number % 2 else members,
            f"{TITLES[number % 4]} {number}",
            listed=number % 3 == 0,
            topics=["migration"] if number % 5 == 0 else [],
            organisation_id=scene.lantern.id if number % 4 == 0 else None,
            people=[(scene.ana.id, Involvement.REVIEWER)] if number % 3 == 1 else [],
        )
        for number, kind in enumerate(kind for kind in EntryKind for _each in range(6))
    ]
    publish_all(store, drafts, now)
    follow(store, scene.bo.id, "topic:migration", now)
    store.commit()
    people = (scene.ana, scene.bo, scene.cleo, scene.dan)
    return [Viewer.anonymous(), *(viewer_of(actor_roles(store, person.id)) for person in people)]


@st.composite
def narrowings(draw: st.DrawFn) -> tuple[Filters, Filters]:
    """Some filters, and the same with one or more of them left out."""
    wanted = Filters(
        kind=draw(st.sampled_from(["", *map(str, EntryKind)])),
        topic=draw(st.sampled_from(["", "migration", "trafficking"])),
        organisation=draw(st.sampled_from(["", "1", "2"])),
        mine=draw(st.booleans()),
    )
    left_out = draw(st.sets(st.sampled_from(["kind", "topic", "organisation", "mine"]), min_size=1))
    empty = Filters()
    return wanted, replace(wanted, **{name: getattr(empty, name) for name in left_out})


def asked_by(filters: Filters, viewer: Viewer) -> Filters:
    return Filters.parse(filters.arguments(), viewer)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pair=narrowings())
def test_filter_of_the_calendar_only_narrows(readers: list[Viewer], store, now, pair: tuple[Filters, Filters]) -> None:
    for viewer in readers:
        reader = Reader(viewer, "Asia/Manila", now)
        less, more = (
            {(entry.title, entry.path, entry.first_day) for entry in entries_on(store, reader, JULY, asked).entries}
            for asked in (asked_by(filters, viewer) for filters in pair)
        )
        assert less <= more


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pair=narrowings(), words=st.sampled_from(WORDS))
def test_filter_of_the_search_only_narrows(
    readers: list[Viewer], store, now, pair: tuple[Filters, Filters], words: str
) -> None:
    for viewer in readers:
        less, more, all_words = (
            set(search(store, viewer, asked_by(filters, viewer).selection(viewer), asked, now.date()).ids)
            for filters, asked in ((pair[0], asked_words(words)), (pair[1], asked_words(words)), (pair[0], ()))
        )
        assert less <= more & all_words


def test_what_has_no_day_stands_on_none(readers: list[Viewer], store, scene: Scene, now) -> None:
    members, title = coalition_guard(store).id, "無日期"
    source = Source("campaign", 77, NO_DAY)
    publish_all(store, [EntryDraft(source, EntryKind.DEADLINE, all_day(july(5)), members, title, listed=False)], now)

    for viewer in readers:
        found = entries_on(store, Reader(viewer, "UTC", now), JULY, Filters()).entries
        assert title not in {entry.title for entry in found}
        assert search(store, viewer, Filters().selection(viewer), asked_words(title), now.date()).ids == []
