"""Events of others are in staff feeds once their keeper says so: in those of whom it is for, and nowhere else."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from flask import Flask
from sqlalchemy import select

from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.dates.spans import DateSpan
from scheduler.db import AppSession
from scheduler.external_calendars.domain.problems import Problem
from scheduler.external_calendars.domain.reading import CalendarContents, Occurrence
from scheduler.external_calendars.models import ExternalCalendar
from scheduler.external_calendars.reading import MOST_IN_FEEDS, in_feeds
from scheduler.external_calendars.services.fetching import Fetch, Fetched, end_fetch
from scheduler.external_calendars.services.staff_feeds import LEFT_OUT_AFTER
from scheduler.feeds.reading import address_path
from scheduler.feeds.services.addresses import FeedDraft, make_feed
from tests.coalition import Town
from tests.factories import external_calendar
from tests.fakes import FakeClock

SECRET = "https://example.org/secret-link.ics"
NAME, TITLE = "Parliament", "Vote on the bill"
Feeds = dict[str, str]


def vote(day: date, **fields: Any) -> Occurrence:
    values: dict[str, Any] = {"key": "their-uid", "title": TITLE, "first_day": day, "last_day": day} | fields
    return Occurrence(**values)


def bring(
    store: AppSession, row: ExternalCalendar, *found: Occurrence, at: datetime, problem: Problem | None = None
) -> None:
    """Store what a fetch of a calendar has brought; neither events nor a problem if nothing has changed."""
    contents = CalendarContents(NAME, found, 0) if found else None
    assert end_fetch(store, Fetch(row.id, row.url, "UTC", {}), Fetched(contents, problem), at)
    store.commit()


@pytest.fixture
def day(now: datetime) -> date:
    return now.date() + timedelta(days=20)


@pytest.fixture
def feeds(app: Flask, store: AppSession, town: Town, now: datetime) -> Feeds:
    """The paths of staff feeds of both organisations, of one of Lantern Bay's for some types, and of a person's own."""
    key, lead = app.config["SECRET_KEY"], town.people["lead"].id
    drafts = {
        "bay": FeedDraft("Bay", {}, organisation_id=town.bay.id),
        "port": FeedDraft("Port", {}, organisation_id=town.port.id),
        "some": FeedDraft("Some", {"kind": ["event"]}, organisation_id=town.bay.id),
        "own": FeedDraft("Own", {}, person_id=lead),
    }
    made = {name: make_feed(store, draft, key, actor_id=lead, now=now) for name, draft in drafts.items()}
    paths = {name: address_path(key, feed) for name, feed in made.items()}
    store.commit()
    return paths | {"public": "/feeds/public.ics"}


def holders(app: Flask, feeds: Feeds, title: str = TITLE) -> set[str]:
    app.extensions["scheduler.version_watch"].invalidate()
    client = app.test_client()
    return {name for name, path in feeds.items() if title in client.get(path).text}


def switch(app: Flask, store: AppSession, town: Town, row: ExternalCalendar, who: str, **typed: str) -> int:
    store.refresh(row)
    path, revision = f"/calendar/external/{row.address}/edit", str(row.revision)
    store.commit()
    data = {"name": NAME, "url": SECRET, "tint": "3", "revision": revision} | typed
    return town.client(app, who).post(path, data=data).status_code


def events(app: Flask, feed: str) -> list[dict[str, Any]]:
    app.extensions["scheduler.version_watch"].invalidate()
    calendar = icalendar.Calendar.from_ical(app.test_client().get(feed).data)
    return [dict(one.property_items(recursive=False)) for one in calendar.walk("VEVENT")]


@pytest.mark.parametrize(
    ("is_coalitions", "who", "where"), [(False, "lead", {"bay"}), (True, "coordinator", {"bay", "port"})]
)
def test_events_are_in_the_staff_feeds_of_whom_the_calendar_is_for_while_that_is_on(
    app: Flask,
    store: AppSession,
    town: Town,
    feeds: Feeds,
    now: datetime,
    day: date,
    *,
    is_coalitions: bool,
    who: str,
    where: set[str],
) -> None:
    row = external_calendar(store, NAME, organisation_id=None if is_coalitions else town.bay.id, url=SECRET)
    bring(store, row, vote(day), at=now)
    assert holders(app, feeds) == set()

    assert switch(app, store, town, row, "member", in_feeds="y") == 404
    assert switch(app, store, town, row, who, in_feeds="y") == 303
    assert holders(app, feeds) == where
    assert holders(app, {"json": feeds["bay"].replace(".ics", ".json")}) == set()
    moved = vote(day + timedelta(days=1), title="Postponed")
    bring(store, row, moved, at=now + timedelta(hours=1))
    assert (holders(app, feeds), holders(app, feeds, "Postponed")) == (set(), where)
    assert switch(app, store, town, row, who) == 303
    assert holders(app, feeds, "Postponed") == set()
    acts = store.scalars(
        select(AuditRow.act).where(AuditRow.act.startswith("external_calendar.")).order_by(AuditRow.id)
    )
    assert [*acts] == [AuditAct.EXTERNAL_CALENDAR_IN_FEEDS, AuditAct.EXTERNAL_CALENDAR_OUT_OF_FEEDS]


def test_an_event_stays_one_under_a_uid_of_ours_and_says_whose_it_is(
    app: Flask, store: AppSession, town: Town, feeds: Feeds, now: datetime, day: date
) -> None:
    begins = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    hostile = vote(day, title="Vote\r\nATTENDEE:mailto:a@b.example", starts_at=begins, ends_at=begins, zone="UTC")
    rows = [external_calendar(store, name, organisation_id=town.bay.id, url=SECRET) for name in (NAME, "Partner")]
    for row in rows:
        row.in_feeds_since = now
        bring(store, row, hostile, at=now)

    first = events(app, feeds["bay"])
    assert [str(one["SUMMARY"]) for one in first] == [
        f"{name}: Vote ATTENDEE:mailto:a@b.example" for name in (NAME, "Partner")
    ]
    assert [one["CATEGORIES"].cats[0] for one in first] == [NAME, "Partner"]
    assert len({str(one["UID"]) for one in first} | {"their-uid"}) == 3
    for one in first:
        assert (one["TRANSP"], one["STATUS"], "ATTENDEE" in one) == ("TRANSPARENT", "CONFIRMED", False)
    bring(store, rows[0], vote(day, title="Vote at noon"), at=now + timedelta(hours=2))
    noon = [one for one in events(app, feeds["bay"]) if "noon" in one["SUMMARY"]]
    assert [(one["UID"], one["LAST-MODIFIED"].dt) for one in noon] == [(first[0]["UID"], now + timedelta(hours=2))]
    text = app.test_client().get(feeds["bay"]).text
    assert SECRET not in text
    assert "VALARM" not in text


def test_what_fails_for_long_or_is_removed_leaves_the_feeds(
    app: Flask, store: AppSession, town: Town, feeds: Feeds, clock: FakeClock, now: datetime, day: date
) -> None:
    row = external_calendar(store, NAME, organisation_id=town.bay.id, url=SECRET)
    row.in_feeds_since = now
    later = day + LEFT_OUT_AFTER
    found = (vote(later), vote(later, key="other", title="Hearing"))
    bring(store, row, *found, at=now)
    assert holders(app, feeds) == {"bay"}
    # It is back with all that it had, whether its server sends that again or says that nothing has changed.
    for first, again in ((now, found), (now + LEFT_OUT_AFTER, ())):
        for waited, where in ((timedelta(days=1), {"bay"}), (LEFT_OUT_AFTER, set())):
            clock.moment = first + waited
            bring(store, row, at=clock.moment, problem=Problem.SERVER_ERROR)
            assert holders(app, feeds) == where
        page = town.client(app, "lead").get("/calendar/external").text
        assert "Left out of staff feeds until it can be fetched again." in page
        bring(store, row, *again, at=clock.moment)
        assert (holders(app, feeds), holders(app, feeds, "Hearing")) == ({"bay"}, {"bay"})
    assert town.client(app, "lead").post(f"/calendar/external/{row.address}/remove").status_code == 303
    assert holders(app, feeds) == set()


def test_what_is_cancelled_says_so_for_60_days_unless_a_feed_is_without(
    app: Flask, store: AppSession, town: Town, feeds: Feeds, clock: FakeClock, now: datetime, day: date
) -> None:
    draft = FeedDraft("Without", {"cancelled": ["removed"]}, organisation_id=town.bay.id)
    without = make_feed(store, draft, app.config["SECRET_KEY"], actor_id=town.people["lead"].id, now=now)
    feeds["without"] = address_path(app.config["SECRET_KEY"], without)
    row = external_calendar(store, NAME, organisation_id=town.bay.id, url=SECRET)
    row.in_feeds_since = row.created_at = now
    later = day + timedelta(days=100)
    bring(store, row, vote(later), at=now)
    assert holders(app, feeds) == {"bay", "without"}
    before = events(app, feeds["bay"])[0]
    bring(store, row, vote(later, is_cancelled=True), at=now + timedelta(hours=1))

    assert holders(app, feeds) == {"bay"}
    [one] = events(app, feeds["bay"])
    assert (str(one["SUMMARY"]), one["STATUS"]) == (f"Cancelled: {NAME}: {TITLE}", "CANCELLED")
    assert (one["UID"], one["SEQUENCE"]) == (before["UID"], before["SEQUENCE"] + 3600)
    for waited, where in ((60, {"bay"}), (92, set())):
        clock.moment = now + timedelta(days=waited)
        assert holders(app, feeds) == where


def test_a_calendar_with_more_events_than_feeds_have_crowds_out_no_other(
    store: AppSession, town: Town, now: datetime, day: date
) -> None:
    full, own = (
        external_calendar(store, name, organisation_id=ident) for name, ident in (("All", None), (NAME, town.bay.id))
    )
    full.in_feeds_since = own.in_feeds_since = now
    bring(store, full, *(vote(day, key=f"{number}", title="Spam") for number in range(MOST_IN_FEEDS + 1)), at=now)
    bring(store, own, vote(day + timedelta(days=1)), vote(day - timedelta(days=1), key="first"), at=now)

    found = in_feeds(store, town.bay.id, DateSpan(day - timedelta(days=9), day + timedelta(days=9)), read_after=now)
    titles = [one.title for _calendar, one in found]
    assert len(titles) == MOST_IN_FEEDS
    assert (titles[0], set(titles[1:-1]), titles[-1]) == (TITLE, {"Spam"}, TITLE)
