import pytest
from flask import Flask

from scheduler.db import AppSession
from scheduler.feeds.models import Feed
from scheduler.feeds.services.fetches import FLUSH_SECONDS
from tests.accounts.web.places import Town
from tests.feeds.web.test_pages import make


@pytest.mark.parametrize("base_url", ["http://localhost", "https://localhost"])
@pytest.mark.parametrize("asked", [{}, {"Accept-Encoding": "gzip"}, {"If-None-Match": "*"}])
def test_what_the_door_says_is_what_the_application_says(
    app: Flask, town: Town, asked: dict[str, str], base_url: str
) -> None:
    client = town.client(app, "member")
    for address in ("/feeds/public.ics", make(client)):
        built, kept = (client.get(address, headers=asked, base_url=base_url) for _ in range(2))
        assert (kept.status_code, kept.data) == (built.status_code, built.data)
        assert sorted(kept.headers) == sorted(built.headers)


def test_fetches_behind_the_door_are_counted(app: Flask, town: Town, store: AppSession) -> None:
    client = town.client(app, "member")
    address = make(client)
    log = app.extensions["scheduler.fetch_log"]
    for _ in range(3):
        client.get(address, headers={"User-Agent": "Google-Calendar-Importer"})

    log._flushed_at -= FLUSH_SECONDS
    client.get(address, headers={"User-Agent": "Thunderbird/128"})

    feed = store.query(Feed).one()
    assert (feed.fetches, feed.last_agent) == (4, "Thunderbird")


def test_a_revoked_feed_is_gone_at_once(app: Flask, town: Town, store: AppSession) -> None:
    client = town.client(app, "member")
    address = make(client)
    assert client.get(address).status_code == 200
    assert client.get(address).status_code == 200
    feed_id = store.query(Feed).one().id
    store.commit()
    client.post(f"/feeds/{feed_id}/revoke")
    assert client.get(address).status_code == 410
