"""A feed for which the database refuses a statement: what may still be read is asked in a transaction of its own."""

from datetime import date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker
from typing_extensions import override

from scheduler.agenda.models import EntryKind
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import public_guard
from scheduler.agenda.services.publishing import publish
from scheduler.dates.spans import DateSpan
from scheduler.db import AppSession, present_version
from scheduler.feeds.domain.tokens import token_of
from scheduler.feeds.formats.protocol import FeedDocument
from scheduler.feeds.formats.registry import FORMATS
from scheduler.feeds.formats.rss import Rss
from scheduler.feeds.services.addresses import FeedDraft, make_feed
from scheduler.feeds.services.serving import Built, FeedResult, FeedStatus, Site, serve_public, serve_token
from tests.factories import organisation, person

KEY = "a key for tests"
SITE = Site("https://plan.test", "Our coalition")


class RefusedRss(Rss):
    """Asks the database for what it does not know."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @override
    def write(self, document: FeedDocument) -> bytes:
        self.session.execute(text("SELECT no_such_function()"))
        return super().write(document)


class OtherCalendars:
    """Events beside the entries of a staff feed; once it is broken, it asks the database for what it does not know."""

    def __init__(self, *events: bytes) -> None:
        self.events, self.is_broken = events, False

    def __call__(
        self, session: Session, organisation_id: int, days: DateSpan, now: datetime, *, with_cancelled: bool
    ) -> tuple[bytes, ...]:
        if self.is_broken:
            session.execute(text("SELECT no_such_function()"))
        return self.events


def write(sessions: sessionmaker[AppSession], number: int, title: str, now: datetime) -> None:
    day = AllDay(date(2027, 7, 30), date(2027, 7, 30))
    with sessions() as session:
        guard_id = public_guard(session).id
        publish(session, EntryDraft(Source("event", number), EntryKind.EVENT, day, guard_id, title), now)
        session.commit()


def served(session: AppSession, before: Built | None, now: datetime) -> FeedResult:
    return serve_public(session, SITE, "rss", now, before=before)


def test_the_last_file_is_served_as_long_as_it_may_be(
    sessions: sessionmaker[AppSession], monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    write(sessions, 1, "World Day", now)
    with sessions() as session:
        before = Built(present_version(session), served(session, None, now))
    write(sessions, 2, "Another", now)
    with sessions() as session:
        monkeypatch.setitem(FORMATS, "rss", RefusedRss(session))
        found = served(session, before, now)
    assert (found.fate, found.file) == (FeedStatus.OPEN, before.served.file)
    assert found.broken is not None
    write(sessions, 1, "World Day, corrected", now)
    with sessions() as session:
        monkeypatch.setitem(FORMATS, "rss", RefusedRss(session))
        found = served(session, before, now)
    assert (found.fate, found.file) == (FeedStatus.BROKEN, None)


@pytest.mark.parametrize(
    ("events", "fate"),
    # Whether a calendar may still be shown is not known while it cannot be read.
    [((), FeedStatus.OPEN), ((b"BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n",), FeedStatus.BROKEN)],
)
def test_a_staff_feed_stops_for_other_calendars_only_if_it_held_some(
    sessions: sessionmaker[AppSession], now: datetime, events: tuple[bytes, ...], fate: FeedStatus
) -> None:
    write(sessions, 1, "World Day", now)
    others = OtherCalendars(*events)
    with sessions() as session:
        office = organisation(session, "Lantern Bay")
        draft = FeedDraft("Staff", {}, organisation_id=office.id)
        feed = make_feed(session, draft, KEY, actor_id=person(session, "Ana").id, now=now)
        token = token_of(KEY, feed.id, feed.nonce)
        session.commit()
    with sessions() as session:
        found = serve_token(session, token, SITE, "ics", now, staff_events=[others])
        before = Built(present_version(session), found)
    others.is_broken = True
    with sessions() as session:
        found = serve_token(session, token, SITE, "ics", now, before=before, staff_events=[others])

    assert (found.fate, found.broken is not None) == (fate, True)
    assert found.file == (before.served.file if fate is FeedStatus.OPEN else None)
