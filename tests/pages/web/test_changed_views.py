"""A saved view is changed to what is on screen by whoever keeps it, and by nobody else."""

import re

import pytest

from scheduler.saved_views.models import SavedView
from tests.factories import saved_view
from tests.pages.web.test_calendar import page

ASKED = "view=week&kind=event&colours=organisation"
NEW = f"/calendar/views/new?{ASKED}"
KEPT = {"view": "list", "kind": "deadline"}


@pytest.fixture
def views(store, scene) -> dict[str, str]:
    """Addresses of views: Ana's own, one of Lantern Bay, which she leads, and one of Kaagapay, for which Bo edits."""
    made = {
        "own": saved_view(store, "Mine", person_id=scene.ana.id),
        "lantern": saved_view(store, "Ours", organisation_id=scene.lantern.id),
        "kaagapay": saved_view(store, "Theirs", organisation_id=scene.kaagapay.id),
    }
    store.commit()
    return {name: view.address for name, view in made.items()}


def change(client, address, revision="1", asked=ASKED):
    return client.post(f"/calendar/views/{address}/contents?{asked}", data={"revision": revision})


def shown_by(store, address) -> dict[str, str]:
    view = store.query(SavedView).filter(SavedView.addressed(address)).one()
    store.refresh(view)
    found = dict(view.arguments)
    store.commit()
    return found


@pytest.mark.parametrize("which", ["own", "lantern"])
def test_whoever_keeps_a_view_changes_what_it_shows(visit, store, views, which):
    answer = change(visit("ana"), views[which], asked=f"day=2027-07-30&{ASKED}&page=7")

    assert (answer.status_code, answer.location) == (303, f"/calendar?{ASKED}")
    assert shown_by(store, views[which]) == {"view": "week", "kind": "event", "colours": "organisation"}
    assert 'aria-current="page">' in page(visit("ana"), f"/calendar?{ASKED}").split("saved-views")[1]


@pytest.mark.parametrize(
    ("who", "which"),
    [("bo", "own"), ("bo", "lantern"), ("bo", "kaagapay"), ("cleo", "own"), ("cleo", "lantern"), ("ana", "kaagapay")],
)
def test_others_change_nothing_and_are_not_offered_it(visit, store, views, who, which):
    assert change(visit(who), views[which]).status_code == 404
    assert views[which] not in page(visit(who), NEW)
    assert shown_by(store, views[which]) == KEPT


def test_visitors_are_asked_to_log_in_and_those_without_a_place_refused(visit, store, views):
    assert "/login" in change(visit("visitor"), views["own"]).location
    assert change(visit("dan"), views["own"]).status_code == 403
    assert shown_by(store, views["own"]) == KEPT


def test_page_offers_each_view_that_shows_something_else(visit, views):
    text = page(visit("ana"), NEW)

    assert re.findall(r'class="rows-title">([^<]+)<', text) == ["Mine", "Ours"]
    assert text.count("Shows now: List · Deadline") == 2
    assert "Or change a saved view" not in page(visit("ana"), "/calendar/views/new?view=list&kind=deadline")
    assert "Or change a saved view" not in page(visit("bo"), NEW)


def test_of_two_changes_the_later_is_told_what_the_view_shows_now(visit, store, views):
    ana = visit("ana")
    assert change(ana, views["own"]).status_code == 303

    stale = change(ana, views["own"], asked="view=month&topic=health")

    assert stale.status_code == 409
    assert "“Mine” was not changed" in stale.text
    assert "Shows now: Week · Event · colours by organisation" in stale.text
    assert shown_by(store, views["own"])["view"] == "week"
    # What the page sends by then is taken; to say the same again changes nothing.
    assert change(ana, views["own"], revision="2", asked="view=month&topic=health").status_code == 303
    assert change(ana, views["own"], revision="1", asked="view=month&topic=health").status_code == 303
    assert shown_by(store, views["own"]) == {"view": "month", "topic": "health"}


def test_a_form_that_makes_no_sense_changes_nothing(visit, store, views):
    assert change(visit("ana"), views["own"], revision="abc").status_code in {409, 422}
    assert shown_by(store, views["own"]) == KEPT
