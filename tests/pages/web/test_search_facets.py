"""Facets narrow results in the address, and count what is left of what their reader may see; hits are marked."""

import re
from dataclasses import replace
from datetime import date

import pytest

from scheduler.agenda.models import EntryKind, Involvement
from scheduler.agenda.services.entry_drafts import EntryDraft, Source
from scheduler.agenda.services.guards import coalition_guard
from scheduler.agenda.services.publishing import publish_all
from tests.pages.scenes import SECRET, all_day


def facets(client, arguments) -> dict[str, dict[str, int]]:
    """Return by facet what each value would leave; -1 for the chosen one."""
    text = client.get(f"/search?{arguments}").get_data(as_text=True)
    found = {}
    for name, inside in re.findall(r'<h2 id="facet-(\w+)">(.*?)</section>', text, re.DOTALL):
        rows = re.findall(r"<bdi>(.*?)</bdi> (?:<span class=\"tab-count\">(\d+)|<svg)", inside)
        found[name] = {label: int(count or -1) for label, count in rows}
    return found


def test_values_say_how_many_each_would_leave_and_their_links_leave_so_many(visit):
    ana = visit("ana")
    text = ana.get("/search?q=s").get_data(as_text=True)
    links = re.findall(
        r'<a href="(/search\?[^"]+)" rel="nofollow"><bdi>[^<]*</bdi> <span class="tab-count">(\d+)', text
    )

    assert len(links) > 6
    for address, count in links:
        left = ana.get(address.replace("&amp;", "&")).get_data(as_text=True)
        assert f'role="status">{count} result' in left, address


def test_a_chosen_value_can_be_given_up_and_its_facet_goes_on_counting_the_others(visit):
    found = facets(visit("ana"), "q=s&kind=event")

    assert found["kind"]["Event"] == -1
    assert found["kind"]["Content"] >= 1
    text = visit("ana").get("/search?q=s&kind=event").get_data(as_text=True)
    assert re.search(r'<a href="/search\?q=s" aria-current="true"', text)


@pytest.mark.parametrize(
    ("who", "events", "organisations"),
    [("ana", 1, {}), ("bo", 2, {"Kaagapay": 1, "Lantern Bay": 2}), ("cleo", 1, {})],
)
def test_what_is_not_ones_to_see_is_in_no_count(visit, who, events, organisations):
    """The board of Kaagapay meets for its own members alone, and an embargo names no organisation, even to Bo."""
    found = facets(visit(who), "year=2027")

    assert found["kind"]["Event"] == events
    assert found.get("organisation", {}) == organisations


def test_a_deadline_of_several_organisations_is_one_result_and_counted_for_each(visit, store, scene, now):
    members = coalition_guard(store).id
    when, title, path = all_day(date(2027, 7, 3)), "Sign off: joint letter", "/deadline/1"
    second = EntryDraft(Source("deadline", 2), EntryKind.DEADLINE, when, members, title, path=path)
    publish_all(store, [replace(second, organisations=[(scene.kaagapay.id, Involvement.TO_SIGN)])], now)
    store.commit()
    ana = visit("ana")

    assert facets(ana, "q=joint+letter")["organisation"] == {"Kaagapay": 1, "Lantern Bay": 1}
    for organisation in (scene.lantern, scene.kaagapay):
        text = ana.get(f"/search?q=joint+letter&organisation={organisation.id}").get_data(as_text=True)
        assert 'role="status">1 result' in text


def test_visitors_get_no_organisations_and_what_is_embargoed_is_a_status_for_members(visit):
    assert set(facets(visit("visitor"), "topic=trafficking")) == set()
    assert "organisation" not in facets(visit("visitor"), "year=2027")
    assert facets(visit("ana"), "q=s")["status"]["Embargoed"] == 1


@pytest.mark.parametrize(
    "arguments", ["kind=x&status=x&year=x&organisation=x", "year=20٢7", "organisation=99999999999"]
)
def test_what_makes_no_sense_narrows_nothing(visit, arguments):
    assert "What are you looking for?" in visit("ana").get(f"/search?{arguments}").get_data(as_text=True)


def test_hits_are_marked_in_title_and_excerpt_and_nothing_typed_becomes_markup(visit, store, scene, now):
    ana = visit("ana")

    assert "<mark>Vigil</mark> at the <mark>harbour</mark>" in ana.get("/search?q=harbour+vigil").get_data(as_text=True)
    place = ana.get("/search?q=pier").get_data(as_text=True)
    assert '<span class="found-place">Place:</span> <bdi><mark>Pier</mark> 4</bdi>' in place
    assert "<script" not in ana.get("/search?q=<script").get_data(as_text=True).partition("</head>")[2]


def test_a_placeholder_has_no_excerpt_even_for_its_embargo_group(visit):
    for who in ("ana", "bo", "cleo"):
        text = visit(who).get("/search?q=joint+statement").get_data(as_text=True)
        assert "found-text" not in text
        assert SECRET not in text


def test_a_page_beyond_the_last_is_the_last(visit):
    text = visit("ana").get("/search?q=s&page=99").get_data(as_text=True)

    assert "Nothing found" not in text
    assert 'class="entry-title"' in text
