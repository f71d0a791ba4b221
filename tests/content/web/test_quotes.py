"""Quotes in the editor, and who agreed to them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Guard
from scheduler.content.domain.item_text import text_from_json
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.quotes import Quote
from scheduler.content.press_models import ItemQuoteConsent
from scheduler.content.queries.unguarded import current_version
from scheduler.outbox.models import Message
from tests.content.stage import ITEM_TEXT, NOW, Stage
from tests.content.web.house import House
from tests.content.web.newsroom import Newsroom
from tests.fakes import FakeClock

ANA = Quote("We welcome this law.", "Ana Cruz")
TEXT = replace(ITEM_TEXT, quotes=(ANA, Quote("So do we.", "Luc Petit")))
AGREED = {
    "quote": ANA.key,
    "revision": "",
    "basis": "agreed",
    "given_by": "Ana, ana@example.org",
    "scope": "Press and website",
}
ROWS = {"quote_rows": "2", "quote-0-text": "First.", "quote-0-speaker": "Ana", "quote-1-text": "Second."}


@pytest.fixture
def path(house: House, clock: FakeClock) -> str:
    clock.moment = NOW
    return house.make(lambda stage: stage.item(text=TEXT, kind=Kind.PRESS_RELEASE))


def record(house: House, path: str, **changes: Any) -> int:
    return house.post("editor", f"{path}/quotes/1/consent", **AGREED | changes).status_code


def consents(stage: Stage) -> list[ItemQuoteConsent]:
    rows = list(stage.session.scalars(select(ItemQuoteConsent), execution_options={"populate_existing": True}))
    stage.session.commit()
    return rows


def quotes_of(newsroom: Newsroom, path: str) -> tuple[Quote, ...]:
    found = text_from_json(current_version(newsroom.store, newsroom.stored(path)).text).quotes
    newsroom.store.commit()
    return found


def test_rows_are_added_moved_and_removed_before_they_are_saved(newsroom: Newsroom) -> None:
    path = newsroom.item(kind=Kind.PRESS_RELEASE, channels=("press_list",))
    moved = newsroom.post("lead", f"{path}/words", **newsroom.text(path, **ROWS, quotes="up:1")).text
    more = newsroom.post("lead", f"{path}/words", **newsroom.text(path, **ROWS, quotes="add")).text
    fewer = newsroom.post("lead", f"{path}/words", **newsroom.text(path, **ROWS, quotes="remove:0")).text

    assert moved.index("Second.") < moved.index("First.")
    assert 'name="quote-2-text"' in more
    assert "First." not in fewer
    assert newsroom.version(path).number == 1
    assert newsroom.post("lead", f"{path}/words", **newsroom.text(path, **ROWS)).status_code == 303
    assert quotes_of(newsroom, path) == (Quote("First.", "Ana"), Quote("Second."))


def test_a_speaker_without_words_is_said_beside_the_row(newsroom: Newsroom) -> None:
    path = newsroom.item(kind=Kind.PRESS_RELEASE)
    refused = newsroom.post("lead", f"{path}/words", **newsroom.text(path, **ROWS | {"quote-0-text": ""}))

    assert refused.status_code == 422
    assert "Enter what was said, or remove this quote." in refused.text
    assert 'value="Ana"' in refused.text


def test_a_post_asks_for_no_quotes(newsroom: Newsroom) -> None:
    assert "Add a quote" not in newsroom.get("lead", f"{newsroom.item()}/words").text


def test_whoever_writes_the_copy_records_consent(house: House, path: str) -> None:
    statuses = house.statuses(f"{path}/quotes/1/consent")

    assert {who for who, status in statuses.items() if status == 200} == {"owner", "lead", "editor"}
    assert house.get("editor", f"{path}/quotes/3/consent").status_code == 404
    assert house.post("port_lead", f"{path}/quotes/1/consent", **AGREED).status_code == 403
    assert record(house, path, scope="") == record(house, path, basis="public") == 422
    assert record(house, path, until="2027-06-30") == record(house, path, basis="") == 422
    assert consents(house.stage) == []
    assert record(house, path) == 303
    page = house.read("editor", path)
    assert "Consent given" in page
    # The other quote has none, which the checks say.
    assert "No consent recorded" in page
    assert page.count("No consent is recorded for this quote as it reads now.") == 1
    assert "ana@example.org" not in house.read("port_lead", path)


def test_a_second_save_shows_both_and_other_words_are_asked_for_again(house: House, path: str) -> None:
    assert record(house, path) == 303
    stale = house.post("lead", f"{path}/quotes/1/consent", **AGREED | {"scope": "Radio"})
    assert stale.status_code == 409
    assert "Press and website" in stale.text
    assert "Radio" in stale.text
    other = house.post("lead", f"{path}/quotes/2/consent", **AGREED | {"quote": "0" * 64})
    assert other.status_code == 409
    assert "The quote has changed." in other.text


def test_a_consent_that_ends_before_publication_stops_what_was_approved(house: House, path: str) -> None:
    house.item(path).state = "approved"
    house.stage.session.commit()
    assert record(house, path, until="2027-07-30") == 303
    assert house.item(path).state == "approved"

    assert record(house, path, until="2027-07-29", revision="1") == 303

    assert house.item(path).state == "in_review"


def test_a_withdrawn_consent_stops_what_was_scheduled_and_tells_the_owner(house: House, path: str) -> None:
    item = house.item(path)
    item.state, item.publish_at = "scheduled", datetime(2027, 7, 30, 9, tzinfo=UTC)
    item.publish_local, item.publish_zone = datetime(2027, 7, 30, 9), "UTC"
    house.stage.session.commit()

    assert record(house, path, basis="withdrawn", reason="She wrote to us") == 303

    assert house.item(path).state == "in_review"
    told = list(house.stage.session.scalars(select(Message.person_id).where(Message.kind == "quote_withdrawn")))
    house.stage.session.commit()
    assert told == [house.stage.id("owner")]
    house.item(path).state = "approved"
    house.stage.session.commit()
    page = house.read("lead", path)
    assert "Consent for the quote by Ana Cruz was withdrawn. Remove the quote, or record a new consent." in page
    exported = house.get("lead", f"{path}/export/text").get_data(as_text=True)
    assert exported.startswith("DO NOT USE: consent for a quote was withdrawn or has ended")
    assert '"withheld"' in house.get("lead", f"{path}/export/ninjs").get_data(as_text=True)


def test_visitors_do_not_read_a_quote_whose_consent_is_withdrawn_or_over(house: House, path: str) -> None:
    item = house.item(path)
    item.state, item.published_at = "published", NOW
    guard = house.stage.session.get_one(Guard, item.guard_id)
    guard.audience = Audience.PUBLIC
    house.stage.session.commit()
    assert record(house, path) == 303
    said = (ANA.text, "So do we.")
    assert [words in house.get("visitor", path).text for words in said] == [True, True]

    assert record(house, path, basis="withdrawn", reason="She wrote to us", revision="1") == 303

    assert [words in house.get("visitor", path).text for words in said] == [False, True]
    assert "Ana Cruz" not in house.get("visitor", path).text
    assert ANA.text in house.get("editor", path).text
