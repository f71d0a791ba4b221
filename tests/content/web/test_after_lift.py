"""The lift opens the text as it is: what was said and drafted before stays with those who could read it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from scheduler.agenda.domain.visibility import UNDER_WAY
from scheduler.agenda.services.guards import periods_of
from scheduler.agenda.services.lift import lift
from scheduler.content.models import Item
from scheduler.content.services.calendar_entries import republish
from scheduler.content.services.comments import add_comment
from scheduler.content.services.embargo import remove_embargo
from scheduler.content.services.reviews import Advice, ReviewDraft, ask_for_reviews, give_review
from tests.content.services.test_embargo import hand
from tests.content.stage import LIFT, SECRECY, Stage
from tests.content.web.house import House
from tests.fakes import FakeClock

PAGES = ("", "?all=text", "?all=sign-off", "/versions", "/versions?from=2&to=3", "/versions?before=3&all=text")
KEPT = {"zqdraft", "zqcomment", "zqreview", "zqadvice", "zqyes", "zqno"}
EMBARGO_GROUP, AUDIENCE = ("owner", "lead", "editor", "port_lead", "port_editor"), ("member", "far_lead", "coordinator")
FORM = "11111111-1111-4111-8111-111111111111"


def embargoed(stage: Stage) -> Item:
    item = stage.ask(stage.item(secrecy=SECRECY), stage.port)
    stage.write(item, "First zqdraft of it.")
    stage.say(item, "port_lead", stage.port, "no", comment="zqno")
    stage.write(item, "The words that come out.")
    stage.say(item, "port_lead", stage.port, comment="zqyes")
    asked = ReviewDraft(frozenset({stage.id("lead"), stage.id("port_lead")}), "zqreview")
    by, context = stage.by("editor", item), stage.context("editor")
    rows = ask_for_reviews(stage.session, item, asked, form_id=FORM, by=by, context=context)
    request = next(row for row in rows if row.reviewer_id == stage.id("lead"))
    advice = Advice(is_yes=True, version_number=item.version_number, comment="zqadvice")
    give_review(stage.session, item, request, advice, context=stage.context("lead"))
    add_comment(stage.session, item, "zqcomment", form_id=FORM, context=stage.context("editor"))
    return item


def lifted(stage: Stage) -> Item:
    item = embargoed(stage)
    stage.now = LIFT.at
    lift(stage.session, item.guard_id, {"content": republish}, stage.context(None))
    return item


def opened(stage: Stage) -> Item:
    item = embargoed(stage)
    by = stage.by("lead", item)
    remove_embargo(stage.session, item, revision=item.revision, by=by, hand=hand(stage, "lead"))
    return item


def found(house: House, who: str, path: str) -> set[str]:
    tabs = ("", "/activity", "/details", "/versions", "/versions?from=2&to=3")
    pages = [house.get(who, f"{path}{more}") for more in tabs]
    assert {page.status_code for page in pages} == {200}
    text = " ".join(page.text for page in pages)
    assert "The words that come out." in text
    return {mark for mark in KEPT if mark in text}


@pytest.mark.parametrize("end", [lifted, opened])
def test_the_audience_gets_the_text_alone(house: House, end: Callable[[Stage], Item]) -> None:
    path = house.make(end)

    assert {who: found(house, who, path) for who in EMBARGO_GROUP} == dict.fromkeys(EMBARGO_GROUP, KEPT)
    assert {who: found(house, who, path) for who in AUDIENCE} == {who: set() for who in AUDIENCE}


def test_who_said_yes_is_no_secret_and_what_happened_before_is(house: House) -> None:
    path = house.make(lifted)

    page = house.read("far_lead", path)
    assert "Otto Port" in page
    assert "saved version" not in page
    assert "saved version" in house.read("lead", path)


def test_what_is_said_afterwards_is_for_all(house: House, clock: FakeClock) -> None:
    path = house.make(lifted)
    clock.moment = LIFT.at + UNDER_WAY + timedelta(seconds=1)

    house.post("far_lead", f"{path}/comments", body="zqlater")

    assert all("zqlater" in house.read(who, path) for who in (*EMBARGO_GROUP, *AUDIENCE))


def test_an_editor_outside_cannot_draw_a_draft_out_of_a_stale_save(house: House) -> None:
    def for_the_signer(stage: Stage) -> Item:
        item = lifted(stage)
        for period in periods_of(stage.session, item.guard_id):
            period.readers = []
        return item

    path = house.make(for_the_signer)

    answer = house.post("editor", f"{path}/words", body="Mine", title="Mine", revision="1", version="2")

    assert answer.status_code == 409
    assert "zqdraft" not in answer.text
