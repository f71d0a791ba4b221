"""Moving something to another day: what follows is shown first, and exactly that is done, by those who may."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Entry
from scheduler.campaigns.models import Campaign, Task
from scheduler.content.models import Item
from scheduler.outbox.models import Message
from tests.content.stage import DAY, SECRECY, build_stage
from tests.pages.web.campaign_scenes import CampaignScene, build_scene

TO = date(2027, 8, 2)


@pytest.fixture
def scene(store, campaign_scene: CampaignScene) -> CampaignScene:
    made = campaign_scene
    made.task("Brief the press")
    made.task("Thank everyone", due_on=DAY + timedelta(days=3))
    store.commit()
    return made


def preview(scene: CampaignScene, path: str, who: str = "lead", to: date = TO) -> str:
    answer = scene.post(who, f"{path}/move", day=to.isoformat())
    assert answer.status_code == 200, answer.text
    return answer.text


def shown(text: str) -> str:
    found = re.search(r'name="shown" value="(\w+)"', text)
    assert found is not None
    return found[1]


def state(scene: CampaignScene) -> list[object]:
    session = scene.stage.session
    found = [*session.execute(select(Campaign.first_day, Campaign.revision)), *session.execute(select(Task.due_on))]
    found += [*session.execute(select(Item.publish_on)), session.scalar(select(func.count(Message.id)))]
    found += [*session.execute(select(Entry.sequence))]
    session.commit()
    return found


def test_preview_says_what_follows_and_changes_nothing(scene):
    before = state(scene)

    text = preview(scene, scene.path)

    assert "from Fri 30 Jul 2027 to Mon 2 Aug 2027" in text
    assert "2 tasks move." in text
    assert re.search(r"\d (person is|people are) notified\.", text)
    assert state(scene) == before


def test_what_was_shown_is_done(scene):
    fingerprint = shown(preview(scene, scene.path))

    answer = scene.post("lead", f"{scene.path}/move", day=TO.isoformat(), shown=fingerprint)

    assert answer.status_code == 303
    assert answer.location.endswith(f"{scene.path}/move?day=2027-07-30")
    assert state(scene)[:3] == [(TO, 2), (DAY - timedelta(days=11),), (DAY + timedelta(days=6),)]
    assert 'value="2027-07-30"' in scene.client("lead").get(answer.location).text


def test_what_has_changed_since_is_shown_again(scene):
    fingerprint = shown(preview(scene, scene.path))
    scene.task("Book the hall")
    before = state(scene)

    answer = scene.post("lead", f"{scene.path}/move", day=TO.isoformat(), shown=fingerprint)

    assert answer.status_code == 409
    assert "Not moved: what follows has changed." in answer.text
    assert "3 tasks move." in answer.text
    assert state(scene) == before


def test_other_day_than_the_one_shown_is_shown_first(scene):
    fingerprint = shown(preview(scene, scene.path))

    assert scene.post("lead", f"{scene.path}/move", day="2027-08-05", shown=fingerprint).status_code == 409


def test_item_moves_with_its_day_alone(scene):
    item = scene.item()
    path = f"/content/{item.public_id}"
    text = preview(scene, path, "owner")

    assert scene.post("owner", f"{path}/move", day=TO.isoformat(), shown=shown(text)).status_code == 303
    assert scene.days() == [TO]
    assert state(scene)[0] == (DAY, 1)


def test_task_keeps_its_new_distance(scene):
    task = scene.stage.session.scalars(select(Task).order_by(Task.id)).first()
    path = f"{scene.path}/tasks/{task.address}"
    text = preview(scene, path, "lead")

    assert "Nothing else moves" in text
    assert scene.post("lead", f"{path}/move", day=TO.isoformat(), shown=shown(text)).status_code == 303
    assert (TO,) in state(scene)


@pytest.mark.parametrize("day", ["", "2027-07-30", "2300-01-01", "soon"])
def test_day_that_cannot_be_is_refused_beside_its_field(scene, day):
    answer = scene.post("lead", f"{scene.path}/move", day=day)

    assert answer.status_code == 422
    assert 'name="shown"' not in answer.text


@pytest.mark.parametrize(
    ("who", "status"), [("lead", 200), ("coordinator", 200), ("member", 403), ("port_lead", 403), ("far_lead", 403)]
)
def test_campaign_is_moved_by_those_who_may_change_it(scene, who, status):
    assert scene.client(who).get(f"{scene.path}/move").status_code == status
    assert scene.post(who, f"{scene.path}/move", day=TO.isoformat()).status_code == status


@pytest.mark.parametrize(("who", "status"), [("owner", 200), ("lead", 200), ("port_lead", 403), ("far_lead", 403)])
def test_item_is_moved_by_those_who_may_change_its_plan(scene, who, status):
    path = f"/content/{scene.item().public_id}/move"

    assert scene.post(who, path, day=TO.isoformat()).status_code == status


def test_visitors_log_in_first(scene):
    answer = scene.client("visitor").get(f"{scene.path}/move")

    assert answer.status_code == 302
    assert "/login" in answer.location


def test_what_somebody_may_not_know_of_does_not_exist_and_is_not_counted(app, store):
    scene = build_scene(app, build_stage(store), Audience.ORGANISATIONS)
    store.commit()

    assert scene.client("far_lead").get(f"{scene.path}/move").status_code == 404
    assert scene.post("far_lead", f"{scene.path}/move", day=TO.isoformat()).status_code == 404


def test_embargoed_item_of_others_is_neither_counted_nor_part_of_what_was_shown(scene):
    plain = shown(preview(scene, scene.path, "coordinator"))
    scene.item(secrecy=SECRECY)

    text = preview(scene, scene.path, "coordinator")

    assert "item" not in text.split("What follows")[1].split("</section>")[0]
    assert shown(text) == plain


def test_title_under_embargo_is_not_on_the_page(scene):
    item = scene.item(secrecy=SECRECY)
    text = scene.client("owner").get(f"/content/{item.public_id}/move").text

    assert SECRECY.placeholder_title in text
    assert "Five of twelve" not in text
