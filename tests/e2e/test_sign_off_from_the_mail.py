"""A sign-off on a telephone, from the request in the mail to the response, by a lead who is not logged in."""

from datetime import date

import pytest
from flask import Flask
from flask_security import hash_password
from playwright.sync_api import expect

from scheduler.accounts.models import Person
from scheduler.db import AppSession
from tests.e2e.browser_user import Telephone
from tests.e2e.conftest import OpenBrowser
from tests.e2e.mailbox import letters_to, subjects_to
from tests.e2e.night_shift import NightShift
from tests.e2e.plans import Plans
from tests.plugins.mail import PostOffice

pytestmark = pytest.mark.engines("sqlite", "postgresql")

PASSWORD = "seven copper kettles hum"


def give_password(app: Flask, store: AppSession, who: Person) -> None:
    with app.app_context():
        store.get_one(Person, who.id).password = hash_password(PASSWORD)
    store.commit()


def test_a_lead_signs_off_from_the_mail_on_a_telephone(
    app: Flask,
    store: AppSession,
    plans: Plans,
    open_browser: OpenBrowser,
    worker: NightShift,
    post_office: PostOffice,
) -> None:
    lead = plans.cast["otto"]
    give_password(app, store, lead)
    plans.ask_for_sign_offs(plans.plan_item(), ["port"], date(2027, 7, 20))
    worker.tick()
    otto = Telephone(open_browser(width=360).page)

    otto.go(letters_to(post_office, lead)[-1].links[0])
    otto.enter({"Email address": lead.email, "Password": PASSWORD}).press("Log in")
    expect(otto.page.get_by_role("heading", name="Sign-off by Old Port")).to_be_visible()
    expect(otto.part("Copy")).to_contain_text("We asked twelve platforms.")
    otto.page.get_by_role("button", name="Sign off").focus()
    with otto.page.expect_navigation():
        otto.page.keyboard.press("Enter")

    expect(otto.page.get_by_role("status").first).to_contain_text("Signed off. Thank you.")
    worker.tick()
    assert "Old Port" in subjects_to(post_office, plans.cast["edi"])[-1]
