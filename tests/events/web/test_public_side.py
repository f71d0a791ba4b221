"""What networks and search engines read of events: of public ones alone, with where they were before they moved."""

import json
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.coalition import Town
from tests.events.web.test_pages import ALL_DAY, TIMED, made


def told(client: FlaskClient, path: str) -> dict[str, Any] | None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text)
    event: dict[str, Any] | None = json.loads(found[1])["@graph"][0] if found else None
    return event


def change(client: FlaskClient, path: str, town: Town, values: dict[str, str], **changes: str) -> None:
    page = client.get(f"{path}/edit").text
    revision = re.search(r'name="revision"[^>]*value="(\d+)"', page)
    assert revision is not None
    data = {**values, "organisation_id": str(town.bay.id), "revision": revision[1], **changes}
    assert client.post(f"{path}/edit", data=data).status_code == 303


def test_a_public_event_tells_when_it_was_to_be_before_it_moved(app: Flask, town: Town) -> None:
    editor, visitor = town.client(app, "editor"), app.test_client()
    path = made(editor, town, audience="public")
    public = TIMED | {"audience": "public"}

    first = told(visitor, path)
    change(editor, path, town, public, **{"starts-day": "2027-08-02"})
    moved = told(visitor, path)
    change(editor, path, town, public, **{"starts-day": "2027-08-02", "place": "Pier 4"})

    assert first is not None
    assert moved is not None
    assert (first["eventStatus"], first["startDate"]) == (
        "https://schema.org/EventScheduled",
        "2027-07-30T19:00:00+02:00",
    )
    assert (moved["eventStatus"], moved["previousStartDate"], moved["startDate"]) == (
        "https://schema.org/EventRescheduled",
        "2027-07-30T19:00:00+02:00",
        "2027-08-02T19:00:00+02:00",
    )
    assert told(visitor, path) == moved | {
        "location": [{"@type": "Place", "name": "Pier 4", "address": "Pier 4"}],
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
    }
    editor.post(f"{path}/cancel", data={"reason": "Storm"})
    cancelled = told(visitor, path)
    assert cancelled is not None
    assert cancelled["eventStatus"] == "https://schema.org/EventCancelled"
    assert 'property="og:title" content="Vigil at the harbour"' in visitor.get(path).text


def test_what_an_event_was_before_it_became_public_is_not_told(app: Flask, town: Town) -> None:
    editor = town.client(app, "editor")
    path = made(editor, town, ALL_DAY)
    change(editor, path, town, ALL_DAY, first_day="2027-08-05", move_reason="The witness is not ready")
    assert told(editor, path) is None
    page = editor.get(path).text
    assert "og:title" not in page
    assert "The witness is not ready" in page

    change(editor, path, town, ALL_DAY, first_day="2027-08-05", audience="public")
    public = told(app.test_client(), path)
    assert public is not None
    assert "previousStartDate" not in public
    assert (public["startDate"], public["endDate"]) == ("2027-08-05", "2027-08-05")
    assert "The witness is not ready" not in app.test_client().get(path).text
