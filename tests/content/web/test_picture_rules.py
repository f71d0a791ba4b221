"""Pictures without alt text or credit: pointed out, and in the way of a schedule where the coalition says so."""

from datetime import UTC, datetime
from typing import Any

import pytest

from scheduler.accounts.services.organisations import name_coalition
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import history
from scheduler.audit.subjects import SubjectKind
from tests.content.web.gallery import FIELDS, Gallery
from tests.content.web.house import VISITOR, House
from tests.pictures import samples

RULES = "/content/picture-rules"
BARE: dict[str, Any] = {"alt_text": "", "credit": " "}
NO_ALT = "The picture “bare.jpg” has no alt text, which the coalition requires."
NO_CREDIT = "The picture “bare.jpg” has no credit, which the coalition requires."


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


def test_coordinators_alone_set_the_rule(gallery: Gallery) -> None:
    for method in ("GET", "POST"):
        statuses = gallery.house.statuses(RULES, method)
        assert {who for who, status in statuses.items() if status < 400} <= {"coordinator", VISITOR}
        assert statuses["lead"] == 404
    assert f'href="{RULES}"' in gallery.house.get("coordinator", "/organisations").text
    assert f'href="{RULES}"' not in gallery.house.get("lead", "/organisations").text


def test_without_the_rule_it_is_advice(gallery: Gallery) -> None:
    gallery.added(name="bare.jpg", **BARE)
    page = gallery.house.get("port_lead", gallery.path).text
    assert "This picture has no alt text. Describe it for people who cannot see it." in page
    assert "This picture has no credit. Add who made it or owns it." in page
    approve(gallery)
    assert schedule(gallery) == "scheduled"


def test_with_the_rule_it_blocks_scheduled(gallery: Gallery) -> None:
    path = gallery.added(name="bare.jpg", **BARE)
    assert gallery.house.post("coordinator", RULES, needs_picture_texts="y", revision="1").status_code == 303
    approve(gallery)
    assert schedule(gallery) == "approved"
    page = gallery.house.get("editor", gallery.path).text
    assert NO_ALT in page
    assert NO_CREDIT in page

    gallery.house.post("editor", path, **FIELDS, revision="1")
    approve(gallery)
    assert schedule(gallery) == "scheduled"
    rows = history(gallery.house.stage.session, (SubjectKind.COALITION, 1))
    assert [row.act for row in rows] == [AuditAct.COALITION_RULES_CHANGED]
    gallery.house.stage.session.commit()


def test_the_rule_is_not_changed_unseen(gallery: Gallery) -> None:
    late = gallery.house.post("coordinator", RULES, needs_picture_texts="y", revision="7")
    assert late.status_code == 409
    assert "Check this, and save again." in late.text
    assert 'name="revision" type="hidden" value="1"' in late.text
    # To say again what is said already changes nothing.
    assert gallery.house.post("coordinator", RULES, revision="7").status_code == 303


def test_a_second_picture_is_pointed_out_by_its_name(gallery: Gallery) -> None:
    gallery.added(name="whole.jpg")
    gallery.added(samples.png(), name="half.png", credit="")
    page = gallery.house.get("editor", gallery.path).text.partition('id="checks"')[2]
    assert "half.png" in page
    assert "whole.jpg" not in page.partition("</section>")[0]
