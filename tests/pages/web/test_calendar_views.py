"""The calendar as a day, a week, a quarter and a year; colours; and the addresses that lead from one to another."""

import re

import pytest

from tests.pages.scenes import SAFE_TITLE, SECRET
from tests.pages.web.test_calendar import cell, page

VIEWS = ("week", "month", "quarter", "year", "list")
DAY = "day=2027-07-30"


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("who", "sees"), [("bo", True), ("ana", True), ("dan", False), ("visitor", False)])
def test_views_show_what_the_reader_may_see(visit, view, who, sees):
    text = page(visit(who), f"/calendar?view={view}&{DAY}")

    assert "World Day Against Trafficking" in text
    # A year names what others plan around, and counts the rest.
    assert (SAFE_TITLE in text) is (sees and view != "year")
    assert SECRET not in text
    assert ("Safe streams" in text) is sees


@pytest.mark.parametrize("who", ["visitor", "dan"])
def test_counts_of_a_year_hold_what_the_reader_may_see_alone(visit, who):
    assert '>30<span class="small-count" aria-hidden="true">1</span>' in page(visit(who), f"/calendar?view=year&{DAY}")
    assert '>30<span class="small-count" aria-hidden="true">4</span>' in page(visit("bo"), f"/calendar?view=year&{DAY}")


def test_day_has_one_address(visit):
    answer = visit("ana").get("/calendar?view=day&day=2027-07-30&kind=event")

    assert answer.status_code == 302
    assert answer.location == "/calendar/2027-07-30?kind=event"


@pytest.mark.parametrize("view", VIEWS)
def test_switch_and_neighbours_keep_days_filters_and_colours(visit, view):
    text = page(visit("ana"), f"/calendar?view={view}&{DAY}&kind=event&colours=organisation")
    kept = "kind=event&amp;colours=organisation"

    for other in ("week", "month", "quarter", "year", "list"):
        assert re.search(rf'href="/calendar\?(day|month)=2027-0[1-9][0-9-]*&amp;view={other}&amp;{kept}"', text)
    assert len(re.findall(rf'rel="(?:prev|next) nofollow" href="[^"]*view={view}&amp;{kept}"', text)) == 2


def test_today_leads_back_with_filters(visit):
    text = page(visit("ana"), "/calendar?view=week&day=2026-05-20&kind=event")

    assert re.search(r'href="/calendar\?day=[0-9-]+&amp;view=week&amp;kind=event">Today</a>', text)


@pytest.mark.parametrize(("who", "first"), [("ana", "Sunday"), ("bo", "Sunday"), ("cleo", "Monday")])
def test_week_begins_as_calendars_do_where_the_reader_is(visit, who, first):
    for view in ("week", "month", "year"):
        heads = re.findall(r'<th scope="col"><abbr title="(\w+)"', page(visit(who), f"/calendar?view={view}&{DAY}"))
        assert heads[0] == first


def test_other_day_where_it_happens_is_said(visit):
    assert "30 Jul, 09:00 in Manila" in cell(page(visit("ana"), "/calendar?month=2027-07"), "2027-07-29")
    assert "in Manila" not in page(visit("bo"), "/calendar?month=2027-07").split("<table")[1].split("</table>")[0]


def test_key_day_is_marked_in_words(visit):
    text = page(visit("ana"), "/calendar?month=2027-07")

    assert "Key day" in cell(text, "2027-07-30")
    assert "Key day" not in cell(text, "2027-07-08")


def test_colours_of_organisations_have_letters_and_a_key(visit, scene):
    text = page(visit("ana"), "/calendar?month=2027-07&colours=organisation")

    assert f'<abbr class="entry-sign" title="{scene.lantern.name}">LB</abbr>' in cell(text, "2027-07-08")
    assert 'class="entry tint-none is-concealed' in text
    assert "Lantern Bay" in text.split('class="kind-key"')[1]


def test_visitors_are_offered_no_organisations_as_colours(visit):
    text = page(visit("visitor"), "/calendar?month=2027-07&colours=organisation")

    assert "entry-sign" not in text
    assert 'name="colours"' not in text
