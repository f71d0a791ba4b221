"""The way from the top to a page: on every page that stands deep, in the titles that its reader may read."""

import re
from datetime import datetime

import pytest
from flask import Flask

from scheduler.pages.breadcrumbs import STEPS
from scheduler.web.additions import additions_of
from scheduler.web.breadcrumbs import Step
from tests.leaks.walk import address, rules
from tests.leaks.world import SAFE_CAMPAIGN, SAFE_ITEM, World, build_world
from tests.logins import logged_in

ELSEWHERE = {
    "calendar.add": "leads back to the calendar by its heading",
    "campaign_sharing.take_emergency_access": "for those who may not read the page above",
    "content_review.take_emergency_access": "for those who may not read the page above",
    "guidance.edit_helpline": "directly below its list",
    "guidance.edit_term": "directly below its list",
    "kits.picture": "a file",
    "kits.preview": "as partners see it, who have no pages above it",
    "moves.task": "a task is shown without its campaign",
    "people.remove": "directly below its list",
    "people.role": "directly below its list",
}
"""Pages with more than a name in their address that have no trail, each with its reason."""

FILES = re.compile(r"\.|/(export|file|thumbnail)\b")


def steps(app: Flask) -> dict[str, Step]:
    return dict(STEPS) | {endpoint: step for one in additions_of(app) for endpoint, step in one.steps.items()}


def trail(page: str) -> list[str]:
    found = re.search(r'<nav class="breadcrumbs.*?</nav>', page, re.DOTALL)
    return re.findall(r"<(?:bdi|span aria-current=\"page\")>(.*?)</", found[0]) if found else []


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    with app.app_context():
        return build_world(app, now)


def test_every_deep_page_has_its_place(app: Flask) -> None:
    known = steps(app)
    # What stands behind a thing, whichever it is.
    deep = {rule.endpoint for rule in rules(app) if "GET" in (rule.methods or ()) and ">/" in rule.rule}
    pages = {rule.endpoint for rule in rules(app) if rule.endpoint in deep and not FILES.search(rule.rule)}

    assert pages - set(known) == {one for one in ELSEWHERE if one in pages}
    assert {step.above for step in known.values()} - {""} <= set(known)
    arguments = {
        endpoint: {a for rule in app.url_map.iter_rules(endpoint) for a in rule.arguments} for endpoint in known
    }
    assert [one for one, step in known.items() if step.above and not arguments[step.above] <= arguments[one]] == []


def test_pages_say_the_way_to_them_and_what_they_are(world: World) -> None:
    client = logged_in(world.app, world.people["insider"])
    known, missing = steps(world.app), []
    for rule in rules(world.app):
        if known.get(rule.endpoint, Step(known["content.index"].name)).above and "GET" in (rule.methods or ()):
            answer = client.get(address(world, rule))
            above = known[known[rule.endpoint].above]
            if answer.status_code == 200 and above.above and len(trail(answer.text)) < 3:
                missing.append(rule.endpoint)
    assert missing == []


def test_an_item_stands_in_its_campaign_for_those_who_may_read_that(world: World) -> None:
    path = f"/content/{world.item_id}"
    campaign, title = world.markers["campaign.title"], world.markers["words.title"]
    insider = logged_in(world.app, world.people["insider"])

    assert trail(insider.get(path).text) == ["Campaigns", campaign, title]
    assert trail(insider.get(f"{path}/versions").text) == ["Campaigns", campaign, title, "Versions"]
    assert trail(insider.get(f"{path}/edit").text) == ["Campaigns", campaign, title, "Edit details"]
    assert trail(insider.get(f"{path}/pictures").text)[:3] == ["Campaigns", campaign, title]


def test_every_page_of_an_item_leads_back_to_its_campaign(world: World) -> None:
    client = logged_in(world.app, world.people["insider"])
    known, elsewhere = steps(world.app), []
    for rule in rules(world.app):
        step = known.get(rule.endpoint)
        while step is not None and step.above and step.above != "content.show":
            step = known[step.above]
        if step is not None and step.above and "GET" in (rule.methods or ()):
            answer = client.get(address(world, rule))
            if answer.status_code == 200 and trail(answer.text)[:1] != ["Campaigns"]:
                elsewhere.append(rule.endpoint)
    assert elsewhere == []


def test_a_page_that_does_not_open_the_copy_names_the_campaign_by_its_placeholder(world: World) -> None:
    path = f"/content/{world.item_id}"
    insider, coordinator = (logged_in(world.app, world.people[who]) for who in ("insider", "coordinator"))

    for page in ("move", "embargo/hold", "embargo/lift"):
        assert trail(insider.get(f"{path}/{page}").text)[:3] == ["Campaigns", SAFE_CAMPAIGN, SAFE_ITEM]
    assert trail(coordinator.get(f"{path}/embargo/hold").text) == ["Content", SAFE_ITEM, "Put on hold"]


def test_who_may_not_read_a_thing_is_told_its_placeholder_or_nothing(world: World) -> None:
    coordinator, visitor = logged_in(world.app, world.people["coordinator"]), world.app.test_client()

    assert trail(coordinator.get(f"/campaigns/{world.campaign_id}/work").text) == ["Campaigns", SAFE_CAMPAIGN, "Work"]
    for client in (coordinator, visitor, logged_in(world.app, world.people["spare"])):
        assert trail(client.get(f"/content/{world.item_id}").text) == []
        assert trail(client.get(f"/content/{world.item_id}/pictures").text) == []


def test_the_present_page_is_marked_and_its_parent_alone_stays_on_narrow_screens(world: World) -> None:
    page = logged_in(world.app, world.people["insider"]).get("/bills/1/milestones/new").text

    assert trail(page) == ["Bills", "2022/0155", "New milestone"]
    assert '<nav class="breadcrumbs no-print" aria-label="Breadcrumbs">' in page
    assert page.count('class="is-above"><a href="/bills/1"') == 1
    assert '<span aria-current="page">New milestone</span>' in page
