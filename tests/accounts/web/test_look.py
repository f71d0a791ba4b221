"""Pages about log-in and accounts fit on a telephone and can be read by everyone."""

import pytest
from flask import Flask
from playwright.sync_api import Page

from scheduler.db import AppSession
from tests.accessible import check
from tests.coalition import Town
from tests.logins import logged_in
from tests.plugins.audit import Extent
from tests.plugins.web import LiveServer

PUBLIC = ("/login", "/reset")
INTERNAL = ("/account", "/account/log-ins", "/account/password")


@pytest.mark.timeout(120)
def test_pages_fit_and_are_accessible(
    app: Flask, store: AppSession, town: Town, undrawn_page: Page, live_server: LiveServer, extent: Extent
):
    check(undrawn_page, PUBLIC, extent)
    cookie = logged_in(app, town.people["lead"]).get_cookie("session")
    assert cookie is not None
    undrawn_page.context.add_cookies([{"name": "session", "value": cookie.value, "url": live_server.url}])

    check(undrawn_page, INTERNAL, extent)
