"""What the owner of content does from the email of a reminder; copy and sign-off stay behind the log-in."""

import pytest
from sqlalchemy import select

from scheduler.agenda.services.entry_drafts import Source
from scheduler.agenda.services.publishing import entry_of
from scheduler.outbox.models import Message
from scheduler.reminders.domain.reminder_links import signed
from scheduler.reminders.services.reminder_links import link_in
from tests.content.stage import ITEM_TEXT, NOW, SECRECY
from tests.content.web.house import EVERYBODY, VISITOR, House
from tests.reminders.links import remind


def link_of(house: House, path: str) -> str:
    """Remind the owner of their item, and return the address in the email."""
    store = house.stage.session
    entry = entry_of(store, Source("content", house.item(path).id))
    assert entry is not None
    link = link_in(remind(store, entry, house.stage.id("owner"), NOW, kind="own_item"), entry)
    store.commit()
    assert link is not None
    return f"/reminder/{signed(house.app.config['SECRET_KEY'], link)}"


@pytest.fixture
def path(house: House) -> str:
    house.stage.people["owner"].deputy_id = house.stage.id("lead")
    return house.make(lambda stage: stage.item())


def test_an_owner_snoozes_and_hands_over_but_finishes_nothing(house: House, path: str) -> None:
    link = link_of(house, path)

    page = house.get(VISITOR, link).text
    answers = [house.post(VISITOR, f"{link}/{act}").status_code for act in ("done", "snooze", "hand-over", "hand-over")]

    assert "Mark task as done" not in page
    assert ITEM_TEXT.body not in page
    assert answers == [410, 200, 200, 410]
    assert house.item(path).owner_id == house.stage.id("lead")
    kinds = house.stage.session.scalars(select(Message.kind).where(Message.person_id == house.stage.id("owner"))).all()
    house.stage.session.commit()
    assert list(kinds).count("own_item") == 2


def test_under_embargo_everybody_with_the_link_sees_the_placeholder_alone(house: House) -> None:
    link = link_of(house, house.make(lambda stage: stage.item(secrecy=SECRECY)))

    for who in EVERYBODY:
        page = house.get(who, link)
        assert page.status_code == 200
        assert "Joint statement, 30 July" in page.text
        assert ITEM_TEXT.title not in page.text
        assert ITEM_TEXT.body not in page.text


def test_a_deputy_who_has_left_is_not_offered(house: House, path: str) -> None:
    link = link_of(house, path)
    house.stage.people["lead"].memberships[0].ended_at = NOW
    house.stage.session.commit()

    assert "Hand over to your deputy" not in house.get(VISITOR, link).text
    assert house.post(VISITOR, f"{link}/hand-over").status_code == 409
    assert house.item(path).owner_id == house.stage.id("owner")
