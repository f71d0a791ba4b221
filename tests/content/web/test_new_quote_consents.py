"""Consent to a quote that is given again: both are on record, and the owner is notified of both."""

import pytest
from sqlalchemy import select

from scheduler.content.domain.kinds import Kind
from scheduler.content.picture_models import WithdrawnConsent
from scheduler.outbox.models import Message
from tests.content.stage import NOW
from tests.content.web.house import House
from tests.content.web.test_quotes import TEXT, record
from tests.fakes import FakeClock


@pytest.fixture
def path(house: House, clock: FakeClock) -> str:
    clock.moment = NOW
    made = house.make(lambda stage: stage.item(text=TEXT, kind=Kind.PRESS_RELEASE))
    assert record(house, made) == 303
    assert record(house, made, basis="withdrawn", reason="She wrote to us", revision="1") == 303
    return made


def told(house: House) -> list[int | None]:
    found = list(house.stage.session.scalars(select(Message.person_id).where(Message.kind == "quote_agreed_again")))
    house.stage.session.commit()
    return found


def test_a_new_consent_says_how_it_was_given_and_leaves_the_withdrawn_one_on_record(house: House, path: str) -> None:
    assert record(house, path, revision="2") == 422

    assert record(house, path, revision="2", scope="Radio", how="By phone, 3 July") == 303

    page = house.get("lead", f"{path}/quotes/1/consent").text
    earlier = page.partition('id="earlier-consents"')[2]
    assert [words in earlier for words in ("She wrote to us", "Press and website", "Radio")] == [True, True, False]
    assert "By phone, 3 July" in page
    assert told(house) == [house.stage.id("owner")]
    assert "A speaker agrees again" in house.get("owner", "/notifications").text


def test_what_stays_withdrawn_is_not_given_again(house: House, path: str) -> None:
    assert record(house, path, basis="withdrawn", reason="She wrote twice", revision="2") == 303

    rows = house.stage.session.scalars(select(WithdrawnConsent)).all()
    house.stage.session.commit()
    assert (rows, told(house)) == ([], [])
