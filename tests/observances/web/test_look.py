"""The pages in a real browser: nothing sticks out, everyone can use them, and all works without scripts."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from scheduler.accounts.models import Person
from scheduler.db import AppSession
from scheduler.observances.services.catalogue import load_shipped_catalogue
from scheduler.observances.services.registration import register_topics
from tests.accessible import check
from tests.logins import logged_in
from tests.observances.catalogues import DAY, csv_of
from tests.observances.web.conftest import People
from tests.plugins.audit import Extent
from tests.plugins.browser import OpenPage
from tests.plugins.web import LiveServer

Enter = Callable[[Page, Person], None]

WORLD_DAY = "/observances/world-day-against-trafficking-in-persons"
PUBLIC = ("/observances?year=2028", "/observances?year=2035", WORLD_DAY)
INTERNAL = (
    "/observances?year=2027&topic=trafficking",
    "/observances/catalogue",
    "/observances/catalogue?topic=labour&q=day",
    "/observances/safer-internet-day",
    "/observances/orange-day",
    "/observances/new?kind=nth_weekday",
    "/observances/new?kind=announced",
    f"{WORLD_DAY}/2027/edit",
    f"{WORLD_DAY}/2027/cancel",
    "/observances/safer-internet-day/2028/dates",
    "/observances/import",
)


@pytest.fixture
def full(store: AppSession, people: People, now: datetime) -> People:
    """The whole catalogue, with three topics registered."""
    load_shipped_catalogue(store, now)
    register_topics(store, ["trafficking", "child-protection", "online-safety"], people.editor.id, now)
    store.commit()
    return people


@pytest.fixture
def enter(app: Flask, live_server: LiveServer) -> Enter:
    """Give the browser the session of a person who has logged in."""

    def enter_as(page: Page, person: Person) -> None:
        cookie = logged_in(app, person).get_cookie("session")
        assert cookie is not None
        page.context.add_cookies([{"name": "session", "value": cookie.value, "url": live_server.url}])

    return enter_as


def test_pages_fit_and_are_accessible(undrawn_page: Page, full: People, enter: Enter, extent: Extent):
    check(undrawn_page, PUBLIC, extent)
    enter(undrawn_page, full.coordinator)

    check(undrawn_page, INTERNAL, extent)


def test_an_own_observance_is_entered_without_scripts(open_page: OpenPage, full: People, enter: Enter):
    page = open_page(width=360, java_script_enabled=False)
    enter(page, full.editor)
    page.goto("/observances/new")
    page.get_by_role("link", name="A weekday of a month").click()
    page.get_by_label("Which one").select_option("last")
    page.get_by_label("Weekday").select_option("Wednesday")
    page.get_by_label("Month").select_option("April")
    page.get_by_label("Name", exact=True).fill("Founders' Day")
    page.get_by_label("Other", exact=True).check()

    page.get_by_role("button", name="Show the dates").click()
    expect(page.get_by_text("Wed 28 Apr 2027")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Founders' Day")
    expect(page.get_by_text("Last Wednesday of April")).to_be_visible()


def test_a_catalogue_is_imported_without_scripts(open_page: OpenPage, full: People, enter: Enter, tmp_path: Path):
    file = tmp_path / "catalogue.csv"
    file.write_bytes(csv_of(DAY | {"slug": "harbour-day", "name": "Harbour Day"}))
    page = open_page(java_script_enabled=False)
    enter(page, full.coordinator)

    page.goto("/observances/import")
    page.get_by_label("Catalogue file").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("is added")).to_be_visible()
    page.get_by_role("button", name="Import", exact=True).click()

    expect(page.get_by_text("1 added, 0 changed")).to_be_visible()
