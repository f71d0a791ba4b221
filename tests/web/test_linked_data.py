"""Days as schema.org words them: status, former start, place, and nothing that could end the block they stand in."""

import json
from datetime import UTC, date, datetime

import pytest
from flask import Flask, render_template_string

from scheduler.web.linked_data import PublicEvent, linked_data

BASE, DAY = "http://localhost/", date(2027, 7, 30)
TEMPLATE = '{% from "macros/sharing.html" import linked_data %}{{ linked_data(data) }}'


@pytest.mark.parametrize(
    ("changes", "status", "previous"),
    [
        ({}, "EventScheduled", None),
        ({"previous": date(2027, 7, 29)}, "EventRescheduled", "2027-07-29"),
        ({"previous": DAY, "ends": date(2027, 7, 31)}, "EventScheduled", None),
        ({"is_cancelled": True}, "EventCancelled", None),
        ({"previous": date(2027, 7, 29), "is_cancelled": True}, "EventCancelled", None),
    ],
)
def test_status_says_whether_it_is_held_moved_or_cancelled(changes, status, previous):
    data = linked_data(BASE, [PublicEvent(name="Vigil", path="/events/x", starts=DAY, **changes)])

    assert data is not None
    (event,) = data["@graph"]
    assert event["eventStatus"] == f"https://schema.org/{status}"
    assert event.get("previousStartDate") == previous
    assert event["url"] == "http://localhost/events/x"
    assert "location" not in event


def test_place_and_web_address_are_both_told_and_times_keep_their_offset():
    starts = datetime(2027, 7, 30, 9, tzinfo=UTC)
    event = PublicEvent(name="Vigil", path="/e", starts=starts, place="Pier 4", online_url="https://live.example")
    data = linked_data(BASE, [event])

    assert data is not None
    (told,) = data["@graph"]
    assert [place["@type"] for place in told["location"]] == ["Place", "VirtualLocation"]
    assert told["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert told["startDate"] == "2027-07-30T09:00:00+00:00"


@pytest.mark.parametrize("name", ["</script><script>alert(1)</script>", "<!--<script>", "a & b ' \" \u2028 ☃"])
def test_no_text_ends_its_block_and_it_reads_as_it_was_typed(app: Flask, name: str):
    data = linked_data(BASE, [PublicEvent(name=name, path="/e", starts=DAY)])
    with app.test_request_context("/"):
        block = render_template_string(TEMPLATE, data=data)

    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&'") & set(inside)
    assert json.loads(inside)["@graph"][0]["name"] == name


def test_of_nothing_there_is_no_block(app: Flask):
    assert linked_data(BASE, []) is None
    with app.test_request_context("/"):
        assert render_template_string(TEMPLATE, data=None) == ""
