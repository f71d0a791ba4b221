"""Milestones of bills in the feeds of members: named in the reader's words, moved and cancelled as calendars expect."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import icalendar
from flask import Flask
from flask.testing import FlaskClient

from scheduler.db import AppSession
from tests.coalition import Town
from tests.fakes import FakeClock
from tests.feeds.web.test_pages import make

VOTE = {
    "kind": "committee_vote",
    "day": "2027-06-14",
    "votes_for": "22",
    "votes_against": "0",
    "place": "Committee on the Judiciary",
    "source_url": "https://congress.example/votes/1",
}
KINDS = (("editor", "milestone"), ("member", "event"))
COUNT = "22–0"


def milestone(client: FlaskClient, address: str) -> Any:
    """Return the one milestone of a feed, or None, as it is now."""
    client.application.extensions["scheduler.version_watch"].invalidate()
    events: list[Any] = icalendar.Calendar.from_ical(client.get(address).data).walk("VEVENT")
    found = [event for event in events if "H.R. 2732" in event["SUMMARY"]]
    assert len(found) < 2
    return found[0] if found else None


def test_a_milestone_is_in_feeds_moves_and_is_cancelled(
    app: Flask, town: Town, store: AppSession, clock: FakeClock
) -> None:
    editor, form = town.client(app, "editor"), {"form_id": str(uuid.uuid4())}
    bill = {"jurisdiction": "US Congress", "number": "H.R. 2732", "title": "Safe Routes Act"}
    path = editor.post("/bills/new", data={**bill, **form}).location
    address, other = (make(town.client(app, who), scope="all", kind=kind) for who, kind in KINDS)

    editor.post(f"{path}/milestones/new", data={**VOTE, **form})
    first = milestone(editor, address)
    assert (first["SUMMARY"], first["LOCATION"]) == ("Committee vote: H.R. 2732", VOTE["place"])
    assert first["DTSTART"].dt.isoformat() == VOTE["day"]
    for text in ("Safe Routes Act (US Congress)", COUNT, VOTE["source_url"]):
        assert text in first["DESCRIPTION"]
    assert milestone(editor, other) is None
    assert milestone(editor, "/feeds/public.ics") is None

    clock.moment = later(clock.moment)
    change = {**VOTE, "day": "2027-06-21", "revision": "1"}
    assert editor.post(f"{path}/milestones/1/edit", data=change).status_code == 303
    moved = milestone(editor, address)
    assert (moved["UID"], moved["SEQUENCE"], moved["DTSTART"].dt.isoformat()) == (first["UID"], 1, "2027-06-21")

    clock.moment = later(clock.moment)
    reason = {"reason": "Another bill", "revision": "2"}
    assert editor.post(f"{path}/milestones/1/retract", data=reason).status_code == 303
    gone = milestone(editor, address)
    assert (gone["UID"], gone["SEQUENCE"], gone["STATUS"]) == (first["UID"], 2, "CANCELLED")
    assert "Retracted: Another bill" in gone["DESCRIPTION"]


def later(moment: datetime) -> datetime:
    return moment + timedelta(hours=1)
