"""Feeds for news readers, websites and spreadsheets: the same entries as in the calendar file, for the same eyes."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import EntryKind, EntryStatus
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import GuardDraft, change_guard, create_guard, public_guard
from scheduler.agenda.services.publishing import publish
from scheduler.db import AppSession
from scheduler.feeds.formats.registry import FORMATS
from scheduler.feeds.models import Feed
from tests.coalition import Town
from tests.feeds.web.test_pages import make
from tests.feeds.web.test_polls import poll

DAY = AllDay(date(2027, 7, 30), date(2027, 7, 30))
OPEN, OWN = "World Day", "Kept to ourselves"


@pytest.fixture
def entries(town: Town, store: AppSession, now: datetime) -> None:
    own = create_guard(store, GuardDraft(Audience.ORGANISATIONS, [town.bay.id]))
    for number, (guard, title, status) in enumerate(
        [(public_guard(store), OPEN, EntryStatus.CONFIRMED), (own, OWN, EntryStatus.CANCELLED)], start=1
    ):
        draft = EntryDraft(Source("event", number), EntryKind.EVENT, DAY, guard.id, title, status=status)
        publish(store, draft, now)
    store.commit()


@pytest.mark.usefixtures("entries")
@pytest.mark.parametrize("suffix", FORMATS)
def test_each_format_holds_what_the_calendar_file_holds(
    app: Flask, town: Town, store: AppSession, client: FlaskClient, suffix: str
) -> None:
    member = town.client(app, "member")
    address = make(member, scope="all").removesuffix("ics") + suffix
    text = client.get(address).text

    assert OPEN in text
    assert f"Cancelled: {OWN}" in text
    public = client.get(f"/feeds/public.{suffix}")
    assert OPEN in public.text
    assert OWN not in public.text
    for answer in (public, client.get(address)):
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Content-Type"] == FORMATS[suffix].media_type
        assert f".{suffix}" in answer.headers["Content-Disposition"]
    known = {"If-None-Match": public.headers["ETag"]}
    assert client.get(f"/feeds/public.{suffix}", headers=known).status_code == 304
    assert poll(app, f"/feeds/public.{suffix}", known).status == 304
    # Its own address is a secret, and part of no file.
    assert address.split("/")[2].split(".")[0] not in text

    feed_id = store.query(Feed).one().id
    store.rollback()
    member.post(f"/feeds/{feed_id}/revoke")
    assert client.get(address).status_code == 410
    assert client.get(f"/feeds/made-up.{suffix}").status_code == 404


def test_what_is_made_public_comes_first_for_news_readers(
    town: Town, store: AppSession, client: FlaskClient, now: datetime
) -> None:
    own, later = create_guard(store, GuardDraft(Audience.ORGANISATIONS, [town.bay.id])), now + timedelta(days=9)
    publish(store, EntryDraft(Source("event", 1), EntryKind.EVENT, DAY, own.id, OWN), now)
    known = EntryDraft(Source("event", 2), EntryKind.EVENT, DAY, public_guard(store).id, OPEN)
    publish(store, known, now + timedelta(days=1))
    change_guard(store, own, GuardDraft(Audience.PUBLIC), actor_id=None, now=later)
    store.commit()

    for suffix in ("atom", "rss"):
        text = client.get(f"/feeds/public.{suffix}").text
        assert -1 < text.index(OWN) < text.index(OPEN)
    file = client.get("/feeds/public.ics").text
    assert (f"{now:%Y%m%dT%H%M%SZ}" in file, file.count(f"{later:%Y%m%dT%H%M%SZ}")) == (False, 3)


def test_what_is_no_format_leads_nowhere(client: FlaskClient) -> None:
    for path in ("/feeds/public.xml", "/feeds/public.", "/feeds/public.atom.json", "/feeds/made-up.xls"):
        assert client.get(path).status_code == 404


def test_pages_offer_each_format(app: Flask, town: Town) -> None:
    member = town.client(app, "member")
    address = make(member).removesuffix("ics")
    page, public = member.get("/feeds/1").text, app.test_client().get("/subscribe").text
    for suffix in FORMATS:
        assert f"http://localhost{address}{suffix}<" in page
        assert f"http://localhost/feeds/public.{suffix}<" in public
    assert 'type="application/atom+xml"' in public
