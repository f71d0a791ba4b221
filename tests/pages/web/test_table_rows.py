"""Rows of the campaign's table at their edges: rights are asked under the lock, and every refusal has its cell."""

from datetime import date, timedelta

import pytest

from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.services.viewers import viewer_of
from scheduler.content.domain.workflow import State
from scheduler.pages.campaign_table_form import Offer, form_of
from scheduler.pages.campaign_table_save import CellError, Saving, save_task
from tests.content.services.test_moved_days import too_late
from tests.content.stage import DAY, SECRECY
from tests.pages.web.campaign_scenes import CampaignScene
from tests.pages.web.test_campaign_table import TABLE, fields_of, of_item, of_task, only_task, saved, send


@pytest.fixture
def scene(store, campaign_scene: CampaignScene) -> CampaignScene:
    made = campaign_scene
    made.task("Write to schools")
    store.commit()
    return made


def save(scene: CampaignScene, who: str, title: str) -> None:
    session, task = scene.stage.session, only_task(scene)
    roles = actor_roles(session, scene.stage.id(who))
    saving = Saving(session, viewer_of(roles), roles, scene.campaign.public_id, scene.stage.context(who))
    key = f"task.{task.address}"
    form = form_of("task", key, {"title": title}, Offer((), ()))
    assert form.validate()
    save_task(saving, task.address, task.revision, form, frozenset({"title"}))


def test_a_task_that_is_no_longer_theirs_is_not_changed_whatever_was_shown(scene):
    with pytest.raises(CellError, match="no longer yours"):
        save(scene, "port_lead", "Mine")
    assert only_task(scene).title == "Write to schools"

    save(scene, "lead", "Ours")
    assert only_task(scene).title == "Ours"


def test_a_task_of_a_campaign_cancelled_meanwhile_is_not_changed(scene):
    scene.campaign.cancelled_at = scene.stage.now
    scene.stage.session.flush()

    with pytest.raises(CellError, match="no longer yours"):
        save(scene, "lead", "Mine")


def test_scheduled_content_that_could_not_be_published_then_is_refused_beside_its_day(scene):
    item = too_late(scene.stage)
    item.campaign_id = scene.campaign.id
    fields = fields_of(scene.page("lead", TABLE))

    answer = send(scene, "lead", fields, **{of_item(item, "day"): (DAY + timedelta(days=7)).isoformat()})

    assert answer.status_code == 422
    assert f'id="{of_item(item, "day")}-error"' in answer.text
    assert "could not be published on the new date" in answer.text
    assert saved(scene, item)[1:] == (DAY, item.owner_id, State.SCHEDULED)


def test_a_form_that_says_nothing_of_what_it_showed_changes_what_differs_alone(scene):
    item = scene.item()
    fields = fields_of(scene.page("lead", TABLE))
    fields = {name: value for name, value in fields.items() if not name.endswith("-shown")}

    assert send(scene, "lead", fields, **{of_item(item, "day"): "2027-08-02"}).status_code == 303
    assert saved(scene, item)[1:4:2] == (date(2027, 8, 2), State(item.state))


def test_what_was_typed_into_a_row_that_is_gone_is_shown_without_numbers(scene):
    task = only_task(scene)
    fields = fields_of(scene.page("lead", TABLE))
    who = fields[of_task(task, "who")]

    answer = send(scene, "port_lead", fields, **{of_task(task, "title"): "Mine"})

    (text,) = [part.split("</p>")[0] for part in answer.text.split('<p dir="auto">')[1:] if "Mine" in part]
    assert text == f"Mine · {fields[of_task(task, 'day')]}"
    assert who


@pytest.mark.parametrize("tab", ["", "/work", "/content", "/timeline", TABLE])
def test_pages_that_name_what_is_under_embargo_leave_as_they_are(scene, tab):
    def encoding() -> str | None:
        answer = scene.client("lead").get(f"{scene.path}{tab}", headers={"Accept-Encoding": "gzip"})
        found: str | None = answer.headers.get("Content-Encoding")
        return found

    assert encoding() == "gzip"
    scene.item(secrecy=SECRECY)
    assert encoding() is None
