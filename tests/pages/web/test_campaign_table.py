"""The table of a campaign: cells edited in place, rows saved whole or not at all, nobody overwritten unseen."""

import html
import json
import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from scheduler.campaigns.models import Task
from scheduler.content.models import Item, ItemChannel, ItemVersion
from scheduler.pages.campaign_table_form import sent_rows
from tests.content.stage import DAY, ITEM_TEXT, SECRECY
from tests.pages.web.campaign_scenes import CampaignScene

TABLE = "/table"


@pytest.fixture
def scene(store, campaign_scene: CampaignScene) -> CampaignScene:
    made = campaign_scene
    store.commit()
    return made


def fields_of(page: str) -> dict[str, str]:
    """Return what a browser would send back of each row."""
    form = re.search(r"<form[^>]*data-grid.*?</form>", page, re.DOTALL)
    assert form is not None, "no cell can be changed"
    found = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        name, value = (re.search(rf'\b{part}="([^"]*)"', tag) for part in ("name", "value"))
        if name and name[1] != "row":
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, body in re.findall(r'<select[^>]*\bname="([^"]+)"[^>]*>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', body)
        found[name] = html.unescape(chosen[1]) if chosen else ""
    return found


def send(scene: CampaignScene, who: str, fields: dict[str, str], **changes: str) -> TestResponse:
    """Send the table with some cells changed, named by row and cell."""
    rows = dict.fromkeys(name.rsplit("-", 1)[0] for name in fields if name.endswith("-revision"))
    return scene.post(who, f"{scene.path}{TABLE}", row=list(rows), **{**fields, **changes})


def of_item(item: Item, cell: str) -> str:
    return f"item.{item.public_id}-{cell}"


def of_task(task: Task, cell: str) -> str:
    return f"task.{task.address}-{cell}"


def only_task(scene: CampaignScene) -> Task:
    query = select(Task).execution_options(populate_existing=True)
    return scene.stage.session.scalars(query).one()


def saved(scene: CampaignScene, item: Item) -> tuple[str, date | None, int | None, str]:
    session = scene.stage.session
    session.refresh(item)
    title = session.scalars(
        select(ItemVersion.title).where(ItemVersion.item_id == item.id, ItemVersion.number == item.version_number)
    ).one()
    found = (title, item.publish_on, item.owner_id, item.state)
    session.commit()
    return found


def test_several_rows_are_saved_together(scene):
    scene.task("Write to schools")
    item, task = scene.item(), only_task(scene)
    fields = fields_of(scene.page("lead", TABLE))
    later = DAY + timedelta(days=1)

    answer = send(
        scene,
        "lead",
        fields,
        **{
            of_item(item, "title"): "A better title",
            of_item(item, "day"): later.isoformat(),
            of_item(item, "channels"): "x, Website",
            of_task(task, "status"): "done",
            of_task(task, "title"): "Write to all schools",
        },
    )

    assert answer.status_code == 303, answer.text
    assert saved(scene, item)[:2] == ("A better title", later)
    channels = scene.stage.session.scalars(select(ItemChannel.channel).where(ItemChannel.item_id == item.id))
    assert set(channels) == {"x", "website"}
    task = only_task(scene)
    assert (task.title, task.done_at is not None) == ("Write to all schools", True)
    scene.stage.session.commit()


def test_a_table_sent_as_it_was_shown_changes_nothing(scene):
    item = scene.item()
    scene.task("Write to schools")
    revisions = item.revision, only_task(scene).revision

    assert send(scene, "lead", fields_of(scene.page("lead", TABLE))).status_code == 303

    scene.stage.session.refresh(item)
    assert (item.revision, only_task(scene).revision) == revisions


def test_a_row_with_a_mistake_is_not_saved_at_all_and_the_others_are(scene):
    item = scene.item()
    scene.task("Write to schools")
    task = only_task(scene)
    fields = fields_of(scene.page("lead", TABLE))
    wrong = {of_item(item, "title"): "Not this", of_item(item, "channels"): "Carrier pigeon"}

    answer = send(scene, "lead", fields, **wrong, **{of_task(task, "title"): "But this"})

    assert answer.status_code == 422
    assert "Unknown channel: Carrier pigeon" in answer.text
    assert f'aria-describedby="{of_item(item, "channels")}-error"' in answer.text
    again = fields_of(answer.text)
    assert (again[of_item(item, "title")], again[of_item(item, "channels")]) == ("Not this", "Carrier pigeon")
    assert saved(scene, item)[0] == ITEM_TEXT.title
    assert only_task(scene).title == "But this"


def test_a_status_that_is_refused_takes_the_rest_of_its_row_along(scene):
    item = scene.stage.ask(scene.item(), scene.stage.port)
    fields = fields_of(scene.page("lead", TABLE))

    answer = send(scene, "lead", fields, **{of_item(item, "status"): "approve", of_item(item, "day"): "2027-08-02"})

    assert answer.status_code == 422
    assert f'id="{of_item(item, "status")}-error"' in answer.text
    assert saved(scene, item)[1] == DAY


def test_a_row_that_was_saved_meanwhile_shows_both_and_can_be_saved_then(scene):
    item = scene.item()
    fields = fields_of(scene.page("lead", TABLE))
    assert send(scene, "owner", fields, **{of_item(item, "title"): "Theirs"}).status_code == 303

    answer = send(scene, "lead", fields, **{of_item(item, "title"): "Mine"})

    assert answer.status_code == 409
    assert re.search(
        r"Saved in the meantime:</?[^>]*> *<bdi>Theirs</bdi>|Saved in the meantime: <bdi>Theirs</bdi>", answer.text
    )
    assert saved(scene, item)[0] == "Theirs"
    again = fields_of(answer.text)
    assert again[of_item(item, "title")] == "Mine"
    assert send(scene, "lead", again).status_code == 303
    assert saved(scene, item)[0] == "Mine"


def test_a_stale_row_that_nobody_touched_is_left_alone(scene):
    item = scene.item()
    scene.task("Write to schools")
    fields = fields_of(scene.page("lead", TABLE))
    send(scene, "owner", fields, **{of_item(item, "title"): "Theirs"})

    assert send(scene, "lead", fields, **{of_task(only_task(scene), "title"): "Mine"}).status_code == 303
    assert saved(scene, item)[0] == "Theirs"


def test_who_may_not_change_a_row_reads_it_as_text(scene):
    item = scene.item()
    scene.task("Write to schools")
    fields = fields_of(scene.page("lead", TABLE))

    assert scene.get("visitor", TABLE).status_code == 302
    for who in ("port_lead", "member", "far_lead"):
        page = scene.page(who, TABLE)
        assert ITEM_TEXT.title in page
        assert "data-grid-status" in page
        assert f'name="{of_item(item, "title")}"' not in page
        answer = send(scene, who, fields, **{of_item(item, "title"): "Mine"})
        assert answer.status_code == 422
        assert "no longer yours to change" in answer.text
    assert saved(scene, item)[0] == ITEM_TEXT.title


def test_nothing_under_embargo_is_shown_or_changed_from_outside(scene):
    item = scene.item(secrecy=SECRECY)
    fields = fields_of(scene.page("lead", TABLE))

    for who in ("port_lead", "far_lead", "coordinator"):
        assert ITEM_TEXT.title not in scene.page(who, TABLE)
        answer = send(scene, who, fields, **{of_item(item, "day"): "2027-08-05"})
        assert answer.status_code == 422
        assert "Saved in the meantime" not in answer.text
    assert saved(scene, item)[1] == DAY


def test_the_title_of_what_is_published_is_text_and_its_owner_is_not(scene):
    item = scene.item()
    item.state, item.published_at = "published", scene.stage.now
    fields = fields_of(scene.page("lead", TABLE))

    assert of_item(item, "title") not in fields
    assert send(scene, "lead", fields, **{of_item(item, "who"): str(scene.stage.id("lead"))}).status_code == 303
    assert saved(scene, item)[2] == scene.stage.id("lead")


def test_an_item_of_another_campaign_is_none_of_its_rows(scene):
    item = scene.stage.item()
    scene.item()
    fields = fields_of(scene.page("lead", TABLE)) | {
        of_item(item, "revision"): str(item.revision),
        of_item(item, "shown"): "{}",
        of_item(item, "title"): "Elsewhere",
    }

    assert send(scene, "lead", fields).status_code == 422
    assert saved(scene, item)[0] == ITEM_TEXT.title


@pytest.mark.parametrize("shown", ["", "{", "[]", "null", '{"title": 3}', "[" * 50_000])
def test_what_a_form_says_it_showed_may_be_anything(shown):
    sent = MultiDict({"row": "task.a", "task.a-revision": "1", "task.a-shown": shown, "task.a-title": "A"})

    (row,) = sent_rows(sent)

    assert row.touched == {"title"}


@pytest.mark.parametrize("row", ["", "task", "task.", "note.a", "item.a"])
def test_what_is_no_row_is_left_out(row):
    assert sent_rows(MultiDict({"row": row, f"{row}-revision": "x"})) == []


def test_a_cell_is_touched_when_it_differs_from_what_was_shown():
    shown = json.dumps({"title": "A", "day": ""})
    sent = MultiDict(
        {
            "row": "item.a",
            "item.a-revision": "3",
            "item.a-shown": shown,
            "item.a-title": "A",
            "item.a-day": "2027-07-30",
        }
    )

    assert [row.touched for row in sent_rows(sent)] == [{"day"}]
