"""The pages of a campaign: everything that waits, its content, who sees what, and what was left behind."""

import re
from datetime import date, timedelta

import pytest

from scheduler.agenda.domain.visibility import Audience
from scheduler.campaigns.services.campaigns import cancel_campaign
from scheduler.content.domain.item_text import ItemText
from tests.content.stage import DAY, DUE, ITEM_TEXT, SECRECY, build_stage
from tests.pages.web.campaign_scenes import CampaignScene, build_scene

SECRET = ITEM_TEXT.title
SAFE = "Joint statement, 30 July"
WORK, CONTENT = "/work", "/content"
TABS = ("", WORK, CONTENT, "/timeline", "/people", "/activity")


@pytest.fixture
def scene(store, campaign_scene: CampaignScene) -> CampaignScene:
    made = campaign_scene
    store.commit()
    return made


def part(page: str, ident: str) -> str:
    """Return the section of a page, as text between its tags."""
    found = re.search(rf'<section class="section" id="{ident}".*?</section>', page, re.DOTALL)
    assert found is not None
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0]))


def test_tasks_and_content_wait_in_one_list_with_the_most_urgent_first(scene):
    scene.task("Late task", date(2027, 6, 20))
    scene.task("Later task", date(2027, 7, 25))
    scene.stage.ask(scene.item(), scene.stage.port)
    scene.item(text=ItemText(title="Idea of a thread"), when=None)

    waits = part(scene.page("port_lead", WORK), "tasks")

    places = [waits.index(text) for text in ("Late task", "Sign-off by Old Port", "Later task", "Idea of a thread")]
    assert places == sorted(places)
    assert "11 days overdue" in waits
    assert "You Otto Port" in waits


def test_each_line_says_until_when_in_its_zone_and_in_the_readers(scene):
    scene.stage.ask(scene.item(), scene.stage.port, scene.stage.kaagapay)

    waits = part(scene.page("port_lead", WORK), "tasks")

    assert "end of Tue 20 Jul 2027 Manila" in waits
    assert "your time: Tue 20 Jul 2027, 17:00 Lisbon" in waits


def test_whoever_is_away_is_named_with_the_deputy(scene):
    people = scene.stage.people
    people["port_lead"].away_until, people["port_lead"].deputy_id = date(2027, 7, 24), people["port_editor"].id
    scene.task("Write to schools", who="port_lead")
    scene.stage.ask(scene.item(), scene.stage.port)

    waits = part(scene.page("owner", WORK), "tasks")

    assert "Otto Port (away until Sat 24 Jul 2027), Pia Port covering" in waits
    assert "Otto Port (away until Sat 24 Jul 2027), Pia Port Old" not in waits
    assert re.search(r"Sign-off by Old Port Otto Port \(away until Sat 24 Jul 2027\), Pia Port", waits)


def test_content_says_state_day_sign_off_and_visibility(scene):
    item = scene.stage.ask(scene.item(channels=("x", "website")), scene.stage.port)
    scene.stage.say(item, "port_lead", scene.stage.port)

    content = part(scene.page("owner", CONTENT), "content-items")

    for text in (SECRET, "Statement · X, Website", "Lantern Bay · Oda Owner", "In review", "1 of 2 signed off"):
        assert text in content
    assert "The whole coalition" in content


def test_a_void_yes_leads_its_own_organisation_to_the_difference(scene):
    item = scene.stage.ask(scene.item(), scene.stage.port)
    scene.stage.say(item, "port_lead", scene.stage.port)
    scene.stage.write(item, "Six answered.")

    mine, others = scene.page("port_lead", WORK), scene.page("lead", CONTENT)

    link = f"/content/{item.public_id}/versions?from=1&amp;to=2"
    assert (mine.count(link), scene.page("port_lead", CONTENT).count(link)) == (1, 1)
    assert "Your sign-off again: copy changed" in mine
    assert link not in others + scene.page("lead", WORK)
    assert "1 to re-sign after edit" in part(others, "content-items")
    assert "<ins>" in scene.client("port_lead").get(link.replace("&amp;", "&")).text


@pytest.mark.parametrize(
    ("who", "reads"),
    [("owner", True), ("port_lead", False), ("member", False), ("far_lead", False), ("coordinator", False)],
)
def test_embargoed_items_are_there_for_their_embargo_group_alone(scene, who, reads):
    scene.item(secrecy=SECRECY)

    page = " ".join(scene.page(who, tab) for tab in TABS)

    assert (SECRET in page) is reads
    assert ("Embargo lifts" in page) is reads
    # A placeholder names no campaign, so it does not stand on a campaign's page either.
    assert SAFE not in page


def test_a_visitor_has_to_log_in_and_others_may_read_but_not_change(scene):
    scene.task("Write to schools")
    scene.item()

    assert {scene.get("visitor", tab).status_code for tab in TABS} == {302}
    may_plan = {
        who: "With selected tasks" in scene.page(who, WORK) for who in ("lead", "port_lead", "far_lead", "member")
    }
    may_shift = {
        who: "With selected items" in scene.page(who, CONTENT) for who in ("lead", "port_lead", "far_lead", "member")
    }
    may_add = {
        who: "quick-content-title" in scene.page(who, CONTENT) for who in ("lead", "member", "far_lead", "coordinator")
    }

    # The task is not one of Port's.
    assert may_plan == {"lead": True, "port_lead": False, "far_lead": False, "member": False}
    assert may_shift == {"lead": True, "port_lead": False, "far_lead": False, "member": False}
    assert may_add == {"lead": True, "member": False, "far_lead": False, "coordinator": False}


def test_a_campaign_of_its_organisations_is_not_there_for_others(app, store):
    scene = build_scene(app, build_stage(store), Audience.ORGANISATIONS)
    store.commit()

    everyone = ("owner", "member", "port_editor", "far_lead", "coordinator")
    answers = {who: {scene.get(who, tab).status_code for tab in TABS} for who in everyone}

    assert answers == {"owner": {200}, "member": {200}, "port_editor": {200}, "far_lead": {404}, "coordinator": {404}}


def test_items_are_moved_and_moved_back_from_the_page(scene):
    item = scene.item()
    back = f"{scene.path}/content#content-items"

    moved = scene.post("lead", "/content/bulk/shift", item=item.public_id, days="3", owner_id="0", next=back)
    page = scene.page("lead", CONTENT)
    undo = re.search(r'action="(/content/bulk/undo/[\w-]{12})"', page)

    assert (moved.status_code, moved.location) == (303, back)
    assert scene.days() == [DAY + timedelta(days=3)]
    assert undo is not None
    assert scene.post("lead", undo[1], next=scene.path).location == scene.path
    assert scene.days() == [DAY]


def test_when_the_day_moves_content_is_shifted_in_one_click(scene, clock):
    for title in ("Teaser", "Release"):
        scene.item(text=ItemText(title=title, body="Soon."))
    scene.move(3)
    clock.moment = scene.stage.now + timedelta(hours=1)

    page = scene.page("lead")
    form = re.search(r'<form method="post" action="/content/bulk/shift" class="no-print">.*?</form>', page, re.DOTALL)
    assert form is not None
    assert "2 items still have the old date." in page
    assert "Shift 2 items by +3 days" in form[0]
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', form[0])
    sent = {name: [value for other, value in fields if other == name] for name, _value in fields}
    assert scene.client("lead").post("/content/bulk/shift", data=sent).status_code == 303

    assert scene.days() == [DAY + timedelta(days=3)] * 2
    assert "items still have the old date" not in scene.page("lead")


def test_what_was_planned_after_the_move_is_not_left_behind(scene):
    scene.move(3)
    scene.stage.now += timedelta(hours=1)
    scene.item()

    assert "the old date" not in scene.page("lead")


def test_others_content_is_named_but_not_shifted(scene):
    scene.item()
    scene.move(-2)

    page = scene.page("port_lead")

    assert "1 of them belongs to another organisation" in re.sub(r"\s+", " ", page)
    assert "Shift 1 item" not in page


def test_a_cancelled_campaign_says_what_is_still_on_its_way(scene):
    scene.item()
    cancel_campaign(scene.stage.session, scene.campaign, "The hearing is off", scene.stage.context("lead"))

    page = scene.page("lead")

    assert "Campaign cancelled" in page
    assert "1 item is not published yet" in page
    assert "quick-content-title" not in scene.page("lead", CONTENT)


@pytest.mark.parametrize("tab", ["", "/work", "/content"])
def test_number_of_queries_does_not_grow_with_items_or_tasks(scene, queries, tab):
    def fill(count: int) -> None:
        for number in range(count):
            scene.task(f"Task {number}")
            item = scene.stage.ask(scene.item(secrecy=SECRECY if number % 2 else None), scene.stage.port, due=DUE)
            scene.stage.say(item, "port_lead", scene.stage.port)

    def count() -> int:
        client = scene.client("lead")
        queries.clear()
        assert client.get(scene.path + tab).status_code == 200
        return len(queries)

    fill(2)
    few = count()
    fill(6)

    assert count() == few


def test_an_empty_campaign_says_what_to_do(scene):
    assert "No content yet" in scene.page("lead", CONTENT)
    assert "No open work yet" in scene.page("lead", WORK)
    assert "Add from a playbook" in scene.page("lead")
