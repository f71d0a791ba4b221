"""A launch wave on pages: previewed without a change, done for what is ticked, undone, refused if it is stale."""

import re
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from scheduler.agenda.services.entry_drafts import AllDay
from scheduler.campaigns.models import Campaign
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.domain.workflow import State
from tests.content import builders
from tests.content.builders import DAY, LIFT
from tests.content.web.newsroom import Newsroom
from tests.content.web.test_lists import ident
from tests.content.web.test_quotes import ANA

ASKED = "preview=1&how=local&day=2027-08-02&time=09:00&zones=organisation"


@pytest.fixture
def wave(newsroom: Newsroom) -> str:
    row = builders.campaign(newsroom.store, newsroom.bay, newsroom.harbour)
    newsroom.store.commit()
    return f"/campaigns/{row.public_id}/wave"


def item(newsroom: Newsroom, **changes: Any) -> str:
    values: dict[str, Any] = {
        "when": AllDay(DAY, DAY),
        "signatories": frozenset(),
        "sharing": Sharing(ShareScope.COALITION),
    }
    return newsroom.item(campaign_id=campaign_id(newsroom), **(values | changes))


def campaign_id(newsroom: Newsroom) -> int:
    found = newsroom.store.scalars(select(Campaign.id)).one()
    newsroom.store.commit()
    return found


def send(newsroom: Newsroom, wave: str, who: str = "lead", asked: str = ASKED, **changes: Any) -> TestResponse:
    page = newsroom.get(who, f"{wave}?{asked}").text
    shown = re.search(r'name="shown"[^>]*value="(\w+)"', page)
    known = re.findall(r'name="known" value="([\w-]+)"', page)
    sent = {"shown": shown[1] if shown else "", "known": known, "item": known, "form_id": str(uuid.uuid4()), **changes}
    return newsroom.clients[who].post(f"{wave}?{asked}", data=sent)


def test_a_preview_changes_nothing_and_what_is_ticked_is_moved_and_undone(newsroom: Newsroom, wave: str) -> None:
    first, second = item(newsroom), item(newsroom)

    page = newsroom.get("lead", f"{wave}?{ASKED}").text
    assert ("<svg" in page, page.count("checked") >= 3, newsroom.stored(first).publish_at) == (True, True, None)
    assert send(newsroom, wave, item=[ident(first)]).status_code == 303
    moved, kept = newsroom.stored(first), newsroom.stored(second)
    assert (str(moved.publish_local), kept.publish_at) == ("2027-08-02 09:00:00", None)

    undo = re.search(r"/content/bulk/undo/[\w-]+", newsroom.get("lead", "/content").text)
    assert undo is not None
    newsroom.post("lead", undo[0])
    assert (newsroom.stored(first).publish_at, newsroom.stored(first).publish_on) == (None, DAY)


def test_a_place_before_the_embargo_is_refused_beside_it(newsroom: Newsroom, wave: str) -> None:
    path = item(newsroom, embargo=LIFT)
    asked = ASKED.replace("2027-08-02", "2027-07-29")

    page = newsroom.get("lead", f"{wave}?{asked}").text
    answer = send(newsroom, wave, asked=asked)

    assert "Its embargo lifts later" in page
    assert (answer.status_code, newsroom.stored(path).publish_at) == (303, None)


def test_nothing_is_moved_if_it_is_not_what_was_shown(newsroom: Newsroom, wave: str) -> None:
    path = item(newsroom)
    page = newsroom.get("lead", f"{wave}?{ASKED}").text
    shown = re.search(r'name="shown"[^>]*value="(\w+)"', page)
    assert shown is not None
    newsroom.put(path, state=State.SCHEDULED)

    answer = send(newsroom, wave, shown=shown[1])

    assert (answer.status_code, "Nothing was changed" in answer.text) == (409, True)
    assert newsroom.stored(path).publish_at is None
    assert f'value="{ident(path)}" checked' not in answer.text


def test_whoever_may_change_nothing_in_it_cannot_move_it(newsroom: Newsroom, wave: str) -> None:
    path = item(newsroom)
    others = ("member", "other_lead", "coordinator", "far_lead", "visitor")

    codes = {who: newsroom.get(who, wave).status_code for who in others}
    for who in others:
        send(newsroom, wave, who, known=[ident(path)], item=[ident(path)])

    assert codes == {"member": 403, "other_lead": 403, "coordinator": 403, "far_lead": 403, "visitor": 302}
    assert newsroom.stored(path).publish_at is None


BAD = (
    ASKED.replace("09:00", "25:00"),
    ASKED.replace("2027-08-02", "soon"),
    "preview=1&how=together",
    "preview=1&how=x",
)


def test_what_cannot_be_read_is_said_and_kept(newsroom: Newsroom, wave: str) -> None:
    item(newsroom)

    answers = [newsroom.get("lead", f"{wave}?{asked}") for asked in BAD]

    assert [(answer.status_code, "field-error" in answer.text) for answer in answers] == [(200, True)] * len(BAD)
    assert 'value="25:00"' in answers[0].text


def test_what_the_page_did_not_name_is_not_moved(newsroom: Newsroom, wave: str) -> None:
    path = item(newsroom)

    answer = send(newsroom, wave, known=["\x00", "nonsense"], item=[ident(path)])

    assert (answer.status_code, newsroom.stored(path).publish_at) == (409, None)


def test_what_would_keep_scheduled_content_from_its_time_is_said_in_the_preview(newsroom: Newsroom, wave: str) -> None:
    text = ItemText(title="Quoted", body="We welcome it.", quotes=(ANA,))
    quoted, plain = (item(newsroom, text=one, kind=Kind.PRESS_RELEASE) for one in (text, replace(text, quotes=())))
    agreed = {"quote": ANA.key, "basis": "agreed", "given_by": "Ana", "scope": "Press", "until": "2027-08-01"}
    assert newsroom.post("lead", f"{quoted}/quotes/1/consent", **agreed).status_code == 303
    at = datetime(2027, 7, 30, 9, tzinfo=UTC)
    for path in (quoted, plain):
        newsroom.put(
            path, state=State.SCHEDULED, publish_at=at, publish_local=at.replace(tzinfo=None), publish_zone="UTC"
        )

    page = newsroom.get("lead", f"{wave}?{ASKED}").text

    assert page.count("It could not be published at this time") == 1
    assert "Consent for the quote by Ana Cruz ends before it is published" in page
    assert [newsroom.stored(path).publish_at for path in (quoted, plain)] == [at, at]
    assert send(newsroom, wave).status_code == 303
    assert [newsroom.stored(path).publish_at == at for path in (quoted, plain)] == [True, False]
