"""What the audit log tells coordinators of things that others keep to themselves, or that are under embargo."""

import pytest

from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Visibility
from scheduler.agenda.models import Guard
from scheduler.agenda.services.guards import hold, take_emergency_access, visibility_of
from scheduler.agenda.services.viewers import viewer_of
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.models import Item
from scheduler.content.services.items import delete_item
from tests.content.stage import ITEM_TEXT, NOW, SECRECY, Stage
from tests.content.web.house import House

OWN = Sharing(ShareScope.OWN)


def lines_of(house: House, who: str = "coordinator") -> list[str]:
    """Return what stands in the log of embargoes and deletions."""
    texts = [house.get(who, f"/audit.csv?group={group}").text for group in ("embargoes", "deletions")]
    return [line for text in texts for line in text.splitlines()[1:]]


def delete(house: House, path: str) -> None:
    stage, item = house.stage, house.item(path)
    delete_item(stage.session, item, by=stage.by("owner", item), context=stage.context("owner"))
    stage.session.commit()


def guard_of(house: House, path: str) -> Guard:
    return house.stage.session.get_one(Guard, house.item(path).guard_id)


def test_what_an_organisation_keeps_to_itself_is_not_there(house: House):
    path = house.make(lambda stage: stage.item(sharing=OWN, secrecy=SECRECY))
    hold(house.stage.session, guard_of(house, path), actor_id=house.stage.id("owner"), now=NOW)
    house.stage.session.commit()
    delete(house, path)

    assert lines_of(house) == []


def test_deletion_of_what_is_shared_is_told_without_its_title(house: House):
    path = house.make(Stage.item)
    delete(house, path)

    [line] = lines_of(house)

    assert "Oda Owner (Lantern Bay),deleted a content item" in line
    assert ITEM_TEXT.title not in line


def test_emergency_access_is_told_to_who_may_know_of_the_thing(house: House):
    path = house.make(lambda stage: stage.item(secrecy=SECRECY))
    guard = guard_of(house, path)
    take_emergency_access(house.stage.session, guard, person_id=house.stage.id("coordinator"), now=NOW)
    house.stage.session.commit()

    lines = lines_of(house)

    assert [line.split(",", 1)[1] for line in lines] == [
        "Cora Chair (coordinator),used emergency access to embargoed copy"
    ]
    assert not [word for word in (ITEM_TEXT.title, SECRECY.placeholder_title) if word in " ".join(lines)]


def test_edits_under_embargo_are_told_to_nobody_outside(house: House):
    """Comments deleted and changes of access are for those who read the text."""
    path = house.make(lambda stage: stage.item(secrecy=SECRECY))
    item, stage = house.item(path), house.stage
    record(stage.session, AuditAct.GUARD_CHANGED, ("guard", item.guard_id), actor_id=stage.id("owner"), now=NOW)
    record(stage.session, AuditAct.CONTENT_COMMENT_DELETED, ("content", item.id), actor_id=stage.id("owner"), now=NOW)
    stage.session.commit()
    coordinator = viewer_of(actor_roles(stage.session, stage.id("coordinator")))
    assert visibility_of(stage.session, coordinator, item.guard_id, NOW) is Visibility.REDACTED
    stage.session.commit()

    assert lines_of(house) == []

    guard_of(house, path).embargo_at = None
    stage.session.commit()
    assert len(lines_of(house)) == 2


def test_what_happens_to_text_is_not_listed_at_all(house: House):
    house.make(lambda stage: stage.ask(stage.item(), stage.port))
    item = house.stage.session.query(Item).one()
    house.stage.session.commit()

    page = house.get("coordinator", "/audit").text

    assert item.public_id not in page
    assert ITEM_TEXT.title not in page
    assert "created the item" not in page


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (AuditAct.GUARD_GLASS_BROKEN, "used emergency access to embargoed copy"),
        (AuditAct.GUARD_HELD, "placed an embargo on hold"),
        (AuditAct.GUARD_RELEASED, "released an embargo on hold"),
        (AuditAct.GUARD_LIFTED, "lifted an embargo on time"),
        (AuditAct.GUARD_ADVANCED, "lifted an embargo early"),
    ],
)
def test_acts_on_embargoes_are_whole_sentences(house: House, act: AuditAct, sentence: str):
    path = house.make(lambda stage: stage.item(secrecy=SECRECY))
    guard = guard_of(house, path)
    record(house.stage.session, act, ("guard", guard.id), actor_id=house.stage.id("coordinator"), now=NOW)
    house.stage.session.commit()

    assert [line.split(",", 2)[2] for line in lines_of(house)] == [sentence]
