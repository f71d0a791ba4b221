"""What is stored is found by itself, in whatever normal form it was stored or is asked for, on both databases."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.ical import PARTS_FORM
from scheduler.agenda.domain.phrases import (
    PHRASES_FORM,
    Phrase,
    Text,
    described_state,
    phrases_of_form,
    stored_phrases,
)
from scheduler.agenda.domain.visibility import Audience, Viewer
from scheduler.agenda.finding import Rows, search
from scheduler.agenda.models import Entry, Guard
from scheduler.agenda.reading import Selection, entry_views
from scheduler.agenda.services.entry_drafts import EntryDraft, Source
from scheduler.agenda.services.entry_links import write_search_columns, write_search_text
from scheduler.agenda.services.guards import GuardDraft, create_guard, public_guard
from scheduler.agenda.services.publishing import publish
from scheduler.folding import asked_words
from tests.factories import person

pytestmark = pytest.mark.engines("sqlite", "postgresql")

Draft = Callable[..., EntryDraft]
Form = Literal["NFC", "NFD", "NFKC", "NFKD"]

FORMS: st.SearchStrategy[Form] = st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"])
# Letters that fold into others, marks, signs that are left out, and what LIKE reads as a sign of its own.
TRICKY = "a-b.' 1\u00b4\u0301\u0345ßẞİıΐᾳς한글कि्ज़ไทยגֶלعَرَبِيّガｶﾞ½ﷺﬁ№º\u00ad\u200d…٣%_/\\’—"
# PostgreSQL stores no NUL and no half of a pair.
CHARACTERS = st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00")
TEXTS = st.one_of(st.text(CHARACTERS, max_size=80), st.text(st.sampled_from(TRICKY), min_size=1, max_size=40))


@pytest.fixture
def entry(session: Session, now: datetime, draft_of: Draft) -> Entry:
    publish(session, draft_of(public_guard(session)), now)
    return session.scalars(select(Entry)).one()


def found(session: Session, text: str) -> list[str]:
    viewer, everything = Viewer(person_id=None, is_member=True), Selection(listed_only=False)
    ids = search(session, viewer, everything, asked_words(text), date(2027, 1, 1)).ids
    return [entry_views(session, viewer, ids)[ident].title for ident in ids]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, stored=FORMS, asked=FORMS)
def test_a_text_finds_itself_in_any_normal_form(
    session: Session, entry: Entry, text: str, stored: Form, asked: Form
) -> None:
    entry.own_title = unicodedata.normalize(stored, text)[:300]
    write_search_text(entry)
    session.flush()

    assert found(session, unicodedata.normalize(asked, entry.own_title)) == [entry.title]


@given(text=TEXTS)
def test_what_was_understood_is_understood_the_same_again(text: str) -> None:
    words = asked_words(text)

    assert asked_words(" ".join(words)) == words


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("mediterranee", "Journée de la Méditerranée"),
        ("children’s day", "World Children's Day"),
        ("الاتجار", "مكافحة الاِتِّجَار بالأشخاص"),
        ("ค้ามนุษย์", "วันต่อต้านการค้ามนุษย์"),
    ],
)
def test_a_published_entry_is_found_however_it_is_written(
    session: Session, now: datetime, draft_of: Draft, asked: str, title: str
) -> None:
    publish(session, draft_of(public_guard(session), title=title), now)

    assert found(session, asked) == [title]


def test_embargoed_text_is_not_found_in_any_writing(
    session: Session, now: datetime, draft_of: Draft, embargoed: Guard
) -> None:
    publish(session, draft_of(embargoed, title="Bilan des plateformes", description="Évalué"), now)

    assert [found(session, asked) for asked in ("bilan", "BILAN", "évalué", "evalue")] == [[]] * 4


@pytest.mark.parametrize(
    "description",
    [
        Phrase("details", {"state": 'x"],"state":["y'}, {"state": ["draft"]}),
        Phrase("details", own="of Kaagapay"),
        "Told",
    ],
)
@pytest.mark.parametrize("form", [PHRASES_FORM - 1, PHRASES_FORM, PARTS_FORM])
def test_results_are_counted_by_the_state_that_their_description_names(
    session: Session, entry: Entry, description: Text, form: int
) -> None:
    entry.phrases, entry.parts_form = stored_phrases("", description, ""), form
    write_search_columns(entry)
    session.flush()

    counted = search(session, Viewer.anonymous(), Selection(), (), date(2027, 1, 1)).sorts
    state = described_state(phrases_of_form(entry.phrases, form)) or entry.status
    assert {sort.status: count for sort, count in counted.items()} == {state: 1}


def test_a_page_holds_its_part_of_the_results_and_counts_all(session: Session, now: datetime, draft_of: Draft) -> None:
    for number in range(1, 6):
        publish(session, draft_of(public_guard(session), source=Source("sample", number)), now)
    asked = (session, Viewer.anonymous(), Selection(), (), date(2027, 1, 1))
    every = search(*asked)

    pages = [search(*asked, rows=Rows(first, 2)) for first in (0, 2, 4, 6)]
    assert [page.ids for page in pages] == [every.ids[:2], every.ids[2:4], every.ids[4:], []]
    assert [sum(page.sorts.values()) for page in pages] == [5] * 4


def test_each_reader_finds_what_they_may_see_when_they_ask_for_words_by_turns(
    session: Session, now: datetime, draft_of: Draft
) -> None:
    titles = {}
    for number, name in enumerate(("Ana", "Ben"), 1):
        reader = person(session, name)
        guard = create_guard(session, GuardDraft(Audience.PEOPLE, people=[reader.id]))
        titles[reader.id] = f"Plan of {name}"
        publish(session, draft_of(guard, source=Source("sample", number), title=titles[reader.id]), now)

    for words in ("plan", "of", "plan"):
        for ident, title in titles.items():
            viewer = Viewer(person_id=ident, is_member=True)
            ids = search(session, viewer, Selection(), (words,), date(2027, 1, 1)).ids
            assert [entry_views(session, viewer, ids)[one].title for one in ids] == [title]
