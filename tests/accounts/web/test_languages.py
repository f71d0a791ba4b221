"""Pages and emails are in their reader's language, where there is more than one."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from scheduler.accounts.models import MemberRole, Person
from scheduler.accounts.services.invitations import InvitationDraft, invite, issue_token
from scheduler.accounts.services.recovery import ask_for_new_password
from scheduler.db import AppSession
from scheduler.outbox.models import Message
from tests import factories
from tests.logins import again, logged_in
from tests.plugins.languages import MADE_UP, MIRRORED, OPEN, Language

ACCOUNT = {"name": "Ana", "zone": "UTC", "revision": "1"}


@pytest.fixture
def ana(store: AppSession) -> Person:
    ana = factories.person(store, "Ana", (factories.organisation(store), MemberRole.LEAD), zone="UTC")
    store.commit()
    return ana


def test_no_language_is_asked_for_where_there_is_one(app: Flask, store: AppSession, ana: Person) -> None:
    client = logged_in(app, ana)
    page = client.get("/account", headers={"Accept-Language": MADE_UP})

    assert 'name="language"' not in page.text
    assert "Accept-Language" not in page.headers.get("Vary", "")
    client.post("/account", data=ACCOUNT | {"language": MADE_UP})
    again(store, ana)
    assert ana.language == "en"


def test_people_choose_the_language_of_their_pages(
    app: Flask, store: AppSession, language: Language, ana: Person
) -> None:
    language.offer(MADE_UP)
    client = logged_in(app, ana)
    assert f'<option value="{MADE_UP}">Deutsch</option>' in client.get("/account").text

    saved = client.post("/account", data=ACCOUNT | {"language": MADE_UP}, follow_redirects=True)

    assert f"{OPEN}Saved." in saved.text
    assert f'<html lang="{MADE_UP}" dir="ltr"' in client.get("/", headers={"Accept-Language": "en"}).text
    again(store, ana)
    assert (ana.language, ana.revision) == (MADE_UP, 2)


def test_a_choice_that_came_too_late_is_shown_beside_the_saved_one(
    app: Flask, store: AppSession, language: Language, ana: Person
) -> None:
    language.offer(MADE_UP)
    ana.language, ana.revision = MADE_UP, 2
    store.commit()

    answer = logged_in(app, ana).post("/account", data=ACCOUNT | {"language": "en"})

    assert answer.status_code == 409
    assert "Deutsch" in answer.text
    again(store, ana)
    assert ana.language == MADE_UP


@pytest.mark.parametrize("chosen", ["", "tlh", "x" * 200])
def test_a_language_that_is_not_offered_is_refused(
    app: Flask, store: AppSession, language: Language, ana: Person, chosen: str
) -> None:
    language.offer(MADE_UP)

    assert logged_in(app, ana).post("/account", data=ACCOUNT | {"language": chosen}).status_code == 422
    again(store, ana)
    assert ana.language == "en"


def test_pages_are_in_english_once_the_catalogue_is_gone(
    app: Flask, store: AppSession, language: Language, ana: Person
) -> None:
    language.offer(MADE_UP)
    ana.language = "mt"
    store.commit()

    assert '<html lang="en"' in logged_in(app, ana).get("/account").text


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("", "en"),
        ("mt, tlh;q=0.5", "en"),
        ("en-GB, de;q=0.5", "en"),
        ("de-AT, en;q=0.5", "de"),
        ("mt, de;q=0.2, en;q=0.1", "de"),
        (";;q=\x7f,=", "en"),
    ],
)
def test_visitors_get_the_language_that_their_browser_asks_for(
    app: Flask, language: Language, asked: str, spoken: str
) -> None:
    language.offer(MADE_UP)
    page = app.test_client().get("/login", headers={"Accept-Language": asked})

    assert f'<html lang="{spoken}"' in page.text
    assert "Accept-Language" in page.headers["Vary"]


def test_a_page_that_is_written_from_right_to_left_says_so(app: Flask, language: Language) -> None:
    language.offer(MIRRORED)
    page = app.test_client().get("/login", headers={"Accept-Language": MIRRORED}).text

    assert f'<html lang="{MIRRORED}" dir="rtl"' in page
    assert "bootstrap.rtl" in page


def test_who_accepts_an_invitation_keeps_the_language_that_they_read_it_in(
    app: Flask, store: AppSession, language: Language, ana: Person, now
) -> None:
    language.offer(MADE_UP)
    draft = InvitationDraft(
        email="nia@bay.example", organisation_id=ana.memberships[0].organisation_id, role=MemberRole.EDITOR
    )
    made = invite(store, draft, ana.id, now)
    path = f"/invite/{issue_token(store, made, app.config['SECRET_KEY'])}"
    store.commit()
    typed = {"name": "Nia", "zone": "UTC"} | dict.fromkeys(["password", "password_again"], "lantern tides walk softly")

    app.test_client().post(path, data=typed, headers={"Accept-Language": "de-CH"})

    assert store.scalars(select(Person.language).where(Person.name == "Nia")).one() == MADE_UP


def test_each_email_of_a_batch_is_in_the_language_of_its_reader(
    app: Flask, store: AppSession, language: Language, ana: Person, tick: Callable[[], None], now, tmp_path
) -> None:
    language.offer(MADE_UP)
    people = [factories.person(store, "Bo"), ana, factories.person(store, "Cleo")]
    ana.language = MADE_UP
    for person in people:
        ask_for_new_password(store, person.email, now)
    emails = [person.email for person in people]
    store.commit()

    tick()

    letters = [letter.read_text() for letter in (tmp_path / "mail").rglob("*.eml")]
    marked = {email: "=E2=9F=A6" in text for email in emails for text in letters if f"<{email}>" in text}
    assert marked == dict.fromkeys(emails, False) | {emails[1]: True}


@pytest.mark.parametrize(("chosen", "marked"), [(MADE_UP, True), ("en", False), ("mt", False)])
def test_emails_are_in_the_language_of_their_readers(
    app: Flask,
    store: AppSession,
    language: Language,
    ana: Person,
    tick: Callable[[], None],
    now,
    tmp_path,
    chosen: str,
    marked: bool,
) -> None:
    language.offer(MADE_UP)
    ana.language = chosen
    ask_for_new_password(store, ana.email, now)
    store.commit()

    tick()

    assert store.scalars(select(Message.state)).all() == ["sent"]
    [letter] = (tmp_path / "mail").rglob("*.eml")
    assert ("=E2=9F=A6" in letter.read_text() or OPEN in letter.read_text()) is marked
