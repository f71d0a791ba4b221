"""Pages cost the same number of queries however much there is, and days keep what finds no room."""

import re
from datetime import date

import pytest

from scheduler.agenda.models import EntryKind
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import public_guard
from scheduler.agenda.services.publishing import publish_all
from tests.logins import logged_in
from tests.pages.crowds import add_others, add_visible
from tests.pages.scenes import people_scene
from tests.pages.web.test_pages_look import enter

MONTH = "/calendar?month=2027-07"
PAGES = (MONTH, f"{MONTH}&view=agenda", "/calendar/2027-07-07", "/", "/search?q=safety")


@pytest.fixture
def count(queries):
    def count_queries(client):
        counts = {}
        for address in PAGES:
            queries.clear()
            assert client.get(address).status_code == 200
            counts[address] = len(queries)
        return counts

    return count_queries


def test_number_of_queries_does_not_grow_with_the_entries(app, store, now, count):
    scene = people_scene(store, set_up=now)
    add_visible(store, scene.kaagapay.id, now, 20)
    add_others(store, scene.dan.id, now, 10)
    store.commit()
    ana = logged_in(app, scene.ana)
    among_few = count(ana)

    add_others(store, scene.dan.id, now, 460)
    store.commit()
    among_many = count(ana)
    add_visible(store, scene.kaagapay.id, now, 240)
    store.commit()

    assert among_many == among_few
    assert count(ana) == among_few


POSTS = ("Bài đăng", "Ujumbe", "پیام", "โพสต์", "Innlegg", "Записка", "게시물")
KEY_DAY, OTHER_DAY = date(2027, 7, 30), date(2027, 7, 7)


@pytest.fixture
def full_days(app, store, now):
    """Ana, who sees seven posts on the day of an observance, and seven on another day."""
    scene = people_scene(store, set_up=now)
    everybody = public_guard(store).id
    rows = [(EntryKind.EDITION, 99, KEY_DAY, "World Day")]
    rows += [(EntryKind.CONTENT, n, day, f"{word} {day.day}") for day in (KEY_DAY, OTHER_DAY) for n, word in numbered()]
    drafts = [
        EntryDraft(Source(str(kind), day.day * 100 + n), kind, AllDay(day, day), everybody, title, path=f"/{kind}/{n}")
        for kind, n, day, title in rows
    ]
    publish_all(store, drafts, now)
    store.commit()
    return scene.ana


def numbered():
    return enumerate(POSTS)


def test_day_with_too_much_leads_to_its_list(app, full_days):
    ana = logged_in(app, full_days)
    month = ana.get(MONTH).get_data(as_text=True)

    more = re.search(r'href="(/calendar/2027-07-07)"><bdi>\+(\d+) more', month)
    assert more is not None
    assert int(more[2]) == 7 - 4
    assert ana.get(more[1]).get_data(as_text=True).count("entry-title") == 7


@pytest.mark.parametrize("filters", ["", "&kind=content", "&kind=content&view=month"])
def test_day_of_an_observance_is_shown_whole_whatever_is_left_out(app, full_days, filters):
    month = logged_in(app, full_days).get(MONTH + filters).get_data(as_text=True)

    assert "/calendar/2027-07-30?" not in month
    assert 'href="/calendar/2027-07-30"' not in month


def test_paper_has_what_a_screen_folds_away(app, full_days, open_page):
    page = open_page(width=1280)
    enter(app, page, full_days)
    page.goto(MONTH)
    titles = [page.get_by_role("link", name=f"{word} 7") for word in POSTS]
    assert sum(title.is_visible() for title in titles) == 4

    page.emulate_media(media="print")

    assert all(title.is_visible() for title in titles)
    assert not page.get_by_text("+3 more").is_visible()
