"""Checks of copy: what coordinators require is in the way of a schedule, and is overridden with a reason."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from scheduler.accounts.services.organisations import name_coalition
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import history
from scheduler.audit.subjects import SubjectKind
from scheduler.content.models import CheckOverride
from scheduler.guidance.reading import check_levels
from tests.content.web.gallery import FIELDS, Gallery
from tests.content.web.house import VISITOR, House
from tests.pictures import samples

RULES = "/content/checks"
BARE: dict[str, Any] = {"alt_text": "", "credit": " "}
REQUIRED = "The coalition requires the check “Alt text and credit”. It points out “bare.jpg”."


@pytest.fixture
def gallery(house: House) -> Gallery:
    name_coalition(house.stage.session, "Free Tides", "UTC")
    house.stage.session.commit()
    return Gallery(house, house.make(lambda stage: stage.item()))


def approve(gallery: Gallery) -> None:
    item = gallery.house.item(gallery.path)
    item.state, item.publish_at = "approved", datetime(2027, 7, 30, 9, tzinfo=UTC)
    item.publish_local, item.publish_zone = datetime(2027, 7, 30, 9), "UTC"
    gallery.house.stage.say(item, "lead", gallery.house.stage.bay)
    gallery.house.stage.session.commit()


def schedule(gallery: Gallery) -> str:
    gallery.house.post("editor", f"{gallery.path}/to/schedule")
    return gallery.house.item(gallery.path).state


def rules(gallery: Gallery, revision: str = "1", **levels: str) -> int:
    """Send the form with these levels, the others as they are."""
    page = gallery.house.get("coordinator", RULES).text
    sent = dict.fromkeys(re.findall(r'<select[^>]*name="(\w+)"', page), "advice") | levels
    return gallery.house.post("coordinator", RULES, **sent, revision=revision).status_code


def override(gallery: Gallery, who: str = "editor", reason: str = "Agreed with the photographer") -> int:
    address = f"{gallery.path}/checks/pictures/override"
    page = gallery.house.get(who, address).text
    found = re.search(r'name="found"[^>]*value="(\w*)"', page)
    return gallery.house.post(who, address, reason=reason, found=found[1] if found else "").status_code


def test_coordinators_alone_set_the_rules(gallery: Gallery) -> None:
    for method in ("GET", "POST"):
        statuses = gallery.house.statuses(RULES, method)
        assert {who for who, status in statuses.items() if status < 400} <= {"coordinator", VISITOR}
        assert statuses["lead"] == 404
    assert f'href="{RULES}"' in gallery.house.get("coordinator", "/organisations").text
    assert f'href="{RULES}"' not in gallery.house.get("lead", "/organisations").text


def test_without_a_rule_it_is_advice(gallery: Gallery) -> None:
    gallery.added(name="bare.jpg", **BARE)
    page = gallery.house.read("port_lead", gallery.path)
    assert "This picture has no alt text. Describe it for people who cannot see it." in page
    assert "This picture has no credit. Add who made it or owns it." in page
    approve(gallery)
    assert schedule(gallery) == "scheduled"


def test_a_required_check_blocks_scheduled_until_it_finds_nothing(gallery: Gallery) -> None:
    path = gallery.added(name="bare.jpg", **BARE)
    assert rules(gallery, pictures="required") == 303
    approve(gallery)
    assert schedule(gallery) == "approved"
    page = gallery.house.read("editor", gallery.path)
    assert REQUIRED in page
    assert f'href="{gallery.path}/details#check-pictures"' in page

    gallery.house.post("editor", path, **FIELDS, revision="1")
    approve(gallery)
    assert schedule(gallery) == "scheduled"
    rows = history(gallery.house.stage.session, (SubjectKind.COALITION, 1))
    assert [(row.act, row.details) for row in rows] == [(AuditAct.COALITION_RULES_CHANGED, {"pictures": "required"})]
    gallery.house.stage.session.commit()


def test_an_override_holds_for_what_was_found_and_for_nothing_else(gallery: Gallery) -> None:
    path = gallery.added(name="bare.jpg", **BARE)
    rules(gallery, pictures="required")
    approve(gallery)
    assert override(gallery, "port_editor") == 403
    assert override(gallery, reason=" ") == 422
    assert override(gallery) == 303
    assert override(gallery) == 303
    rows = gallery.house.stage.session.scalars(select(CheckOverride)).all()
    assert [(row.check_slug, row.reason) for row in rows] == [("pictures", "Agreed with the photographer")]
    gallery.house.stage.session.commit()
    page = gallery.house.read("port_lead", gallery.path)
    assert "Agreed with the photographer" in page
    assert "overrode a required check for version" in page
    assert schedule(gallery) == "scheduled"

    # The credit is there now: what is found is something else than what was overridden.
    gallery.house.post("editor", path, **(FIELDS | {"alt_text": ""}), revision="1")
    approve(gallery)
    assert schedule(gallery) == "approved"


def test_another_picture_of_the_same_name_is_another_finding(gallery: Gallery) -> None:
    path = gallery.added(name="bare.jpg", **BARE)
    rules(gallery, pictures="required")
    assert override(gallery) == 303
    gallery.house.post("editor", f"{path}/remove")
    gallery.added(samples.png(), name="bare.jpg", **BARE)
    approve(gallery)
    assert schedule(gallery) == "approved"


def test_what_was_not_seen_is_not_overridden(gallery: Gallery) -> None:
    gallery.added(name="bare.jpg", **BARE)
    rules(gallery, pictures="required")
    address = f"{gallery.path}/checks/pictures/override"
    late = gallery.house.post("editor", address, reason="Fine", found="0" * 64)
    assert late.status_code == 409
    assert "Read what the check finds now." in late.text
    assert gallery.house.get("editor", f"{gallery.path}/checks/no-such/override").status_code == 404


def test_the_rules_are_not_changed_unseen(gallery: Gallery) -> None:
    assert rules(gallery, "7", pictures="required") == 409
    # To say again what is said already changes nothing.
    assert rules(gallery, "7") == 303
    assert rules(gallery, pictures="off") == 422
    assert rules(gallery, emoji="off") == 303
    assert check_levels(gallery.house.stage.session) == {"emoji": "off"}
    gallery.house.stage.session.commit()


def test_a_second_picture_is_pointed_out_by_its_name(gallery: Gallery) -> None:
    gallery.added(name="whole.jpg")
    gallery.added(samples.png(), name="half.png", credit="")
    page = gallery.house.read("editor", gallery.path).partition('id="checks"')[2]
    assert "half.png" in page
    assert "whole.jpg" not in page.partition("</section>")[0]
