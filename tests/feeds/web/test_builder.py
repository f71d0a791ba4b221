"""The form of a feed: its preview shows what the feed would hold and saves nothing, and options come back."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import EntryKind
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import GuardDraft, create_guard, public_guard
from scheduler.agenda.services.publishing import publish
from scheduler.db import AppSession
from scheduler.feeds.models import Feed
from tests.coalition import Town
from tests.feeds.web.test_pages import make

PREVIEW = {"name": "Mine", "scope": "all", "preview": "1"}


@pytest.fixture
def entries(town: Town, store: AppSession, now: datetime) -> date:
    today = now.date()
    guards = [public_guard(store), create_guard(store, GuardDraft(Audience.ORGANISATIONS, [town.port.id]))]
    for number in range(-1, 12):
        day = today + timedelta(days=number)
        draft = EntryDraft(
            Source("event", number + 2), EntryKind.EVENT, AllDay(day, day), guards[0].id, f"Day {number}"
        )
        publish(store, draft, now)
    kept = EntryDraft(Source("event", 50), EntryKind.EVENT, AllDay(today, today), guards[1].id, "Of the port alone")
    publish(store, kept, now)
    store.commit()
    return today


@pytest.mark.usefixtures("entries")
def test_a_preview_shows_what_the_feed_would_hold_and_saves_nothing(app: Flask, town: Town, store: AppSession) -> None:
    text = town.client(app, "member").post("/feeds/new", data=PREVIEW | {"kind": "event", "alarm": "day"}).text

    assert "13 entries" in text
    assert "The next 10 entries" in text
    assert "Day 0<" in text
    assert "Day 9<" in text
    assert "Day 10<" not in text
    assert "Day -1<" not in text
    assert "2 more follow them." in text
    assert "Of the port alone" not in text
    assert "Everything you have access to. Only these types: Events." in text
    assert "It covers " in text
    assert "it is meant for you only." in text
    # What was typed stays, and what few choose is open when something is chosen there.
    assert '<details class="field-group" open>' in text
    assert ">Create feed</button>" in text
    assert store.query(Feed).count() == 0


@pytest.mark.usefixtures("entries")
def test_a_preview_of_a_staff_feed_says_whom_it_is_for(app: Flask, town: Town) -> None:
    answer = town.client(app, "lead").post(f"/feeds/new/{town.bay.id}", data={"name": "Staff", "preview": "1"})
    assert answer.status_code == 200
    assert "Everything that all staff of Lantern Bay can see." in answer.text
    assert "Of the port alone" not in answer.text
    others = town.client(app, "other_lead").post(f"/feeds/new/{town.bay.id}", data={"name": "Staff", "preview": "1"})
    assert others.status_code == 404


def test_a_preview_of_nothing_and_of_a_bad_form(app: Flask, town: Town) -> None:
    client = town.client(app, "member")
    assert "Nothing fits these choices now." in client.post("/feeds/new", data=PREVIEW).text
    assert client.post("/feeds/new", data=PREVIEW | {"name": ""}).status_code == 422
    for bad in ({"back": "1"}, {"ahead": "999"}, {"alarm": "week"}, {"cancelled": "maybe"}, {"status": "draft"}):
        assert client.post("/feeds/new", data=PREVIEW | bad).status_code == 422


def test_a_preview_while_editing_changes_nothing_and_options_come_back(
    app: Flask, town: Town, store: AppSession
) -> None:
    client = town.client(app, "member")
    make(client, scope="all", back="30", alarm="hour", cancelled="removed", status="confirmed")
    feed = store.query(Feed).one()
    stored = {"status": ["confirmed"], "back": ["30"], "alarm": ["hour"], "cancelled": ["removed"]}
    assert feed.selection == stored
    path = f"/feeds/{feed.id}/edit"
    store.commit()

    assert "It covers " in client.get("/feeds").text
    page = client.get(path).text
    assert '<option selected value="30">1 month</option>' in page
    assert '<details class="field-group" open>' in page
    previewed = client.post(path, data=PREVIEW | {"name": "Other", "revision": "1"})
    assert previewed.status_code == 200
    assert 'value="Other"' in previewed.text
    feed = store.query(Feed).one()
    assert (feed.name, feed.selection) == ("Mine", stored)
    store.commit()
    assert town.client(app, "editor").post(path, data=PREVIEW).status_code == 404
