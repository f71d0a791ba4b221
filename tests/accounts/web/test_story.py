"""An invited person's first five minutes, in a real browser with scripts off and forgery protection on."""

from datetime import datetime

import pytest
from flask import Flask

from scheduler.accounts.services.invitations import InvitationDraft, invite, issue_token
from scheduler.db import AppSession
from tests.coalition import Town
from tests.plugins.browser import OpenPage

PASSWORD = "lantern tides walk softly"


@pytest.mark.parametrize("scripts", [True, False])
def test_invited_person_opens_an_account_leaves_and_comes_back(
    app: Flask, open_page: OpenPage, store: AppSession, town: Town, now: datetime, scripts: bool
):
    made = invite(store, InvitationDraft(email="nia@bay.example", organisation_id=town.bay.id), None, now)
    token = issue_token(store, made, app.config["SECRET_KEY"])
    store.commit()
    page = open_page(360, java_script_enabled=scripts)

    page.goto(f"/invite/{token}")
    page.get_by_label("Your name").fill("Nia New")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.get_by_text("Welcome, Nia New. Your account is ready.").wait_for()

    page.goto("/account")
    assert page.get_by_label("Your time zone").input_value() == "Asia/Manila"
    page.locator(".account-menu > summary").click()
    page.get_by_role("button", name="Log out").click()

    page.goto("/people")
    page.get_by_label("Email address").fill("Nia@Bay.Example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="People", exact=True).wait_for()
