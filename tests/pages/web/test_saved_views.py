"""Saved views of the calendar: whose they are, what they keep, and where they lead."""

import re
import uuid

import pytest
from sqlalchemy import select

from scheduler.saved_views.models import SavedView
from scheduler.saved_views.services.keeping import MAX_VIEWS_EACH
from tests.factories import saved_view
from tests.pages.web.test_calendar import page

ASKED = "view=week&kind=event&colours=organisation"
VIEWS = "/calendar/views"


def save(client, asked=ASKED, **typed):
    return client.post(f"{VIEWS}/new?{asked}", data={"name": "Vigils", "form_id": str(uuid.uuid4()), **typed})


def views(store):
    """Return address and name of each, and let go of the database."""
    found = [(view.address, view.name) for view in store.scalars(select(SavedView).order_by(SavedView.id))]
    store.commit()
    return found


def names(client, path="/calendar"):
    found = re.search(r'<nav class="saved-views.*?</nav>', page(client, path), re.DOTALL)
    return re.findall(r"<bdi>([^<]*)</bdi></a></li>", found[0]) if found else None


def test_view_keeps_form_filters_and_colours_and_no_days(visit, store):
    ana = visit("ana")
    answer = save(ana, f"day=2027-07-30&{ASKED}&page=7&topic=nonsense")

    assert (answer.status_code, answer.location) == (303, f"/calendar?{ASKED}")
    text = page(ana, "/calendar")
    assert f'href="/calendar?{ASKED.replace("&", "&amp;")}"' in text
    assert 'aria-current="page"><bdi>Vigils' not in text
    assert 'aria-current="page"><bdi>Vigils' in page(ana, f"/calendar?{ASKED}&day=2027-07-30")


def test_own_view_is_seen_by_its_person_alone(visit, store, scene):
    save(visit("ana"), whose="mine")
    ((address, _name),) = views(store)

    assert names(visit("ana")) == ["Vigils"]
    for who in ("bo", "cleo"):
        assert names(visit(who)) == []
        assert "Vigils" not in page(visit(who), VIEWS)
        assert visit(who).get(f"{VIEWS}/{address}/edit").status_code == 404
        assert visit(who).post(f"{VIEWS}/{address}/delete").status_code == 404
    assert names(visit("visitor")) is None
    assert names(visit("dan")) is None
    assert "/login" in visit("visitor").get(VIEWS).location
    assert visit("dan").get(VIEWS).status_code == 403


def test_view_of_an_organisation_is_seen_by_its_members_and_kept_by_its_leads(visit, store, scene):
    save(visit("ana"), whose=str(scene.lantern.id))
    saved_view(store, "Kaagapay first", organisation_id=scene.kaagapay.id)
    store.commit()
    mine, theirs = [address for address, _name in views(store)]

    assert names(visit("ana")) == ["Vigils"]
    # Bo edits for Kaagapay and leads it not.
    assert names(visit("bo")) == ["Kaagapay first"]
    assert names(visit("cleo")) == []
    for who, address in (("bo", theirs), ("bo", mine), ("cleo", mine), ("ana", theirs)):
        assert visit(who).get(f"{VIEWS}/{address}/edit").status_code == 404
        assert visit(who).post(f"{VIEWS}/{address}/delete").status_code == 404
    assert visit("ana").post(f"{VIEWS}/{mine}/delete").status_code == 303
    assert [name for _address, name in views(store)] == ["Kaagapay first"]


@pytest.mark.parametrize("who", ["bo", "cleo"])
def test_only_leads_save_views_of_an_organisation(visit, store, scene, who):
    answer = save(visit(who), whose=str(scene.kaagapay.id))

    assert answer.status_code == 422
    assert 'value="Vigils"' in answer.text
    assert views(store) == []


def test_renaming_keeps_the_address_and_a_stale_save_shows_both(visit, store, scene):
    view = saved_view(store, person_id=scene.ana.id)
    store.commit()
    ana, path = visit("ana"), f"{VIEWS}/{view.address}/edit"

    assert ana.post(path, data={"name": "What is due", "revision": "1"}).status_code == 303
    stale = ana.post(path, data={"name": "Dues", "revision": "1"})

    assert stale.status_code == 409
    assert "Dues" in stale.text
    assert "What is due" in stale.text
    assert names(ana) == ["What is due"]
    assert "/calendar?view=list&amp;kind=deadline" in page(ana, "/calendar")


def test_there_is_a_limit_with_a_message_beside_the_name(visit, store, scene):
    for number in range(MAX_VIEWS_EACH):
        saved_view(store, f"View {number}", person_id=scene.ana.id)
    store.commit()
    ana = visit("ana")

    refused = save(ana, whose="mine")

    assert refused.status_code == 422
    assert "already 20 saved views" in refused.text
    assert 'value="Vigils"' in refused.text
    assert save(ana, whose=str(scene.lantern.id)).status_code == 303
    assert "15 more views" in page(ana, "/calendar")


def test_view_leads_to_a_feed_of_the_same(visit, store, scene):
    ana = visit("ana")
    save(ana, f"view=year&kind=event&topic=health&organisation={scene.kaagapay.id}&mine=1&colours=organisation")
    link = re.search(r'href="(/feeds/new\?[^"]*name=Vigils[^"]*)"', page(ana, VIEWS))
    assert link is not None

    form = page(ana, link[1].replace("&amp;", "&"))

    assert 'value="Vigils"' in form
    checked = re.findall(r"<input checked [^>]*value=\"([^\"]+)\"", form)
    assert checked[:4] == ["mine", "event", "health", str(scene.kaagapay.id)]
    assert "neither the layout nor the colours" in form


def test_feed_says_what_it_cannot_hold(visit):
    ana = visit("ana")

    assert "cannot be chosen any more" in page(ana, "/feeds/new?scope=all&organisation=999")
    assert "cannot be chosen any more" not in page(ana, "/feeds/new?scope=all")
    assert "Filled in" not in page(ana, "/feeds/new")
