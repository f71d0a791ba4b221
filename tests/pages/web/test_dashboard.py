"""The dashboard: what waits for whom, this week, the next observances."""

import re
from datetime import date

from scheduler.agenda.models import EntryKind
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import public_guard
from scheduler.agenda.services.publishing import publish_all
from scheduler.campaigns.models import Task
from scheduler.content.domain.workflow import State
from tests.coalition import Team
from tests.content import builders
from tests.logins import logged_in
from tests.pages.scenes import SAFE_TITLE, SECRET, july, people_scene


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


def test_a_task_is_done_with_one_button_and_leads_back(visit, store, scene, now):
    campaign = builders.campaign(store, Team(scene.lantern, scene.ana, scene.ana, scene.ana))
    task = Task(campaign_id=campaign.id, title="Call them", organisation_id=scene.lantern.id, created_at=now)
    task.assignee_id = scene.ana.id
    loose = Task(campaign_id=campaign.id, title="Nobody's", organisation_id=scene.lantern.id, created_at=now)
    store.add_all([task, loose])
    store.commit()
    ana = visit("ana")
    text = part(ana, "waiting")
    place = f"/campaigns/{campaign.public_id}/tasks/{task.address}/done"

    assert f'formaction="{place}"' in text
    assert f'href="/campaigns/{campaign.public_id}/tasks/{loose.address}/edit"' in text
    assert visit("bo").post(place, data={"next": "/"}).status_code == 403
    assert ana.post(place, data={"next": "/"}).headers["Location"] == "/"
    assert "Call them" not in part(ana, "waiting")


def test_sign_off_on_a_line_opens_the_copy(visit, store, scene, now):
    ours = Team(scene.lantern, scene.ana, scene.ana, scene.ana)
    item = builders.item(store, Team(scene.kaagapay, scene.bo, scene.bo, scene.bo), now, signatories={ours.id})
    item.state = State.IN_REVIEW
    store.commit()
    ana = visit("ana")
    place = f"/content/{item.public_id}/sign-off/{scene.lantern.id}"

    assert f'href="{place}">Sign off' in part(ana, "waiting")
    assert ana.get(place).status_code == 200
    assert place not in part(visit("cleo"), "waiting")


def test_week_shows_what_all_members_see(visit):
    assert "Board of Kaagapay" not in part(visit("cleo"), "week")
    text = part(visit("bo"), "week")
    assert "Tue 6 Jul 2027" in text
    assert "Board of Kaagapay" in text


def test_what_stands_elsewhere_on_the_page_is_not_in_the_week_as_well(visit):
    ana = visit("ana")

    assert "Mon 5 Jul 2027" in part(ana, "observances")
    assert "Cancelled" in part(ana, "observances")
    assert "Mon 5 Jul 2027" not in part(ana, "week")


def test_an_observance_of_many_dates_is_listed_once(visit, store, scene, now):
    drafts = [
        EntryDraft(
            Source("edition", 90 + day),
            EntryKind.EDITION,
            AllDay(july(day), july(day)),
            public_guard(store).id,
            "Friday of the forgotten",
            path=f"/observances/fridays#{day}",
        )
        for day in (9, 16, 23)
    ]
    publish_all(store, drafts, now)
    store.commit()

    text = part(visit("ana"), "observances")

    assert text.count("Friday of the forgotten") == 1
    assert "/observances/fridays#9" in text


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
    assert "Nothing else this week" in text
    assert "None in the next 60 days" in text
