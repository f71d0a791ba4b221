"""Headers that every response carries, and the ways to ask for others."""

import pytest
from flask import Flask, Response, make_response, session
from flask.testing import FlaskClient

from scheduler.web.security_headers import cacheable, frameable, impersonal, noindex


@pytest.mark.parametrize("path", ["/", "/nowhere", "/raise/crash", "/form"])
def test_every_page_is_closed(client: FlaskClient, path):
    headers = client.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/form", "/nowhere"])
def test_pages_hold_no_inline_script_or_style(client: FlaskClient, path):
    page = client.get(path).text

    assert (" style=" in page, "<style" in page, " onclick=" in page) == (False, False, False)
    assert page.count("<script") == page.count('<script type="module" src="/assets/')


def test_page_shaped_by_a_session_is_kept_nowhere(client: FlaskClient):
    client.post("/log-in")

    headers = client.get("/").headers

    assert (headers["Cache-Control"], headers["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")


def test_page_without_a_session_is_asked_for_again(client: FlaskClient):
    headers = client.get("/nowhere?anonymous=1").headers

    assert headers["Cache-Control"] == "no-cache"


def test_strict_transport_only_over_https(client: FlaskClient):
    assert "Strict-Transport-Security" not in client.get("/").headers
    assert client.get("/", base_url="https://localhost").headers["Strict-Transport-Security"] == "max-age=31536000"


def test_view_may_ask_for_other_headers(app: Flask):
    app.add_url_rule("/embed", "embed", lambda: frameable(cacheable(noindex(make_response("x")), 300)))

    headers = app.test_client().get("/embed").headers

    assert "frame-ancestors *" in headers["Content-Security-Policy"]
    assert "form-action 'none'" in headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in headers
    assert headers["Cache-Control"] == "public, max-age=300"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"


def test_answer_that_is_the_same_for_everybody_shows_no_session(app: Flask):
    def count() -> Response:
        session["times"] = session.get("times", 0) + 1
        session.permanent = True
        return impersonal(make_response(str(session["times"])))

    app.add_url_rule("/count", "count", count)

    headers = app.test_client().get("/count").headers

    assert "Set-Cookie" not in headers
    assert "cookie" not in headers.get("Vary", "").lower()
