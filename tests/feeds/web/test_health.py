"""The page of a feed: which programs fetch it, which still ask for an old address, and its code."""

from flask import Flask

from scheduler.db import AppSession
from scheduler.feeds.models import Feed
from scheduler.feeds.services.fetches import FLUSH_SECONDS
from tests.coalition import Town
from tests.feeds.web.test_pages import addresses, make
from tests.feeds.web.test_polls import poll


def write(app: Flask) -> None:
    app.extensions["scheduler.fetch_log"]._flushed_at -= FLUSH_SECONDS


def test_the_page_says_which_programs_fetch_it_and_how_they_were_answered(
    app: Flask, town: Town, store: AppSession
) -> None:
    member = town.client(app, "member")
    address = make(member)
    path = f"/feeds/{store.query(Feed).one().id}"
    store.commit()
    assert "Not fetched yet." in member.get(path).text

    program = {"User-Agent": "Thunderbird/128"}
    tag = member.get(address, headers=program).headers["ETag"]
    assert poll(app, address, program | {"If-None-Match": tag}).status == 304
    write(app)
    member.get(address, headers=program)
    member.post(f"{path}/rotate")
    new_address = addresses(member.get("/feeds").text)[0]
    visitor = app.test_client()
    assert visitor.get(address, headers={"User-Agent": "Nextcloud"}).status_code == 410
    tag = visitor.get(new_address, headers=program).headers["ETag"]
    assert poll(app, new_address, program | {"If-None-Match": tag}).status == 304
    write(app)
    visitor.get(new_address.replace(".ics", ".csv"), headers={"User-Agent": "curl/8"})

    page = member.get(path, headers={"Accept-Encoding": "gzip"})
    # It shows a secret beside what others have chosen.
    assert "Content-Encoding" not in page.headers
    assert "nothing new (304) · fetched 2 times · nothing new once" in page.text
    assert "<bdi>curl</bdi>" in page.text
    assert "Still on an old address" in page.text
    assert "<bdi>Nextcloud</bdi>, last" in page.text
    assert "Still on an old address" in member.get("/feeds").text
    assert '<svg class="qr-code"' in page.text
    assert "127.0.0.1" not in page.text


def test_an_app_that_says_no_name_is_called_so_in_the_list(app: Flask, town: Town) -> None:
    member = town.client(app, "member")
    address = make(member)
    for _fetch in range(2):
        app.test_client().get(address, headers={"User-Agent": ""})
        write(app)

    page = member.get("/feeds").text
    assert "Fetched 2 times, last " in page
    assert ": An app without a name." in page


def test_the_page_of_the_public_feed_has_its_code_and_says_how_soon_changes_show(app: Flask) -> None:
    page = app.test_client().get("/subscribe").text
    assert '<svg class="qr-code"' in page
    assert "every 8 to 24 hours; it cannot be made to ask sooner" in page
