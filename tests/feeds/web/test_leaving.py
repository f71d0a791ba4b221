"""Removing a lead: what the page says, what the mail says, and what the old address answers."""

from flask import Flask
from sqlalchemy import select

from scheduler.accounts.domain.roles import MemberRole
from scheduler.db import AppSession
from scheduler.feeds.emails import RENDERERS
from scheduler.feeds.models import Feed
from scheduler.feeds.services.listener import RENEWED
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.rendering import Letter, NotSent
from tests.coalition import Town
from tests.factories import person
from tests.feeds.web.test_pages import addresses

FORM = {"name": "Staff days", "scope": "all"}


def staff_feed(app: Flask, town: Town) -> str:
    client = town.client(app, "lead")
    client.post(f"/feeds/new/{town.bay.id}", data=FORM)
    return addresses(client.get("/feeds").text)[0]


def second_lead(store: AppSession, town: Town) -> None:
    town.membership("editor").role = MemberRole.LEAD
    store.commit()


def remove(app: Flask, town: Town, who: str) -> str:
    path = f"/people/memberships/{town.membership(who).id}/remove"
    client = town.client(app, "coordinator")
    return client.post(path, data={"even_last_lead": "yes"}, follow_redirects=True).text


def written(app: Flask, store: AppSession, now) -> Letter | NotSent:
    message = store.scalars(select(Message).where(Message.kind == RENEWED)).one()
    with app.app_context():
        answer = RENDERERS[Stream.ACCOUNT, RENEWED](store, message, now)
    store.commit()
    return answer


def test_removed_lead_reads_no_more_and_the_page_says_who_has_to_be_told(app: Flask, town: Town, store: AppSession):
    second_lead(store, town)
    known = staff_feed(app, town)

    page = remove(app, town, "lead")

    assert "The staff feed of Lantern Bay has a new secret address: “Staff days”." in page
    assert app.test_client().get(known).status_code == 410
    shown = town.client(app, "editor").get("/feeds").text
    assert "Lena Lead (formerly Lantern Bay) knew the old address and can no longer see this." in shown
    assert app.test_client().get(addresses(shown)[0]).status_code == 200


def test_pages_that_ask_say_so_before(app: Flask, town: Town):
    client, ident = town.client(app, "coordinator"), town.membership("lead").id

    for act in ("remove", "role"):
        assert "secret addresses of the staff feeds" in client.get(f"/people/memberships/{ident}/{act}").text


def test_mail_names_the_feeds_and_holds_no_address(app: Flask, town: Town, store: AppSession, now):
    second_lead(store, town)
    known = staff_feed(app, town)
    remove(app, town, "lead")

    letter = written(app, store, now)

    assert isinstance(letter, Letter)
    assert (letter.to, letter.subject) == (
        town.people["editor"].email,
        "New feed addresses for Lantern Bay",
    )
    for text in (letter.text, letter.html):
        assert "Staff days" in text
        assert "Lena Lead (formerly Lantern Bay)" in text
        assert known not in text
        assert addresses(town.client(app, "editor").get("/feeds").text)[0] not in text


def test_mail_to_somebody_who_is_lead_no_more_is_not_written(app: Flask, town: Town, store: AppSession, now):
    second_lead(store, town)
    staff_feed(app, town)
    remove(app, town, "lead")
    town.membership("editor").role = MemberRole.EDITOR
    store.commit()

    assert written(app, store, now) == NotSent("no_member")


def test_closed_organisation_leaves_no_feed(app: Flask, town: Town, store: AppSession):
    known = staff_feed(app, town)

    town.client(app, "coordinator").post(f"/organisations/{town.bay.id}/close")

    assert app.test_client().get(known).status_code == 410
    assert [feed.revoked_at is not None for feed in store.scalars(select(Feed))] == [True]
    store.commit()


def test_feed_names_of_others_are_not_shown_to_who_removes_an_editor(app: Flask, town: Town, store: AppSession):
    second_lead(store, town)
    staff_feed(app, town)
    person(store, "Nobody")
    store.commit()

    assert "Staff days" not in remove(app, town, "member")
