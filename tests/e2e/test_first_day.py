"""The first day of a coalition, from an empty server to a sign-off, on a telephone and without JavaScript."""

import pytest
from flask import Flask

from scheduler.db import AppSession
from scheduler.observances.services.catalogue import load_shipped_catalogue
from tests.e2e.browser_user import BrowserUser, CountedTelephone
from tests.e2e.conftest import OpenBrowser
from tests.e2e.mailbox import letters_to
from tests.e2e.night_shift import NightShift
from tests.fakes import FakeClock
from tests.plugins.mail import PostOffice

PASSWORD = "seven copper kettles hum"
MOST_ACTS = 40
"""In which somebody who comes for the first time gets from their invitation to a request for sign-off."""
CORA, LENA, OTTO = "cora@example.org", "lena@example.org", "otto@example.org"


@pytest.fixture(autouse=True)
def catalogue(store: AppSession, clock: FakeClock) -> None:
    """What `make run` loads before anybody comes."""
    load_shipped_catalogue(store, clock.now())
    store.commit()


@pytest.fixture
def acts() -> list[str]:
    """All that is done at a screen."""
    return []


@pytest.fixture
def telephone(open_browser: OpenBrowser, acts: list[str]) -> OpenBrowser:
    return lambda: CountedTelephone(open_browser(width=360, java_script_enabled=False).page, acts)


def accept(user: BrowserUser, link: str, name: str) -> BrowserUser:
    return user.go(link).fill(name=name, password=PASSWORD, password_again=PASSWORD).press("Create account")


def set_up(cora: BrowserUser) -> None:
    """Go through the four steps."""
    assert cora.path() == "/welcome/name"
    cora.fill(name="Free Tides").press("Save and continue")
    cora.fill(names="Lantern Bay\nOld Port").press("Save and continue")
    cora.press("Save and continue")
    assert "observances are now registered." in cora.status
    cora.fill(people=f"{LENA}, Lantern Bay, lead\n{OTTO}, Old Port, lead").press("Invite and finish")
    assert "Your coalition is set up." in cora.status


def plan_campaign(lena: BrowserUser) -> None:
    lena.unfold("Menu").follow("Observances").follow("World Day against Trafficking in Persons")
    lena.follow("Create a campaign", beside="30 Jul 2027")
    lena.fill(title="Count what you find").press("Create campaign")
    assert "Campaign created. Now add tasks and participating organisations." in lena.status


def write_item(lena: BrowserUser) -> None:
    lena.turn_to("Content").fill(
        quick__content__title="Five of twelve answered", quick__content__day="2027-07-30"
    ).press("Add", beside="More options")
    lena.follow("Five of twelve answered", beside="Idea").follow("Write the copy")
    lena.fill(body="We asked twelve platforms. Five answered.").press("Save")
    assert "Version 2 saved." in lena.status


def ask_old_port(lena: BrowserUser) -> None:
    lena.follow("Request sign-off").unfold("Other signatories").tick("Old Port")
    lena.fill(due_on="2027-07-20").press("Send request")
    assert "Everyone whose sign-off is missing has been asked." in lena.status


def test_from_an_empty_server_to_a_sign_off(
    app: Flask, telephone: OpenBrowser, worker: NightShift, post_office: PostOffice, acts: list[str]
):
    link = app.test_cli_runner().invoke(args=["create-admin", CORA]).output.split()[-1]
    cora = accept(telephone(), link, "Cora Chair")
    set_up(cora)
    worker.tick()
    accept(telephone(), letters_to(post_office, OTTO)[0].links[0], "Otto Port")
    acts.clear()  # of who sets up, and of who answers
    lena = accept(telephone(), letters_to(post_office, LENA)[0].links[0], "Lena Lead")
    lena.unfold("Lena Lead").press("Log out")
    lena.go("/login").fill(email=LENA, password=PASSWORD).press("Log in")
    assert "Good to see you, Lena Lead" in lena.text

    plan_campaign(lena)
    write_item(lena)
    ask_old_port(lena)
    assert len(acts) <= MOST_ACTS, acts
    worker.tick()

    asked = letters_to(post_office, OTTO)[-1]
    assert asked.subject == "Sign-off due by Tue 20 Jul 2027: Five of twelve answered"
    assert f"{lena.path()}/sign-off/" in asked.links[0]
