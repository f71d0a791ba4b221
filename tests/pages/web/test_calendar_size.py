"""Pages cost the same number of queries however much there is, and days keep what finds no room."""

import re

import pytest

from tests.logins import logged_in
from tests.pages.crowds import add_others, add_visible
from tests.pages.scenes import people_scene

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
    add_visible(store, scene.kaagapay.id, now, 60)
    add_others(store, scene.dan.id, now, 40)
    store.commit()
    ana = logged_in(app, scene.ana)
    among_a_hundred = count(ana)

    add_others(store, scene.dan.id, now, 9_940)
    store.commit()
    among_ten_thousand = count(ana)
    add_visible(store, scene.kaagapay.id, now, 900)
    store.commit()

    assert among_ten_thousand == among_a_hundred
    assert count(ana) == among_a_hundred


def test_day_with_too_much_leads_to_its_list(app, store, now):
    scene = people_scene(store, set_up=now)
    add_visible(store, scene.kaagapay.id, now, 31 * 7)
    store.commit()
    ana = logged_in(app, scene.ana)

    month = ana.get(MONTH).get_data(as_text=True)

    more = re.search(r'href="(/calendar/2027-07-07)">\+(\d+) more', month)
    assert more is not None
    assert int(more[2]) == 7 - 4
    assert ana.get(more[1]).get_data(as_text=True).count("entry-title") == 7
