"""A feed that cannot be written: the last file while all of it may still be read, else none; coordinators see it."""

import logging
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from typing_extensions import override

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import EntryKind
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import Embargo, GuardDraft, change_guard, create_guard
from scheduler.agenda.services.publishing import publish, remove
from scheduler.db import AppSession
from scheduler.feeds.formats.protocol import FeedDocument
from scheduler.feeds.formats.registry import FORMATS
from scheduler.feeds.formats.rss import Rss
from scheduler.feeds.services.broken import RETRY
from tests.coalition import Town
from tests.fakes import FakeClock
from tests.feeds.web.test_polls import poll

PATH = "/feeds/public.rss"
DAY = AllDay(date(2027, 7, 30), date(2027, 7, 30))
SECRET = "Ask the minister by name"


class FailingRss(Rss):
    """Fails on a word that it quotes, while that is asked of it."""

    fails = True

    @override
    def write(self, document: FeedDocument) -> bytes:
        if self.fails:
            raise ValueError(SECRET)
        return super().write(document)


@pytest.fixture
def rss(monkeypatch: pytest.MonkeyPatch) -> FailingRss:
    failing = FailingRss()
    failing.fails = False
    monkeypatch.setitem(FORMATS, "rss", failing)
    return failing


class Place:
    """A coalition with one open entry, and what can happen to it."""

    def __init__(self, app: Flask, store: AppSession, clock: FakeClock) -> None:
        self.app, self.store, self.clock = app, store, clock
        self.client: FlaskClient = app.test_client()
        self.guard = create_guard(store, GuardDraft(Audience.PUBLIC))
        self.publish(1, SECRET, self.guard.id)

    def publish(self, number: int, title: str, guard_id: int) -> None:
        now = self.clock.now()
        publish(self.store, EntryDraft(Source("event", number), EntryKind.EVENT, DAY, guard_id, title), now)
        self.commit()

    def commit(self) -> None:
        self.store.commit()
        self.app.extensions["scheduler.version_watch"].invalidate()

    def change_guard(self, draft: GuardDraft) -> None:
        change_guard(self.store, self.guard, draft, actor_id=None, now=self.clock.now())

    def get(self) -> tuple[int, bool]:
        """Return the status, and whether the entry's text was in the answer."""
        answer = self.client.get(PATH)
        return answer.status_code, SECRET in answer.text


@pytest.fixture
def place(app: Flask, store: AppSession, clock: FakeClock) -> Place:
    return Place(app, store, clock)


def add_another(place: Place) -> None:
    place.publish(2, "Another", place.guard.id)


def narrow(place: Place) -> None:
    place.change_guard(GuardDraft(Audience.COALITION))
    place.commit()


def embargo(place: Place) -> None:
    at = place.clock.now() + timedelta(days=3)
    place.change_guard(
        GuardDraft(Audience.PUBLIC, embargo=Embargo(at.replace(tzinfo=None), "UTC", at), placeholder_title="Soon")
    )
    place.publish(1, SECRET, place.guard.id)


def take_back(place: Place) -> None:
    remove(place.store, Source("event", 1), place.clock.now())
    place.commit()


def correct(place: Place) -> None:
    place.publish(1, "Without a name", place.guard.id)


def hidden(place: Place) -> None:
    place.publish(3, "Ours", create_guard(place.store, GuardDraft(Audience.COALITION)).id)


def test_the_last_file_is_served_while_all_of_it_is_the_same(rss: FailingRss, place: Place) -> None:
    assert place.get() == (200, True)
    rss.fails = True
    add_another(place)

    assert place.get() == (200, True)
    assert "Another" not in place.client.get(PATH).text
    assert poll(place.app, PATH).status == 200


@pytest.mark.parametrize("change", [narrow, embargo, take_back, correct])
def test_no_file_is_served_that_holds_what_may_not_be_read_any_more(
    rss: FailingRss, place: Place, change: Callable[[Place], None]
) -> None:
    assert place.get() == (200, True)
    rss.fails = True
    add_another(place)
    assert place.get() == (200, True)
    change(place)

    answer = place.client.get(PATH)
    assert (answer.status_code, SECRET in answer.text) == (503, False)
    assert answer.headers["Retry-After"] == "60"
    # Nor later, as what it was made of never comes back.
    place.clock.advance(RETRY)
    assert place.get() == (503, False)


def test_it_ends_by_itself_and_is_logged_once(rss: FailingRss, place: Place, caplog: pytest.LogCaptureFixture) -> None:
    rss.fails = True
    with caplog.at_level(logging.ERROR):
        assert place.get() == (503, False)
        assert place.get() == (503, False)
        place.clock.advance(RETRY)
        assert place.get() == (503, False)
    logged = [record.getMessage() for record in caplog.records]
    assert len([line for line in logged if "could not be written as rss" in line]) == 1
    assert SECRET not in "".join(logged)

    rss.fails = False
    assert place.get() == (503, False)
    place.clock.advance(RETRY)
    assert place.get() == (200, True)


def test_coordinators_see_it_until_it_ends(rss: FailingRss, town: Town, place: Place) -> None:
    coordinator = town.client(place.app, "coordinator")
    title = "feed cannot be written as .rss"
    assert title not in coordinator.get("/delivery").text
    place.get()
    rss.fails = True
    add_another(place)
    place.get()

    page = coordinator.get("/delivery").text
    assert f"1 {title}" in page
    assert "The public feed is one of them." in page
    assert "Subscribers get the last version" in page
    narrow(place)
    place.get()
    assert "there is no version that may still be shown" in coordinator.get("/delivery").text

    rss.fails = False
    place.clock.advance(RETRY)
    place.get()
    assert title not in coordinator.get("/delivery").text
