"""The dashboard: what waits for whom, this week, the next observances."""

import re
from datetime import date

from scheduler.campaigns.models import Task
from tests.coalition import Team
from tests.content import builders
from tests.logins import logged_in
from tests.pages.scenes import SAFE_TITLE, SECRET, people_scene


def part(client, ident) -> str:
    """Return the text of one section of the dashboard."""
    answer = client.get("/")
    assert answer.status_code == 200
    section = re.search(
        rf'<section class="section" id="{ident}".*?</section>', answer.get_data(as_text=True), re.DOTALL
    )
    assert section is not None
    return section[0]


def test_what_waits_says_until_when_and_leads_there(visit, store, scene, now):
    ours = Team(scene.lantern, scene.ana, scene.ana, scene.ana)
    campaign = builders.campaign(store, ours)
    for title, day in (("Book it", date(2027, 6, 28)), ("Call them", date(2027, 7, 1)), ("Send it", date(2027, 7, 20))):
        task = Task(campaign_id=campaign.id, title=title, due_on=day, organisation_id=scene.lantern.id, created_at=now)
        task.assignee_id = scene.ana.id
        store.add(task)
    store.commit()

    text = part(visit("ana"), "waiting")

    order = ["Book it", "3 days overdue", "Call them", ">Today<", "1 more due later", "Send it", "In 19 days"]
    assert sorted(order, key=text.find) == order
    assert f'href="/campaigns/{campaign.public_id}/work#task-' in text
    assert "You're all caught up" in part(visit("bo"), "waiting")


def test_week_shows_what_all_members_see(visit):
    text = part(visit("cleo"), "week")

    assert "Board of Kaagapay" not in text
    assert "Mon 5 Jul 2027" in text
    assert "Cancelled" in text
    assert "Board of Kaagapay" in part(visit("bo"), "week")


def test_next_observances_name_their_campaigns(visit):
    text = part(visit("ana"), "observances")

    assert "World Day Against Trafficking" in text
    assert "in 29 days" in text
    assert "Safe streams" in text


def test_dashboard_tells_no_concealed_text(visit):
    for who in ("ana", "bo", "cleo"):
        text = visit(who).get("/").get_data(as_text=True)
        assert SECRET not in text
        assert SAFE_TITLE not in part(visit(who), "observances")


def test_coordinator_of_a_new_coalition_is_led_to_the_set_up(app, store):
    scene = people_scene(store)
    store.commit()

    assert "The coalition is not set up yet" in logged_in(app, scene.cleo).get("/").get_data(as_text=True)
    assert "The coalition is not set up yet" not in logged_in(app, scene.ana).get("/").get_data(as_text=True)


def test_empty_dashboard_is_calm(app, store, now):
    scene = people_scene(store, set_up=now)
    store.commit()

    text = logged_in(app, scene.ana).get("/").get_data(as_text=True)

    assert "You're all caught up" in text
    assert "Nothing this week" in text
    assert "None in the next 60 days" in text
