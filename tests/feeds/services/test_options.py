"""Options of a feed in its file; one without any keeps its bytes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import MemberRole, Person
from scheduler.agenda.models import Entry, EntryKind, EntryStatus
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source, Timed
from scheduler.agenda.services.guards import public_guard
from scheduler.agenda.services.publishing import publish
from scheduler.feeds.models import Feed
from scheduler.feeds.services.addresses import FeedDraft, change_feed, make_feed
from tests.factories import organisation, person
from tests.feeds.services.test_serving import KEY, served, summaries

DAY = date(2026, 12, 10)


@pytest.fixture
def ana(session: Session, now: datetime) -> Person:
    guard = public_guard(session)
    days = {"Last spring": date(2026, 5, 10), "Day": DAY, "Far": date(2028, 6, 1)}
    for number, (title, day) in enumerate(days.items(), start=1):
        publish(session, EntryDraft(Source("event", number), EntryKind.EVENT, AllDay(day, day), guard.id, title), now)
    timed = Timed(datetime(2026, 12, 11, 9, 0), "Asia/Manila")
    more = [("Vigil", EntryStatus.TENTATIVE), ("Off", EntryStatus.CANCELLED)]
    for number, (title, status) in enumerate(more, start=11):
        publish(
            session, EntryDraft(Source("event", number), EntryKind.EVENT, timed, guard.id, title, status=status), now
        )
    return person(session, "Ana", (organisation(session), MemberRole.EDITOR))


def made(session: Session, ana: Person, now: datetime, **chosen: str) -> Feed:
    draft = FeedDraft("Mine", {name: [value] for name, value in chosen.items()}, person_id=ana.id)
    return make_feed(session, draft, KEY, actor_id=ana.id, now=now)


@pytest.mark.parametrize(
    ("chosen", "titles"),
    [
        ({}, ["Last spring", "Day", "Far", "Vigil", "Cancelled: Off"]),
        ({"back": "0"}, ["Day", "Far", "Vigil", "Cancelled: Off"]),
        ({"ahead": "3"}, ["Last spring", "Day", "Vigil", "Cancelled: Off"]),
        ({"back": "7000", "ahead": "x"}, ["Last spring", "Day", "Far", "Vigil", "Cancelled: Off"]),
        ({"cancelled": "removed"}, ["Last spring", "Day", "Far", "Vigil"]),
        ({"status": "tentative"}, ["Vigil", "Cancelled: Off"]),
        ({"status": "tentative", "cancelled": "removed"}, ["Vigil"]),
        ({"status": "cancelled", "cancelled": "removed"}, ["Last spring", "Day", "Far", "Vigil"]),
    ],
)
def test_what_a_feed_holds(
    session: Session, now: datetime, ana: Person, chosen: dict[str, str], titles: list[str]
) -> None:
    now = now.replace(year=2026, month=11, day=20)
    assert summaries(served(session, made(session, ana, now, **chosen), now)) == titles


@pytest.mark.parametrize(("alarm", "hours"), [("none", {}), ("day", {"Day": 15, "Vigil": 24}), ("hour", {"Vigil": 1})])
def test_alarms_are_of_what_happens(
    session: Session, now: datetime, ana: Person, alarm: str, hours: dict[str, int]
) -> None:
    feed = made(session, ana, now, alarm=alarm, back="0", ahead="3")
    found = served(session, feed, now.replace(year=2026, month=11, day=20))

    assert found.file is not None
    events = icalendar.Calendar.from_ical(found.file.body).walk("VEVENT")
    alarms = {str(event["SUMMARY"]): event.walk("VALARM") for event in events}
    shown = {title: one[0].decoded("TRIGGER") for title, one in alarms.items() if one}
    assert shown == {title: -timedelta(hours=before) for title, before in hours.items()}
    assert all(str(alarms[title][0]["DESCRIPTION"]) == title for title in hours)


def test_a_feed_without_options_keeps_its_bytes(session: Session, now: datetime) -> None:
    at = datetime(2026, 11, 2, 10, 30, tzinfo=UTC)
    draft = EntryDraft(
        Source("event", 1), EntryKind.EVENT, AllDay(DAY, DAY), public_guard(session).id, "Vigil", path="/events/1"
    )
    publish(session, replace(draft, description="With lights"), at)
    ana = person(session, "Ana", (organisation(session), MemberRole.EDITOR))
    feed = made(session, ana, now)
    # As a release without options has stored it.
    assert feed.selection == {}
    entry = session.scalars(select(Entry)).one()
    before = served(session, feed, at)

    assert before.file is not None
    lines = before.file.body.decode().split("\r\n")
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[lines.index("BEGIN:VEVENT") :] == [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        "DTSTAMP:20261102T103000Z",
        "CREATED:20261102T103000Z",
        "LAST-MODIFIED:20261102T103000Z",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "DTSTART;VALUE=DATE:20261210",
        "DTEND;VALUE=DATE:20261211",
        "SUMMARY:Vigil",
        "URL:https://plan.test/events/1",
        "DESCRIPTION:With lights",
        " \\n\\nhttps://plan.test/events/1",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    # The form as it is now, saved with the choices that it shows, is no change.
    shown = {"back": ["180"], "ahead": ["24"], "alarm": ["none"], "cancelled": ["marked"], "status": []}
    change_feed(session, feed, "Mine", shown, revision=None, actor_id=ana.id, now=now)
    after = served(session, feed, at)
    assert after == before
