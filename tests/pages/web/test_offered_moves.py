"""The links to the page that moves something: on its own page and in the calendar, for those alone who may."""

import re

import pytest

from scheduler.campaigns.models import Task
from scheduler.content.services.calendar_entries import publish_item
from tests.content.stage import DAY, SECRECY
from tests.pages.web.campaign_scenes import CampaignScene

MOVES = re.compile(r'href="([^"]+/move)[?"]')


@pytest.fixture
def scene(store, campaign_scene: CampaignScene) -> CampaignScene:
    made = campaign_scene
    made.task("Brief the press", due_on=DAY)
    store.commit()
    return made


def task_of(scene: CampaignScene) -> Task:
    return scene.stage.session.query(Task).one()


def links(scene: CampaignScene, who: str, path: str) -> set[str]:
    answer = scene.client(who).get(path)
    assert answer.status_code == 200, path
    return set(MOVES.findall(answer.text))


def test_each_link_of_the_calendar_leads_to_the_page_that_moves_what_it_names(scene):
    item, task = scene.item(), task_of(scene)

    found = links(scene, "lead", f"/calendar?month={DAY:%Y-%m}&view=list")

    assert found == {f"{scene.path}/move", f"{scene.path}/tasks/{task.address}/move", f"/content/{item.public_id}/move"}
    assert {path: scene.client("lead").get(path).status_code for path in found} == dict.fromkeys(found, 200)


@pytest.mark.parametrize(
    ("state", "is_offered"), [("scheduled", True), ("published", False), ("corrected", False), ("cancelled", False)]
)
def test_calendar_offers_only_what_can_still_move(scene, state, is_offered):
    item = scene.item()
    item.state = state
    publish_item(scene.stage.session, item, scene.stage.context("lead"))

    for address in (f"/calendar?month={DAY:%Y-%m}", f"/calendar?month={DAY:%Y-%m}&view=list"):
        text = scene.client("lead").get(address).text
        assert f"/content/{item.public_id}" in text
        assert (f"/content/{item.public_id}/move" in text) is is_offered


def test_page_that_moves_a_task_leads_back_to_it(scene):
    task = task_of(scene)

    page = scene.client("lead").get(f"{scene.path}/tasks/{task.address}/move").text

    assert f'href="{scene.path}/work#task-{task.address}"' in page
    assert f'id="task-{task.address}"' in scene.page("lead", "/work")


@pytest.mark.parametrize(("who", "is_offered"), [("lead", True), ("coordinator", True), ("port_lead", False)])
def test_campaign_offers_it_to_those_who_may_change_it(scene, who, is_offered):
    assert (f"{scene.path}/move" in links(scene, who, scene.path)) is is_offered


def test_campaign_offers_it_to_its_manager_of_another_organisation(scene):
    scene.campaign.owner_id = scene.stage.id("port_editor")
    assert links(scene, "port_editor", scene.path) == {f"{scene.path}/move"}
    assert scene.client("port_editor").get(f"{scene.path}/move").status_code == 200


def test_campaign_that_is_cancelled_offers_it_to_nobody(scene):
    scene.campaign.cancelled_at = scene.stage.now
    assert links(scene, "lead", scene.path) == set()


@pytest.mark.parametrize(("who", "is_offered"), [("owner", True), ("lead", True), ("port_lead", False)])
def test_item_offers_it_with_its_details(scene, who, is_offered):
    path = f"/content/{scene.item().public_id}"
    assert (f"{path}/move" in links(scene, who, f"{path}/details")) is is_offered


@pytest.mark.parametrize("change", [{"state": "published"}, {"publish_on": None}])
def test_item_that_cannot_move_does_not_offer_it(scene, change):
    item = scene.item()
    for name, value in change.items():
        setattr(item, name, value)
    assert links(scene, "lead", f"/content/{item.public_id}/details") == set()


def test_task_offers_it_where_it_is_edited_until_it_is_done(scene):
    task = task_of(scene)
    path = f"{scene.path}/tasks/{task.address}"

    assert links(scene, "lead", f"{path}/edit") == {f"{path}/move"}

    task.done_at = scene.stage.now
    assert links(scene, "lead", f"{path}/edit") == set()


def test_task_is_edited_and_moved_by_its_assignee_who_has_no_other_role(scene):
    task = task_of(scene)
    task.assignee_id = scene.stage.id("member")
    path = f"{scene.path}/tasks/{task.address}"

    assert f'href="{path}/edit"' in scene.page("member", "/work")
    assert links(scene, "member", f"{path}/edit") == {f"{path}/move"}
    assert scene.client("member").get(f"{path}/move").status_code == 200


def test_title_that_nothing_stands_in_for_is_named_as_embargoed(scene):
    item = scene.item(secrecy=SECRECY)
    item.guard.placeholder_title = ""

    page = scene.client("owner").get(f"/content/{item.public_id}/move").text

    assert "Embargoed" in page
    assert "Five of twelve" not in page


@pytest.mark.parametrize(("state", "is_said"), [("scheduled", True), ("approved", False)])
def test_whoever_moves_what_is_scheduled_is_reminded_of_the_publishing_tool(scene, state, is_said):
    item = scene.item()
    item.state = state

    answer = scene.post("owner", f"/content/{item.public_id}/move", day="2027-08-02")

    assert "What follows" in answer.text
    assert ("change the time in your publishing tool" in answer.text) is is_said
