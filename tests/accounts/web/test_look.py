"""Pages about log-in and accounts fit on a telephone and can be read by everyone."""

import pytest
from flask import Flask

from scheduler.db import AppSession
from tests.accessible import violations
from tests.coalition import Town
from tests.logins import logged_in
from tests.plugins.browser import OpenPage
from tests.plugins.web import LiveServer

PUBLIC = ("/login", "/reset")
INTERNAL = ("/account", "/account/log-ins", "/account/password")


@pytest.mark.timeout(120)
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_pages_fit_and_are_accessible(
    app: Flask, store: AppSession, town: Town, open_page: OpenPage, live_server: LiveServer, width: int, scheme: str
):
    page = open_page(width=width, color_scheme=scheme)

    def check(path: str) -> None:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        assert violations(page) == [], path

    for path in PUBLIC:
        check(path)
    cookie = logged_in(app, town.people["lead"]).get_cookie("session")
    assert cookie is not None
    page.context.add_cookies([{"name": "session", "value": cookie.value, "url": live_server.url}])
    for path in INTERNAL:
        check(path)
