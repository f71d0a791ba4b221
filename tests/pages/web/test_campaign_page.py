"""The page of a campaign: everything that waits, its content, who sees what, and what was left behind."""

import re
from datetime import date, timedelta

import pytest

from scheduler.agenda.domain.visibility import Audience
from scheduler.campaigns.services.campaigns import cancel_campaign
from scheduler.content.domain.item_text import ItemText
from tests.content.stage import DAY, DUE, ITEM_TEXT, SECRECY, build_stage
from tests.pages.web.campaign_scenes import Room, build_room

SECRET = ITEM_TEXT.title
SAFE = "Joint statement, 30 July"


@pytest.fixture
def room(app, store) -> Room:
    made = build_room(app, build_stage(store))
    store.commit()
    return made


def part(page: str, ident: str) -> str:
    """Return the section of a page, as text between its tags."""
    found = re.search(rf'<section class="section" id="{ident}".*?</section>', page, re.DOTALL)
    assert found is not None
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0]))


def test_tasks_and_content_wait_in_one_list_with_the_most_urgent_first(room):
    room.task("Late task", date(2027, 6, 20))
    room.task("Later task", date(2027, 7, 25))
    room.stage.ask(room.item(), room.stage.port)
    room.item(text=ItemText(title="Idea of a thread"), when=None)

    waits = part(room.page("port_lead"), "tasks")

    places = [waits.index(text) for text in ("Late task", "Sign-off by Old Port", "Later task", "Idea of a thread")]
    assert places == sorted(places)
    assert "11 days overdue" in waits
    assert "You Otto Port" in waits


def test_each_line_says_until_when_in_its_zone_and_in_the_readers(room):
    room.stage.ask(room.item(), room.stage.port, room.stage.kaagapay)

    waits = part(room.page("port_lead"), "tasks")

    assert "end of Tue 20 Jul 2027 Manila" in waits
    assert "your time: Tue 20 Jul 2027, 17:00 Lisbon" in waits


def test_whoever_is_away_is_named_with_the_deputy(room):
    people = room.stage.people
    people["port_lead"].away_until, people["port_lead"].deputy_id = date(2027, 7, 24), people["port_editor"].id
    room.task("Write to schools", who="port_lead")
    room.stage.ask(room.item(), room.stage.port)

    waits = part(room.page("owner"), "tasks")

    assert "Otto Port (away until Sat 24 Jul 2027), Pia Port covering" in waits
    assert "Otto Port (away until Sat 24 Jul 2027), Pia Port Old" not in waits
    assert re.search(r"Sign-off by Old Port Otto Port \(away until Sat 24 Jul 2027\), Pia Port", waits)


def test_content_says_state_day_sign_off_and_sight(room):
    item = room.stage.ask(room.item(channels=("x", "website")), room.stage.port)
    room.stage.say(item, "port_lead", room.stage.port)

    content = part(room.page("owner"), "content-items")

    for text in (SECRET, "Statement · X, Website", "Lantern Bay · Oda Owner", "In review", "1 of 2 signed off"):
        assert text in content
    assert "The whole coalition" in content


def test_a_void_yes_leads_its_own_organisation_to_the_difference(room):
    item = room.stage.ask(room.item(), room.stage.port)
    room.stage.say(item, "port_lead", room.stage.port)
    room.stage.write(item, "Six answered.")

    mine, others = room.page("port_lead"), room.page("lead")

    link = f"/content/{item.public_id}/versions?from=1&amp;to=2"
    assert mine.count(link) == 2
    assert "Your sign-off again: copy changed" in mine
    assert link not in others
    assert "1 to re-sign after edit" in part(others, "content-items")
    assert "<ins>" in room.client("port_lead").get(link.replace("&amp;", "&")).text


@pytest.mark.parametrize(
    ("who", "reads"),
    [("owner", True), ("port_lead", False), ("member", False), ("far_lead", False), ("coordinator", False)],
)
def test_embargoed_items_are_there_for_their_embargo_group_alone(room, who, reads):
    room.item(secrecy=SECRECY)

    page = room.page(who)

    assert (SECRET in page) is reads
    assert ("Embargo lifts" in page) is reads
    # A placeholder names no campaign, so it does not stand on a campaign's page either.
    assert SAFE not in page


def test_a_visitor_has_to_log_in_and_others_may_read_but_not_change(room):
    room.task("Write to schools")
    room.item()

    assert room.get("visitor").status_code == 302
    may_plan = {who: "With selected tasks" in room.page(who) for who in ("lead", "port_lead", "far_lead", "member")}
    may_shift = {who: "With selected items" in room.page(who) for who in ("lead", "port_lead", "far_lead", "member")}
    may_add = {who: "quick-content-title" in room.page(who) for who in ("lead", "member", "far_lead", "coordinator")}

    # The task is not one of Port's.
    assert may_plan == {"lead": True, "port_lead": False, "far_lead": False, "member": False}
    assert may_shift == {"lead": True, "port_lead": False, "far_lead": False, "member": False}
    assert may_add == {"lead": True, "member": False, "far_lead": False, "coordinator": False}


def test_a_campaign_of_its_organisations_is_not_there_for_others(app, store):
    room = build_room(app, build_stage(store), Audience.ORGANISATIONS)
    store.commit()

    answers = {who: room.get(who).status_code for who in ("owner", "member", "port_editor", "far_lead", "coordinator")}

    assert answers == {"owner": 200, "member": 200, "port_editor": 200, "far_lead": 404, "coordinator": 404}


def test_the_line_of_days_has_real_titles_and_no_deadline(room):
    room.stage.ask(room.item(secrecy=SECRECY), room.stage.port)

    inside, outside = (part(room.page(who), "timeline") for who in ("lead", "far_lead"))

    assert inside.count(SECRET) == 1
    assert "due" not in inside
    assert SECRET not in outside


def test_items_are_moved_and_moved_back_from_the_page(room):
    item = room.item()
    back = f"{room.path}#content-items"

    moved = room.post("lead", "/content/bulk/shift", item=item.public_id, days="3", owner_id="0", next=back)
    page = room.page("lead")
    undo = re.search(r'action="(/content/bulk/undo/[\w-]{12})"', page)

    assert (moved.status_code, moved.location) == (303, back)
    assert room.days() == [DAY + timedelta(days=3)]
    assert undo is not None
    assert room.post("lead", undo[1], next=room.path).location == room.path
    assert room.days() == [DAY]


def test_when_the_day_moves_content_is_shifted_in_one_click(room, clock):
    for title in ("Teaser", "Release"):
        room.item(text=ItemText(title=title, body="Soon."))
    room.move(3)
    clock.moment = room.stage.now + timedelta(hours=1)

    page = room.page("lead")
    form = re.search(r'<form method="post" action="/content/bulk/shift" class="no-print">.*?</form>', page, re.DOTALL)
    assert form is not None
    assert "2 items still have the old date." in page
    assert "Shift 2 items by +3 days" in form[0]
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', form[0])
    sent = {name: [value for other, value in fields if other == name] for name, _value in fields}
    assert room.client("lead").post("/content/bulk/shift", data=sent).status_code == 303

    assert room.days() == [DAY + timedelta(days=3)] * 2
    assert "items still have the old date" not in room.page("lead")


def test_what_was_planned_after_the_move_is_not_left_behind(room):
    room.move(3)
    room.stage.now += timedelta(hours=1)
    room.item()

    assert "the old date" not in room.page("lead")


def test_others_content_is_named_but_not_shifted(room):
    room.item()
    room.move(-2)

    page = room.page("port_lead")

    assert "1 of them belongs to another organisation" in re.sub(r"\s+", " ", page)
    assert "Shift 1 item" not in page


def test_a_cancelled_campaign_says_what_is_still_on_its_way(room):
    room.item()
    cancel_campaign(room.stage.session, room.campaign, "The hearing is off", room.stage.context("lead"))

    page = room.page("lead")

    assert "Campaign cancelled" in page
    assert "1 item is not published yet" in page
    assert "quick-content-title" not in page


def test_number_of_queries_does_not_grow_with_items_or_tasks(room, queries):
    def fill(count: int) -> None:
        for number in range(count):
            room.task(f"Task {number}")
            item = room.stage.ask(room.item(secrecy=SECRECY if number % 2 else None), room.stage.port, due=DUE)
            room.stage.say(item, "port_lead", room.stage.port)

    def count() -> int:
        client = room.client("lead")
        queries.clear()
        assert client.get(room.path).status_code == 200
        return len(queries)

    fill(2)
    few = count()
    fill(6)

    assert count() == few


def test_an_empty_campaign_says_what_to_do(room):
    page = room.page("lead")

    assert "No content yet" in page
    assert "No open work yet" in page
