"""A kit costs as many statements with many items as with few, and its managers see what is held back and why."""

import uuid
from dataclasses import replace

from sqlalchemy import select

from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.quotes import Quote
from scheduler.content.models import ItemOpening
from scheduler.db import db
from scheduler.guidance.models import CheckRule
from scheduler.kits.models import Kit, KitLink
from scheduler.legislation.services.bills import BillDraft, find_or_create
from tests.content.stage import SECRECY
from tests.content.web.gallery import AGREED, Gallery
from tests.costs import statements
from tests.kits.web.desk import Desk

FEW, MANY = 3, 12


def required(desk: Desk, slug: str) -> None:
    session = desk.house.stage.session
    session.merge(CheckRule(slug=slug, level="required"))
    session.commit()


def test_more_items_cost_no_more_statements(desk: Desk) -> None:
    session = desk.house.stage.session
    required(desk, "bill_stage")
    bill = find_or_create(session, BillDraft("EU", "2022/0155", "Regulation"), actor_id=None, now=desk.house.stage.now)
    session.commit()
    with desk.house.app.app_context():
        engine = db.engine

    def cost(link: str) -> int:
        with statements(engine) as seen:
            assert desk.open(link).status_code == 200
        return len(seen)

    text = ItemText(title="One", body="2022/0155 was signed.", quotes=(Quote("We ask.", "Ana Roe"),))
    items = [desk.item("One", text=replace(text, title=f"No {n}"), bills=frozenset({bill.id})) for n in range(MANY)]
    few, many = desk.links(desk.kit(*items[:FEW]))[0], desk.links(desk.kit(*items))[0]
    cost(few)

    assert cost(few) == cost(many)


def test_a_picture_is_looked_for_in_its_item_alone(desk: Desk) -> None:
    item = desk.item("Pictured", state="draft")
    picture = Gallery(desk.house, item).added(**AGREED)
    desk.put(item, state="approved")
    address = picture.rsplit("/", 1)[1]
    others = [desk.item(f"No {number}") for number in range(FEW)]
    with desk.house.app.app_context():
        engine = db.engine
    costs = []
    for kit in (desk.kit(item, sharing="all"), desk.kit(item, *others, sharing="all")):
        link = desk.links(kit)[0]
        with statements(engine) as seen:
            assert desk.open(f"{link}/pictures/{address}").status_code == 200
        costs.append(len(seen))

    assert costs[0] == costs[1]
    outside = desk.links(desk.kit(*others))[0]
    assert desk.open(f"{outside}/pictures/{address}").status_code == 404


def test_managers_read_what_is_held_back_and_why(desk: Desk) -> None:
    secret, revised, open_one = desk.item("Secret", secrecy=SECRECY), desk.item("Revised"), desk.item("Fine")
    kit = desk.kit(secret, revised, open_one)
    desk.put(revised, state="in_review")

    page = desk.house.get("lead", kit).text

    assert "Not in the kit now: Embargo until Friday 30 July 2027, 09:00 (Manila, UTC+8)." in page
    assert "Not in the kit now: Being revised: not approved." in page
    assert page.count("Not in the kit now") == 2
    # Who may not read an item learns nothing of it.
    assert "Embargo until" not in desk.house.get("coordinator", kit).text


def test_a_required_check_is_named_as_the_reason(desk: Desk) -> None:
    required(desk, "terminology")
    kit = desk.kit(desk.item("Bad", text=ItemText(title="Bad", body="We fight child porn.")))

    assert "Not in the kit now: A required check finds something." in desk.house.get("lead", kit).text


def test_the_kit_after_the_lift_is_shown_to_those_who_may_read_it_and_put_on_record(desk: Desk) -> None:
    kit = desk.kit(desk.item("Secret", secrecy=SECRECY), desk.item("Fine"), sharing="all")
    link = desk.rows(KitLink)[0].address
    path = f"{kit}/links/{link}/preview"

    assert "Text of Secret" not in desk.house.get("lead", path).text
    page = desk.house.get("lead", f"{path}?after=lift").text
    assert ("Text of Secret" in page, "Text of Fine" in page, "Our kit" in page) == (True, True, True)
    assert "gets once embargoes and exclusives are over" in page
    session = desk.house.stage.session
    assert session.scalars(select(ItemOpening.person_id)).all() == [desk.house.stage.id("lead")]
    session.commit()

    theirs = desk.house.get("coordinator", f"{path}?after=lift").text
    assert ("Text of Secret" in theirs, "Text of Fine" in theirs) == (False, True)
    assert "Text of Secret" not in desk.open(f"{desk.links(kit)[0]}?after=lift").text


def test_a_form_whose_kit_was_withdrawn_makes_no_other(desk: Desk) -> None:
    typed = desk.typed(desk.item("One"), form_id=str(uuid.uuid4()))
    kit = str(desk.post(**typed).headers["Location"])
    desk.house.post("lead", f"{kit}/withdraw")

    client = desk.house.client("lead")
    again = client.post(f"{desk.campaign}/kits/new", data=typed)

    assert (again.status_code, again.headers["Location"]) == (303, kit)
    assert len(desk.rows(Kit)) == 1
    assert "was withdrawn, so no new one was made" in client.get(kit).text
